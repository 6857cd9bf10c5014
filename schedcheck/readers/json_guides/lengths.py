"""The unit of durations that are bare numbers: what their key says, else the starts that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from schedcheck.readers.json_guides.mapping import UNITS
from schedcheck.readers.values.iso8601 import parse_date_time

_NAMES = {
    "seconds": ("sec", "secs", "seconds", "s"),
    "minutes": ("min", "mins", "minutes"),
    "milliseconds": ("ms", "msec", "milliseconds"),
}
#: Seconds from one start to the next that decide, and how far from it a length may be.
_LEAST, _MOST, _NEAR = 300, 6 * 3600, 120
#: Numbers from here on, the year 2100, count milliseconds since 1970.
_LAST, _EPOCH = 4_102_444_800, datetime(1970, 1, 1)  # noqa: DTZ001 - a clock reading


def unit_named(words: Iterable[str]) -> str:
    """The unit that the words of a key name; empty where none or several do."""
    found = [unit for unit, names in _NAMES.items() if set(words) & set(names)]
    return found[0] if len(found) == 1 else ""


def unit_of(lengths: Sequence[Any], starts: Sequence[Any]) -> str:
    """The unit in which most of ``lengths`` reach up to the next of ``starts``; empty if none."""
    instants = list(map(_instant, starts))
    fits: Counter[str] = Counter()
    asked = 0
    for length, (start, following) in zip(lengths, pairwise(instants), strict=False):
        number = _number(length)
        if number is None or start is None or following is None:
            continue
        gap = following - start
        if _LEAST <= gap <= _MOST:
            asked += 1
            fits.update(unit for unit, one in UNITS.items() if abs(number * one - gap) <= _NEAR)
    unit, count = max(fits.items(), key=lambda fit: fit[1], default=("", 0))
    return unit if count * 2 > asked else ""


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def _instant(value: Any) -> float | None:
    """Seconds since 1970 of a start, in milliseconds where it can be nothing else."""
    number = _number(value)
    if number is not None:
        return number if number < _LAST else number / 1000
    try:
        moment, offset = parse_date_time(value)
    except (TypeError, ValueError, AttributeError):
        return None
    return (moment - _EPOCH).total_seconds() - (offset or 0) * 60
