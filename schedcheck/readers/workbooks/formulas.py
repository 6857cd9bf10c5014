"""Formulas whose values a workbook does not hold: computed, or told where they are not."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import time, timedelta
from typing import Any, TypeAlias

import openpyxl
from msgspec import Struct, field
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import from_excel, to_excel

from schedcheck.messages import Message, msg
from schedcheck.readers.values.cells import DAY, EPOCH, Cell, text_of
from schedcheck.readers.workbooks.formula_functions import FormulaError, Value, compute
from schedcheck.readers.workbooks.libraries import NOT_COMPUTED
from schedcheck.readers.workbooks.number_formats import says_more, text_by

_REFERENCE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?"
)
#: Chains of references are followed so deep at a time.
_DEEPEST = 100
_LARGEST_RANGE = 100_000
#: The cells that all formulas of a workbook may ask for: a few for each cell that it may have.
_MOST_LOOKED_UP = 5_000_000
#: What a stored 0 is in the formats of numbers, times and dates.
_NOUGHTS = (0, time(), timedelta(), EPOCH)
#: By so much two values of a formula may differ, in days: a second.
_SAME = 1 / DAY

OTHERWISE = msg(
    "formulas whose stored values are not what they give (%(why)s; cells: %(count)d); the stored "
    "values were read: open the file in a spreadsheet program and save it, so that they agree"
)


class Uncomputed(Struct, frozen=True):
    """Formulas of one column that have no value: the first of them, its text, and the reason."""

    row: int
    column: int
    formula: str
    reason: Message


class Computed(Struct, frozen=True):
    """What was computed on a sheet: (row, column) from 0 -> cell, and what was not.

    ``corrected``: how many formulas had a nought for a value that is not theirs. ``otherwise``:
    the columns whose formulas give other values than are stored, which are believed.
    """

    cells: Mapping[tuple[int, int], Cell]
    uncomputed: Sequence[Uncomputed]
    corrected: int = 0
    otherwise: Sequence[Uncomputed] = ()

    def put_into(self, rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
        """The rows of the sheet with what was computed put in."""
        filled = [list(row) for row in rows]
        for (row, column), cell in self.cells.items():
            filled += [[] for _ in range(row + 1 - len(filled))]
            filled[row] += [""] * (column + 1 - len(filled[row]))
            filled[row][column] = cell
        return filled


_Key: TypeAlias = tuple[str, int, int]


class _ChainTooLongError(Exception):
    """A chain of references longer than is followed at a time; ``key`` is where it stands."""

    def __init__(self, key: _Key) -> None:
        super().__init__(key)
        self.key = key


def compute_formulas(data: bytes) -> Mapping[str, Computed]:
    """For each sheet of a workbook (xlsx) its formulas without values, computed.

    So are those with a nought for a value, which programs write that do not compute (XlsxWriter,
    Excel::Writer::XLSX); one that cannot be computed here is believed where other formulas have
    other values. Those are believed, and reported where their formulas give others. Nothing where
    the workbook is damaged.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what openpyxl would not write back
            book = openpyxl.load_workbook(io.BytesIO(data))
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except Exception:  # noqa: BLE001 - it fails in many ways; the other library tells how
        return {}
    engine = _Engine(book, values)
    return {sheet.title: engine.sheet(sheet) for sheet in book.worksheets}


