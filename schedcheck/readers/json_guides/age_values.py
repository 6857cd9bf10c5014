"""What a programme of a guide service holds under names that are those of age marks, or may be.

A name is that of a key (``ageLimit: 18``), of what an object says beside its value
(``{"type": "age", "value": 18}``), of the first of a pair (``["age", 18]``) or in a text
(``"age=18"``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from schedcheck.readers.values.age_names import (
    ADULT_AGES,
    AGES,
    RESTRICTED,
    answer_for_adults,
    answer_of_restriction,
    counts_something,
    has_adult_mark,
    is_a_mark,
    is_adult_age,
    is_age,
    is_for_a_value,
    may_be_restricted,
    names_adults,
    names_an_age,
    names_another,
    perhaps_names_an_age,
)
from schedcheck.readers.values.cells import text_of

#: A name and its value in one text.
_PAIR = re.compile(r"\s*([^\W\d][\w -]{1,30}?)\s?[=:]\s?(\S{1,12})\s*")
_NUMBER = re.compile(r"\d+\+?")
#: Longer texts are no names and no ages.
_LONGEST = 40
_SHORT = 12
#: So many numbers under a key, all of them ages, are ages whatever it is called.
_FEWEST = 6
_NUMERIC, _LONG = (int, float), 5
_NUMBERS = {text: age for age in AGES for text in (age, float(age), str(age), f"{age}+")}


class AgeValue(NamedTuple):
    """A text, number or truth value under ``key``; ``sure``: the key names an age."""

    key: str
    value: Any
    sure: bool = True


def age_values(value: Any, key: str = "", around: str = "") -> Iterator[AgeValue]:
    """Each value in an entry under a name that is that of an age mark, or may be."""
    if isinstance(value, dict):
        # a programme itself may have “Rating” for its title
        name = _named_beside(value) if around else ""
        for inner_key, inner in value.items():
            under = name if name and is_for_a_value(inner_key) else key
            yield from _under(inner_key, inner, under, around)
    elif isinstance(value, list):
        if _is_pair(value):
            yield AgeValue(value[0], value[1])
            return
        for inner in value:
            yield from age_values(inner, key, around)
    elif key and value is not None and value != "":
        yield AgeValue(key, value)
    elif isinstance(value, str) and around and len(value) <= _LONGEST:
        pair = _PAIR.fullmatch(value)
        if pair and names_an_age(pair[1]):
            yield AgeValue(pair[1], pair[2])
        elif names_adults(value):
            yield AgeValue(around, value, sure=False)


def _under(key: str, value: Any, outer: str, around: str) -> Iterator[AgeValue]:
    """The values under a key of an object; ``outer``: the name of an age that holds for all."""
    if names_an_age(key) and names_an_age(f"{around}_{key}"):
        yield from age_values(value, key, key)
        return
    if is_a_mark(key) and not isinstance(value, (dict, list)):
        answer = "yes" if value is True else "" if value is False else _text(value)
        if answer_for_adults(key, answer) != answer:
            yield AgeValue(key, value)
        return
    if may_be_restricted(key) and isinstance(value, (str, bool, int)):
        answer = {True: "yes", False: "no"}[value] if isinstance(value, bool) else _text(value)
        if answer and (restricted := answer_of_restriction(key, answer)):
            yield AgeValue(key, restricted)
    if perhaps_names_an_age(key):
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, (str, int, float)) and not isinstance(one, bool):
                yield AgeValue(key, one, sure=names_adults(_text(one)))
    elif isinstance(value, str) and (names_adults(value) or _is_adult_mark(value)):
        yield AgeValue(key, value, sure=False)
    # texts that are pairs are looked at in lists alone
    yield from age_values(value, outer, key if isinstance(value, (dict, list)) else "")


def _is_adult_mark(text: str) -> bool:
    """Whether a text is a mark such as 18+ and nothing else; a bare 18 may be anything."""
    return len(text) <= _SHORT and is_adult_age(text) and has_adult_mark(text)


def _named_beside(value: dict[str, Any]) -> str:
    """The name of an age that an object has beside its value."""
    for key, inner in value.items():
        short = isinstance(inner, str) and len(inner) <= _LONGEST
        if short and names_another(key) and names_an_age(inner):
            return str(inner)
    return ""


def _is_pair(value: list[Any]) -> bool:
    return (
        len(value) == 2
        and isinstance(value[0], str)
        and isinstance(value[1], (str, int, float))
        and (isinstance(value[1], bool) or any(map(str.isdigit, _text(value[1]))))
        and names_an_age(value[0])
    )


def perhaps_ages(entries: Iterable[Iterable[AgeValue]]) -> dict[int, str]:
    """The entries that hold an age of adults under a name that may be that of a mark, by their
    number, and what is there. Where not all numbers under a name are ages, it is another thing.
    """
    found: list[tuple[int, str, str]] = []
    numbers: dict[str, set[str]] = defaultdict(set)
    for row, values in enumerate(entries):
        for key, value, sure in values:
            text = _text(value).strip()
            if sure or len(text) > _LONGEST:
                continue
            if _NUMBER.fullmatch(text):
                numbers[key].add(text)
            if is_adult_age(text) or names_adults(text):
                found.append((row, key, text))
    return {row: f"{key}: {text}" for row, key, text in found if all(map(is_age, numbers[key]))}


def ages_of_any_name(entries: Sequence[dict[str, Any]], known: Collection[str]) -> dict[int, str]:
    """The entries that hold an age of adults under a key of any name, by their number, and what is
    there: under keys whose numbers are several ages and nothing else. ``known``: keys that are read
    as something else.
    """
    adult = {text for text, age in _NUMBERS.items() if age in ADULT_AGES}
    keys = {
        key
        for entry in entries
        for key, value in entry.items()
        if (value.__class__ in _NUMERIC or (value.__class__ is str and len(value) < _LONG))
        and value in adult
    }
    found: dict[int, str] = {}
    for key in sorted(keys - set(known)):
        if counts_something(key) or names_an_age(key) or perhaps_names_an_age(key):
            continue
        values = [entry[key] for entry in entries if entry.get(key) not in {None, ""}]
        if len(values) < _FEWEST or not all(map(_is_age, values)):
            continue
        if len({_NUMBERS[value] for value in values}) > 1:
            found |= {
                row: f"{key}: {_text(entry[key])}"
                for row, entry in enumerate(entries)
                if _is_age(entry.get(key)) and entry[key] in adult
            }
    return found


def common_restrictions(entries: Sequence[Sequence[AgeValue]]) -> list[AgeValue]:
    """What says of all of several entries that they are restricted."""
    said = [one for one in entries[0] if one.value == RESTRICTED] if entries else []
    return [one for one in said if len(entries) >= _FEWEST and all(one in each for each in entries)]


def _is_age(value: Any) -> bool:
    """Whether a number or a text is an age of a class and nothing else."""
    return isinstance(value, (int, float, str)) and value is not True and value in _NUMBERS


def _text(value: Any) -> str:
    return value if isinstance(value, str) else text_of(value)
