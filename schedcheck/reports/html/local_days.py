"""Where on the local days a stretch of time falls, also on days whose clock was changed.

A day is drawn as twenty-four hours, from midnight or from when a station's day begins. Where the
clock went back, an hour came twice: what was on air the first time is in the left half of that
hour, what came after it in the right half.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from schedcheck.zones import day_of, number_of, offsets_over

_DAY = 86400


class Lane(Enum):
    """How much of a day's width a part takes."""

    WHOLE = "whole"
    FIRST = "first"
    SECOND = "second"


class DayPart(NamedTuple):
    """What of a stretch falls on ``day``: ``opens`` and ``closes`` in minutes of that day."""

    day: date
    opens: float
    closes: float
    lane: Lane = Lane.WHOLE


class Change(Struct, frozen=True):
    """A change of clocks at ``instant``: from one offset to another, all in seconds."""

    instant: int
    before: int
    after: int

    @property
    def back(self) -> bool:
        """Whether the clock was put back, so that some of its readings came twice."""
        return self.after < self.before

    @property
    def edges(self) -> tuple[int, int]:
        """The readings, in seconds of the local clock, that came twice or not at all."""
        first, last = sorted((self.instant + self.before, self.instant + self.after))
        return first, last


class ClockFace:
    """The clock of a zone over the instants from ``first`` to ``last`` (seconds since 1970).

    ``day_starts``: when its days begin, in seconds since midnight.
    """

    def __init__(self, zone: str, first: int, last: int, day_starts: int = 0) -> None:
        self.day_starts = day_starts
        offsets = offsets_over(zone, np.array([first, last], np.int64))
        self._first_offset = int(offsets.at(np.array([first], np.int64))[0])
        self.changes = tuple(
            Change(int(instant), int(before), int(after))
            for instant, (before, after) in zip(
                offsets.begins[1:], pairwise(offsets.offsets), strict=True
            )
            if first < instant < last
        )
        self._twice = tuple(change for change in self.changes if change.back)
        self._edges = tuple(edge for change in self._twice for edge in change.edges)

    def parts(self, start: int, stop: int) -> Iterator[DayPart]:
        """The parts of the stretch from ``start`` to before ``stop``, by local days."""
        offset, begin = self._first_offset, start
        for change in self.changes:
            if change.instant > begin:
                end = min(stop, change.instant)
                if end > begin:
                    yield from self._on_clock(begin + offset, end + offset, offset)
                    begin = end
            offset = change.after
        if stop > begin:
            yield from self._on_clock(begin + offset, stop + offset, offset)

    def _on_clock(self, begin: int, end: int, offset: int) -> Iterator[DayPart]:
        """The parts of a stretch of one offset, cut where days begin and readings come twice."""
        since = self.day_starts
        cuts = [begin, *range(begin + _DAY - (begin - since) % _DAY, end, _DAY), end]
        if edges := [edge for edge in self._edges if begin < edge < end]:
            cuts = sorted({*cuts, *edges})
        for opens, closes in pairwise(cuts):
            day = (opens - since) // _DAY
            beginning = day * _DAY + since
            yield DayPart(
                day_of(day),
                (opens - beginning) / 60,
                (closes - beginning) / 60,
                _lane(self._twice, opens, offset),
            )

    def changed(self, day: date) -> Iterator[tuple[Change, float, float]]:
        """The changes of clocks on a day, and from which of its minutes to which they reach."""
        beginning = number_of(day) * _DAY + self.day_starts
        for change in self.changes:
            first, last = (edge - beginning for edge in change.edges)
            if first < _DAY and last > 0:
                yield change, max(first, 0) / 60, min(last, _DAY) / 60


def _lane(twice: Sequence[Change], reading: int, offset: int) -> Lane:
    for change in twice:
        first, last = change.edges
        if first <= reading < last and offset in (change.before, change.after):
            return Lane.FIRST if offset == change.before else Lane.SECOND
    return Lane.WHOLE
