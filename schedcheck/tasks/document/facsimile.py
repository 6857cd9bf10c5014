"""The row of a source as it is in the file, for people who compare."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

from msgspec.structs import replace

from schedcheck.errors import ConfigError
from schedcheck.messages.message import line_place, without_column
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.encodings import EncodingError, decode, text_encoding
from schedcheck.readers.files import file_of, whole_name
from schedcheck.readers.json_guides.replies import replies
from schedcheck.readers.registry import READERS, reader_named
from schedcheck.readers.source import Source, SourceError, open_sources
from schedcheck.readers.tables.parquet import table_in
from schedcheck.readers.values.cells import text_of
from schedcheck.readers.workbooks.libraries import UnreadableError, sheets_of
from schedcheck.results.results import SourceReport
from schedcheck.tasks.originals.guide import line_begins

_LINE = re.compile(r"line (\d+)")
_ENTRY = re.compile(r"entry (\d+)")
_CELL = re.compile(r"(.+)!\$?[A-Z]{1,3}\$?(\d+)(?::.*)?", re.DOTALL)
#: The steps of a place in JSON: ``.key``, ``["key"]`` or ``[3]``.
_STEP = re.compile(r"""\.([^\W\d]\w*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]""")
#: The programmes of a guide, each to its end, or to where the next one begins.
_PROGRAMME = re.compile(r"<programme\b[^<]*+(?>(?:<(?!/?programme\b)[^<]*+)*)(?:</programme\s*>)?")
#: Of a row so many characters are shown, and so many around what is looked for in it.
_MOST, _BEGINNING, _AROUND = 800, 200, 120
#: Date, time and offset, as ISO 8601 and XMLTV have them.
_STAMP = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d)(?::?\d\d)? ?([+-]\d\d):?(\d\d)(?!\d)"
)
#: How a start may be printed, see :func:`_same_start`.
_CLOCKS = ("%Y%m%d%H%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%H:%M", "%H.%M")

#: The text at a place, which may be of several lines.
_RowOf = Callable[[str], str]


class Facsimiles:
    """The rows of sources by file and place; each file is read once.

    ``sources``: file -> as what it was read. Of a file that has changed since then nothing is
    shown.
    """

    def __init__(self, sources: Mapping[str, SourceReport]) -> None:
        self._sources = sources
        self._rows: dict[str, _RowOf] = {}

    @property
    def unseen(self) -> set[str]:
        """The files asked for that are gone or have changed."""
        return {file for file, rows in self._rows.items() if rows is _nothing}

    def row(
        self, file: str, place: str, title: str = "", mark: str = "", start: datetime | None = None
    ) -> str:
        """The row at a place, its cells between bars; empty where it cannot be shown.

        Of several lines at one place those with ``title`` are shown, if there are any, and of these
        those with ``start``. Of a long row its beginning and what is around title and mark are
        shown. It cannot be shown where the file is gone or has changed.
        """
        if file not in self._rows:
            self._rows[file] = self._opened(file)
        lines = [" ".join(line.split()) for line in self._rows[file](place).split("\n")]
        plain = " ".join(title.split())
        titled = [line for line in lines if plain and plain in unescape(line)]
        timed = [line for line in titled if start and _same_start(line, start)]
        return _short(" ".join(filter(None, timed or titled or lines)), (plain, mark))

    def _opened(self, file: str) -> _RowOf:
        given = file_of(file)
        found: list[_RowOf] = []  # of an archive, several members may have one name
        try:
            for source in open_sources(given) if given else ():
                # of schedules in two files each, one source may hold several
                parts = [one for one in source.parts if whole_name(one.file) == whole_name(file)]
                known = self._sources.get(source.file)
                if known and (source.file == file or parts):
                    if source.sha256 != known.sha256:
                        return _nothing
                    found.append(_rows_of(replace(source, parts=tuple(parts)), known.format))
        except (SourceError, EncodingError, ConfigError, OSError):
            return _nothing
        return (lambda place: "\n".join(rows(place) for rows in found)) if found else _nothing


def _nothing(_place: str) -> str:
    return ""


def _same_start(line: str, start: datetime) -> bool:
    """Whether a line says a start: with its offset, else on the clock of ``start`` or in UTC."""
    stamps = ["".join(found.groups()) for found in _STAMP.finditer(line)]
    if stamps:
        return f"{start.astimezone(UTC):%Y%m%d%H%M}" in map(_in_utc, stamps)
    return any(
        f"{moment:{form}}" in line for moment in (start, start.astimezone(UTC)) for form in _CLOCKS
    )


def _in_utc(stamp: str) -> str:
    try:
        return f"{datetime.strptime(stamp, '%Y%m%d%H%M%z').astimezone(UTC):%Y%m%d%H%M}"
    except (ValueError, OverflowError):
        return ""


def _short(text: str, sought: tuple[str, ...]) -> str:
    """A text, of a long one the beginning, the end, and what is around those ``sought``."""
    if len(text) <= _MOST:
        return text
    kept = {*range(_BEGINNING), *range(len(text) - _AROUND, len(text))}
    for one in filter(None, sought):
        at = text.find(one)
        if at >= 0:
            kept |= {*range(at - _AROUND, at + len(one) + _AROUND)}
    pieces: list[str] = []
    for at in sorted(kept & {*range(len(text))}):
        if at and at - 1 not in kept:
            pieces.append(" … ")
        pieces.append(text[at])
    return "".join(pieces)


def _rows_of(source: Source, name: str) -> _RowOf:
    """The rows of a source that the reader of this ``name`` has read."""
    if name == "spreadsheet":
        return _of_cells(source.read())
    if name == "parquet":
        return _of_table(source.read())
    of_text = {"json": _of_json, "xmltv": _of_guide}.get(name)
    if of_text:
        data = source.read()
        return of_text(decode(data, text_encoding(data)))
    rows = reader_named(name).read(source, ReadOptions(rows=True)).rows
    if not rows and name not in READERS:  # readers of other packages need not give them
        data = source.read()
        lines = decode(data, text_encoding(data)).splitlines()
        rows = {line_place(number): line for number, line in enumerate(lines, 1)}
    return lambda place: rows.get(place) or rows.get(without_column(place), "")


def _of_cells(data: bytes) -> _RowOf:
    try:
        cells = {sheet.name: sheet.rows for sheet in sheets_of(data)}
    except UnreadableError:
        return _nothing

    def row(place: str) -> str:
        found = _CELL.fullmatch(place)
        rows = cells.get(found[1].strip("'"), []) if found else []
        number = int(found[2]) if found else 0
        if not 0 < number <= len(rows):
            return ""
        texts = [text_of(cell) for cell in rows[number - 1]]
        while texts and not texts[-1]:
            texts.pop()
        return " | ".join(texts)

    return row


def _of_table(data: bytes) -> _RowOf:
    table = table_in(data)

    def row(place: str) -> str:
        found = _ENTRY.fullmatch(place)
        values = table.slice(int(found[1]) - 1, 1).to_pylist() if found else []
        shown = ({key: one for key, one in row.items() if one is not None} for row in values)
        return "".join(json.dumps(one, ensure_ascii=False, default=str) for one in shown)

    return row


def _of_json(text: str) -> _RowOf:
    found, _faults = replies(text, "")

    def row(place: str) -> str:
        for reply in found:
            if place.startswith(reply.place):
                value = _below(reply.value, place[len(reply.place) :])
                return "" if value is None else json.dumps(value, ensure_ascii=False)
        return ""

    return row


def _below(value: Any, steps: str) -> Any:
    """The part of a JSON value to which the steps of a place lead; None where they lead nowhere."""
    end = 0
    while found := _STEP.match(steps, end):
        end = found.end()
        key = int(found[2]) if found[2] else found[1] or json.loads(found[3])
        try:
            value = value[key]
        except (LookupError, TypeError):
            return None
    rest = steps[end:]  # the path of a mapping may be behind the place
    return value if end and (not rest or rest.startswith(" (")) else None


def _of_guide(text: str) -> _RowOf:
    begins = line_begins(text)

    def programmes(first: int, end: int) -> Iterator[str]:
        for found in _PROGRAMME.finditer(text, first):
            if found.start() >= end:
                return
            yield " ".join(found[0].split())

    def row(place: str) -> str:
        found = _LINE.fullmatch(place)
        number = int(found[1]) if found else 0
        if not 0 < number < len(begins):
            return ""
        first, end = begins[number - 1 : number + 1]
        return "\n".join(programmes(first, end)) or text[first:end]

    return row
