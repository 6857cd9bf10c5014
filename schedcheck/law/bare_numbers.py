"""Bare numbers in brackets behind titles, «Фильм (18)»: ages where a source marks so throughout.

Alone such a number may be an episode, a year of a century or the number of a part.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from schedcheck.law.mark_patterns import FoundMark, Mark

_BARE = re.compile(r"[(\[] ?(\d{1,2}) ?[)\]][ .]{0,3}\Z")
#: A source marks its programmes so if these shares of its titles end in a number, and of these
#: numbers are ages; programmes enough, and more than one age among them.
_MARKED, _AGES = 0.8, 0.95
_FEWEST = 6
_SAMPLE = 200  # titles that are looked at first

Objects = npt.NDArray[np.object_]


def by_listing(
    titles: Objects, files: Objects, read: Callable[[str], Mark | None]
) -> dict[int, FoundMark]:
    """Row -> the age behind its title, in the sources whose programmes are all marked so.

    ``read``: what a number means in a rating field.
    """
    found: dict[int, FoundMark] = {}
    numbers, names = pd.factorize(files)
    for source in range(len(names)):
        rows = np.flatnonzero(numbers == source)
        sample = titles[rows[:: max(1, len(rows) // _SAMPLE)]]
        if len(rows) < _FEWEST or not _shares(list(map(_bare, sample)), read, _MARKED / 2):
            continue
        ages = [_bare(title) for title in titles[rows]]
        if _shares(ages, read, _MARKED):
            found |= {
                row: FoundMark.of([mark])
                for row, age in zip(rows.tolist(), ages, strict=True)
                if age and (mark := read(age))
            }
    return found


def _bare(title: str) -> str:
    match = _BARE.search(title[-12:])
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
