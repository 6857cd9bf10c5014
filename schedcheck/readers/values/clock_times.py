"""Clock readings, and the days they are on: the one grammar, for cells of tables and for texts.

Every spelling is a line of :data:`_SPELLINGS`. A column of times may use all of them; a text
only those that cannot be anything else, unless the whole listing writes its times so (see
:mod:`schedcheck.readers.values.leading_times`). Seconds count from 00:00 of the day that a
schedule lists a programme under: 25:30 is 91,800.

Here too is decided where a clock that goes back has passed midnight, for rows of tables, cells of
grids and lines of texts.
"""

from __future__ import annotations

import re
from enum import Flag, auto
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from schedcheck.errors import ConfigError
from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.clock_names import letters_behind, only_a_zone, zone_in
from schedcheck.readers.values.places import city_in
from schedcheck.readers.values.words import DASHES, LOCAL, normalise, one_of, words
from schedcheck.zones import offsets_over, zone

#: The last hour that a cell may print, and that a text may: 30:00 there is a length.
LAST_HOUR, _LAST_HOUR_OF_TEXT = 47, 29
_NOON = 12
#: A longer text is no clock reading.
LONGEST = 80
#: Seconds by which a whole second may miss in a spreadsheet's arithmetic.
SLACK = 0.02
FARTHEST = 14 * 60

#: The zone of a clock reading behind which letters with several meanings stand: «21:30 IST».
UNKNOWN_ZONE = "?"
_COLON = ":\uff1a\u2236"
#: Letters that are typed for digits, or that a scanner reads for them.
_LETTERS = {"OoОо": "0", "lIiІі|": "1", "Зз": "3", "б": "6"}
_AS_DIGITS = str.maketrans({sign: digit for signs, digit in _LETTERS.items() for sign in signs})
DIGIT_LIKE = r"\d" + "".join(_LETTERS)
#: What parts the minutes from the hour by a slip: a wrong sign, several, blanks, or nothing.
_SLIPPED = (
    rf"(?:\s?[{_COLON}.,;/_=*'’`´°·•∙‧・。．\u2010-\u2015\u2212-]{{1,3}}\s?|\s{{1,2}}"
    r"|(?<=\w\w)(?=.{0,2}[^\W\d_]))"
)


class Spelling(Flag):
    """Kinds of spellings, by what else they may be in a text.

    ``PLAIN`` is a clock reading wherever it begins a text; ``HOUR`` (21 ч) may be a length or the
    part of a series, ``HYPHEN`` (6-30) a range of numbers, ``DIGITS`` (0630) a year. ``SLIP`` is
    a reading with a slip of the keyboard: ``06,30``, ``06 30``, ``06..30``, ``06.3О``.
    """

    PLAIN = auto()
    HOUR = auto()
    HYPHEN = auto()
    DIGITS = auto()
    SLIP = auto()
    ANY = PLAIN | HOUR | HYPHEN | DIGITS
    LOOSE = ANY | SLIP


@cache
def _spellings() -> tuple[tuple[Spelling, re.Pattern[str]], ...]:
    """Each spelling as a pattern; of two that fit at one place the first is taken."""
    # a capital begins a title: «9:00 Вечера на хуторе»
    morning, evening = (f"(?-i:{one_of(words(name))})" for name in ("morning", "evening"))
    # 9 PM, 9p, 9 вечера
    letter = r"(?P<half>[ap])(?:\.?m\b\.?|(?<=\d[ap])(?=\s))"
    half = rf"\s?(?:{letter}|(?P<am>{morning})|(?P<pm>{evening}))"
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
        (
            Spelling.HYPHEN,
            rf"(?P<hour>\d{{1,2}})[\u2010\u2011\u2013-](?P<minute>\d\d){end}(?!-\d{{4}}(?!\d))",
        ),
        # 0630
        (Spelling.DIGITS, rf"(?P<hour>\d\d)(?P<minute>\d\d){end}"),
        # 06,30, 06 30, 06..30, 06/30, 06.3О
        (
            Spelling.SLIP,
            (
                rf"(?=[^\W_]?\d)(?P<hour>(?-i:[{DIGIT_LIKE}]){{1,2}}){_SLIPPED}"
                rf"(?P<minute>(?=.?\d)(?-i:[{DIGIT_LIKE}]){{2}})(?![\w%])(?![:.,/]\d)(?!-\d{{4}}(?!\d))"
            ),
        ),
    )
    return tuple((kind, re.compile(form, re.IGNORECASE)) for kind, form in forms)


