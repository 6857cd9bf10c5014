"""Clock readings: the one grammar of them, for cells of tables and for texts.

Every spelling is a line of :data:`_SPELLINGS`. A column of times may use all of them; a text
only those that cannot be anything else, unless the whole listing writes its times so (see
:mod:`schedcheck.readers.values.leading_times`). Seconds count from 00:00 of the day that a
schedule lists a programme under: 25:30 is 91,800.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Flag, auto
from functools import cache

from schedcheck.readers.values.cells import (
    DAY,
    EPOCH,
    FIRST_YEAR,
    SERIALS,
    Cell,
    parse_day,
    text_of,
)
from schedcheck.readers.values.listing_words import one_of, words
from schedcheck.readers.values.words import LOCAL, best, normalise, zone_in

#: The last hour that a cell may print, and that a text may: 30:00 there is a length.
_LAST_HOUR, _LAST_HOUR_OF_TEXT = 47, 29
_NOON = 12
#: A longer text is no clock reading.
_LONGEST = 80
#: Seconds by which a whole second may miss in a spreadsheet's arithmetic.
_SLACK = 0.02
_FARTHEST = 14 * 60

#: Hyphens, dashes and the minus sign.
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212-"
_COLON = ":\uff1a\u2236"


class Spelling(Flag):
    """Kinds of spellings, by what else they may be in a text.

    ``PLAIN`` is a clock reading wherever it begins a text; ``HOUR`` (21 ч) may be a length or the
    part of a series, ``HYPHEN`` (6-30) a range of numbers, ``DIGITS`` (0630) a year.
    """

    PLAIN = auto()
    HOUR = auto()
    HYPHEN = auto()
    DIGITS = auto()
    ANY = PLAIN | HOUR | HYPHEN | DIGITS


@cache
def _spellings() -> tuple[tuple[Spelling, re.Pattern[str]], ...]:
    """Each spelling as a pattern; of two that fit at one place the first is taken."""
    half = r"\s?(?P<half>[ap])\.?m\b\.?"
    hour, minute = one_of(words("hour")), one_of(words("minute"))
    # not a part of a longer number, of a date, or of a share: 12.12.2022, 2.50%
    end = r"(?![\d%])(?![:.]\d)"
    forms = (
        # 6:30, 06.30, 25:30, 06:30:15, 06.30.15, 06:30:15.7, with frames 06:30:15:12; 6:30 PM
        (
            Spelling.PLAIN,
            (
                rf"(?P<hour>\d{{1,2}})(?P<sign>[{_COLON}.])(?P<minute>\d\d)"
                rf"(?:(?P<dot>[{_COLON}.])(?P<second>\d\d)(?:[.,](?P<part>\d{{1,9}})|[:;]\d\d)?)?"
                rf"(?:{half})?{end}"
            ),
        ),
        # 21 ч 30 мин: may be a length
        (
            Spelling.HOUR,
            rf"(?P<hour>\d{{1,2}})\s?{hour}\.?\s?(?P<minute>\d\d)\s?{minute}\.?",
        ),
        # 6h30, 21ч30, 21 ч. 30, 6 сағ 30
        (
            Spelling.PLAIN,
            rf"(?P<hour>\d{{1,2}})\s?{hour}\.?\s?(?P<minute>\d\d){end}(?!\s?{minute})",
        ),
        # 9PM, 5 a.m.
        (Spelling.PLAIN, rf"(?P<hour>\d{{1,2}}){half}"),
        # 21 ч, 21h, 21 час.
        (Spelling.HOUR, rf"(?P<hour>\d{{1,2}})\s?{hour}(?!\w)\.?"),
        # 6-30
        (Spelling.HYPHEN, rf"(?P<hour>\d{{1,2}})[\u2010\u2011\u2013-](?P<minute>\d\d){end}"),
        # 0630
        (Spelling.DIGITS, rf"(?P<hour>\d\d)(?P<minute>\d\d){end}"),
    )
    return tuple((kind, re.compile(form, re.IGNORECASE)) for kind, form in forms)


@cache
def _to() -> re.Pattern[str]:
    """What parts the end from the start: any dash, an arrow, ÷, ~, or a word."""
    return re.compile(rf"\s*(?:[÷→~{DASHES}]{{1,2}}>?|{one_of(words('range'))})\s*", re.IGNORECASE)


_SHIFTED = rf"[+{DASHES}]\s?\d{{1,2}}(?::?\d\d)?(?![\w:])"
#: A signed offset as ISO 8601 has it; in a text only with a plus, a minus may part an end.
_SIGNED = re.compile(rf"\s?(?P<sign>[+{DASHES}])(?P<hours>\d{{1,2}})(?::?(?P<minutes>\d\d))?$")


@cache
def _behind() -> re.Pattern[str]:
    """What names the clock of a reading behind it, perhaps in brackets."""
    named = rf"(?:(?:utc|gmt|msk|мск)\s?{_SHIFTED}|\+\d\d:?\d\d(?![\w:])|{one_of(words('behind'))})"
    return re.compile(rf"\s?(?:\(\s?({named})\s?\)|\[\s?({named})\s?\]|({named}))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock reading in a text: seconds since 00:00, the ``zone`` that is named behind it (an
    IANA name, ``UTC+05:00``, or empty), how it is spelt, and the place in the text behind it.
    """

    seconds: float
    end: int
    spelling: Spelling
    zone: str = ""
    half: str = ""


