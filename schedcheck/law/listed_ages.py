"""Ages of a source that marks all of its programmes by a number beside their titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from schedcheck.law.mark_patterns import FoundMark, Mark
from schedcheck.schedule.building import distinct

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


def by_listing(
    texts: Callable[[Rows], Objects],
    files: Objects,
    shapes: Iterable[Shape],
    read: Callable[[str], Mark | None],
    doubted: Callable[[Mark], Mark],
) -> dict[int, FoundMark]:
    """Row -> the age in its text, in the sources whose programmes are all marked so.

    ``texts``: the titles of rows, or other texts. ``read``: what a number means in a rating field;
    ``doubted``: the same mark as an unclear one, which a number without brackets is.
    """
    found: dict[int, FoundMark] = {}
    numbers, names = distinct(files)
    for source in range(len(names)):
        rows = np.flatnonzero(numbers == source)
        if len(rows) < _FEWEST:
            continue
        sample = texts(rows[:: max(1, len(rows) // _SAMPLE)])
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
