"""Letters on a page as lines of text: by where they are, not by how the file orders them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from schedcheck.readers.documents.pdf_rows import PageLine, Row, Segment, bound
from schedcheck.readers.values.day_headings import read_heading
from schedcheck.readers.values.leading_times import lead

#: In heights of a letter: a gap that parts words, and one that parts cells or columns.
_WORD_GAP, _CELL_GAP = 0.16, 1.6
#: In heights of a letter: by so much the gaps between the letters of one spaced word differ.
_EVEN = 0.08
#: So many letters make a spaced word.
_LEAST_SPACED = 3
#: So far apart (points) may the beginnings of lines of one column be.
_RAGGED = 12.0
#: As many lines with clock readings make a column.
_LEAST = 3
#: In heights of a letter: letters that lie on each other, and a letter that a cell cuts through.
_OVER, _CUT = 0.3, 0.015
#: What begins at one place does so within this (points).
_SAME = 0.3


class Letter(Struct, frozen=True):
    """A letter and its box, in points from the lower left corner of the page.

    ``after_blank``: the page draws a blank before it, which many leave out between words.
    """

    sign: str
    left: float
    bottom: float
    right: float
    top: float
    after_blank: bool = False

    @property
    def height(self) -> float:
        """The height of its font's box, never nothing."""
        return max(self.top - self.bottom, 0.1)

    @property
    def middle(self) -> float:
        """How high its middle is."""
        return (self.top + self.bottom) / 2


def lines_of(letters: Sequence[Letter]) -> list[PageLine]:
    """The lines of a page from above, column after column; wide gaps within one are tabs."""
    rows = rows_of(letters)
    begins = _columns([row.segments for row in rows])
    columns: list[list[Row]] = [[] for _column in begins or [0.0]]
    for row in rows:
        within: dict[int, list[Segment]] = {}
        for segment in row.segments:
            at = bisect_right(begins, segment.left + _RAGGED / 2, 1) - 1 if begins else 0
            within.setdefault(at, []).append(segment)
        for at, segments in within.items():
            columns[at].append(Row(row.middle, row.height, segments, doubt=row.doubt))
    return [line for column in columns for line in bound(column)]


def rows_of(letters: Sequence[Letter]) -> list[Row]:
    """Letters beside each other as rows, the highest first."""
    rows = list(_rows(letters))
    cells = _clipped(rows)
    return [
        Row(
            row[0].middle,
            max(one.height for one in row),
            list(_segments(row, cells)),
            doubt=_is_overlaid(row),
        )
        for row in rows
    ]


def has_days_side_by_side(letters: Sequence[Letter]) -> bool:
    """Whether days are columns whose clock readings are beside the first one alone."""
    rows = [row.segments for row in rows_of(letters)]
    return len(_columns(rows)) < 2 and any(
        sum(_is_day(one.text) for one in row) > 1 for row in rows
    )


def _is_day(text: str) -> bool:
    name = read_heading(text)
    return name is not None and name.exact


def _is_overlaid(row: Sequence[Letter]) -> bool:
    """Whether different letters lie over each other, as those of two cells do."""
    over = [
        one.sign != other.sign and other.left - one.right < -_OVER * one.height
        for one, other in pairwise(row)
    ]
    return sum(over) > 1


def _clipped(rows: Sequence[Sequence[Letter]]) -> list[float]:
    """Where cells begin that cut off the text of the cell before: digits behind a letter; sorted.

    They begin at one place in several rows, and in some lie on the letter that is cut through.
    """
    joints: list[tuple[float, bool]] = []
    for row in rows:
        for one, other in pairwise(row):
            gap = other.left - one.right
            if one.sign.isalpha() and other.sign.isdigit() and gap < _WORD_GAP * one.height:
                joints.append((other.left, gap < -_CUT * one.height))
    begins = sorted(place for place, _cut in joints)
    return sorted(place for place, cut in joints if cut and len(_same(begins, place)) > 1)


def _same(places: Sequence[float], place: float) -> range:
    """Where in ``places``, which are sorted, those are that are the same as ``place``."""
    return range(bisect_right(places, place - _SAME), bisect_left(places, place + _SAME))


def _rows(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Letters that are next to each other, from left to right; the highest row first."""
    row: list[Letter] = []
    for letter in sorted(letters, key=lambda one: -one.middle):
        if row and row[0].middle - letter.middle > min(row[0].height, letter.height) / 2:
            yield sorted(row, key=lambda one: one.left)
            row = []
        row.append(letter)
    if row:
        yield sorted(row, key=lambda one: one.left)


def _segments(row: Sequence[Letter], cells: Sequence[float]) -> Iterator[Segment]:
    text, begin = row[0].sign, row[0].left
    gaps = [
        (letter.left - before.right) / max(before.height, letter.height)
        for before, letter in pairwise(row)
    ]
    spaced = _spaced(row, gaps)
    for at, (before, letter) in enumerate(pairwise(row)):
        clipped = letter.sign.isdigit() and bool(_same(cells, letter.left))
        if (gaps[at] > _CELL_GAP or clipped) and at not in spaced:
            yield Segment(begin, text, before.right)
            text, begin = "", letter.left
        elif gaps[at] > _WORD_GAP and at not in spaced:
            text += " "
        text += letter.sign
    yield Segment(begin, text, row[-1].right)


def _spaced(row: Sequence[Letter], gaps: Sequence[float]) -> set[int]:
    """Which gaps of a row are inside words whose letters are set apart, «1 8 +»: gaps as wide as
    words have between them, all alike, with no blank in them and a wider gap or a blank around.
    """
    found: set[int] = set()
    begin = 0
    while begin < len(gaps):
        end = begin
        while end < len(gaps) and _goes_on(row, gaps, begin, end):
            end += 1
        # a word beside them that is not set apart has its first letter or its last in the run
        tight = [gap <= _WORD_GAP for gap in (*gaps[begin - 1 : begin], *gaps[end : end + 1])]
        if end - begin >= _LEAST_SPACED - 1 and not any(tight):
            found.update(range(begin, end))
        begin = max(end, begin + 1)
    return found


def _goes_on(row: Sequence[Letter], gaps: Sequence[float], begin: int, at: int) -> bool:
    """Whether a gap is one of those between the letters of a word that are set apart."""
    alike = abs(gaps[at] - gaps[begin]) <= _EVEN
    return _WORD_GAP < gaps[at] <= _CELL_GAP and alike and not row[at + 1].after_blank


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
