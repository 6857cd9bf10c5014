"""A table of text with the bytes of its records, so that some of them can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from schedcheck.readers.encodings import text_encoding
from schedcheck.readers.tables.csv import delimiter_of, records_of
from schedcheck.readers.tables.headings import Header, find_header
from schedcheck.readers.values.cells import Cell
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Reading
from schedcheck.tasks.originals.units import Units, lines_of


class TableText(Struct, frozen=True):
    """A table: its ``rows`` of cells, the line from 1 that each begins on, and its header.

    ``lines``: its text line by line as ``units``; ``delimiter``: what is between two cells.
    """

    units: Units
    delimiter: str
    rows: Sequence[Sequence[Cell]]
    begins: list[int]
    header: Header | None
    lines: list[str]

    @classmethod
    def of(cls, data: bytes, errors: str) -> TableText:
        """The table in ``data``; ``errors``: see :class:`Units`."""
        encoding = text_encoding(data)
        units = Units.of(data, encoding.name, errors)
        text = data.decode(encoding.name, errors="replace").removeprefix("\ufeff")
        delimiter = delimiter_of(text)
        rows, begins = records_of(text, delimiter, "", Reading("", make_frame({}, 0)))
        lines = lines_of(units.apart(data))
        return cls(units, delimiter, rows, begins, find_header(rows), lines)

    def spans(self) -> list[tuple[int, int]]:
        """Of each row the line from 1 that it begins on, and the first line behind it."""
        return list(pairwise([*self.begins, len(self.lines) + 1]))
