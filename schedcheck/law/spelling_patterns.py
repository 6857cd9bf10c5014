"""Patterns for the spellings of marks, made of the spellings themselves; and the entries of marks.

A spelling is what the rulebook has (``[[mark]]``); folded, look-alike letters are Latin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from typing import NamedTuple

from schedcheck.law.plain_text import DASHES, LOOK_ALIKE, SPACES, UNSEEN, fold
from schedcheck.law.rule import MarkEntry

#: What a spelling leaves free.
INNER = re.compile(r"(?<=[^ \n-])[ \n-]+(?=[^ \n-])")
_REACH = 24  # signs before and behind a mark that decide whether it is one
_SENTENCE = 60  # signs before and behind a mark that may be of its sentence
_SENTENCE_ENDS = re.compile(r"[.!?\n]")
_STEM = 5  # letters that a word has at least by which a phrase is looked for
_GAP = r"[ \n-]{0,50}"  # what may be where a spelling has a space or a hyphen
_LAST_AGE = r"\d{1,2} ?\+(?!\w)"  # an age of two that are printed without a sign between them
#: The signs of notes, which may stick to a mark.
_NOTES = "¹²³⁴⁵"
#: A word beside the number of a spelling, and what may be between them in a text.
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,}+)[ :.+-]*+\d")
_WORD_BEHIND = re.compile(r"\d[ :.+-]*+([^\W\d_]{2,})")
_BETWEEN = r"[ \n:.+-]*+"


def unfolded(spelling: str) -> str:
    """A pattern for a spelling in a text that was not folded."""
    signs: dict[str, str] = {}
    for sign, like in LOOK_ALIKE.items():
        signs[chr(like)] = signs.get(chr(like), "") + chr(sign)
    join = f"[ {SPACES}{UNSEEN}{DASHES}-]{{0,2}}"
    return "".join(
        f"[{sign}{signs.get(sign, '')}]"
        if sign.isalnum()
        else (join if sign in " -" else re.escape(sign))
        for sign in fold(spelling)
    )


def folded_pattern(spelling: str) -> str:
    """A pattern for a spelling in a folded text; 18 in it is not that of “18+”."""
    parts = INNER.split(fold(spelling))
    unsigned = r"(?! ?\+)" if spelling[-1:].isdigit() else ""
    return _GAP.join(re.escape(part) for part in parts) + unsigned


def word_beside(spelling: str) -> frozenset[str]:
    """Patterns for the words beside the number of a spelling, of which one is in each folded text
    that holds it; none where no word stands there.
    """
    folded = fold(spelling)
    before, behind = _WORD_BEFORE.search(folded), _WORD_BEHIND.search(folded)
    return frozenset(
        [*([f"{before[1]}{_BETWEEN}\\d"] if before else []),
         *([f"\\d{_BETWEEN}{behind[1]}"] if behind else [])]
    )  # fmt: skip


#: Words that titles for children hold often: as stems they would make every such title be searched.
_FREQUENT = frozenset({"балалар", "балаларға", "детей", "детям", "children"})


def stems_of(phrases: set[str]) -> tuple[str, ...]:
    """Few stems of which each phrase has one, in small and in capital letters.

    Each is the middle of a word: its first letter may be of the other kind, its ending another.
    """
    inside = {
        phrase: frozenset(_stem(word) for word in _rare_words(phrase)) or {phrase[1:] or phrase}
        for phrase in phrases
    }
    found = hitting(inside.values())
    stems = [one for one in found if not any(two in one for two in found if two != one)]
    return tuple(sorted({form for stem in stems for form in (stem.lower(), stem.upper())}))


def _rare_words(phrase: str) -> list[str]:
    return [word for word in phrase.split() if len(word) >= _STEM and word not in _FREQUENT]


def _stem(word: str) -> str:
    return word[1:-2] if len(word) > _STEM + 1 else word[1:]


def hitting(groups: Iterable[Collection[str]]) -> tuple[str, ...]:
    """Few items of which each of the groups holds one."""
    left, chosen = set(map(frozenset, groups)), []
    while left:
        counts = Counter(item for group in left for item in group)
        best = max(sorted(counts), key=counts.__getitem__)
        chosen.append(best)
        left = {group for group in left if best not in group}
    return tuple(chosen)


def any_of(before: str, spellings: Iterable[str], after: str) -> re.Pattern[str]:
    """One pattern for all in a folded text, the longest first; it never matches where there are
    none.
    """
    # by their first sign: of hundreds few are tried at a place
    groups: dict[str, list[str]] = {}
    for spelling in sorted(spellings, key=lambda spelling: (-len(spelling), spelling)):
        first = re.escape(fold(spelling)[0])
        groups.setdefault(first.lower(), []).append(folded_pattern(spelling)[len(first) :])
    patterns = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(groups.items()))
    return re.compile(f"{before}(?:{patterns or '(?!)'}){after}", re.IGNORECASE)


def first_sign(spellings: set[str]) -> str:
    """A look at the first sign alone, which passes over most places of a text."""
    signs = sorted({re.escape(fold(spelling)[0]) for spelling in spellings})
    return f"(?=[{''.join(signs)}])" if signs else ""


def with_number(spellings: set[str]) -> re.Pattern[str]:
    """A pattern for spellings with a number or a plus in a folded text."""
    return any_of(
        # “18+” may stick to a word, but a number before it makes it another number, as does
        # one after it; “2.18+” and “10:18+” are not marks. “12+18+” are two, “2+18” is a sum.
        first_sign(spellings)
        + rf"(?:(?<![^\W_])|(?=\d{{1,3}} ?\+))(?:(?<![\d+])|(?<=\d\+)(?={_LAST_AGE}))"
        + r"(?<!\b\d[.,:])(?<!\b\d\d[.,:])",
        spellings,
        # in “18+/16+”, “18+, 16+” and “18+16+” another mark follows
        rf"(?!(?!(?<=\+){_LAST_AGE})[^\W_{_NOTES}]|[.,:/-]\d(?!\d?+ ?\+))(?!(?<= \+) \d)",
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


class FoldedEntry(NamedTuple):
    """A mark entry of the rulebook with its patterns and systems folded.

    A pattern is compiled when it is first asked: in most schedules few are.
    """

    class_id: str
    where: dict[str, str]
    systems: frozenset[str]
    capitals: bool
    cyrillic: bool
    before: str
    behind: str
    beside: str

    @classmethod
    def of(cls, entry: MarkEntry) -> FoldedEntry:
        """``entry`` folded; a place that it leaves out is what the nearest one says."""
        where = dict(entry.where)
        if "end" in where:
            where.setdefault("alone", where["end"])
        if "bracket" in where:
            for place in ("round", "item", "described"):
                where.setdefault(place, where["bracket"])
        if "bare" in where:
            where.setdefault("start", where["bare"])
        return cls(
            entry.class_id,
            where,
            frozenset(fold(system).upper() for system in entry.systems),
            entry.capitals,
            entry.script == "cyrillic",
            f"(?:{fold(entry.not_after)})\\Z" if entry.not_after else "",
            fold(entry.not_before),
            fold(entry.beside),
        )

    def fits(self, text: str, folded: str, start: int, stop: int) -> bool:
        """Whether a mark in ``text`` is written, led to and followed as the entry asks; ``folded``:
        the folded form of the text.
        """
        if self.before and _compiled(self.before).search(folded[max(0, start - _REACH) : start]):
            return False
        if self.behind and _compiled(self.behind).match(folded[stop : stop + _REACH]):
            return False
        if self.beside and not _compiled(self.beside).search(_sentence(folded, start, stop)):
            return False
        if self.capitals and folded[start:stop] != folded[start:stop].upper():
            return False
        return not self.cyrillic or any("\u0400" <= sign <= "\u04ff" for sign in text[start:stop])


def _sentence(folded: str, start: int, stop: int) -> str:
    """What is around a place of a text in its sentence."""
    before = _SENTENCE_ENDS.split(folded[max(0, start - _SENTENCE) : start])[-1]
    return before + folded[start:stop] + _SENTENCE_ENDS.split(folded[stop : stop + _SENTENCE])[0]
