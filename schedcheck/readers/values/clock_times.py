"""Clock readings in cells and texts: starts, ends, ranges, offsets behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from schedcheck.readers.values.cells import (
    DAY,
    EPOCH,
    FIRST_YEAR,
    SERIALS,
    Cell,
    parse_day,
    text_of,
)
from schedcheck.readers.values.words import zone_in

_LAST_HOUR = 47

#: Seconds by which a whole second may miss in a spreadsheet's arithmetic.
_SLACK = 0.02
_TIME = re.compile(
    r"(?:tc\s*)?(\d{1,2})(?:\s*[:.hч]\s*|-)(\d{2})(?:([:.])(\d{2})(?:[.,](\d{1,6})|[:;](\d{2}))?)?"
    r"\s*(?:([ap])\.?m\.?)?"
)
_DIGITS = re.compile(r"(\d{1,2})(\d{2})")
_OFFSET = re.compile(r"\s*((?:utc|gmt)?\s*([+-])(\d{1,2})(?::?(\d{2}))?|z|utc|gmt)$")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}t|\d{12}")
_MOMENT = re.compile(r"(.*\d{4}.*?|\d{1,2}[./-]\d{1,2}[./-]\d{2})(?:t|,?\s+)(\d{1,2}[:.]\d{2}.*?)")
_STAMP = re.compile(r"(\d{8})(\d{2})(\d{2})(\d{2})?")
_RANGE = re.compile(r"\d{1,2}[:.]\d{2}\s*[-–—]\s*\d{1,2}[:.]\d{2}")


@dataclass(frozen=True, slots=True)
class Moment:
    """What a start or end cell says.

    ``seconds`` since 00:00 of ``day`` (86,400 and more for ``25:30``); ``day`` where the cell
    prints one; ``offset`` in minutes where it prints one; ``drift`` when a fraction of a second
    was rounded to the minute; ``bare_day`` for a date cell without a time.
    """

    seconds: int
    day: date | None = None
    offset: int | None = None
    drift: bool = False
    bare_day: bool = False


def is_range(cell: Cell) -> bool:
    """Whether a cell holds only a range of hours, ``00.00-03.00``: the heading of a block."""
    return isinstance(cell, str) and _RANGE.fullmatch(cell.strip()) is not None


def range_of(text: str) -> tuple[str, str]:
    """Start and end of a range of hours."""
    for dash in "–—":
        text = text.replace(dash, "-")
    start, end = text.split("-", 1)
    return start.strip(), end.strip()


def _moment(seconds: float, day: date | None = None, offset: int | None = None) -> Moment:
    """A moment; fractions of a second are drift of the export, and the minute is meant."""
    nearest = round(seconds)
    if abs(seconds - nearest) <= _SLACK:
        return Moment(nearest, day, offset)
    return Moment(round(seconds / 60) * 60, day, offset, drift=True)


def _of_datetime(cell: datetime) -> Moment:
    seconds = cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
    offset = cell.utcoffset()
    minutes = None if offset is None else round(offset.total_seconds() / 60)
    # a date of 1900 counts days past an unknown midnight: only its clock is meant
    return _moment(seconds, cell.date() if cell.year >= FIRST_YEAR else None, minutes)


def parse_moment(cell: Cell, numbers: str = "", *, month_first: bool = False) -> Moment | None:
    """What a start or end cell says; None where it is not understood.

    ``numbers`` is how bare numbers are to be read (see :func:`number_style`).
    """
    if isinstance(cell, str):
        return _moment_of_text(cell.strip().casefold(), month_first=month_first)
    if isinstance(cell, time):
        cell = datetime.combine(EPOCH, cell)
    if isinstance(cell, datetime):
        return _of_datetime(cell)
    if isinstance(cell, date):
        return Moment(0, cell, bare_day=True) if cell.year >= FIRST_YEAR else Moment(0)
    if isinstance(cell, timedelta):
        seconds = cell.total_seconds()
        return _moment(seconds) if 0 <= seconds < 2 * DAY else None
    return None if cell is None or isinstance(cell, bool) else _moment_of_number(cell, numbers)


def _moment_of_number(number: float, style: str) -> Moment | None:
    if number == 0:
        return Moment(0)
    if style == "fraction":
        if int(number) in SERIALS:
            return _of_datetime(EPOCH + timedelta(days=number))
        return _of_datetime(EPOCH + timedelta(days=number % 1)) if number > 0 else None
    if style == "hhmm":
        return _clock(*divmod(int(number), 100))
    return None


def number_style(cells: Iterable[Cell]) -> str:
    """How the bare numbers of a start column are to be read.

    ``fraction``: parts of a day, as spreadsheets count; ``hhmm``: 600 for 06:00; empty: not to
    be told (6 may be six o'clock or six past midnight, 6.3 half past six or a quarter past).
    """
    numbers = {
        cell for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)
    }
    broken = [number for number in numbers if number != int(number)]
    if broken:
        days = all(0 <= number < 3 or int(number) in SERIALS for number in numbers)
        return "fraction" if days else ""
    clocks = all(number >= 0 and int(number) % 100 < 60 for number in numbers)
    return "hhmm" if clocks and 100 <= max(numbers, default=0) <= _LAST_HOUR * 100 else ""


def _clock(hour: int, minute: int, second: float = 0, day: date | None = None) -> Moment | None:
    if hour > _LAST_HOUR or minute > 59 or second >= 60:
        return None
    return _moment(hour * 3600 + minute * 60 + second, day)


def _moment_of_text(text: str, *, month_first: bool) -> Moment | None:
    day: date | None = None
    offset: int | None = None
    clock = text
    stamp = re.match(_STAMP, text)
    dated = None if stamp else _MOMENT.fullmatch(text)
    if stamp:
        day = parse_day(stamp[1])
        clock = f"{stamp[2]}:{stamp[3]}:{stamp[4] or '00'}{text[stamp.end() :]}"
    elif dated:
        day, clock = parse_day(dated[1], month_first=month_first), dated[2]
    if (stamp or dated) and day is None:
        return None
    found = _time_of(clock)
    if found is None:
        match = _OFFSET.search(clock)
        # behind a minus stands an end, 06:00-06:30, unless all of it is ISO 8601
        if match and (match[2] != "-" or match[1][0] in "ug" or _ISO.match(text)):
            offset = _minutes(match)
            found = None if offset is None else _time_of(clock[: match.start()])
    if found is None:
        return None
    if day is not None and day.year < FIRST_YEAR:
        day, found = None, Moment(found.seconds % DAY, drift=found.drift)
    return Moment(found.seconds, day, offset, drift=found.drift)


def _time_of(text: str) -> Moment | None:
    digits = _DIGITS.fullmatch(text)
    if digits:
        return _clock(int(digits[1]), int(digits[2]))
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, dot, second, fraction, _frames, half = match.groups()
    if dot == "." and ":" not in text and 1 <= int(minute) <= 12 and second != "00":
        return None  # 01.02.21 is a date as soon as a time
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "p" else 0)
    return _clock(hours, int(minute), float(f"{second or 0}.{fraction or 0}"))


def _minutes(match: re.Match[str]) -> int | None:
    """Minutes of an :data:`_OFFSET` match."""
    if not match[2]:
        return 0
    minutes = int(match[3]) * 60 + int(match[4] or 0)
    if minutes > 14 * 60 or int(match[4] or 0) > 59:
        return None
    return -minutes if match[2] == "-" else minutes


def parse_zone(cell: Cell) -> int | str | None:
    """A zone cell: an offset in minutes, or a zone's name; None where it is not understood.

    A bare number is hours: 5 is UTC+5.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return round(cell * 60) if abs(cell) <= 14 else None
    text = text_of(cell)
    match = _OFFSET.fullmatch(text.casefold())
    if match:
        return _minutes(match)
    if re.fullmatch(r"[A-Z][A-Za-z]+/[A-Z][\w+/-]+", text):
        return text
    return zone_in(text)
