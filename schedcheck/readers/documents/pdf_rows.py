"""Rows of a column of a page, and to which programme a row without a time belongs.

Spreadsheets and browsers set the time beside the first, the last or the middle line of a title of
several lines. The gaps between the rows say which; where they do not, nobody may guess.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, field

from schedcheck.readers.values.leading_times import lead

#: In heights of a letter: so much farther in than the times is a row of titles.
_INDENT = 1.5
#: The gap between two programmes is so much wider than others, where it tells them apart.
_WIDER = 1.08


class Segment(Struct, frozen=True):
    """A part of a line without a wide gap inside it, from ``left`` to ``right`` in points."""

    left: float
    text: str
    right: float


class PageLine(Struct):
    """A line of a page; ``doubt`` where its place does not say what it belongs to."""

    text: str
    doubt: bool = False


class Row(Struct):
    """Segments beside each other; ``middle`` is how high they are, in points."""

    middle: float
    height: float
    segments: Sequence[Segment]
    doubt: bool = False
    above: list[Row] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.segments[0].left

    @property
    def is_timed(self) -> bool:
        """Whether it begins with a clock reading."""
        return lead(self.segments[0].text) is not None

    def line(self) -> PageLine:
        """Its text: the clock reading, the rows above that belong to it, its own."""
        texts = [one.text for one in self.segments]
        upper = " ".join(one.text for row in self.above for one in row.segments)
        if upper:
            clock = texts[0]
            found = lead(clock)
            if found is not None and found.text and clock.endswith(found.text):
                texts[:1] = [clock.removesuffix(found.text).strip(), found.text]
            texts[1:2] = [" ".join([upper, *texts[1:2]])]
        return PageLine("\t".join(texts), self.doubt)


def bound(rows: Sequence[Row]) -> list[PageLine]:
    """The rows of one column as lines: those above the time of their programme are in its line.

    A row that may belong to the programme above as well as to that below is in doubt.
    """
    right = max((row.segments[-1].right for row in rows), default=0.0)
    timed = [row.is_timed for row in rows]
    times = min((row.left for row, has in zip(rows, timed, strict=True) if has), default=math.inf)
    kept: list[Row] = []
    chain: list[Row] = []
    for row, is_timed in zip(rows, timed, strict=True):
        last = kept[-1] if kept else None
        # without a time, and farther in than the times of its column
        if not is_timed and row.left > times + _INDENT * row.height:
            chain.append(row)
            continue
        if is_timed and chain:
            chain = _shared(chain, last, row, right)
        kept += [*chain, row]
        chain = []
    return [row.line() for row in [*kept, *chain]]


def _shared(chain: list[Row], above: Row | None, below: Row, right: float) -> list[Row]:
    """Those of the rows between two programmes that are not of the one below."""
    if above is None:
        below.above = chain
        return []
    gaps = [one.middle - other.middle for one, other in pairwise([above, *chain, below])]
    widest = max(gaps)
    at = gaps.index(widest)
    if all(widest > gap * _WIDER for place, gap in enumerate(gaps) if place != at):
        below.above = chain[at:]
        return chain[:at]
    if not above.is_timed:
        below.above = chain
        return []
    if not _is_full(above, chain[0], right) and _is_full(chain[-1], below, right):
        for row in chain:
            row.doubt = True
    return chain


def _is_full(row: Row, following: Row, right: float) -> bool:
    """Whether the first word of the row that follows would have had no place in this one."""
    titles = list(_titles(following))
    if not titles:
        return False
    first = titles[0]
    word = first.text.split()[0]
    width = (first.right - first.left) * (len(word) + 1) / max(len(first.text), 1)
    return row.segments[-1].right + width > right


def _titles(row: Row) -> Iterator[Segment]:
    for segment in row.segments:
        found = lead(segment.text)
        if found is None:
            yield segment
        elif found.text:
            share = len(found.text) / len(segment.text)
            left = segment.right - (segment.right - segment.left) * share
            yield Segment(left, found.text, segment.right)
