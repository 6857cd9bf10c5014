"""HTML pages: listings in paragraphs and in tables.

What is struck through is left out; hidden text is read by itself (``hidden_text``).
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import partial
from typing import Any

from msgspec import Struct, field

from schedcheck.messages import Message, msg
from schedcheck.messages.message import line_place, row_place, table_place
from schedcheck.readers.base import NOT_THIS, Likelihood, ReadOptions
from schedcheck.readers.documents.day_tabs import DayTabs, names_day
from schedcheck.readers.documents.document import Block, DocumentTable
from schedcheck.readers.documents.drawn_marks import CLOCK, DrawnMarks
from schedcheck.readers.documents.hidden_text import Content, read_shown
from schedcheck.readers.documents.html_tables import is_grid, rows_of, span
from schedcheck.readers.documents.merged_cells import MergedCells
from schedcheck.readers.documents.office_xml import NESTED, raised, tag
from schedcheck.readers.documents.page_clocks import take_clocks
from schedcheck.readers.documents.page_data import pages_inside, with_data
from schedcheck.readers.documents.pictures import attribute_text, picture_text
from schedcheck.readers.encodings import (
    Encoding,
    EncodingError,
    as_declared,
    codec_named,
    decode,
    head_text,
    is_text,
    notes_on,
    text_encoding,
)
from schedcheck.readers.listings.around import shown
from schedcheck.readers.listings.lines import Line
from schedcheck.readers.signatures import HTML
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.tables.headings import Merged
from schedcheck.readers.values.age_names import has_mark
from schedcheck.readers.values.clock_names import clock_heading
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "html"

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?\s*+([\w-]+)", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "head", "noscript", "template", "svg"})
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "bdi", "br", "button", "cite", "code", "em", "font", "i", "img",
     "input", "ins", "label", "mark", "nobr", "q", "s", "small", "span", "strong", "sub", "sup",
     "time", "tt", "u", "wbr"}
)  # fmt: skip
#: What HTML calls no longer accurate, or removed.
_STRUCK = frozenset({"s", "strike", "del"})
_PREFORMATTED = ("pre", "textarea")
_CELLS = ("td", "th")
_SHOWN_FIELDS = frozenset({"text", "search", "button", "submit", "reset", "number"})
_SHOWN = 200
_HEAD = 4096  # characters in which a page says what wrote it

_NO_LISTING = msg(
    "an HTML page without a schedule that is understood: perhaps the page of an error or of a "
    "login, saved instead of the file; open the address in a browser and save the schedule itself"
)
_STYLES_ELSEWHERE = msg(
    "its style sheets are not in the file: what they hide or strike through is read as if it were "
    "shown"
)
#: libxml2 compares each attribute of an element with all those before it.
_MOST_ATTRIBUTES = 5_000
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{2 * _MOST_ATTRIBUTES},}}+")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
#: A mark whose plus is in a line of its own.
_CUT_MARK = re.compile(r"(?<![\d.:,])(\d{1,2})[ ]?\n[ ]?\+(?=[ )\]]*(?:\n|\Z))")
_ATTRIBUTES = msg(
    "an element with more than %(count)d attributes, as no page has them; open the page in a "
    "browser and save it from there",
    count=_MOST_ATTRIBUTES,
)
_RESULTS = msg("a page of results that schedcheck wrote, not a schedule")
_OWN = re.compile(r"<meta name=\"generator\" content=\"schedcheck ")


def sniff(head: bytes, name: str) -> Likelihood:  # noqa: ARG001 - the content alone decides
    """How likely ``head`` begins an HTML page or a part of one."""
    if HTML.match(head_text(head)) is None:
        return NOT_THIS
    return Likelihood(0.7, msg("it begins as a page"))


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the page; places are ``line 12`` of its source and ``table 2, row 5``."""
    try:
        text, encoding = _text_of(source.read())
        if _OWN.search(text[:_HEAD]):
            return _unread(source, _RESULTS)
        page = _Page(text)
    except (EncodingError, SourceError) as error:
        return _unread(source, error.words)
    flow = page.flow(apart=True)
    everything = partial(_whole, page)
    content = Content(flow.blocks, flow.struck, flow.hidden)
    reading = read_shown(content, everything, NAME, source.file, options, source.modified)
    if flow.tabs:
        words = msg("tabs of other days, passed over: %(lines)s", lines=shown(flow.tabs))
        reading.notes.append(words)
    if flow.drawn.styles.elsewhere:
        reading.notes.append(_STYLES_ELSEWHERE)
    reading.encoding, reading.encoding_from = encoding.name, encoding.found
    reading.notes += notes_on(encoding, text)
    reading.faults += flow.drawn.faults(reading, source.file)
    take_clocks(page.title, page.root, reading, source.file, options)
    reading = with_data(reading, page.root, source, options)
    if not len(reading.frame):
        title = " ".join(page.title.split())[:_SHOWN]
        fault = Fault("unread", source.file, "", title, _NO_LISTING)
        reading.faults = [fault, *reading.faults]
    return reading


