"""The clock readings that begin the lines of a listing, and those inside them.

A reading is given in seconds since 00:00; 24:30 is 88,200.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.listing_words import fold, one_of, pattern, words

_LAST_HOUR = 29
_NOON = 12
_BULLETS = re.compile(r"[\s•·●▪►*–—-]*(?:(?P<open>[(\[])\s*)?(?=\d)")
_CLOCK = (
    r"(?<![\d.,:/])(\d{1,2})(?:[:.]|\s?[чh]\.?\s?|HYPHEN)(\d{2})(?::(\d{2}))?"
    r"(?:\s?([ap])\.?m\b\.?)?(?![\d%])(?![:.]\d)"
)
_DASH = re.compile(r"\s*(?:[-–—]|\bдо\b|\bto\b)\s*")
_SHUT = {"(": ")", "[": "]"}
_STRIPPED = " \t|–—-"
#: What looks like a clock reading at the head of a line and may be none.
_LIKE = re.compile(r"\s*\d{1,2}[:.]\d{2}(?![\d.,:%])")
#: Before an inner reading: the head of a title follows, not a part of a sentence.
_TITLE = re.compile(r"[\s|]+[–—-]?\s*(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІЀ-ЏŠĐČĆŽ0-9]|[«\"“„'(\[])")


@dataclass(frozen=True, slots=True)
class Showing:
    """A start, and the end where one is printed; seconds since 00:00."""

    start: int
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """A line that begins with a clock reading.

    ``showings``: one or several, all of the same programme. ``beside``: a second reading that
    stands beside the first with nothing between them. ``text``: what follows, perhaps nothing.
    """

    showings: tuple[Showing, ...]
    text: str
    beside: int | None = None


@cache
def _clock(*, hyphens: bool) -> re.Pattern[str]:
    hyphen = "[-–]" if hyphens else "(?!)"
    return re.compile(_CLOCK.replace("HYPHEN", hyphen), re.IGNORECASE)


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[,;]\s*|\s{one_of(words('and'))}\s+)", re.IGNORECASE)


def _seconds(match: re.Match[str]) -> int | None:
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if match[4].lower() == "p" else 0)
    if hour > _LAST_HOUR or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second


def lead(text: str, *, hyphens: bool = False) -> Lead | None:
    """The readings at the head of a line and what follows them; None for a line without.

    ``hyphens``: whether the listing writes 6-30 for half past six.
    """
    clock = _clock(hyphens=hyphens)
    begin = _BULLETS.match(text)
    match = clock.match(text, begin.end()) if begin else None
    if begin is None or match is None:
        return None
    showings: list[Showing] = []
    beside = None
    while True:
        start = _seconds(match)
        if start is None:
            return None
        at, stop = match.end(), None
        dash = _DASH.match(text, at)
        other = clock.match(text, dash.end()) if dash else None
        if other and _seconds(other) is not None:
            at, stop = other.end(), _seconds(other)
        showings.append(Showing(start, stop))
        more = _and().match(text, at)
        match = clock.match(text, more.end()) if more else None
        if match is None or _seconds(match) is None:
            break
    gap = re.match(r"[\s|]+", text[at:])
    other = clock.match(text, at + gap.end()) if gap else None
    if other and len(showings) == 1 and _seconds(other) is not None:
        at, beside = other.end(), _seconds(other)
    rest = text[at:]
    if begin["open"]:
        shut = _SHUT[begin["open"]]
        rest = (
            rest.lstrip()[1:]
            if rest.lstrip().startswith(shut)
            else rest.rstrip().removesuffix(shut)
        )
    return Lead(tuple(showings), _rest(rest), beside)


def _rest(text: str) -> str:
    """What follows a reading; a dash that is all there is stays."""
    stripped = text.strip(_STRIPPED)
    stripped = re.sub(r"^[.,:]\s*(?=\S)", "", stripped) if stripped[:1] in set(".,:") else stripped
    return " | ".join(stripped.split("\t")) if stripped else text.strip(" \t|")


def looks_like_lead(text: str) -> bool:
    """Whether a line begins like a clock reading, which may be an impossible one."""
    return _LIKE.match(text) is not None


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\d{{1,2}}-\d{{2}}(?:-?(?:я|ю|й|е|ая|ші|шы))?\s*{one_of(words('counted'))}")


def is_hyphened(text: str) -> bool:
    """Whether a line begins with 6-30 that is no count: then it may be half past six."""
    begin = _BULLETS.match(text)
    if begin is None or not re.match(r"\d{1,2}-\d{2}(?!\d)", text[begin.end() :]):
        return False
    behind = text[begin.end() :]
    counted = _counted().match(fold(behind))
    # «12-30 Сериал» is half past twelve, a title begins with a capital; «12-30 серии» are episodes
    is_count = counted is not None and behind[: counted.end()].split()[-1][0].islower()
    return not is_count and lead(text, hyphens=True) is not None


def runs(found: Lead, following: int | None, *, hyphens: bool = False) -> Iterator[Lead]:
    """The programmes of a line in which several follow each other: «6.00 News 6.30 A film».

    A reading inside the text begins a programme when a title follows it, no word such as «at» or
    «until» stands before it, and it lies between the start of the line and ``following``, the
    start of the next line (None: not known).
    """
    clock = _clock(hyphens=hyphens)
    first = found.showings[-1].start
    latest = first + DAY if following is None else following + DAY * (following <= first)
    text, begin, last, current = found.text, 0, first, found
    at = 0
    while match := clock.search(text, at):
        at, stop = match.end(), None
        dash = _DASH.match(text, at)
        other = clock.match(text, dash.end()) if dash else None
        if other and _seconds(other) is not None:
            at, stop = other.end(), _seconds(other)
        start = _seconds(match)
        if start is None or match.start() == 0:
            continue
        seconds = start + DAY * (start <= last - DAY // 4)
        before = text[begin : match.start()]
        if last < seconds < latest and _TITLE.match(text, at) and not _is_talk(before):
            yield replace(current, text=_rest(before))
            current, begin, last = Lead((Showing(start, stop),), ""), at, seconds
    yield replace(current, text=_rest(text[begin:]))


def _is_talk(before: str) -> bool:
    """Whether the reading behind this text is a part of its sentence, or stands in a bracket."""
    word = re.search(r"[^\W\d_]+$", fold(before).rstrip(" |"))
    tables = ("until", "talk", "and")
    talked = word is not None and any(pattern(table).fullmatch(word[0]) for table in tables)
    return talked or before.count("(") > before.count(")")


@cache
def _until() -> re.Pattern[str]:
    return re.compile(
        rf"[\s.,(]{one_of(words('until'))}\s+{_CLOCK.replace('HYPHEN', '(?!)')}[\s.)]*$",
        re.IGNORECASE,
    )


def until(text: str) -> int | None:
    """The end that a title itself tells: «… до 1.00»."""
    match = _until().search(text)
    return None if match is None else _seconds(match)
