"""Which shape a table with days as columns has, and its programmes, a row for each."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from schedcheck.messages import msg
from schedcheck.readers.row_faults import HEADINGS
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.grids.day_blocks import block_columns, long_tables_of_blocks
from schedcheck.readers.tables.grids.day_row import DayRow
from schedcheck.readers.tables.grids.long_table import LongTable
from schedcheck.readers.tables.grids.matrix import find_matrix, long_table_of_matrix
from schedcheck.readers.tables.texts_beside import text_beside
from schedcheck.readers.values.cells import blank, shown, text_of
from schedcheck.readers.values.years import Years
from schedcheck.schedule.account import End, Places
from schedcheck.schedule.reading import Fault

UNCLEAR = msg(
    "days are side by side, but there are no times that are understood next to them or inside the "
    "cells; save it with a row for each programme, and its date in a column of its own"
)


def long_tables(
    grid: Grid, rows_of_days: Sequence[DayRow], file: str, years: Years, places: Places
) -> list[LongTable]:
    """The tables under each row of days; none when no row of days is the head of a schedule.

    Where one of several rows of days is understood and another is not, that one is reported. As
    what its cells ended is put into ``places``.
    """
    last = _without_texts_below(grid, rows_of_days[-1], places)
    rows_of_days = [*rows_of_days[:-1], last]
    tables: list[LongTable] = []
    unclear: list[DayRow] = []
    for days in rows_of_days:
        head = slice(places.at(days.row), places.at(days.body))
        places.put(head, End.STRUCTURE, HEADINGS)
        blocks = block_columns(grid, days)
        if blocks is not None:
            tables += long_tables_of_blocks(grid, days, blocks, file, years, places)
            continue
        matrix = find_matrix(grid, days)
        if matrix is not None:
            head = slice(places.at(days.body), places.at(matrix.days.body))
            places.put(head, End.STRUCTURE, HEADINGS)
            tables.append(long_table_of_matrix(matrix, file, years, places))
        elif any(not all(map(blank, row)) for row in grid.rows[days.body : days.end]):
            unclear.append(days)
    if tables and unclear:
        rest = LongTable(grid, file, [], places)
        for days in unclear:
            place = grid.place(days.row, days.days[0].column)
            places.put(slice(places.at(days.row), places.at(days.end)), End.FAULT)
            rest.faults.append(Fault("unread", file, place, shown(grid.rows[days.row]), UNCLEAR))
        tables.append(rest)
    return tables


def _without_texts_below(grid: Grid, days: DayRow, places: Places) -> DayRow:
    """The last row of days without the texts below its programmes: sums, page numbers, and what is
    parted from these by a blank row.
    """
    end = days.end
    while end > days.body + 1:
        cells = grid.rows[end - 1]
        texts = [text_of(cell) for cell in cells if not blank(cell)]
        apart = all(map(blank, grid.rows[end - 2]))
        name = text_beside(texts, below=apart) if texts else None
        if texts and name is None:
            break
        if name is not None:
            places.put(slice(places.at(end - 1), places.at(end)), End.STRUCTURE, name)
        end -= 1
    return replace(days, end=end)
