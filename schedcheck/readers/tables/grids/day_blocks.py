"""Days side by side, each with columns of its own: a start, a title and perhaps more."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from schedcheck.messages import Message, msg
from schedcheck.readers.row_faults import HEADINGS
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.grids.day_row import DayRow, spans, time_columns
from schedcheck.readers.tables.grids.long_table import LongTable, dates_of
from schedcheck.readers.tables.headings import (
    Header,
    Heading,
    filled_down,
    is_header,
    shared_columns,
)
from schedcheck.readers.values.cells import Cell, blank, cells_of, shown, text_of
from schedcheck.readers.values.clock_names import zone_in
from schedcheck.readers.values.years import Years
from schedcheck.schedule.account import End, Places

OUTSIDE = msg("outside of the columns of days, not read; leave it out if it is empty")


def block_columns(grid: Grid, days: DayRow) -> list[range] | None:
    """The columns of each day's block, when each has a column of times of its own, else None.

    The heading of a day is above its first column, or above that of its titles.
    """
    times = sorted(time_columns(grid, days))
    under = spans(days, grid)
    if all(any(at in span for at in times) and not set(span) <= set(times) for span in under):
        return under
    lefts = [max((at for at in times if at <= day.column), default=-1) for day in days.days]
    if len(set(lefts)) < len(lefts) or min(lefts) < 0:
        return None
    width = max(days.days[-1].column - lefts[-1] + 1, min(_gaps(lefts)))
    return [range(at, at + gap) for at, gap in zip(lefts, [*_gaps(lefts), width], strict=True)]


def _gaps(columns: Sequence[int]) -> list[int]:
    return [after - before for before, after in itertools.pairwise(columns)]


def long_tables_of_blocks(  # noqa: PLR0913, PLR0917 - a table, what is known of it, and its account
    grid: Grid, days: DayRow, blocks: list[range], file: str, years: Years, account: Places
) -> list[LongTable]:
    """The tables of days side by side; blocks with the same headings make one table."""
    tables: dict[tuple[Heading, ...], LongTable] = {}
    first = LongTable(grid, file, [], account)
    first.notes.append(
        msg(
            "days side by side, a block of columns each (%(days)s): read block by block",
            days=", ".join(day.text for day in days.days),
        )
    )
    dated = dates_of(days, years, first)
    for (_day, date_), block in zip(dated, blocks, strict=True):
        if date_ is None:
            _put(first, block, range(days.body, days.end), End.FAULT)
            continue
        body, columns = _header(grid, days, block, blocks)
        _put(first, block, range(days.body, body), End.STRUCTURE, HEADINGS)
        _put(first, block, range(body, days.end), End.TEXT)
        table = tables.setdefault(columns, LongTable(grid, file, list(columns), account))
        shared = [block[at - 1] for at in shared_columns(Header(0, 0, columns)) if at]
        start = next(block[one.index - 1] for one in columns if one.role == "start")
        rows = filled_down(grid.rows, grid.merged, shared, start)
        table.add(date_, _listed(rows, block, range(body, days.end)))
    _tell_outside(first, days, blocks)
    return [first, *tables.values()]


def _put(
    long_table: LongTable, block: range, rows: range, end: End, name: Message | None = None
) -> None:
    """Say as what the cells of a block ended; the first of a programme says more of itself."""
    for row in rows:
        cells = [at for at in block if at < len(long_table.grid.rows[row])]
        long_table.account.put([long_table.account.at(row, at) for at in cells], end, name)


def _listed(
    cells_by_row: Sequence[Sequence[Cell]], block: range, rows: range
) -> list[tuple[list[Cell], tuple[int, int]]]:
    """The filled rows of a block, and where the first filled cell of each is."""
    listed = []
    for row in rows:
        cells = _cut(cells_by_row[row], block)
        if not all(map(blank, cells)):
            place = next(at for at, cell in zip(block, cells, strict=True) if not blank(cell))
            listed.append((cells, (row, place)))
    return listed


def _tell_outside(long_table: LongTable, days: DayRow, blocks: Sequence[range]) -> None:
    inside = {column for block in blocks for column in block}
    for row in range(days.body, days.end):
        cells = enumerate(long_table.grid.rows[row])
        outside = [(at, cell) for at, cell in cells if at not in inside]
        filled = [(at, cell) for at, cell in outside if not blank(cell)]
        if filled:
            long_table.fault(row, filled[0][0], shown([cell for _at, cell in filled]), OUTSIDE)
            for at, _cell in filled[1:]:
                long_table.put(row, at, End.FAULT)


def _cut(row: Sequence[Cell], block: range) -> list[Cell]:
    return [row[at] if at < len(row) else None for at in block]


def _header(
    grid: Grid, days: DayRow, block: range, blocks: list[range]
) -> tuple[int, tuple[Heading, ...]]:
    """The first row of programmes of a block and its headings, the date's before them."""
    date_heading = Heading(0, "", "date")
    for row in range(days.body, min(days.body + 3, days.end)):
        found = is_header(_cut(grid.rows[row], block))
        if found:
            return row + 1, (
                date_heading,
                *(Heading(at, one.text, one.role, one.zone) for at, one in enumerate(found, 1)),
            )
    return days.body, (date_heading, *_guessed(grid, days, block, blocks))


def _guessed(grid: Grid, days: DayRow, block: range, blocks: list[range]) -> tuple[Heading, ...]:
    """The columns of blocks without headings: by what is in the same column of every block.

    The first column of times holds the starts; a second one may be the end or a length and is not
    guessed. The first text that differs is the title, else the first text.
    """
    body = grid.rows[days.body : days.end]
    times = time_columns(grid, days)
    start = next(offset for offset, column in enumerate(block) if column in times)
    others = [offset for offset, column in enumerate(block) if column not in times]

    def different(offset: int) -> int:
        alike = [one[offset] for one in blocks if offset < len(one)]
        return len({text_of(c) for at in alike for c in cells_of(body, at) if not blank(c)})

    title = next((at for at in others if different(at) > 1), others[0])
    label = grid.rows[days.row][block[0]] if block[0] < len(grid.rows[days.row]) else None
    return tuple(
        Heading(
            offset + 1,
            "",
            {start: "start", title: "title"}.get(offset, ""),
            zone_in(text_of(label)) if offset == start else None,
        )
        for offset in range(len(block))
    )
