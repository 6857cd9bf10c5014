"""Lists in one column of a table: ``06:00 Title`` in a cell, days in rows of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.headings import Header, Heading
from schedcheck.readers.tables.timed_cells import Timed, begins_with_time, programmes_in
from schedcheck.readers.values.cells import Cell, blank, cells_of, text_of
from schedcheck.readers.values.clock_heads import clock_head
from schedcheck.readers.values.clock_times import Spelling, begins_with_zone
from schedcheck.readers.values.day_headings import date_at_head, day_heading
from schedcheck.readers.values.leading_times import holds_another, lead, spellings_of

#: A column is such a list when this part of its cells, days left aside, begins so.
_MOST = 0.6
_START, _TITLE, _ZONE = 0, 2, 4
_HEADER = Header(
    0,
    0,
    (
        Heading(0, "", "start"),
        Heading(1, "", "stop"),
        Heading(2, "", "title"),
        Heading(3, "", "other"),
        Heading(4, "", "zone"),
    ),
)


def split_list(grid: Grid) -> tuple[Grid, Header, int] | None:
    """A table with starts and titles in columns of their own, its header, and the first row of the
    list; None where no one column is a list.

    Rows of the list that begin with no time stay as they are: days, or what is to be told.
    """
    width = max(map(len, grid.rows), default=0)
    columns = [cells_of(grid.rows, column) for column in range(width)]
    spellings = [spellings_of(map(text_of, cells)) for cells in columns]
    lists = [at for at in range(width) if _is_list(columns[at], spellings[at])]
    return _split(grid, lists[0], spellings[lists[0]]) if len(lists) == 1 else None


def _split(grid: Grid, column: int, allow: Spelling) -> tuple[Grid, Header, int]:
    rows: list[list[Cell]] = []
    places: list[tuple[int, int]] = []
    first = len(grid.rows)
    for at, row in enumerate(grid.rows):
        cell = row[column] if column < len(row) else None
        others = [text_of(c) for i, c in enumerate(row) if i != column and not blank(c)]
        if isinstance(cell, str) and not _is_day(cell) and begins_with_time(cell, allow):
            first = min(first, at)
            rows += _rows_in(cell, others, allow)
        else:
            rows.append(_line(" ".join(filter(None, [text_of(cell), *others]))))
        places += [(at, column)] * (len(rows) - len(places))
    _take_clock_head(rows)
    table = Grid(rows, lambda row, _at: grid.place(*places[row]), grid.name, origin=places)
    return table, _HEADER, first


def _rows_in(cell: str, others: list[str], allow: Spelling) -> Iterator[list[Cell]]:
    """The rows of a cell that begins with a time: its programmes, and what may be one."""
    before, found = programmes_in(cell, allow)
    yield from map(_line, before)
    for timed in found:
        if _says_more(timed.title):
            yield _line(cell)
            continue
        yield _row(timed, others)
        yield from map(_line, timed.doubtful)


def _line(text: str) -> list[Cell]:
    """The row of a text without a time."""
    return [None, None, text, None, None]


def _take_clock_head(rows: list[list[Cell]]) -> None:
    """Take the clock at the head of all titles, where there is one, from these into its column."""
    head = clock_head([str(row[_TITLE]) for row in rows if row[_START] is not None])
    for row in rows if head is not None else ():
        title = head.behind(str(row[_TITLE])) if head and row[_START] is not None else None
        if head is not None and title is not None:
            row[_TITLE], row[_ZONE] = title, row[_ZONE] or head.zone


def _says_more(title: str) -> bool:
    """Whether what follows a start is another clock, an end, or another day: nobody knows which."""
    return (
        lead(title) is not None
        or date_at_head(title) is not None
        or begins_with_zone(title)
        or holds_another(title)
    )


def _is_day(text: str) -> bool:
    return day_heading(text) is not None


def _row(timed: Timed, others: list[str]) -> list[Cell]:
    """The row of a programme; ``others`` are the texts of the other columns."""
    end = None if timed.end is None else timedelta(seconds=timed.end)
    more = " / ".join([*timed.more, *others])
    return [timedelta(seconds=timed.start), end, timed.title, more, timed.zone]


def _is_list(cells: list[Cell], allow: Spelling) -> bool:
    filled = [c for c in cells if not blank(c) and not _is_day(text_of(c))]
    timed = sum(isinstance(cell, str) and begins_with_time(cell, allow) for cell in filled)
    return timed > 1 and timed >= _MOST * len(filled)
