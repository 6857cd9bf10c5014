"""The minutes of one programme calculated again, every step kept so that it can be shown.

The arithmetic is that of the checks: :mod:`schedcheck.law.forbidden` and
:mod:`schedcheck.law.forbidden`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import numpy as np
from msgspec import Struct

from schedcheck.law.forbidden import forbidden, forbidden_intervals
from schedcheck.law.rule import Rule, RulePeriod
from schedcheck.zones import local, offsets_over


class Overlap(Struct, frozen=True):
    """A forbidden window and the part of it that a programme fills, on the clock of a zone.

    ``opens`` and ``closes`` bound the window, ``begins`` and ``ends`` the part; all aware.
    """

    rule: Rule
    opens: datetime
    closes: datetime
    begins: datetime
    ends: datetime

    @property
    def minutes(self) -> float:
        """How long the part lasts."""
        return (self.ends.astimezone(UTC) - self.begins.astimezone(UTC)).total_seconds() / 60


class OnClock(Struct, frozen=True):
    """A programme on the clock of ``zone``: ``overlaps`` in order, none where it is lawful there.

    Where the end is unknown the start alone is judged, as one second, and minutes mean nothing.
    """

    zone: str
    overlaps: tuple[Overlap, ...]

    @property
    def readings(self) -> tuple[tuple[object, ...], ...]:
        """What the clock shows at the edges of each overlap, and by which rule."""
        return tuple(
            (one.rule.id, *(edge.isoformat() for edge in (one.opens, one.closes, one.begins)))
            for one in self.overlaps
        )

    def minutes(self, rule: str) -> float:
        """The minutes inside the windows of one rule."""
        return sum(one.minutes for one in self.overlaps if one.rule.id == rule)


def clock_of(
    plan: Sequence[RulePeriod], zone_name: str, start: datetime, stop: datetime | None
) -> OnClock:
    """How a programme [start, stop) lies in the forbidden time of a day plan, in a zone."""
    low = int(start.timestamp())
    high = low + 1 if stop is None else int(stop.timestamp())
    offsets = offsets_over(zone_name, np.array([low, high], np.int64))
    overlaps = []
    for part in plan:
        time = forbidden(part.windows, offsets, (low, high), part.first, part.last)
        if part.rule.judged_by == "start" and not time.holds_at(np.array([low], np.int64))[0]:
            continue
        for opens, closes in zip(time.opens.tolist(), time.closes.tolist(), strict=True):
            begins, ends = max(opens, low), min(closes, high)
            if begins < ends:
                edges = (local(at, zone_name) for at in (opens, closes, begins, ends))
                overlaps.append(Overlap(part.rule, *edges))
    return OnClock(zone_name, tuple(sorted(overlaps, key=lambda one: one.begins.timestamp())))


def nearest_slots(
    plan: Sequence[RulePeriod], zones: Iterable[str], start: datetime, stop: datetime
) -> tuple[datetime | None, datetime | None]:
    """The latest earlier and the earliest later lawful start, in the zone of ``start``.

    The whole programme is then outside every window of the plan on the clocks of all ``zones``.
    """
    begin, length = int(start.timestamp()), int((stop - start).total_seconds())
    spells = forbidden_intervals(plan, zones, (begin, begin), length)
    earlier, later = (
        None if at is None else datetime.fromtimestamp(at, UTC).astimezone(start.tzinfo)
        for at in spells.starts(length).nearest(begin)
    )
    return earlier, later
