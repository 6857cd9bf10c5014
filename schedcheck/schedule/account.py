"""The account of a source: every place of it, and as exactly one thing what each ended.

A place is a line of a text, a row or a cell of a table, an entry of a guide. A reader puts in what
a place is where it decides it; a place for which nothing was put in was passed over, and is
reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field
from msgspec.structs import replace

from schedcheck.messages import Message

#: One place or several, by number from 0.
Where = int | slice | Sequence[int] | npt.NDArray[np.intp] | npt.NDArray[np.bool_]

_NOT_ONE = -1
_OPEN = 0


class Unit(StrEnum):
    """What the places of a source are: for documents ``line`` is also the row of a table that is
    read as lines, for guides ``entry`` is an element, event or object that may be a programme.
    """

    LINE = "line"
    ROW = "row"
    CELL = "cell"
    ENTRY = "entry"


class End(IntEnum):
    """As what a place ended; of several the highest counts. ``OPEN``: it was passed over."""

    OPEN = 0
    LEFT_OUT = 1
    STRUCTURE = 2
    TEXT = 3
    FAULT = 4
    PROGRAMME = 5


class PlaceCount(Struct, frozen=True):
    """How many places of one ``unit`` ended alike; ``name`` says as what structure, or why they
    were left out.
    """

    unit: Unit
    end: End
    count: int
    name: Message | None = None


class Places(Struct):
    """The places of a source or a part of it, numbered in its order.

    ``where``: the number in ``ends`` of each, where these are seen by other numbers. ``width``:
    for cells, how many of them a row has. ``ends`` index ``known``; -1 is blank and no place.
    """

    unit: Unit
    ends: npt.NDArray[np.int16]
    width: int = 0
    where: npt.NDArray[np.intp] | None = None
    known: list[tuple[End, Message | None]] = field(default_factory=lambda: [(End.OPEN, None)])

    @classmethod
    def of(cls, unit: Unit, filled: Iterable[bool], width: int = 0) -> Places:
        """A place for each that is ``filled``; the others count for nothing."""
        flags = np.fromiter(filled, np.bool_)
        return cls(unit, np.where(flags, _OPEN, _NOT_ONE).astype(np.int16), width)

    def at(self, row: int, column: int = 0) -> int:
        """The number of the place at a row and column."""
        return row * self.width + column if self.width else row

    def seen_by(self, where: Iterable[int]) -> Places:
        """The same places by other numbers: those that ``where`` gives; several may be the same."""
        numbers = np.fromiter(where, np.intp)
        return replace(self, where=numbers if self.where is None else self.where[numbers], width=0)

    def put(self, where: Where, end: End, name: Message | None = None) -> None:
        """Say as what places ended; what counts for more may have been said of them before."""
        if isinstance(where, slice):
            where = range(*where.indices(len(self.ends) if self.where is None else len(self.where)))
        chosen = np.atleast_1d(np.asarray(where))
        chosen = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen.astype(np.intp)
        chosen = chosen if self.where is None else self.where[chosen]
        ranks = np.array([one for one, _name in self.known])
        before = self.ends[chosen]
        free = chosen[(before != _NOT_ONE) & (ranks[before] <= end)]
        if len(free):
            self.ends[free] = self._code(end, name)

    def put_rest(self, end: End, name: Message | None = None) -> None:
        """Say as what all places ended of which nothing was said."""
        self.ends[self.ends == _OPEN] = self._code(end, name)

    def _code(self, end: End, name: Message | None) -> int:
        if (end, name) not in self.known:
            self.known.append((end, name))
        return self.known.index((end, name))

    def is_open(self, at: int) -> bool:
        """Whether nothing was said of a place."""
        return bool(self.ends[at if self.where is None else self.where[at]] == _OPEN)

    @property
    def left(self) -> list[int]:
        """The numbers of the places of which nothing was said."""
        return np.flatnonzero(self.ends == _OPEN).tolist()

    def counts(self) -> list[PlaceCount]:
        """How the places ended, those that ended alike as one count."""
        codes, counts = np.unique(self.ends[self.ends != _NOT_ONE], return_counts=True)
        return [
            PlaceCount(self.unit, self.known[code][0], count, self.known[code][1])
            for code, count in zip(codes.tolist(), counts.tolist(), strict=True)
        ]


def added(counts: Iterable[PlaceCount]) -> list[PlaceCount]:
    """The counts of several parts, those of one unit, end and name as one; none of nothing."""
    sums: list[PlaceCount] = []
    for one in counts:
        alike = (at for at, other in enumerate(sums) if replace(other, count=one.count) == one)
        at = next(alike, None)
        if at is not None:
            sums[at] = replace(one, count=one.count + sums[at].count)
        elif one.count:
            sums.append(one)
    return sorted(sums, key=lambda one: (one.unit, -one.end))


def entries(
    total: int, programmes: int, faults: int, left_out: Iterable[tuple[Message, int]] = ()
) -> list[PlaceCount]:
    """The account of a guide of ``total`` entries: how many were told as faults, how many left out
    and why; what none of them is was passed over.
    """
    counts = [
        PlaceCount(Unit.ENTRY, End.PROGRAMME, programmes),
        PlaceCount(Unit.ENTRY, End.FAULT, faults),
        *(PlaceCount(Unit.ENTRY, End.LEFT_OUT, count, name) for name, count in left_out),
    ]
    rest = total - sum(one.count for one in counts)
    return added([*counts, PlaceCount(Unit.ENTRY, End.OPEN, max(rest, 0))])


def all_as(counts: Iterable[PlaceCount], end: End, name: Message) -> list[PlaceCount]:
    """The counts of a part of which every place ended as one thing."""
    return added(replace(one, end=end, name=name) for one in counts)
