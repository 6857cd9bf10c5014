"""The strict half of the XMLTV reader: expat in, lists of texts out."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

import numpy as np
import pyarrow as pa
from msgspec import Struct, field

from schedcheck.readers.values.stamps import parse_stamps, read_by_others
from schedcheck.readers.xmltv.adult_marks import lost_marks
from schedcheck.readers.xmltv.fast import scan
from schedcheck.readers.xmltv.piece import (
    LINE_END,
    TEXT,
    NotPlainError,
    Piece,
    Repeated,
)
from schedcheck.readers.xmltv.texts import OpenElement, ProgrammeTexts, mark_text

ROOT, END = b"<tv>", b"</tv>"
#: White space of XML.
_SPACES = b" \t\r\n"
_CUT = b"<programme "
#: Where a programme begins, be it in a comment.
BEGIN = re.compile(rb"<programme(?=[\s/>])")


class OwnEntitiesError(Exception):
    """The file declares entities of its own, which are never expanded."""


class UndeclaredEntityError(Exception):
    """An entity that an outside DTD, never fetched, would have had to declare."""


def _refuse_entities(*_declaration: object) -> None:
    raise OwnEntitiesError


def _refuse_skipped(name: str, _is_parameter: bool) -> None:  # noqa: FBT001 - expat's own signature
    raise UndeclaredEntityError(name)


class ProgrammeColumns(Struct):
    r"""What expat collects: one entry a programme in each list, in file order, empty for none.

    ``marks`` holds ``\0system:`` and the texts that follow it, for each rating. ``nested``: see
    :class:`Piece`.
    """

    channels: list[str] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    clumps: int = 0
    nested: list[int] = field(default_factory=list)

    def drop_last(self) -> int:
        """Take back the programme begun last, of which not all is there; returns its line."""
        for column in (self.channels, self.starts, self.stops):
            column.pop()
        for texts in (self.titles, self.others, self.categories, self.marks):
            del texts[len(self.channels) :]
        if self.nested and self.nested[-1] == len(self.channels):
            self.nested.pop()
        return self.lines.pop()


class Parser:
    """An expat parser whose text handlers append straight to lists.

    By the DTD a programme holds only elements, so a text belongs to the element that was opened
    last; what closes is looked at only to find programmes in programmes.
    """

    def __init__(self, columns: ProgrammeColumns, first_byte: int) -> None:
        self.first_byte = first_byte
        self.starts: list[int] = []  # where programmes begin, in bytes the parser was fed
        self.open_at = -1  # where the last of them begins, in bytes of the source
        self.expat = expat.ParserCreate("utf-8")
        self.expat.buffer_text = True
        self.expat.buffer_size = 1 << 20
        self.expat.EntityDeclHandler = _refuse_entities
        self.expat.SkippedEntityHandler = _refuse_skipped
        on_start, on_end, self.finish = _handlers(self.expat, columns, self.starts)
        self.expat.StartElementHandler, self.expat.EndElementHandler = on_start, on_end

    def release(self) -> None:
        """Let go of what the parser holds; its handlers and it hold each other."""
        for name in ("EntityDecl", "SkippedEntity", "StartElement", "EndElement", "CharacterData"):
            setattr(self.expat, f"{name}Handler", None)

    def number_lines(self, held: bytes, held_at: int, line: int) -> list[int]:
        """The lines of the programmes begun since this was asked last.

        ``held`` are bytes of the source from byte ``held_at`` on, which stands on ``line``.
        """
        if not self.starts:
            return []
        ends = np.flatnonzero(np.frombuffer(held, np.uint8) == LINE_END)
        begun = np.array(self.starts) + (self.first_byte - held_at)
        self.open_at = self.starts[-1] + self.first_byte
        self.starts.clear()
        lines: list[int] = (np.searchsorted(ends, begun) + line).tolist()
        return lines


def _handlers(  # noqa: C901, PLR0915 - one closure, called for every element of a file
    parser: expat.XMLParserType, columns: ProgrammeColumns, starts: list[int]
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None], Callable[[], None]]:
    """The handlers of start and end tags, and what finishes the programme or channel begun last.

    Closures rather than methods: this is the one place that runs a million times a file.
    """
    one = ProgrammeTexts()
    display: list[str] = []
    programmes, title, other = columns.channels, columns.titles, columns.others
    category, mark, intern = columns.categories, columns.marks, sys.intern
    channel = ""
    inside = False
    open_elements: list[OpenElement] = []

    def finish() -> None:
        if len(title) < len(programmes):
            named = [*filter(None, map(str.strip, one.titles))]
            title.append(intern(named[0]) if named else "")
            pieces = [*named[1:], *map(str.strip, one.others)]
            other.append(" / ".join(filter(None, pieces)))
            category.append(intern("; ".join(filter(None, map(str.strip, one.categories)))))
            mark.append(intern("".join([*one.marks, *one.more_marks])))
            one.clear()
        if display:
            columns.names.setdefault(channel, display[0].strip())
            display.clear()

    def begin_programme(attributes: dict[str, str]) -> None:
        nonlocal inside
        finish()
        if inside:
            columns.nested.append(len(programmes))
        inside = True
        get = attributes.get
        programmes.append(intern(get("channel", "")))
        columns.starts.append(get("start", ""))
        columns.stops.append(get("stop", ""))
        starts.append(parser.CurrentByteIndex)
        if "clumpidx" in attributes and attributes["clumpidx"] != "0/1":
            columns.clumps += 1
        one.search("programme", attributes)
        open_elements.clear()
        parser.CharacterDataHandler = None

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal channel
        if name == "programme":
            begin_programme(attributes)
            return
        around = open_elements[-1] if open_elements else None
        pieces: Any = None
        if inside:
            pieces = one.pieces_of(name, attributes, around)
        elif name == "display-name":
            pieces = display
        elif name == "channel":
            finish()
            channel = attributes.get("id", "")
        if pieces is around and around is not None:
            around.glued = True
            if name == "br":
                around.take(" ")
            opened = OpenElement(name, around.pieces, around.begun, glued=True)
        else:
            opened = OpenElement(name, pieces, 0 if pieces is None else len(pieces))
        open_elements.append(opened)
        parser.CharacterDataHandler = opened.handler()

    def on_end(name: str) -> None:
        nonlocal inside
        if open_elements and open_elements[-1].name == name:
            open_elements.pop()
            parser.CharacterDataHandler = open_elements[-1].handler() if open_elements else None
        if name == "programme":
            inside = False
        elif name in {"rating", "star-rating"}:
            one.rated = False

    return on_start, on_end, finish


class ByteRange(NamedTuple):
    """A stretch of a plain file, from byte ``begin`` to byte ``end``."""

    path: str
    begin: int
    end: int

    def content(self) -> bytes:
        """The bytes of the stretch."""
        with Path(self.path).open("rb") as stream:
            stream.seek(self.begin)
            return stream.read(self.end - self.begin)


def finished(columns: ProgrammeColumns, line_ends: int = 0, begun: int = 0) -> Piece:
    """The piece that ``columns`` make; see :class:`Piece`."""
    start, stop = parse_stamps(columns.starts), parse_stamps(columns.stops)
    bad_starts = {row: columns.starts[row] for row in np.flatnonzero(np.isnat(start.wall)).tolist()}
    bad_stops = {row: columns.stops[row] for row in np.flatnonzero(stop.bad).tolist()}
    read_by_others(start, stop, bad_starts, bad_stops)
    return Piece(
        channels=Repeated.of(pa.array(columns.channels, TEXT), str),
        titles=Repeated.of(pa.array(columns.titles, TEXT), str),
        others=pa.array(columns.others, TEXT),
        categories=Repeated.of(pa.array(columns.categories, TEXT), str),
        marks=Repeated.of(pa.array(columns.marks, TEXT), mark_text),
        lines=np.array(columns.lines, np.int64),
        start=start,
        stop=stop,
        bad_starts=bad_starts,
        bad_stops=bad_stops,
        clumps=columns.clumps,
        line_ends=line_ends,
        names=columns.names,
        nested=columns.nested,
        begun=begun,
    )


def parse_piece(content: bytes | ByteRange, *, first: bool, last: bool) -> Piece:
    """Read one piece of a file that was cut in front of programmes; its lines count from 1.

    Raises ExpatError or one of this module's errors where the piece is not a whole number of
    programmes in a row: the file is not well-formed, or the cut fell into a comment.
    """
    if isinstance(content, ByteRange):
        content = content.content()
    opening, closing = b"" if first else ROOT, b"" if last else END
    try:
        piece = _scanned(content, first=first, last=last)
    except NotPlainError:
        piece = by_elements(opening, content, closing)
    piece.lost_marks = lost_marks(content, piece)
    return piece


def by_elements(opening: bytes, content: bytes, closing: bytes) -> Piece:
    """Read a piece element by element, between what opens and what closes its document."""
    columns = ProgrammeColumns()
    parser = Parser(columns, -len(opening))
    for part, is_last in ((opening, False), (content, False), (closing, True)):
        parser.expat.Parse(part, is_last)
    parser.finish()
    parser.release()
    columns.lines = parser.number_lines(content, 0, 1)
    return finished(columns, content.count(b"\n"), len(BEGIN.findall(content)))


def _scanned(content: bytes, *, first: bool, last: bool) -> Piece:
    """A piece by the quick half; expat reads what is before its first programme."""
    begin, end = max(0, content.find(_CUT)), len(content)
    if last:
        end = len(content.rstrip(_SPACES)) - len(END)
        if end < begin or not content.startswith(END, end):
            raise NotPlainError
    columns = ProgrammeColumns()
    parser = Parser(columns, 0)
    try:
        parser.expat.Parse((b"" if first else ROOT) + content[:begin] + END, True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as error:
        raise NotPlainError from error
    finally:
        parser.release()
    parser.finish()
    piece = scan(content[begin:end])
    lines = content.count(b"\n", 0, begin)
    piece.lines += lines
    piece.line_ends += lines + content.count(b"\n", end)
    piece.names = columns.names
    return piece
