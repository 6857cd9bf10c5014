"""Which mapping the replies of a guide service are read by: the one that fits most entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from schedcheck.readers.json_guides.mapping import LookUp, Mapping
from schedcheck.readers.json_guides.path import JsonNode


class Fit(Struct):
    """A mapping on the replies that it may fit.

    ``entries`` are those it leads to; ``count`` of them have what it needs. ``others`` is the
    number of those that it says are not programmes, ``misfits`` what is where a list should,
    ``unused`` the replies of which nothing is read.
    """

    mapping: Mapping
    entries: list[JsonNode] = field(default_factory=list)
    count: int = 0
    others: int = 0
    misfits: list[JsonNode] = field(default_factory=list)
    unused: list[JsonNode] = field(default_factory=list)


def best_fit(replies: Sequence[JsonNode], mappings: Sequence[Mapping]) -> Fit | None:
    """The mapping that fits most entries of ``replies``, the first of equals; None where none does.

    Replies may also be in a list, or under keys (which then name their channels).
    """
    for spots in (list(replies), [inner for spot in replies for inner in _inner(spot)]):
        fits = [_fit(mapping, spots) for mapping in mappings]
        best = max(fits, key=lambda fit: fit.count, default=None)
        if best is not None and best.count:
            return best
    return None


def _inner(spot: JsonNode) -> Iterator[JsonNode]:
    """The replies in a list or an object, each on its own: nothing lies above it."""
    if isinstance(spot.value, dict):
        pairs: Iterator[tuple[Any, Any]] = iter(spot.value.items())
        for key, value in pairs:
            yield JsonNode(value, f"{spot.place}.{key}", key)
    elif isinstance(spot.value, list):
        for at, value in enumerate(spot.value):
            yield JsonNode(value, f"{spot.place}[{at}]")


def _fit(mapping: Mapping, replies: Sequence[JsonNode]) -> Fit:
    fit = Fit(mapping)
    known = _looked_up(mapping.lookup, replies) if mapping.lookup else {}
    for reply in replies:
        entries = _entries(mapping, reply, fit.misfits)
        kept = []
        for entry in entries:
            if mapping.lookup:
                entry.found = known.get(_key(mapping.lookup.by.values(entry)))
            if mapping.where and not _is(mapping.where[0].values(entry), mapping.where[1]):
                fit.others += 1
                continue
            kept.append(entry)
        fit.count += sum(map(mapping.fits, kept))
        fit.entries += kept
        if not entries and not (mapping.lookup and _looked_up(mapping.lookup, [reply])):
            fit.unused.append(reply)
    return fit


def _entries(mapping: Mapping, reply: JsonNode, misfits: list[JsonNode]) -> list[JsonNode]:
    """The entries at the first path of the list that leads to any."""
    amiss: list[JsonNode] = []
    for path in mapping.list:
        entries = path.elements(reply, amiss)
        if entries:
            misfits += amiss
            return entries
        amiss.clear()
    return []


def _looked_up(lookup: LookUp, replies: Sequence[JsonNode]) -> dict[str, Any]:
    """The objects that entries refer to, by their key; the first of a key counts."""
    known: dict[str, Any] = {}
    for reply in replies:
        for path in lookup.list:
            for spot in path.elements(reply, []):
                key = _key(lookup.key.values(spot))
                if key:
                    known.setdefault(key, spot.value)
    return known


def _key(values: list[Any]) -> str:
    return str(values[0]) if values and isinstance(values[0], (str, int)) else ""


def _is(values: list[Any], wanted: Sequence[str]) -> bool:
    return any(str(value) in wanted for value in values)
