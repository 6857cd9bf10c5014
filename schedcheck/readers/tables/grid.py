"""The cells of a table, and where each is in its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from schedcheck.readers.values.cells import Cell


class Grid(NamedTuple):
    """The cells of a table, row by row.

    ``place`` names the cell at a row and column, both from 0, as people find it in the file;
    ``name`` is the sheet's, empty for a text file. ``merged`` are the first and last cell of each
    merged range. A row with more cells than the header is reported as a fault: a delimiter is
    inside a text. ``origin``: of a table made from another one, the row and column there of each
    row. The first ``borrowed`` rows are elsewhere in the file, and are accounted for there.
    """

    rows: Sequence[Sequence[Cell]]
    place: Callable[[int, int], str]
    name: str = ""
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    origin: Sequence[tuple[int, int]] = ()
    borrowed: int = 0
