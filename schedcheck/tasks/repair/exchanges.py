"""Which programmes of a channel can change places so that both are lawful, and which should.

The fewest exchanges that repair the most violations are a matching of greatest weight in the graph
whose edges are the lawful exchanges: no programme is moved twice. Blossoms (networkx) find it
exactly, also where one exchange repairs two violations, which an assignment of programmes to slots
could not express.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import networkx as nx
import numpy as np
from msgspec import Struct

from schedcheck.law.forbidden import ForbiddenStarts

#: Lengths are alike up to this (seconds): schedules are printed in steps of five minutes.
LIKE = 10 * 60
#: How far away a programme may be that another one changes places with (seconds).
FAR = 7 * 86400

# What makes one exchange better than another, the first before the second: the day, that both
# carry a mark, the same length, the nearer hour. Each step outweighs all that follow it.
_DAY, _UNMARKED, _SECOND, _FARTHEST = 4_000_000, 2_000_000, 1_600, 10_080
_WORST = 9 * _DAY


class PlannedProgramme(Struct, frozen=True):
    """One programme of a channel and where it is.

    ``start`` and ``length`` in seconds (``length`` 0 where the end is unknown); ``day`` counts
    broadcast days; ``forbidden``: when it may not begin; ``broken``: it is there unlawfully;
    ``fixed``: it may not be moved; ``marked``: it carries an age mark.
    """

    start: int
    length: int
    day: int
    forbidden: ForbiddenStarts
    broken: bool
    fixed: bool
    marked: bool

    @property
    def movable(self) -> bool:
        """Whether it may change places at all."""
        return self.length > 0 and not self.fixed


class Exchange(Struct, frozen=True):
    """Two programmes change places: ``one`` is broken, ``other`` perhaps too; what it ``costs``."""

    one: int
    other: int
    mends: int
    costs: int


def lawful_exchanges(places: Sequence[PlannedProgramme]) -> Iterator[Exchange]:
    """Exchanges of programmes of similar length that leave both lawful and repair at least one."""
    starts = np.array([place.start for place in places], np.int64)
    lengths = np.array([place.length for place in places], np.int64)
    movable = np.array([place.movable for place in places], np.bool_)
    for one, place in enumerate(places):
        if not (place.broken and place.movable):
            continue
        like = movable & (np.abs(lengths - place.length) <= LIKE)
        like &= np.abs(starts - place.start) <= FAR
        like[one] = False
        others = np.flatnonzero(like)
        others = others[~place.forbidden.hold(starts[others])]
        for other in others.tolist():
            partner = places[other]
            if partner.broken and other < one:
                continue  # told already, from the other side
            if not partner.forbidden.holds(place.start):
                yield Exchange(one, other, 1 + partner.broken, _cost(place, partner))


def _cost(one: PlannedProgramme, other: PlannedProgramme) -> int:
    away = min(abs(one.start - other.start) // 60, _FARTHEST)
    unlike = min(abs(one.length - other.length), LIKE)
    days = min(abs(one.day - other.day), 8)
    return days * _DAY + (not other.marked) * _UNMARKED + unlike * _SECOND + away


def best_exchanges(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """The exchanges that repair the most with the fewest moves and, of those, at the least cost.

    No programme is in two of them; in the order of the programmes.
    """
    found = {(one.one, one.other): one for one in exchanges}
    step = _WORST * (len({at for pair in found for at in pair}) + 1)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from(
        (*pair, one.mends * step * (len(found) + 1) - step - one.costs)
        for pair, one in sorted(found.items())
    )
    chosen = nx.max_weight_matching(graph)
    pairs = sorted(pair if pair in found else pair[::-1] for pair in chosen)
    return [found[pair] for pair in pairs]
