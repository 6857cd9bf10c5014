"""Tables with a row per programme, whatever file they came from, as a schedule frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from schedcheck.messages import Message, said
from schedcheck.readers import rows as told
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.cells import Cell, blank, is_range, parse_day, parse_moment, text_of
from schedcheck.readers.columns import SideBySideError, choose
from schedcheck.readers.headings import (
    SEARCHED_ROWS,
    Header,
    find_header,
    is_header,
    words_to_number,
)
from schedcheck.readers.headless import guess_header
from schedcheck.readers.programmes import programmes
from schedcheck.readers.rows import (
    Flags,
    Grid,
    Printed,
    Rows,
    Starts,
    first_filled,
    printed_days,
    shown,
    starts_of,
)
from schedcheck.schedule import Fault, Reading, join, make_frame

_NO_HEADER = said(
    "no row among the first %(rows)d has headings that are known (a date or a start, and a "
    "title); put them above the columns, such as Date, Start, Title, Age mark",
    rows=SEARCHED_ROWS,
)
_NO_PROGRAMME = said(
    "has headings but not one programme; if its times are formulas, open it in a spreadsheet "
    "program and save it, so that their values are in the file"
)
_WORD = re.compile(r"[^\W\d_]+")
_DATE_LIKE = re.compile(r"\d{1,2}[./-]\d{1,2}|\d{4}")


def read_grid(grid: Grid, file: str, options: ReadOptions) -> Reading:
    """The programmes of a table, with a fault for every row that is not understood.

    Never raises for what stands in the table. A table without a header that is known, with days
    side by side, or without a single programme is an ``unread`` fault named after ``grid.name``;
    one that is entirely blank is nothing at all.
    """
    reading = Reading("table", make_frame({}, 0))
    header = find_header(grid.rows)
    if header is None:
        header = guess_header(grid.rows)
        if header is not None:
            reading.notes.append(_guessed(header))
    if header is None:
        first = next((row for row in grid.rows if not all(map(blank, row))), None)
        if first is not None:
            reading.faults.append(Fault("unread", file, grid.name, shown(first), _NO_HEADER))
        return reading
    _tell_above(grid, header, file, reading)
    initial = _day_above(grid, header, reading.notes)
    frames = []
    following: Header | None = header
    while following is not None:
        frame, following = _read_table(grid, following, file, options, initial, reading)
        frames.append(frame)
    reading.frame = join(frames)
    if not len(reading.frame) and not any(fault.code == "unread" for fault in reading.faults):
        headings = shown([column.text for column in header.columns])
        reading.faults.append(Fault("unread", file, grid.name, headings, _NO_PROGRAMME))
    reading.names = {str(name): str(name) for name in reading.frame["channel"].unique() if name}
    return reading


def _tell_above(grid: Grid, header: Header, file: str, reading: Reading) -> None:
    """Tell the rows above the header that look like programmes: a time, and a text beside it."""
    for at, row in enumerate(grid.rows[: header.row]):
        filled = [cell for cell in row if not blank(cell)]
        moments = [(cell, parse_moment(cell)) for cell in filled]
        clocks = [cell for cell, moment in moments if moment and not moment.bare_day]
        texts = [cell for cell in filled if isinstance(cell, str) and cell not in clocks]
        if clocks and any(parse_day(cell) is None and not is_range(cell) for cell in texts):
            column = next(index for index, cell in enumerate(row) if not blank(cell))
            place = grid.place(at, column)
            reading.faults.append(Fault("bad-row", file, place, shown(row), told.ABOVE))


def _guessed(header: Header) -> Message:
    """What was taken for what where no headings say so."""
    taken = [f"{column.index + 1} = {column.role}" for column in header.columns if column.role]
    return said(
        "has no headings; its columns were told by their cells: %(columns)s",
        columns=", ".join(taken),
    )


def _day_above(grid: Grid, header: Header, notes: list[Message]) -> date | None:
    """The one date that stands above the header, or else is the sheet's name."""
    for row in reversed(grid.rows[: header.row]):
        days = {day for day in map(parse_day, row) if day is not None}
        if len(days) == 1:
            notes.append(said("rows without a date are of the day that stands above the header"))
            return days.pop()
        if days:
            return None
    day = parse_day(grid.name)
    if day is not None:
        notes.append(said("rows without a date are of the day that names the sheet"))
    return day


