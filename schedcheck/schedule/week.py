"""The week, or other span of days, that a run is about."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from msgspec import Struct

from schedcheck.errors import ConfigError
from schedcheck.messages import msg

DAY = timedelta(days=1)
#: When a broadcast week begins on its first day, where nothing says otherwise (seconds).
WEEK_STARTS = 6 * 3600
_NEAR = {"last": -7, "this": 0, "next": 7}
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_ISO = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*(?:\.\.|/|–|—)\s*(\d{4}-\d{2}-\d{2}))?")


class Week(Struct, frozen=True):
    """A span of local days, ``first`` and ``last`` included.

    Where on its first day it begins, and so on the day after its last one ends, is a fact of each
    channel: :data:`WEEK_STARTS` where nothing says otherwise. ``calendar``: it begins and ends at
    midnight, whatever the channel, as months do.
    """

    first: date
    last: date
    calendar: bool = False

    def __str__(self) -> str:
        return f"{self.first.isoformat()}..{self.last.isoformat()}"


def parse_clock(text: str) -> int:
    """``06:00`` as seconds since midnight; raises ConfigError for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    if not found or int(found[1]) >= 24 or int(found[2]) >= 60:
        raise ConfigError(
            msg("“%(text)s” is not known as the start of a week; write 06:00", text=text)
        )
    return int(found[1]) * 3600 + int(found[2]) * 60


def parse_week(text: str, now: datetime | None = None) -> Week:
    """``2026-W48`` (ISO 8601, Monday to Sunday), ``2026-11-23..2026-11-29``, or one day.

    ``last``, ``this`` and ``next`` count from ``now``, by default the clock of the computer; until
    Monday at six it is still the week before. Raises ConfigError for anything else, and for a span
    that ends before it begins.
    """
    near = _NEAR.get(text.strip().casefold())
    if near is not None:
        moment = now or datetime.now().astimezone()
        today = (moment - timedelta(seconds=WEEK_STARTS)).date()
        monday = today - timedelta(days=today.weekday() - near)
        return Week(monday, monday + 6 * DAY)
    iso, span = _ISO.fullmatch(text.strip()), _SPAN.fullmatch(text.strip())
    try:
        if iso:
            year, week = int(iso[1]), int(iso[2])
            return Week(date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7))
        if span:
            found = Week(date.fromisoformat(span[1]), date.fromisoformat(span[2] or span[1]))
            if found.first <= found.last:
                return found
    except ValueError:
        pass
    raise ConfigError(
        msg(
            "week: “%(text)s” is not known; write 2026-W48, 2026-11-23..2026-11-29, last, this or "
            "next",
            text=text,
        )
    )
