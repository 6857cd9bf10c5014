"""The marks of a rulebook made ready for looking them up in rating fields and in free text.

Nothing here knows a spelling: they stand in the rulebook (``[[mark]]``, see ``docs/law.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from schedcheck.law.rule import MarkEntry

_LOOK_ALIKE = str.maketrans(
    "АВЕЁКМНОРСТХУІавеёкмнорстхуіΑΒΕΗΙΚΜΝΟΡΤΧ", "ABEEKMHOPCTXYIabeekmhopctxyiABEHIKMNOPTX"
)
_SPACES = (
    "\t\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_DASHES = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_ODD = (
    dict.fromkeys(map(ord, _SPACES + _UNSEEN), " ")
    | dict.fromkeys(map(ord, _DASHES), "-")
    | dict.fromkeys(map(ord, "\u207a\u2795\ufe62\uff0b"), "+")
    | dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
)
_FOLD = _ODD | _LOOK_ALIKE

_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">", "/": "/", "|": "|", "«": "»", '"': '"', "'": "'"}
_PAIRS |= {"“": "”“", "„": "“”", "‘": "’‘", "‚": "‘’", "”": "”"}
_ROUND = {"(": ")", "[": "]", "{": "}"}
_SEPARATORS = frozenset(",;/|·•")
_BEFORE_ALONE = frozenset('.!?…\n;|•·»”")]-')
#: What may follow a mark that closes a bracket, a title, a line or a sentence.
_END = re.compile(
    r"""\ *(?: [)\]}]
      | ["'»”’]?\ *(?:[|•·]|\n|\Z)
      | ["'»”’]?[.!?…]+["'»”’)]?\ *(?:\n|\Z|(?<=\ )(?![a-zа-яёәіңғүұқөһ]))
      | [.!?]?\ *(?:[(\[][^()\[\]\n]*[)\]]\ *[.!?]?\ *)+(?:\n|\Z) )""",
    re.VERBOSE,
)
_OPENED = r"""(?<=[(\[{«"“„'/|,;<])|(?<=[(\[{«“„,;] )"""
_SHUT = r"""\s?[)\]}»”"“'/|,;>]"""
_INNER = re.compile(r"(?<=[^ -])[ -]+(?=[^ -])")  # what a spelling leaves free
_SHORT = 8  # signs of a bracket that is looked up
_REACH = 24  # signs before a mark that decide whether it is one
_LEVELS = {"unclear": 1, "likely": 2, "equal": 3}


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark that was found: its class, how sure it is, the text as printed.

    ``weight`` orders marks: the stricter class first, then the surer level. A mark without a
    class weighs nothing.
    """

    class_id: str
    level: str
    printed: str
    weight: int


@dataclass(frozen=True, slots=True)
class FoundMark:
    """The mark that counts, and the strictest class that an equal mark gave (empty: none)."""

    best: Mark | None = None
    equal: str = ""


NOTHING = FoundMark()


def fold(text: str) -> str:
    """``text`` with look-alike letters made Latin, odd spaces and dashes plain, sign by sign.

    Its length stays, so that places in it are places in the text as printed.
    """
    return text.translate(_FOLD)


def _key(folded: str) -> str:
    """What two spellings of one mark have in common: no spaces or hyphens inside, upper case."""
    return _INNER.sub("", folded.strip()).upper()


def _unfolded(spelling: str) -> str:
    """A pattern for a spelling in a text that was not folded."""
    signs: dict[str, str] = {}
    for sign, like in _LOOK_ALIKE.items():
        signs[chr(like)] = signs.get(chr(like), "") + chr(sign)
    join = f"[ {_SPACES}{_UNSEEN}{_DASHES}-]{{0,2}}"
    return "".join(
        f"[{sign}{signs.get(sign, '')}]" if sign.isalnum() else join for sign in fold(spelling)
    )


def _pattern(spelling: str) -> str:
    parts = _INNER.split(fold(spelling))
    return "[ -]{0,2}".join(re.escape(part) for part in parts)


@dataclass(frozen=True, slots=True)
class _MarkPattern:
    """A mark entry of the rulebook with its pattern compiled and its systems folded."""

    class_id: str
    where: dict[str, str]
    systems: frozenset[str]
    capitals: bool
    cyrillic: bool
    before: re.Pattern[str] | None

    @classmethod
    def of(cls, entry: MarkEntry) -> _MarkPattern:
        where = dict(entry.where)
        if "end" in where:
            where.setdefault("alone", where["end"])
        before = f"(?:{fold(entry.not_after)})\\Z" if entry.not_after else ""
        return cls(
            entry.class_id,
            where,
            frozenset(fold(system).upper() for system in entry.systems),
            entry.capitals,
            entry.script == "cyrillic",
            re.compile(before, re.IGNORECASE) if before else None,
        )


class Vocabulary:
    """All marks of a rulebook, compiled.

    ``cores``: a text without any of them holds at most a bracketed word (НА, К). ``signs``: few
    single signs of which each core has one, the quickest sieve there is.
    """

    def __init__(self, entries: tuple[MarkEntry, ...], classes: tuple[str, ...]) -> None:
        self._ranks = {name: rank for rank, name in enumerate(classes)}
        self._entries: dict[str, list[_MarkPattern]] = {}
        self._made: dict[tuple[str, str, str], Mark] = {}
        self._quick: dict[str, FoundMark | None] = {}
        cores: set[str] = set()
        cored: set[str] = set()
        words: set[str] = set()
        for entry in entries:
            compiled = _MarkPattern.of(entry)
            for spelling in entry.spellings:
                self._entries.setdefault(_key(fold(spelling)), []).append(compiled)
                if set(compiled.where) == {"field"}:
                    continue
                core = re.search(r"\d{2,}|\+", spelling)
                if core:
                    cores.add(core.group())
                    cored.add(spelling)
                else:
                    words.add(spelling)
        self.cores = tuple(sorted(cores))
        self.signs = _hitting(cores)
        numbers = "|".join(core for core in self.cores if core != "+")
        self._sieve = re.compile(rf"\+|(?<!\d)(?:{numbers or '(?!)'})(?!\d)")
        self._marks = _union(
            # “18+” may stick to a word, but a number before it makes it another number, as does
            # one after it; “2.18+” and “10:18+” are no marks.
            _first(cored) + r"(?:(?<!\w)|(?=\d+ ?\+))(?<![\d+])(?<!\b\d[.,:])(?<!\b\d\d[.,:])",
            map(_pattern, cored),
            r"(?!\w|[.,:/-]\d)(?!(?<= \+) \d)",
        )
        self._words = _union(f"{_first(words)}(?:{_OPENED})", map(_pattern, words), f"(?={_SHUT})")
        # The same in a text as printed, to spare folding those without.
        self._word_sieve = _union(r"""[(\[{«"“„'/|,;<]\s?""", map(_unfolded, words), _SHUT)

    def has_word(self, text: str) -> bool:
        """Whether a bracketed word that may be a mark stands in ``text`` (several, if joined)."""
        return bool(self._word_sieve.search(text))

    def field(self, value: str, system: str = "") -> Mark | None:
        """The mark that ``value`` is in a rating field; None for what is not known.

        In a field its meaning decides: the whole value is the mark, and only a value which as a
        whole is none is searched like free text.
        """
        folded = fold(value).strip(" \n.,;()[]{}«»\"'“”„/|")
        for text in (folded, re.sub(r" *[(\[][^()\[\]]*[)\]]?$", "", folded)):
            marks = [
                self._mark(entry, entry.where["field"], value)
                for entry in self._entries.get(_key(text), ())
                if "field" in entry.where
                and (not entry.systems or fold(system).upper() in entry.systems)
                and (not entry.capitals or text == text.upper())
            ]
            if marks:
                return max(marks, key=lambda mark: mark.weight)
        return self.text(value).best

    def text(self, text: str) -> FoundMark:
        """The marks in a title or a description, which must look like marks to be any."""
        unions = []
        if self._sieve.search(text):
            unions.append(self._marks)
        if self.has_word(text):
            unions.append(self._words)
        return self._search(text, unions) if unions else NOTHING

    def bracketed_last(self, text: str) -> FoundMark | None:
        """What :meth:`text` finds in the usual text that ends in «(18+)», None for any other.

        The last bracket is looked up, which is quicker than searching. Bracketed words before it
        are left aside (see :meth:`has_word`).
        """
        at = max(text.rfind("("), text.rfind("["))
        if at < 0 or len(text) - at > _SHORT:
            return None
        token = text[at:]
        if token not in self._quick:
            # With a letter in it, it may be an episode: what stands before it decides.
            plain = token[-1] in ")]" and not any(map(str.isalpha, token))
            self._quick[token] = self._search(token, [self._marks]) if plain else None
        found = self._quick[token]
        if found is None:
            return None
        rest = text[:at]
        for sign in self.signs:
            if sign in rest:
                return None
        return found

    def _search(self, text: str, unions: Iterable[re.Pattern[str]]) -> FoundMark:
        folded = fold(text)
        marks = [
            mark
            for union in unions
            for match in union.finditer(folded)
            for mark in self._at(text, folded, *match.span())
        ]
        if not marks:
            return NOTHING
        best = max(marks, key=lambda mark: mark.weight)
        equals = [mark for mark in marks if mark.level == "equal"]
        equal = max(equals, key=lambda mark: mark.weight).class_id if equals else ""
        return FoundMark(best, equal)

    def _at(self, text: str, folded: str, start: int, stop: int) -> list[Mark]:
        place = _place(folded, start, stop)
        printed = text[start:stop]
        marks: list[Mark] = []
        for entry in self._entries.get(_key(folded[start:stop]), ()):
            level = entry.where.get(place)
            if not level or entry.systems:
                continue
            if entry.before and entry.before.search(folded[max(0, start - _REACH) : start]):
                continue
            if entry.capitals and folded[start:stop] != folded[start:stop].upper():
                continue
            if entry.cyrillic and not any("\u0400" <= sign <= "\u04ff" for sign in printed):
                continue
            marks.append(self._mark(entry, level, printed))
        return marks

    def _mark(self, entry: _MarkPattern, level: str, printed: str) -> Mark:
        key = (entry.class_id, level, printed)
        if key not in self._made:
            weight = (self._ranks[entry.class_id] + 1) * 4 + _LEVELS[level] if key[0] else 0
            self._made[key] = Mark(entry.class_id, level if weight else "", printed, weight)
        return self._made[key]


def _hitting(cores: set[str]) -> tuple[str, ...]:
    left, chosen = set(cores), []
    while left:
        signs = sorted({sign for core in left for sign in core})
        best = max(signs, key=lambda sign: sum(sign in core for core in left))
        chosen.append(best)
        left = {core for core in left if best not in core}
    return tuple(chosen)


def _union(before: str, patterns: Iterable[str], after: str) -> re.Pattern[str]:
    """One pattern for all, the longest first; it never matches where there are none."""
    longest = sorted(patterns, key=lambda pattern: (-len(pattern), pattern))
    return re.compile(f"{before}(?:{'|'.join(longest) or '(?!)'}){after}", re.IGNORECASE)


def _first(spellings: set[str]) -> str:
    """A look at the first sign alone, which passes over most places of a text."""
    signs = sorted({re.escape(fold(spelling)[0]) for spelling in spellings})
    return f"(?=[{''.join(signs)}])" if signs else ""


def _place(text: str, start: int, stop: int) -> str:
    """Where a mark stands in a folded text: ``bracket``, ``alone``, ``end`` or ``bare``."""
    before, after = text[start - 1 : start], text[stop : stop + 1]
    if before in _PAIRS and after and after in _PAIRS[before]:
        return "bracket"
    left = text[:start].rstrip(" ")[-1:]
    right = text[stop:].lstrip(" .")[:1]
    if (left in {"«", "“", "„"} and right and right in _PAIRS[left]) or (
        _inside(text, start)
        and (left in _ROUND or left in _SEPARATORS)
        and (right in _ROUND.values() or right in _SEPARATORS)
    ):
        return "bracket"
    if before.isalpha() or not _END.match(text, stop):
        return "bare"
    return "alone" if not left or left in _BEFORE_ALONE else "end"


def _inside(text: str, at: int) -> bool:
    return any(
        text.rfind(opening, 0, at) > text.rfind(closing, 0, at)
        for opening, closing in _ROUND.items()
    )


@cache
def vocabulary(entries: tuple[MarkEntry, ...], classes: tuple[str, ...]) -> Vocabulary:
    """The vocabulary of these marks, compiled once; ``classes`` from the mildest on."""
    return Vocabulary(entries, classes)
