"""Rating fields, entries ``system:value``: what each means, and for which countries it holds.

A term means what its own classification scheme says, never what it looks like; the tables are data,
in ``schemes.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schedcheck.law.mark_patterns import FoundMark, Mark, Vocabulary

_COLONS = 8  # colons of a rating field of which each may end the name of its system
_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a scheme says of a term: the mark as its board prints it, empty where it defines none.

    ``unclear``: the term may be the number of a country as well as an age.
    """

    mark: str
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class _Scheme:
    names: tuple[str, ...]
    terms: re.Pattern[str]
    marks: dict[str, str]
    unclear: bool


def meaning(entry: str) -> Meaning | None:
    """What the entry of a rating field (``system:term``) means; None if no scheme here is named.

    Terms are behind a colon, ``#`` or ``/``. None too for what is not a term of the scheme: a name
    printed beside it.
    """
    words = f" {_SEPARATORS.sub(' ', entry).casefold()} "
    for scheme in _schemes():
        if not any(name in words for name in scheme.names):
            continue
        term = _term(entry)
        if not scheme.terms.fullmatch(term):
            return None
        known = scheme.marks.get(term, "")
        if not known and scheme.unclear and term.isdecimal():
            return Meaning(term, unclear=True)
        return Meaning(known)
    return None


def _term(entry: str) -> str:
    at = max(entry.rfind(sign) for sign in ":#/")
    return entry[at + 1 :].strip().removeprefix("term ").strip()


@cache
def _schemes() -> tuple[_Scheme, ...]:
    table = tomllib.loads((files("schedcheck.law") / "schemes.toml").read_text("utf-8"))
    return tuple(
        _Scheme(
            tuple(f" {name.casefold()} " for name in one["names"]),
            re.compile(one["terms"]),
            one["marks"],
            one.get("whole_numbers") == "unclear",
        )
        for one in table["scheme"]
    )


#: A clock time or a length at the end of an entry, whose colons part nothing: a typed cell that an
#: age was written into.
_CLOCK = re.compile(r"(?<![\w.-])\d{1,3}:\d\d(?::\d\d)?(?:\.\d{1,6})?\Z")
#: What an age becomes in a cell of times or shares: 18:00, 0.18.
_AGE_OF_CELL = re.compile(r"\s*(?:(18|21)(?::00(?::00)?)|0[.,](18|21))\s*\Z")

_LIMITED = re.compile(r"\bfor ((?:[A-Za-z0-9]{2,3}+ ?)++):")


def holding_elsewhere(entries: Sequence[str], countries: Collection[str]) -> set[str]:
    """The entries (``system:value``) that hold for other countries than ``countries``.

    ``countries``: the codes of the rulebook's country. None hold elsewhere where no entry is
    limited to the rulebook's country: there the rating of another one is the best known.
    """
    limited = {
        entry: {code.upper() for code in match[1].split()}
        for entry in entries
        if (match := _LIMITED.search(entry))
    }
    abroad = {entry for entry, codes in limited.items() if codes.isdisjoint(countries)}
    return abroad if len(abroad) < len(limited) else set()


def read_field(
    value: str, words: Vocabulary, countries: Collection[str], bound: Collection[str] = ()
) -> tuple[FoundMark, str]:
    """What rating fields say: entries ``system:value``, the system perhaps missing.

    A rating that holds for other countries is unclear beside one that holds for ``countries``. A
    value that is not known, and holds the number of a class among ``bound``, is unclear too.
    """
    marks: list[Mark] = []
    unknown: list[str] = []
    entries = [entry for entry in value.split("; ") if entry.strip(" :")]
    elsewhere = holding_elsewhere(entries, countries) if len(entries) > 1 else ()
    for entry in entries:
        known = _read_entry(entry, words)
        if known and entry in elsewhere:
            known = words.as_printed(known, entry, unclear=True)
        if known:
            marks.append(known)
        else:
            unknown.append(entry.lstrip(":"))
            if meaning(entry) is None:  # else its scheme says that it is no mark
                value = _value_of(entry)
                found = _AGE_OF_CELL.match(value)
                inside = words.number_inside((found[1] or found[2]) if found else value, bound)
                inside = words.as_printed(inside, value.strip(), unclear=True) if inside else None
                marks += [inside] if inside else []
    return FoundMark.of(marks), "; ".join(unknown)


def _read_entry(entry: str, words: Vocabulary) -> Mark | None:
    """The mark that an entry is, by what its own system says where that is known."""
    told = meaning(entry)
    if told is not None:
        known = words.field(told.mark) if told.mark else None
        return words.as_printed(known, entry, unclear=told.unclear) if known else None
    known = _read_value(entry, words)
    hidden = words.hidden_value(entry, lambda plain: _read_value(plain, words))
    return max(filter(None, (known, hidden)), key=lambda mark: mark.weight, default=None)


def _value_of(entry: str) -> str:
    """The value of an entry, behind the last colon that is not in a clock time."""
    clock = _CLOCK.search(entry)
    at = entry.rfind(":", 0, clock.start() if clock else len(entry))
    return entry[at + 1 :]


def _read_value(entry: str, words: Vocabulary) -> Mark | None:
    # A system may hold colons itself (a URL), and a value may: each colon may be the one.
    clock = _CLOCK.search(entry)
    end = clock.start() if clock else len(entry)
    at = entry.find(":", 0, end)
    for _colon in range(_COLONS):
        if at < 0:
            break
        known = words.field(entry[at + 1 :], entry[:at])
        if known:
            return known
        at = entry.find(":", at + 1, end)
    known = words.field(entry)
    # a heading and its value are not a sentence: “Возраст:18!” is a value that is not known
    return None if known and known.level == "unclear" and ":" in entry else known
