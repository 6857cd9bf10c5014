"""Dates whose day and month a spreadsheet exchanged when it took texts for dates.

With the settings of the United States 09/11/2026, the ninth of November, becomes a date of
11 September, while 13/11/2026 stays a text: the column contradicts itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from schedcheck.messages import Message, msg
from schedcheck.readers.tables.headings import Header
from schedcheck.readers.tables.rows import Rows, objects
from schedcheck.readers.values.cells import Cell, parse_day, text_of
from schedcheck.readers.values.day_headings import make_day, read_heading
from schedcheck.readers.values.years import Years

#: Dates lie closer together when it is by so many times, and then within so many days.
_CLOSER, _LONGEST = 4, 31
#: Exchanged dates are at least so many days apart.
_MONTH = 28
_ISO = re.compile(r"\s*\d{4}-\d{2}-\d{2}")

Days = npt.NDArray[np.datetime64]


def exchanged(cell: Cell) -> date | None:
    """The date of a cell with day and month exchanged; None where that is none, or the same.

    Only a date that a spreadsheet keeps as one, or printed as 2026-11-09, can be exchanged.
    """
    if not isinstance(cell, date) and not (isinstance(cell, str) and _ISO.match(cell)):
        return None
    day = parse_day(cell)
    if day is None or day.day == day.month:
        return None
    return make_day(day.year, day.day, day.month)


def put_back(rows: Rows, header: Header) -> None:
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
        back[changed] = np.array(found[changed].tolist(), "datetime64[D]")
        if _are_right(days[dated], back[dated], _weekdays(rows, header)[dated], rows.job.years):
            first = int(np.flatnonzero(changed)[0])
            rows.columns.notes.append(
                note(int(changed.sum()), str(days[first]), back[first].item())
            )
            days[dated] = back[dated]


def _exchanged_in(rows: Rows) -> npt.NDArray[np.object_]:
    """The date of each row with day and month exchanged, None where that is none."""
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
    return printed > others * _CLOSER and others <= _LONGEST and printed >= _MONTH


def _iso_weekday(days: Days) -> npt.NDArray[np.int64]:
    # 1 January 1970 was a Thursday
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7 + 1


def note(count: int, printed: str, day: date | None) -> Message:
    """What is told of ``count`` dates that were put back, of which one is ``printed``."""
    return msg(
        "dates whose day and month a spreadsheet had exchanged, put back as the other dates show: "
        "%(count)d; %(printed)s is %(date)s",
        count=count,
        printed=printed,
        date=day,
    )
