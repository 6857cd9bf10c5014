"""The formulas of OpenDocument workbooks (OpenFormula 1.3) against the values stored with them.

Only what may be an adult mark is compared: other values are those of the program that wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from msgspec import Struct

from schedcheck.readers.values.cells import DAY, EPOCH, Cell, text_of
from schedcheck.readers.workbooks.formula_functions import FormulaError, Value, compute
from schedcheck.readers.workbooks.number_formats import contradicts
from schedcheck.readers.workbooks.sheet_cells import SheetCells, Spot, spot_of

#: A formula: its cell, its text, and the value stored with it.
StoredFormula: TypeAlias = tuple[Spot, str, Cell]

_PREFIX = re.compile(r"(?:of|oooc|msoxl):=?|=")
#: A text, a reference, or what parts arguments.
_PART = re.compile(r'("(?:[^"]|"")*")|\[([^\[\]]{1,200})\]|;')
_CELL = r"\$?(?:'((?:[^']|'')+)'|([^.:'$]*))\.\$?([A-Z]{1,3})\$?(\d{1,7})"
_REFERENCE = re.compile(rf"{_CELL}(?::(?:[^.:]*)\.\$?([A-Z]{{1,3}})\$?(\d{{1,7}}))?")
#: A reference among the tokens of a formula: its number, in the place of a cell.
_NUMBERED = re.compile(r"Z([1-9]\d*)")
_LARGEST_RANGE, _MOST_LOOKED_UP = 10_000, 1_000_000


def compare_formulas(
    sheets: Sequence[SheetCells], formulas: Sequence[Sequence[StoredFormula]]
) -> None:
    """Enter the cells whose formulas give another mark than is stored with them, of which one is
    for adults; ``formulas`` are those of each sheet. What cannot be computed here is believed.
    """
    cells = _Cells({sheet.name: sheet.rows for sheet in sheets})
    if not any(value for stored in formulas for _spot, _formula, value in stored):
        return  # none was ever computed, which is reported by itself
    for sheet, stored in zip(sheets, formulas, strict=True):
        for spot, formula, value in stored:
            with suppress(FormulaError):
                text, references = _numbered(formula)
                found = compute(text, cells.lookup(sheet.name, references))
                shown, given = text_of(value), _text(found)
                if contradicts(given, shown):
                    sheet.extras.otherwise[spot] = given, shown


def _numbered(formula: str) -> tuple[str, list[str]]:
    """A formula with the numbers of its references in their place, and these."""
    references: list[str] = []

    def part(found: re.Match[str]) -> str:
        if found[2]:
            references.append(found[2])
            return f"Z{len(references)}"
        return found[1] or ","

    return "=" + _PART.sub(part, _PREFIX.sub("", formula, count=1)), references


def _text(value: Value) -> str:
    """The text of a value; none of a truth value or of nothing, which are no marks."""
    if value is None or isinstance(value, bool):
        return ""
    return value if isinstance(value, str) else f"{value:g}"


class _Cells(Struct):
    """The values of all sheets by their names, and how many of them were asked for."""

    rows: dict[str, Sequence[Sequence[Cell]]]
    asked: int = 0

    def lookup(self, own: str, references: Sequence[str]) -> Callable[[str], Sequence[Value]]:
        """What gives the values of a reference by its number, for a formula on the sheet ``own``.

        It raises FormulaError for what is not a reference, or asks for too much.
        """

        def values(name: str) -> Sequence[Value]:
            number = _NUMBERED.fullmatch(name)
            match = number and _REFERENCE.fullmatch(references[int(number[1]) - 1])
            if not match:
                raise FormulaError(name)
            sheet = (match[1] or "").replace("''", "'") or match[2] or own
            top, left = spot_of(match[3] + match[4])
            bottom, right = spot_of((match[5] or match[3]) + (match[6] or match[4]))
            size = (bottom - top + 1) * (right - left + 1)
            self.asked += max(size, 1)
            if not 0 < size <= _LARGEST_RANGE or self.asked > _MOST_LOOKED_UP:
                raise FormulaError(name)
            return [
                self._value(sheet, row, column)
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            ]

        return values

    def _value(self, sheet: str, row: int, column: int) -> Value:
        rows = self.rows.get(sheet, ())
        cell = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if isinstance(cell, time):
            return (cell.hour * 3600 + cell.minute * 60 + cell.second) / DAY
        if isinstance(cell, timedelta):
            return cell.total_seconds() / DAY
        if isinstance(cell, date):
            moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
            return (moment - EPOCH).total_seconds() / DAY
        return cell
