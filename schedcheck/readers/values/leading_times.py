"""Clock readings at the head of a text, and those inside it: lines of listings, cells of grids.

How one reading is spelt is a matter of :mod:`schedcheck.readers.values.clock_times`. Times are in
seconds since 00:00; 24:30 is 88,200.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from schedcheck.readers.values.age_names import MARK, has_adult_mark, has_mark
from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.clock_times import DIGIT_LIKE, Clock, Spelling, times_at
from schedcheck.readers.values.moments import moment_of, next_after
from schedcheck.readers.values.words import (
    fold,
    one_of,
    pattern,
    words,
    words_to_number,
)

_BULLETS = re.compile(
    r"[\s•·●○◦▪▫□►▶▸➤➢✓✔‣⁃∙■◆◇★☆*\uf000-\uf0ff\u2010-\u2015\u2212-]*(?:(?P<open>[(\[])\s*)?(?=\d)"
)
#: Before a reading with a slip: any signs, or the number of the line.
_BEFORE_SLIP = re.compile(
    rf"(?P<open>(?!))?(?:№?\s?\d{{1,3}}\s?[.)\]]\s*|[^\w«»\"“”„(\[]{{0,5}})(?=[{DIGIT_LIKE}])"
)
#: A mark may stand before the clock reading: «(18+) 22.30 …».
_MARK_BEFORE = re.compile(r"\s*([(\[]\s*\d{1,2}\s?\+\s*[)\]]|\d{1,2}\+)\s+(?=\d)")
_SHUT = {"(": ")", "[": "]"}
_STRIPPED = " \t|–—-"
#: What looks like a clock reading at the head of a text and may be none.
_LIKE = re.compile(
    r"\s*(?:\d{1,2}[:.]\d{2}(?![\d.,:%])|\d{1,2}\.\d{2}\.\d{2}\s+(?=[^\W\d_]|[«\"“„]))"
)
#: Four digits, and the head of a title.
_FOUR_DIGITS = re.compile(r"\d{4}\s+(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІЀ-ЏŠĐČĆŽ«\"“„])")
#: Before an inner reading: the head of a title follows, not a part of a sentence.
_TITLE = re.compile(r"[\s|]++(?:[–—-]\s*+)?(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІЀ-ЏŠĐČĆŽ0-9]|[«\"“„'(\[])")
#: Words such as «at» are no longer, with what may stand between them and a clock reading.
_LONGEST_WORD = 40
#: Between two readings that stand side by side: nothing that could be a title.
_BESIDE = re.compile(r"(?!\s*[«\"“„'])[\W_]{1,6}(?=\d)")
#: Where a clock reading may begin inside a text.
_INSIDE = re.compile(r"(?<![\d.,:/])\d{1,2}")


class Showing(Struct, frozen=True):
    """A start, and the end where one is printed, in seconds since 00:00; the ``zone`` that is
    named behind them, empty for the clock of the schedule.
    """

    start: int
    stop: int | None = None
    zone: str = ""


class Lead(Struct, frozen=True):
    """A text that begins with a clock reading.

    ``showings``: one or several, all of the same programme. ``beside``: a second reading that
    stands beside the first with nothing between them but signs, such as a slash. ``text``: what
    follows, perhaps nothing. ``spelling``: how its reading is spelt; ``allow``: the spellings of
    its listing.
    """

    showings: tuple[Showing, ...]
    text: str
    beside: int | None = None
    spelling: Spelling = Spelling.PLAIN
    allow: Spelling = Spelling.PLAIN


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\s*+(?:[,;]\s*|(?<=\s){one_of(words('and'))}\s+)", re.IGNORECASE)


def whole(clock: Clock) -> int:
    """The seconds of a reading, whole."""
    return moment_of(clock.seconds).seconds


def _showing(start: Clock, stop: Clock | None) -> Showing:
    return Showing(whole(start), whole(stop) if stop else None, start.zone)


def lead(text: str, allow: Spelling = Spelling.PLAIN) -> Lead | None:
    """The readings at the head of a text and what follows them; None for a text without.

    ``allow``: the spellings that its listing uses (see :func:`spellings_of`).
    """
    mark = _MARK_BEFORE.match(text)
    if mark is not None:
        behind = lead(text[mark.end() :], allow)
        return replace(behind, text=f"{behind.text} {mark[1]}") if behind else None
    first = _first_reading(text, allow)
    if first is None:
        return None
    begin, found, spelling = first
    showings, end = _showings(text, found, allow)
    beside = None
    if len(showings) == 1:
        beside, end = _reading_beside(text, end, allow)
    rest = _unbracketed(text[end:], begin["open"])
    return Lead(showings, _rest(rest), beside, spelling, allow)


def _first_reading(
    text: str, allow: Spelling
) -> tuple[re.Match[str], tuple[Clock, Clock | None], Spelling] | None:
    """What is before the reading at the head of a text, that reading, and how it is spelt."""
    slip = _BEFORE_SLIP.match(text) if Spelling.SLIP in allow else None
    for begin, spelt in ((_BULLETS.match(text), None), (slip, Spelling.SLIP)):
        found = times_at(text, begin.end(), allow) if begin else None
        if begin is not None and found is not None:
            counts = _is_count(text[begin.end() :], found[0])
            return None if counts else (begin, found, spelt or found[0].spelling)
    return None


def _showings(
    text: str, first: tuple[Clock, Clock | None], allow: Spelling
) -> tuple[tuple[Showing, ...], int]:
    """The first reading and those that «and» or a comma joins to it, and where they end."""
    showings: list[Showing] = []
    found: tuple[Clock, Clock | None] | None = first
    end = 0
    while found is not None:
        start, stop = found
        end = (stop or start).end
        showings.append(_showing(start, stop))
        more = _and().match(text, end)
        found = times_at(text, more.end(), allow) if more else None
    return tuple(showings), end


def _reading_beside(text: str, end: int, allow: Spelling) -> tuple[int | None, int]:
    """The reading behind nothing but signs after ``end``, and where it ends; else None, ``end``."""
    gap = _BESIDE.match(text, end)
    other = times_at(text, gap.end(), allow) if gap else None
    if gap is None or other is None or other[1] is not None:
        return None, end
    shut = _SHUT.get(gap[0][-1:], "")
    if not text.startswith(shut, other[0].end):
        return None, end
    return whole(other[0]), other[0].end + len(shut)


def _unbracketed(rest: str, opening: str | None) -> str:
    """What is behind a reading, without the bracket that shuts the one before the reading."""
    if not opening:
        return rest
    stripped, shut = rest.lstrip(), _SHUT[opening]
    return stripped[1:] if stripped.startswith(shut) else rest.rstrip().removesuffix(shut)


@cache
def _at_ending() -> re.Pattern[str]:
    ending = rf"[-\u2010-\u2015]?{one_of(words('at_ending'))}"
    return re.compile(rf"(?:{ending}|\s?{one_of(words('onwards'))})\s+(?=\S)")


def _rest(text: str) -> str:
    """What follows a reading; a dash that is all there is stays."""
    ending = _at_ending().match(text)
    stripped = text[ending.end() if ending else 0 :].strip(_STRIPPED)
    stripped = re.sub(r"^[.,:)](?!\.)\s*(?=\S)", "", stripped).lstrip(_STRIPPED) or stripped
    # a word that is parted at the end of the line keeps its hyphen
    parted = stripped[-1:].isalpha() and text.endswith(f"{stripped}-")
    stripped += "-" if parted else ""
    return " | ".join(stripped.split("\t")) if stripped else text.strip(" \t|")


def looks_like_lead(text: str) -> bool:
    """Whether a text begins like a clock reading, which may be an impossible one, or none."""
    if _LIKE.match(text) is not None or is_hyphened(text) or is_digits(text):
        return True
    if lead(text, Spelling.PLAIN | Spelling.HOUR) is not None or is_slip(text):
        return True
    before = _spoken().match(text)
    found = lead(text[before.end() :], Spelling.PLAIN | Spelling.HOUR) if before else None
    return found is not None and is_title(found.text)


@cache
def _spoken() -> re.Pattern[str]:
    """What may be written before a reading: «в», «начало в», «Ср.»."""
    spoken = one_of((*words("talk"), *words("begin"), *words_to_number("weekdays")))
    return re.compile(rf"\W{{0,3}}(?:{spoken}[\s:.,]*+){{1,3}}", re.IGNORECASE)


def is_title(text: str) -> bool:
    """Whether what follows a reading may be a title: a capital, a quotation mark, or a mark."""
    stripped = text.lstrip(" |(«\"“„'")
    return len(stripped) < len(text) or stripped[:1].isupper() or has_mark(text)


def is_slip(text: str) -> bool:
    """Whether a text begins with a reading that has a slip, and with a title or nothing more."""
    found = lead(text, Spelling.PLAIN | Spelling.SLIP)
    if found is None or found.spelling is not Spelling.SLIP:
        return False
    return not found.text or "\t" in text[: -len(found.text)] or is_title(found.text)


@cache
def _counted() -> re.Pattern[str]:
    counted = one_of((*words("counted"), *words("ages"), *words("year")))
    return re.compile(rf"\d{{1,2}}-?\d{{2}}(?:-?(?:я|ю|й|е|ая|ші|шы))?\s*{counted}")


def _is_count(text: str, clock: Clock) -> bool:
    """Whether 10-12 or 2012 at the head of a text counts what follows: episodes, years."""
    if clock.spelling not in Spelling.HYPHEN | Spelling.DIGITS:
        return False
    counted = _counted().match(fold(text))
    # «12-30 Сериал» is half past twelve, a title begins with a capital; «12-30 серии» are episodes
    return counted is not None and text[: counted.end()].rsplit(maxsplit=1)[-1][0].islower()


def is_hyphened(text: str) -> bool:
    """Whether a text begins with 6-30 that is no count: then it may be half past six."""
    return lead(text, Spelling.HYPHEN) is not None


def is_digits(text: str) -> bool:
    """Whether a text begins with 0630 and a title: then it may be half past six, or a year."""
    begin = _BULLETS.match(text)
    if begin is None or not _FOUR_DIGITS.match(text, begin.end()):
        return False
    return lead(text, Spelling.DIGITS) is not None


def spellings_of(texts: Iterable[str]) -> Spelling:
    """The spellings that the texts of one listing or table begin with.

    21 ч, 6-30 and 0630 are clock readings where more texts begin so than with a sure spelling.
    """
    counts: Counter[Spelling] = Counter()
    for text in filter(None, texts):  # the columns of wide sheets are mostly blank
        if lead(text) is not None:
            counts[Spelling.PLAIN] += 1
            continue
        counts[Spelling.HOUR] += lead(text, Spelling.HOUR) is not None
        counts[Spelling.HYPHEN] += is_hyphened(text)
        counts[Spelling.DIGITS] += is_digits(text)
        counts[Spelling.SLIP] += is_slip(text)
    allow = Spelling.PLAIN
    for kind in (Spelling.HOUR, Spelling.HYPHEN, Spelling.DIGITS, Spelling.SLIP):
        if counts[kind] > max(counts[Spelling.PLAIN], kind is not Spelling.HYPHEN):
            allow |= kind
    return allow


def _readings(text: str, allow: Spelling) -> Iterator[tuple[int, int, Showing]]:
    """The readings inside a text: where each begins and ends, and what it says."""
    end = 0
    for match in _INSIDE.finditer(text):
        found = times_at(text, match.start(), allow) if match.start() >= end else None
        if found is not None:
            start, stop = found
            end = (stop or start).end
            yield match.start(), end, _showing(start, stop)


def runs(found: Lead, following: int | None, *, marked: bool = False) -> Iterator[Lead]:
    """The programmes of a text in which several follow each other: «6.00 News 6.30 A film».

    A reading inside the text begins a programme when a title follows it, no word such as «at» or
    «until» stands before it, and it lies between the start of the text and ``following``, the
    start of the next one (None: not known). ``marked``: only where both have an age mark, which
    tells two programmes whatever word stands between them.
    """
    first = found.showings[-1].start
    latest = first + DAY if following is None else following + DAY * (following <= first)
    text, begin, last, current = found.text, 0, first, found
    marks = _Marks(text)
    for at, end, showing in _readings(text, found.allow):
        seconds = next_after(last, showing.start)
        before = text[begin:at]
        if (
            at
            and any(map(str.isalnum, before))
            and last < seconds < latest
            and _TITLE.match(text, end)
            and (marks.beside(begin, at, end) or not (marked or is_talk(before)))
        ):
            yield replace(current, text=_rest(before))
            current, begin, last = Lead((showing,), ""), end, seconds
    yield replace(current, text=_rest(text[begin:]))


class _Marks:
    """Where the age marks of a text are, found once: a text may hold thousands of readings."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = [match.span() for match in MARK.finditer(text)]

    def beside(self, begin: int, at: int, end: int) -> bool:
        """Whether there is a mark on both sides of a reading, so that each is a programme's.

        The reading goes from ``at`` to ``end``, and what is before it begins at ``begin``.
        """
        first = bisect_left(self._spans, (begin, 0))
        return (
            first < len(self._spans)
            and self._spans[first][1] <= at
            and self._spans[-1][0] >= end
            and self._text.count("(", begin, at) == self._text.count(")", begin, at)
        )