@cache
def _to() -> re.Pattern[str]:
    """What parts the end from the start: dashes, arrows and such signs, a word, or both."""
    word, ending = one_of(words("range")), rf"-?{one_of(words('from_ending'))}"
    near = one_of((*words("range"), *words("begin")))
    signs = rf"(?:{_APART}{{1,3}}|\.{{2,3}})(?:\s?{near}\.?)?"
    return re.compile(rf"{ending}\s++(?=\d)|(?:{ending})?\s*+(?:{signs}|{word})\s*", re.IGNORECASE)


@cache
def _to_ending() -> re.Pattern[str]:
    """What may stand behind the end: «21:00-ге дейін»."""
    return re.compile(rf"-?{one_of(words('to_ending'))}", re.IGNORECASE)


#: A sign between two readings that makes a range of them. A slash, a bar, a comma or a plus may
#: join two clocks, or two showings.
_APART = r"[^\w\s,;/|\\.+*&:#№%$()\[\]{}«»\"“”„'’‘]"
_SHIFTED = rf"[+{DASHES}]\s?\d{{1,2}}(?::?\d\d)?(?![\w:])"
#: A signed offset as ISO 8601 has it; in a text only with a plus, a minus may part an end.
SIGNED = re.compile(rf"\s?(?P<sign>[+{DASHES}])(?P<hours>\d{{1,2}})(?::?(?P<minutes>\d\d))?$")


@cache
def _behind() -> re.Pattern[str]:
    """What names the clock of a reading behind it, perhaps in brackets; ``name`` is that alone."""
    letters = rf"(?-i:(?:{letters_behind()})(?![^\W_]))"
    shifted = rf"(?:utc|gmt|msk|мск|(?-i:Z)(?=\s?\+))\s?{_SHIFTED}|\+\d\d:?\d\d(?![\w:])"
    zulu = r"(?-i:(?<=\d)Z)(?![\w-])"  # «10:00 Z» may begin a title
    name = rf"(?P<name>{shifted}|{one_of(words('behind'))}|{letters}|{zulu})\.?"
    opened, shut = r"(?:(?P<round>\()\s?|(?P<square>\[)\s?)?", r"(?(round)\s?\)|(?(square)\s?\]))"
    return re.compile(rf"\s?{opened}{name}{shut}", re.IGNORECASE)


class Clock(NamedTuple):
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
            half = _half(parts)
            return None if seconds is None else Clock(seconds, match.end(), kind, half=half)
    return None


def _half(parts: dict[str, str | None]) -> str:
    """The half of the day of a match of :data:`_SPELLINGS`: a, p, or empty for 24 hours."""
    if parts.get("am") or parts.get("pm"):
        return "a" if parts.get("am") else "p"
    return (parts.get("half") or "").lower()


def _seconds(parts: dict[str, str | None], last_hour: int) -> float | None:
    """The seconds of a match of :data:`_SPELLINGS`; None where there is no such time."""
    hour, minute = (
        int((parts.get(name) or "0").translate(_AS_DIGITS)) for name in ("hour", "minute")
    )
    second = float(f"{parts.get('second') or 0}.{parts.get('part') or 0}")
    if parts.get("dot") == parts.get("sign") == "." and 1 <= minute <= 12 and second:
        return None  # 01.02.21 is a date as soon as a time
    half = _half(parts)
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    if hour > last_hour or minute > 59 or second >= 60:
        return None
    return hour * 3600 + minute * 60 + second


#: A place in brackets behind a clock reading, or a city behind «по»: «21:30 (Минск)», «21:30 по
#: Минску».
_CITY = re.compile(r"\s?(?:[(\[]([^()\[\]\d]{3,40})[)\]]|по ([^\W\d_]+(?:-[^\W\d_]+)*))")


