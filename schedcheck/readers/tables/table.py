"""Tables with a row per programme, whatever file they came from, as a schedule frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

import pandas as pd
from msgspec import Struct

from schedcheck.messages import Message, msg
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.row_faults import ABOVE_ALL, HEADINGS, PASSED_OVER
from schedcheck.readers.tables.columns import SideBySideError, choose
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.headings import (
    LOCAL_OR_UTC,
    SEARCHED_ROWS,
    Header,
    Heading,
    filled_down,
    find_header,
    shared_columns,
    with_headings_for_ticks,
)
from schedcheck.readers.tables.programmes import programmes
from schedcheck.readers.tables.rows import OPEN, Rows, TableJob, cell_places, doubts, row_places
from schedcheck.readers.values.age_names import ADULT
from schedcheck.readers.values.cells import Body, Cell, blank, shown, text_of
from schedcheck.readers.values.channel_names import channel_in
from schedcheck.readers.values.clock_names import sheet_zone, zone_of_file
from schedcheck.readers.values.day_headings import may_be_day
from schedcheck.readers.values.words import fold, for_adults
from schedcheck.readers.values.years import day_in, known_years
from schedcheck.schedule.account import End, Places
from schedcheck.schedule.building import join, make_frame
from schedcheck.schedule.frame import TEXT
from schedcheck.schedule.reading import Fault, Reading

if TYPE_CHECKING:
    from schedcheck.readers.tables.grids.day_row import DayRow

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
#: So many places that were passed over are reported.
_MOST_PASSED_OVER = 20
_TURNED = msg("its days are down the side: it was read with rows and columns exchanged")


class Shape(Struct, frozen=True, dict=True):
    """What a table may be read as, each looked for once: programmes in rows under a header, days
    as columns, the same turned by a quarter, or a list in one column.
    """

    grid: Grid

    @cached_property
    def header(self) -> Header | None:
        """The row of headings that are known."""
        return find_header(self.grid.rows)

    @cached_property
    def days(self) -> list[DayRow]:
        """The rows whose cells are days side by side; none where none may be above a header."""
        above = self.grid.rows[: self.header.row + 1] if self.header else ()
        if above and not any(sum(map(_may_be_day, row)) > 1 for row in above):
            return []
        from schedcheck.readers.tables.grids.day_row import day_rows

        return day_rows(self.grid)

    @cached_property
    def quarter(self) -> tuple[Grid, list[DayRow]] | None:
        """The table turned by a quarter, where its days are down the side."""
        if self.header is not None or self.days:
            return None
        from schedcheck.readers.tables.grids.transposed import transposed

        return transposed(self.grid)

    @cached_property
    def guessed(self) -> Header | None:
        """The columns by their cells, where no headings are known."""
        if self.header is not None:
            return None
        from schedcheck.readers.tables.no_header import guess_header

        return guess_header(self.grid.rows)

    @cached_property
    def one_column(self) -> tuple[Grid, Header, int] | None:
        """The one column that is a list."""
        if (self.header or self.guessed) is not None:
            return None
        from schedcheck.readers.tables.one_column import split_list

        return split_list(self.grid)

    @cached_property
    def side_by_side(self) -> list[Heading]:
        """The headings beside one of times that may be channels: each column has its titles."""
        if self.header is not None or self.days:
            return []
        from schedcheck.readers.tables.no_header import titles_side_by_side

        return titles_side_by_side(self.grid.rows)

    @property
    def texts_above(self) -> list[str]:
        """The texts above the schedule."""
        if self.quarter is not None:
            top = min(day.column for day in self.quarter[1][0].days)
        else:
            header = self.header or self.guessed
            heads = [header.body] if header else []
            heads += [days.row for days in self.days]
            heads += [self.one_column[2]] if not heads and self.one_column else []
            top = min(heads, default=SEARCHED_ROWS)
        return [cell for row in self.grid.rows[:top] for cell in row if isinstance(cell, str)]

    @property
    def over_headings(self) -> list[str]:
        """The texts above the headings or the list in one column; none where there is neither."""
        header = self.header or self.guessed
        heads = [header.row] if header else []
        heads += [days.row for days in self.days]
        heads += [self.one_column[2]] if not heads and self.one_column else []
        top = min(heads, default=0)
        return [text_of(cell) for row in self.grid.rows[:top] for cell in row]


def _may_be_day(cell: Cell) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and may_be_day(cell))


def read_grid(grid: Grid, file: str, options: ReadOptions, modified: date | None = None) -> Reading:
    """The programmes of a table, with a fault for every row that is not understood.

    Days may be columns, blocks of columns, rows of their own or a column of dates; ``modified`` is
    the day the file was last changed, for days that print no year. Never raises for what is in
    the table. A table whose shape is not known, or without a single programme, is an ``unread``
    fault named after ``grid.name``; one that is entirely blank is nothing at all.
    """
    reading = Reading("table", make_frame({}, 0))
    shape = Shape(grid)
    texts = shape.texts_above
    years = known_years(texts, grid.name, options.week, file, modified)
    around = None
    if any(above := shape.over_headings) or (grid.name and sheet_zone(grid.name)):
        from schedcheck.readers.tables.other_clocks import clock_around

        around = clock_around(above, grid.name, file, options, reading)
    job = TableJob(grid, file, options, years, reading, row_places(grid), around)
    frames, places = _frames(job, shape)
    reading.frame = frames[0] if len(frames) == 1 else join(frames)
    notes, reading.notes = [*reading.notes, *years.used.values()], []
    reading.notes += [note for at, note in enumerate(notes) if note not in notes[:at]]
    if not len(reading.frame) and not any(fault.code == "unread" for fault in reading.faults):
        _tell_empty(job, shape.header)
        places.put_rest(End.FAULT)
    _names(reading, texts, grid.name, options)
    _tell_passed_over(grid, places, file, reading)
    reading.account = places.counts()
    return reading


def _tell_passed_over(grid: Grid, places: Places, file: str, reading: Reading) -> None:
    """Report the rows or cells of which nothing was said while they were read."""
    for at in places.left[:_MOST_PASSED_OVER]:
        row, column = divmod(at, places.width) if places.width else (at, 0)
        cells = grid.rows[row]
        text = text_of(cells[column]) if places.width else shown(cells)
        place = grid.place(row, column)
        reading.faults.append(Fault("unaccounted", file, place, text, PASSED_OVER))


def _frames(job: TableJob, shape: Shape) -> tuple[list[pd.DataFrame], Places]:
    """The programmes of a table, in the shape that fits it first, and the account of it."""
    frames = []
    cells = job
    if shape.days and (shape.header is None or shape.days[0].row <= shape.header.row):
        cells = job._replace(places=cell_places(job.grid))
        frames = _read_days_as_columns(cells, shape.days)
    elif shape.quarter is not None:
        grid, days = shape.quarter
        cells = job._replace(grid=grid, places=cell_places(grid))
        frames = _read_days_as_columns(cells, days)
        if frames:
            job.reading.notes.append(_TURNED)
    if frames:
        return frames, cells.places
    return _read_list(job, shape), job.places


def _tell_empty(job: TableJob, header: Header | None) -> None:
    """Report a table that is not blank and has no programme."""
    filled = [row for row in job.grid.rows if not all(map(blank, row))]
    if filled:
        job.unread(
            [column.text for column in header.columns] if header else filled[0], _NO_PROGRAMME
        )


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


def _read_days_as_columns(job: TableJob, rows_of_days: Sequence[DayRow]) -> list[pd.DataFrame]:
    """The programmes under rows of days, as far as those are the heads of columns."""
    from schedcheck.readers.tables.grids.shapes import long_tables

    frames = []
    job.places.put(slice(job.places.at(rows_of_days[0].row)), End.STRUCTURE, ABOVE_ALL)
    for table in long_tables(job.grid, rows_of_days, job.file, job.years, job.places):
        job.reading.faults += table.faults
        job.reading.notes += table.notes
        if table.rows:
            frame, _following = _read_table(job.made_into(table.table), table.header)
            frames.append(frame)
    return frames


def _read_list(job: TableJob, shape: Shape) -> list[pd.DataFrame]:
    """The programmes of a table with a row for each."""
    header = shape.header or shape.guessed
    channels = _channels(job, shape)
    if channels:
        job.unread(channels, _CHANNELS)
        return []
    if header is not None and shape.header is None:
        from schedcheck.readers.tables.no_header import guessed

        job.reading.notes.append(guessed(header))
    if header is None and shape.one_column is not None:
        grid, header, _first = shape.one_column
        job = job.made_into(grid)
        job.reading.notes.append(msg("times and titles are in one column, 06:00 Title in a cell"))
    if header is None:
        first = next((row for row in job.grid.rows if not all(map(blank, row))), None)
        if first is not None:
            from schedcheck.readers.tables.grids.shapes import UNCLEAR

            job.unread(first, UNCLEAR if shape.days else _NO_HEADER)
        return []
    job.places.put(slice(header.row), End.STRUCTURE, ABOVE_ALL)
    above = job.grid.rows[: header.row]
    if above:
        from schedcheck.readers.tables.texts_beside import day_above, tell_above

        tell_above(job, above)
    found, initial = day_above(job, above) if above else (False, None)
    initial = initial if found else _day_of_name(job)
    frames = []
    following: Header | None = header
    while following is not None:
        frame, following = _read_table(job, following, initial)
        frames.append(frame)
    return frames


def _channels(job: TableJob, shape: Shape) -> list[str]:
    """The headings that are channels, where several are: each has a column of titles."""
    known = job.options.known
    if shape.header is None:
        texts = [column.text for column in shape.side_by_side]
        named = any(column.role or known(column.text) for column in shape.side_by_side)
        return texts if named else []
    roles = {"", "title", "programme"}
    texts = [column.text for column in shape.header.columns if column.role in roles]
    if len(shape.header.of("start")) > 1:
        from schedcheck.readers.tables.other_clocks import channels_beside

        if beside := channels_beside(shape.header):
            return beside
    # «Хабар» is the word for a programme, and a channel
    texts = [text for text in texts if known(text)]
    return texts if len(texts) > 1 else []


def _day_of_name(job: TableJob) -> date | None:
    """The day that the sheet is named for."""
    day = day_in(job.grid.name, job.years)
    if isinstance(day, date):
        job.reading.notes.append(msg("rows without a date are of the day that names the sheet"))
        return day
    if day is not None:
        fault = Fault("bad-row", job.file, job.grid.name, job.grid.name, day)
        job.reading.faults.append(fault)
    return None


def _read_table(
    job: TableJob, header: Header, initial: date | None = None
) -> tuple[pd.DataFrame, Header | None]:
    """The programmes under one header, and the next header when there is another one."""
    job.places.put(slice(header.row, header.body), End.STRUCTURE, HEADINGS)
    body = Body(job.grid.rows[header.body :])
    notes: list[Message] = []
    faults: list[tuple[Heading, Message]] = []
    if header.of(*OPEN):
        from schedcheck.readers.tables.column_values import with_marks_named

        header, notes, faults = with_marks_named(header, body)
    body = Body.of(with_headings_for_ticks(header, body))
    unnamed = max(map(len, body), default=0) > sum(bool(column.text) for column in header.columns)
    halves = [b for a, b in pairwise(header.columns) if a.role == "start" and not b.role]
    if unnamed or halves:
        from schedcheck.readers.tables.texts_beside import with_halves, without_legends

        body = Body.of(with_halves(without_legends(job, header, body), halves))
    try:
        columns = choose(header, body, job.options, job.around)
    except SideBySideError as error:
        job.unread([column.text for column in header.columns], error.words)
        return make_frame({}, 0), None
    merged = [
        ((top - header.body, left), (bottom - header.body, right))
        for (top, left), (bottom, right) in job.grid.merged
    ]
    body = Body.of(filled_down(body, merged, shared_columns(header), columns.start))
    rows = Rows(job, header.body, body, columns)
    if (rows.starts.seconds[rows.starts.seconds >= 0] % 60).any():  # few begin between minutes
        from schedcheck.readers.tables.altered_values import put_back_clocks

        put_back_clocks(rows)
    rows.mark_usual(header)
    following = None
    if columns.events or not rows.usual.all():
        from schedcheck.readers.tables.programme_rows import find_programmes

        following = find_programmes(rows, header)
    if rows.days_in_doubt(header):
        from schedcheck.readers.tables.altered_values import put_back_dates

        put_back_dates(rows, header)
    reading = job.reading
    if columns.zones is not None and (rows.texts(columns.zones) == LOCAL_OR_UTC).any():
        reading.default_zone = "UTC"
    frame = programmes(rows, initial)
    adult = [c for c in header.columns if ADULT.search(c.text) or for_adults().search(fold(c.text))]
    if adult:
        from schedcheck.readers.tables.column_ticks import legends_beside, unknown_ticks

        faults += [*unknown_ticks(adult, body), *legends_beside(header, adult, body)]
    faults += [*columns.faults, *doubts(rows, header), *_doubts_of_others(rows, header, frame)]
    for heading, reason in faults:
        place = job.grid.place(max(header.body - 1, 0), heading.index)
        reading.faults.append(Fault("bad-row", job.file, place, heading.text, reason))
    reading.notes += [*notes, *columns.notes]
    reading.faults += [fault for _row, fault in sorted(rows.faults, key=lambda pair: pair[0])]
    return frame, following


def _doubts_of_others(
    rows: Rows, header: Header, frame: pd.DataFrame
) -> Iterator[tuple[Heading, Message]]:
    """What columns may mean whose headings do not say it, and clocks that are named elsewhere."""
    if header.of(*OPEN):
        from schedcheck.readers.tables.column_values import other_clock_readings, zones_said

        yield from other_clock_readings(rows, header)
        yield from zones_said(rows, header, frame["wall_start"].to_numpy())
    # a heading that is known and names no zone, as most are, names no clock beside it
    named = any(one.zone is not None or not one.role for one in header.columns)
    if named or zone_of_file(PurePath(rows.job.file).stem) is not None:
        from schedcheck.readers.tables.other_clocks import clocks_elsewhere

        yield from clocks_elsewhere(rows, header, rows.job.options)
