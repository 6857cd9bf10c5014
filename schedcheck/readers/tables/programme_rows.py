"""Which rows under a header are programmes, and what the others are: days, sums, other headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from schedcheck.messages import Message, msg
from schedcheck.readers import row_faults
from schedcheck.readers.row_faults import ABOVE_ALL, DAY_HEADING, HEADINGS, SECONDARY
from schedcheck.readers.tables.headings import Header, is_event, is_header, structure_of
from schedcheck.readers.tables.rows import Flags, Rows
from schedcheck.readers.tables.texts_beside import names_a_day, text_beside
from schedcheck.readers.values.age_names import says_adults
from schedcheck.readers.values.cells import Cell, blank, parse_day, text_of
from schedcheck.readers.values.clock_names import clock_beside, clock_heading, zone_in
from schedcheck.readers.values.day_headings import day_heading
from schedcheck.readers.values.words import LOCAL
from schedcheck.readers.values.years import day_in, heading_in
from schedcheck.schedule.account import End

#: A clock that goes back by more has passed midnight; and how far the next start is looked for.
_MIDNIGHT, _NEAR = 6 * 3600, 20
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d")
_DATE_LIKE = re.compile(r"\d{1,2}[./-]\d{1,2}|\d{4}")


def find_programmes(rows: Rows, header: Header) -> Header | None:
    """Say which of the usual rows are no programmes; understand or report every other row.

    Rows that print only a date are entered in ``rows.printed``; what may be one and is not
    understood makes the date unknown. Another header ends the table and is given back.
    """
    columns, usual = rows.columns, rows.usual
    secondary = _secondary_events(rows)
    following = _read_others(rows, header, ~(usual | secondary))
    usual = usual & ~secondary
    if following is not None:
        end = following.row - header.body
        usual[end:] = False
        secondary[end:] = False
    if secondary.any():
        count = int(secondary.sum())
        rows.put(np.flatnonzero(secondary), End.LEFT_OUT, SECONDARY)
        columns.notes.append(
            msg("secondary events (graphics, logos, switches), left out: %(count)d", count=count)
        )
    rows.usual = usual
    return following


def _secondary_events(rows: Rows) -> Flags:
    """Rows of a playout list that only lie over a programme or switch something."""
    flags = np.zeros(len(rows.body), np.bool_)
    for column in rows.columns.events:
        flags |= rows.mapped(column, lambda cell: is_event(text_of(cell), "secondary")).astype(
            np.bool_
        )
    return flags


def _read_others(rows: Rows, header: Header, others: Flags) -> Header | None:
    """Understand or report the rows that are not ordinary programmes, up to another header."""
    lines = rows.job.grid.rows[header.row : header.body]
    headers = [[text_of(cell) for cell in row] for row in lines]
    roles = [column.role for column in header.columns]
    for row in np.flatnonzero(others).tolist():
        cells = rows.body[row]
        if all(map(blank, cells)):
            continue
        if [text_of(cell) for cell in cells] in headers:
            rows.put(row, End.STRUCTURE, HEADINGS)
            continue
        other = is_header(cells)
        if other is None:
            _read_other(rows, row, len(roles))
        elif [column.role for column in other] == roles:
            rows.put(row, End.STRUCTURE, HEADINGS)
        else:
            return Header(header.body + row, header.body + row + 1, other)
    return None


def _read_other(rows: Rows, row: int, width: int) -> None:
    """Enter the date that a row prints alone, or say why the row is not a programme."""
    cells, printed = rows.body[row], rows.printed
    if not all(map(blank, cells[width:])):
        rows.fault(row, width, row_faults.TOO_LONG)
        return
    filled = [cell for cell in cells if not blank(cell)]
    day = _only_day(filled, rows)
    if isinstance(day, date):
        printed.days[row], printed.known[row], printed.lost[row] = day, True, False
        rows.put(row, End.STRUCTURE, DAY_HEADING)
    elif isinstance(day, Message):
        printed.known[row], printed.lost[row] = False, True
        rows.fault(row, None, msg("%(reason)s; the rows under it have no date", reason=day))
    elif _names_clock_above(rows, row, filled):
        rows.put(row, End.STRUCTURE, ABOVE_ALL)
    elif (name := structure_of(filled) or _said_beside(rows, row, filled)) is not None:
        printed.lost[row] = False
        rows.put(row, End.STRUCTURE, name)
    else:
        column, reason = _reason(rows, row, filled)
        rows.fault(row, column, reason)


def _names_clock_above(rows: Rows, row: int, filled: Sequence[Cell]) -> bool:
    """Whether a row above all programmes names the clock that these are read on, and no more."""
    text = text_of(filled[0])
    if len(filled) != 1 or not clock_heading(text, alone=True):
        return False
    own = {rows.job.around} if rows.job.around else {LOCAL, rows.job.options.zone}
    return zone_in(text) in own - {None} and not (rows.starts.seconds[:row] >= 0).any()


def _said_beside(rows: Rows, row: int, filled: Sequence[Cell]) -> Message | None:
    """What a row is that says something of the schedule and is no programme: a sum, or a text
    below the last one; None for anything else. No age mark is in it, nor a clock in the text.
    """
    if len(filled) == 1 and _is_title(rows, row):
        return None  # a programme may have lost its start
    below = not (rows.starts.seconds[row:] >= 0).any()
    return text_beside([text_of(cell) for cell in filled], below=below)


def _only_day(filled: Sequence[Cell], rows: Rows) -> date | Message | None:
    """The date of a row that holds nothing but the heading of a day, or why none can be known.

    The heading may be in several cells (a weekday and a date), or be repeated in them.
    """
    texts = dict.fromkeys(
        f"{cell:%Y-%m-%d}" if isinstance(cell, date) and parse_day(cell) else text_of(cell)
        for cell in filled
    )
    heading = day_heading(" ".join(texts), month_first=rows.columns.month_first)
    if heading is None or not heading.sure:
        return None
    return rows.job.years.date_of(heading)


def _reason(rows: Rows, row: int, filled: Sequence[Cell]) -> tuple[int | None, Message]:
    """Why a row is not a programme, and which cell shows it."""
    columns, printed = rows.columns, rows.printed
    cells: Sequence[Cell] = rows.body[row]
    start = cells[columns.start] if columns.start < len(cells) else None
    clock_or_day = _of_clock_or_day(rows, row, filled)
    if clock_or_day is not None:
        return None, clock_or_day
    if printed.lost[row]:
        return _lost_date(rows, cells)
    if rows.starts.seconds[row] >= 0:
        return columns.start, row_faults.NO_TITLE
    if not blank(start):
        return columns.start, row_faults.BAD_START
    if _is_title(rows, row):
        return columns.titles[0], row_faults.NO_START
    return None, row_faults.NOT_UNDERSTOOD


def _is_title(rows: Rows, row: int) -> bool:
    """Whether a row has a title."""
    cells, title = rows.body[row], rows.columns.titles[0]
    return title < len(cells) and not blank(cells[title])


def _of_clock_or_day(rows: Rows, row: int, filled: Sequence[Cell]) -> Message | None:
    """What a row may be that names a clock, or days which are then not known; or adults."""
    lone = text_of(filled[0]) if len(filled) == 1 else ""
    if lone and not _is_title(rows, row) and says_adults(lone):
        from schedcheck.readers.values.legends import (
            FOR_ADULTS,
            LEGEND,
            announces_adults,
            is_adult_legend,
        )

        announced = announces_adults(lone) and not is_adult_legend(lone)
        return FOR_ADULTS if announced else LEGEND
    zone = clock_beside(lone) if lone else None
    if zone is not None and zone != rows.job.options.zone:
        return msg(row_faults.CLOCK_ELSEWHERE.text, zone=zone)
    if lone and (_may_be_day(lone) or _goes_back(rows, row)):
        rows.printed.lost[row] = True
        return row_faults.LOST_DATE
    if _are_days(filled):
        rows.printed.lost[row] = True
        return row_faults.TWO_DATES
    return None


def _goes_back(rows: Rows, row: int) -> bool:
    """Whether the clock goes back over a row, and not past midnight: then a day begins there."""
    seconds = rows.starts.seconds
    above = [one for one in seconds[max(row - _NEAR, 0) : row].tolist() if one >= 0]
    below = [one for one in seconds[row + 1 : row + 1 + _NEAR].tolist() if one >= 0]
    return bool(above and below) and 0 < above[-1] - below[0] <= _MIDNIGHT


def _are_days(filled: Sequence[Cell]) -> bool:
    """Whether all cells of a row are headings of days, of which at least one is a date."""
    days = [heading_in(cell) for cell in filled]
    return all(day is not None and day.sure for day in days) and any(
        day is not None and day.day is not None for day in days
    )


def _lost_date(rows: Rows, cells: Sequence[Cell]) -> tuple[int | None, Message]:
    """Why the date that a row prints is not read."""
    at = rows.columns.date
    if at is None:
        return None, row_faults.BAD_DATE
    day = day_in(cells[at], rows.job.years, month_first=rows.columns.month_first)
    return at, day if isinstance(day, Message) else row_faults.BAD_DATE


def _may_be_day(text: str) -> bool:
    """Whether a lone text may be meant as the heading of a day."""
    return names_a_day(text) or _DATE_LIKE.search(text) is not None
