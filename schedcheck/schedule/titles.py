"""Titles folded, so that a programme is known again on another channel; and the index of a run's.

What is compared is the letters, without case, punctuation, age marks, the kind of the programme
(«Х/ф») and what is said of one showing; letters that look alike are one, and Kazakh letters are
the letters used for them where an encoding has none. Numbers (season, episode) must be the
same, and years where both titles give one; the parts of one work («1-я часть») and its repeats
(«повтор от 23 ноября») are that work. The words are data, in ``titles.toml``.

The index is small (one entry a title, channel, year and kind), is made for each channel by
itself, travels between processes, and is merged over all channels of a run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple, TypeAlias

import tomli
from msgspec import Struct

#: Letters in lower case that are read as another; a text is gone through for each, which is quicker
#: than once for all.
_ALIKE = (*zip("аәəӛвеёкқмнңоөрстуүұҥхһіийғѕјı", "aaaobeekkmhhoopctyyyyxhiиигsji", strict=True),)
_ACCENTS = re.compile("[\u0300-\u036f]+")
_SLASHED = re.compile(r"\b(\w)/(\w)\b")
_MARK, _CLASS = re.compile(r"\d{1,2} ?\+(?!\w)"), re.compile(r"[(\[/]e[ -]?1[68][)\]/]")
_YEAR = re.compile(r"[(\[][^()\[\]\n]{0,60}?\b((?:19|20)\d\d)\b[^()\[\]\n]{0,60}+[)\]]")
_YEAR_SIGN = "®"  # no letter and no digit: it is in no title any more
_PUNCTUATION = re.compile(rf"[^\w\s{_YEAR_SIGN}]+")
_ENDING = 3  # letters of the ending of a number: «1-я», «2-ші»
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
        """Whether year and kind let both be one programme; what is not said is not a hindrance."""
        return (not self.year or not other.year or self.year == other.year) and (
            not self.kind or not other.kind or self.kind == other.kind
        )


class _Words(NamedTuple):
    kinds: Mapping[str, str]
    parts: frozenset[str]
    showing: frozenset[str]
    common: frozenset[str]
    pieces: frozenset[str]
    ordinals: frozenset[str]
    continued: frozenset[str]
    since: frozenset[str]
    months: frozenset[str]
    special: frozenset[str]
    nameless: frozenset[str]


@cache
def _table() -> dict[str, Any]:
    return tomli.loads((files("schedcheck.schedule") / "titles.toml").read_text("utf-8"))


@cache
def _words() -> _Words:
    table = _table()

    def plain(words: Sequence[str]) -> frozenset[str]:
        return frozenset(_plain("\n".join(words)).split("\n"))

    kinds = {word: kind for kind, words in table["kinds"].items() for word in plain(words)}
    lists = {name: plain(table["words"][name]) for name in _Words._fields[1:-2]}
    special = (*kinds, *lists["showing"], *lists["pieces"], *lists["continued"], *_ROMAN)
    nameless = lists["showing"].union(kinds)
    return _Words(kinds, **lists, special=frozenset(special), nameless=nameless)


@cache
def _bracketed() -> re.Pattern[str]:
    """What is said of a showing in brackets: «(R)», «(ч. 2)»."""
    table = _table()
    letters, pieces = (
        "|".join(_plain("\n".join(table["words"][name])).split("\n"))
        for name in ("bracketed", "pieces")
    )
    return re.compile(rf"[(\[] ?(?:(?:{letters})\.?|(?:{pieces})\.? ?\d{{1,2}}) ?[)\]]")


def _plain(text: str) -> str:
    """Lines of words without punctuation; a year in brackets with its sign before it."""
    text = unicodedata.normalize("NFKD", text).casefold().replace(_YEAR_SIGN, " ")
    for letter, read_as in _ALIKE:
        text = text.replace(letter, read_as)
    text = _ACCENTS.sub("", text)
    if "/" in text:
        text = _SLASHED.sub(r"\1\2", text)
    bracketed = "(" in text or "[" in text
    if bracketed:
        text = _bracketed().sub(" ", text)
    if "+" in text:
        text = _MARK.sub(" ", text)
    if bracketed or "/" in text:
        text = _YEAR.sub(rf" {_YEAR_SIGN}\1 ", _CLASS.sub(" ", text))
    return _PUNCTUATION.sub(" ", text).replace("_", " ")


def fold(titles: Sequence[str]) -> list[Folded]:
    """Titles folded, all at once; what is printed as an age mark other than ``18+`` is left in."""
    return list(map(_folded, _lines(titles)))


def _lines(titles: Sequence[str]) -> list[str]:
    """Titles without punctuation, each in a line."""
    if not titles:
        return []
    lines = _plain("\n".join(titles)).split("\n")
    if len(lines) != len(titles):  # a title of several lines
        lines = _plain("\n".join(" ".join(title.split("\n")) for title in titles)).split("\n")
    return lines


@lru_cache(maxsize=1 << 14)  # titles come again week by week, and on other channels
def _folded(line: str) -> Folded:
    words = _words()
    tokens = line.split()
    if words.special.isdisjoint(tokens) and not _DIGIT.search(line):
        return Folded("".join(tokens), "", "", not words.common.issuperset(tokens))
    tokens = _without_pieces(_without_days(tokens, words), words)
    year = next((one[1:] for one in tokens if one[0] == _YEAR_SIGN), "")
    pieces = _pieces(tokens)
    numbers = [piece.lstrip("0") or "0" for piece in filter(str.isdecimal, pieces)]
    dropped = words.showing | words.parts if numbers else words.showing
    named = [piece for piece in pieces if not (piece.isdecimal() or piece in dropped)]
    kept, kinds = _without_kinds(named, words)
    kept = kept or named
    letters = "".join(kept)
    key = f"{letters}#{','.join(numbers)}" if numbers else letters
    telling = bool(year or not words.common.issuperset(kept))
    return Folded(key, year, kinds[0] if kinds else "", telling)


def _pieces(tokens: Iterable[str]) -> list[str]:
    """The runs of letters and of digits, roman numbers in digits; years are left out."""
    kept = [one for one in tokens if one[0] != _YEAR_SIGN]
    return [_ROMAN.get(piece, piece) for one in kept for piece in _PIECES.findall(one)]


def _without_kinds(pieces: list[str], words: _Words) -> tuple[list[str], list[str]]:
    """A title without «Х/ф», «Көркем фильм» before it and «телехикаясы» behind it, and these."""
    kept, kinds = list(pieces), []
    for at in (0, -1):
        while kept and kept[at] in words.kinds:
            kinds.append(words.kinds[kept.pop(at)])
    return kept, kinds


def _without_days(tokens: list[str], words: _Words) -> list[str]:
    """``tokens`` without the day of a first showing behind «повтор»: «от 23 ноября»."""
    for at, token in enumerate(tokens[:-2]):
        if token in words.showing and tokens[at + 1] in words.since:
            end = at + 2
            while end < len(tokens) and (tokens[end].isdecimal() or tokens[end] in words.months):
                end += 1
            return [*tokens[: at + 1], *tokens[end:]] if end > at + 2 else tokens
    return tokens


def _without_pieces(tokens: list[str], words: _Words) -> list[str]:
    """``tokens`` without what says which part of a work it is, unless nothing else were left."""
    kept: list[str] = []
    at = 0
    while at < len(tokens):
        length = _piece_at(tokens[at : at + 4], words)
        if not length:
            kept.append(tokens[at])
        at += length or 1
    if kept and kept[-1] in words.continued:
        kept.pop()
    return tokens if words.nameless.issuperset(kept) else kept


def _piece_at(tokens: list[str], words: _Words) -> int:
    """How many of the (at most four) tokens say the part, and nothing else; 0 for none."""
    length = 0
    if tokens[0].isdecimal() or tokens[0] in words.ordinals:
        ending = len(tokens) > 1 and tokens[0].isdecimal() and tokens[1] not in words.pieces
        at = 2 if ending and len(tokens[1]) <= _ENDING else 1  # «1-я часть»
        if tokens[at : at + 1] and tokens[at] in words.pieces:
            length = at + 1
    numbered = tokens[length : length + 1]  # «Фильм 2, часть 1»
    return 0 if numbered and numbered[0].isdecimal() else length


#: For each so many letters of a title one may be wrong, missing, too many or swapped with the next:
#: shorter titles must be equal.
LETTERS_A_SLIP = 13
#: But no more: in a long title (a sports event, a title with its synopsis) other words would do.
MOST_SLIPS = 2
_SAME_ENDS = 3  # letters at the beginning and the end that may not be wrong: endings tell much


#: What titles that are near to each other have in common: how they begin and end, their numbers,
#: and how many letters, but for the slips, they have.
_Block: TypeAlias = tuple[str, str, str, int]


class RatedShowing(NamedTuple):
    """A programme of a bound class: whose it is, when (seconds since 1970), and where it is.

    ``network``: the id of the channel whose branch it is on, that channel's own on no branch.
    """

    channel: str
    start: int
    file: str
    place: str
    title: str
    name: str
    zone: str
    age_class: str
    film: bool
    network: str
    folded: Folded


class TitleIndex(Struct, frozen=True, dict=True):
    """The showings of a run by the key of their title, each key's in order."""

    by_key: Mapping[str, tuple[RatedShowing, ...]]

    @cached_property
    def _near(self) -> dict[_Block, list[str]]:
        return {}

    def __bool__(self) -> bool:
        return bool(self.by_key)

    def showings(self) -> list[RatedShowing]:
        """All showings, title by title."""
        return [one for found in self.by_key.values() for one in found]

    def find(self, title: Folded, channel: str) -> RatedShowing | None:
        """The showing for the same title, of ``channel`` itself if there is one, else the first.

        Of a programme that branches carry too, the showing on the network's own channel counts.
        A title that is not telling is the same on its own channel alone.
        """
        for key in self._keys(title.key, telling=title.telling):
            showings = self.by_key[key]
            for one in showings:
                if one.channel == channel and one.folded.may_be(title):
                    return one
            first = next((one for one in showings if one.folded.may_be(title)), None)
            if first is not None and title.telling:
                carried = _carried(first, showings, title)
                return next((one for one in carried if _is_head(one)), first)
        return None

    def branches(self, showing: RatedShowing, title: Folded) -> tuple[str, ...]:
        """The names of the other channels of a network that carry what ``find`` has found."""
        carried = _carried(showing, self.by_key[showing.folded.key], title)
        names = {one.channel: one.name for one in carried}
        names.pop(showing.channel, None)
        return tuple(names.values())

    def known(self, titles: Sequence[str]) -> dict[int, Folded]:
        """The titles that :meth:`find` may find on some channel, folded, by their places.

        Most are near to none of the index, and are folded no further than to see that.
        """
        words, known = _words(), {}
        by_key, blocks = self.by_key, self._blocks()
        for at, line in enumerate(_lines(titles)):
            tokens = line.split()
            if not words.special.isdisjoint(tokens) or _DIGIT.search(line):
                title = _folded(line)
                if self._keys(title.key, telling=title.telling):
                    known[at] = title
                continue
            key = "".join(tokens)
            if key not in by_key and _block(key, "", len(key)) not in blocks:
                continue  # most titles
            if self._keys(key, telling=not words.common.issuperset(tokens)):
                known[at] = _folded(line)
        return known

    def _keys(self, key: str, *, telling: bool) -> list[str]:
        """``key`` of a title if it is known, else those of the titles near to it, nearest first."""
        if key in self.by_key:
            return [key] if key else []
        if not telling or len(key) < LETTERS_A_SLIP:
            return []  # most titles
        letters, _sign, numbers = key.partition("#")
        slips = min(len(letters) // LETTERS_A_SLIP, MOST_SLIPS)
        block = self._blocks().get(_block(letters, numbers, len(letters))) if slips else None
        if not block:
            return []
        distance = _distance()
        near = sorted((distance(letters, one, score_cutoff=slips), one) for one in block)
        signed = f"#{numbers}" if numbers else ""
        return [f"{one}{signed}" for wrong, one in near if wrong <= slips]

    def _blocks(self) -> dict[_Block, list[str]]:
        """The titles that may be near to one of a block."""
        if not self._near:
            for key in self.by_key:
                letters, _sign, numbers = key.partition("#")
                size = len(letters)
                for near in range(size - MOST_SLIPS, size + MOST_SLIPS + 1):
                    self._near.setdefault(_block(letters, numbers, near), []).append(letters)
        return self._near


@cache
def _distance() -> Callable[..., int]:
    """What counts the slips between two texts, up to a bound; few runs need the library."""
    from rapidfuzz.distance import OSA

    return OSA.distance


def _carried(
    showing: RatedShowing, found: Iterable[RatedShowing], title: Folded
) -> list[RatedShowing]:
    """Those of ``found`` that may be ``title`` and are on air at the same instant as ``showing``
    on a channel of the same network.
    """
    return [
        one
        for one in found
        if one.start == showing.start
        and one.network == showing.network
        and one.folded.may_be(title)
    ]


def _is_head(showing: RatedShowing) -> bool:
    return showing.channel == showing.network


def _block(letters: str, numbers: str, size: int) -> _Block:
    return letters[:_SAME_ENDS], letters[-_SAME_ENDS:], numbers, size


def gathered(showings: Iterable[RatedShowing]) -> TitleIndex:
    """An index of ``showings``: of each title, channel, year and kind the first in time."""
    by_key: dict[str, dict[tuple[str, str, str], RatedShowing]] = {}
    for one in sorted(showings):
        if one.folded.key:
            known = by_key.setdefault(one.folded.key, {})
            known.setdefault((one.channel, one.folded.year, one.folded.kind), one)
    return TitleIndex({key: tuple(known.values()) for key, known in sorted(by_key.items())})