def runs_on(title: str) -> bool:
    """Whether another programme begins inside a title: a time, and age marks before and behind."""
    if _CLOCK.search(title) is None:
        return False
    return len(list(runs(Lead((Showing(0),), title), None, marked=True))) > 1


def has_another(text: str) -> bool:
    """Whether a clock reading such as 7:00 or 7.00 PM stands inside a text."""
    return any(
        ":" in text[at:end] or text[at:end].lower().endswith(("m", "m."))
        for at, end, _showing in _readings(text, Spelling.PLAIN)
    )


def is_talk(before: str) -> bool:
    """Whether the reading behind this text is a part of its sentence, or stands in a bracket."""
    near = fold(before[-_LONGEST_WORD:]).rstrip(" |")
    word = re.search(r"(?<![^\W\d_])[^\W\d_]+$", near)
    tables = ("until", "talk", "and")
    talked = word is not None and any(pattern(table).fullmatch(word[0]) for table in tables)
    return talked or before.count("(") > before.count(")")


#: One of these in a text without a start of its own may be all that is left of a programme.
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?!\d)")


def may_say_more(text: str) -> bool:
    """Whether a clock reading or an age mark may be in a text that begins with no start."""
    return _CLOCK.search(text) is not None or has_mark(text)


#: How a title begins: a word with a capital, which is not the index of a mark, «Е 18».
_CAPITAL = re.compile(r"(?<!\w)(?!Е\W*\d)[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\w")
#: A clock time that is all of a cell, in a row that was taken for a line.
_OTHER_CELL = re.compile(r"[;|,\t]\s?\d{1,2}[:.]\d{2}\s?[;|,\t]")


