"""The texts of the rows of a table that are programmes, column by column of the frame."""

from __future__ import annotations

from functools import partial

import numpy as np

from schedcheck.readers.tables.headings import UNTITLED
from schedcheck.readers.tables.rows import Kept, Rows, Texts, first_filled, joined
from schedcheck.readers.values.age_names import names_adults
from schedcheck.readers.values.cells import Cell, text_of


def _named_mark(system: str, cell: Cell) -> str:
    text = text_of(cell)
    return f"{system}:{text}" if text and system else text


def _adults_named(cell: Cell) -> str:
    """A mark for a cell of any column that is a word for adults and nothing else."""
    return f":{text_of(cell)}" if isinstance(cell, str) and names_adults(cell) else ""


def _adults_in_lines(cell: Cell) -> str:
    """The lines of a title that are words for adults, which are no part of it."""
    if not isinstance(cell, str) or "\n" not in cell:
        return ""
    return " / ".join(line.strip() for line in cell.split("\n")[1:] if names_adults(line))


def texts_of(rows: Rows, kept: Kept) -> dict[str, Texts]:
    """The texts of the programmes kept, column by column of the frame."""
    columns = rows.columns
    titles = [rows.texts(at)[kept] for at in columns.titles]
    other = [rows.texts(at)[kept] for at in columns.other]
    title = first_filled([*titles, *other], len(kept))
    marks = [rows.mapped(at, partial(_named_mark, system))[kept] for system, at in columns.marks]
    marks += [rows.mapped(at, _adults_named)[kept] for at in (*columns.other, *columns.category)]
    other += [rows.mapped(at, _adults_in_lines)[kept] for at in columns.titles]
    category = [rows.texts(at)[kept] for at in columns.category]
    return {
        "title": np.where(title == UNTITLED, "", title),
        "other_text": joined([*titles[1:], *other], " / ", len(kept), but=title),
        "category": joined(category, "; ", len(kept)),
        "mark_text": joined(marks, "; ", len(kept)),
    }
