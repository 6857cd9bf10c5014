"""Ruled tables on the pages of a PDF, as pdfplumber finds them.

Where cells have lines around them, these say what belongs together; pdfplumber reads them well,
and knows nothing of tables without lines.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any, Self

from msgspec import Struct

from schedcheck.readers.documents.pdf_lines import Letter
from schedcheck.readers.tables.headings import Merged
from schedcheck.readers.values.leading_times import lead

#: A table has so many lines at least; a page with more than that is a drawing.
LEAST_LINES, MOST_LINES = 4, 4000
#: Of the letters inside a table so many are in its cells, or it is not one.
_IN_CELLS = 0.98
#: Points by which the edges of neighbours may miss each other.
_THICK = 1.0
#: pdfplumber compares each crossing of lines with each other one, and each letter with each line.
_MOST_CROSSINGS, _MOST_COMPARED = 8000, 10_000_000


class RuledTable(Struct, frozen=True):
    """A table: its edges in points from the lower left corner of the page, its cells, and the
    first and last of each merged range of them.
    """

    left: float
    bottom: float
    right: float
    top: float
    rows: list[list[str]]
    merged: Merged = ()

    def holds(self, letter: Letter) -> bool:
        """Whether a letter is inside it."""
        middle = (letter.left + letter.right) / 2
        return self.left <= middle <= self.right and self.bottom <= letter.middle <= self.top


class RuledTables:
    """The ruled tables of a document, page by page."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def on_page(
        self, number: int, letters: Sequence[Letter], struck: Sequence[Letter] = ()
    ) -> list[RuledTable]:
        """The tables with clock readings on a page (the first is 0), the highest first.

        None where pdfplumber cannot read the page, or not before long, or its cells do not hold the
        ``letters`` that PDFium finds there. Those that are ``struck`` through are left out.
        """
        import pdfplumber
        from pdfplumber.utils.exceptions import PdfminerException

        try:
            if self._pdf is None:
                self._pdf = pdfplumber.open(io.BytesIO(self._data))
            page = self._pdf.pages[number]
            if _takes_too_long(page, len(struck)):
                return []
            page = page.filter(_not_over(struck, float(page.bbox[3]))) if struck else page
            found = [(table.bbox, table.extract(), _merged(table)) for table in page.find_tables()]
            height = float(page.bbox[3])
        except (PdfminerException, IndexError, ValueError, TypeError, KeyError):
            return []
        tables = [
            RuledTable(left, height - bottom, right, height - top, _texts(rows), merged)
            for (left, top, right, bottom), rows, merged in found
        ]
        whole = [one for one in tables if _is_schedule(one) and _is_whole(one, letters)]
        return sorted(whole, key=lambda one: -one.top)


def _takes_too_long(page: Any, struck: int) -> bool:
    """Whether a page of pdfplumber has more lines and letters than a schedule could have."""
    from pdfplumber.table import TableSettings, merge_edges

    usual = TableSettings()
    edges = merge_edges(
        page.edges,
        usual.snap_x_tolerance,
        usual.snap_y_tolerance,
        usual.join_x_tolerance,
        usual.join_y_tolerance,
    )
    level = sum(edge["orientation"] == "h" for edge in edges)
    parts = len(page.chars) + len(page.edges)
    return (
        level * (len(edges) - level) > _MOST_CROSSINGS
        or len(page.chars) * level > _MOST_COMPARED
        or parts * struck > _MOST_COMPARED
    )


def _not_over(struck: Sequence[Letter], height: float) -> Callable[[dict[str, Any]], bool]:
    """Whether a letter or line of pdfplumber is none of those struck through, nor strikes them."""

    def kept(part: dict[str, Any]) -> bool:
        middle = height - (float(part["top"]) + float(part["bottom"])) / 2
        if part["object_type"] == "char":
            across = (float(part["x0"]) + float(part["x1"])) / 2
            left, right = across, across
        else:
            left, right = float(part["x0"]), float(part["x1"])
        return not any(
            left <= letter.right and letter.left <= right and letter.bottom < middle < letter.top
            for letter in struck
        )

    return kept


def _merged(table: Any) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The first and last of each range of cells that has lines around it and none inside."""
    lefts = sorted({cell[0] for cell in table.cells})
    tops = sorted({cell[1] for cell in table.cells})
    merged = []
    for left, top, right, bottom in table.cells:
        first = tops.index(top), lefts.index(left)
        last = bisect_left(tops, bottom - _THICK) - 1, bisect_left(lefts, right - _THICK) - 1
        if last > first and last[0] >= first[0] and last[1] >= first[1]:
            merged.append((first, last))
    return merged


def _texts(rows: Sequence[Sequence[str | None]]) -> list[list[str]]:
    return [[(cell or "").replace("\ufffe", "-") for cell in row] for row in rows]


def _is_schedule(table: RuledTable) -> bool:
    """Whether it has rows and columns, and clock readings in more than one row."""
    timed = [any(lead(cell) for cell in row) for row in table.rows]
    return len(table.rows[0]) > 1 and sum(timed) > 1


def _is_whole(table: RuledTable, letters: Sequence[Letter]) -> bool:
    within = sum(table.holds(letter) for letter in letters)
    cells = sum(len("".join(cell.split())) for row in table.rows for cell in row)
    return within * _IN_CELLS <= cells <= within / _IN_CELLS