def _city_behind(text: str, at: int) -> tuple[int, str] | None:
    """Where the name of a place behind a clock reading ends, and its zone; None where none is."""
    match = _CITY.match(text, at)
    if match is None:
        return None
    if match[2]:
        zone = city_in(match[2])[0]
        return (match.end(), zone) if zone else None
    beside = {"по", "время", "времени", "time", "уақыты", "уақытымен"}
    name = " ".join(word for word in normalise(match[1]).split() if word not in beside)
    place = zone_in(name) if only_a_zone(name) else None
    return (match.end(), place) if place else None


def with_zone(clock: Clock, text: str) -> Clock:
    """A reading with the zone that is named behind it."""
    if clock.end == len(text):
        return clock  # most: what names zones need not even be made
    match = _behind().match(text, clock.end)
    place = None if match else _city_behind(text, clock.end)
    if place is not None:
        return clock._replace(end=place[0], zone="" if place[1] == LOCAL else place[1])
    if match is None:
        return clock
    name = match["name"]
    zone = zone_in(name) or (UNKNOWN_ZONE if name.isupper() else None)
    zone = "UTC" if name == "Z" else zone
    if zone is None:
        return clock
    return clock._replace(end=match.end(), zone="" if zone == LOCAL else zone)


def begins_with_zone(text: str) -> bool:
    """Whether a text begins with the name of a clock, perhaps behind a dash: «– МСК, 13:30»."""
    return _behind().match(f" {text.lstrip(f' {DASHES}')}") is not None


def times_at(
    text: str, at: int = 0, allow: Spelling = Spelling.PLAIN, last_hour: int = _LAST_HOUR_OF_TEXT
) -> tuple[Clock, Clock | None] | None:
    """The start at a place of ``text``, with the end where one stands behind a dash or a word.

    A zone, or a half of the day, that stands behind the end alone counts for the start.
    """
    start = clock_at(text, at, allow, last_hour)
    if start is None:
        return None
    start = with_zone(start, text)
    dash = _to().match(text, start.end) if start.end < len(text) else None
    stop = clock_at(text, dash.end(), allow, last_hour) if dash else None
    if stop is None:
        return start, None
    ending = _to_ending().match(text, stop.end)
    stop = with_zone(stop._replace(end=ending.end()) if ending else stop, text)
    if stop.half and not start.half and start.seconds < (_NOON + 1) * 3600:
        start = start._replace(seconds=_in_half(start.seconds, stop.seconds))
    zone = start.zone or stop.zone
    return start._replace(zone=zone), stop._replace(zone=stop.zone or zone)


def _in_half(start: float, stop: float) -> float:
    """The start of «1:00-2:30 PM» on the clock of 24 hours: the last such time before the end."""
    noon = _NOON * 3600
    return max(
        (start % noon + half for half in (0, noon)),
        key=lambda seconds: seconds - DAY * (seconds >= stop),
    )


Days: TypeAlias = npt.NDArray[np.datetime64]
Ints: TypeAlias = npt.NDArray[np.int64]


def known_zone(name: str) -> bool:
    """Whether a zone of a heading or a cell can be reckoned with."""
    try:
        return name.startswith("UTC") or bool(zone(name))
    except ConfigError:
        return False


def offsets_at(name: str, walls: Days) -> Ints:
    """The UTC offset in minutes of a zone (an IANA name or ``UTC+05:00``) at clock readings.

    Of an hour that happened twice the first is taken.
    """
    if name.startswith("UTC"):
        hours, minutes = (int(name[4:6]), int(name[7:9])) if len(name) > len("UTC") else (0, 0)
        fixed = (hours * 60 + minutes) * (-1 if "-" in name else 1)
        return np.full(len(walls), fixed, np.int64)
    seconds = walls.astype("datetime64[s]").astype(np.int64)
    earlier, _later, _never = offsets_over(name, seconds).instants(seconds)
    return (seconds - earlier) // 60
