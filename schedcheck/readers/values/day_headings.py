"""Dates, headings of days and spans of days, in the words of any language: the one grammar.

Every spelling of a date is a line of :func:`_forms`, of a span one of :func:`_spans`.
What a heading prints is a :class:`DayHeading`; which date it means where it prints no year,
:class:`Years <schedcheck.readers.values.years.Years>` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from schedcheck.readers.values.words import (
    DASHES,
    fold,
    months,
    one_of,
    vocabulary,
    words,
    words_to_number,
)
from schedcheck.schedule.week import Week

_CENTURY = 70
#: A year of two digits at the head of a date is not before this one.
_FIRST_YEAR = 2010
_LONGEST_HEADING, _LONGEST_DATE = 120, 12
#: A span of more days is not that of a schedule.
LONGEST_SPAN = timedelta(days=62)
#: Behind a date that was typed as one and written out as text.
_MIDNIGHT = re.compile(r"(?<=\d)[ T]0?0:00(?::00)?(?:\.0+)?$", re.IGNORECASE)
#: The day of the month as letters print it: «08» октября.
_QUOTED = re.compile(r"[«\"“„](\d{1,2})[»\"”“]")
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
#: Cyrillic letters that are written for Roman numbers.
_LIKE_ROMAN = str.maketrans("хі", "xi")
#: A day of the month, perhaps with the ending of an ordinal: 12-го, 4-ші, 1st.
DAY_OF_MONTH = r"(?<!\d)(\d{1,2})(?!\d)(?:-?\s?(?:го|е|ое|ші|шы|інші|ыншы|th|st|nd|rd)\b)?\.?"
#: The numbers of a date with the year last; the sign between them says whether a month may lead.
YEAR_LAST = re.compile(
    r"(?<!\d)(?<!\b[lIiіІoOоО])(\d{1,2})([-./])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)"
    r"(?:\s*+(?:г|ж)\b\.?)?"
)


class DayHeading(NamedTuple):
    """What the heading of a day prints; None where it does not.

    ``weekday``: 1 is Monday. ``bare``: a day and a month in numbers alone, such as 10.12, which
    could be a clock reading. ``exact``: whether the text holds nothing else. ``year_first``:
    the date that 26-04-16 is as well.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    bare: bool = False
    exact: bool = True
    year_first: date | None = None

    @property
    def sure(self) -> bool:
        """Whether it cannot be a clock reading."""
        return not self.bare or self.weekday is not None

    @property
    def whole(self) -> date | None:
        """The date, where year, month and day are printed and are those of one."""
        return None if self.year is None else self.date_in(self.year)

    @property
    def possible(self) -> bool:
        """Whether some calendar has the day and month that are printed."""
        return (
            self.day is None or make_day(self.year or 2000, self.month or 1, self.day) is not None
        )

    def date_in(self, year: int) -> date | None:
        """The date in a year; None where there is none."""
        if self.month is None or self.day is None:
            return None
        return make_day(year, self.month, self.day)

    def fits(self, day: date) -> bool:
        """Whether ``day`` is what is printed, its weekday left aside."""
        return (
            self.day in {None, day.day}
            and self.month in {None, day.month}
            and self.year in {None, day.year}
        )

    def joined(self, other: DayHeading) -> DayHeading | None:
        """Two texts that name one day: the weekday in one, the date in the other."""
        for dated, named in ((self, other), (other, self)):
            if named.day is None and dated.weekday is None and dated.day is not None:
                return dated._replace(weekday=named.weekday, bare=False, exact=True)
        return None


def make_day(year: int, month: int, day: int) -> date | None:
    """The date of these numbers (a year of two digits is of 1970 to 2069), None for no date."""
    try:
        return date(full_year(year), month, day)
    except ValueError:
        return None


def full_year(year: int) -> int:
    """The year that two digits, or four, mean: 1970 to 2069."""
    return year if year >= 100 else year + (2000 if year < _CENTURY else 1900)


class _Form(NamedTuple):
    """A spelling of a date: ``order`` names the groups of its pattern (year, month, day; n is a
    month's name, r a Roman number, - a sign). ``alone``: only where nothing else is printed.
    """

    spelling: str
    order: str
    alone: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.spelling)


#: What is asked for seldom is compiled when it is: it takes milliseconds.
_compiled = cache(re.compile)


