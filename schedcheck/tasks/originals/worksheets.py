"""The sheets of a workbook (.xlsx) and their cells, as elements of the package.

ECMA-376, part 1, 18.3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter

from schedcheck.tasks.originals.package import Package

#: The part that names the sheets.
WORKBOOK = "xl/workbook.xml"


def worksheets(package: Package) -> dict[str, str]:
    """Sheet name -> its part. Raises KeyError or StopIteration for what is not a workbook."""
    relations = package.relations(WORKBOOK)
    found = {}
    for sheet in package.tree(WORKBOOK).iter("{*}sheet"):
        identity = next(value for key, value in sheet.attrib.items() if key.endswith("}id"))
        kind, part = relations[identity]
        if kind == "worksheet":
            found[sheet.get("name", "")] = part
    return found


def rows_of(root: Any, wanted: Collection[int]) -> Iterator[tuple[int, Any]]:
    """Number, from 1, and element of the rows wanted; an empty one may not be in the file."""
    number = 0
    for row in root.iter("{*}row"):
        number = int(row.get("r", number + 1))
        if number in wanted:
            yield number, row


def cells_of(row: Any, number: int) -> Iterator[tuple[str, Any]]:
    """Address and element of the cells of a row; one that is blank may not be in the file."""
    column = 0
    for cell in row.iterchildren("{*}c"):
        address = cell.get("r")
        column = column_index_from_string(address.rstrip("0123456789")) if address else column + 1
        yield f"{get_column_letter(column)}{number}", cell
