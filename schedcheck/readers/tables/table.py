"""Tables with a row per programme, whatever file they came from, as a schedule frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from schedcheck.messages import Message, msg
from schedcheck.readers import row_faults
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.tables.columns import SideBySideError, choose
from schedcheck.readers.tables.grids.day_row import DayRow, day_rows
from schedcheck.readers.tables.grids.shapes import UNCLEAR, unfold
from schedcheck.readers.tables.grids.transposed import turned
from schedcheck.readers.tables.headings import (
    LOCAL_OR_UTC,
    SEARCHED_ROWS,
    Header,
    find_header,
    is_event,
    is_header,
)
from schedcheck.readers.tables.no_header import guess_header
from schedcheck.readers.tables.one_column import split_list
from schedcheck.readers.tables.programmes import programmes
from schedcheck.readers.tables.rows import (
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
from schedcheck.readers.values.cells import Cell, blank, parse_day, text_of
from schedcheck.readers.values.channel_names import channel_in
from schedcheck.readers.values.day_headings import day_heading
from schedcheck.readers.values.moments import is_range, parse_moment
from schedcheck.readers.values.words import words_to_number
from schedcheck.readers.values.years import Years, day_in, known_years
from schedcheck.schedule.building import join, make_frame
from schedcheck.schedule.frame import TEXT
from schedcheck.schedule.reading import Fault, Reading

_NO_HEADER = msg(
    "no row among the first %(rows)d has headings that are known (a date or a start, and a "
    "title); put them above the columns, such as Date, Start, Title, Age mark",
    rows=SEARCHED_ROWS,
)
_NO_PROGRAMME = msg(
    "has headings but not one programme; if its times are formulas, open it in a spreadsheet "
    "program and save it, so that their values are in the file"
)
_CHANNELS = msg(
    "several channels side by side; save a table for each, or a row for each programme with its "
    "channel in a column of its own"
)
_TURNED = msg("its days stand down the side: it was read turned by a quarter")
_WORD = re.compile(r"[^\W\d_]+")
_DATE_LIKE = re.compile(r"\d{1,2}[./-]\d{1,2}|\d{4}")


def read_grid(grid: Grid, file: str, options: ReadOptions, modified: date | None = None) -> Reading:
    """The programmes of a table, with a fault for every row that is not understood.

    Days may be columns, blocks of columns, rows of their own or a column of dates; ``modified`` is
    the day the file was last changed, for days that print no year. Never raises for what stands in
    the table. A table whose shape is not known, or without a single programme, is an ``unread``
    fault named after ``grid.name``; one that is entirely blank is nothing at all.
    """
    reading = Reading("table", make_frame({}, 0))
    header = find_header(grid.rows)
    rows_of_days = day_rows(grid)
    quarter = turned(grid) if header is None and not rows_of_days else None
    top = min(day.column for day in quarter[1][0].days) if quarter else None
    texts = _texts_above(grid, header, rows_of_days, top)
    years = known_years(texts, grid.name, options.week, file, modified)
    frames = []
    if rows_of_days and (header is None or rows_of_days[0].row <= header.row):
        frames = _read_unfolded(grid, rows_of_days, file, options, years, reading)
    elif quarter is not None:
        frames = _read_unfolded(*quarter, file, options, years, reading)
        if frames:
            reading.notes.append(_TURNED)
    if not frames:
        unknown = UNCLEAR if rows_of_days else _NO_HEADER
        frames = _read_list(grid, header, unknown, file, options, years, reading)
    reading.frame = join(frames)
    notes: list[Message] = []
    for note in [*reading.notes, *years.used.values()]:
        if note not in notes:
            notes.append(note)
    reading.notes = notes
    if not len(reading.frame) and not any(fault.code == "unread" for fault in reading.faults):
        filled = [row for row in grid.rows if not all(map(blank, row))]
        if filled:
            seen = shown([column.text for column in header.columns] if header else filled[0])
            reading.faults.append(Fault("unread", file, grid.name, seen, _NO_PROGRAMME))
    _names(reading, texts, grid.name, options)
    return reading


def _texts_above(
    grid: Grid, header: Header | None, rows_of_days: Sequence[DayRow], top: int | None
) -> list[str]:
    """The texts above a schedule; ``top`` is its first row, None where header or days tell it."""
    if top is None:
        header = header or guess_header(grid.rows)
        split = None if header or rows_of_days else split_list(grid)
        heads = [header.body] if header else [split[2]] if split else []
        top = min([*heads, *(days.row for days in rows_of_days)], default=SEARCHED_ROWS)
    return [cell for row in grid.rows[:top] for cell in row if isinstance(cell, str)]


def _names(reading: Reading, texts: Sequence[str], sheet: str, options: ReadOptions) -> None:
    """Name the channels of a table: those of its rows, else the one above it or its sheet's."""
    channels = [name for name in reading.frame["channel"].unique() if name]
    if not channels and not options.channel:
        named = channel_in(texts, options.known) or (sheet if options.known(sheet) else "")
        if options.known(named):
            # a workbook may hold a sheet for each channel
            reading.frame["channel"] = pd.array([named] * len(reading.frame), dtype=TEXT)
            channels = [named]
        elif named:
            reading.names[""] = named
    reading.names |= {str(name): str(name) for name in channels}


