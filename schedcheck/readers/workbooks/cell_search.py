"""The cells of a large sheet (xlsx) found in its bytes, all of a piece at once."""

from __future__ import annotations

from typing import IO

import numpy as np
import numpy.typing as npt

from schedcheck.readers.workbooks.sheet_cells import Area

_PIECE = 1 << 20
#: The most letters and digits of a cell's name, and the most signs that ``r="XFD1048576`` may have.
_LETTERS, _DIGITS, _LONGEST = 3, 7, 16

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]


def compact(stream: IO[bytes]) -> bool:
    """Whether the names of cells in a sheet show that these lie near each other.

    What only looks like the name of a cell counts too, so False says nothing.
    """
    area = Area()
    rest = b""
    while piece := stream.read(_PIECE):
        rows, columns = _names(np.frombuffer(rest + piece + bytes(_LONGEST), np.uint8))
        rest = piece[-_LONGEST:]
        if len(rows):
            area.add(int(rows.min()), int(columns.min()))
            area.add(int(rows.max()), int(columns.max()))
    area.cells = 0
    return not area.scattered


def _names(text: Bytes) -> tuple[Numbers, Numbers]:
    """Row and column, from 1, of each ``r="B7"`` in a text that ends with zeros."""
    at = np.flatnonzero(text == ord("="))
    at = at[(at > 0) & (at < len(text) - _LONGEST)]
    quoted = (text[at + 1] == ord('"')) | (text[at + 1] == ord("'"))
    at = at[(text[at - 1] == ord("r")) & quoted] + 2
    columns, at = _number(text, at, _LETTERS, ord("A"), 26)
    rows, end = _number(text, at, _DIGITS, ord("0"), 10)
    named = (columns > 0) & (end > at)
    return rows[named], columns[named]


def _number(text: Bytes, at: Numbers, most: int, first: int, base: int) -> tuple[Numbers, Numbers]:
    """The number that begins at each place, and where it ends; ``first``: the sign of the least.

    Of letters A is 1; of digits 0 is 0.
    """
    least = int(first == ord("A"))
    number, at = np.zeros(len(at), np.int64), at.copy()
    for _sign in range(most):
        sign = text[at].astype(np.int64) - first
        there = (sign >= 0) & (sign < base)
        number[there] = number[there] * base + sign[there] + least
        at[there] += 1
    return number, at
