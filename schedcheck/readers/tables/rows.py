"""The rows under one header: which are programmes, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from schedcheck.messages import Message
from schedcheck.readers.tables.columns import Columns, cells_of
from schedcheck.readers.values.cells import Cell, blank, text_of
from schedcheck.readers.values.moments import Moment, start_in
from schedcheck.readers.values.years import Years, day_in
from schedcheck.schedule.reading import Fault

Texts = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]
T = TypeVar("T")

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table, row by row.

    ``place`` names the cell at a row and column, both from 0, as people find it in the file;
    ``name`` is the sheet's, empty for a text file. ``merged`` are the first and last cell of each
    merged range. A row with more cells than the header is told as a fault: a delimiter stands
    inside a text.
    """

    rows: Sequence[Sequence[Cell]]
    place: Callable[[int, int], str]
    name: str = ""
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()


@dataclass(slots=True)
class Rows:
    """The rows under one header, in file order; ``first`` is the place of the first in the grid."""

    grid: Grid
    file: str
    first: int
    body: Sequence[Sequence[Cell]]
    columns: Columns
    faults: list[tuple[int, Fault]] = field(default_factory=list)

    def place(self, row: int, column: int) -> str:
        """The name of a cell of these rows."""
        return self.grid.place(self.first + row, column)

    def fault(self, row: int, column: int | None, reason: Message) -> None:
        """Tell that a row, or one cell of it, could not be read."""
        cells = self.body[row]
        if column is None:
            column = next((at for at, cell in enumerate(cells) if not blank(cell)), 0)
        self.faults.append(
            (row, Fault("bad-row", self.file, self.place(row, column), shown(cells), reason))
        )

    def texts(self, column: int) -> Texts:
        """A column as people read it; empty where nothing stands."""
        return self.mapped(column, text_of)

    def mapped(self, column: int, parse: Callable[[Cell], Any]) -> Texts:
        """``parse`` of each cell of a column, asked once for each different cell."""
        index: dict[tuple[type, Cell], int] = {}
        codes = [
            index.setdefault((type(cell), cell), len(index)) for cell in cells_of(self.body, column)
        ]
        return objects(parse(cell) for _type, cell in index)[codes] if codes else objects(())


def objects(values: Iterable[Any]) -> Texts:
    """Values of any kind as one array of objects."""
    listed = list(values)
    array = np.empty(len(listed), object)
    array[:] = listed
    return array


def shown(cells: Sequence[Cell]) -> str:
    """The raw text of a row, as findings cite it."""
    return " | ".join(text_of(cell) for cell in cells if not blank(cell))[:_SHOWN]


def spread(values: Texts, get: Callable[[Any], Any], empty: T, dtype: Any) -> npt.NDArray[Any]:
    """One part of each value that is there, ``empty`` where none is, as an array."""
    parts = (empty if value is None else get(value) for value in values)
    return np.array([empty if part is None else part for part in parts], dtype)


@dataclass(frozen=True, slots=True)
class Starts:
    """The column of starts; ``seconds`` is -1 where a row has none that is understood.

    ``zones`` are the names of zones printed beside the starts, None where there is none.
    """

    seconds: npt.NDArray[np.int64]
    days: npt.NDArray[np.datetime64]
    offsets: npt.NDArray[np.float64]
    drift: Flags
    zones: Texts


def starts_of(rows: Rows) -> Starts:
    """Parse the column of starts; of a range of hours, ``06:00-06:30``, its first."""
    chosen = rows.columns

    def parse(cell: Cell) -> Moment | None:
        return start_in(cell, chosen.numbers, month_first=chosen.month_first)

    moments = rows.mapped(chosen.start, parse)
    # a date alone is midnight only in a column that prints dates with its times
    dated = any(moment and moment.day and not moment.bare_day for moment in moments)
    if not dated:
        moments = objects(None if moment and moment.bare_day else moment for moment in moments)
    return Starts(
        spread(moments, lambda moment: moment.seconds, -1, np.int64),
        spread(moments, lambda moment: moment.day, None, "datetime64[D]"),
        spread(moments, lambda moment: moment.offset, np.nan, np.float64),
        spread(moments, lambda moment: moment.drift, empty=False, dtype=np.bool_),
        objects(moment.zone or None if moment else None for moment in moments),
    )


@dataclass(frozen=True, slots=True)
class Printed:
    """The dates that rows print: ``known``, or ``lost`` where a date stands that is not read."""

    days: npt.NDArray[np.datetime64]
    known: Flags
    lost: Flags


def printed_days(rows: Rows, years: Years) -> Printed:
    """Parse the column of dates, if there is one; ``years`` tells what they leave out."""
    count = len(rows.body)
    column = rows.columns.date
    if column is None:
        none = np.zeros(count, np.bool_)
        return Printed(np.full(count, np.datetime64("NaT", "D")), none, none.copy())
    month_first = rows.columns.month_first
    parsed = rows.mapped(column, lambda cell: day_in(cell, years, month_first=month_first))
    read = objects(day if isinstance(day, date) else None for day in parsed)
    days = spread(read, lambda day: day, None, "datetime64[D]")
    known = ~np.isnat(days)
    return Printed(days, known, ~known & (rows.texts(column) != ""))


def first_filled(columns: Sequence[Texts], count: int) -> Texts:
    """In each row the first text that is not empty."""
    filled = np.full(count, "", object)
    for texts in reversed(columns):
        filled = np.where(texts != "", texts, filled)
    return filled


def joined(columns: Sequence[Texts], by: str, count: int, but: Texts | None = None) -> Texts:
    """The texts of several columns as one; a text equal to that in ``but`` is not repeated."""
    if not columns:
        return np.full(count, "", object)
    rows: Iterator[tuple[str, ...]] = zip(*columns, strict=True)
    if but is None:
        return objects(by.join(filter(None, texts)) for texts in rows)
    return objects(
        by.join(text for text in texts if text and text != title)
        for texts, title in zip(rows, but, strict=True)
    )
