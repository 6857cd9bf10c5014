"""Dates and clock readings that a spreadsheet program changed, put back as they were.

Dates: with the settings of the United States 09/11/2026, the ninth of November, becomes a date of
11 September, while 13/11/2026 stays a text: the column contradicts itself.

Clock readings: SheetJS 0.18.5 on a machine set to Kazakh time writes all of them late by the
seconds that the mean time of Almaty, of before 1924, is away from whole minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from schedcheck.messages import Message, msg
from schedcheck.readers.tables.headings import Header
from schedcheck.readers.tables.rows import MONTHS_APART, Rows
from schedcheck.readers.values.cells import Cell, Distinct, objects, parse_day, text_of
from schedcheck.readers.values.day_headings import make_day, read_heading
from schedcheck.readers.values.years import Years

LATE = msg("all clock readings are some seconds late, the dates too; they were put back")
MAYBE_LATE = msg(
    "all starts are the same seconds past the minute: the program that wrote the table may have "
    "shifted them; correct them there"
)
#: So many different starts that are all late by the same seconds are not chance.
_FEWEST = 3


def seconds_late(starts: npt.NDArray[np.int64], dates: Iterable[Cell]) -> tuple[int, bool]:
    """By how many seconds all starts are past the minute, 0 where they are not, and whether the
    dates prove that they are late: they hold clock readings as late after midnight.

    ``starts`` are in seconds, negative where there is none.
    """
    seconds = np.unique(starts[starts >= 0])
    slips = set((seconds % 60).tolist())
    if len(seconds) < _FEWEST or len(slips) > 1:
        return 0, False
    slip = int(slips.pop())
    late = {(one.hour, one.minute, one.second) for one in dates if isinstance(one, datetime)}
    return slip, late == {(0, 0, slip)}


#: Dates lie closer together when it is by so many times, and then within so many days.
_CLOSER, _LONGEST = 4, 31
_ISO = re.compile(r"\s*\d{4}-\d{2}-\d{2}")

Days = npt.NDArray[np.datetime64]


def put_back_clocks(rows: Rows) -> None:
    """Put all starts back by the seconds that they are late; a fault where that is not certain."""
    starts, column = rows.starts.seconds, rows.columns.date
    late, proved = seconds_late(starts, () if column is None else rows.cells(column).values)
    if not late:
        return
    if not proved:
        rows.fault(int(np.flatnonzero(starts >= 0)[0]), rows.columns.start, MAYBE_LATE)
        return
    rows.columns.notes.append(LATE)
    rows.slip = late
    starts[starts >= 0] -= late


def exchanged(cell: Cell) -> date | None:
    """The date of a cell with day and month exchanged; None where that is not one, or the same.

    Only a date that a spreadsheet keeps as one, or printed as 2026-11-09, can be exchanged.
    """
    if not isinstance(cell, date) and not (isinstance(cell, str) and _ISO.match(cell)):
        return None
    day = parse_day(cell)
    if day is None or day.day == day.month:
        return None
    return make_day(day.year, day.day, day.month)


def put_back_dates(rows: Rows, header: Header) -> None:
    """Put day and month back where a spreadsheet exchanged them, and note it.

    It did where the dates of the rows contradict the weekdays beside them or the days that the
    table is for, or lie months apart, and do not with day and month put back.
    """
    found = _exchanged_in(rows)
    known = np.array([day is not None for day in found], np.bool_)
    for days in (rows.printed.days, rows.starts.days):
        dated = ~np.isnat(days)
        changed = known & dated
        if not changed.any():
            continue
        back = days.copy()
        put = Distinct.of(found[changed].tolist())
        back[changed] = put.part(lambda day: day, None, "datetime64[D]")
        if _are_right(days[dated], back[dated], _weekdays(rows, header)[dated], rows.job.years):
            first = int(np.flatnonzero(changed)[0])
            rows.columns.notes.append(
                note(int(changed.sum()), str(days[first]), back[first].item())
            )
            days[dated] = back[dated]


def _exchanged_in(rows: Rows) -> npt.NDArray[np.object_]:
    """The date of each row with day and month exchanged, None where that is not one."""
    found = objects([None] * len(rows.body))
    for column in (rows.columns.date, rows.columns.start):
        if column is not None:
            found = np.where(found == None, rows.mapped(column, exchanged), found)  # noqa: E711 - an array
    for row in np.flatnonzero(~rows.usual).tolist():
        days = (exchanged(cell) for cell in rows.body[row])
        found[row] = next((day for day in days if day is not None), None)
    return found


def _weekdays(rows: Rows, header: Header) -> npt.NDArray[np.int64]:
    """The weekday that each row prints beside its date, 1 for Monday, 0 for none."""
    weekdays = np.zeros(len(rows.body), np.int64)
    for column in header.of("date"):
        if column.index != rows.columns.date:
            read = rows.mapped(column.index, _weekday)
            weekdays = np.where(weekdays == 0, read.astype(np.int64), weekdays)
    return weekdays


def _weekday(cell: Cell) -> int:
    heading = read_heading(text_of(cell)) if isinstance(cell, str) else None
    return (heading.weekday or 0) if heading is not None and heading.day is None else 0


def _are_right(days: Days, back: Days, weekdays: npt.NDArray[np.int64], years: Years) -> bool:
    """Whether dates put back are right, and those that are printed are not."""
    told = weekdays > 0
    if told.any():
        wrong, right = (_iso_weekday(one)[told] != weekdays[told] for one in (days, back))
        return bool(wrong.any() and not right.any())
    for span in years.spans:
        first, last = np.datetime64(span.first), np.datetime64(span.last)
        inside = [((one >= first) & (one <= last)).all() for one in (days, back)]
        if any(inside):
            return not inside[0]
    return are_closer(days, back)


def are_closer(days: Sequence[date | None] | Days, back: Sequence[date | None] | Days) -> bool:
    """Whether dates put back lie within a month, and those that are printed are months apart."""
    printed, others = (
        int(np.ptp(np.array(one, "datetime64[D]").astype(np.int64))) for one in (days, back)
    )
    return printed > others * _CLOSER and others <= _LONGEST and printed >= MONTHS_APART


def _iso_weekday(days: Days) -> npt.NDArray[np.int64]:
    # 1 January 1970 was a Thursday
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7 + 1


def note(count: int, printed: str, day: date | None) -> Message:
    """What is reported of ``count`` dates that were put back, of which one is ``printed``."""
    return msg(
        "dates whose day and month a spreadsheet had exchanged, put back as the other dates show: "
        "%(count)d; %(printed)s is %(date)s",
        count=count,
        printed=printed,
        date=day,
    )
