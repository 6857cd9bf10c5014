"""XML Spreadsheet 2003 (SpreadsheetML): workbooks as one XML file, often named .xls or .xml.

The elements are those of the namespace ``urn:schemas-microsoft-com:office:spreadsheet``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from lxml import etree

from schedcheck.readers.office_part import root_of
from schedcheck.readers.signatures import SPREADSHEETML
from schedcheck.readers.values.cells import Cell
from schedcheck.readers.workbooks.sheet_cells import Extras, SheetCells, Spot

_SS = f"{{{SPREADSHEETML}}}"
#: A time without a date has this day, a length of more than a day the days behind it.
_NO_DAY = datetime(1899, 12, 31)  # noqa: DTZ001 - a spreadsheet's clock has no zone
_FIRST_DATE = 1901
#: More rows and columns no sheet of the format has.
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256


def sheets_of(data: bytes) -> list[SheetCells]:
    """The sheets of a workbook. Raises what lxml does for one that is damaged, and ValueError."""
    root = root_of(data)
    struck = {
        style.get(f"{_SS}ID")
        for style in root.iterfind(f"{_SS}Styles/{_SS}Style")
        if style.find(f"{_SS}Font[@{_SS}StrikeThrough='1']") is not None
    }
    return [
        _sheet(sheet, number, struck)
        for number, sheet in enumerate(root.iterfind(f"{_SS}Worksheet"), 1)
    ]


def _sheet(sheet: etree._Element, number: int, struck: set[str | None]) -> SheetCells:
    rows: list[list[Cell]] = []
    extras = Extras()
    at = 0
    for row in sheet.iterfind(f"{_SS}Table/{_SS}Row"):
        at = _index(row, at, _MOST_ROWS)
        rows += [[] for _blank in range(len(rows), at + 1)]
        if row.get(f"{_SS}Hidden") == "1":
            extras.hidden_rows.add(at)
        column = 0
        for cell in row.iterfind(f"{_SS}Cell"):
            column = _index(cell, column, _MOST_COLUMNS)
            spot = (at, column)
            rows[at] += [None] * (column + 1 - len(rows[at]))
            rows[at][column] = _value(cell, spot, extras)
            if cell.get(f"{_SS}StyleID") in struck:
                extras.struck.add(spot)
            across, down = (
                int(cell.get(f"{_SS}{name}") or 0) for name in ("MergeAcross", "MergeDown")
            )
            if across or down:
                last = (min(at + down, _MOST_ROWS - 1), min(column + across, _MOST_COLUMNS - 1))
                extras.merged.append((spot, last))
            column += across + 1
        at += 1
    width = max(map(len, rows), default=0)
    full = [row + [None] * (width - len(row)) for row in rows]
    name = sheet.get(f"{_SS}Name") or f"Sheet{number}"
    shown = sheet.find(".//{*}Visible")
    return SheetCells(name, full, extras, shown is None or shown.text == "SheetVisible")


def _index(element: etree._Element, following: int, most: int) -> int:
    """The place of a row or a cell from 0: its own index counts from 1."""
    own = element.get(f"{_SS}Index")
    at = int(own) - 1 if own else following
    if not following <= at < most:
        raise ValueError(own)
    return at


def _value(cell: etree._Element, spot: Spot, extras: Extras) -> Cell:
    data = cell.find(f"{_SS}Data")
    if data is None:
        return None
    text = "".join(str(part) for part in data.itertext())
    kind = data.get(f"{_SS}Type")
    if kind == "Number":
        return float(text)
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "Error":
        extras.errors[spot] = text.strip()
        return None
    return _moment(text.strip()) if kind == "DateTime" else text


def _moment(text: str) -> Cell:
    """A date and time; a clock time alone as such, and a length of time as one."""
    moment = datetime.fromisoformat(text)
    if moment.year >= _FIRST_DATE:
        return moment
    since = moment - _NO_DAY
    return moment.time() if since < timedelta(days=1) else since
