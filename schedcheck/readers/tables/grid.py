"""The cells of a table, and a table as a job: what is known of it, and where its faults go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from schedcheck.messages import Message
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.values.cells import Cell, blank, text_of
from schedcheck.readers.values.years import Years
from schedcheck.schedule.account import End, Places, Unit
from schedcheck.schedule.reading import Fault, Reading

_SHOWN = 200


def shown(cells: Sequence[Cell]) -> str:
    """The raw text of a row, as findings cite it."""
    return " | ".join(text_of(cell) for cell in cells if not blank(cell))[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table, row by row.

    ``place`` names the cell at a row and column, both from 0, as people find it in the file;
    ``name`` is the sheet's, empty for a text file. ``merged`` are the first and last cell of each
    merged range. A row with more cells than the header is reported as a fault: a delimiter is
    inside a text. ``origin``: of a table made from another one, the row and column there of each
    row. The first ``borrowed`` rows are elsewhere in the file, and are accounted for there.
    """

    rows: Sequence[Sequence[Cell]]
    place: Callable[[int, int], str]
    name: str = ""
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    origin: Sequence[tuple[int, int]] = ()
    borrowed: int = 0

    def row_places(self) -> Places:
        """A place for each row that is not blank."""
        filled = [not all(map(blank, row)) for row in self.rows]
        filled[: self.borrowed] = [False] * min(self.borrowed, len(filled))
        return Places.of(Unit.ROW, filled)

    def cell_places(self) -> Places:
        """A place for each cell that is not blank."""
        width = max(map(len, self.rows), default=0)
        filled = [
            at >= self.borrowed and column < len(row) and not blank(row[column])
            for at, row in enumerate(self.rows)
            for column in range(width)
        ]
        return Places.of(Unit.CELL, filled, width)


@dataclass(frozen=True, slots=True)
class TableJob:
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
        return replace(self, grid=grid, places=seen)

    def fault(self, row: int, column: int | None, reason: Message) -> None:
        """Add a fault: a row above the programmes, or one cell of it, could not be read."""
        self.reading.faults.append(row_fault(self, row, column, reason))

    def unread(self, seen: Sequence[Cell], reason: Message) -> None:
        """Add a fault: the table could not be read; ``seen`` are the cells that it is known by."""
        fault = Fault("unread", self.file, self.grid.name, shown(seen), reason)
        self.reading.faults.append(fault)
        self.places.put_rest(End.FAULT)


def row_fault(job: TableJob, row: int, column: int | None, reason: Message) -> Fault:
    """The fault of a row, or of one cell of it, which the account then has as one."""
    cells = job.grid.rows[row]
    if column is None:
        column = next((at for at, cell in enumerate(cells) if not blank(cell)), 0)
    job.places.put(job.places.at(row, column), End.FAULT)
    return Fault("bad-row", job.file, job.grid.place(row, column), shown(cells), reason)