def _read_unfolded(  # noqa: PLR0913, PLR0917 - the whole of what is known
    grid: Grid,
    rows_of_days: Sequence[DayRow],
    file: str,
    options: ReadOptions,
    years: Years,
    reading: Reading,
) -> list[pd.DataFrame]:
    """The programmes under rows of days, as far as those are the heads of columns."""
    frames = []
    for table in unfold(grid, rows_of_days, file, years):
        reading.faults += table.faults
        reading.notes += table.notes
        if table.rows:
            frame, _following = _read_table(
                table.table, table.header, file, options, years, None, reading
            )
            frames.append(frame)
    return frames


def _read_list(  # noqa: PLR0913, PLR0917 - the whole of what is known
    grid: Grid,
    header: Header | None,
    unknown: Message,
    file: str,
    options: ReadOptions,
    years: Years,
    reading: Reading,
) -> list[pd.DataFrame]:
    """The programmes of a table with a row for each; ``unknown`` is told where it is none."""
    if header is None:
        header = guess_header(grid.rows)
        if header is not None:
            reading.notes.append(_guessed(header))
    split = split_list(grid) if header is None else None
    if split is not None:
        grid, header, _first = split
        reading.notes.append(msg("times and titles stand in one column, 06:00 Title in a cell"))
    if header is None:
        first = next((row for row in grid.rows if not all(map(blank, row))), None)
        if first is not None:
            reading.faults.append(Fault("unread", file, grid.name, shown(first), unknown))
        return []
    side = [
        c.text
        for c in header.columns
        if c.role in {"", "title", "programme"} and options.known(c.text)
    ]
    if len(side) > 1:
        # «Хабар» is the word for a programme, and a channel
        reading.faults.append(Fault("unread", file, grid.name, shown(side), _CHANNELS))
        return []
    _tell_above(grid, header, file, years, reading)
    initial = _day_above(grid, header, file, years, reading)
    frames = []
    following: Header | None = header
    while following is not None:
        frame, following = _read_table(grid, following, file, options, years, initial, reading)
        frames.append(frame)
    return frames


def _tell_above(grid: Grid, header: Header, file: str, years: Years, reading: Reading) -> None:
    """Tell the rows above the header that look like programmes: a time, and a text beside it."""
    for at, row in enumerate(grid.rows[: header.row]):
        filled = [cell for cell in row if not blank(cell)]
        moments = [(cell, parse_moment(cell)) for cell in filled]
        clocks = [cell for cell, moment in moments if moment and not moment.bare_day]
        texts = [cell for cell in filled if isinstance(cell, str) and cell not in clocks]
        if clocks and any(day_in(cell, years) is None and not is_range(cell) for cell in texts):
            column = next(index for index, cell in enumerate(row) if not blank(cell))
            place = grid.place(at, column)
            reading.faults.append(Fault("bad-row", file, place, shown(row), row_faults.ABOVE))


#: What a column is taken for, in words.
_GUESSED = {
    "channel": msg("channel"),
    "date": msg("date"),
    "start": msg("start"),
    "title": msg("title"),
}


def _guessed(header: Header) -> Message:
    """What was taken for what where no headings say so."""
    taken = tuple(
        msg("%(number)d = %(role)s", number=column.index + 1, role=_GUESSED[column.role])
        for column in header.columns
        if column.role in _GUESSED
    )
    return msg("has no headings; its columns were told by their cells: %(columns)s", columns=taken)


def _day_above(
    grid: Grid, header: Header, file: str, years: Years, reading: Reading
) -> date | None:
    """The one date that stands above the header, or else is the sheet's name."""
    for at in reversed(range(header.row)):
        row = grid.rows[at]
        found = [(column, day_in(cell, years)) for column, cell in enumerate(row)]
        days = {day for _column, day in found if isinstance(day, date)}
        if len(days) == 1:
            words = msg("rows without a date are of the day that stands above the header")
            reading.notes.append(words)
            return days.pop()
        for column, reason in found:
            if isinstance(reason, Message):
                place = grid.place(at, column)
                reading.faults.append(Fault("bad-row", file, place, shown(row), reason))
        if days or any(day is not None for _column, day in found):
            return None
    day = day_in(grid.name, years)
    if isinstance(day, date):
        reading.notes.append(msg("rows without a date are of the day that names the sheet"))
        return day
    if day is not None:
        reading.faults.append(Fault("bad-row", file, grid.name, grid.name, day))
    return None


