"""Weeks with their days down the side and their times across the top, turned by a quarter."""

from __future__ import annotations

from collections.abc import Sequence

from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.grids.day_row import DayRow, day_rows
from schedcheck.readers.values.cells import Cell, blank

#: More rows are not one week with a day in each, or a few for it.
_MOST_ROWS = 200


def transposed(grid: Grid) -> tuple[Grid, list[DayRow]] | None:
    """The table with its rows as columns, where that has days side by side, and these; else None.

    Each cell keeps the place that it has in the file.
    """
    rows: Sequence[Sequence[Cell]] = grid.rows
    filled = [at for at, row in enumerate(rows) if not all(map(blank, row))]
    if not filled or len(filled) > _MOST_ROWS:
        return None
    width = max(map(len, rows))
    sides = [
        [row[at] if at < len(row) else None for row in rows[: filled[-1] + 1]]
        for at in range(width)
    ]
    merged = [((left, top), (right, low)) for (top, left), (low, right) in grid.merged]
    quarter = Grid(sides, lambda row, column: grid.place(column, row), grid.name, merged)
    days = day_rows(quarter)
    return (quarter, days) if days else None
