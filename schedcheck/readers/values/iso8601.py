"""Dates, times, offsets and durations as XML and ISO 8601 write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

#: ``xs:dateTime``: a date, a time to parts of a second, and perhaps a zone.
_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?"
)

_DURATION = re.compile(
    r"P(?:(\d{1,3})W)?(?:(\d{1,4})D)?"
    r"(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9}(?:[.,]\d+)?)S)?)?"
)
_MAX_OFFSET = 14 * 60
#: Years that leave room to reckon; which of them a schedule can be of, ``clock`` knows.
FIRST_DAY, LAST_DAY = "1000-01-01", "8999-12-31"


def parse_date_time(text: str) -> tuple[datetime, int | None]:
    """A clock reading and its offset in minutes, if printed, of an ``xs:dateTime``.

    ``24:00:00`` is the end of its day. Raises ValueError for anything else, a date alone too.
    """
    match = _DATE_TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    day, hour, minute, second, part, zone = match.groups()
    whole = timedelta(hours=int(hour), minutes=int(minute), seconds=int(second or 0))
    beyond = int(minute) > 59 or int(second or 0) > 59 or whole > timedelta(days=1)
    if beyond or not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    if part:
        whole += timedelta(seconds=float(f"0.{part}"))
    return datetime.fromisoformat(day) + whole, parse_offset(zone or "")


def parse_offset(text: str) -> int | None:
    """Minutes of ``Z``, ``+05:00`` or ``-0300``; None where there is no text."""
    if not text:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes > _MAX_OFFSET or int(text[-2:]) > 59:
        raise ValueError(text)
    return -minutes if text[0] == "-" else minutes


def parse_duration(text: str) -> timedelta:
    """The length that an ``xs:duration`` tells.

    Raises ValueError for anything else, and for years and months, which are no fixed length.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(match.groups()) or match[0].endswith("T"):
        raise ValueError(text)
    weeks, days, hours, minutes, seconds = match.groups()
    return timedelta(
        weeks=int(weeks or 0),
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=float((seconds or "0").replace(",", ".")),
    )
