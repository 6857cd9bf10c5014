"""HTML pages: listings in paragraphs and in tables."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from schedcheck.messages import Message, msg
from schedcheck.messages.places import line_place, table_place
from schedcheck.readers.base import NOT_THIS, Likelihood, ReadOptions
from schedcheck.readers.documents.document import Block, DocumentTable, read_document
from schedcheck.readers.documents.office_xml import raised, tag
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
from schedcheck.readers.listings.lines import Line
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "html"

#: What the text of a page, or of a part of one, begins with.
BEGIN = re.compile(
    r"\A\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title"
    r"|meta|table|div|p|h[1-6]|pre|center|font|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "head", "noscript", "template", "select", "svg", "del"})
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "bdi", "br", "button", "cite", "code", "em", "font", "i", "img",
     "input", "ins", "label", "mark", "nobr", "q", "s", "small", "span", "strong", "sub", "sup",
     "time", "tt", "u", "wbr"}
)  # fmt: skip
_PREFORMATTED = ("pre", "textarea")
_CELLS = ("td", "th")
_MOST = 64
_SHOWN = 200
_HEAD = 4096  # characters in which a page says what wrote it

_NO_LISTING = msg(
    "an HTML page without a schedule that is understood: perhaps the page of an error or of a "
    "login, saved instead of the file; open the address in a browser and save the schedule itself"
)
_RESULTS = msg("a page of results that schedcheck wrote; it is no schedule")
_OWN = re.compile(r"<meta name=\"generator\" content=\"schedcheck ")


def sniff(head: bytes, name: str) -> Likelihood:  # noqa: ARG001 - the content alone decides
    """How likely ``head`` begins an HTML page or a part of one."""
    if BEGIN.match(head_text(head)) is None:
        return NOT_THIS
    return Likelihood(0.7, msg("it begins as a page"))


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the page; places are ``line 12`` of its source and ``table 2, row 5``."""
    try:
        text, encoding = _text_of(source.read())
    except (EncodingError, SourceError) as error:
        return _unread(source, error.words)
    if _OWN.search(text[:_HEAD]):
        return _unread(source, _RESULTS)
    page = _Page(text)
    reading = read_document(page.blocks, NAME, source.file, options, source.modified)
    reading.encoding = encoding.name
    reading.notes += notes_on(encoding, text)
    if not len(reading.frame):
        shown = " ".join(page.title.split())[:_SHOWN]
        fault = Fault("unread", source.file, "", shown, _NO_LISTING)
        reading.faults = [fault, *reading.faults]
    return reading


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
    """A page gone through once: its blocks, and its title."""

    def __init__(self, text: str) -> None:
        from lxml import etree, html

        self.blocks: list[Block] = []
        self.title = ""
        # lxml takes text that declares an encoding as bytes only, and believes the parser's
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
        try:
            root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        except etree.ParserError:
            return
        self.title = root.findtext(".//title") or ""
        flow = _Flow(self.blocks)
        flow.into(root)
        flow.end()


class _Flow:
    """The text of an element as lines, as a browser would break them, and its tables."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self._text, self._place, self._tables = "", line_place(1), 0

    def end(self) -> None:
        """End the line."""
        if self._text:
            self.blocks += [Line(self._place, line) for line in self._text.split("\n")]
        self._text = ""

    def into(self, element: Any, *, preformatted: bool = False) -> None:
        """Add what stands in an element."""
        name = tag(element)
        if name in _UNSEEN or not name:
            return
        if name == "table" and element.find(".//table") is None:
            self.end()
            self._tables += 1
            self.blocks.append(DocumentTable(table_place(self._tables), _rows(element)))
            return
        pre = preformatted or name in _PREFORMATTED
        inline = name in _INLINE
        if not inline:
            self.end()
        if name == "br":
            self._text += "\n"
        elif name == "sup":
            self._text += raised("".join(element.itertext()).strip())
        else:
            self._add(element.text, element, preformatted=pre)
            for child in element:
                self.into(child, preformatted=pre)
                self._add(child.tail, child, preformatted=pre)
        if not inline:
            self.end()

    def _add(self, text: str | None, element: Any, *, preformatted: bool) -> None:
        if not text:
            return
        if not self._text.strip():
            self._place = line_place(element.sourceline or 1)
        if preformatted:
            self._text += text.replace("\r\n", "\n").replace("\r", "\n")
            return
        joined = " ".join(text.split())
        before = " " if text[:1].isspace() and self._text[-1:] not in {"", "\n", " "} else ""
        self._text += before + joined + (" " if joined and text[-1:].isspace() else "")


def _rows(table: Any) -> list[list[str]]:
    """The texts of the cells; blank where one goes on from the left or from above."""
    rows = []
    below: dict[int, int] = {}  # column -> how many rows more a cell from above goes on
    for row in table.iter("tr"):
        cells: list[str] = []
        reach: dict[int, int] = {}
        for cell in row:
            if tag(cell) in _CELLS:
                while below.get(len(cells), 0):
                    cells.append("")
                lines: list[Block] = []
                flow = _Flow(lines)
                flow.into(cell)
                flow.end()
                text = "\n".join(one.text for one in lines if isinstance(one, Line))
                width, height = _span(cell, "colspan"), _span(cell, "rowspan")
                reach |= dict.fromkeys(range(len(cells), len(cells) + width), height - 1)
                cells += [text.strip("\n"), *[""] * (width - 1)]
        below = {at: left - 1 for at, left in below.items() if left > 1} | reach
        rows.append(cells)
    return rows


def _span(cell: Any, way: str) -> int:
    """Over how many columns (``colspan``) or rows (``rowspan``) a cell goes."""
    span = cell.get(way, "1")
    return min(int(span), _MOST) if span.isdecimal() and int(span) else 1
