"""The rows under a header, and what is in each of their columns, each different cell once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from schedcheck.readers.values.cells import Cell

Texts = npt.NDArray[np.object_]
Kept = npt.NDArray[np.intp]

#: Cells of these types equal none of another type.
_PLAIN = {str, type(None)}


def cells_of(rows: Sequence[Sequence[Cell]], column: int) -> list[Cell]:
    """One column of a table whose rows may be cut short."""
    try:
        return list(map(itemgetter(column), rows))
    except IndexError:
        return [row[column] if column < len(row) else None for row in rows]


def objects(values: Iterable[Any]) -> Texts:
    """Values of any kind as one array of objects."""
    listed = list(values)
    array = np.empty(len(listed), object)
    array[:] = listed
    return array


@dataclass(frozen=True, slots=True)
class Distinct:
    """What is in rows, each different value once: ``codes`` are their numbers in ``values``."""

    codes: Kept
    values: list[Any]

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> Distinct:
        """The cells of a column; 1, 1.0 and True are three."""
        numbers: dict[Any, int] = dict(zip(dict.fromkeys(cells), count(), strict=False))
        alike = _PLAIN.issuperset(map(type, numbers))
        keys: Sequence[Any] = cells
        if not alike:
            keys = list(zip(map(type, cells), cells, strict=True))
            numbers = dict(zip(dict.fromkeys(keys), count(), strict=False))
        codes = np.fromiter(map(numbers.__getitem__, keys), np.intp, len(keys))
        return cls(codes, list(numbers) if alike else [cell for _type, cell in numbers])

    def mapped(self, parse: Callable[[Any], Any]) -> Distinct:
        """``parse`` of each, asked once for each different value."""
        return Distinct(self.codes, list(map(parse, self.values)))

    def where(self, rows: Kept | slice) -> Distinct:
        """What is in some of the rows."""
        return Distinct(self.codes[rows], self.values)

    def counts(self) -> list[int]:
        """In how many rows each value is."""
        counts: list[int] = np.bincount(self.codes, minlength=len(self.values)).tolist()
        return counts

    def spread(self) -> Texts:
        """The value of each row."""
        return objects(self.values)[self.codes]

    def part(self, get: Callable[[Any], Any], empty: Any, dtype: Any) -> npt.NDArray[Any]:
        """One part of the value of each row, ``empty`` where a row or its value has none."""
        parts = [
            empty if value is None or (part := get(value)) is None else part
            for value in self.values
        ]
        return np.array(parts, dtype)[self.codes]


class Body(list[Sequence[Cell]]):
    """The rows under a header. They do not change: each column is gone through once, for all who
    ask what is in it.
    """

    __slots__ = ("_columns",)

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        super().__init__(rows)
        self._columns: dict[int, Distinct] = {}

    @classmethod
    def of(cls, rows: Sequence[Sequence[Cell]]) -> Body:
        """The rows, themselves where they are one already."""
        return rows if isinstance(rows, Body) else cls(rows)

    def cells(self, column: int) -> Distinct:
        """The cells of a column, each different one once."""
        if column not in self._columns:
            self._columns[column] = Distinct.of(cells_of(self, column))
        return self._columns[column]