def names_month(folded: str) -> bool:
    """Whether a folded text names a month: else the spellings that do are not even made."""
    return any(map(str.isalpha, folded)) and _compiled(months()).search(folded) is not None


@cache
def _forms(*, named: bool) -> tuple[_Form, ...]:
    """The spellings of a date, the surer ones first.

    ``named``: those with the name of a month too.
    """
    name, day, years = months(), DAY_OF_MONTH, one_of(words("year"))
    said = rf"(?:\s*+{years}\.?)?"
    after = rf"(?:\s*+,?\s*+(\d{{4}}|'\d\d)(?!\d){said})?"
    roman = r"([ivxхі]{1,4})(?![^\W_])"
    return tuple(
        _Form(*form)
        for form in (
            # 2024-03-04, 2024.3.4
            (r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)", "ymd"),
            # 20240304
            (r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)", "ymd"),
            # 04.03.2024 г., 4/3/24, 06.06. 2010
            (YEAR_LAST.pattern, "d-my"),
            # 04-мар-2025, 01-Feb-10, 30/Nov/26
            (rf"(?<!\d)(\d{{1,2}})([-./])({name})\.?\2(\d{{4}}|\d{{2}})(?!\d){said}", "d-ny"),
            # 30.XI.2026, 30 XI 2026
            (rf"(?<!\d)(\d{{1,2}})([-./ ]){roman}\.?\s?\2?\s?(\d{{4}})(?!\d){said}", "d-ry"),
            # 2022 жылғы 12 желтоқсан
            (rf"(?<!\d)(\d{{4}})(?:\s*+{years})?[.,]?\s*+{day}[\s-]*+({name})\.?", "ydn"),
            # 4 марта 2024 г., 4-ші наурыз, 1st of March; 2 4 марта may be the 24th
            (rf"(?<!(?<!\d)\d ){day}[\s/-]*+(?:of\s++|de\s++)?({name})\.?{after}", "dny"),
            # March 4, 2024
            (rf"({name})\.?\s*+{day}{after}", "ndy"),
            # 30.XI
            (rf"(?<!\d)(\d{{1,2}})([-./]){roman}\.?", "d-r"),
            # 31.05., 10.12, 4/3
            (r"(?<![\d.:])(?<!\b[liіoо])(\d{1,2})([./])(\d{1,2})(?![\d:])\.?", "d-m"),
            # 04 03 2024, 2024 03 04, 04-03
            (r"(?<!\d)(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})(?!\d)", "dmy", True),
            (r"(?<!\d)(\d{4}) (\d{2}) (\d{2})(?!\d)", "ymd", True),
            (r"(?<![\d.:])(\d{1,2})(-)(\d{1,2})(?![\d:])", "d-m", True),
            # 4 марта 24, March 4, 24
            (rf"{day}\s*+({name})\.?[\s.,]\s*+(\d{{2}})(?!\d){said}", "dny", True),
            (rf"({name})\.?\s*+{day}[\s.,]\s*+(\d{{2}})(?!\d){said}", "ndy", True),
        )
        if named or "n" not in form[1]
    )


def _found(match: re.Match[str], order: str, *, month_first: bool) -> DayHeading | None:
    """What a match prints; None for numbers that no day and month have."""
    parts = dict(zip(order, match.groups(), strict=True))
    day, year = int(parts["d"]), parts.get("y")
    if parts.get("n"):
        month = words_to_number("months")[parts["n"]]
    elif parts.get("r"):
        roman = parts["r"].translate(_LIKE_ROMAN)
        month = _ROMAN.index(roman) + 1 if roman in _ROMAN else 0
    else:
        month = int(parts["m"])
        if month_first and order.startswith("d") and parts.get("-", ".") in "/-":
            day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    bare = order == "d-m" and parts["-"] != "/" and not match[0].endswith(".")
    of = full_year(int(year.strip("'"))) if year else None
    return DayHeading(of, month, day, bare=bare, year_first=_year_first(parts))


def _year_first(parts: dict[str, str]) -> date | None:
    """The date of 26-04-16 with its year first; None where nobody writes that so."""
    if parts.get("-") != "-" or "m" not in parts or len(parts.get("y") or "") != 2:
        return None
    year = full_year(int(parts["d"]))
    return make_day(year, int(parts["m"]), int(parts["y"])) if year >= _FIRST_YEAR else None


