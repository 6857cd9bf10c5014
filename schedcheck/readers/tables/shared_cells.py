"""What one cell says for several rows or programmes: merged cells, and ticks under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from schedcheck.readers.tables.headings import Header
from schedcheck.readers.values.cells import Cell, blank, text_of
from schedcheck.readers.values.words import vocabulary

#: The columns whose cells say the same of each row that they are merged over; the others count
#: what happens: starts, ends and titles.
_SHARED = {"", "mark", "category", "other", "repeat"}
#: The columns in which a tick may stand for the heading.
_TICKED = {"", "mark", "category", "other", "repeat"}
_WITH_DIGIT = re.compile(r"(?<![^\s,;])[^\s,;\d]*+\d[^\s,;]*+")

Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


def filled_down(
    rows: Sequence[Sequence[Cell]], merged: Merged, columns: Iterable[int], starts: int
) -> Sequence[Sequence[Cell]]:
    """The rows with what stands in cells of ``columns`` merged over several of them in each.

    Only rows that print a start, in the column ``starts``, take part; merged ranges count rows from
    the first of ``rows`` and may begin above it.
    """
    wanted = set(columns)
    filled: list[Sequence[Cell]] | None = None
    for (top, left), (bottom, right) in merged:
        if not 0 <= top < bottom or not wanted.intersection(range(left, right + 1)):
            continue
        cells = rows[top] if top < len(rows) else ()
        if left >= len(cells) or blank(cells[left]):
            continue
        filled = list(rows) if filled is None else filled
        for row in range(top + 1, min(bottom + 1, len(rows))):
            line = list(rows[row])
            if starts < len(line) and not blank(line[starts]):
                line += [None] * (left + 1 - len(line))
                line[left] = cells[left]
                filled[row] = line
    return rows if filled is None else filled


def shared_columns(header: Header) -> list[int]:
    """The columns of a table whose cells say the same of each row that they are merged over."""
    return [column.index for column in header.columns if column.role in _SHARED]


@cache
def _answers(kind: str) -> frozenset[str]:
    return frozenset(vocabulary()["ticks"][kind])


def _answer(cell: Cell) -> str:
    return str(cell).lower() if isinstance(cell, bool) else text_of(cell).casefold()


def with_headings_for_ticks(
    header: Header, rows: Sequence[Sequence[Cell]]
) -> Sequence[Sequence[Cell]]:
    """The rows under ``header`` with the heading in place of each tick: «да» under «18+» says 18+.

    A column counts where nothing but ticks and refusals stands in it.
    """
    said: dict[int, str] = {}
    for column in header.columns:
        if column.role not in _TICKED or not column.text:
            continue
        cells = {_answer(row[column.index]) for row in rows if column.index < len(row)} - {""}
        if not cells & _answers("yes") or cells - _answers("yes") - _answers("no"):
            continue
        digits = _WITH_DIGIT.search(column.text)
        if column.role != "mark":
            said[column.index] = column.text
        elif digits:
            said[column.index] = digits[0]
    return [_said(row, said) for row in rows] if said else rows


def _said(row: Sequence[Cell], said: dict[int, str]) -> Sequence[Cell]:
    line = list(row)
    for column, text in said.items():
        if column < len(line):
            line[column] = text if _answer(line[column]) in _answers("yes") else None
    return line
