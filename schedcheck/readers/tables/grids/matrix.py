"""A week as a matrix: days as columns, times down the side or inside the cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise

import numpy as np

from schedcheck.messages import Message, msg
from schedcheck.readers.row_faults import BAD_ZONE, DOUBTFUL
from schedcheck.readers.tables.columns import cells_of
from schedcheck.readers.tables.grids.day_blocks import OUTSIDE
from schedcheck.readers.tables.grids.day_row import DayRow, spans, time_columns
from schedcheck.readers.tables.grids.long_table import Unfolded, dates_of, headings
from schedcheck.readers.tables.headings import Heading
from schedcheck.readers.tables.rows import Grid
from schedcheck.readers.tables.timed_cells import Timed, begins_with_time, programmes_in
from schedcheck.readers.values.broadcast_day import midnights, next_after, offsets_at
from schedcheck.readers.values.cells import DAY, Cell, blank, text_of
from schedcheck.readers.values.clock_names import zone_in
from schedcheck.readers.values.clock_times import UNKNOWN_ZONE, Spelling
from schedcheck.readers.values.leading_times import looks_like_lead, may_say_more, spellings_of
from schedcheck.readers.values.moments import is_range, parse_moment, start_in, stop_in
from schedcheck.readers.values.years import Years

#: Times are inside the cells when this part of the cells begins with one.
_MOST = 0.6
#: The headings of the columns of times may stand so many rows above those of the days.
_LABEL_ROWS = 2

_NO_TIME = msg(
    "no time stands in this cell or beside its row; write the programme as “06:00 Title”"
)
_NO_TITLE = msg("a time without a title; write the programme as “06:00 Title”")
_ANOTHER = msg(
    "another time stands inside the text: only the programme that begins the line was read; "
    "put each programme on a line of its own"
)
_OTHER_TIME = msg(
    "begins with a time that is not that of its row, and was read by the time of the row; "
    "correct one of the two"
)


@dataclass(slots=True)
class FilledCell:
    """A filled cell of a day: ``last`` is the last row that it is merged over, ``allow`` the
    spellings of times that the cells of its table begin with.
    """

    row: int
    column: int
    text: str
    last: int
    beside: list[str]
    allow: Spelling = Spelling.PLAIN

    @property
    def begins_with_time(self) -> bool:
        """Whether it begins with a time and has more than that."""
        return begins_with_time(self.text, self.allow)

    @property
    def programmes(self) -> tuple[list[str], list[Timed]]:
        """Its lines before the first time, and the programmes that begin with one each."""
        return programmes_in(self.text, self.allow)


@dataclass(slots=True)
class _Side:
    """A column of times beside the matrix: row -> seconds, which go on past midnight; ``ends``
    of ranges, and ``zones`` that are named behind the times.
    """

    label: str
    zone: str | None
    seconds: dict[int, int]
    ends: dict[int, int] = field(default_factory=dict)
    zones: dict[int, str] = field(default_factory=dict)

    def start(self, row: int, midnight: datetime, seconds: int, zone: str = "") -> datetime:
        """A start on this clock, with its offset where a ``zone`` or that of the row is named."""
        wall = midnight + timedelta(seconds=seconds)
        named = zone or self.zones.get(row, "")
        if not named:
            return wall
        minutes = int(offsets_at(named, np.array([wall], "datetime64[s]"))[0])
        return wall.replace(tzinfo=timezone(timedelta(minutes=minutes)))


@dataclass(slots=True)
class Matrix:
    """A matrix found under a row of days: ``listed`` are the filled cells of each day.

    ``times`` are the columns of times beside the days, ``sides`` the different clocks among them
    (one without readings where all times stand inside the cells).
    """

    grid: Grid
    days: DayRow
    times: Collection[int]
    inside: set[int]
    sides: list[_Side]
    listed: list[list[FilledCell]]
    timed_inside: bool

    @property
    def last_timed(self) -> int:
        """The last row that has a time; what stands under it belongs to no programme."""
        rows = [row for side in self.sides for row in side.seconds]
        rows += [one.row for day in self.listed for one in day if one.begins_with_time]
        return max(rows, default=0)

    @property
    def headings(self) -> list[Heading]:
        """The headings of the table with a row for each programme."""
        # inside the cells only one clock is printed; those beside it are held against it
        others = "clock" if self.timed_inside else "start"
        first = self.sides[0]
        columns = [
            (side.label, "start" if side is first else others, side.zone) for side in self.sides
        ]
        more = [("", role, None) for role in ("duration", "title", "other")]
        return headings(*columns, *more)


def find_matrix(grid: Grid, days: DayRow) -> Matrix | None:
    """The matrix under a row of days, or None where there are no times, or some among the days."""
    times = time_columns(grid, days)
    under = spans(days, grid)
    while len(under[-1]) > 1 and under[-1][-1] in times:
        under[-1] = under[-1][:-1]
    inside = {column for span in under for column in span}
    if inside & times.keys():
        return None
    sides = [_side(grid, days, column, times[column]) for column in sorted(times)]
    listed = [list(_entries(grid, days, span, inside)) for span in under]
    entries = _spelt_alike([entry for day in listed for entry in day])
    inside_cells = timed_inside(entries)
    if not entries or not (sides or inside_cells):
        return None
    sides = _distinct(sides, entries if inside_cells else []) or [_Side("", None, {})]
    return Matrix(grid, days, times.keys(), inside, sides, listed, inside_cells)


def _spelt_alike(entries: list[FilledCell]) -> list[FilledCell]:
    """The cells, of which each may spell its times as the others do."""
    allow = spellings_of(entry.text.strip() for entry in entries)
    for entry in entries:
        entry.allow = allow
    return entries


def timed_inside(entries: Sequence[FilledCell]) -> bool:
    """Whether most of the filled cells begin with a time and have more than that."""
    return sum(one.begins_with_time for one in entries) >= _MOST * len(entries)


def unfold_matrix(matrix: Matrix, file: str, years: Years) -> Unfolded:
    """The programmes of a matrix, a row for each.

    A cell goes on to the next filled one of its day. One merged over the rows of further times
    ends with them; one merged over several days is on each of them.
    """
    unfolded = Unfolded(matrix.grid, file, matrix.headings)
    words = (
        msg("days as columns (%(days)s), times inside the cells: each cell goes on to the next")
        if matrix.timed_inside
        else msg("days as columns (%(days)s), times down the side: each cell goes on to the next")
    )
    named = ", ".join(day.text for day in matrix.days.days)
    unfolded.notes.append(msg(words.text, days=named))
    reader = _Day(unfolded, matrix.sides, matrix.timed_inside, matrix.last_timed)
    dated = dates_of(matrix.days, years, unfolded)
    for (_heading, day), cells in zip(dated, matrix.listed, strict=True):
        if day is not None:
            unfolded.add(day, reader.read(day, cells))
    if reader.otherwise:
        unfolded.notes.append(
            msg(
                "cells whose time is not that beside their row, read by their own: %(count)d",
                count=reader.otherwise,
            )
        )
    if reader.continued:
        unfolded.notes.append(
            msg(
                "cells without a time under a programme, read as text of it: %(count)d",
                count=reader.continued,
            )
        )
    _tell_outside(unfolded, matrix)
    return unfolded


def _side(grid: Grid, days: DayRow, column: int, seconds_of: Callable[[Cell], int | None]) -> _Side:
    """A column of times, its readings going on past midnight."""
    label = _label(grid, days, column)
    side = _Side(label, zone_in(label), {})
    cells = list(enumerate(cells_of(grid.rows[days.body : days.end], column), days.body))
    read = [(row, cell, seconds_of(cell)) for row, cell in cells if not blank(cell)]
    clocks = [(row, cell, clock) for row, cell, clock in read if clock is not None]
    passed = midnights([clock for _row, _cell, clock in clocks])
    for (row, cell, clock), days_later in zip(clocks, passed, strict=True):
        side.seconds[row] = clock + days_later * DAY
        start, end = start_in(cell), stop_in(cell)
        if start is not None and start.clock_zone:
            side.zones[row] = start.clock_zone
        if end is not None:
            side.ends[row] = side.seconds[row] + (end.seconds - clock) % DAY
    return side


def _label(grid: Grid, days: DayRow, column: int) -> str:
    """The heading of a column of times: the nearest text above its first row."""
    above = cells_of(grid.rows[max(days.row - _LABEL_ROWS, 0) : days.body], column)
    texts = (text_of(cell) for cell in reversed(above) if isinstance(cell, str) and cell.strip())
    return next(texts, "")


def _entries(grid: Grid, days: DayRow, span: range, inside: set[int]) -> Iterator[FilledCell]:
    """The filled cells of a day from top to bottom."""
    ends = dict(grid.merged)
    across = {
        row: (row, column)
        for (row, column), (_last, reach) in ends.items()
        if column in inside and column < span[0] <= reach
    }
    for row in range(days.body, days.end):
        cells = grid.rows[row]
        filled = [at for at in span if at < len(cells) and not blank(cells[at])]
        first = (row, filled[0]) if filled else across.get(row)
        if first is None or blank(cells[first[1]]):
            continue
        cell = cells[first[1]]
        yield FilledCell(
            row,
            first[1],
            cell if isinstance(cell, str) else text_of(cell),
            ends.get(first, first)[0],
            [text_of(cells[at]) for at in filled[1:]],
        )


def _distinct(sides: list[_Side], timed: Sequence[FilledCell]) -> list[_Side]:
    """The columns of times, each clock once; first the one that the times in the cells follow."""
    different: list[_Side] = []
    for side in sides:
        if not any(one.seconds == side.seconds for one in different):
            different.append(side)
    if not timed:
        return different
    clocks = [
        (entry.row, entry.programmes[1][0].start) for entry in timed if entry.begins_with_time
    ]

    def same(side: _Side) -> int:
        return sum(side.seconds.get(row, -1) % DAY == clock % DAY for row, clock in clocks)

    best = max(different, key=same, default=None)
    if best is None or same(best) * 2 < len(clocks):
        return []
    return [best, *(side for side in different if side is not best)]


@dataclass(slots=True)
class _Day:
    """Reads the cells of one day after the other."""

    unfolded: Unfolded
    sides: list[_Side]
    timed_inside: bool
    last_timed: int
    continued: int = 0
    otherwise: int = 0

    def read(
        self, day: date, entries: Sequence[FilledCell]
    ) -> list[tuple[list[Cell], tuple[int, int]]]:
        """The rows of a day: its starts, length, title and text, and where each stands."""
        midnight = datetime.combine(day, time())
        listed: list[tuple[list[Cell], tuple[int, int]]] = []
        before, above = 0, -2
        for at, entry in enumerate(entries):
            following = entries[at + 1].row if at + 1 < len(entries) else None
            found = self._found(entry, before)
            if found is None:
                below = listed and entry.row == above + 1 and entry.row < self.last_timed
                if looks_like_lead(entry.text):
                    self._fault(entry, DOUBTFUL)
                elif below and not may_say_more(entry.text):  # a mark may be another programme's
                    cells = listed[-1][0]
                    cells[-1] = " / ".join(filter(None, [str(cells[-1] or ""), entry.text]))
                    self.continued += 1
                    above = entry.last
                else:
                    self._fault(entry, _NO_TIME)
                continue
            above = entry.last
            for timed in found:
                before = timed.start
                if not timed.title or timed.zone == UNKNOWN_ZONE:
                    self._fault(entry, BAD_ZONE if timed.title else _NO_TITLE)
                    continue
                length = self._length(entry, timed, following) if timed is found[-1] else None
                if timed.end is not None:
                    length = timedelta(seconds=(timed.end - timed.start) % DAY)
                text = " / ".join([*timed.more, *(entry.beside if timed is found[-1] else [])])
                listed.append(
                    (
                        [*self._starts(midnight, entry, timed), length, timed.title, text],
                        (entry.row, entry.column),
                    )
                )
        return listed

    def _fault(self, entry: FilledCell, reason: Message) -> None:
        self.unfolded.fault(entry.row, entry.column, text_of(entry.text), reason)

    def _found(self, entry: FilledCell, before: int) -> list[Timed] | None:
        """The programmes of a cell, their starts going on past midnight; None without a time."""
        beside = self.sides[0].seconds.get(entry.row)
        inner = entry.begins_with_time
        if inner and (self.timed_inside or beside is None):
            return self._found_inside(entry, before, beside)
        if beside is None:
            return None
        if inner:
            found = entry.programmes[1]
            if found[0].start % DAY != beside % DAY:
                self._fault(entry, _OTHER_TIME)
            elif len(found) == 1:
                found[0].start = beside
                return found
        lines = [" ".join(line.split()) for line in entry.text.splitlines() if line.strip()]
        return [Timed(beside, None, lines[0], lines[1:])]

    def _found_inside(self, entry: FilledCell, before: int, beside: int | None) -> list[Timed]:
        """The programmes of a cell by the times in it; ``beside`` is the time of its row."""
        above, found = entry.programmes
        if above:
            self._fault(entry, _NO_TIME)
        for timed in found:
            if beside is None:
                timed.start = next_after(before, timed.start)
            else:
                timed.start += round((beside - timed.start) / DAY) * DAY
                self.otherwise += timed is found[0] and timed.start != beside
            before = timed.start
            if timed.has_another_time:
                self._fault(entry, _ANOTHER)
        return found

    def _length(self, entry: FilledCell, timed: Timed, following: int | None) -> timedelta | None:
        """How long a cell lasts that is merged over further times or stands in a range of hours."""
        side = self.sides[0]
        merged = any(entry.row < row <= entry.last for row in side.seconds)
        after = min((row for row in side.seconds if row > entry.last), default=None)
        # of a merged last cell the rows tell the end, a range of hours only where nothing follows
        goes_on = after is not None and (not merged if following is None else following > after)
        end = self._after(entry.last) if merged else side.ends.get(entry.row)
        if goes_on or end is None or end <= timed.start:
            return None
        return timedelta(seconds=end - timed.start)

    def _after(self, row: int) -> int | None:
        """When the rows up to ``row`` end: at the next time, or a step after the last."""
        side = self.sides[0].seconds
        after = [at for at in side if at > row]
        if after:
            return side[min(after)]
        clocks = list(side.values())
        steps = {b - a for a, b in pairwise(clocks)}
        return clocks[-1] + steps.pop() if len(steps) == 1 else None

    def _starts(self, midnight: datetime, entry: FilledCell, timed: Timed) -> list[Cell]:
        """The start on each clock; the others as far from the first as in the entry's row."""
        first = self.sides[0].seconds.get(entry.row)
        row = entry.row
        starts: list[Cell] = [self.sides[0].start(row, midnight, timed.start, timed.zone)]
        for side in self.sides[1:]:
            other = side.seconds.get(entry.row)
            if first is None or other is None or timed.start != first:
                starts.append(None)
                continue
            apart = (other - first + DAY // 2) % DAY - DAY // 2
            starts.append(side.start(row, midnight, timed.start + apart))
        return starts


def _tell_outside(unfolded: Unfolded, matrix: Matrix) -> None:
    """Tell the texts that stand in no column of days and are no times."""
    labels = {side.label for side in matrix.sides}
    for row in range(matrix.days.body, matrix.days.end):
        for column, cell in enumerate(unfolded.grid.rows[row]):
            if column in matrix.inside or blank(cell) or text_of(cell) in labels:
                continue
            is_time = parse_moment(cell) is not None or not isinstance(cell, str)
            if not (column in matrix.times and is_time) and not is_range(cell):
                unfolded.fault(row, column, text_of(cell), OUTSIDE)
