"""The days a run is about: what lies in them, what of them a schedule covers, and what not.

A programme belongs to the week in which it starts, by the clock of the zone judged, and is judged
there to its end, past the end of the week too. A week ends where the next one begins, so every
programme belongs to exactly one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from schedcheck.schedule.placing import NAT
from schedcheck.schedule.week import DAY, WEEK_STARTS, Week
from schedcheck.zones import Seconds, local, number_of, offsets_over

#: A silence longer than this is a gap (seconds).
LONGEST_SILENCE = 30 * 60
#: A station's day begins at six: the hours before the first one are the week before's.
_MORNING = 6 * 3600
#: How long a programme lasts whose end nothing tells, when hours are counted (seconds).
_UNKNOWN_END = 3600
_HOUR = 3600
_DAY, _NOON = 24 * _HOUR, 12 * _HOUR
#: More than there are days in the years that a reading may be of.
_ALL_DAYS = 1 << 20


def edges(days: Week, zone_name: str, starts_at: int = WEEK_STARTS) -> tuple[int, int]:
    """The instants (seconds since 1970) between which ``days`` lie on the clock of a zone.

    ``starts_at``: when the first day begins, and the last one ends, in seconds since midnight;
    days of the calendar begin at midnight.
    """
    starts_at = 0 if days.calendar else starts_at
    walls = np.array([_midnight(days.first), _midnight(days.last + DAY)]) + starts_at
    earlier, _later, _never = offsets_over(zone_name, walls).instants(walls)
    return int(earlier[0]), int(earlier[1])


def _midnight(day: date) -> int:
    return number_of(day) * 24 * _HOUR


def inside(
    days: Week, zone_name: str, starts: Seconds, starts_at: int = WEEK_STARTS
) -> npt.NDArray[np.bool_]:
    """Which programmes, by their ``starts``, belong to ``days``; see :func:`edges`."""
    begin, end = edges(days, zone_name, starts_at)
    return (starts >= begin) & (starts < end)


def covered(
    days: Week, zone_name: str, starts: Seconds, stops: Seconds, starts_at: int = WEEK_STARTS
) -> Coverage:
    """How much of ``days`` is covered by a channel's programmes, which are sorted by start.

    A silence that is too short to be a ``gap`` counts as covered, and a programme whose end is
    unknown (NAT) as lasting an hour. Of days that begin at midnight a schedule that begins by six
    on the first one need not cover the hours before: they belong to the station's day before.
    ``starts_at``: see :func:`edges`.
    """
    begin, end = edges(days, zone_name, starts_at)
    stops = np.where(stops == NAT, starts + _UNKNOWN_END, stops)
    near = (stops > begin) & (starts < end)
    starts, stops = starts[near], stops[near]
    if not starts_at and len(starts) and begin < starts[0] <= begin + _MORNING:
        begin = int(starts[0])
    opens = np.maximum.accumulate(np.r_[begin, stops])
    closes = np.r_[starts, end]
    silent = np.flatnonzero(closes - opens > LONGEST_SILENCE)
    holes = tuple(
        (local(int(opens[at]), zone_name), local(int(closes[at]), zone_name)) for at in silent
    )
    missed = int((closes - opens)[silent].sum())
    return Coverage((end - begin) / _HOUR, (end - begin - missed) / _HOUR, holes)


def whole_days(zone_name: str, starts: Seconds) -> frozenset[date]:
    """The local days on which programmes start both before noon and after it."""
    return whole_days_of([zone_name], np.zeros(len(starts), np.intp), starts)[0]


def whole_days_of(
    zone_names: Sequence[str], numbers: npt.NDArray[np.intp], starts: Seconds
) -> list[frozenset[date]]:
    """The :func:`whole_days` of several schedules, each with its zone.

    ``numbers``: for each start the number of its schedule.
    """
    walls = starts.copy()
    for zone_name in dict.fromkeys(zone_names):
        of_zone = np.array([name == zone_name for name in zone_names], np.bool_)[numbers]
        own = starts[of_zone]
        walls[of_zone] += offsets_over(zone_name, own).at(own)
    days, late = walls // _DAY, walls % _DAY >= _NOON
    days += numbers * _ALL_DAYS
    both = np.intersect1d(days[late], days[~late])
    owners, days = divmod(both + _ALL_DAYS // 2, _ALL_DAYS)
    days -= _ALL_DAYS // 2
    begins = np.searchsorted(owners, np.arange(len(zone_names) + 1))
    whole = days.astype("datetime64[D]").tolist()
    return [frozenset(whole[begin:end]) for begin, end in pairwise(begins.tolist())]


def span_of(asked: Week | None, channels: Iterable[Collection[date]]) -> Span | None:
    """The days that a run is about: those asked for, else those that most channels cover.

    ``channels``: of each channel the days that it has a schedule for. None where there is none.
    """
    if asked is not None:
        return Span(asked, "option")
    known = [days for days in channels if days]
    counted = Counter(day for days in known for day in days)
    usual = [day for day, count in counted.items() if 2 * count >= len(known)]
    return Span(Week(min(usual), max(usual)), "schedules") if usual else None


class Span(NamedTuple):
    """The days a run is about, and where they come from.

    ``option``: they were asked for. ``schedules``: from the first to the last day that most
    channels have a schedule for.
    """

    days: Week
    told_by: Literal["option", "schedules"]


class Coverage(Struct, frozen=True):
    """How much of the days that the run is about a channel's schedule covers.

    ``expected`` and ``covered`` are hours. ``holes``: from when to when nothing is scheduled, in
    order, aware, in the zone judged; silences too short to be a ``gap`` are none.
    """

    expected: float
    covered: float
    holes: tuple[tuple[datetime, datetime], ...]
