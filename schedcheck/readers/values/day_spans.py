"""Spans of days and months, in the words of any language; every spelling is in :func:`_spans`."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

from schedcheck.readers.values.day_headings import (
    DAY_OF_MONTH,
    full_year,
    make_day,
    names_month,
)
from schedcheck.readers.values.words import DASHES, fold, months, one_of, words, words_to_number
from schedcheck.schedule.week import Week

#: A span of more days is not that of a schedule.
LONGEST_SPAN = timedelta(days=62)


@cache
def _spans(*, named: bool) -> tuple[re.Pattern[str], ...]:
    """The spellings of a span of days: d, m, n, y are day, month, its name and year, 1 and 2.

    ``named``: those with the name of a month too.
    """
    month, dash = months(), rf"\s*+(?:[{DASHES}]|{one_of(words('through'))})\s*+"
    year = rf"(?:\s*+,?\s*+(?P<y%d>\d{{4}})(?:\s*+{one_of(words('year'))}\.?)?)?"
    before = rf"(?:(?P<y0>\d{{4}})(?:\s*+{one_of(words('year'))})?[.,]?\s*+)?"
    d1, d2 = (
        DAY_OF_MONTH.replace("(\\d{1,2})", "(?P<d1>\\d{1,2})"),
        DAY_OF_MONTH.replace("(\\d{1,2})", "(?P<d2>\\d{1,2})"),
    )
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
    return tuple(map(re.compile, in_numbers + with_names if named else in_numbers))


def span_in(text: str, year: int | None = None) -> Week | None:
    """The span of days that a text names: «с 26 декабря по 1 января 2023 г.».

    A year that is printed once is that of the last day, or of the first where it is printed there;
    ``year`` is that of the last day where none is printed.
    """
    folded = fold(" ".join(text.replace("_", " ").split()))
    for form in _spans(named=names_month(folded)):
        for match in form.finditer(folded):
            span = _span(match.groupdict(), year)
            if span is not None:
                return span
    return None


@cache
def _month_and_year() -> re.Pattern[str]:
    return re.compile(rf"({months()})\.?[\s,./-]*+(\d{{4}})(?!\d)")


def month_in(text: str) -> Week | None:
    """The month, with its year, that a text names: «February 2010»."""
    match = _month_and_year().search(fold(" ".join(text.split())))
    first = make_day(int(match[2]), words_to_number("months")[match[1]], 1) if match else None
    if first is None:
        return None
    return Week(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


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