def _whole(page: _Page) -> Content:
    """The content of a page with its hidden parts in their places."""
    flow = page.flow(apart=False)
    return Content(flow.blocks, flow.struck)


def _unread(source: Source, words: Message) -> Reading:
    return Reading(NAME, make_frame({}, 0), [Fault("unread", source.file, "", "", words)])


def _text_of(data: bytes) -> tuple[str, Encoding]:
    """The page as text, and its encoding: by its mark, what it declares, then its letters."""
    encoding = text_encoding(data)
    declared = _CHARSET.search(data[:4096])
    if declared and encoding.guessed:
        with suppress(EncodingError):
            encoding = as_declared(codec_named(declared[1].decode("ascii")), data)
    text = decode(data, encoding)
    if not is_text(text, encoding):
        raise SourceError(_NO_LISTING)
    return text, encoding


class _Page:
    """A page: its title, its text, and what of that was left out. Raises SourceError for a page
    that the parser gives up.
    """

    def __init__(self, text: str) -> None:
        from lxml import etree, html

        self.root: Any = None
        self.title = ""
        tags = (_QUOTED.sub(" ", match[0]) for match in _LONG_TAG.finditer(text))
        if any(len(tag.split()) > _MOST_ATTRIBUTES for tag in tags):
            raise SourceError(_ATTRIBUTES)
        # lxml takes text that declares an encoding as bytes only, and believes the parser's
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
        try:
            root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        except etree.ParserError:
            return
        if any(one.type_name == "ERR_RESOURCE_LIMIT" for one in parser.error_log):
            # the parser gives what it had, without a word about the rest
            raise SourceError(NESTED)
        self.title = root.findtext(".//title") or ""
        self.root = pages_inside(root)

    def flow(self, *, apart: bool) -> _Flow:
        """The page gone through once, with its hidden parts ``apart`` or in their places."""
        if self.root is None:
            return _Flow()
        flow = _Flow(DrawnMarks.of(self.root), apart)
        flow.into(self.root)
        return flow


