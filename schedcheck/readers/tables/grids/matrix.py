"""A week as a matrix: days as columns, times down the side or inside the cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from schedcheck.messages import msg
from schedcheck.readers.row_faults import HEADINGS
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.grids.day_blocks import OUTSIDE
from schedcheck.readers.tables.grids.day_column import DayColumn, FilledCell, Side
from schedcheck.readers.tables.grids.day_row import DayRow, spans, time_columns
from schedcheck.readers.tables.grids.long_table import LongTable, dates_of, headings
from schedcheck.readers.tables.headings import Heading, role_of
from schedcheck.readers.values.cells import DAY, Cell, blank, cells_of, text_of
from schedcheck.readers.values.clock_names import zone_in
from schedcheck.readers.values.leading_times import spellings_of
from schedcheck.readers.values.moments import is_range, midnights, parse_moment, start_in, stop_in
from schedcheck.readers.values.words import best, normalise
from schedcheck.readers.values.years import Years
from schedcheck.schedule.account import End, Places

#: Times are inside the cells when this part of the cells begins with one.
_MOST = 0.6
_BESIDE = msg("times beside the days")
#: The headings of the columns of times may be so many rows above those of the days.
_LABEL_ROWS = 2


class Matrix(Struct):
    """A matrix found under a row of days: ``listed`` are the filled cells of each day.

    ``times`` are the columns of times beside the days, ``sides`` the different clocks among them
    (one without readings where all times are inside the cells).
    """

    grid: Grid
    days: DayRow
    times: Collection[int]
    inside: set[int]
    sides: list[Side]
    listed: list[list[FilledCell]]
    timed_inside: bool

    @property
    def last_timed(self) -> int:
        """The last row that has a time; what is under it belongs to no programme."""
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
    days = _below_headings(grid, days)
    times = time_columns(grid, days)
    under = spans(days, grid)
    while len(under[-1]) > 1 and under[-1][-1] in times:
        under[-1] = under[-1][:-1]
    inside = {column for span in under for column in span}
    if inside & times.keys():
        return None
    sides = _with_ends([_side(grid, days, column, times[column]) for column in sorted(times)])
    listed = [list(_entries(grid, days, span, inside)) for span in under]
    entries = _spelt_alike([entry for day in listed for entry in day])
    inside_cells = timed_inside(entries)
    if not entries or not (sides or inside_cells):
        return None
    sides = _distinct(sides, entries if inside_cells else []) or [Side("", None, {})]
    return Matrix(grid, days, times.keys(), inside, sides, listed, inside_cells)


def _below_headings(grid: Grid, days: DayRow) -> DayRow:
    """The row of days without a row of headings below it: «Передача» and «Возраст» of each day."""
    if days.body + 1 >= days.end:
        return days
    cells = grid.rows[days.body]
    texts = [normalise(text_of(cell)) for cell in cells if not blank(cell)]
    whole = all(text and best(text, "roles")[0] == len(text) for text in texts)
    named = whole and len(texts) > len(set(texts))
    timed = any(start_in(cell) is not None for cell in cells)
    return replace(days, body=days.body + 1) if named and not timed else days


def _with_ends(sides: list[Side]) -> list[Side]:
    """The columns of starts, the first with the ends of a column that is called so."""
    stops = [side for side in sides if role_of(side.label)[0] == "stop"]
    starts = [side for side in sides if side not in stops]
    if not stops or not starts:
        return sides
    first = starts[0]
    for row, clock in stops[0].seconds.items():
        if row in first.seconds:
            begin = first.seconds[row]
            first.ends.setdefault(row, begin + (clock - begin) % DAY)
    return starts


def _spelt_alike(entries: list[FilledCell]) -> list[FilledCell]:
    """The cells, of which each may spell its times as the others do."""
    allow = spellings_of(entry.text.strip() for entry in entries)
    for entry in entries:
        entry.allow = allow
    return entries


def timed_inside(entries: Sequence[FilledCell]) -> bool:
    """Whether most of the filled cells begin with a time and have more than that."""
    return sum(one.begins_with_time for one in entries) >= _MOST * len(entries)


def long_table_of_matrix(matrix: Matrix, file: str, years: Years, account: Places) -> LongTable:
    """The programmes of a matrix, a row for each.

    A cell goes on to the next filled one of its day. One merged over the rows of further times
    ends with them; one merged over several days is on each of them.
    """
    long_table = LongTable(matrix.grid, file, matrix.headings, account)
    words = (
        msg("days as columns (%(days)s), times inside the cells: each cell goes on to the next")
        if matrix.timed_inside
        else msg("days as columns (%(days)s), times down the side: each cell goes on to the next")
    )
    named = ", ".join(day.text for day in matrix.days.days)
    long_table.notes.append(msg(words.text, days=named))
    reader = DayColumn(long_table, matrix.sides, matrix.timed_inside, matrix.last_timed)
    dated = dates_of(matrix.days, years, long_table)
    for (_heading, day), cells in zip(dated, matrix.listed, strict=True):
        if day is not None:
            long_table.add(day, reader.read(day, cells))
        else:
            for one in cells:
                long_table.put(one.row, one.column, End.FAULT)
    if reader.otherwise:
        long_table.notes.append(
            msg(
                "cells with a time other than that of their row, read by their own: %(count)d",
                count=reader.otherwise,
            )
        )
    if reader.continued:
        long_table.notes.append(
            msg(
                "cells without a time under a programme, read as text of it: %(count)d",
                count=reader.continued,
            )
        )
    _tell_outside(long_table, matrix)
    return long_table


def _side(grid: Grid, days: DayRow, column: int, seconds_of: Callable[[Cell], int | None]) -> Side:
    """A column of times, its readings going on past midnight."""
    label = _label(grid, days, column)
    side = Side(label, zone_in(label), {})
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
            filled[1:],
        )


def _distinct(sides: list[Side], timed: Sequence[FilledCell]) -> list[Side]:
    """The columns of times, each clock once; first the one that the times in the cells follow."""
    different: list[Side] = []
    for side in sides:
        if not any(one.seconds == side.seconds for one in different):
            different.append(side)
    if not timed:
        return different
    clocks = [
        (entry.row, entry.programmes[1][0].start) for entry in timed if entry.begins_with_time
    ]

    def same(side: Side) -> int:
        return sum(side.seconds.get(row, -1) % DAY == clock % DAY for row, clock in clocks)

    best = max(different, key=same, default=None)
    if best is None or same(best) * 2 < len(clocks):
        return []
    return [best, *(side for side in different if side is not best)]


def _tell_outside(long_table: LongTable, matrix: Matrix) -> None:
    """Report the texts that are in no column of days and are not times."""
    labels = {side.label for side in matrix.sides}
    for row in range(matrix.days.body, matrix.days.end):
        for column, cell in enumerate(long_table.grid.rows[row]):
            if column in matrix.inside or blank(cell):
                continue
            if text_of(cell) in labels:
                long_table.put(row, column, End.STRUCTURE, HEADINGS)
                continue
            is_time = parse_moment(cell) is not None or not isinstance(cell, str)
            if not (column in matrix.times and is_time) and not is_range(cell):
                long_table.fault(row, column, text_of(cell), OUTSIDE)
            else:
                long_table.put(row, column, End.STRUCTURE, _BESIDE)
