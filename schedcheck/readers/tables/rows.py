"""A table as a job, and the rows under one header with what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from schedcheck.messages import Message, msg
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.tables.columns import Columns
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.headings import Header, Heading
from schedcheck.readers.values.cells import (
    DAY,
    Body,
    Cell,
    Distinct,
    Kept,
    Texts,
    blank,
    objects,
    shown,
    text_of,
)
from schedcheck.readers.values.moments import Moment, may_be_minutes, start_in
from schedcheck.readers.values.years import Years, day_in, heading_in
from schedcheck.schedule.account import End, Places, Unit, Where
from schedcheck.schedule.reading import Fault, Reading

Flags = npt.NDArray[np.bool_]

#: The roles of columns that may hold marks, or clock readings, of which the heading says nothing.
OPEN = ("", "category", "other", "programme", "event")
#: Dates so many days apart may be of other months than they print.
MONTHS_APART = 28
#: Numbers that are no age in these laws, and the first of a list of codes.
_CODES = {"1", "2", "4", "5"}
#: The night of a date lasts no longer, on the clock.
_NIGHT_ENDS = 12 * 3600
#: So many different starts say something of the clock.
_FEWEST = 4
_HOUR, _EARLY = 3600, 6 * 3600

MAYBE_CODES = msg(
    "“%(heading)s” holds numbers that are not ages, such as %(age)s: are they codes? write the age "
    "marks themselves, such as 18+"
)
MAYBE_MINUTES = msg(
    "the starts are numbers that may be clock times (1250 for 12:50) or minutes of the day (for "
    "20:50); they were read as clock times: write them as 12:50"
)
MAYBE_TWELVE = msg(
    "all its times are up to 12:59: they may be on the clock of twelve hours without AM and PM, "
    "and were read as they are; write 13:00 for 1:00 PM"
)
OTHER_DATE = msg(
    "prints another day than the date of its row (rows: %(rows)d); the day beside the time was "
    "believed: correct one of the two"
)


class TableJob(NamedTuple):
    """A table to be read: its cells, the file they are from, what the caller knows, what is known
    of the years of its days, and the reading that takes its faults and notes. ``around`` is the
    zone that is named above the table, or by its sheet. ``places``: the account of its rows or
    cells.
    """

    grid: Grid
    file: str
    options: ReadOptions
    years: Years
    reading: Reading
    places: Places
    around: str | None = None

    def made_into(self, grid: Grid) -> TableJob:
        """The same job for a table that was made from this one."""
        seen = self.places.seen_by(self.places.at(*place) for place in grid.origin)
        return self._replace(grid=grid, places=seen)

    def fault(self, row: int, column: int | None, reason: Message) -> None:
        """Add a fault: a row above the programmes, or one cell of it, could not be read."""
        self.reading.faults.append(row_fault(self, row, column, reason))

    def unread(self, seen: Sequence[Cell], reason: Message) -> None:
        """Add a fault: the table could not be read; ``seen`` are the cells that it is known by."""
        fault = Fault("unread", self.file, self.grid.name, shown(seen), reason)
        self.reading.faults.append(fault)
        self.places.put_rest(End.FAULT)


def row_places(grid: Grid) -> Places:
    """A place for each row that is not blank."""
    filled = [not all(map(blank, row)) for row in grid.rows]
    filled[: grid.borrowed] = [False] * min(grid.borrowed, len(filled))
    return Places.of(Unit.ROW, filled)


def cell_places(grid: Grid) -> Places:
    """A place for each cell that is not blank."""
    width = max(map(len, grid.rows), default=0)
    filled = [
        at >= grid.borrowed and column < len(row) and not blank(row[column])
        for at, row in enumerate(grid.rows)
        for column in range(width)
    ]
    return Places.of(Unit.CELL, filled, width)


def row_fault(job: TableJob, row: int, column: int | None, reason: Message) -> Fault:
    """The fault of a row, or of one cell of it, which the account then has as one."""
    cells = job.grid.rows[row]
    if column is None:
        column = next((at for at, cell in enumerate(cells) if not blank(cell)), 0)
    job.places.put(job.places.at(row, column), End.FAULT)
    return Fault("bad-row", job.file, job.grid.place(row, column), shown(cells), reason)


class Rows:
    """The rows under one header, in file order, as far as each can be read by itself.

    ``first`` is the place of the first in the grid. ``usual`` marks the rows that are programmes,
    ``faults`` are those of the other rows and of single cells.
    """

    def __init__(self, job: TableJob, first: int, body: Body, columns: Columns) -> None:
        self.job, self.first, self.body, self.columns = job, first, body, columns
        self.faults: list[tuple[int, Fault]] = []
        self._texts: dict[int, Texts] = {}
        self.slip = 0
        self.starts = starts_of(self)
        self.printed = printed_days(self, job.years)
        self.usual: Flags = np.zeros(len(body), np.bool_)

    def places(self, rows: Kept, column: int) -> list[str]:
        """The names of the cells of a column in some of these rows."""
        place = self.job.grid.place
        return [place(row, column) for row in (rows + self.first).tolist()]

    def put(self, row: Where, end: End, name: Message | None = None) -> None:
        """Say as what a row ended, or several."""
        self.job.places.put(np.asarray(row) + self.first, end, name)

    def fault(self, row: int, column: int | None, reason: Message) -> None:
        """Add a fault: a row, or one cell of it, could not be read."""
        self.faults.append((row, row_fault(self.job, self.first + row, column, reason)))

    def texts(self, column: int) -> Texts:
        """A column as people read it; empty where nothing is."""
        if column not in self._texts:
            self._texts[column] = self.mapped(column, text_of)
            self._texts[column].flags.writeable = False  # it is given to all who ask
        return self._texts[column]

    def mapped(self, column: int, parse: Callable[[Cell], Any]) -> Texts:
        """``parse`` of each cell of a column, asked once for each different cell."""
        return self.cells(column).mapped(parse).spread()

    def said(
        self, columns: Iterable[int], kept: Kept, say: Callable[[Cell], str]
    ) -> Iterator[Texts]:
        """What the cells of each column say in the rows ``kept``, of those that say anything."""
        for column in columns:
            said = self.cells(column).mapped(say)
            if any(said.values):
                yield said.spread()[kept]

    def cells(self, column: int) -> Distinct:
        """The cells of a column, each different one once."""
        return self.body.cells(column)

    def mark_usual(self, header: Header) -> None:
        """Mark the rows with a start, a title, and no more cells than the header has."""
        width, count = len(header.columns), len(self.body)
        texts = [self.texts(at) for at in self.columns.titles + self.columns.other]
        named = first_filled(texts, count)
        usual = (self.starts.seconds >= 0) & (named != "") & ~self.printed.lost
        lengths = np.fromiter(map(len, self.body), np.intp, count)
        for row in np.flatnonzero(lengths > width).tolist():
            usual[row] &= all(map(blank, self.body[row][width:]))
        self.usual = usual

    def days_in_doubt(self, header: Header) -> bool:
        """Whether the dates have to be held against others: against weekdays beside them, against
        the days that the table is for where they lie outside of these, or where they are months
        apart, against each other.
        """
        days = np.concatenate([self.printed.days, self.starts.days])
        days = days[~np.isnat(days)]
        if not len(days) or any(one.index != self.columns.date for one in header.of("date")):
            return bool(len(days))
        first, last = days.min().item(), days.max().item()
        spans = self.job.years.spans
        if spans:
            return not spans[0].first <= first <= last <= spans[0].last
        return bool((last - first).days >= MONTHS_APART)


class Starts(NamedTuple):
    """The column of starts; ``seconds`` is -1 where a row has none that is understood.

    ``zones`` are the names of zones printed beside the starts, None where there is none.
    """

    seconds: npt.NDArray[np.int64]
    days: npt.NDArray[np.datetime64]
    offsets: npt.NDArray[np.float64]
    drift: Flags
    zones: Texts


def starts_of(rows: Rows) -> Starts:
    """Parse the column of starts; of a range of hours, ``06:00-06:30``, its first."""
    chosen = rows.columns

    def parse(cell: Cell) -> Moment | None:
        return start_in(cell, chosen.numbers, month_first=chosen.month_first)

    moments = rows.cells(chosen.start).mapped(parse)
    # a date alone is midnight only in a column that prints dates with its times
    dated = any(moment and moment.day and not moment.bare_day for moment in moments.values)
    if not dated:
        moments = moments.mapped(lambda moment: None if moment and moment.bare_day else moment)
    return Starts(
        moments.part(attrgetter("seconds"), -1, np.int64),
        moments.part(attrgetter("day"), None, "datetime64[D]"),
        moments.part(attrgetter("offset"), np.nan, np.float64),
        moments.part(attrgetter("drift"), empty=False, dtype=np.bool_),
        moments.mapped(lambda moment: moment.zone or None if moment else None).spread(),
    )


class Printed(NamedTuple):
    """The dates that rows print: ``known``, or ``lost`` where a date is that is not read."""

    days: npt.NDArray[np.datetime64]
    known: Flags
    lost: Flags


def printed_days(rows: Rows, years: Years) -> Printed:
    """Parse the column of dates, if there is one; ``years`` says what they leave out."""
    count = len(rows.body)
    column, month_first = rows.columns.date, rows.columns.month_first
    if column is None:
        none = np.zeros(count, np.bool_)
        return Printed(np.full(count, np.datetime64("NaT", "D")), none, none.copy())
    headings = rows.cells(column).mapped(partial(heading_in, month_first=month_first)).values
    years.others = [*filter(None, dict.fromkeys(headings))]
    parsed = rows.cells(column).mapped(lambda cell: day_in(cell, years, month_first=month_first))
    days = parsed.part(lambda day: day if isinstance(day, date) else None, None, "datetime64[D]")
    known = ~np.isnat(days)
    return Printed(days, known, ~known & (rows.texts(column) != ""))


def first_filled(columns: Sequence[Texts], count: int) -> Texts:
    """In each row the first text that is not empty."""
    filled = np.full(count, "", object)
    for texts in reversed(columns):
        filled = np.where(texts != "", texts, filled)
    return filled


def joined(columns: Sequence[Texts], by: str, count: int, but: Texts | None = None) -> Texts:
    """The texts of several columns as one; a text equal to that in ``but`` is not repeated."""
    if not columns:
        return np.full(count, "", object)
    if len(columns) == 1:
        return columns[0] if but is None else np.where(columns[0] == but, "", columns[0])
    rows: Iterator[tuple[str, ...]] = zip(*columns, strict=True)
    if but is None:
        return objects(by.join(filter(None, texts)) for texts in rows)
    return objects(
        by.join(text for text in texts if text and text != title)
        for texts, title in zip(rows, but, strict=True)
    )


def doubts(rows: Rows, header: Header) -> Iterator[tuple[Heading, Message]]:
    """What the starts and the marks may mean else than they were read as, column by column."""
    start, kept = Heading(rows.columns.start, rows.columns.start_text), np.flatnonzero(rows.usual)
    for words in _doubts_of_starts(rows, kept):
        yield start, words
    for column in header.of("mark"):
        codes = _CODES.intersection(rows.texts(column.index)[kept].tolist())
        if codes:
            yield column, msg(MAYBE_CODES.text, heading=column.name, age=max(codes))


def _doubts_of_starts(rows: Rows, kept: Kept) -> Iterator[Message]:
    """What is in doubt of the starts: their unit, their day, the half of the day."""
    if may_be_minutes(rows.cells(rows.columns.start).values):
        yield MAYBE_MINUTES
    apart = _other_days(rows, kept)
    if apart:
        yield msg(OTHER_DATE.text, rows=apart)
    if _may_be_twelve(rows, kept):
        yield MAYBE_TWELVE


def _other_days(rows: Rows, kept: Kept) -> int:
    """How many starts print a day that is neither that of their row nor the night after it.

    Clocks that name their zone may have other days than the date.
    """
    starts = rows.starts
    if rows.columns.zone is not None or rows.columns.zones is not None:
        return 0
    plain = np.isnan(starts.offsets) & ~starts.zones.astype(np.bool_) & rows.printed.known
    later = (starts.days - rows.printed.days).astype(np.float64)
    night = (later == 1) & (starts.seconds % DAY < _NIGHT_ENDS)
    wrong = plain & ~np.isnat(starts.days) & (later != 0) & ~night
    return int(wrong[kept].sum())


def _may_be_twelve(rows: Rows, kept: Kept) -> bool:
    """Whether all starts are from 1:00 to 12:59, and go back more often than days begin, or are
    so early that they may be of the afternoon.
    """
    clocks = rows.starts.seconds[kept] % DAY
    if len(np.unique(clocks)) < _FEWEST or clocks.min() < _HOUR or clocks.max() >= 13 * _HOUR:
        return False
    texts = rows.texts(rows.columns.start)[kept].tolist()
    if any(any(map(str.isalpha, text)) for text in texts):
        return False
    days = [*rows.printed.days[rows.printed.known].tolist(), *rows.starts.days[kept].tolist()]
    runs = len({day for day in days if day}) or 1
    if rows.columns.channel is not None:
        runs *= len(set(rows.texts(rows.columns.channel)[kept].tolist()) - {""}) or 1
    back = int((np.diff(clocks) < 0).sum())
    cells = rows.cells(rows.columns.start).values
    noughts = any(isinstance(cell, str) and cell.lstrip().startswith("0") for cell in cells)
    return back >= runs or (int(clocks.min()) < _EARLY and not noughts)