def _read_table(  # noqa: PLR0913, PLR0917 - the whole of what is known
    grid: Grid,
    header: Header,
    file: str,
    options: ReadOptions,
    initial: date | None,
    reading: Reading,
) -> tuple[pd.DataFrame, Header | None]:
    """The programmes under one header, and the next header when there is another one."""
    body = grid.rows[header.body :]
    try:
        columns = choose(header, body, options)
    except SideBySideError as error:
        headings = shown([column.text for column in header.columns])
        reading.faults.append(Fault("unread", file, grid.name, headings, error.words))
        return make_frame({}, 0), None
    rows = Rows(grid, file, header.body, body, columns)
    starts, printed = starts_of(rows), printed_days(rows)
    named = first_filled([rows.texts(at) for at in columns.titles + columns.other], len(body))
    usual = (starts.seconds >= 0) & (named != "") & ~printed.lost
    usual[_too_long(rows, len(header.columns))] = False
    following = _unusual_rows(rows, header, usual, starts, printed)
    if following is not None:
        end = following.row - header.body
        usual[end:] = False
    reading.notes += columns.notes
    frame = programmes(rows, options, usual, starts, printed, initial, reading.notes)
    reading.faults += [fault for _row, fault in sorted(rows.faults, key=lambda pair: pair[0])]
    return frame, following


def _too_long(rows: Rows, width: int) -> list[int]:
    """Rows with more cells than the header has."""
    lengths = np.fromiter(map(len, rows.body), np.intp, len(rows.body))
    return [
        row
        for row in np.flatnonzero(lengths > width).tolist()
        if not all(map(blank, rows.body[row][width:]))
    ]


def _unusual_rows(
    rows: Rows, header: Header, usual: Flags, starts: Starts, printed: Printed
) -> Header | None:
    """Understand or tell every row that is no ordinary programme; another header ends the table.

    Rows that print only a date are entered in ``printed``; what may be one and is not understood
    makes the date unknown.
    """
    headers = [[text_of(cell) for cell in row] for row in rows.grid.rows[header.row : header.body]]
    month_first = rows.columns.month_first
    for row in np.flatnonzero(~usual).tolist():
        cells = rows.body[row]
        filled = [cell for cell in cells if not blank(cell)]
        if not filled or [text_of(cell) for cell in cells] in headers:
            continue
        other = is_header(cells)
        if other is not None:
            if [column.role for column in other] == [column.role for column in header.columns]:
                continue
            return Header(header.body + row, header.body + row + 1, other)
        if len(cells) > len(header.columns) and not all(map(blank, cells[len(header.columns) :])):
            rows.fault(row, len(header.columns), told.TOO_LONG)
            continue
        day = _only_day(filled, month_first=month_first)
        if day is not None:
            printed.days[row], printed.known[row], printed.lost[row] = day, True, False
        elif not all(map(is_range, filled)):
            column, reason = _reason(rows, row, filled, starts, printed)
            rows.fault(row, column, reason)
    return None


def _only_day(filled: list[Cell], *, month_first: bool) -> date | None:
    """The date of a row that holds nothing but one date, and perhaps its weekday."""
    weekdays = words_to_number("weekdays")
    days = set()
    for cell in filled:
        day = parse_day(cell, month_first=month_first)
        if day is not None:
            days.add(day)
        elif text_of(cell).casefold().strip(".,") not in weekdays:
            return None
    return days.pop() if len(days) == 1 else None


def _reason(
    rows: Rows, row: int, filled: list[Cell], starts: Starts, printed: Printed
) -> tuple[int | None, Message]:
    """Why a row is no programme, and which cell shows it."""
    columns = rows.columns
    cells: Sequence[Cell] = rows.body[row]
    start = cells[columns.start] if columns.start < len(cells) else None
    if len(filled) == 1 and _may_be_day(text_of(filled[0])):
        printed.lost[row] = True
        return None, told.LOST_DATE
    if printed.lost[row]:
        return columns.date, told.BAD_DATE
    if starts.seconds[row] >= 0:
        return columns.start, told.NO_TITLE
    if not blank(start):
        return columns.start, told.BAD_START
    title = columns.titles[0]
    has_title = title < len(cells) and not blank(cells[title])
    return (title, told.NO_START) if has_title else (None, told.NOT_UNDERSTOOD)


def _may_be_day(text: str) -> bool:
    """Whether a lone text may be meant as the heading of a day."""
    words = set(_WORD.findall(text.casefold()))
    known = words_to_number("weekdays").keys() | words_to_number("months").keys()
    return bool(words & known) or _DATE_LIKE.search(text) is not None
