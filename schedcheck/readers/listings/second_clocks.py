"""Clock readings that are side by side in a line: a start and its end, or two of something else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from msgspec.structs import replace

from schedcheck.messages import msg
from schedcheck.readers.listings.lines import Entry
from schedcheck.readers.listings.state import State
from schedcheck.readers.values.cells import DAY

_MOST = 0.8
TWO_CLOCKS = msg(
    "two clock times side by side, and the second is not an end; leave one of them, "
    "or separate them "
    "by a dash or a comma"
)


def read_second_clocks(body: Sequence[Entry], state: State) -> None:
    """Readings beside the starts are ends where they fit as ends, else nobody knows what.

    One such pair alone may be two showings as well: most programmes have a second reading, or most
    of these are the starts of the next programmes.
    """
    # the date of a line before its programme is no heading between the two
    listed = [entry for entry in body if entry.lead or (entry.name and not entry.dated)]
    pairs = [
        (entry, entry.lead, entry.lead.beside, following)
        for entry, following in zip_longest(listed, listed[1:])
        if entry.lead is not None and entry.lead.beside is not None
    ]
    fits = sum(_fits(entry.start, stop, following) for entry, _lead, stop, following in pairs)
    joined = sum(following is not None and following.start == stop for *_, stop, following in pairs)
    timed = sum(entry.lead is not None for entry in listed)
    usual = 2 * len(pairs) > timed or 2 * joined >= len(pairs)
    are_ends = usual and fits >= _MOST * len(pairs)
    for entry, lead, stop, _following in pairs:
        if are_ends:
            showing = replace(lead.showings[0], stop=stop)
            entry.lead = replace(lead, showings=(showing,), beside=None)
        else:
            state.fault(entry, TWO_CLOCKS)
            entry.lead, entry.text = None, ""


def _fits(start: int, stop: int, following: Entry | None) -> bool:
    """Whether a programme may end at ``stop``: not after the one that follows it begins."""
    if following is None or following.lead is None:
        return True
    until_next = (following.start - start) % DAY or DAY
    return 0 < (stop - start) % DAY <= until_next
