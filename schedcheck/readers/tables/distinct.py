"""The values of a column, each different one once: dates, times and titles come many times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from schedcheck.readers.values.cells import Cell

Texts = npt.NDArray[np.object_]
Kept = npt.NDArray[np.intp]


def objects(values: Iterable[Any]) -> Texts:
    """Values of any kind as one array of objects."""
    listed = list(values)
    array = np.empty(len(listed), object)
    array[:] = listed
    return array


@dataclass(frozen=True, slots=True)
class Distinct:
    """What is in rows, each different value once: ``codes`` are their numbers in ``values``."""

    codes: npt.NDArray[np.intp]
    values: list[Any]

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> Distinct:
        """The cells of a column; 1, 1.0 and True are three."""
        alike = len(set(map(type, cells))) <= 1
        keys: Sequence[Any] = cells if alike else list(zip(map(type, cells), cells, strict=True))
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        codes = np.fromiter(map(numbers.__getitem__, keys), np.intp, len(keys))
        return cls(codes, list(numbers) if alike else [cell for _type, cell in numbers])

    def mapped(self, parse: Callable[[Any], Any]) -> Distinct:
        """``parse`` of each, asked once for each different value."""
        return Distinct(self.codes, list(map(parse, self.values)))

    def where(self, rows: Kept) -> Distinct:
        """What is in some of the rows."""
        return Distinct(self.codes[rows], self.values)

    def spread(self) -> Texts:
        """The value of each row."""
        return objects(self.values)[self.codes]

    def part(self, get: Callable[[Any], Any], empty: Any, dtype: Any) -> npt.NDArray[Any]:
        """One part of the value of each row, ``empty`` where a row or its value has none."""
        parts = (empty if value is None else get(value) for value in self.values)
        return np.array([empty if part is None else part for part in parts], dtype)[self.codes]
