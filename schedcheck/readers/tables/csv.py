"""CSV, TSV and their relatives: delimited text with a row per programme."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from schedcheck.messages import msg
from schedcheck.messages.places import line_place
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.encodings import EncodingError, decode, is_text, text_encoding
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.tables.headings import SEARCHED_ROWS, find_header
from schedcheck.readers.tables.rows import Grid, shown
from schedcheck.readers.tables.table import read_grid
from schedcheck.readers.values.cells import Cell
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "csv"

_DELIMITERS = ";\t,|"
_NAMES = (".csv", ".tsv", ".tab")
_OTHER_FORMATS = re.compile(r"\s*[<{\[]")


def sniff(head: bytes, name: str) -> bool:
    """Whether ``head`` is delimited text with a header row that is known.

    A file named as such a table is taken without one, so that it can be told what it lacks.
    """
    try:
        encoding = text_encoding(head)
        text = decode(head, encoding)
    except (EncodingError, UnicodeDecodeError):
        return False
    if not is_text(text, encoding) or _OTHER_FORMATS.match(text):
        return False
    lines = _first_lines(text)
    delimiter = _delimiter(lines)
    if find_header(_split(lines, delimiter)) is not None:
        return True
    named = PurePath(name).suffix.casefold() in _NAMES
    return named and any(delimiter in line for line in lines)


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the table in ``source``; places are ``line 812``, counted from 1."""
    reading = Reading(NAME, make_frame({}, 0))
    try:
        data = source.read()
        encoding = text_encoding(data)
        text = decode(data, encoding)
    except (EncodingError, SourceError) as error:
        reading.faults.append(Fault("unread", source.file, "", "", error.words))
        return reading
    reading.encoding = encoding.name
    if not is_text(text, encoding):
        words = msg("binary data, no text; ask for the table as CSV or as a workbook")
        reading.faults.append(Fault("unread", source.file, "", "", words))
        return reading
    if "\0" in text:
        text = text.replace("\0", "")
        reading.notes.append(msg("zero bytes between the letters were left out"))
    if encoding.guessed:
        words = msg(
            "the encoding is not declared; guessed from the letters: %(name)s", name=encoding.name
        )
        reading.notes.append(words)
    delimiter = delimiter_of(text)
    rows, lines = records_of(text, delimiter, source.file, reading)

    def place(row: int, _column: int) -> str:
        return line_place(lines[row])

    found = read_grid(Grid(rows, place), source.file, options, source.modified)
    reading.frame, reading.names, reading.default_zone = (
        found.frame,
        found.names,
        found.default_zone,
    )
    reading.faults += found.faults
    reading.notes += found.notes
    if not len(reading.frame) and not reading.faults:
        words = msg("not a single programme was found in it; ask for the file anew")
        reading.faults.append(Fault("unread", source.file, "", "", words))
    return reading


def _first_lines(text: str) -> list[str]:
    """The lines in which a header is sought; all line ends count, also a lone carriage return."""
    return re.split(r"\r\n|\r|\n", text[:65536])[: SEARCHED_ROWS + 1]


def _split(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    return [row for line in lines for row in csv.reader([line], delimiter=delimiter)]


def delimiter_of(text: str) -> str:
    """The delimiter of a table, whose first lines decide."""
    return _delimiter(_first_lines(text))


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter with which the header shows most columns that are known."""

    def known(delimiter: str) -> tuple[int, int]:
        header = find_header(_split(lines, delimiter))
        roles = {column.role for column in header.columns} if header else set()
        return len(roles), sum(line.count(delimiter) for line in lines)

    return max(_DELIMITERS, key=known)


def records_of(
    text: str, delimiter: str, file: str, reading: Reading
) -> tuple[list[Sequence[Cell]], list[int]]:
    """The rows, and the line each begins on. Broken quotation marks are told as faults."""
    rows: list[Sequence[Cell]] = []
    lines: list[int] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for line, parsed in _parsed(reader):
            rows.append(parsed)
            lines.append(line)
    except csv.Error:
        # a quotation mark that never closes would swallow the rest: line by line, then
        rows, lines = _line_by_line(text, delimiter, file, reading)
    columns = max(map(len, rows[: SEARCHED_ROWS + 1]), default=0)
    for at, row in enumerate(rows):
        if _swallows(row, delimiter, columns):
            _tell_quote(file, lines[at], row, reading)
            rows[at] = []
    return rows, lines


def _parsed(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line on which each begins."""
    before = 0
    for row in reader:
        yield before + 1, row
        before = reader.line_num  # type: ignore[attr-defined]


def _line_by_line(
    text: str, delimiter: str, file: str, reading: Reading
) -> tuple[list[Sequence[Cell]], list[int]]:
    rows: list[Sequence[Cell]] = []
    numbers: list[int] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        try:
            rows += csv.reader([line], delimiter=delimiter, strict=True)
        except csv.Error:
            _tell_quote(file, number, [line], reading)
        numbers += [number] * (len(rows) - len(numbers))
    return rows, numbers


def _swallows(row: Sequence[Cell], delimiter: str, columns: int) -> bool:
    """Whether a text of several lines holds what looks like whole rows."""
    return any(
        line.count(delimiter) >= columns - 1 > 0
        for cell in row
        if isinstance(cell, str) and "\n" in cell
        for line in cell.split("\n")[1:-1]
    )


def _tell_quote(file: str, line: int, row: Sequence[Cell], reading: Reading) -> None:
    words = msg(
        "a quotation mark opens here and does not close where the text ends; "
        "double it, or put the whole text in quotation marks"
    )
    reading.faults.append(Fault("bad-row", file, line_place(line), shown(row), words))
