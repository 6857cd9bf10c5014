"""The row of a source as it is in the file, for people who compare."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from schedcheck.messages.message import without_column
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.encodings import decode, text_encoding
from schedcheck.readers.files import file_of
from schedcheck.readers.json_guides.replies import replies
from schedcheck.readers.registry import READERS
from schedcheck.readers.source import Source, SourceError, open_sources
from schedcheck.readers.values.cells import text_of
from schedcheck.results.results import SourceReport

_LINE = re.compile(r"line (\d+)")
_CELL = re.compile(r"(.+)!\$?[A-Z]{1,3}\$?(\d+)(?::.*)?", re.DOTALL)
#: The steps of a place in JSON: ``.key``, ``["key"]`` or ``[3]``.
_STEP = re.compile(r"""\.([^\W\d]\w*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]""")
#: Of an XMLTV programme so many lines, and of a row so many characters.
_MOST_LINES, _MOST_LETTERS = 12, 800
_DOCUMENTS = ("docx", "doc", "odt", "rtf", "pdf", "html")

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

    def row(self, file: str, place: str, title: str = "") -> str:
        """The row at a place, its cells between bars; empty where it cannot be shown.

        Of several lines at one place those with ``title`` are shown, if there are any. It cannot be
        shown where the file is gone or has changed, and for what has neither lines nor cells.
        """
        if file not in self._rows:
            self._rows[file] = self._opened(file)
        lines = [" ".join(line.split()) for line in self._rows[file](place).split("\n")]
        titled = [line for line in lines if title and title in line]
        text = " ".join(filter(None, titled or lines))
        return text if len(text) <= _MOST_LETTERS else text[:_MOST_LETTERS].rstrip() + " …"

    def _opened(self, file: str) -> _RowOf:
        given, known = file_of(file), self._sources.get(file)
        if given is None or known is None:
            return _nothing
        try:
            for source in open_sources(given):
                if source.file == file:
                    same = source.sha256 == known.sha256
                    return _rows_of(source, known.format) if same else _nothing
        except (SourceError, OSError):
            pass
        return _nothing


def _nothing(_place: str) -> str:
    return ""


def _rows_of(source: Source, name: str) -> _RowOf:
    """The rows of a source that the reader of this ``name`` has read."""
    data = source.read()
    if name == "spreadsheet":
        return _of_cells(data)
    if name in _DOCUMENTS and name != "html":
        rows = READERS[name].read(source, ReadOptions(rows=True)).rows
        return lambda place: rows.get(place) or rows.get(without_column(place), "")
    text = decode(data, text_encoding(data))
    if name == "json":
        return _of_json(text)
    lines = text.splitlines()
    rows = READERS[name].read(source, ReadOptions(rows=True)).rows if name == "html" else {}
    return lambda place: rows.get(without_column(place)) or _line(lines, place)


def _of_cells(data: bytes) -> _RowOf:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError):
        return _nothing
    cells = {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }

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


def _line(lines: list[str], place: str) -> str:
    found = _LINE.match(place)
    number = int(found[1]) if found else 0
    if not 0 < number <= len(lines):
        return ""
    row = [lines[number - 1].strip()]
    if "<programme" in row[0]:
        for line in lines[number : number + _MOST_LINES]:
            if "</programme>" in row[-1]:
                break
            row.append(line.strip())
    return " ".join(row)
