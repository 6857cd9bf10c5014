"""Programmes that change places in a workbook (.xlsx), part by part of its package."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree
from openpyxl.utils import column_index_from_string, coordinate_to_tuple, get_column_letter

from schedcheck.readers.tables.headings import find_header
from schedcheck.readers.values.cells import Cell, text_of
from schedcheck.readers.workbooks.libraries import sheets_of
from schedcheck.tasks.originals.package import Package
from schedcheck.tasks.originals.worksheets import cells_of, rows_of, worksheets
from schedcheck.tasks.repair.swaps import Swap, columns_that_stay, later_by

_DAY = 86400
#: The clock reading, or both of a range, before the title in the cell of a grid.
_HEAD = re.compile(r"\s*\d{1,2}[:.]\d{2}(?:\s*[-–—]\s*\d{1,2}[:.]\d{2})?\s*")
#: Kinds of cells whose value is text (ECMA-376, part 1, 18.18.11).
_TEXTS = ("s", "str", "inlineStr")


class _Place(NamedTuple):
    """A cell of a sheet: the row and column from 1, all cells as shown, the element of its row."""

    number: int
    column: int
    shown: Sequence[Sequence[Cell]]
    row: Any

    @property
    def cells(self) -> dict[int, Any]:
        """The elements of the row by their columns."""
        return {
            column_index_from_string(address.rstrip("0123456789")): cell
            for address, cell in cells_of(self.row, self.number)
        }

    def put(self, cells: Mapping[int, Any]) -> None:
        """Give the row other cells, by their columns."""
        for cell in self.cells.values():
            self.row.remove(cell)
        for at, (column, cell) in enumerate(sorted(cells.items())):
            cell.set("r", f"{get_column_letter(column)}{self.number}")
            self.row.insert(at, cell)


def swap_in_workbook(path: Path, swaps: Sequence[Swap], out: Path) -> None:
    """Write the workbook at ``path`` to ``out`` with the programmes of ``swaps`` exchanged.

    In tables with a header the cells of two rows change places, but for those that say when and
    where; elsewhere two cells do, but for clock readings at their heads. Raises ValueError where a
    cell holds a formula, KeyError for a place that is not there, BadZipFile and XMLSyntaxError for
    a damaged workbook.
    """
    package = Package(path)
    parts = worksheets(package)
    shown = {sheet.name: sheet.as_shown() for sheet in sheets_of(path.read_bytes())}

    def place_of(text: str) -> _Place:
        name, _sign, address = text.rpartition("!")
        number, column = coordinate_to_tuple(address)
        rows = dict(rows_of(package.edit(parts[name]), {number}))
        return _Place(number, column, shown[name], rows[number])

    for swap in swaps:
        one, other = place_of(swap.one), place_of(swap.other)
        headers = [find_header(place.shown) for place in (one, other)]
        if headers[0] is None and headers[1] is None:
            _swap_cells(one, other)
        elif headers[0] is None or headers[1] is None or headers[0].columns != headers[1].columns:
            raise ValueError(swap)
        else:
            rows = (one.shown[one.number - 1], other.shown[other.number - 1])
            stay = columns_that_stay(headers[0], rows, other.number - one.number)
            ends = [column.index + 1 for column in headers[0].of("stop")]
            _swap_rows(one, other, {column + 1 for column in stay}, ends, swap.longer)
    package.save(out)


def _swap_rows(
    one: _Place, other: _Place, stay: set[int], ends: Sequence[int], longer: int
) -> None:
    mine, theirs = one.cells, other.cells
    for place, own, given, later in ((one, mine, theirs, -longer), (other, theirs, mine, longer)):
        come = {column: deepcopy(cell) for column, cell in given.items() if column not in stay}
        for cell in come.values():
            _refuse_formula(cell)
        for end in ends if later else ():
            if end in own:
                _move_end(own[end], place.shown[place.number - 1][end - 1], later)
        place.put({column: cell for column, cell in own.items() if column in stay} | come)


def _swap_cells(one: _Place, other: _Place) -> None:
    """Exchange two cells of a grid, whose clock readings stay."""
    texts = [text_of(place.shown[place.number - 1][place.column - 1]) for place in (one, other)]
    heads = [_HEAD.match(text) for text in texts]
    cells = [deepcopy(place.cells[place.column]) for place in (other, one)]
    for cell in cells:
        _refuse_formula(cell)
    if heads[0] and heads[1]:
        _put_text(cells[0], heads[0].group() + texts[1][heads[1].end() :])
        _put_text(cells[1], heads[1].group() + texts[0][heads[0].end() :])
    one.put(one.cells | {one.column: cells[0]})
    other.put(other.cells | {other.column: cells[1]})


def _refuse_formula(cell: Any) -> None:
    if cell.find("{*}f") is not None:
        raise ValueError(cell.get("r"))


def _move_end(cell: Any, shown: Cell, seconds: int) -> None:
    """Move the end in a cell: a time of the day or a moment as a number, or a text."""
    _refuse_formula(cell)
    value = cell.find("{*}v")
    if cell.get("t") in _TEXTS:
        _put_text(cell, later_by(text_of(shown), seconds))
    elif cell.get("t", "n") == "n" and value is not None and value.text:
        number = float(value.text)
        moved = number + seconds / _DAY
        value.text = repr(moved % 1 if number < 1 else moved)
    else:
        raise ValueError(cell.get("r"))


def _put_text(cell: Any, text: str) -> None:
    for child in list(cell):
        cell.remove(child)
    space = etree.QName(cell).namespace
    cell.set("t", "inlineStr")
    words = etree.SubElement(etree.SubElement(cell, f"{{{space}}}is"), f"{{{space}}}t")
    words.text = text
