"""Dates, times, offsets and durations as XML and ISO 8601 write them."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

#: ``xs:dateTime``: a date, a time to parts of a second, and perhaps a zone. The standard library
#: reads it, but would take more: weeks, hours alone, a date alone.
_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_END_OF_DAY = re.compile(r"\A24(?=:00(?::00(?:[.,]\d+)?)?\Z)")
#: Weeks, days, hours, minutes and seconds; pendulum knows neither weeks beside days nor bounds.
#: Years and months may be there as zeros.
_DURATION = re.compile(
    r"P(?:0+Y)?(?:0+M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?"
    r"(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9}(?:[.,]\d+)?)S)?)?"
)
_MAX_OFFSET = timedelta(hours=14)
#: Years that leave room to calculate; which of them a schedule can be of, ``clock`` knows.
FIRST_DAY, LAST_DAY = "1000-01-01", "8999-12-31"


def parse_date_time(text: str) -> tuple[datetime, int | None]:
    """A clock reading and its offset in minutes, if printed, of an ``xs:dateTime``.

    ``24:00:00`` is the end of its day. Raises ValueError for anything else, a date alone too.
    """
    match = _DATE_TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    day, reading, zone = match.groups()
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    reading, days = _END_OF_DAY.subn("00", reading)
    moment = datetime.fromisoformat(f"{day}T{reading}") + timedelta(days=days)
    return moment, parse_offset(zone or "")


def parse_offset(text: str) -> int | None:
    """Minutes of ``Z``, ``+05:00`` or ``-0300``; None where there is no text.

    Raises ValueError for anything else, and for more than fourteen hours.
    """
    if not text:
        return None
    offset = time.fromisoformat(f"00:00{text}").utcoffset()
    # 75 minutes are an hour and a quarter to Python 3.11
    beyond = text != "Z" and int(text[-2:]) > 59
    if offset is None or beyond or abs(offset) > _MAX_OFFSET:
        raise ValueError(text)
    return int(offset.total_seconds()) // 60


def parse_duration(text: str) -> timedelta:
    """The length that an ``xs:duration`` tells.

    Raises ValueError for anything else, and for years and months, which have no fixed length.
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