def holds_another(title: str) -> bool:
    """Whether a title holds a further programme: a cell with its start, or its start and mark."""
    if _OTHER_CELL.search(title) is not None:
        return True
    if title.count("+") < 2:
        return False
    marks, readings = _Marks(title), list(_readings(title, Spelling.PLAIN))
    return any(marks.beside(0, at, end) for at, end, _ in readings) or any(
        _is_of_other_title(title, at) for at, _end, _showing in readings
    )


def _is_of_other_title(title: str, at: int) -> bool:
    """Whether a reading, at ``at``, stands behind a first mark, and another title with the mark of
    adults too: «News (0+), later A film (18+) at 21:30».
    """
    first = MARK.search(title)
    if first is None or first.end() > at or has_adult_mark(title[: first.end()]):
        return False
    if pattern("until").fullmatch(fold(title[:at]).rsplit(maxsplit=1)[-1].lstrip("(,")):
        return False
    other = next((one for one in MARK.finditer(title, first.end()) if _is_adult(title, one)), None)
    return other is not None and _CAPITAL.search(title[first.end() : other.start()]) is not None


def _is_adult(title: str, mark: re.Match[str]) -> bool:
    """Whether a plus is that of a mark of adults; two digits may stand before it."""
    return has_adult_mark(title[max(mark.start() - 1, 0) : mark.end()])
