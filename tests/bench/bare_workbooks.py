"""A bare script that writes workbooks of the same cells with the same styles as ours.

``plan OUT PLAN`` notes the cells of the workbooks in OUT; ``write PLAN OUT`` is what is timed: it
imports pandas and openpyxl, as ours must, and writes the same cells with openpyxl, each style
object made once.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

del pd  # imported for the time it takes


def plan(folder: Path, path: Path) -> None:
    """Note every cell and style of the workbooks below ``folder``."""
    books = []
    for file in sorted(folder.rglob("*.xlsx")):
        book = openpyxl.load_workbook(file)
        books.append(
            [
                [
                    (cell.row, cell.column, cell.value, _style(cell))
                    for row in sheet.iter_rows()
                    for cell in row
                    if cell.value is not None or cell.has_style
                ]
                for sheet in book.worksheets
            ]
        )
    path.write_bytes(pickle.dumps(books))


def _style(cell: Any) -> tuple[Any, ...]:
    return (
        (cell.font.bold, cell.font.color.rgb if cell.font.color else None),
        cell.fill.fgColor.rgb if cell.fill.fill_type else None,
        cell.border.left.style,
        (cell.alignment.wrap_text, cell.alignment.vertical),
        cell.number_format,
    )


def write(path: Path, folder: Path) -> None:
    """Write the workbooks noted in ``path``."""
    folder.mkdir(exist_ok=True)
    styles: dict[Any, tuple[Any, ...]] = {}
    for number, sheets in enumerate(pickle.loads(path.read_bytes())):  # noqa: S301 - our own file
        book = openpyxl.Workbook()
        for cells in sheets:
            sheet: Any = book.create_sheet()
            for row, column, value, key in cells:
                cell = sheet.cell(row, column, value)
                if key not in styles:
                    styles[key] = _made(key)
                font, fill, border, alignment, form = styles[key]
                cell.font, cell.fill, cell.border = font, fill, border
                cell.alignment, cell.number_format = alignment, form
        book.save(folder / f"{number}.xlsx")


def _made(key: tuple[Any, ...]) -> tuple[Any, ...]:
    (bold, colour), fill, border, (wrap, vertical), form = key
    side = Side(style=border)
    return (
        Font(bold=bold, color=colour if isinstance(colour, str) else None),
        PatternFill("solid", fgColor=fill) if isinstance(fill, str) else PatternFill(),
        Border(side, side, side, side),
        Alignment(wrap_text=wrap, vertical=vertical),
        form,
    )


if __name__ == "__main__":
    action = {"plan": plan, "write": write}[sys.argv[1]]
    action(Path(sys.argv[2]), Path(sys.argv[3]))
