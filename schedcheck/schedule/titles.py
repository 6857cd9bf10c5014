"""Titles folded, so that a programme is known again on another channel.

What is compared is the letters, without case, punctuation, age marks, the kind of the programme
(«Х/ф») and what is said of one showing; letters that look alike are one, and Kazakh letters are
those that stand for them where an encoding has none. Numbers (season, episode, part) must be the
same, and years where both titles give one. The words are data, in ``titles.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

#: Letters in lower case that are read as another; a text is gone through for each, which is quicker
#: than once for all.
_ALIKE = (
    *zip("аәəӛвеёкқмнңоөрстуүұҥхһіийғѕјı", "aaaobeekkmhhoopctyyyyxhiиигsji", strict=True),
    *((chr(sign), "") for sign in range(0x300, 0x370)),  # accents
)
_SLASHED = re.compile(r"\b(\w)/(\w)\b")
_MARKS = (re.compile(r"\d{1,2} ?\+(?!\w)"), re.compile(r"[(\[/]e[ -]?1[68][)\]/]"))
_YEAR = re.compile(r"[(\[][^()\[\]\n]*?\b((?:19|20)\d\d)\b[^()\[\]\n]*[)\]]")
_YEAR_SIGN = "®"  # no letter and no digit: it stands in no title any more
_PUNCTUATION = re.compile(rf"[^\w\s{_YEAR_SIGN}]+|_+")
_DIGIT = re.compile(r"\d")
_PIECES = re.compile(r"\d+|[^\W\d]+")
_NUMERALS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_ROMAN = {numeral: str(number) for number, numeral in enumerate(_NUMERALS.split(), start=1)}


class Folded(NamedTuple):
    """A title folded.

    ``key``: its letters and, behind a ``#``, its numbers in their order; empty where it has no
    letters. ``year``: the one in brackets. ``kind``: ``film``, ``series``, … where the title says.
    ``telling``: whether it says which programme it is: «Новости» does not.
    """

    key: str
    year: str
    kind: str
    telling: bool

    def may_be(self, other: Folded) -> bool:
        """Whether year and kind let both be one programme; what is not said is no hindrance."""
        return (not self.year or not other.year or self.year == other.year) and (
            not self.kind or not other.kind or self.kind == other.kind
        )


class _Words(NamedTuple):
    kinds: Mapping[str, str]
    parts: frozenset[str]
    showing: frozenset[str]
    common: frozenset[str]
    special: frozenset[str]


@cache
def _words() -> _Words:
    table = tomllib.loads((files("schedcheck.schedule") / "titles.toml").read_text("utf-8"))

    def plain(words: Sequence[str]) -> frozenset[str]:
        return frozenset(_plain("\n".join(words)).split("\n"))

    kinds = {word: kind for kind, words in table["kinds"].items() for word in plain(words)}
    parts, showing, common = (plain(table["words"][key]) for key in ("parts", "showing", "common"))
    return _Words(kinds, parts, showing, common, frozenset((*kinds, *showing, *_ROMAN)))


def _plain(text: str) -> str:
    """Lines of words without punctuation; a year in brackets with its sign before it."""
    text = unicodedata.normalize("NFKD", text).casefold().replace(_YEAR_SIGN, " ")
    for letter, read_as in _ALIKE:
        text = text.replace(letter, read_as)
    text = _SLASHED.sub(r"\1\2", text)
    for mark in _MARKS:
        text = mark.sub(" ", text)
    return _PUNCTUATION.sub(" ", _YEAR.sub(rf" {_YEAR_SIGN}\1 ", text))


def fold(titles: Sequence[str]) -> list[Folded]:
    """Titles folded, all at once; what is printed as an age mark other than ``18+`` is left in."""
    if not titles:
        return []
    lines = _plain("\n".join(titles)).split("\n")
    if len(lines) != len(titles):  # a title of several lines
        lines = _plain("\n".join(" ".join(title.split("\n")) for title in titles)).split("\n")
    words = _words()
    return [_folded(line, words) for line in lines]


def _folded(line: str, words: _Words) -> Folded:
    tokens = line.split()
    if words.special.isdisjoint(tokens) and not _DIGIT.search(line):
        return Folded("".join(tokens), "", "", not words.common.issuperset(tokens))
    year = next((one[1:] for one in tokens if one[0] == _YEAR_SIGN), "")
    pieces = [
        _ROMAN.get(piece, piece)
        for one in tokens
        if one[0] != _YEAR_SIGN
        for piece in _PIECES.findall(one)
    ]
    numbers = [piece.lstrip("0") or "0" for piece in pieces if piece.isdecimal()]
    dropped = words.showing | words.parts if numbers else words.showing
    told = [piece for piece in pieces if not piece.isdecimal() and piece not in dropped]
    kept = list(told)
    kinds = []
    for at in (0, -1):  # «Х/ф», «Көркем фильм» before a title, «телехикаясы» behind it
        while kept and kept[at] in words.kinds:
            kinds.append(words.kinds[kept.pop(at)])
    kept = kept or told
    letters = "".join(kept)
    key = f"{letters}#{','.join(numbers)}" if numbers else letters
    telling = bool(year or not words.common.issuperset(kept))
    return Folded(key, year, kinds[0] if kinds else "", telling)
