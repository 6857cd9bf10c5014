"""CSV, TSV and their relatives: delimited text with a row per programme."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter
from pathlib import PurePath

from schedcheck.messages import msg
from schedcheck.messages.message import line_place
from schedcheck.readers.base import BY_NAME, NOT_THIS, Likelihood, ReadOptions
from schedcheck.readers.encodings import (
    EncodingError,
    decode,
    is_text,
    notes_on,
    text_encoding,
)
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.headings import SEARCHED_ROWS
from schedcheck.readers.tables.table import Shape, read_grid
from schedcheck.readers.values.cells import Cell, blank, shown, text_of
from schedcheck.readers.values.moments import parse_moment
from schedcheck.schedule.account import End, PlaceCount, Unit, added
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "csv"

_DELIMITERS = ";\t,|"
_NAMES = (".csv", ".tsv", ".tab")
_ENDS = re.compile(r"\r\n|\r|\n")
#: So many lines show what shape a text has.
_SEARCHED_LINES = 100
_MOST = 0.8
#: A text that is written as a formula, so that Excel leaves it as it is.
_FORMULA = re.compile(r'\A\s*="([^"]*)"\Z')
_OTHER_FORMATS = re.compile(r"\s*[<{\[]")


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` is delimited text in a shape that is read as a table.

    A file named as such a table is taken at the worst, so that it can be told what it lacks.
    """
    try:
        encoding = text_encoding(head)
        text = decode(head, encoding)
    except (EncodingError, UnicodeDecodeError):
        return NOT_THIS
    if not is_text(text, encoding) or _OTHER_FORMATS.match(text):
        return NOT_THIS
    lines = _first_lines(text)
    delimiter, shape = _best_split(lines)
    likelihood = _likelihood(shape)
    if likelihood.score > 0:
        return likelihood
    named = PurePath(name).suffix.casefold() in _NAMES
    return BY_NAME if named and any(delimiter in line for line in lines) else NOT_THIS


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
    reading.encoding, reading.encoding_from = encoding.name, encoding.found
    if not is_text(text, encoding):
        words = msg("binary data, no text; ask for the table as CSV or as a workbook")
        reading.faults.append(Fault("unread", source.file, "", "", words))
        return reading
    if "\0" in text:
        text = text.replace("\0", "")
        reading.notes.append(msg("zero bytes between the letters were left out"))
    reading.notes += notes_on(encoding, text)
    delimiter = delimiter_of(text)
    rows, lines = records_of(text, delimiter, source.file, reading)

    if options.rows:
        every = _ENDS.split(text)
        reading.rows = {
            line_place(first): " ".join(every[first - 1 : end - 1])
            for first, end in pairwise([*lines, len(every) + 1])
        }

    def place(row: int, _column: int) -> str:
        return line_place(lines[row])

    found = read_grid(Grid(rows, place), source.file, options, source.modified)
    reading.frame, reading.names, reading.default_zone = (
        found.frame,
        found.names,
        found.default_zone,
    )
    # rows whose quotation marks are broken were taken out before
    broken = PlaceCount(Unit.ROW, End.FAULT, len(reading.faults))
    reading.account = added([*found.account, broken])
    reading.faults += found.faults
    reading.notes += found.notes
    if not len(reading.frame) and not reading.faults:
        words = msg("not a single programme was found in it; ask for a new copy of the file")
        reading.faults.append(Fault("unread", source.file, "", "", words))
    return reading


def _first_lines(text: str) -> tuple[str, ...]:
    begun = text[:65536].replace("\r\n", "\n").replace("\r", "\n")
    return tuple(begun.split("\n", _SEARCHED_LINES)[:_SEARCHED_LINES])


def delimiter_of(text: str) -> str:
    """The delimiter of a table, whose first lines decide."""
    return _best_split(_first_lines(text))[0]


@lru_cache(maxsize=1)  # asked twice of a file: is it a table, and which one
def _best_split(lines: tuple[str, ...]) -> tuple[str, Shape]:
    """The delimiter that makes the likeliest table of the lines, and that table.

    Of headings the most that are known decide, else the likelihood, else the commonest delimiter.
    """
    whole = "\n".join(lines)
    counts = {delimiter: whole.count(delimiter) for delimiter in _DELIMITERS}
    shapes: dict[str, Shape] = {}

    def shape_by(delimiter: str) -> Shape:
        # all that are in no line make the same table, of one column
        kind = delimiter if counts[delimiter] else ""
        if kind not in shapes:
            shapes[kind] = Shape(Grid(_split(lines, delimiter), _place))
        return shapes[kind]

    best, most = "", (0, 0)
    for delimiter in sorted(_DELIMITERS, key=lambda one: -counts[one]):
        if _most_columns(lines, delimiter) < most[0]:
            continue  # its table has fewer columns than the best one has roles
        header = shape_by(delimiter).header
        roles = len({column.role for column in header.columns}) if header else 0
        best, most = max((best, most), (delimiter, (roles, counts[delimiter])), key=itemgetter(1))
    if most[0]:
        return best, shape_by(best)
    scores = {delimiter: _likelihood(shape_by(delimiter)).score for delimiter in _DELIMITERS}
    best = max(scores, key=lambda delimiter: (scores[delimiter], counts[delimiter]))
    return best, shape_by(best)


