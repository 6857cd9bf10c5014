"""Clock readings at the end of a text: the end of a programme, or a start behind its title."""

from __future__ import annotations

import re
from functools import cache

from schedcheck.readers.values.clock_times import clock_at
from schedcheck.readers.values.leading_times import is_talk, is_title, whole
from schedcheck.readers.values.words import fold, one_of, pattern, words

#: A reading that ends a text, «Film 9:00 PM», perhaps with a mark behind it.
_AT_END = re.compile(
    r"(?<=\s)(\d{1,2}[:.][0-5]\d(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?)[\s.)]*\Z",
    re.IGNORECASE,
)


@cache
def _until() -> re.Pattern[str]:
    return re.compile(rf"[\s.,(]{one_of(words('until'))}\s+(?=\d)", re.IGNORECASE)


def until(text: str) -> int | None:
    """The end that a title itself tells: «… до 1.00»."""
    for match in _until().finditer(text):
        clock = clock_at(text, match.end())
        if clock is not None and not text[clock.end :].strip(" .)"):
            return whole(clock)
    return None


def trailing(text: str) -> int | None:
    """The reading that a text with the head of a title ends with, which no sentence leads to.

    «Film 9:00 PM» may be a programme whose start is behind its title; «повтор в 23.00» is none.
    """
    match = _AT_END.search(text)
    if match is None or not is_title(text):
        return None
    before = text[: match.start()]
    clock = clock_at(text, match.start())
    if clock is None or is_talk(before) or _in_sentence(before):
        return None
    return whole(clock)


def _in_sentence(before: str) -> bool:
    """Whether what is before a reading speaks of it: a word for repeats, a colon, a dash."""
    near = fold(before).rstrip()
    return near[-1:] in ":-–—,(/" or pattern("again").search(near) is not None
