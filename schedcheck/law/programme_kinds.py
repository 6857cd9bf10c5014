"""Which programmes are films or announcements, by the words of their category and their title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, partial

import numpy as np
import numpy.typing as npt
import pandas as pd

Objects = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]
#: What a text says: it is a film, it is not one, or (None) nothing.
_Answer = bool | None

_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|\"[^\"]*\"")


def films(
    categories: Objects, titles: Objects, film_words: Iterable[str], other_words: Iterable[str]
) -> Flags:
    """Whether each programme is a film.

    The category decides where it holds a word of either list, the first in it if it holds
    several. Else the title does: what is outside of its quotation marks before what is
    within, for «Ток-шоу «Кино»» is not a film, and there a word for films before one for others.
    """
    film, other = set(map(str.lower, film_words)), set(map(str.lower, other_words))
    ask_category = partial(_of_category, _pattern(film | other), film)
    ask_title = partial(_of_title, _pattern(film), _pattern(other))
    by_category, by_title = _each(categories, ask_category), _each(titles, ask_title)
    answers = np.where(by_category == None, by_title, by_category)  # noqa: E711 - item by item
    return answers.astype(np.bool_)


def _each(texts: Objects, ask: Callable[[str], _Answer]) -> Objects:
    """The answers for the texts, most of which occur many times."""
    numbers, uniques = pd.factorize(texts)
    answers = np.empty(len(uniques), dtype=object)
    answers[:] = [ask(text.lower()) for text in uniques]
    return answers[numbers]


def _of_category(either: re.Pattern[str], film: set[str], category: str) -> _Answer:
    first = either.search(category)
    return first[0] in film if first else None


def _of_title(film: re.Pattern[str], other: re.Pattern[str], title: str) -> _Answer:
    outside = _QUOTED.sub(" ", title)
    if film.search(outside):
        return True
    if other.search(outside):
        return False
    return bool(film.search(title))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    # The longest first, for of two that begin alike the longer is meant.
    known = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known)) or '(?!)'})(?!\w)")


def are_promos(categories: Objects, titles: Objects, promo_words: tuple[str, ...]) -> Flags:
    """Whether the category, or the beginning of the title, is a word for announcements.

    A title in quotation marks, «Анонс», is a name and no such word.
    """
    pattern = _promo_pattern(promo_words)
    return np.fromiter(
        (
            bool(pattern.match(title)) or any(map(pattern.match, re.split("[;,/|]", category)))
            for category, title in zip(categories, titles, strict=True)
        ),
        np.bool_,
        len(titles),
    )


@cache
def _promo_pattern(promo_words: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(promo_words, key=len, reverse=True)))
    return re.compile(rf"\s?(?:{words or '(?!)'})(?!\w)", re.IGNORECASE)
