"""Workbooks of OpenDocument (ods): sheets, cells and what is said of them (OpenDocument 1.3, 9).

Our own and not a library's: calamine opens none whose XML is indented, gives no merged ranges, and
leaves 25:30 as the text PT25H30M00S, over which pandas fails.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, field

from schedcheck.readers.office_part import root_of
from schedcheck.readers.values.cells import EPOCH, Cell, text_of
from schedcheck.readers.workbooks.number_formats import contradicts, has_adult_age
from schedcheck.readers.workbooks.ods_formulas import StoredFormula, compare_formulas
from schedcheck.readers.workbooks.sheet_cells import SheetCells

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TABLE, _TEXT, _STYLE = (_SPACE % name for name in ("office", "table", "text", "style"))
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_LENGTH = re.compile(r"(-)?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?")
_NOT_SHOWN = ("collapse", "filter")
#: More rows and columns no sheet has.
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14
#: More cells of a sheet are not read, blank ones between others included.
_MOST_CELLS = 65_536 * 256
#: So many formulas of a sheet are held against their values.
_MOST_FORMULAS = 20_000


class TooManyError(Exception):
    """A sheet has more cells, its repeats counted, than are read."""


class ProtectedError(Exception):
    """The workbook has a password."""


def sheets_of(data: bytes) -> list[SheetCells]:
    """The sheets of a workbook, as far down as they hold anything.

    Raises ProtectedError for one with a password, TooManyError, SourceError for one that declares
    a document type, and what zipfile and lxml do for one that is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "META-INF/manifest.xml" in names and (
            b"encryption-data" in archive.read("META-INF/manifest.xml")
        ):
            raise ProtectedError
        content = root_of(archive.read("content.xml"))
        roots = [content]
        if "styles.xml" in names:
            roots.insert(0, root_of(archive.read("styles.xml")))
    struck, hidden = _styles(roots)
    begin = content.find(f".//{_TABLE}null-date")
    later = begin is not None and begin.get(f"{_TABLE}date-value", "").startswith("1904")
    sheets: list[SheetCells] = []
    formulas: list[list[StoredFormula]] = []
    for table in content.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        visible = table.get(f"{_TABLE}style-name") not in hidden
        name = table.get(f"{_TABLE}name") or f"Sheet{len(sheets) + 1}"
        sheet = SheetCells(name, [], visible=visible, later=later)
        reader = _Reader(sheet, struck)
        reader.read(table)
        formulas.append(reader.formulas)
        sheets.append(sheet)
    compare_formulas(sheets, formulas)
    return sheets


def _styles(roots: Collection[Any]) -> tuple[set[str], set[str]]:
    """The names of the styles that strike text through, and of those of hidden sheets."""
    struck: set[str] = set()
    hidden: set[str] = set()
    for root in roots:
        for style in root.iter(f"{_STYLE}style"):
            name = style.get(f"{_STYLE}name")
            line = ""
            for form in style.iterfind(f"{_STYLE}text-properties"):
                kinds = (
                    form.get(f"{_STYLE}text-line-through-{kind}") for kind in ("style", "type")
                )
                line = next(filter(None, kinds), "")
            if line not in {"", "none"} or (
                not line and style.get(f"{_STYLE}parent-style-name") in struck
            ):
                struck.add(name)
            for form in style.iterfind(f"{_STYLE}table-properties"):
                if form.get(f"{_TABLE}display") == "false":
                    hidden.add(name)
    return struck, hidden


