"""The strict half of the XMLTV reader: expat in, lists of texts out.

Kept free of pandas and lxml: worker processes import it, and are there at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from xml.parsers import expat

import numpy as np
import numpy.typing as npt

from schedcheck.readers.stamps import Stamps, parse_stamps

ROOT = b"<tv>"
_LONG = ("others",)
_JOINT = "\x1f"  # no XML can hold it
_LINE_END = ord("\n")


class OwnEntitiesError(Exception):
    """The file declares entities of its own, which are never expanded."""


class UndeclaredEntityError(Exception):
    """An entity that an outside DTD, never fetched, would have had to declare."""


@dataclass(slots=True)
class Columns:
    r"""What expat collects: one entry a programme in each list, in file order, empty for none.

    ``marks`` holds ``\0system:`` and the texts that follow it, for each rating.
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

    def __getstate__(self) -> dict[str, Any]:
        """Between processes the texts that never repeat go as one, which is much quicker."""
        state = {part.name: getattr(self, part.name) for part in fields(self)}
        return state | {name: _JOINT.join(state[name]) for name in _LONG}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            setattr(self, name, value)
        for name in _LONG:
            # the join of no text and of one empty text are the same
            setattr(self, name, state[name].split(_JOINT) if self.channels else [])

    def drop_last(self) -> int:
        """Take back the programme begun last, of which not all is there; returns its line."""
        for column in (self.channels, self.starts, self.stops):
            column.pop()
        for texts in (self.titles, self.others, self.categories, self.marks):
            del texts[len(self.channels) :]
        return self.lines.pop()


class Parser:
    """An expat parser whose text handlers append straight to lists.

    There is no end handler: by the DTD a programme holds only elements, so a text belongs to the
    element that was opened last. This halves the calls from expat into Python.
    """

    def __init__(self, columns: Columns, first_byte: int) -> None:
        self.first_byte = first_byte
        self.starts: list[int] = []  # where programmes begin, in bytes the parser was fed
        self.open_at = -1  # where the last of them begins, in bytes of the source
        self.expat = expat.ParserCreate("utf-8")
        self.expat.buffer_text = True
        self.expat.buffer_size = 1 << 20
        self.expat.EntityDeclHandler = self._refuse_entities
        self.expat.SkippedEntityHandler = self._refuse_skipped
        self.expat.StartElementHandler, self.finish = _handlers(self.expat, columns, self.starts)

    def _refuse_entities(self, *_declaration: object) -> None:
        raise OwnEntitiesError

    def _refuse_skipped(self, name: str, _is_parameter: bool) -> None:  # noqa: FBT001 - expat's own signature
        raise UndeclaredEntityError(name)

    def number_lines(self, held: bytes, held_at: int, line: int) -> list[int]:
        """The lines of the programmes begun since this was asked last.

        ``held`` are bytes of the source from byte ``held_at`` on, which stands on ``line``.
        """
        if not self.starts:
            return []
        ends = np.flatnonzero(np.frombuffer(held, np.uint8) == _LINE_END)
        begun = np.array(self.starts) + (self.first_byte - held_at)
        self.open_at = self.starts[-1] + self.first_byte
        self.starts.clear()
        lines: list[int] = (np.searchsorted(ends, begun) + line).tolist()
        return lines


