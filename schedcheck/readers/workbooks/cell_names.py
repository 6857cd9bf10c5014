"""The names of cells as spreadsheet programs write them: A1, AB12.

openpyxl has the same, and takes longer to import than a week takes to judge.
"""

from __future__ import annotations

import re
from typing import TypeAlias

#: Row and column of a cell, both from 0.
Spot: TypeAlias = tuple[int, int]

_LETTERS = 26
_NAME = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE | re.ASCII)


def column_letters(column: int) -> str:
    """The letters of a column, counted from 0: ``A``, ``Z``, ``AA``."""
    above, last = divmod(column, _LETTERS)
    return (column_letters(above - 1) if above else "") + chr(ord("A") + last)


def column_of(letters: str) -> int:
    """The column of these letters, counted from 0."""
    column = 0
    for letter in letters.upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column - 1


def spot_of(name: str) -> Spot:
    """Row and column of the cell that is named; ValueError for what is not the name of a cell."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError(name)
    return int(match[2]) - 1, column_of(match[1])
