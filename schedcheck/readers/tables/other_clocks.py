"""Columns of starts on other clocks, held against the one that is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from schedcheck.messages import Message, msg
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.tables.columns import cells_of
from schedcheck.readers.tables.headings import Heading
from schedcheck.readers.tables.rows import Rows, spread
from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.clock_times import known_zone, offsets_at
from schedcheck.readers.values.moments import number_style, start_in
from schedcheck.readers.values.words import LOCAL

Walls = npt.NDArray[np.datetime64]
Kept = npt.NDArray[np.intp]
_HALF = DAY // 2


OUTVOTED = msg(
    "the other clocks of the table agree with each other and contradict “%(chosen)s”: is it on the "
    "clock that it was read on? give the column to take with --column, or its clock with "
    "--source-zone"
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What another clock says that cannot be so beside the one that was read.

    ``by``: by how many minutes it is wrong in most rows; ``most``: whether most rows are wrong.
    """

    words: Message
    by: int
    most: bool


def is_outvoted(found: Sequence[Contradiction]) -> bool:
    """Whether several clocks say that the one which was read is wrong, and by the same time."""
    counts = Counter(one.by for one in found if one.most)
    return max(counts.values(), default=0) > 1


def contradictions(
    rows: Rows, options: ReadOptions, kept: Kept, walls: Walls
) -> Iterator[Contradiction]:
    """Each other clock that cannot be so beside the one that was read.

    ``walls`` are the clock readings taken, of the rows ``kept``. Clocks without a known zone, and
    dates, are not compared: the time of day says which of two labels is stale.
    """
    own = rows.columns.zone or options.zone
    if own is None or not known_zone(own):
        return
    seconds = (walls - walls.astype("datetime64[D]")).astype(np.int64)
    offsets = offsets_at(own, walls)
    for column in rows.columns.clocks:
        if column.place:
            continue
        zone = options.zone if column.zone in {None, LOCAL} else column.zone
        if zone is None or zone == own or not known_zone(zone):
            continue
        style = number_style(cells_of(rows.body, column.index))
        moments = rows.mapped(column.index, partial(start_in, numbers=style))[kept]
        other = spread(moments, lambda moment: moment.seconds, -1, np.int64)
        there = other >= 0
        due = (offsets_at(zone, walls) - offsets)[there]
        apart = _within_half_a_day(other[there] - seconds[there]) // 60
        wrong = _within_half_a_day((apart - due) * 60) // 60
        if wrong.any():
            by, count = Counter(wrong[wrong != 0].tolist()).most_common(1)[0]
            words = _reason(column, rows.columns.start_text, due, apart, wrong)
            yield Contradiction(words, by, count * 2 > len(wrong))


def _within_half_a_day(seconds: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return (seconds + _HALF) % DAY - _HALF


def _reason(
    column: Heading,
    chosen: str,
    due: npt.NDArray[np.int64],
    apart: npt.NDArray[np.int64],
    wrong: npt.NDArray[np.int64],
) -> Message:
    rows = np.flatnonzero(wrong)
    pairs = Counter(zip(due[rows].tolist(), apart[rows].tolist(), strict=True))
    (due_most, apart_most), _count = pairs.most_common(1)[0]
    return msg(
        "“%(heading)s” contradicts “%(chosen)s” in %(rows)d of %(all)d rows: it should be "
        "%(due)s hours from it and is %(apart)s; “%(chosen)s” was believed",
        heading=column.text,
        chosen=chosen,
        rows=len(rows),
        all=len(wrong),
        due=_hours(due_most),
        apart=_hours(apart_most),
    )


def _hours(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
