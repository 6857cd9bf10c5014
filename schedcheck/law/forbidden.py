"""Forbidden-time arithmetic: how long programmes overlap the windows of a rule.

The windows' edges are made instants by zone and day. The forbidden seconds before an instant are
then a prefix sum and a binary search, and the overlap is the difference at stop and start: exact
for programmes of any length and through changes of clocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from schedcheck.law.rule import Window
from schedcheck.zones import Offsets, Seconds

_DAY = 86400
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, slots=True)
class Forbidden:
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
            day_one = max(day_one, _day_number(first))
        if last is not None:
            day_last = min(day_last, _day_number(last))
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
    held = days[np.isin((days + _EPOCH_WEEKDAY) % 7, tuple(window.weekdays))]
    if window.known is not None:
        first, last = map(_day_number, window.known)
        held = held[(first <= held) & (held <= last)]
    if window.only is not None:
        held = held[np.isin(held, [_day_number(day) for day in window.only])]
    if window.never:
        held = held[~np.isin(held, [_day_number(day) for day in window.never])]
    return held


def _sorted(opens: list[Seconds], closes: list[Seconds]) -> Forbidden:
    opened = np.concatenate(opens) if opens else np.zeros(0, np.int64)
    closed = np.concatenate(closes) if closes else np.zeros(0, np.int64)
    order = np.argsort(opened, kind="stable")
    order = order[closed[order] > opened[order]]
    opened, closed = opened[order], closed[order]
    total = np.cumsum(closed - opened)
    return Forbidden(opened, closed, total - (closed - opened))


def _day_number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()
