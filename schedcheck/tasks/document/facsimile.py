"""The row of a source as it is in the file, for people who compare."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from python_calamine import CalamineError, CalamineWorkbook

from schedcheck.readers.encodings import decode, text_encoding
from schedcheck.readers.files import file_of
from schedcheck.readers.source import SourceError, open_sources
from schedcheck.readers.values.cells import text_of

_LINE = re.compile(r"line (\d+)")
_CELL = re.compile(r"(.+)!\$?[A-Z]{1,3}\$?(\d+)(?::.*)?", re.DOTALL)
#: Of an XMLTV programme so many lines, and of a row so many characters.
_MOST_LINES, _MOST_LETTERS = 12, 800

_RowOf = Callable[[str], str]


class Facsimiles:
    """The rows of sources by file and place; each file is read once.

    ``shas`` are the hashes that the sources had when they were judged: of a file that has changed
    since then nothing is shown.
    """

    def __init__(self, shas: dict[str, str]) -> None:
        self._shas = shas
        self._rows: dict[str, _RowOf] = {}

    def row(self, file: str, place: str) -> str:
        """The row at a place, its cells between bars; empty where it cannot be shown.

        That is so where the file is gone or has changed, and for what has neither lines nor cells.
        """
        if file not in self._rows:
            self._rows[file] = self._opened(file)
        return self._rows[file](place)

    def _opened(self, file: str) -> _RowOf:
        given = file_of(file)
        if given is None:
            return _nothing
        try:
            for source in open_sources(given):
                if source.file == file:
                    data = source.read()
                    same = source.sha256 == self._shas.get(file, "")
                    return _rows_of(data) if same else _nothing
        except (SourceError, OSError):
            pass
        return _nothing


def _nothing(_place: str) -> str:
    return ""


def _rows_of(data: bytes) -> _RowOf:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError):
        lines = decode(data, text_encoding(data)).splitlines()
        return lambda place: _line(lines, place)
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
        return _cut(" | ".join(texts))

    return row


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
    return _cut(" ".join(row))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else text[:_MOST_LETTERS].rstrip() + " …"
