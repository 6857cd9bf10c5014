"""Which calendar day a programme is on: midnight, the broadcast day, and zones at a date.

The one place that decides where a clock that goes back has passed midnight, for rows of tables,
cells of grids and lines of texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from schedcheck.errors import ConfigError
from schedcheck.readers.values.cells import DAY
from schedcheck.zones import offsets_over, zone

Days: TypeAlias = npt.NDArray[np.datetime64]
Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

#: A clock that goes back by more than this (seconds) has passed midnight; by less, rows are
#: out of order or overlap.
_MIDNIGHT_STEP = 6 * 3600


def last_printed(printed: Flags) -> Ints:
    """For each row the last row up to it that ``printed`` marks, -1 where there is none."""
    rows = np.arange(len(printed))
    return np.maximum.accumulate(np.where(printed, rows, -1)) if len(rows) else rows


def next_after(before: int, clock: int) -> int:
    """A reading on the day it must be of when it follows ``before``, in seconds since 00:00.

    It is later, or earlier by less than a slip of the pen: then midnight has passed.
    """
    return clock + max(0, -((clock - before + _MIDNIGHT_STEP) // DAY)) * DAY


def midnights(clocks: Sequence[int]) -> list[int]:
    """How many midnights each reading of one day has passed, in their order.

    A clock that goes back once, to hours before its first, has passed midnight; else it must go
    back by more than six hours, since less may be a slip of the pen.
    """
    back = [at for at in range(1, len(clocks)) if clocks[at] < clocks[at - 1]]
    once = len(back) == 1 and max(clocks[back[0] :]) <= clocks[0]
    least = 0 if once else _MIDNIGHT_STEP
    passed = [0]
    for before, clock in pairwise(clocks):
        passed.append(passed[-1] + (clock < before - least))
    return passed[: len(clocks)]


def past_midnight(seconds: Ints, days: Days, channels: Ints, printed: Flags) -> tuple[Ints, Flags]:
    """How many days later than their date rows stand, and which of them are in doubt.

    Broadcasters list the hours after midnight under the day that began in the morning. Rows are
    in file order: ``seconds`` of the clock, the ``days`` they are listed under, the ``channels``
    (codes) they belong to, ``printed`` where the date stands on the row itself. Where the clock
    goes back by more than six hours, the rows after it are of the next day; where every row
    prints its date, only if that happens once and the day is otherwise in order. Rows are in
    doubt when they would then start no earlier than the next day's first.
    """
    shift = np.zeros(len(seconds), np.int64)
    doubt = np.zeros(len(seconds), np.bool_)
    if not len(seconds):
        return shift, doubt
    order = np.argsort(channels, kind="stable")
    clock, day, channel, dated = seconds[order], days[order], channels[order], printed[order]
    begins = np.ones(len(clock), np.bool_)
    begins[1:] = (day[1:] != day[:-1]) | (channel[1:] != channel[:-1])
    run = np.cumsum(begins) - 1
    step = np.where(begins, 0, np.diff(clock, prepend=0))
    over = step < -_MIDNIGHT_STEP
    first = np.flatnonzero(begins)
    overs, backs = np.bincount(run, over), np.bincount(run, step < 0)
    carried = np.bincount(run, ~dated & ~begins) > 0
    passed = np.cumsum(over, dtype=np.int64)
    passed -= passed[first][run]
    # the next run of the channel must begin after the last midnight of this one
    absolute = day.astype("datetime64[D]").astype(np.int64) * DAY + clock + passed * DAY
    last_over = np.full(len(first), np.iinfo(np.int64).min)
    np.maximum.at(last_over, run[over], absolute[over])
    clash = np.zeros(len(first), np.bool_)
    follows = (channel[first[1:]] == channel[first[:-1]]) & (day[first[1:]] > day[first[:-1]])
    clash[:-1] = follows & (absolute[first[1:]] <= last_over[:-1])
    shifted = np.where(carried, overs > 0, (overs == 1) & (backs == 1) & ~clash)
    shift[order] = np.where(shifted[run], passed, 0)
    doubt[order] = (carried & clash)[run] & (passed > 0)
    return shift, doubt


def known_zone(name: str) -> bool:
    """Whether a zone of a heading or a cell can be reckoned with."""
    try:
        return name.startswith("UTC") or bool(zone(name))
    except ConfigError:
        return False


def offsets_at(name: str, walls: Days) -> Ints:
    """The UTC offset in minutes of a zone (an IANA name or ``UTC+05:00``) at clock readings.

    Of an hour that happened twice the first is taken.
    """
    if name.startswith("UTC"):
        hours, minutes = (int(name[4:6]), int(name[7:9])) if len(name) > len("UTC") else (0, 0)
        fixed = (hours * 60 + minutes) * (-1 if "-" in name else 1)
        return np.full(len(walls), fixed, np.int64)
    seconds = walls.astype("datetime64[s]").astype(np.int64)
    earlier, _later, _never = offsets_over(name, seconds).instants(seconds)
    return (seconds - earlier) // 60