class _Flow(Struct):
    """The text of an element as lines, as a browser would break them, and its tables.

    ``drawn``: what the page draws beside its text. ``struck``: what is struck through, and
    ``tabs``: the tabs of other days, with their places. ``hidden``: the blocks of each part that
    is not shown, where these are taken ``apart``. ``cell``: the place of the row of a table, of
    which it is the text of a cell.
    """

    drawn: DrawnMarks = field(default_factory=DrawnMarks)
    apart: bool = False
    cell: str = ""
    blocks: list[Block] = field(default_factory=list)
    struck: list[Line] = field(default_factory=list)
    hidden: list[list[Block]] = field(default_factory=list)
    tabs: list[Line] = field(default_factory=list)
    _text: str = ""
    _place: str = line_place(1)
    _tables: int = 0
    _pre: int = 0
    _begun: bool = False
    _day: DayTabs = field(default_factory=DayTabs)

    def end(self) -> None:
        """End the line."""
        if self._text:
            self._text = _CUT_MARK.sub(r"\1 +", self._text)
            self.blocks += [Line(self._place, line) for line in self._text.split("\n")]
            self._begun = self._listed()
        self._text = ""

    def into(self, root: Any) -> None:
        """Add what stands in an element; a page may leave thousands of tags open, each in each."""
        from lxml import etree

        whole, behind = None, dict[Any, str]()
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            name = tag(element)
            if event == "start":
                if self._taken_apart(name, element) or self._taken_whole(name, element):
                    whole = element
                    walk.skip_subtree()
                    continue
                self._pre += name in _PREFORMATTED
                if name not in _INLINE:
                    self.end()
                said = self.drawn.beside(element, self._text, listed=self._listed())
                last = self.drawn.of_classes(element, listed=self._listed()) if not said else ""
                if said and name not in _INLINE and len(CLOCK.findall(element.text_content())) == 1:
                    said, last = "", said  # before a clock reading it would hide that
                self._text += f" {said} " if said else ""
                behind |= {element: f" {last} "} if last else {}
                self._add(element.text, element)
                continue
            if event == "end" and element is not whole:
                self._pre -= name in _PREFORMATTED
                self._text += behind.pop(element, "")
                if name not in _INLINE:
                    self.end()
            if element is not root:
                self._add(element.tail, element)
        self.end()

    def _listed(self) -> bool:
        """Whether a schedule has begun."""
        return bool(self.cell) or self._begun or CLOCK.search(self._text) is not None

    def _shown(self, name: str, element: Any) -> None:
        """Add what a picture says, or the value of a field that is shown."""
        if name == "input" and element.get("type", "").casefold() != "image":
            seen = _is_seen(element)
            said = picture_text(_said_in(element)) if seen else self.drawn.of_field(element)
            self._text += f" {said} " if said else ""
            return
        place = self._place if self._text.strip() else line_place(element.sourceline or 1)
        said = self.drawn.of_picture(name, element, self.cell or place)
        self._text += f" {said} " if said else ""

    def _taken_apart(self, name: str, element: Any) -> bool:
        """Whether an element is struck through, or is a hidden part to be read by itself."""
        if name in _STRUCK or (name not in _UNSEEN and self.drawn.styles.strike(element)):
            place = line_place(element.sourceline or 1)
            self.struck.append(Line(place, " ".join(element.text_content().split())))
            return True
        if not self.apart or name in _UNSEEN or not self.drawn.styles.hide(element):
            return False
        if name not in _INLINE:
            self.end()
        inner = _Flow(self.drawn, cell=self.cell, _begun=self._begun, _day=self._day)
        inner.into(element)
        self.struck += inner.struck
        self.hidden.append(inner.blocks)
        return True

    def _taken_whole(self, name: str, element: Any) -> bool:
        """Whether an element is no text to go through, but is taken as a whole or left out."""
        place = line_place(element.sourceline or 1)
        if name == "select":
            self.end()
            chosen = [one.text_content() for one in element.findall(".//option[@selected]")]
            self.blocks += [
                Line(place, text)
                for text in chosen
                if names_day(text) or clock_heading(text, alone=True)
            ]
            labels = (attribute_text(one.attrib) for one in element.iter("optgroup", "option"))
            self._text += next(filter(None, labels), "") if self._listed() else ""
        elif name == "meta" and self._listed():
            said = attribute_text(element.attrib)
            self._text += f" {said} " if said else ""
        elif self._day.is_off(element):
            self.tabs.append(Line(place, " ".join(element.text_content().split())))
        elif name == "table" and not self.cell and is_grid(element):
            self.end()
            self._tables += 1
            here = table_place(self._tables)
            self._take_caption(element)
            self.blocks.append(DocumentTable(here, *self._rows(element, here)))
        elif name == "br":
            self._text += "\n"
        elif name in {"img", "svg", "input"}:
            self._shown(name, element)
        elif name == "bdo" and element.get("dir", "").casefold() == "rtl":
            self._text += element.text_content()[::-1]
        elif name == "sup":
            said = self.drawn.beside(element, self._text, listed=self._listed())
            self._text += said or raised("".join(element.itertext()).strip())
        elif name not in _UNSEEN:
            return False
        return True

    def _take_caption(self, table: Any) -> None:
        """Add what stands above the rows of a table that is taken as a whole."""
        for caption in table.iterchildren("caption"):
            flow = _Flow(self.drawn, self.apart, _day=self._day.inside())
            flow.into(caption)
            self.blocks += flow.blocks
            self.struck += flow.struck
            self.hidden += flow.hidden

    def _add(self, text: str | None, element: Any) -> None:
        if not text:
            return
        if not self._text.strip():
            self._place = line_place(element.sourceline or 1)
        if self._pre:
            self._text += text.replace("\r\n", "\n").replace("\r", "\n")
            return
        joined = " ".join(text.split())
        before = " " if text[:1].isspace() and self._text[-1:] not in {"", "\n", " "} else ""
        self._text += before + joined + (" " if joined and text[-1:].isspace() else "")

    def _rows(self, table: Any, place: str) -> tuple[list[list[str]], Merged]:
        """The texts of the cells, blank where one goes on from the left or from above, and the
        merged ranges.
        """
        rows: list[list[str]] = []
        merged = MergedCells()
        below: dict[int, int] = {}  # column -> how many rows more a cell from above goes on
        for row in rows_of(table):
            here = row_place(place, len(rows) + 1)
            cells: list[str] = []
            unseen = self.apart and self.drawn.styles.hide_row(row, table)
            away: list[str] = []
            reach: dict[int, int] = {}
            for cell in row:
                if tag(cell) in _CELLS:
                    while below.get(len(cells), 0):
                        cells.append("")
                    flow = _Flow(self.drawn, self.apart, cell=here, _day=self._day.inside())
                    flow.into(cell)
                    self.struck += [Line(here, one.text) for one in flow.struck]
                    text = "\n".join(_texts(flow.blocks))
                    away += [one for part in flow.hidden for one in _texts(part)]
                    if unseen:
                        away, text = [*away, text], ""
                    width, height = span(cell, "colspan"), span(cell, "rowspan")
                    merged.add(len(rows), len(cells), width, height)
                    reach |= dict.fromkeys(range(len(cells), len(cells) + width), height - 1)
                    cells += [text.strip("\n"), *[""] * (width - 1)]
            _add_to_row(cells, self.drawn, row)
            below = {at: left - 1 for at, left in below.items() if left > 1} | reach
            rows.append(cells)
            if any(away):
                self.hidden.append([Line(here, "\t".join(filter(None, away)))])
        return rows, merged.ranges


def _add_to_row(cells: list[str], drawn: DrawnMarks, row: Any) -> None:
    """Add what the row of a table says beside its cells to the cell with the longest text."""
    said = drawn.beside(row, "", listed=True) or drawn.of_classes(row, listed=True)
    if said and cells:
        at = max(range(len(cells)), key=lambda one: len(cells[one]))
        cells[at] = f"{cells[at]} {said}"


def _is_seen(field_: Any) -> bool:
    """Whether the value of an input field is shown."""
    return field_.get("type", "text").casefold() in _SHOWN_FIELDS


def _said_in(field_: Any) -> str:
    """What an input field shows: its value, or what an empty one shows instead if it is a mark."""
    instead = field_.get("placeholder", "")
    return field_.get("value") or (instead if has_mark(instead) else "")


def _texts(blocks: list[Block]) -> list[str]:
    return [one.text for one in blocks if isinstance(one, Line)]
