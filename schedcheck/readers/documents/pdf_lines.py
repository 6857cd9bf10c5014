"""Letters on a page as lines of text: by where they stand, not by how the file orders them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schedcheck.readers.values.leading_times import lead

#: In heights of a letter: a gap that parts words, and one that parts cells or columns.
_WORD_GAP, _CELL_GAP = 0.16, 1.6
#: So far apart (points) may the beginnings of lines of one column be.
_RAGGED = 12.0
#: As many lines with clock readings make a column.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and its box, in points from the lower left corner of the page."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of its font's box, never nothing."""
        return max(self.top - self.bottom, 0.1)

    @property
    def middle(self) -> float:
        """How high its middle stands."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a line without a wide gap inside it."""

    left: float
    text: str


def lines_of(letters: Sequence[Letter]) -> list[str]:
    """The lines of a page from above, column after column; wide gaps within one are tabs."""
    rows = [list(_segments(row)) for row in _rows(letters)]
    begins = _columns(rows)
    if len(begins) < 2:
        return ["\t".join(segment.text for segment in row) for row in rows]
    lines: list[str] = []
    edges = [float("-inf"), *begins[1:], float("inf")]
    for low, high in pairwise(edges):
        for row in rows:
            within = [one.text for one in row if low <= one.left + _RAGGED / 2 < high]
            if within:
                lines.append("\t".join(within))
    return lines


def _rows(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Letters that stand beside each other, from left to right; the highest row first."""
    row: list[Letter] = []
    for letter in sorted(letters, key=lambda one: -one.middle):
        if row and row[0].middle - letter.middle > min(row[0].height, letter.height) / 2:
            yield sorted(row, key=lambda one: one.left)
            row = []
        row.append(letter)
    if row:
        yield sorted(row, key=lambda one: one.left)


def _segments(row: Sequence[Letter]) -> Iterator[Segment]:
    text, begin = row[0].sign, row[0].left
    for before, letter in pairwise(row):
        gap = (letter.left - before.right) / max(before.height, letter.height)
        if gap > _CELL_GAP:
            yield Segment(begin, text)
            text, begin = "", letter.left
        elif gap > _WORD_GAP:
            text += " "
        text += letter.sign
    yield Segment(begin, text)


def _columns(rows: Sequence[Sequence[Segment]]) -> list[float]:
    """Where the columns of a page begin: at clock readings, each with a title before the next."""
    begins: list[list[float]] = []
    for left in sorted(_titled(rows)):
        if begins and left - begins[-1][-1] <= _RAGGED:
            begins[-1].append(left)
        else:
            begins.append([left])
    return [group[0] for group in begins if len(group) >= _LEAST]


def _titled(rows: Sequence[Sequence[Segment]]) -> Iterator[float]:
    for row in rows:
        for at, segment in enumerate(row):
            found = lead(segment.text)
            following = row[at + 1].text if at + 1 < len(row) else ""
            if found and (found.text or (following and lead(following) is None)):
                yield segment.left
