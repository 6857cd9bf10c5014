"""Tables without headings, as far as the kinds of their cells alone tell the columns apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from schedcheck.messages import Message, msg
from schedcheck.readers.tables.headings import SEARCHED_ROWS, Header, Heading, headings_of
from schedcheck.readers.values.cells import EPOCH, Cell, blank, cells_of
from schedcheck.readers.values.day_headings import day_heading
from schedcheck.readers.values.moments import parse_moment

#: What a column is taken for, in words.
_TAKEN = {
    "channel": msg("channel"),
    "date": msg("date"),
    "start": msg("start"),
    "title": msg("title"),
}
_SAMPLE = 400
#: A column is of a kind when this part of the rows of the table says so.
_MOST = 0.8


def guess_header(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """The columns of a table without headings, or None where there is room for doubt.

    There must be one column of times, with one of dates or both together in one, or with days in
    rows of their own. Where days are in rows of their own, texts such as 06:00 are times too;
    else only real dates and times count, so that text files are not guessed at. The first text
    that differs from row to row is the title, and one before it that does not is the channel.
    """
    first = next((at for at, row in enumerate(rows[:_SAMPLE]) if _is_day(row)), None)
    sample = [row for row in rows[:_SAMPLE] if sum(not blank(cell) for cell in row) > 1]
    columns = _columns_of(sample)
    kinds = [_kind(cells, texts=first is not None) for cells in columns]
    roles = _roles(kinds, columns, listed=first is not None)
    if roles is None:
        return None
    top = 0 if first is None else first
    return Header(top, top, tuple(Heading(at, "", roles.get(at, "")) for at in range(len(kinds))))


def _columns_of(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The columns of rows that may be cut short, as far down as each goes."""
    width = max(map(len, rows), default=0)
    return [[row[at] for row in rows if at < len(row)] for at in range(width)]


def _roles(
    kinds: Sequence[str], columns: Sequence[list[Cell]], *, listed: bool
) -> dict[int, str] | None:
    """The roles of the columns by their kinds, or None where there is room for doubt.

    ``listed``: days are in rows of their own.
    """
    starts = [at for at, kind in enumerate(kinds) if kind in {"time", "both"}]
    dates = [at for at, kind in enumerate(kinds) if kind == "date"]
    texts = [at for at, kind in enumerate(kinds) if kind == "text"]
    varied = [at for at in texts if len(set(columns[at])) > 1]
    if len(starts) != 1 or not varied:
        return None
    needs_date = kinds[starts[0]] == "time"
    if len(dates) != needs_date and (dates or not listed):
        return None
    return {
        starts[0]: "start",
        varied[0]: "title",
        **dict.fromkeys(dates, "date"),
        **dict.fromkeys(texts[: texts.index(varied[0])][:1], "channel"),
    }


def _is_day(row: Sequence[Cell]) -> bool:
    """Whether a row holds one cell, and that the heading of a day."""
    filled = [cell for cell in row if not blank(cell)]
    heading = day_heading(filled[0]) if len(filled) == 1 and isinstance(filled[0], str) else None
    return heading is not None and heading.sure


def _kind(cells: Sequence[Cell], *, texts: bool) -> str:
    counts = {"time": 0, "both": 0, "date": 0, "text": 0}
    for cell in cells:
        if isinstance(cell, str) and cell.strip():
            clock = parse_moment(cell) if texts else None
            counts["text" if clock is None or clock.day else "time"] += 1
        elif isinstance(cell, time) or (isinstance(cell, date) and cell.year < EPOCH.year + 2):
            counts["time"] += 1
        elif isinstance(cell, datetime):
            counts["both"] += 1
        elif isinstance(cell, date):
            counts["date"] += 1
    if counts["both"]:
        # a date without a time is midnight among dates with times
        counts["both"] += counts.pop("date")
    kind = max(counts, key=lambda name: counts[name])
    return kind if counts[kind] >= _MOST * len(cells) else ""


def guessed(header: Header) -> Message:
    """What was taken for what where no headings say so."""
    taken = tuple(
        msg("%(number)d = %(role)s", number=column.index + 1, role=_TAKEN[column.role])
        for column in header.columns
        if column.role in _TAKEN
    )
    return msg(
        "has no headings; its columns were recognised by their cells: %(columns)s", columns=taken
    )


def titles_side_by_side(rows: Sequence[Sequence[Cell]]) -> list[Heading]:
    """The headings beside one of times that may be channels, where each column has titles under it;
    none in a table of another kind.
    """
    for at, row in enumerate(rows[:SEARCHED_ROWS]):
        times, others = _beside_times(row)
        if others and _all_filled(rows[at + 1 :], times, others):
            return others
    return []


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
