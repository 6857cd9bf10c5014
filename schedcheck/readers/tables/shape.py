"""What a table may be read as, by its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from schedcheck.readers.tables.columns import cells_of
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.grids.day_row import DayRow, day_rows
from schedcheck.readers.tables.grids.transposed import turned
from schedcheck.readers.tables.headings import (
    SEARCHED_ROWS,
    Header,
    Heading,
    find_header,
    headings_of,
)
from schedcheck.readers.tables.no_header import guess_header
from schedcheck.readers.tables.one_column import split_list
from schedcheck.readers.values.cells import Cell, blank, text_of
from schedcheck.readers.values.clock_names import clock_heading, unknown_clock, zone_in
from schedcheck.readers.values.moments import parse_moment

#: A column is filled when this part of its cells is.
_MOST = 0.8


@dataclass(frozen=True)
class Shape:
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
        """The rows whose cells are days side by side."""
        return day_rows(self.grid)

    @cached_property
    def quarter(self) -> tuple[Grid, list[DayRow]] | None:
        """The table turned by a quarter, where its days are down the side."""
        return turned(self.grid) if self.header is None and not self.days else None

    @cached_property
    def guessed(self) -> Header | None:
        """The columns by their cells, where no headings are known."""
        return guess_header(self.grid.rows) if self.header is None else None

    @cached_property
    def one_column(self) -> tuple[Grid, Header, int] | None:
        """The one column that is a list."""
        return split_list(self.grid) if (self.header or self.guessed) is None else None

    @cached_property
    def side_by_side(self) -> list[Heading]:
        """The headings beside one of times that may be channels: each column has its titles."""
        if self.header is not None or self.days:
            return []
        for at, row in enumerate(self.grid.rows[:SEARCHED_ROWS]):
            times, others = _beside_times(row)
            if others and _all_filled(self.grid.rows[at + 1 :], times, others):
                return others
        return []

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
    def clock_above(self) -> str:
        """The text above the headings that names the clock of the table; empty where none does."""
        heads = [self.header.row] if self.header else []
        top = min([*heads, *(days.row for days in self.days)], default=0)
        texts = [text_of(cell) for row in self.grid.rows[:top] for cell in row]
        named = (text for text in reversed(texts) if clock_heading(text))
        return next((text for text in named if zone_in(text) or unknown_clock(text)), "")


def _beside_times(row: Sequence[Cell]) -> tuple[int, list[Heading]]:
    """The one column that is headed by times, and the headings of several beside it, all of which
    are called channels or all of which are not known; none of a row of another kind.
    """
    columns = [column for column in headings_of(row) if column.text]
    times = [column.index for column in columns if column.role == "start"]
    others = [column for column in columns if column.role != "start"]
    roles = {column.role for column in others}
    alike = len(times) == 1 and len(others) > 1 and roles in ({""}, {"channel"})
    return (times[0], others) if alike else (0, [])


def _all_filled(rows: Sequence[Sequence[Cell]], times: int, others: Sequence[Heading]) -> bool:
    """Whether most rows of several cells have a time, and a text in each of the other columns."""
    several = [row for row in rows if sum(not blank(cell) for cell in row) > 1]
    clocks = sum(parse_moment(cell) is not None for cell in cells_of(several, times))
    filled = [sum(not blank(cell) for cell in cells_of(several, one.index)) for one in others]
    return len(several) > 1 and min(clocks, *filled) >= _MOST * len(several)
