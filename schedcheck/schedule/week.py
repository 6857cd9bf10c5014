"""The week, or other span of days, that a run is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from schedcheck.errors import ConfigError
from schedcheck.messages import msg

DAY = timedelta(days=1)
_ISO = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*(?:\.\.|/|–|—)\s*(\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True, slots=True)
class Week:
    """A span of local days, ``first`` and ``last`` included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first.isoformat()}..{self.last.isoformat()}"


def parse_week(text: str) -> Week:
    """``2026-W48`` (ISO 8601, Monday to Sunday), ``2026-11-23..2026-11-29``, or one day.

    Raises ConfigError for anything else, and for a span that ends before it begins.
    """
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
        msg("week: “%(text)s” is not known; write 2026-W48 or 2026-11-23..2026-11-29", text=text)
    )
