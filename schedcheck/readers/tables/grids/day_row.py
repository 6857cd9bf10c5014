"""Rows whose cells are the headings of days side by side, and the columns that each day takes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from schedcheck.readers.tables.altered_values import are_closer, exchanged
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.headings import SEARCHED_ROWS, role_of
from schedcheck.readers.values.cells import Cell, blank, cells_of, parse_day, text_of
from schedcheck.readers.values.day_headings import (
    DayHeading,
    read_heading,
)
from schedcheck.readers.values.moments import is_range, number_style, parse_moment, start_in
from schedcheck.readers.values.slipped_days import NO_DAY, is_like_heading

#: A column is one of times when this part of its cells are.
_MOST = 0.6
#: The days of one row lie no further apart.
_LONGEST_ROW = timedelta(days=31)
#: What columns beside those of days are called.
_CLOCKS = {"start", "stop", "date", "duration", "zone"}


class DayColumn(Struct, frozen=True):
    """The heading of a day at ``row`` and ``column``, and what it prints.

    ``misplaced``: its date does not follow the one before it, while the others are in order.
    ``put_back``: a spreadsheet had exchanged its day and month.
    """

    row: int
    column: int
    heading: DayHeading
    text: str
    misplaced: bool = False
    put_back: bool = False


class DayRow(Struct, frozen=True):
    """A row of days (perhaps two rows of one heading): ``body`` is the first row under it, ``end``
    the first row that is no longer under it.
    """

    row: int
    body: int
    end: int
    days: tuple[DayColumn, ...]


def day_rows(grid: Grid) -> list[DayRow]:
    """Every row of days of a table, when the first stands where a header may stand."""
    found: list[tuple[int, int, tuple[DayColumn, ...]]] = []
    row = 0
    while row < (len(grid.rows) if found else min(len(grid.rows), SEARCHED_ROWS)):
        days = _days_of(grid.rows[row], row)
        both = _with_next(grid, row, days) if days else None
        below = row + (2 if both else 1)
        if days:
            found.append((row, below, both or days))
        row = below
    ends = [row for row, _body, _days in found[1:]] + [len(grid.rows)] * bool(found)
    return [
        DayRow(row, body, end, days) for (row, body, days), end in zip(found, ends, strict=True)
    ]


def _days_of(cells: Sequence[Cell], row: int) -> tuple[DayColumn, ...]:
    """The headings of a row of days: two or more, one after the other, and no time beside them."""
    days: list[DayColumn] = []
    others = slipped = 0
    for column, cell in enumerate(cells):
        if blank(cell):
            continue
        heading = _heading(cell)
        if heading is not None:
            days.append(DayColumn(row, column, heading, text_of(cell)))
        elif isinstance(cell, str) and days and is_like_heading(cell):
            # a day of its own, of which nobody knows which: not a part of the one before it
            days.append(DayColumn(row, column, NO_DAY, cell))
            slipped += 1
        elif not isinstance(cell, str) or parse_moment(cell) is not None or is_range(cell):
            return ()
        elif role_of(text_of(cell))[0] not in _CLOCKS:
            others += 1
    if len(days) - slipped < 2 or len(days) <= others:
        return ()
    days = _ordered(_put_back(days, cells))
    return () if _is_period(days) else tuple(days)


def _put_back(days: list[DayColumn], cells: Sequence[Cell]) -> list[DayColumn]:
    """The days with day and month put back where a spreadsheet exchanged them."""
    others = [exchanged(cells[day.column]) for day in days]
    printed: list[date | None] = [day.heading.whole for day in days]
    back = [other or day for other, day in zip(others, printed, strict=True) if other or day]
    if (
        not any(others)
        or len(back) < len(days)
        or not are_closer(list(filter(None, printed)), back)
    ):
        return days
    return [
        day
        if other is None
        else replace(day, heading=DayHeading(other.year, other.month, other.day), put_back=True)
        for day, other in zip(days, others, strict=True)
    ]


def _is_period(days: Sequence[DayColumn]) -> bool:
    """Whether two dates are the ends of a period, which are no columns of days."""
    ends = [day.heading.whole for day in days if day.heading.whole and not day.heading.weekday]
    return len(days) == len(ends) == 2 and (ends[1] - ends[0]).days > 1


def _heading(cell: Cell) -> DayHeading | None:
    if isinstance(cell, datetime) and (cell.hour or cell.minute):
        return None
    if isinstance(cell, date):
        day = parse_day(cell)
        return DayHeading(day.year, day.month, day.day) if day else None
    return _exact(cell) if isinstance(cell, str) else None


def _exact(text: str) -> DayHeading | None:
    """The heading of a day and nothing else; perhaps of a day that no calendar has."""
    heading = read_heading(text)
    return heading if heading is not None and heading.exact else None


def _ordered(days: Sequence[DayColumn]) -> list[DayColumn]:
    """The days when they follow each other; one that does not is marked. None where more do not.

    Where either of two may be the wrong one, both are marked.
    """
    if _in_order(days):
        return list(days)
    if len(days) > _LONGEST_ROW.days + 2:
        return []  # each may be left out once: so many are in order in no other way
    lengths: dict[int, timedelta] = {}
    for wrong in range(len(days)):
        rest = [day for at, day in enumerate(days) if at != wrong]
        dates = [day.heading.whole for day in rest if day.heading.whole]
        if len(rest) == len(dates) > 1 and _in_order(rest):
            lengths[wrong] = max(dates) - min(dates)
    least = min(lengths.values(), default=None)
    if least is None or least > _LONGEST_ROW:
        return []
    return [replace(day, misplaced=lengths.get(at) == least) for at, day in enumerate(days)]


def _in_order(days: Sequence[DayColumn]) -> bool:
    """Whether each heading may be of a later day than the one before it."""
    for before, after in itertools.pairwise(days):
        first, second = before.heading, after.heading
        if first.whole and second.whole:
            if first.whole >= second.whole:
                return False
        elif _weekday(first) and _weekday(second):
            if _weekday(first) == _weekday(second):
                return False
        elif (first.month, first.day) == (second.month, second.day):
            return False
    return True


def _weekday(heading: DayHeading) -> int | None:
    return heading.whole.isoweekday() if heading.whole else heading.weekday


def _with_next(grid: Grid, row: int, days: Sequence[DayColumn]) -> tuple[DayColumn, ...] | None:
    """The headings with what the next row prints under each, where all are headings still."""
    if row + 1 >= len(grid.rows):
        return None
    below = grid.rows[row + 1]
    columns = {day.column for day in days}
    joined = []
    for day in days:
        cell = below[day.column] if day.column < len(below) else None
        text = f"{cell:%Y-%m-%d}" if isinstance(cell, date) else text_of(cell)
        heading = _exact(f"{_written(day)} {text}") if text else None
        if heading is None:
            return None
        joined.append(DayColumn(day.row, day.column, heading, f"{day.text} {text_of(cell)}"))
    times = (parse_moment(cell) for at, cell in enumerate(below) if at not in columns)
    return (tuple(_ordered(joined)) or None) if not any(times) else None


def _written(day: DayColumn) -> str:
    whole = day.heading.whole
    return whole.isoformat() if whole and day.heading.weekday is None else day.text


def time_columns(grid: Grid, days: DayRow) -> dict[int, Callable[[Cell], int | None]]:
    """The columns of times under a row of days: column -> seconds of a cell's start since 00:00."""
    width = max((len(row) for row in grid.rows[days.body : days.end]), default=0)
    found: dict[int, Callable[[Cell], int | None]] = {}
    for column in range(width):
        below = cells_of(grid.rows[days.body : days.end], column)
        seconds = seconds_by(number_style(below))
        cells = [c for c in below if not blank(c)]
        count = sum(seconds(cell) is not None for cell in cells)
        # further headings may stand between the times
        headings = sum(
            seconds(cell) is None and role_of(text_of(cell))[0] in _CLOCKS for cell in cells
        )
        if count and count >= _MOST * (len(cells) - headings):
            found[column] = seconds
    return found


def seconds_by(style: str) -> Callable[[Cell], int | None]:
    """What a cell of times says, its numbers read by ``style``: the start of a range counts."""

    def seconds(cell: Cell) -> int | None:
        moment = start_in(cell, style)
        return None if moment is None or moment.bare_day else moment.seconds

    return seconds


def spans(days: DayRow, grid: Grid) -> list[range]:
    """The columns that each day takes: to the next heading; the last, as its merged cell is wide,
    else as the narrowest.
    """
    starts = [day.column for day in days.days]
    gaps = [after - before for before, after in itertools.pairwise(starts)]
    last = days.days[-1]
    reach = dict(grid.merged).get((last.row, last.column))
    width = reach[1] - last.column + 1 if reach else min(gaps)
    return [range(start, start + gap) for start, gap in zip(starts, [*gaps, width], strict=True)]
