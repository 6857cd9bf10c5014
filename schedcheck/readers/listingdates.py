"""The days of a listing: headings such as «Дүйсенбі, 12 желтоқсан», and spans above them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from schedcheck.readers.values.listing_words import fold, months, one_of, words
from schedcheck.readers.values.words import vocabulary, words_to_number
from schedcheck.schedule.week import Week

_CENTURY = 70
#: A span of more days is not the heading of a listing.
_LONGEST_SPAN = 62
_LONGEST_HEADING = 120
_WORD = re.compile(r"[^\W\d_]+")
_D = r"(?<!\d)(\d{1,2})(?!\d)(?:-?\s?(?:го|е|ое|ші|шы|інші|ыншы|th|st|nd|rd)\b)?\.?"


@dataclass(frozen=True, slots=True)
class DayName:
    """What names a day: ``weekday`` (Monday is 1), ``day``, ``month``, ``year``, None if unsaid.

    ``exact``: nothing else stands in the line. ``bare``: numbers alone, 12.12, which could be a
    clock reading as well.
    """

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    exact: bool = True
    bare: bool = False

    def joined(self, other: DayName) -> DayName | None:
        """Two lines that name one day: the weekday in one, the date in the other."""
        if self.day is None and other.weekday is None and other.day is not None:
            return DayName(self.weekday, other.day, other.month, other.year)
        if other.day is None and self.weekday is None and self.day is not None:
            return DayName(other.weekday, self.day, self.month, self.year)
        return None

    def date_in(self, year: int) -> date | None:
        """The date in a year; None where there is none."""
        if self.day is None or self.month is None:
            return None
        return made(year, self.month, self.day)


def made(year: int, month: int, day: int) -> date | None:
    """A date, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str | None) -> int | None:
    if not text:
        return None
    number = int(text)
    return number if len(text) == 4 else number + (2000 if number < _CENTURY else 1900)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The forms of a date, and what their groups are; the surer forms first."""
    after = rf"(?:\s*,?\s*(\d{{4}}|'\d\d)(?!\d)(?:\s*{one_of(words('year'))}\.?)?)?"
    year = rf"(?<!\d)(\d{{4}})(?:\s*{one_of(words('year'))})?[.,]?\s*"
    return tuple(
        (re.compile(form), order)
        for form, order in (
            (r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)", "ymd"),
            (r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)", "ymd"),
            (
                r"(?<!\d)(\d{1,2})([-./])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)(?:\s*(?:г|ж)\.?)?",
                "d-my",
            ),
            (rf"{year}{_D}[\s-]*({months()})\.?", "ydn"),
            (rf"{_D}[\s/-]*(?:of\s+|de\s+)?({months()})\.?{after}", "dny"),
            (rf"({months()})\.?\s*{_D}{after}", "ndy"),
            (r"(?<![\d.:])(\d{1,2})[./](\d{1,2})(?![\d:])\.?", "dm"),
        )
    )


def _found(match: re.Match[str], order: str) -> tuple[int | None, int, int]:
    """Year, month and day of a match."""
    parts = dict(zip(order, match.groups(), strict=True))
    month = parts.get("m")
    number = int(month) if month else words_to_number("months")[parts["n"]]
    return _year((parts.get("y") or "").strip("'")), number, int(parts["d"])


def dates_in(text: str, year: int | None = None) -> Iterator[date]:
    """Every whole date in a text, with its own year, or with ``year`` where it prints none."""
    folded, taken = fold(text), set[int]()
    for form, order in _forms():
        for match in form.finditer(folded):
            if taken & set(range(*match.span())):
                continue
            printed, month, day = _found(match, order)
            of = printed or year
            found = made(of, month, day) if of else None
            if found is not None:
                taken |= set(range(*match.span()))
                yield found


def _date_in(folded: str) -> tuple[DayName, str]:
    """The surest date in a folded text, and the text without it."""
    for form, order in _forms():
        match = form.search(folded)
        if match is not None:
            year, month, day = _found(match, order)
            if 1 <= month <= 12:
                rest = folded[: match.start()] + " " + folded[match.end() :]
                return DayName(None, day, month, year, bare=order == "dm"), rest
    return DayName(), folded


def day_name(text: str) -> DayName | None:
    """The day that a line names, as its heading does; None for a line that names none.

    A month without a day, or a day without both month and weekday, names none.
    """
    if len(text) > _LONGEST_HEADING:
        return None
    dated, rest = _date_in(fold(text))
    weekdays, noise = words_to_number("weekdays"), {*vocabulary()["dates"]["noise"], *words("year")}
    found = [word for word in _WORD.findall(rest) if word not in noise]
    named = {weekdays[word] for word in found if word in weekdays}
    numbers = re.findall(r"\d+", rest)
    exact = not numbers and all(word in weekdays for word in found)
    day = dated.day
    if day is None and named and len(numbers) == 1 and 1 <= int(numbers[0]) <= 31:
        exact, day = all(word in weekdays for word in found), int(numbers[0])
    if len(named) > 1 or (day is None and not named) or (dated.bare and not exact):
        return None
    weekday = next(iter(named), None)
    return DayName(weekday, day, dated.month, dated.year, exact, dated.bare)


@cache
def _spans() -> tuple[re.Pattern[str], ...]:
    month, dash = months(), rf"\s*(?:[-–—]|{one_of(words('through'))})\s*"
    year = rf"(?:\s*,?\s*(?P<y%d>\d{{4}})(?:\s*{one_of(words('year'))}\.?)?)?"
    before = rf"(?:(?P<y0>\d{{4}})(?:\s*{one_of(words('year'))})?[.,]?\s*)?"
    d1, d2 = (
        _D.replace("(\\d{1,2})", "(?P<d1>\\d{1,2})"),
        _D.replace("(\\d{1,2})", "(?P<d2>\\d{1,2})"),
    )
    numeric = (
        r"(?<!\d)(?P<d%d>\d{1,2})[./ -](?P<m%d>\d{1,2})"
        r"(?:[./ -]{1,2}(?P<y%d>\d{4}|\d{2})(?![\d.]\d))?(?!\d)\.?"
    )
    iso = r"(?<!\d)(?P<y%d>\d{4})-?(?P<m%d>\d{2})-?(?P<d%d>\d{2})(?!\d)"
    weekday = rf"(?:\s*[,(]?\s*{one_of(words_to_number('weekdays'))}\s*[,)]?)?"
    return (
        re.compile(iso % (1, 1, 1) + rf"(?:{dash}|\s*\.\.\s*|_)" + iso % (2, 2, 2)),
        re.compile(numeric % (1, 1, 1) + dash + numeric % (2, 2, 2)),
        re.compile(rf"(?<!\d)(?P<d1>\d{{1,2}}){dash}" + numeric % (2, 2, 2)),
        re.compile(
            rf"{before}{d1}\s*(?:(?P<n1>{month})\.?)?{year % 1}{weekday}{dash}"
            rf"{weekday}{d2}\s*(?P<n2>{month})\.?{year % 2}"
        ),
        re.compile(
            rf"(?P<n1>{month})\.?\s*{d1}{year % 1}{dash}(?:(?P<n2>{month})\.?\s*)?{d2}{year % 2}"
        ),
    )


def span_in(text: str, year: int | None = None) -> Week | None:
    """The span of days that a text names: «с 26 декабря по 1 января 2023 г.».

    A year that is printed once is that of the last day, or of the first where it stands there;
    ``year`` is that of the last day where none is printed.
    """
    folded = fold(text.replace("_", " "))
    for form in _spans():
        for match in form.finditer(folded):
            span = _span(match.groupdict(), year)
            if span is not None:
                return span
    return None


@cache
def _month_and_year() -> re.Pattern[str]:
    return re.compile(rf"({months()})\.?[\s,./-]*(\d{{4}})(?!\d)")


def month_in(text: str) -> Week | None:
    """The month, with its year, that a text names: «February 2010»."""
    match = _month_and_year().search(fold(text))
    first = made(int(match[2]), words_to_number("months")[match[1]], 1) if match else None
    if first is None:
        return None
    return Week(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _span(parts: dict[str, str | None], year: int | None) -> Week | None:
    numbers = words_to_number("months")

    def month(at: int) -> int | None:
        name, number = parts.get(f"n{at}"), parts.get(f"m{at}")
        return numbers[name] if name else int(number) if number else None

    first_month, last_month = month(1), month(2)
    first_month, last_month = first_month or last_month, last_month or first_month
    if first_month is None or last_month is None:
        return None
    days = int(parts["d1"] or 0), int(parts["d2"] or 0)
    begun, ended = _year(parts.get("y1")), _year(parts.get("y2"))
    begun = begun or (_year(parts.get("y0")) if ended is None else None)
    if begun is None and ended is None:
        ended = year
    if begun is None and ended is None:
        return None
    over = (first_month, days[0]) > (last_month, days[1])
    begun = begun if begun is not None else (ended or 0) - over
    ended = ended if ended is not None else begun + over
    first, last = made(begun, first_month, days[0]), made(ended, last_month, days[1])
    if (
        first is None
        or last is None
        or not timedelta(0) <= last - first <= timedelta(_LONGEST_SPAN)
    ):
        return None
    return Week(first, last)
