"""An entry of a rulebook's marks made ready: its places filled in, its patterns compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schedcheck.law.plain_text import fold
from schedcheck.law.rule import MarkEntry
from schedcheck.law.spelling_patterns import INNER

_REACH = 24  # signs before and behind a mark that decide whether it is one


def key_of(folded: str) -> str:
    """What two spellings of one mark have in common: no spaces or hyphens inside, upper case."""
    return INNER.sub("", folded.strip()).upper()


@dataclass(frozen=True, slots=True)
class CompiledEntry:
    """A mark entry of the rulebook with its patterns compiled and its systems folded."""

    class_id: str
    where: dict[str, str]
    systems: frozenset[str]
    capitals: bool
    cyrillic: bool
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None

    @classmethod
    def of(cls, entry: MarkEntry) -> CompiledEntry:
        """``entry`` compiled; a place that it leaves out is what the nearest one says."""
        where = dict(entry.where)
        if "end" in where:
            where.setdefault("alone", where["end"])
        if "bracket" in where:
            for place in ("round", "item", "described"):
                where.setdefault(place, where["bracket"])
        if "bare" in where:
            where.setdefault("start", where["bare"])
        before = f"(?:{fold(entry.not_after)})\\Z" if entry.not_after else ""
        return cls(
            entry.class_id,
            where,
            frozenset(fold(system).upper() for system in entry.systems),
            entry.capitals,
            entry.script == "cyrillic",
            re.compile(before, re.IGNORECASE) if before else None,
            re.compile(fold(entry.not_before), re.IGNORECASE) if entry.not_before else None,
        )

    def is_written(self, text: str, folded: str, start: int, stop: int) -> bool:
        """Whether a mark in ``text`` is written, led to and followed as the entry asks; ``folded``:
        the folded form of the text.
        """
        if self.before and self.before.search(folded[max(0, start - _REACH) : start]):
            return False
        if self.behind and self.behind.match(folded[stop : stop + _REACH]):
            return False
        if self.capitals and folded[start:stop] != folded[start:stop].upper():
            return False
        return not self.cyrillic or any("\u0400" <= sign <= "\u04ff" for sign in text[start:stop])
