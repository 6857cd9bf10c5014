"""Forbidden time as instants, how long programmes overlap it, and the lawful slots between.

The windows' edges are made instants by zone and day. The forbidden seconds before an instant are
then a prefix sum and a binary search, and the overlap is the difference at stop and start: exact
for programmes of any length and through changes of clocks.

A rule that forbids a programme of a length to overlap a window forbids it to begin at certain
instants, from the length of the programme before the window opens until it closes. What several
rules, days and zones forbid are intervals of such starts, and the nearest lawful starts are their
edges.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from schedcheck.law.rule import Window
from schedcheck.law.rulebook import RulePeriod
from schedcheck.zones import Offsets, Seconds, number_of, offsets_over

_DAY = 86400
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday


class Forbidden(NamedTuple):
    """Stretches of forbidden time, as instants in seconds since 1970; sorted, none overlapping.

    ``before`` is the forbidden time before each stretch opens.
    """

    opens: Seconds
    closes: Seconds
    before: Seconds

    def until(self, instants: Seconds) -> Seconds:
        """The forbidden seconds before each instant."""
        if not len(self.opens):
            return np.zeros(len(instants), np.int64)
        at = np.searchsorted(self.opens, instants, side="right") - 1
        inside = np.minimum(instants, self.closes[at]) - self.opens[at]
        return np.where(at < 0, 0, self.before[at] + inside)

    def overlap(self, starts: Seconds, stops: Seconds) -> Seconds:
        """The forbidden seconds of each programme [start, stop)."""
        return self.until(stops) - self.until(starts)

    def first_in(self, starts: Seconds) -> Seconds:
        """The first forbidden instant at or after each start; there must be one."""
        at = np.searchsorted(self.closes, starts, side="right")
        return np.maximum(self.opens[at], starts)

    def holds_at(self, instants: Seconds) -> npt.NDArray[np.bool_]:
        """Whether each instant is forbidden; a window holds its opening and not its close."""
        if not len(self.opens):
            return np.zeros(len(instants), np.bool_)
        at = np.searchsorted(self.opens, instants, side="right") - 1
        return (at >= 0) & (instants < self.closes[at])


def forbidden(
    windows: Iterable[Window],
    offsets: Offsets,
    span: tuple[int, int],
    first: date | None = None,
    last: date | None = None,
) -> Forbidden:
    """The time that ``windows`` forbid, in a zone, around ``span`` (seconds since 1970).

    ``first`` and ``last`` bound the local dates on which the windows hold, both included: a rule
    applies by the local date of each minute judged.
    """
    low, high = span[0] - 2 * _DAY, span[1] + 2 * _DAY
    ends = np.append(offsets.begins[1:], np.iinfo(np.int64).max)
    opens: list[Seconds] = []
    closes: list[Seconds] = []
    windows = tuple(windows)
    for begin, end, offset in zip(offsets.begins, ends, offsets.offsets, strict=True):
        begin, end = max(int(begin), low), min(int(end), high)  # noqa: PLW2901 - cut to the span
        if begin >= end:
            continue
        day_one, day_last = (begin + offset) // _DAY - 1, (end + offset) // _DAY + 1
        if first is not None:
            day_one = max(day_one, number_of(first))
        if last is not None:
            day_last = min(day_last, number_of(last))
        days = np.arange(day_one, day_last + 1, dtype=np.int64)
        for window in windows:
            held = _held(days, window)
            opened = held * _DAY + window.opens * 60 - offset
            closed = held * _DAY + window.closes * 60 - offset
            opens.append(np.clip(opened, begin, end))
            closes.append(np.clip(closed, begin, end))
    return _sorted(opens, closes)


def _held(days: Seconds, window: Window) -> Seconds:
    """Those of the days, numbered from 1970-01-01, on which the window holds."""
    held = days
    if len(window.weekdays) < 7:
        held = days[np.isin((days + _EPOCH_WEEKDAY) % 7, tuple(window.weekdays))]
    if window.known is not None:
        first, last = map(number_of, window.known)
        held = held[(first <= held) & (held <= last)]
    if window.only is not None:
        held = held[np.isin(held, [number_of(day) for day in window.only])]
    if window.never:
        held = held[~np.isin(held, [number_of(day) for day in window.never])]
    return held


def _sorted(opens: list[Seconds], closes: list[Seconds]) -> Forbidden:
    opened = np.concatenate(opens) if opens else np.zeros(0, np.int64)
    closed = np.concatenate(closes) if closes else np.zeros(0, np.int64)
    order = np.argsort(opened, kind="stable")
    order = order[closed[order] > opened[order]]
    opened, closed = opened[order], closed[order]
    total = np.cumsum(closed - opened)
    return Forbidden(opened, closed, total - (closed - opened))


#: How far a slot is sought to either side: past a week nothing in a schedule is near (seconds).
REACH = 7 * 86400
_MINUTE = 60


class ForbiddenStarts(Struct, frozen=True, dict=True):
    """The stretches of instants [begin, end) at which a programme may not begin, sorted, apart."""

    begins: Seconds
    ends: Seconds

    @cached_property
    def _beside(self) -> dict[int, tuple[int, int]]:
        return {}

    def holds(self, start: int) -> bool:
        """Whether a programme may not begin at ``start``."""
        at = self._at(start)
        return at >= 0 and start < self.ends[at]

    def _at(self, instant: int) -> int:
        """The last stretch that has begun at an instant, -1 for none."""
        return int(self.begins.searchsorted(instant, "right")) - 1

    def hold(self, starts: Seconds) -> npt.NDArray[np.bool_]:
        """The same of many instants at once."""
        if not len(self.begins):
            return np.zeros(len(starts), np.bool_)
        at = np.searchsorted(self.begins, starts, side="right") - 1
        return (at >= 0) & (starts < self.ends[at])

    def nearest(self, start: int) -> tuple[int | None, int | None]:
        """The latest lawful start before ``start`` and the earliest after it, to the minute.

        None where there is none within :data:`REACH`. ``start`` itself need not be forbidden: then
        it is both.
        """
        at = self._at(start)
        if at < 0 or start >= self.ends[at]:
            return start, start
        if at not in self._beside:  # the same for all that may not begin in it
            edges = int(self.begins[at]), int(self.ends[at])
            self._beside[at] = self._earlier(edges[0]), self._later(edges[1])
        earlier, later = self._beside[at]
        near_before, near_after = start - earlier <= REACH, later - start <= REACH
        return earlier if near_before else None, later if near_after else None

    def _earlier(self, begin: int) -> int:
        """The last lawful minute before the stretch that opens at ``begin``."""
        found = (begin - 1) // _MINUTE * _MINUTE
        while self.holds(found):
            at = self._at(found)
            found = (int(self.begins[at]) - 1) // _MINUTE * _MINUTE
        return found

    def _later(self, end: int) -> int:
        """The first lawful minute behind the stretch that closes at ``end``."""
        found = -(-end // _MINUTE) * _MINUTE
        while self.holds(found):
            at = self._at(found)
            found = -(-int(self.ends[at]) // _MINUTE) * _MINUTE
        return found


class ForbiddenSpells(NamedTuple):
    """The forbidden time of a class on several clocks, for programmes of any length.

    ``spells``: what one stretch of a plan forbids on one clock, and whether by the start alone.
    """

    spells: tuple[tuple[Forbidden, bool], ...]

    def starts(self, length: int) -> ForbiddenStarts:
        """When a programme of ``length`` seconds may not begin."""
        # judged by its start, a programme may not begin inside; else it may not reach inside
        begins = [time.opens - (0 if by_start else length - 1) for time, by_start in self.spells]
        return _merged(begins, [time.closes for time, _by_start in self.spells])


def forbidden_intervals(
    plan: Iterable[RulePeriod], zones: Iterable[str], around: tuple[int, int], longest: int
) -> ForbiddenSpells:
    """The time that a day plan forbids on the clocks of ``zones``.

    ``around``: the first and last instant of interest, in seconds since 1970; what is forbidden is
    known from :data:`REACH` before it to :data:`REACH` after it, for programmes of up to
    ``longest`` seconds. What several clocks forbid alike is in it once.
    """
    span = (around[0] - REACH - longest, around[1] + REACH + longest)
    plan = tuple(plan)
    spells: dict[tuple[bytes, bytes, bool], tuple[Forbidden, bool]] = {}
    for zone in zones:
        offsets = offsets_over(zone, np.array(span, np.int64))
        for part in plan:
            time = forbidden(part.windows, offsets, span, part.first, part.last)
            by_start = part.rule.judged_by == "start"
            spells[time.opens.tobytes(), time.closes.tobytes(), by_start] = time, by_start
    return ForbiddenSpells(tuple(spells.values()))


def _merged(begins: list[Seconds], ends: list[Seconds]) -> ForbiddenStarts:
    """Stretches that touch or overlap, as one."""
    begun = np.concatenate(begins) if begins else np.zeros(0, np.int64)
    ended = np.concatenate(ends) if ends else np.zeros(0, np.int64)
    order = np.argsort(begun, kind="stable")
    begun, reach = begun[order], np.maximum.accumulate(ended[order])
    apart = np.ones(len(begun), np.bool_)
    apart[1:] = begun[1:] > reach[:-1]
    last = np.append(np.flatnonzero(apart)[1:] - 1, len(begun) - 1) if len(begun) else begun
    return ForbiddenStarts(begun[apart], reach[last])
