"""Clock readings that are side by side in a line: a start and its end, or two of something else,
such as the programmes of two columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from msgspec.structs import replace

from schedcheck.messages import msg
from schedcheck.readers.listings.lines import Entry
from schedcheck.readers.listings.state import State
from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.clock_times import begins_with_zone
from schedcheck.readers.values.leading_times import runs

_MOST = 0.8
TWO_CLOCKS = msg(
    "two clock times side by side, and the second is not an end; leave one of them, "
    "or separate them "
    "by a dash or a comma"
)
COLUMNS = msg(
    "two programmes side by side in one line, each with its start, as in the columns of two days "
    "or channels; write each column by itself, a programme a line"
)
#: The start and the head of the title of a programme in a second column of a line.
_COLUMN = re.compile(
    r"(?<![\s|])(?:[ \xa0]{3,}+|[ \xa0]*+[\t|]\s*+)(?P<clock>(\d{1,2})[:.]([0-5]\d))"
    r"(?:[:.][0-5]\d)?[ \t|\xa0]++[«\"“„]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ](?!\W{0,2}\d)"
)
_GAPS = ("   ", "\t", "|", "\xa0")
#: The last programme of a listing is not longer.
_LONGEST = 6 * 3600


def _tell_columns(body: Sequence[Entry], state: State) -> None:
    """Report lines in which a second column begins a programme that does not follow the first.

    A length, or an end, in a column of its own is none. Where most such lines are so, all are.
    """
    found: list[Entry] = []
    wrong: list[Entry] = []
    for entry, following in zip_longest(body, body[1:]):
        apart = any(sign in entry.line.text for sign in _GAPS)  # of few lines
        second = _COLUMN.search(entry.line.text) if apart else None
        if second is None or entry.lead is None or second["clock"] not in entry.lead.text:
            continue
        if begins_with_zone(entry.line.text[second.end("clock") :]):
            continue  # the same start on another clock
        found.append(entry)
        after = following.start if following is not None and following.lead else None
        if len(entry.lead.showings) == 1 and len(list(runs(entry.lead, after))) > 1:
            continue
        time = int(second[2]) * 3600 + int(second[3]) * 60
        gap = _LONGEST if after is None else (after - entry.start) % DAY
        if time > gap and time != after:
            wrong.append(entry)
    columns = 2 * len(wrong) >= len(found)
    for entry in found if columns else wrong:
        state.fault(entry, COLUMNS)
        entry.lead, entry.text = None, ""


def read_second_clocks(body: Sequence[Entry], state: State) -> None:
    """Readings beside the starts are ends where they fit as ends, else nobody knows what.

    One such pair alone may be two showings as well: most programmes have a second reading, or most
    of these are the starts of the next programmes. Two programmes in a line are no such pair.
    """
    _tell_columns(body, state)
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