def _handlers(  # noqa: C901, PLR0915 - one closure, called for every element of a file
    parser: expat.XMLParserType, columns: Columns, starts: list[int]
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[], None]]:
    """The handler of start tags, and what closes the programme or channel that is open.

    Closures rather than methods: this is the one place that runs a million times a file.
    """
    titles: list[str] = []
    others: list[str] = []
    categories: list[str] = []
    marks: list[str] = []
    display: list[str] = []
    texts = {
        "title": titles.append,
        "sub-title": others.append,
        "desc": others.append,
        "category": categories.append,
        "display-name": display.append,
    }
    programmes, title, other = columns.channels, columns.titles, columns.others
    category, mark, intern = columns.categories, columns.marks, sys.intern
    channel = ""
    rated = False

    def finish() -> None:
        if len(title) < len(programmes):
            title.append(intern(titles[0].strip()) if titles else "")
            if len(titles) > 1 or len(others) != 1:
                pieces = [*titles[1:], *others]
                other.append(" / ".join(map(str.strip, pieces)))
            else:
                other.append(others[0].strip())
            category.append(intern("; ".join(map(str.strip, categories))) if categories else "")
            mark.append(intern("".join(marks)) if marks else "")
            titles.clear()
            others.clear()
            categories.clear()
            marks.clear()
        if display:
            columns.names.setdefault(channel, display[0].strip())
            display.clear()

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal rated, channel
        if name in texts:
            parser.CharacterDataHandler = texts[name]
        elif name == "programme":
            parser.CharacterDataHandler = None
            finish()
            get = attributes.get
            programmes.append(intern(get("channel", "")))
            columns.starts.append(get("start", ""))
            columns.stops.append(get("stop", ""))
            starts.append(parser.CurrentByteIndex)
            if "clumpidx" in attributes and attributes["clumpidx"] != "0/1":
                columns.clumps += 1
        elif name == "value" and rated:
            parser.CharacterDataHandler = marks.append
        elif name == "rating":
            rated = True
            marks.append(f"\0{attributes.get('system', '').replace(':', ' ')}:")
            parser.CharacterDataHandler = marks.append
        else:
            # star-rating is no age mark, though it holds a <value> too
            rated = False
            parser.CharacterDataHandler = None
            if name == "channel":
                finish()
                channel = attributes.get("id", "")

    return on_start, finish


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a plain file, from byte ``begin`` to byte ``end``."""

    path: str
    begin: int
    end: int

    def content(self) -> bytes:
        """The bytes of the stretch."""
        with Path(self.path).open("rb") as stream:
            stream.seek(self.begin)
            return stream.read(self.end - self.begin)


@dataclass(slots=True)
class Piece:
    """A piece of a file read: the columns, with the time stamps parsed.

    ``bad_starts`` and ``bad_stops`` hold the raw text of each stamp that could not be read, by
    row; ``line_ends`` counts the lines of the piece, where it is one of several.
    """

    columns: Columns
    lines: npt.NDArray[np.int64]
    start: Stamps
    stop: Stamps
    bad_starts: dict[int, str]
    bad_stops: dict[int, str]
    line_ends: int = 0


def finished(columns: Columns) -> Piece:
    """The piece that ``columns`` make; their stamps are let go as text."""
    start, stop = parse_stamps(columns.starts), parse_stamps(columns.stops)
    piece = Piece(
        columns,
        np.array(columns.lines, np.int64),
        start,
        stop,
        {row: columns.starts[row] for row in np.flatnonzero(np.isnat(start.wall)).tolist()},
        {row: columns.stops[row] for row in np.flatnonzero(stop.bad).tolist()},
    )
    columns.starts, columns.stops, columns.lines = [], [], []
    return piece


def parse_piece(content: bytes | Span, *, first: bool, last: bool) -> Piece:
    """Read one piece of a file that was cut in front of programmes; its lines count from 1.

    Raises ExpatError or one of this module's errors where the piece is not a whole number of
    programmes in a row: the file is not well-formed, or the cut fell into a comment.
    """
    if isinstance(content, Span):
        content = content.content()
    columns = Columns()
    opening, closing = b"" if first else ROOT, b"" if last else b"</tv>"
    parser = Parser(columns, -len(opening))
    for part, is_last in ((opening, False), (content, False), (closing, True)):
        parser.expat.Parse(part, is_last)
    parser.finish()
    columns.lines = parser.number_lines(content, 0, 1)
    piece = finished(columns)
    piece.line_ends = int(np.count_nonzero(np.frombuffer(content, np.uint8) == _LINE_END))
    return piece
