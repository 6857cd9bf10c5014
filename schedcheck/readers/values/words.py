"""The words of schedules as data, and how texts are compared with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import tomli

#: The zone of a column whose heading says ``local``.
LOCAL = "local"

#: What :func:`showings` gives for another showing than the one that a programme is listed with.
AGAIN = (-1, -1)
_DAY = 86400

_CAPITAL_INSIDE = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_NOT_WORDS = re.compile(r"[\W_]+")


@cache
def vocabulary() -> dict[str, Any]:
    """The words of schedule tables: ``headings.toml``, parsed."""
    return tomli.loads((files("schedcheck.readers.values") / "headings.toml").read_text("utf-8"))


@cache
def words_to_number(table: str) -> dict[str, int]:
    """Word -> number, for the tables ``months`` and ``weekdays`` of the vocabulary."""
    return {word: int(n) for n, words in vocabulary()[table].items() for word in words}


def normalise(text: str) -> str:
    """``text`` as headings are compared: lower case, words only, ё as е."""
    return _NOT_WORDS.sub(" ", _CAPITAL_INSIDE.sub(" ", text).casefold().replace("ё", "е")).strip()


class _Phrases(NamedTuple):
    """Phrase -> the entries of a table of the vocabulary that list it.

    ``words``, ``letters``: the most that one has. ``heads``: the first two letters of each first
    word.
    """

    of: dict[str, list[str]]
    words: int
    letters: int
    heads: frozenset[str]


@cache
def _phrases(table: str) -> _Phrases:
    found: dict[str, list[str]] = {}
    for name, phrases in vocabulary()[table].items():
        for phrase in phrases:
            found.setdefault(phrase.replace("ё", "е"), []).append(name)
    heads = frozenset(phrase.split()[0].rstrip("*")[:2] for phrase in found)
    return _Phrases(
        found, max(len(phrase.split()) for phrase in found), max(map(len, found)), heads
    )


def best(text: str, table: str, *, without: str = "") -> tuple[int, str]:
    """Length and name of the longest entry of ``table`` in a normalised text; 0 and empty.

    Of two that are as long the first in the table. ``without``: an entry that does not count.
    """
    phrases, most, longest, heads = _phrases(table)
    lengths: dict[str, int] = {}
    parts = text.split()
    for begin, first in enumerate(parts):
        if first[:2] not in heads and first[:1] not in heads:
            continue  # most words begin as no entry does
        for end in range(begin + 1, min(begin + most, len(parts)) + 1):
            phrase = " ".join(parts[begin:end])
            # no stem that is longer than all entries: a word may have 100,000 letters
            least = max(0, len(phrase) + len("*") - longest)
            stems = (phrase[: len(phrase) - cut] + "*" for cut in range(least, len(parts[end - 1])))
            for form in (phrase, *stems):
                for name in phrases.get(form, ()):
                    lengths[name] = max(len(phrase), lengths.get(name, 0))
    if not lengths:
        return 0, ""
    names = (name for name in vocabulary()[table] if name in lengths and name != without)
    name = max(names, key=lambda name: lengths[name], default="")
    return lengths.get(name, 0), name


#: Hyphens, dashes and the minus sign; the plain hyphen last, as sets of letters in patterns need.
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212-"
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SMALL_MINUTES = re.compile(r"(?<=\d)[⁰¹²³⁴⁵⁶⁷⁸⁹]{2}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@cache
def _listing() -> dict[str, Any]:
    """The words of listings: ``listing.toml``, parsed."""
    return tomli.loads((files("schedcheck.readers.values") / "listing.toml").read_text("utf-8"))


@cache
def words(table: str) -> tuple[str, ...]:
    """The entries of a table of ``listing.toml``."""
    return tuple(_listing()[table])


def one_of(entries: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first; ``*`` is any ending."""
    longest_first = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    inner = "|".join(
        re.escape(entry.removesuffix("*")).replace(r"\ ", r"\s++")
        + (r"[^\W\d_]*+" if entry.endswith("*") else "")
        for entry in longest_first
    )
    return rf"(?<![^\W\d_])(?:{inner})(?![^\W\d_])"


@cache
def pattern(table: str) -> re.Pattern[str]:
    """Any word of a table of ``listing.toml``, in a folded text."""
    return re.compile(one_of(words(table)))


@cache
def months() -> str:
    """A pattern for the names of months in all languages."""
    return one_of(words_to_number("months"))


@cache
def for_adults() -> re.Pattern[str]:
    """What says in words, in a folded text, that something is for adults."""
    entries = one_of((*words("adults"), *words("eighteen")))
    return re.compile(rf"(?<!не )(?<!не для )(?:{entries})")


def showings(text: str) -> Iterator[tuple[int, int]]:
    """When a text says that its programme is on air, each as the earliest and the latest start in
    seconds of the day: «эфир в 15:00», «по Астане 15:00-17:00»; :data:`AGAIN` where it gives the
    time of another showing: «повтор в 15:00», «фактически 15:00».
    """
    folded = fold(text)
    if _repeat_at().search(folded) is not None:
        yield AGAIN
    for match in _airs_at().finditer(folded):
        hour, minute, last_hour, last_minute = (int(part or 0) for part in match.groups())
        first = hour * 3600 + minute * 60
        yield first, last_hour * 3600 + last_minute * 60 if match[3] else first


def is_other_showing(showing: tuple[int, int], start: int) -> bool:
    """Whether one of the :func:`showings` of a programme is none that begins at its ``start``."""
    first, last = showing
    start %= _DAY
    return not (first <= start <= last or (last < first and not last < start < first))


@cache
def _repeat_at() -> re.Pattern[str]:
    return re.compile(
        rf"{one_of(words('repeat_at'))}[^\n]{{0,25}}?(?<![\d.:])\d{{1,2}}[:.][0-5]\d(?!\d)"
    )


@cache
def _airs_at() -> re.Pattern[str]:
    clock = r"([01]?\d|2[0-9])[:.]([0-5]\d)(?![\d:]|\.\d)"
    return re.compile(
        rf"{one_of(words('airs_at'))}[\s:,({DASHES}]{{0,4}}(?:{one_of(words('at'))}[\s.:]{{0,2}})?"
        rf"{clock}(?:\s?[{DASHES}]\s?{clock})?"
    )


def fold(text: str) -> str:
    """``text`` as words are compared, sign by sign: its length stays."""
    lower = text.lower()
    if len(lower) != len(text) or "ς" in lower:  # it depends on what is around it
        lower = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return lower.replace("ё", "е")


def tidy(text: str) -> str:
    """``text`` without characters that are not seen, small minutes (6³⁰) as 6:30, tabs as bars."""
    text = _SMALL_MINUTES.sub(lambda m: ":" + m[0].translate(_SUPERSCRIPT), _UNSEEN.sub("", text))
    pieces = (" ".join(piece.split()) for piece in text.split("\t"))
    return "\t".join(filter(None, pieces))
