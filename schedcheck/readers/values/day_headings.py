"""Headings of days: dates with or without a year, weekdays alone, in the words of any language.

What a heading prints is a :class:`DayHeading`; which date it means is told by :class:`Years
<schedcheck.readers.values.years.Years>`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from schedcheck.readers.values.words import vocabulary, words_to_number

_CENTURY = 70
_WORD = re.compile(r"[^\W\d_]+")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
_YEAR_FIRST = re.compile(r"(\d{4})([-./ ]?)(\d{2})\2(\d{2})")
YEAR_LAST = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})(?:\2|\2? )(\d{4}|\d{2})")
_NO_YEAR = re.compile(r"(\d{1,2})([-./])(\d{1,2})")
#: Marks that may stand around the numbers of a date; a dot at its end belongs to a date.
_AROUND = " ,/-–—()|"


@dataclass(frozen=True, slots=True)
class DayHeading:
    """What the heading of a day prints; None where it does not.

    ``weekday``: 1 is Monday. ``sure``: whether it cannot be a clock reading such as 10.12.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    sure: bool = True

    @property
    def whole(self) -> date | None:
        """The date, where year, month and day are printed and are those of one."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return make_day(self.year, self.month, self.day)

    def fits(self, day: date) -> bool:
        """Whether ``day`` is what is printed, its weekday left aside."""
        return (
            self.day in {None, day.day}
            and self.month in {None, day.month}
            and self.year in {None, day.year}
        )


def make_day(year: int, month: int, day: int) -> date | None:
    """The date of these numbers (a year of two digits is of 1970 to 2069), None for no date."""
    if year < 100:
        year += 2000 if year < _CENTURY else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_heading(text: str, *, month_first: bool = False) -> DayHeading | None:
    """What ``text`` prints, when it is the heading of a day and nothing else, else None.

    A weekday told in several languages counts once; two weekdays, or two months, are no heading.
    """
    text = text.strip().casefold()
    words = _words(text)
    if words is None:
        return None
    weekday, month = words
    numbers = " ".join(_WORD.sub(" ", text).split()).strip(_AROUND)
    if not numbers.strip("."):
        return DayHeading(weekday=weekday) if weekday and not month else None
    parsed = _with_month(numbers, month) if month else _of_numbers(numbers, month_first)
    if parsed is None or (parsed[1] is None and weekday is None):
        return None
    year, month, day, sure = parsed
    if make_day(2000 if year is None else year, month or 1, day) is None:
        return None
    if year is not None and year < 100:
        year += 2000 if year < _CENTURY else 1900
    return DayHeading(year, month, day, weekday, sure or weekday is not None)


def _words(text: str) -> tuple[int | None, int | None] | None:
    """The weekday and the month that words name; None for any other word, or two of a kind."""
    weekdays, months = words_to_number("weekdays"), words_to_number("months")
    noise = vocabulary()["dates"]["noise"]
    found: set[int] = set()
    month: set[int] = set()
    for word in _WORD.findall(_ORDINAL.sub("", text)):
        if word in months:
            month.add(months[word])
        elif word in weekdays:
            found.add(weekdays[word])
        elif word not in noise:
            return None
    if len(found) > 1 or len(month) > 1:
        return None
    return next(iter(found), None), next(iter(month), None)


def _with_month(text: str, month: int) -> tuple[int | None, int | None, int, bool] | None:
    """The numbers beside the name of a month: a day, and perhaps a year."""
    parts = [part for part in re.split(r"[\s.,/()|–—-]+", text) if part]
    if not all(map(str.isdecimal, parts)) or not 1 <= len(parts) <= 2:
        return None
    if len(parts) == 1:
        return (None, month, int(parts[0]), True) if len(parts[0]) <= 2 else None
    year, day = parts if len(parts[0]) == 4 else parts[::-1]
    return (int(year), month, int(day), True) if len(year) in (2, 4) and len(day) <= 2 else None


def _of_numbers(
    text: str,
    month_first: bool,  # noqa: FBT001 - which of the two numbers is which
) -> tuple[int | None, int | None, int, bool] | None:
    """Year, month and day of a date in numbers, and whether it is a date for sure."""
    plain = text.rstrip(".")
    match = _YEAR_FIRST.fullmatch(plain)
    if match:
        return int(match[1]), int(match[3]), int(match[4]), True
    match = YEAR_LAST.fullmatch(plain) or _NO_YEAR.fullmatch(plain)
    if match is None:
        return (None, None, int(plain), False) if plain.isdecimal() and len(plain) <= 2 else None
    first, second = int(match[1]), int(match[3])
    if month_first and match[2] in "/-":
        first, second = second, first
    if match.re is YEAR_LAST:
        return int(match[4]), second, first, True
    return None, second, first, text.endswith(".") or match[2] == "/"
