"""Tables of pages: their rows, which are tables of cells, and how far a cell goes."""

from __future__ import annotations

from typing import Any

_MOST = 64


def rows_of(table: Any) -> list[Any]:
    """The rows of a table, without those of tables in its cells."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def is_grid(table: Any) -> bool:
    """Whether a table is one of cells: tables in these are lists of one column, beside others.

    Any other table that holds tables lays out the page.
    """
    inner = table.findall(".//table")
    if not inner:
        return True
    return all(len(row) < 2 for one in inner for row in one.iter("tr")) and any(
        len(row) > 1 for row in rows_of(table)
    )


def span(cell: Any, way: str) -> int:
    """Over how many columns (``colspan``) or rows (``rowspan``) a cell goes."""
    said = cell.get(way, "1")
    return min(int(said), _MOST) if said.isdecimal() and int(said) else 1