def may_be_day(text: str) -> bool:
    """Whether a text may be the heading of a day: it holds a digit or the name of a weekday."""
    weekdays = words_to_number("weekdays")
    return any(sign.isdigit() for sign in text) or any(
        word in weekdays for word in _WORD.findall(fold(text))
    )


def read_heading(text: str, *, month_first: bool = False) -> DayHeading | None:
    """The day that a text names, as the heading of a schedule's day does; None where it names none.

    A weekday told in several languages counts once; two weekdays are no heading, nor is a month
    without a day, or a day with neither month nor weekday. The day may be one that no calendar
    has: see :attr:`DayHeading.possible`.
    """
    text = _QUOTED.sub(r"\1", _MIDNIGHT.sub("", " ".join(text.split())))
    if not text or len(text) > _LONGEST_HEADING:
        return None
    return _heading_in(text, month_first=month_first)


@lru_cache(maxsize=4096)  # the same days are asked for by many, and come again in other files
def _heading_in(text: str, *, month_first: bool) -> DayHeading | None:
    folded = fold(text)
    for form in _forms(named=names_month(folded)):
        match = form.pattern.search(folded)
        found = _found(match, form.order, month_first=month_first) if match else None
        if match is None or found is None:
            continue
        rest = f"{folded[: match.start()]} {folded[match.end() :]}"
        heading = _with_weekday(rest, found)
        if heading is None or heading.exact or not form.alone:
            return None if heading and heading.bare and not heading.exact else heading
    return _with_weekday(folded, DayHeading())


def _with_weekday(rest: str, dated: DayHeading) -> DayHeading | None:
    """A heading with the weekday of the text around its date, and whether that says more."""
    weekdays, noise = words_to_number("weekdays"), _noise()
    found = [word for word in _WORD.findall(rest) if word not in noise]
    named = {weekdays[word] for word in found if word in weekdays}
    numbers = re.findall(r"\d+", rest)
    plain = all(word in weekdays for word in found)
    exact, day = plain and not numbers, dated.day
    if day is None and named and len(numbers) == 1 and 1 <= int(numbers[0]) <= 31:
        exact, day = plain, int(numbers[0])
    if len(named) > 1 or (day is None and not named):
        return None
    return dated._replace(day=day, weekday=next(iter(named), None), exact=exact)


@cache
def _noise() -> frozenset[str]:
    """Words beside a date that say nothing more."""
    years = (word.removesuffix("*") for word in words("year"))
    return frozenset((*vocabulary()["dates"]["noise"], *years))


def day_heading(text: str, *, month_first: bool = False) -> DayHeading | None:
    """What ``text`` prints, when it is the heading of a day and nothing else, else None."""
    found = read_heading(text, month_first=month_first)
    return found if found is not None and found.exact and found.possible else None


def dates_in(text: str, year: int | None = None) -> Iterator[date]:
    """Every whole date in a text, with its own year, or with ``year`` where it prints none."""
    folded, taken = fold(" ".join(text.split())), set[int]()
    for form in _forms(named=names_month(folded)):
        for match in form.pattern.finditer(folded) if not form.alone else ():
            if taken.isdisjoint(range(*match.span())):
                found = _found(match, form.order, month_first=False)
                of = found and (found.year or year)
                day = found.date_in(of) if found and of else None
                if day is not None:
                    taken.update(range(*match.span()))
                    yield day


def two_dates(text: str) -> DayHeading | None:
    """A date such as 26-04-16 in a text, of 2026 or of 2016; None without one."""
    for match in YEAR_LAST.finditer(fold(text)):
        found = _found(match, "d-my", month_first=False)
        if found is not None and found.year_first is not None:
            return found
    return None


def date_at_head(text: str) -> date | None:
    """The whole date in numbers that a text begins with, perhaps in brackets."""
    stripped = text.lstrip(" ([")
    if not stripped[:1].isdigit():
        return None
    return next(dates_in(stripped[:_LONGEST_DATE].split(" ")[0].rstrip(")],.;")), None)


@cache
def _joins() -> re.Pattern[str]:
    """What is between the days of each span."""
    return re.compile(rf"[{DASHES}]|\.\.|{one_of(words('through'))}")


