"""What the entry of a rating field (``system:value``) means, and for which countries it holds.

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
