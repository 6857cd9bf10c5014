"""The cells of a sheet, what its file says of them beside their values, what they are called (A1,
AB12), and how far they lie apart.

openpyxl knows the names too, and takes longer to import than a week takes to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import IO, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from schedcheck.readers.values.cells import DAY, EPOCH, SERIALS, Cell, text_of

#: Row and column of a cell, both from 0.
Spot: TypeAlias = tuple[int, int]

_ALPHABET = 26
_NAME = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE | re.ASCII)

#: More columns no sheet has.
MOST_COLUMNS = 16_384
#: A workbook that counts its days from 1904 has numbers so much smaller.
DAYS_1904 = 1462
#: The values of cells that hold an error, by the number that files keep ([MS-XLS], 2.5.10).
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}

#: An area of fewer cells is no burden; a larger one must be filled to this part, up to the most.
_LARGE, _MOST = 1_000_000, 65_536 * 256
_LEAST_FILLED = 1 / 20

#: So many bytes are looked at at once: memory for more is asked of the system each time anew.
_PIECE = 1 << 18
#: The most letters and digits of a cell's name, and the most signs that ``r="XFD1048576`` may have.
_LETTERS, _DIGITS, _LONGEST = 3, 7, 16

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]


def column_letters(column: int) -> str:
    """The letters of a column, counted from 0: ``A``, ``Z``, ``AA``."""
    above, last = divmod(column, _ALPHABET)
    return (column_letters(above - 1) if above else "") + chr(ord("A") + last)


def column_of(letters: str) -> int:
    """The column of these letters, counted from 0."""
    column = 0
    for letter in letters.upper():
        column = column * _ALPHABET + ord(letter) - ord("A") + 1
    return column - 1


def spot_of(name: str) -> Spot:
    """Row and column of the cell that is named; ValueError for what is not the name of a cell."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError(name)
    return int(match[2]) - 1, column_of(match[1])


class Area(Struct):
    """The cells of a sheet: how many, and the first and last row and column of them."""

    cells: int = 0
    top: int = 0
    bottom: int = 0
    left: int = 0
    right: int = 0

    def add(self, row: int, column: int, *, cells: int = 1) -> None:
        """Take in ``cells`` more, of which this is one."""
        if not self.cells:
            self.top = self.bottom = row
            self.left = self.right = column
        self.cells += cells
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    @property
    def scattered(self) -> bool:
        """Whether hardly any of the cells between the first and the last are there."""
        size = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        return size > _LARGE and (self.cells < size * _LEAST_FILLED or size > _MOST)


class Extras(Struct):
    """What a sheet says beside the values of its cells.

    ``merged``: first and last cell of each merged range. ``hidden_rows`` and ``hidden_columns``
    are not shown. ``struck``: cells whose whole text is struck through. ``errors``: cells that
    hold an error, and its name. ``shown``: the texts that cells show instead of their values;
    ``forms``: what they show around their text, as a format of Python. ``otherwise``: cells whose
    stored value and text are different marks, of which one is for adults, with both.
    """

    merged: list[tuple[Spot, Spot]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[Spot] = field(default_factory=set)
    errors: dict[Spot, str] = field(default_factory=dict)
    shown: dict[Spot, str] = field(default_factory=dict)
    forms: dict[Spot, str] = field(default_factory=dict)
    otherwise: dict[Spot, tuple[str, str]] = field(default_factory=dict)
    _spanned: int = 0

    def hide_columns(self, first: int, end: int) -> None:
        """Take in that the columns from ``first`` to before ``end`` are not shown.

        No two such spans of a sheet are about one column: what exceeds the columns that a sheet
        may have is left out.
        """
        columns = range(max(first, 0), min(end, MOST_COLUMNS))
        self._spanned += len(columns)
        if self._spanned <= MOST_COLUMNS:
            self.hidden_columns.update(columns)


class SheetCells(Struct):
    """A sheet: its name, its cells row by row from the first, and what its file says beside.

    ``later``: whether the workbook counts its days from 1904, which matters to bare numbers only.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    extras: Extras = field(default_factory=Extras)
    visible: bool = True
    later: bool = False

    def as_shown(self) -> Sequence[Sequence[Cell]]:
        """The cells as a person sees them: what is struck through is blank."""
        extras = self.extras
        if not (self.later or extras.shown or extras.struck or extras.forms):
            return self.rows  # most show what they hold
        rows = [list(row) for row in self.rows]
        if self.later:
            rows = [[_of_1904(cell) for cell in row] for row in rows]
        changed = [*extras.shown.items(), *((spot, "") for spot in extras.struck)]
        for (row, column), form in extras.forms.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = form.format(text_of(rows[row][column]))
        for (row, column), text in changed:
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
        return rows


def _of_1904(cell: Cell) -> Cell:
    """A bare number of a workbook that counts from 1904, as the day that it may be."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        days = cell + DAYS_1904
        if int(days) in SERIALS:
            return EPOCH + timedelta(seconds=round(days * DAY))
    return cell


def pieces_of(stream: IO[bytes]) -> Iterator[bytes]:
    """What is in a stream, piece by piece."""
    return iter(lambda: stream.read(_PIECE), b"")


def compact(pieces: Iterable[bytes]) -> bool:
    """Whether the names of cells in a sheet show that these lie near each other.

    What only looks like the name of a cell counts too, so False says nothing.
    """
    area = Area()
    rest = b""
    for piece in pieces:
        rows, columns = _names_in(np.frombuffer(rest + piece + bytes(_LONGEST), np.uint8))
        rest = piece[-_LONGEST:]
        if len(rows):
            area.add(int(rows.min()), int(columns.min()))
            area.add(int(rows.max()), int(columns.max()))
    area.cells = 0
    return not area.scattered


def _names_in(text: Bytes) -> tuple[Numbers, Numbers]:
    """Row and column, from 1, of each ``r="B7"`` in a text that ends with zeros."""
    at = np.flatnonzero(text[1:-_LONGEST] == ord("="))
    at = at[text[at] == ord("r")] + 2
    at = at[(text[at] == ord('"')) | (text[at] == ord("'"))] + 1
    columns, at = _number(text, at, _LETTERS, ord("A"), 26)
    rows, end = _number(text, at, _DIGITS, ord("0"), 10)
    named = (columns > 0) & (end > at)
    return rows[named], columns[named]


def _number(text: Bytes, at: Numbers, most: int, first: int, base: int) -> tuple[Numbers, Numbers]:
    """The number that begins at each place, and where it ends; ``first``: the sign of the least.

    Of letters A is 1; of digits 0 is 0.
    """
    least = int(first == ord("A"))
    number = np.zeros(len(at), np.int64)
    for _sign in range(most):
        sign = text[at] - np.uint8(first)  # below zero it is a large one
        there = sign < base
        if not there.any():
            break
        number = np.where(there, number * base + sign + least, number)
        at = at + there
    return number, at
