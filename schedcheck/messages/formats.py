"""Numbers, days and clock readings as the language chosen writes them.

What a message holds as a number or a day is written so when the message is printed; reports write
theirs with the same functions. Clocks are those of twenty-four hours in all three languages. babel
is imported where it is first needed: with its data that takes a thirtieth of a small check.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache

from schedcheck.messages.language import current_language

#: How a day is written as a format of cells, with its year and without. English names the month:
#: figures would be read as another day on the other side of the Atlantic.
_CELL_DAY = {"en": "[$-809]d mmm yyyy", "": "dd.mm.yyyy"}
_CELL_SHORT_DAY = {"en": "[$-809]d mmm", "": "dd.mm"}


def _of_language(forms: dict[str, str]) -> str:
    return forms.get(current_language(), forms[""])


@cache
def _weekdays(language: str, width: str) -> tuple[str, ...]:
    from babel import Locale

    days = Locale.parse(language).days["format"][width]
    return tuple(days[number] for number in range(7))


def weekday(day: date) -> str:
    """The weekday of ``day`` in words."""
    return _weekdays(current_language(), "wide")[day.weekday()]


def short_weekday(day: date) -> str:
    """The weekday of ``day`` as its usual abbreviation."""
    return _weekdays(current_language(), "abbreviated")[day.weekday()]


@cache
def _english_months() -> tuple[str, ...]:
    from babel import Locale

    months = Locale.parse("en").months["format"]["abbreviated"]
    return tuple(months[number] for number in range(1, 13))


def day_in_words(day: date) -> str:
    """A day: ``24.11.2026``, in English ``24 Nov 2026``."""
    return f"{short_day(day)}{' ' if current_language() == 'en' else '.'}{day.year}"


def short_day(day: date) -> str:
    """A day without its year: ``24.11``, in English ``24 Nov``."""
    if current_language() == "en":
        return f"{day.day} {_english_months()[day.month - 1]}"
    return f"{day.day:02d}.{day.month:02d}"


def days_in_words(first: date, last: date) -> str:
    """From which day to which: ``23.11.2026 – 29.11.2026``."""
    return f"{day_in_words(first)} – {day_in_words(last)}"


def clock_reading(moment: datetime) -> str:
    """A clock reading, with its seconds where there are any."""
    # written so it takes a fifth of the time of a format
    reading = f"{moment.hour:02d}:{moment.minute:02d}"
    return f"{reading}:{moment.second:02d}" if moment.second else reading


def moment_in_words(moment: datetime) -> str:
    """The day and the clock reading of ``moment``."""
    return f"{day_in_words(moment)} {clock_reading(moment)}"


def clock_beside(moment: datetime, beside: datetime) -> str:
    """The clock reading, with the day where that is not the day of ``beside``."""
    if moment.date() == beside.date():
        return f"{moment:%H:%M}"
    return f"{short_day(moment)} {moment:%H:%M}"


def stretch_in_words(begin: datetime, end: datetime) -> str:
    """From when to when, without the year: ``24.11 12:00 – 24.11 14:30``."""
    return f"{short_day(begin)} {begin:%H:%M} – {short_day(end)} {end:%H:%M}"


def city_of(zone: str) -> str:
    """The city that a time zone is named by: ``Алматы`` of ``Asia/Almaty``."""
    return _city(zone, current_language())


@cache
def _city(zone: str, language: str) -> str:
    from babel.dates import get_timezone_location

    return get_timezone_location(zone, locale=language, return_city=True)


def number_in_words(number: float) -> str:
    """A number with at most two decimals, and none that is zero: ``90``, ``7,5``."""
    if 0 <= number < 1000 and number == int(number):
        return str(int(number))  # in each language
    return _decimal(number, "#,##0.##", current_language())


@lru_cache(maxsize=4096, typed=True)  # babel reads its pattern anew for each number
def _decimal(number: float, pattern: str | None, language: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(number, format=pattern, locale=language)


def count_in_words(count: int) -> str:
    """A number with its thousands set apart."""
    return _decimal(count, None, current_language())


def decimal_in_words(number: float | None) -> str:
    """A number with one decimal, as columns have it; a dash for one that is not known."""
    if number is None:
        return "–"
    return _decimal(number, "#,##0.0", current_language())


def percent_in_words(share: float | None) -> str:
    """A share as a percentage; a dash for one that is not known.

    It is never rounded to all or nothing: 100 % means every one.
    """
    if share is None:
        return "–"
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    from babel.numbers import format_percent

    return format_percent(share, locale=current_language())


def cell_format(number_format: str) -> str:
    """A format of cells whose days are written as ``dd.mm.yyyy`` or ``dd.mm``, in the language."""
    whole = number_format.replace("dd.mm.yyyy", _of_language(_CELL_DAY))
    return (
        whole if whole != number_format else whole.replace("dd.mm", _of_language(_CELL_SHORT_DAY))
    )


class _Number(float):
    """A number that is written in words by ``%s``, and is a number for ``%d``."""

    __slots__ = ()

    def __str__(self) -> str:
        return number_in_words(float(self))


def in_words(value: object) -> object:
    """What represents ``value`` in a message: days, readings and broken numbers in words.

    Whole numbers stay numbers, for ``%d``; several values are listed; the rest is as it is.
    """
    if isinstance(value, str):
        return value  # most are
    if isinstance(value, float):
        return _Number(value)
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, tuple | list):
        return ", ".join(str(in_words(one)) for one in value)
    return value
