"""Rating fields, entries ``system:value``: what each means, and for which countries it holds; and
ages beside the titles of a source that marks all of its programmes so.

A term means what its own classification scheme says, never what it looks like; the tables are data,
in ``schemes.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import tomli

from schedcheck.law.mark_patterns import FoundMark, Mark, Vocabulary

_COLONS = 8  # colons of a rating field of which each may end the name of its system
_SEPARATORS = re.compile(r"[\W_]+")
_DIGIT = re.compile(r"\d")


class Meaning(NamedTuple):
    """What a scheme says of a term: the mark as its board prints it, empty where it defines none.

    ``unclear``: the term may be the number of a country as well as an age.
    """

    mark: str
    unclear: bool = False


class _Scheme(NamedTuple):
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
    table = tomli.loads((files("schedcheck.law") / "schemes.toml").read_text("utf-8"))
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

_LIMITED = re.compile(r"\bfor ((?>(?:[A-Za-z0-9]{2,3}+ ?){1,40})):")


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


@lru_cache(maxsize=1 << 12)  # in many small files the same ones come again
def read_field(
    value: str, words: Vocabulary, countries: tuple[str, ...], bound: tuple[str, ...] = ()
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


#: A pattern for an age, and the signs of a text among which it is looked for.
Shape = tuple[re.Pattern[str], slice]
#: How the titles of a source may have their ages: in brackets behind them, or bare behind or
#: before them.
_BRACKETED = (re.compile(r"[(\[] ?(\d{1,2}) ?[)\]][ .]{0,3}\Z"), slice(-12, None))
IN_TITLES: tuple[Shape, ...] = (
    _BRACKETED,
    (re.compile(r"[ |/](\d{1,2})[ .|/]{0,3}\Z"), slice(-12, None)),
    (re.compile(r"[ |/]{0,2}(\d{1,2})(?:[|/]| ?[:|/·•–—-] ?| )(?=[^\W\d_]|[«\"“„])"), slice(12)),
)
#: How other texts are ages and nothing else: those of a column beside each day.
WHOLE: tuple[Shape, ...] = ((re.compile(r"(\d{1,2})\Z"), slice(3)),)
#: A source marks its programmes so if these shares of its titles have a number, and of these
#: numbers are ages; programmes enough, and more than one age among them.
_MARKED, _AGES = 0.8, 0.95
_FEWEST = 6
_SAMPLE = 200  # titles that are looked at first

Objects = npt.NDArray[np.object_]
Rows = npt.NDArray[np.intp]


def sources_of(owners: Rows) -> list[Rows]:
    """The rows of each source that has enough programmes to see how it marks them.

    ``owners``: for each row the number of its source.
    """
    rows = (np.flatnonzero(owners == source) for source in range(owners.max(initial=-1) + 1))
    return [one for one in rows if len(one) >= _FEWEST]


def by_listing(
    texts: Callable[[Rows], Objects],
    sources: Iterable[Rows],
    shapes: Iterable[Shape],
    read: Callable[[str], Mark | None],
    doubted: Callable[[Mark], Mark],
) -> dict[int, FoundMark]:
    """Row -> the age in its text, in those of the ``sources`` whose programmes are all marked so.

    ``texts``: the titles of rows, or other texts. ``read``: what a number means in a rating field;
    ``doubted``: the same mark as an unclear one, which a number without brackets is.
    """
    found: dict[int, FoundMark] = {}
    for rows in sources:
        sample = texts(rows[:: max(1, len(rows) // _SAMPLE)])
        if sum(map(_holds_digit, sample)) < _MARKED / 2 * len(sample):
            continue
        for shape in shapes:
            if not _shares([_bare(shape, text) for text in sample], read, _MARKED / 2):
                continue
            ages = [_bare(shape, text) for text in texts(rows)]
            if _shares(ages, read, _MARKED):
                found |= {
                    row: FoundMark.of([mark if shape is _BRACKETED else doubted(mark)])
                    for row, age in zip(rows.tolist(), ages, strict=True)
                    if age and (mark := read(age))
                }
                break
    return found


def left_out(
    titles: Objects,
    sources: Iterable[Rows],
    marked: npt.NDArray[np.bool_],
    read: Callable[[str], Mark | None],
) -> dict[int, Mark]:
    """Row -> what the end of its title may be, in those without a mark of the ``sources`` that mark
    most of their programmes.
    """
    found: dict[int, Mark] = {}
    for rows in sources:
        rest = rows[~marked[rows]]
        if len(rest) <= (1 - _MARKED) * len(rows):
            found |= {row: mark for row in rest.tolist() if (mark := read(titles[row]))}
    return found


def _holds_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None


def _bare(shape: Shape, text: str) -> str:
    pattern, part = shape
    match = pattern.search(text[part]) if part.start else pattern.match(text[part])
    return match[1] if match else ""


def _shares(ages: list[str], read: Callable[[str], Mark | None], marked: float) -> bool:
    """Whether enough titles end in a number, and enough of the numbers are ages of the law."""
    printed = [age for age in ages if age]
    if len(printed) < marked * len(ages) or len(set(printed)) < 2:
        return False
    ages_of_law = sum(_is_age(age, read) for age in printed)
    return ages_of_law >= _AGES * len(printed)


def _is_age(number: str, read: Callable[[str], Mark | None]) -> bool:
    mark = read(number)
    return not int(number) or (mark is not None and mark.level == "equal")