@cache
def _spans(*, named: bool) -> tuple[str, ...]:
    """The spellings of a span of days: d, m, n, y are day, month, its name and year, 1 and 2.

    ``named``: those with the name of a month too.
    """
    month, dash = months(), rf"\s*+(?:[{DASHES}]|{one_of(words('through'))})\s*+"
    year = rf"(?:\s*+,?\s*+(?P<y%d>\d{{4}})(?:\s*+{one_of(words('year'))}\.?)?)?"
    before = rf"(?:(?P<y0>\d{{4}})(?:\s*+{one_of(words('year'))})?[.,]?\s*+)?"
    d1, d2 = (DAY_OF_MONTH.replace("(\\d{1,2})", rf"(?P<d{one}>\d{{1,2}})") for one in (1, 2))
    numeric = (
        r"(?<!\d)(?P<d%d>\d{1,2})[./ -](?P<m%d>\d{1,2})"
        r"(?:[./ -]{1,2}(?P<y%d>\d{4}|\d{2})(?![\d.]\d))?(?!\d)\.?"
    )
    iso = r"(?<!\d)(?P<y%d>\d{4})-?(?P<m%d>\d{2})-?(?P<d%d>\d{2})(?!\d)"
    weekday = rf"(?:\s*+[,(]?\s*+{one_of(words_to_number('weekdays'))}\s*+[,)]?)?"
    in_numbers = (
        iso % (1, 1, 1) + rf"(?:{dash}|\s*+\.\.\s*+|_)" + iso % (2, 2, 2),
        numeric % (1, 1, 1) + dash + numeric % (2, 2, 2),
        rf"(?<!\d)(?P<d1>\d{{1,2}}){dash}" + numeric % (2, 2, 2),
    )
    with_names = (
        (
            rf"{before}{d1}\s*+(?:(?P<n1>{month})\.?)?{year % 1}{weekday}{dash}"
            rf"{weekday}{d2}\s*+(?P<n2>{month})\.?{year % 2}"
        ),
        rf"(?P<n1>{month})\.?\s*+{d1}{year % 1}{dash}(?:(?P<n2>{month})\.?\s*+)?{d2}{year % 2}",
    )
    return in_numbers + with_names if named else in_numbers


def span_in(text: str, year: int | None = None) -> Week | None:
    """The span of days that a text names: «с 26 декабря по 1 января 2023 г.».

    A year that is printed once is that of the last day, or of the first where it is printed there;
    ``year`` is that of the last day where none is printed.
    """
    folded = fold(" ".join(text.replace("_", " ").split()))
    if not _joins().search(folded):
        return None
    for form in _spans(named=names_month(folded)):
        for match in _compiled(form).finditer(folded):
            span = _span(match.groupdict(), year)
            if span is not None:
                return span
    return None


def _span(parts: dict[str, str | None], year: int | None) -> Week | None:
    first_month = _span_month(parts, 1) or _span_month(parts, 2)
    last_month = _span_month(parts, 2) or first_month
    years = _span_years(parts, year)
    if first_month is None or last_month is None or years is None:
        return None
    days = int(parts["d1"] or 0), int(parts["d2"] or 0)
    begun, ended = years
    over = (first_month, days[0]) > (last_month, days[1])
    begun = begun if begun is not None else (ended or 0) - over
    ended = ended if ended is not None else begun + over
    first, last = make_day(begun, first_month, days[0]), make_day(ended, last_month, days[1])
    if first is None or last is None or not timedelta(0) <= last - first <= LONGEST_SPAN:
        return None
    return Week(first, last)


def _span_month(parts: dict[str, str | None], at: int) -> int | None:
    name, number = parts.get(f"n{at}"), parts.get(f"m{at}")
    return words_to_number("months")[name] if name else int(number) if number else None


def _span_years(
    parts: dict[str, str | None], otherwise: int | None
) -> tuple[int | None, int | None] | None:
    """The years of the first and the last day, one of which may be open; None without any.

    ``otherwise``: the year where none is printed.
    """
    printed = [parts.get(f"y{at}") for at in range(3)]
    before, begun, ended = (full_year(int(text)) if text else None for text in printed)
    if ended is None:
        begun = begun or before
    if begun is None and ended is None:
        ended = otherwise
    return None if begun is None and ended is None else (begun, ended)