def _read_table(  # noqa: PLR0913, PLR0917 - the whole of what is known
    grid: Grid,
    header: Header,
    file: str,
    options: ReadOptions,
    years: Years,
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
    starts, printed = starts_of(rows), printed_days(rows, years)
    named = first_filled([rows.texts(at) for at in columns.titles + columns.other], len(body))
    usual = (starts.seconds >= 0) & (named != "") & ~printed.lost
    usual[_too_long(rows, len(header.columns))] = False
    secondary = _secondary_events(rows)
    following = _unusual_rows(rows, header, usual | secondary, starts, printed, years)
    usual &= ~secondary
    if following is not None:
        end = following.row - header.body
        usual[end:] = False
        secondary[end:] = False
    reading.notes += columns.notes
    if columns.zones is not None and (rows.texts(columns.zones) == LOCAL_OR_UTC).any():
        reading.default_zone = "UTC"
    if secondary.any():
        count = int(secondary.sum())
        reading.notes.append(
            msg("secondary events (graphics, logos, switches), left out: %(count)d", count=count)
        )
    frame = programmes(rows, options, usual, starts, printed, initial, reading.notes)
    reading.faults += [fault for _row, fault in sorted(rows.faults, key=lambda pair: pair[0])]
    return frame, following


def _secondary_events(rows: Rows) -> Flags:
    """Rows of a playout list that only lie over a programme or switch something."""
    flags = np.zeros(len(rows.body), np.bool_)
    for column in rows.columns.events:
        flags |= rows.mapped(column, lambda cell: is_event(text_of(cell), "secondary")).astype(
            np.bool_
        )
    return flags


def _too_long(rows: Rows, width: int) -> list[int]:
    """Rows with more cells than the header has."""
    lengths = np.fromiter(map(len, rows.body), np.intp, len(rows.body))
    return [
        row
        for row in np.flatnonzero(lengths > width).tolist()
        if not all(map(blank, rows.body[row][width:]))
    ]


def _unusual_rows(  # noqa: PLR0913, PLR0917 - the columns of one table, parsed
    rows: Rows, header: Header, usual: Flags, starts: Starts, printed: Printed, years: Years
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
            rows.fault(row, len(header.columns), row_faults.TOO_LONG)
            continue
        day = _only_day(filled, years, month_first=month_first)
        if isinstance(day, date):
            printed.days[row], printed.known[row], printed.lost[row] = day, True, False
        elif isinstance(day, Message):
            printed.known[row], printed.lost[row] = False, True
            rows.fault(row, None, msg("%(reason)s; the rows under it have no date", reason=day))
        elif not all(map(is_range, filled)):
            column, reason = _reason(rows, row, filled, starts, printed, years)
            rows.fault(row, column, reason)
    return None


def _only_day(filled: list[Cell], years: Years, *, month_first: bool) -> date | Message | None:
    """The date of a row that holds nothing but the heading of a day, or why none can be told.

    The heading may stand in several cells (a weekday and a date), or be repeated in them.
    """
    texts = dict.fromkeys(
        f"{cell:%Y-%m-%d}" if isinstance(cell, date) and parse_day(cell) else text_of(cell)
        for cell in filled
    )
    heading = day_heading(" ".join(texts), month_first=month_first)
    if heading is None or not heading.sure:
        return None
    return years.date_of(heading)


def _reason(  # noqa: PLR0913, PLR0917 - the columns of one table, parsed
    rows: Rows, row: int, filled: list[Cell], starts: Starts, printed: Printed, years: Years
) -> tuple[int | None, Message]:
    """Why a row is no programme, and which cell shows it."""
    columns = rows.columns
    cells: Sequence[Cell] = rows.body[row]
    start = cells[columns.start] if columns.start < len(cells) else None
    if len(filled) == 1 and _may_be_day(text_of(filled[0])):
        printed.lost[row] = True
        return None, row_faults.LOST_DATE
    if printed.lost[row]:
        at = columns.date
        day = day_in(cells[at], years, month_first=columns.month_first) if at is not None else None
        return at, day if isinstance(day, Message) else row_faults.BAD_DATE
    if starts.seconds[row] >= 0:
        return columns.start, row_faults.NO_TITLE
    if not blank(start):
        return columns.start, row_faults.BAD_START
    title = columns.titles[0]
    has_title = title < len(cells) and not blank(cells[title])
    return (title, row_faults.NO_START) if has_title else (None, row_faults.NOT_UNDERSTOOD)


def _may_be_day(text: str) -> bool:
    """Whether a lone text may be meant as the heading of a day."""
    words = set(_WORD.findall(text.casefold()))
    known = words_to_number("weekdays").keys() | words_to_number("months").keys()
    return bool(words & known) or _DATE_LIKE.search(text) is not None
