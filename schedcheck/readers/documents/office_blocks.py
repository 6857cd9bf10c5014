"""The blocks of an office document, whatever the names of its elements."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from msgspec import Struct, field

from schedcheck.messages import msg
from schedcheck.messages.message import paragraph_place, row_place, table_place
from schedcheck.readers.documents.document import Block, DocumentTable
from schedcheck.readers.documents.merged_cells import MergedCells
from schedcheck.readers.documents.office_xml import NESTED, tag
from schedcheck.readers.listings.lines import Line
from schedcheck.readers.tables.headings import Merged
from schedcheck.schedule.reading import Fault

#: No document has more cells; repeats are counted before they are made.
MOST_CELLS = 250_000
TOO_MANY_CELLS = msg(
    "its tables have more than %(count)d cells; save it again, without repeated rows",
    count=MOST_CELLS,
)


class TooManyCellsError(Exception):
    """The tables of a document have more cells than any has."""


def never(_element: Any) -> bool:
    """Nothing is so."""
    return False


def refused(file: str, error: RecursionError | TooManyCellsError) -> Fault:
    """The fault of a document that no program wrote."""
    words = TOO_MANY_CELLS if isinstance(error, TooManyCellsError) else NESTED
    return Fault("unread", file, "", "", words)


class Beside(Struct):
    """What is anchored in a paragraph; what of its text is struck through or deleted, or hidden."""

    boxes: list[Any] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


class Names(Struct, frozen=True):
    """What a format calls its elements (local names); ``unseen`` are not gone into.

    ``text(paragraph, beside)`` is the text of a paragraph, lines parted by line ends.
    ``span(cell)`` is over how many columns a cell goes, ``repeat(row or cell)`` how often it is
    there.
    ``deleted(row or cell)``: whether that is deleted under review; ``joined(paragraph)``: whether
    its end is, so that the next goes on in it. ``reach(cell)`` is over how many columns and rows
    it is merged, the rows 0 where it goes on from above; ``before(row)`` how many columns a row
    leaves free. ``hidden(row or other element)``: whether that is not shown.
    """

    paragraphs: Collection[str]
    table: str
    row: str
    cells: Collection[str]
    unseen: Collection[str]
    text: Callable[[Any, Beside], str]
    span: Callable[[Any], int]
    repeat: Callable[[Any], int]
    deleted: Callable[[Any], bool] = never
    joined: Callable[[Any], bool] = never
    reach: Callable[[Any], tuple[int, int]] = lambda _cell: (1, 1)
    before: Callable[[Any], int] = lambda _row: 0
    hidden: Callable[[Any], bool] = never


class Walk(Struct):
    """Goes through a document from its beginning, numbering paragraphs and tables from 1.

    ``elements``: place -> the paragraph or row there. ``struck``: what is struck through or
    deleted, with its place; ``hidden``: what is not shown.
    """

    names: Names
    blocks: list[Block] = field(default_factory=list)
    elements: dict[str, Any] = field(default_factory=dict)
    struck: list[Line] = field(default_factory=list)
    hidden: list[Block] = field(default_factory=list)
    _before: list[str] = field(default_factory=list)
    _paragraphs: int = 0
    _tables: int = 0
    _cells: int = 0

    def into(self, element: Any) -> Walk:
        """Add the blocks inside ``element``."""
        for child in element:
            name = tag(child)
            if name in self.names.unseen:
                continue
            if self.names.hidden(child):
                inner = Walk(self.names).into(child)
                self.hidden += inner.blocks + inner.hidden
            elif name in self.names.paragraphs:
                self._paragraph(child)
            elif name == self.names.table:
                self._tables += 1
                place = table_place(self._tables)
                self.blocks.append(DocumentTable(place, *self._rows(child, place)))
            else:
                self.into(child)
        if self._before:  # no paragraph follows in which it could go on
            self.blocks.append(Line(paragraph_place(self._paragraphs), "".join(self._before)))
            self._before = []
        return self

    def _paragraph(self, element: Any) -> None:
        self._paragraphs += 1
        beside = Beside()
        self._before.append(self.names.text(element, beside))
        place = paragraph_place(self._paragraphs)
        if not self.names.joined(element):
            self.blocks.append(Line(place, "".join(self._before)))
            self._before = []
        self.struck += [Line(place, one) for one in beside.struck]
        self.hidden += [Line(place, one) for one in beside.hidden]
        self.elements[place] = element
        for box in beside.boxes:
            self.into(box)

    def _rows(self, table: Any, place: str) -> tuple[list[list[str]], Merged]:
        """The rows of a table, and its merged ranges."""
        names = self.names
        rows: list[list[str]] = []
        merged = MergedCells()
        for row in self._inside(table, {names.row}):
            cells = [""] * names.before(row)
            here = row_place(place, len(rows) + 1)
            beside = self._beside(row)
            for cell in self._inside(row, names.cells):
                text = self._shown(cell, here, beside)
                merged.add(len(rows), len(cells), *names.reach(cell))
                for _again in range(names.repeat(cell)):
                    cells += [text, *[""] * (names.span(cell) - 1)]
            self.elements[here] = row
            count = names.repeat(row)
            self._cells += len(cells) * count
            if self._cells > MOST_CELLS:
                raise TooManyCellsError
            rows += [cells] * count
        return rows, merged.ranges

    def _beside(self, row: Any) -> Callable[[Line], None] | None:
        """What takes the lines of a row that is deleted or hidden.

        Asked once for a row: what says so is looked for among all its cells.
        """
        if self.names.deleted(row):
            return self.struck.append
        return self.hidden.append if self.names.hidden(row) else None

    def _shown(self, cell: Any, place: str, beside: Callable[[Line], None] | None) -> str:
        """The lines of a cell, none where it is deleted or ``beside`` takes it."""
        text = self._cell(cell, place)
        if self.names.deleted(cell):
            beside = self.struck.append
        if beside is None:
            return text
        beside(Line(place, text))
        return ""

    def _inside(self, element: Any, wanted: Collection[str]) -> Iterator[Any]:
        """The rows of a table or the cells of a row, in wrappers too, not those of inner tables."""
        for child in element:
            name = tag(child)
            if name in wanted:
                yield child
            elif name not in {self.names.table, *self.names.paragraphs, *self.names.unseen}:
                yield from self._inside(child, wanted)

    def _cell(self, cell: Any, place: str) -> str:
        """The lines of a cell; those of a table inside it have tabs between their cells."""
        inner = Walk(self.names).into(cell)
        self.struck += [Line(place, one.text) for one in inner.struck]
        self.hidden += [Line(place, one.text) for one in inner.hidden if isinstance(one, Line)]
        lines = []
        for block in inner.blocks:
            if isinstance(block, DocumentTable):
                lines += ["\t".join(" ".join(c.split()) for c in row) for row in block.rows]
            else:
                lines.append(block.text)
        return "\n".join(lines)