def _most_columns(lines: Sequence[str], delimiter: str) -> int:
    """How many columns the lines that a header is looked for in have at most."""
    return 1 + max((line.count(delimiter) for line in lines[: SEARCHED_ROWS + 1]), default=0)


def _split(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    if not any('"' in line for line in lines):
        return list(csv.reader(lines, delimiter=delimiter))
    # a quotation mark that does not close ends with its line
    return [row for line in lines for row in csv.reader([line], delimiter=delimiter)]


def _place(row: int, _column: int) -> str:
    return line_place(row + 1)


#: Date and clock reading, and a word behind them: a zone.
_STAMP = re.compile(
    r"\s*+\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[T\s]\s*+\d{1,2}:\d{2}[\d:.]*+\s?[^\s,;|]{1,20}+\s*+\Z"
)


def _likelihood(shape: Shape) -> Likelihood:
    """How likely the first rows of a text are a table: by their headings and what is under them."""
    if shape.header is not None:
        share = _timed_share(shape.grid.rows[shape.header.body :])
        return Likelihood(0.5 + 0.4 * share, msg("a row of headings that are known"))
    if _is_grid(shape):
        return Likelihood(0.9, msg("days as columns, with their times"))
    if shape.side_by_side:
        return Likelihood(0.8, msg("a column of times, and what may be channels beside it"))
    return NOT_THIS


def _is_grid(shape: Shape) -> bool:
    """Whether days are columns with times beside them or inside; else a comma may have parted them.

    «Понедельник, 23 ноября» is one day.
    """
    grid, rows_of_days = shape.quarter or (shape.grid, shape.days)
    if not rows_of_days:
        return False
    days = rows_of_days[0]
    if len({(day.heading.day is None, day.heading.weekday is None) for day in days.days}) > 1:
        return False
    if not _is_even(grid.rows[days.body : days.end], days.days[-1].column + 1):
        return False
    from schedcheck.readers.tables.grids.day_blocks import block_columns
    from schedcheck.readers.tables.grids.matrix import find_matrix, timed_inside

    if block_columns(grid, days) is not None:
        return True
    matrix = find_matrix(grid, days)
    return matrix is not None and (not matrix.timed_inside or all(map(timed_inside, matrix.listed)))


def _is_even(rows: Sequence[Sequence[Cell]], width: int) -> bool:
    """Whether most rows that are not blank reach to the last of ``width`` columns."""
    filled = [row for row in rows if not all(map(blank, row))]
    return sum(len(row) >= width for row in filled) >= _MOST * len(filled)


def _timed_share(rows: Sequence[Sequence[Cell]]) -> float:
    """The part of the rows of several cells that have one which is a time and no more."""
    is_time = cache(_is_time)  # channels, dates and clock readings come again in many rows
    several = [row for row in rows if len(row) - sum(map(blank, row)) > 1]
    timed = sum(any(map(is_time, row)) for row in several)
    return timed / len(several) if several else 0.0


def _is_time(cell: Cell) -> bool:
    """Whether a cell is a time and no more, or a stamp whose zone is not known."""
    return parse_moment(cell) is not None or _STAMP.match(text_of(cell)) is not None


def records_of(
    text: str, delimiter: str, file: str, reading: Reading
) -> tuple[list[Sequence[Cell]], list[int]]:
    """The rows, and the line each begins on. Broken quotation marks are reported as faults."""
    rows: list[Sequence[Cell]] = []
    ends: list[int] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for row in reader:
            rows.append(row)
            ends.append(reader.line_num)
        lines = [1, *(end + 1 for end in ends[:-1])] if ends else []
    except csv.Error:
        # a quotation mark that never closes would swallow the rest: line by line, then
        rows, lines = _line_by_line(text, delimiter, file, reading)
        ends = lines
    columns = max(map(len, rows[: SEARCHED_ROWS + 1]), default=0)
    if '="' in text:
        rows = [[_FORMULA.sub(r"\1", str(cell)) for cell in row] for row in rows]
    for at, (first, last) in enumerate(zip(lines, ends, strict=True)):
        if first != last and _swallows(rows[at], delimiter, columns):
            _tell_refused(file, first, rows[at], reading)
            rows[at] = []
    return rows, lines


def _line_by_line(
    text: str, delimiter: str, file: str, reading: Reading
) -> tuple[list[Sequence[Cell]], list[int]]:
    rows: list[Sequence[Cell]] = []
    numbers: list[int] = []
    for number, line in enumerate(_ENDS.split(text), 1):
        try:
            rows += csv.reader([line], delimiter=delimiter, strict=True)
        except csv.Error as error:
            _tell_refused(file, number, [line], reading, error)
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


def _tell_refused(
    file: str, line: int, row: Sequence[Cell], reading: Reading, error: csv.Error | None = None
) -> None:
    words = msg(
        "a quotation mark opens here and does not close where the text ends; "
        "double it, or put the whole text in quotation marks"
    )
    if str(error).startswith("field larger than field limit"):
        limit = csv.field_size_limit()
        words = msg("a text of more than %(count)d characters: too long to be read", count=limit)
    reading.faults.append(Fault("bad-row", file, line_place(line), shown(row), words))
