"""Where in a run titles of bound classes stand: the evidence that a mark elsewhere is wrong.

The index is small (one entry a title, channel, year and kind), is made for each channel by
itself, travels between processes, and is merged over all channels of a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from schedcheck.schedule.titles import Folded

#: For each so many letters of a title one may be wrong, missing, too many or swapped with the next:
#: shorter titles must be equal.
LETTERS_A_SLIP = 13
#: But no more: in a long title (a sports event, a title with its synopsis) other words would do.
MOST_SLIPS = 2
_SAME_ENDS = 3  # letters at the beginning and the end that may not be wrong: endings tell much


class RatedShowing(NamedTuple):
    """A programme of a bound class: whose it is, when (seconds since 1970), and where it stands.

    ``network``: the id of the channel whose branch it stands on, that channel's own on no branch.
    """

    channel: str
    start: int
    file: str
    place: str
    title: str
    name: str
    zone: str
    age_class: str
    film: bool
    network: str
    folded: Folded


@dataclass(frozen=True, slots=True)
class TitleIndex:
    """The witnesses of a run by the key of their title, each key's in order."""

    by_key: Mapping[str, tuple[RatedShowing, ...]]
    _near: dict[tuple[str, str, str], list[str]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __bool__(self) -> bool:
        return bool(self.by_key)

    def find(self, title: Folded, channel: str) -> RatedShowing | None:
        """The witness for the same title, of ``channel`` itself if there is one, else the first.

        Of a programme that branches carry too, the witness on the network's own channel counts.
        A title that is not telling is the same on its own channel alone.
        """
        for key in self._keys(title):
            found = [one for one in self.by_key[key] if one.folded.may_be(title)]
            own = [one for one in found if one.channel == channel]
            if own:
                return own[0]
            if found and title.telling:
                return next((one for one in _carried(found[0], found) if _is_head(one)), found[0])
        return None

    def branches(self, witness: RatedShowing, title: Folded) -> tuple[str, ...]:
        """The names of the other channels of a network that carry what ``find`` has found."""
        found = [one for one in self.by_key[witness.folded.key] if one.folded.may_be(title)]
        names = {one.channel: one.name for one in _carried(witness, found)}
        names.pop(witness.channel, None)
        return tuple(names.values())

    def knows(self, title: Folded) -> bool:
        """Whether :meth:`find` may find a witness on some channel."""
        return next(iter(self._keys(title)), None) is not None

    def _keys(self, title: Folded) -> Iterable[str]:
        """The key of ``title`` if it is known, else of the titles near to it, nearest first."""
        if title.key in self.by_key:
            return [title.key] if title.key else []
        letters, _sign, numbers = title.key.partition("#")
        slips = min(len(letters) // LETTERS_A_SLIP, MOST_SLIPS)
        block = self._blocks().get(_block(letters, numbers)) if slips and title.telling else None
        if not block:
            return []
        near = process.extract(letters, block, scorer=OSA.distance, score_cutoff=slips, limit=None)
        signed = f"#{numbers}" if numbers else ""
        return [f"{found}{signed}" for found, _slips, _at in sorted(near, key=_nearest)]

    def _blocks(self) -> dict[tuple[str, str, str], list[str]]:
        if not self._near:
            for key in self.by_key:
                letters, _sign, numbers = key.partition("#")
                self._near.setdefault(_block(letters, numbers), []).append(letters)
        return self._near


def _carried(witness: RatedShowing, found: Iterable[RatedShowing]) -> list[RatedShowing]:
    """Those of ``found`` that are on air at the same instant on a channel of the same network."""
    return [one for one in found if (one.network, one.start) == (witness.network, witness.start)]


def _is_head(witness: RatedShowing) -> bool:
    return witness.channel == witness.network


def _block(letters: str, numbers: str) -> tuple[str, str, str]:
    return letters[:_SAME_ENDS], letters[-_SAME_ENDS:], numbers


def _nearest(found: tuple[str, float, int]) -> tuple[float, str]:
    return found[1], found[0]


def gathered(witnesses: Iterable[RatedShowing]) -> TitleIndex:
    """An index of ``witnesses``: of each title, channel, year and kind the first in time."""
    by_key: dict[str, dict[tuple[str, str, str], RatedShowing]] = {}
    for one in sorted(witnesses):
        if one.folded.key:
            known = by_key.setdefault(one.folded.key, {})
            known.setdefault((one.channel, one.folded.year, one.folded.kind), one)
    return TitleIndex({key: tuple(known.values()) for key, known in sorted(by_key.items())})


def merged(parts: Iterable[TitleIndex]) -> TitleIndex:
    """One index of several; the order in which they come makes no difference."""
    return gathered(one for part in parts for found in part.by_key.values() for one in found)