class _Reader(Struct):
    """Goes through the rows of one sheet and fills it."""

    sheet: SheetCells
    struck: set[str]
    rows: list[list[Cell]] = field(default_factory=list)
    defaults: list[str] = field(default_factory=list)
    formulas: list[StoredFormula] = field(default_factory=list)
    row: int = 0
    cells: int = 0

    def read(self, table: Any) -> None:
        """Enter all rows."""
        column = 0
        for element in table.iter(f"{_TABLE}table-column", f"{_TABLE}table-row"):
            if element.tag == f"{_TABLE}table-row":
                self._row(element)
                continue
            count = min(_number(element, "number-columns-repeated"), _MOST_COLUMNS - column)
            if element.get(f"{_TABLE}visibility") in _NOT_SHOWN:
                self.sheet.extras.hidden_columns.update(range(column, column + count))
            self.defaults += [element.get(f"{_TABLE}default-cell-style-name", "")] * count
            column += count
        self.sheet.rows = self.rows

    def _row(self, element: Any) -> None:
        extras = self.sheet.extras
        count = _number(element, "number-rows-repeated")
        cells: list[Cell] = []
        first, column = self.row, 0
        self.row += count
        for cell in element.iterchildren(*_CELLS):
            times = _number(cell, "number-columns-repeated")
            value: Cell = "" if cell.tag == _CELLS[1] else self._cell(cell, first, column, times)
            if value not in {"", None}:
                self._count(column + min(times, _MOST_COLUMNS) - len(cells))
                cells += [""] * (column - len(cells)) + [value] * min(times, _MOST_COLUMNS)
            across, down = (_number(cell, f"number-{way}-spanned") for way in ("columns", "rows"))
            if across > 1 or down > 1:
                extras.merged.append(((first, column), (first + down - 1, column + across - 1)))
            column += times
        if element.get(f"{_TABLE}visibility") in _NOT_SHOWN:
            extras.hidden_rows.update(range(first, min(first + count, _MOST_ROWS)))
        if cells and first < _MOST_ROWS:
            self.rows += [[] for _ in range(first - len(self.rows))]
            count = min(count, _MOST_ROWS - first)
            self._count(len(cells) * (count - 1))
            self.rows += [list(cells) for _again in range(count)]

    def _count(self, cells: int) -> None:
        """Take in so many cells more, before they are made. Raises TooManyError."""
        self.cells += cells
        if self.cells > _MOST_CELLS:
            raise TooManyError

    def _cell(self, cell: Any, row: int, column: int, times: int) -> Cell:
        """The value of a cell; what it shows besides is entered for each of its repeats."""
        extras = self.sheet.extras
        default = self.defaults[column] if column < len(self.defaults) else ""
        lines = [self._text(line) for line in cell.iterchildren(f"{_TEXT}p", f"{_TEXT}h")]
        shown = "\n".join(lines)
        value = _value(cell, shown)
        spots = [(row, column + more) for more in range(min(times, _MOST_COLUMNS))]
        if cell.get(f"{_TABLE}style-name", default) in self.struck:
            extras.struck.update(spots)
        elif cell.get(f"{_CALC}value-type") == "error":
            extras.errors |= dict.fromkeys(spots, shown)
            return ""
        elif (stored := _stored(cell, value)) is not None and contradicts(stored, shown):
            both = text_of(stored), shown
            extras.otherwise |= dict.fromkeys(spots, both)
            return min(both, key=has_adult_age)  # which of them is meant is not sure
        elif isinstance(value, float) and "+" in shown:
            extras.shown |= dict.fromkeys(spots, shown)
        self._note_formula(cell, spots[0], value)
        return value

    def _note_formula(self, cell: Any, spot: tuple[int, int], value: Cell) -> None:
        formula = cell.get(f"{_TABLE}formula")
        if formula and len(self.formulas) < _MOST_FORMULAS:
            self.formulas.append((spot, formula, value))

    def _text(self, element: Any) -> str:
        """The text of a line of a cell, without comments and what is struck through."""
        parts = [" ".join((element.text or "").splitlines())]
        for child in element:
            if child.tag == f"{_TEXT}s":
                parts.append(" " * min(_number(child, "c", _TEXT), 100))
            elif child.tag == f"{_TEXT}tab":
                parts.append("\t")
            elif child.tag == f"{_TEXT}line-break":
                parts.append("\n")
            elif (
                isinstance(child.tag, str)
                and child.tag.startswith(_TEXT)
                and child.get(f"{_TEXT}style-name") not in self.struck
            ):
                parts.append(self._text(child))
            parts.append(" ".join((child.tail or "").splitlines()))
        return "".join(parts)


def _number(element: Any, name: str, space: str = _TABLE) -> int:
    """A count that an attribute tells, 1 where there is none."""
    text = element.get(f"{space}{name}", "1")
    return int(text) if text.isdecimal() and int(text) else 1


def _value(cell: Any, shown: str) -> Cell:
    """The value of a cell; its text where it is none that is understood."""
    kind = cell.get(f"{_OFFICE}value-type") or ""
    name = {"date": "date-value", "time": "time-value"}.get(kind, "value")
    text = cell.get(f"{_OFFICE}{name}")
    try:
        if kind in {"float", "currency", "percentage"}:
            return float(text)
        if kind == "date":
            return _date(text, shown)
        if kind == "time":
            return _time(text)
    except (TypeError, ValueError, OverflowError):
        return shown
    if kind == "boolean":
        return bool(cell.get(f"{_OFFICE}boolean-value") == "true")
    return shown or cell.get(f"{_OFFICE}string-value") or ""


def _stored(cell: Any, value: Cell) -> str | float | None:
    """The number or text that a cell stores beside the text that it shows, if any."""
    return value if isinstance(value, float) else cell.get(f"{_OFFICE}string-value")


def _date(text: str, shown: str) -> Cell:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        # SheetJS writes the instant in UTC, and the wall clock beside it as text
        clock = f"{moment:%H:%M}" if ":" in shown else f"{moment.day}"
        if shown and clock not in shown:
            return text
        moment = moment.replace(tzinfo=None)
    if moment.date() == EPOCH.date():
        return moment.time()
    return moment if "T" in text else moment.date()


def _time(text: str) -> Cell:
    """A time of the day; a length of time where it is a day or more. ValueError for neither."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise ValueError(text)
    days, hours, minutes = (int(part or 0) for part in match.groups()[1:4])
    seconds = float((match[5] or "0").replace(",", "."))
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if match[1] or length >= timedelta(days=1):
        return -length if match[1] else length
    return (EPOCH + length).time()
