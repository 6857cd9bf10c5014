"""Headings of days with a slip: «16 мрата», 16.O3.2026. Nobody knows which day they mean.

So it is with a weekday alone below the programmes of another day.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from schedcheck.readers.values.day_headings import DayHeading, read_heading
from schedcheck.readers.values.words import (
    fold,
    one_of,
    pattern,
    vocabulary,
    words,
    words_to_number,
)

_WORD = re.compile(r"[^\W\d_]+")
#: Three numbers of a date, with any signs between them and letters for digits.
_NUMBERS = re.compile(
    r"[\doоlіi]{1,2}\W{1,3}[\doоlіi]{1,2}\W{1,3}[\doоlіi]{3,5}"
    r"|(?<!\d)\d\d\W{0,3}\d\d\W{0,3}(?:19|20)\d\d(?!\d)"
)
_LIKE_A_DIGIT = re.compile(r"(?<=\W)[oоlіi](?=[\W\d])|(?<=\d)[oоlіi](?=\W)")
_LONGEST_SLIP = 60
#: The heading of a day that no calendar has: what a heading with a slip prints.
NO_DAY = DayHeading(month=1, day=0)


def is_like_heading(text: str) -> bool:
    """Whether a text may be meant as the heading of a day and has a slip: «16 мрата», 16.O3.2026.

    It holds nothing but numbers and words that are, or nearly are, those of dates.
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST_SLIP or ":" in text:
        return False
    folded = fold(text)
    spelt = _WORD.findall(_LIKE_A_DIGIT.sub("0", f" {folded} "))
    said = [word for word in spelt if word not in _noise()]
    named = [word for word in said if word not in _in_words()]
    if not all(map(_is_like_name, named)):
        return False
    days = len(said) > len(named) or any(len(one) < 3 for one in re.findall(r"\d+", folded))
    slipped = any(word not in _names() for word in named)
    return _NUMBERS.search(folded) is not None or bool(named and (days or slipped))


def is_day_alone(text: str) -> bool:
    """Whether a text is the number of a day without its month, «25-го», or names the next day, and
    nothing else but that it heads a schedule; or is the day of a week of ISO 8601, 2026-W48-3.
    """
    folded = " ".join(fold(text).split()).strip(" .:—–-")
    said = pattern("programme_of").sub("", folded, count=1).split()
    spelt = len(said) > 1 and all(word in _in_words() for word in said)
    return spelt or _alone().fullmatch(" ".join(said)) is not None


@cache
def _alone() -> re.Pattern[str]:
    of_month = one_of(words("of_month"))
    return re.compile(
        rf"(?:на\s|за\s)?\d{{1,2}}(?:\s?-?\s?(?:го|е|ое)(?:\s{of_month})?|\s{of_month})"
        rf"|{one_of(words('next_day'))}|\d{{4}}-?w\d\d-?\d|\d{{1,2}}\s?[ivx]{{1,4}}"
    )


@cache
def _in_words() -> frozenset[str]:
    return frozenset(vocabulary()["dates"]["in_words"])


def is_other_weekday(text: str, day: date) -> bool:
    """Whether a text is the name of a weekday and nothing else, and ``day`` is none."""
    name = read_heading(text)
    return name is not None and name.exact and name.day is None and name.weekday != day.isoweekday()


@cache
def _names() -> frozenset[str]:
    """The names of months and weekdays."""
    return frozenset(words_to_number("months")) | frozenset(words_to_number("weekdays"))


@cache
def _is_like_name(word: str) -> bool:
    """Whether a word is the name of a month or a weekday, or one letter away from it."""
    longer = (name for name in _names() if len(name) > 4)
    if word in _names():
        return True
    from rapidfuzz.distance import OSA

    return any(OSA.distance(word, name, score_cutoff=1) <= 1 for name in longer)


@cache
def _noise() -> frozenset[str]:
    """The words beside a date that say nothing more, such as «год»."""
    years = (word.removesuffix("*") for word in words("year"))
    return frozenset((*vocabulary()["dates"]["noise"], *years))