def clock_at(
    text: str, at: int = 0, allow: Spelling = Spelling.PLAIN, last_hour: int = _LAST_HOUR_OF_TEXT
) -> Clock | None:
    """The clock reading that begins at a place of ``text``, in one of the spellings allowed."""
    for kind, form in _spellings():
        match = form.match(text, at) if kind in allow else None
        if match is not None:
            parts = match.groupdict()
            seconds = _seconds(parts, last_hour)
            half = (parts.get("half") or "").lower()
            return None if seconds is None else Clock(seconds, match.end(), kind, half=half)
    return None


def _seconds(parts: dict[str, str | None], last_hour: int) -> float | None:
    """The seconds of a match of :data:`_SPELLINGS`; None where there is no such time."""
    hour, minute = int(parts["hour"] or 0), int(parts.get("minute") or 0)
    second = float(f"{parts.get('second') or 0}.{parts.get('part') or 0}")
    if parts.get("dot") == parts.get("sign") == "." and 1 <= minute <= 12 and second:
        return None  # 01.02.21 is a date as soon as a time
    half = parts.get("half")
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half in "pP" else 0)
    if hour > last_hour or minute > 59 or second >= 60:
        return None
    return hour * 3600 + minute * 60 + second


def _with_zone(clock: Clock, text: str) -> Clock:
    """A reading with the zone that is named behind it."""
    match = _behind().match(text, clock.end)
    name = match and next(filter(None, match.groups()), None)
    zone = zone_in(re.sub(f"[{DASHES}]", "-", name)) if name else None
    if match is None or zone is None:
        return clock
    return replace(clock, end=match.end(), zone="" if zone == LOCAL else zone)


def times_at(
    text: str, at: int = 0, allow: Spelling = Spelling.PLAIN, last_hour: int = _LAST_HOUR_OF_TEXT
) -> tuple[Clock, Clock | None] | None:
    """The start at a place of ``text``, with the end where one stands behind a dash or a word.

    A zone, or a half of the day, that stands behind the end alone counts for the start.
    """
    start = clock_at(text, at, allow, last_hour)
    if start is None:
        return None
    start = _with_zone(start, text)
    dash = _to().match(text, start.end)
    stop = clock_at(text, dash.end(), allow, last_hour) if dash else None
    if stop is None:
        return start, None
    stop = _with_zone(stop, text)
    if stop.half and not start.half and start.seconds < (_NOON + 1) * 3600:
        start = replace(start, seconds=_in_half(start.seconds, stop.seconds))
    zone = start.zone or stop.zone
    return replace(start, zone=zone), replace(stop, zone=stop.zone or zone)


