"""The merged cells of the tables of documents, whose formats tell them cell by cell."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct, field

from schedcheck.readers.tables.headings import Merged


class MergedCells(Struct):
    """Gathers the merged ranges of a table whose cells come row by row."""

    _ends: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _tops: dict[int, int] = field(default_factory=dict)

    def add(self, row: int, column: int, width: int, height: int) -> None:
        """Take in a cell over so many columns and rows; of 0 rows where it goes on from above."""
        top = row if height else self._tops.get(column, row)
        self._tops[column] = top
        bottom = row + max(height, 1) - 1
        if width > 1 or bottom > top:
            right = max(column + width - 1, self._ends.get((top, column), (0, 0))[1])
            self._ends[top, column] = (bottom, right)

    @property
    def ranges(self) -> Merged:
        """The first and last cell of each merged range."""
        return list(self._ends.items())


def aligned(
    rows: list[list[str]], edges: list[list[int]], goes_on: list[list[tuple[bool, bool]]]
) -> tuple[list[list[str]], Merged]:
    """The rows of a table by the right edges of their cells, and its merged ranges.

    ``goes_on``: whether each cell goes on from the left, and from above. A row whose cells are not
    as many as its edges stays as it is.
    """
    lines: list[int] = []
    for edge in sorted({edge for row in edges for edge in row}):
        if not lines or edge - lines[-1] > _SAME_EDGE:
            lines.append(edge)
    merged = MergedCells()
    found: list[list[str]] = []
    for at, (cells, rights, flags) in enumerate(zip(rows, edges, goes_on, strict=True)):
        if len(cells) != len(rights) or sorted(rights) != rights:
            found.append(cells)
            continue
        row: list[str] = []
        begin = 0
        for cell, right, (from_left, from_above) in zip(cells, rights, flags, strict=True):
            end = bisect_right(lines, right)
            if from_left and row:
                merged.add(at, begin, end - begin, 1)
            else:
                begin = len(row)
                merged.add(at, begin, max(end - begin, 1), 0 if from_above else 1)
            row += [cell, *[""] * (end - len(row) - 1)]
        found.append(row)
    return found, merged.ranges


#: Edges of cells, in twentieths of a point, that are no further apart are one.
_SAME_EDGE = 60