class _Engine(Struct):
    """Computes the cells of a workbook, each once."""

    book: Any
    values: Any
    known: dict[_Key, Value] = field(default_factory=dict)
    failed: dict[_Key, str] = field(default_factory=dict)
    under_way: set[_Key] = field(default_factory=set)
    looked_up: int = 0

    def sheet(self, sheet: Any) -> Computed:
        """The formulas of one sheet that have no value."""
        stored = self.values[sheet.title]
        formulas = [
            (cell, stored.cell(cell.row, cell.column).value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        never_computed = all(_is_waiting(content) for _cell, content in formulas)
        cells: dict[tuple[int, int], Cell] = {}
        unknown: dict[int, list[tuple[Any, str]]] = {}
        others: dict[int, list[tuple[Any, str]]] = {}
        corrected = 0
        for cell, content in formulas:
            if not _is_waiting(content):
                with suppress(FormulaError, _ChainTooLongError):
                    value = self._computed((sheet.title, cell.row, cell.column))
                    if _differ(value, self._as_value(content)):
                        shown = text_of(self._as_cell(cell, value))
                        others.setdefault(cell.column, []).append((cell, shown))
                continue
            try:
                value = self._followed((sheet.title, cell.row, cell.column))
            except FormulaError as error:
                if content is None or never_computed:
                    unknown.setdefault(cell.column, []).append((cell, str(error)))
            else:
                cells[cell.row - 1, cell.column - 1] = self._as_cell(cell, value)
                corrected += content is not None and bool(value)
        return Computed(
            cells,
            [_told(column, NOT_COMPUTED) for column in unknown.values()],
            corrected,
            [_told(column, OTHERWISE) for column in others.values()],
        )

    def _followed(self, key: _Key) -> Value:
        """The value of a cell at the end of a chain of any length: its far end comes first."""
        chain = [key]
        while True:
            try:
                found = self.value(*chain[-1])
            except _ChainTooLongError as deeper:
                if deeper.key in chain:
                    raise FormulaError(get_column_letter(key[2]) + str(key[1])) from deeper
                chain.append(deeper.key)
                continue
            except FormulaError:
                if len(chain) == 1:
                    raise
            chain.pop()
            if not chain:
                return found

    def value(self, sheet: str, row: int, column: int, depth: int = 0) -> Value:
        """The value of a cell; FormulaError where it has none that is known here."""
        key = (sheet, row, column)
        if key in self.known:
            return self.known[key]
        if key in self.failed:
            raise FormulaError(self.failed[key])
        if key in self.under_way:
            raise FormulaError(f"{get_column_letter(column)}{row}: its own value")
        if depth > _DEEPEST:
            raise _ChainTooLongError(key)
        cell = self.book[sheet].cell(row, column)
        content = self.values[sheet].cell(row, column).value
        if cell.data_type != "f" or not _is_waiting(content):
            self.known[key] = self._as_value(content)
            return self.known[key]
        self.under_way.add(key)
        try:
            found = self._computed(key, depth)
        except FormulaError as error:
            self.failed[key] = str(error)
            raise
        finally:
            self.under_way.discard(key)
        self.known[key] = found
        return found

    def _computed(self, key: _Key, depth: int = 0) -> Value:
        """What the formula of a cell gives; FormulaError where that is not known here."""
        sheet, row, column = key
        content = self.book[sheet].cell(row, column).value
        formula = content if isinstance(content, str) else getattr(content, "text", "")
        return compute(str(formula), self._lookup(sheet, depth))

    def _lookup(self, own: str, depth: int) -> Callable[[str], Sequence[Value]]:
        def lookup(reference: str) -> Sequence[Value]:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise FormulaError(reference)
            sheet = (match[1] or "").replace("''", "'") or match[2] or own
            if sheet not in self.book.sheetnames:
                raise FormulaError(reference)
            left, top = column_index_from_string(match[3]), int(match[4])
            right = column_index_from_string(match[5] or match[3])
            bottom = int(match[6] or top)
            size = (right - left + 1) * (bottom - top + 1)
            self.looked_up += size
            if size > _LARGEST_RANGE or self.looked_up > _MOST_LOOKED_UP:
                raise FormulaError(reference)
            return [
                self.value(sheet, row, column, depth + 1)
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            ]

        return lookup

    def _as_value(self, content: Any) -> Value:
        if content is None or isinstance(content, (str, bool, int, float)):
            if isinstance(content, str) and content.startswith("#"):
                raise FormulaError(content)
            return content
        serial: Any = to_excel
        return float(serial(content, self.book.epoch))

    def _as_cell(self, cell: Any, value: Value) -> Cell:
        """A value in the form that its cell shows: a number in the format of a time is a time."""
        code = cell.number_format
        if isinstance(value, (int, float)) and says_more(code):
            return text_by(code, value)
        if isinstance(value, (int, float)) and _shows_date(cell) and not isinstance(value, bool):
            elapsed = "[h" in cell.number_format.lower()
            shown: Any = from_excel
            found: Cell = shown(value, self.book.epoch, timedelta=elapsed)
            return found
        return value


def _shows_date(cell: Any) -> bool:
    """Whether the format of a cell shows a date or a time; openpyxl says so only of numbers."""
    return bool(is_date_format(cell.number_format))


def _is_waiting(content: Any) -> bool:
    """Whether a formula has no value, or a nought, which may stand for none."""
    return content is None or (content in _NOUGHTS and content is not False)


def _differ(computed: Value, stored: Value) -> bool:
    """Whether a value that is stored is another than that of its formula."""
    if isinstance(computed, (int, float)) and isinstance(stored, (int, float)):
        return abs(computed - stored) > _SAME
    return (computed or "") != (stored or "")


def _told(cells: Sequence[tuple[Any, str]], words: Message) -> Uncomputed:
    first, why = cells[0]
    formula = first.value if isinstance(first.value, str) else "{=…}"
    reason = msg(words.text, why=why, count=len(cells))
    return Uncomputed(first.row - 1, first.column - 1, formula, reason)