def _in_half(start: float, stop: float) -> float:
    """The start of «1:00-2:30 PM» on the clock of 24 hours: the last such time before the end."""
    noon = _NOON * 3600
    return max(
        (start % noon + half for half in (0, noon)),
        key=lambda seconds: seconds - DAY * (seconds >= stop),
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """What a start or end cell says.

    ``seconds`` since 00:00 of ``day`` (86,400 and more for ``25:30``); ``day`` where the cell
    prints one; ``offset`` in minutes, or the name of a ``zone``, where it prints one; ``drift``
    when a fraction of a second was rounded to the minute; ``bare_day`` for a date cell without a
    time.
    """

    seconds: int
    day: date | None = None
    offset: int | None = None
    drift: bool = False
    bare_day: bool = False
    zone: str = ""


def moment_of(seconds: float, day: date | None = None, offset: int | None = None) -> Moment:
    """A moment; fractions of a second are drift of the export, and the minute is meant."""
    nearest = round(seconds)
    if abs(seconds - nearest) <= _SLACK:
        return Moment(nearest, day, offset)
    return Moment(round(seconds / 60) * 60, day, offset, drift=True)


def _of_clock(clock: Clock) -> Moment:
    found = moment_of(clock.seconds)
    if clock.zone.startswith("UTC"):
        match = _SIGNED.match(clock.zone, len("UTC"))
        return replace(found, offset=_minutes(match) if match else 0)
    return replace(found, zone=clock.zone)


def _of_datetime(cell: datetime) -> Moment:
    seconds = cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
    offset = cell.utcoffset()
    minutes = None if offset is None else round(offset.total_seconds() / 60)
    # a date of 1900 counts days past an unknown midnight: only its clock is meant
    return moment_of(seconds, cell.date() if cell.year >= FIRST_YEAR else None, minutes)


def parse_moment(cell: Cell, numbers: str = "", *, month_first: bool = False) -> Moment | None:
    """What a start or end cell says; None where it is not understood.

    ``numbers`` is how bare numbers are to be read (see :func:`number_style`).
    """
    if isinstance(cell, str):
        return _moment_of_text(_plain(cell), month_first=month_first)
    if isinstance(cell, time):
        cell = datetime.combine(EPOCH, cell)
    if isinstance(cell, datetime):
        return _of_datetime(cell)
    if isinstance(cell, date):
        return Moment(0, cell, bare_day=True) if cell.year >= FIRST_YEAR else Moment(0)
    if isinstance(cell, timedelta):
        seconds = cell.total_seconds()
        return moment_of(seconds) if 0 <= seconds < 2 * DAY else None
    return None if cell is None or isinstance(cell, bool) else _moment_of_number(cell, numbers)


def _plain(text: str) -> str:
    """The text of a cell on one line, empty when it is too long for a clock reading."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else ""


def _moment_of_number(number: float, style: str) -> Moment | None:
    if number == 0:
        return Moment(0)
    if style == "fraction":
        if int(number) in SERIALS:
            return _of_datetime(EPOCH + timedelta(days=number))
        return _of_datetime(EPOCH + timedelta(days=number % 1)) if number > 0 else None
    if style == "hhmm":
        hour, minute = divmod(int(number), 100)
        return Moment(hour * 3600 + minute * 60) if hour <= _LAST_HOUR and minute < 60 else None
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


_STAMP = re.compile(r"(\d{8})(\d{2})(\d{2})(\d{2})?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}t|\d{12}", re.IGNORECASE)
#: Between a date and a clock reading.
_BEFORE_CLOCK = re.compile(r"(?:(?<=\d)t|,? )(?=\d{1,2}(?!\d)|\d{4}(?!\d))", re.IGNORECASE)
_TIME_CODE = re.compile(r"tc ?(?=\d)", re.IGNORECASE)
#: Blanks that a cell may hold inside a time: «6 : 30».
_LOOSE = re.compile(r"(?<=\d) ?([:.hч]) ?(?=\d\d)", re.IGNORECASE)


def _moment_of_text(text: str, *, month_first: bool) -> Moment | None:
    day, clock = _parted(text, month_first=month_first)
    found = whole_time(clock, signed=_ISO.match(text) is not None)
    if found is None or day is None:
        return found
    if day.year < FIRST_YEAR:
        return replace(found, seconds=found.seconds % DAY)
    return replace(found, day=day)


def _parted(text: str, *, month_first: bool) -> tuple[date | None, str]:
    """The date that begins a text, and the rest of it; None where there is no date."""
    stamp = _STAMP.match(text)
    day = parse_day(stamp[1]) if stamp else None
    if stamp and day:
        return day, f"{stamp[2]}:{stamp[3]}:{stamp[4] or '00'}{text[stamp.end() :]}"
    for match in _BEFORE_CLOCK.finditer(text):
        day = parse_day(text[: match.start()], month_first=month_first)
        if day is not None:
            return day, text[match.end() :]
    return None, text


def whole_time(text: str, *, signed: bool = False) -> Moment | None:
    """What a text says that holds a clock reading and nothing else but its zone, else None.

    ``signed``: whether an offset may stand behind a minus; elsewhere it may be an end, 6:00-6:30.
    """
    text = _LOOSE.sub(r"\1", _TIME_CODE.sub("", text, count=1))
    if text.isdecimal() and len(text) == 3:
        text = f"0{text}"  # 630
    clock = clock_at(text, 0, Spelling.ANY, _LAST_HOUR)
    if clock is None:
        return None
    named = _with_zone(clock, text)
    rest = text[named.end :]
    if not rest:
        return _of_clock(named)
    found, offset = _of_clock(clock), _SIGNED.match(text, clock.end)
    if offset is not None and (signed or offset["sign"] == "+"):
        minutes = _minutes(offset)
        return None if minutes is None else replace(found, offset=minutes)
    rest = text[clock.end :].strip()
    if rest in {"z", "Z"}:
        return replace(found, offset=0)
    length, zone = best(normalise(rest), "zones")
    if not zone or length != len(normalise(rest)):
        return None
    return _of_clock(replace(clock, zone="" if zone == LOCAL else zone))


def _minutes(match: re.Match[str]) -> int | None:
    """Minutes of a match of :data:`_SIGNED`; None where no zone is so far away."""
    minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    if minutes > _FARTHEST or int(match["minutes"] or 0) > 59:
        return None
    return minutes if match["sign"] == "+" else -minutes


def parse_range(cell: Cell, allow: Spelling = Spelling.PLAIN) -> tuple[Moment, Moment] | None:
    """Start and end, when a cell holds only a range of hours, ``00.00-03.00``; else None.

    In a column of times any spelling may be allowed.
    """
    if not isinstance(cell, str):
        return None
    text = _LOOSE.sub(r"\1", _plain(cell))
    found = times_at(text, 0, allow, _LAST_HOUR)
    if found is None or found[1] is None or found[1].end != len(text):
        return None
    return _of_clock(found[0]), _of_clock(found[1])


def is_range(cell: Cell) -> bool:
    """Whether a cell holds only a range of hours: the heading of a block."""
    return parse_range(cell) is not None


def start_in(cell: Cell, numbers: str = "", *, month_first: bool = False) -> Moment | None:
    """The start that a cell of a column of times says, alone or as the first of a range."""
    both = parse_range(cell, Spelling.ANY)
    return both[0] if both else parse_moment(cell, numbers, month_first=month_first)


def stop_in(cell: Cell) -> Moment | None:
    """The end of the range of hours that a cell of a column of times holds, None without."""
    both = parse_range(cell, Spelling.ANY)
    return both[1] if both else None


def parse_zone(cell: Cell) -> int | str | None:
    """A zone cell: an offset in minutes, or a zone's name; None where it is not understood.

    A bare number is hours: 5 is UTC+5.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return round(cell * 60) if abs(cell) <= 14 else None
    text = text_of(cell)
    offset = re.fullmatch(r"(utc|gmt|z)? ?([+-]\d.*)?", text.casefold()) if text else None
    if offset is not None:
        match = _SIGNED.match(offset[2]) if offset[2] else None
        return _minutes(match) if match else None if offset[2] else 0
    if re.fullmatch(r"[A-Z][A-Za-z]+/[A-Z][\w+/-]+", text):
        return text
    return zone_in(text)
