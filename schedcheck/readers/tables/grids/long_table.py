"""What tables of other shapes are turned into: a row per programme under a header of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct, field

from schedcheck.messages import Message, msg
from schedcheck.readers.tables.altered_values import note
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.grids.day_row import DayColumn, DayRow
from schedcheck.readers.tables.headings import Header, Heading
from schedcheck.readers.values.cells import Cell
from schedcheck.readers.values.years import Years
from schedcheck.schedule.account import End, Places
from schedcheck.schedule.reading import Fault

_MISPLACED = msg("its date does not follow that of the day before; correct it")


class LongTable(Struct):
    """A table with a row per programme that was read out of one of another shape.

    The first column holds the date, on the first row of its day; ``columns`` are the headings of
    all. ``account`` is that of the cells of ``grid``, and ``places`` are the row and column there
    of each row: where its title is.
    """

    grid: Grid
    file: str
    columns: list[Heading]
    account: Places
    rows: list[list[Cell]] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    def fault(self, row: int, column: int, text: str, reason: Message) -> None:
        """Report that a cell of the table could not be read."""
        place = self.grid.place(row, column)
        self.faults.append(Fault("bad-row", self.file, place, text, reason))
        self.put(row, column, End.FAULT)

    def put(self, row: int, column: int, end: End, name: Message | None = None) -> None:
        """Say as what a cell ended that is in no row of this table."""
        self.account.put(self.account.at(row, column), end, name)

    def add(self, day: date, listed: Sequence[tuple[list[Cell], tuple[int, int]]]) -> None:
        """Add the rows of a ``day``: their cells but the date, and where each is."""
        for at, (cells, place) in enumerate(listed):
            self.rows.append([day if at == 0 else None, *cells])
            self.places.append(place)

    @property
    def table(self) -> Grid:
        """The rows as a table; each row is named by where it is in the one it came from."""
        return Grid(
            self.rows, lambda row, _column: self.grid.place(*self.places[row]), origin=self.places
        )

    @property
    def header(self) -> Header:
        """The header of :attr:`table`, which is above its first row."""
        return Header(0, 0, tuple(self.columns))


def headings(*named: tuple[str, str, str | None]) -> list[Heading]:
    """The headings of a long table, the date first, then text, role and zone of each."""
    columns = [("", "date", None), *named]
    return [Heading(at, text, role, zone) for at, (text, role, zone) in enumerate(columns)]


def dates_of(
    days: DayRow, years: Years, long_table: LongTable
) -> list[tuple[DayColumn, date | None]]:
    """Each day of a row of days with its date, None where none can be known (a fault says why)."""
    dated: list[tuple[DayColumn, date | None]] = []
    found_dates = years.dates_of([day.heading for day in days.days])
    changed = [day for day in days.days if day.put_back and day.heading.whole]
    for day in changed[:1]:
        long_table.notes.append(note(len(changed), day.text[:10], day.heading.whole))
    for day, found in zip(days.days, found_dates, strict=True):
        if isinstance(found, date) and not day.misplaced:
            dated.append((day, found))
            continue
        reason = msg(
            "%(reason)s; the column under it is not read",
            reason=_MISPLACED if day.misplaced else found,
        )
        long_table.fault(day.row, day.column, day.text, reason)
        dated.append((day, None))
    return dated
