"""The cells of a sheet, and what its file says of them beside their values."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import cache
from itertools import takewhile
from typing import TypeAlias

from openpyxl.styles.numbers import is_date_format

from schedcheck.readers.values.cells import DAY, EPOCH, SERIALS, Cell

#: Row and column of a cell, both from 0.
Spot: TypeAlias = tuple[int, int]

#: A workbook that counts its days from 1904 has numbers so much smaller.
DAYS_1904 = 1462
#: A smaller number is a length of time, or a time past midnight, and no date.
_LEAST_DATE = 60

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

_LITERAL = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[[^\[\]]*\]|[_*].'
    r"|(?P<number>General|[0#?]+(?:[.,][0#?]+)*)|(?P<other>.)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Extras:
    """What a sheet says beside the values of its cells.

    ``merged``: first and last cell of each merged range. ``hidden_rows`` and ``hidden_columns``
    are not shown. ``struck``: cells whose whole text is struck through. ``errors``: cells that
    hold an error, and its name. ``shown``: the texts that cells show instead of their values.
    """

    merged: list[tuple[Spot, Spot]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[Spot] = field(default_factory=set)
    errors: dict[Spot, str] = field(default_factory=dict)
    shown: dict[Spot, str] = field(default_factory=dict)


@dataclass(slots=True)
class SheetCells:
    """A sheet: its name, its cells row by row from the first, and what its file says beside.

    ``later``: whether the workbook counts its days from 1904, which matters to bare numbers only.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    extras: Extras = field(default_factory=Extras)
    visible: bool = True
    later: bool = False

    def as_shown(self) -> list[list[Cell]]:
        """The cells as a person sees them: what is struck through is blank."""
        rows = [list(row) for row in self.rows]
        if self.later:
            rows = [[_of_1904(cell) for cell in row] for row in rows]
        changed = [*self.extras.shown.items(), *((spot, "") for spot in self.extras.struck)]
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


def dated(number: float, code: str, *, later: bool = False) -> Cell:
    """A number as its format ``code`` shows it: a date, a time, a length of time, or itself."""
    if not is_date_format(code) or number < 0:
        return number
    seconds = timedelta(seconds=round(number * DAY, 3))
    if number < 1 and "[" not in code:
        return (EPOCH + seconds).time() if seconds < timedelta(days=1) else time()
    if number < _LEAST_DATE:
        return seconds
    moment = EPOCH + seconds + timedelta(days=DAYS_1904 if later else 0)
    return moment if "h" in code.lower() else moment.date()


def packed_number(bits: int) -> float:
    """A number of 30 bits, whole or not, perhaps a hundred times as large ([MS-XLSB], 2.5.123)."""
    if bits & 2:
        number = float(struct.unpack("<i", struct.pack("<I", bits))[0] >> 2)
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (bits & ~3) << 32))[0])
    return number / 100 if bits & 1 else number


@cache
def _parts(code: str) -> tuple[tuple[str, str], ...]:
    """The parts of a number format's first section, kind and text of each."""
    found = ((match.lastgroup or "", match[0]) for match in _LITERAL.finditer(code))
    return tuple(takewhile(lambda part: part != ("other", ";"), found))


def says_more(code: str) -> bool:
    """Whether a number format adds a digit or a plus to the number: ``0"+"``, ``"18+"``."""
    texts = (text for kind, text in _parts(code) if kind in {"quoted", "escaped"})
    return any(re.search(r"[\d+]", text) for text in texts)


def text_by(code: str, number: float) -> str:
    """What a number format that :func:`says_more` shows of a number: 18 by ``0"+"`` is 18+."""
    shown = []
    for kind, text in _parts(code):
        if kind == "number":
            whole = f"{number:g}" if number != int(number) else str(int(number))
            shown.append(whole.zfill(0 if text.lower() == "general" else text.count("0")))
        elif kind:
            shown.append(text.strip('"').removeprefix("\\"))
    return "".join(shown).strip()
