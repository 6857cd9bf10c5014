"""Lines without a start that do not speak of the programme above them: legends, names of others,
and the halves of the day that clock readings of twelve hours are in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from schedcheck.messages import Message, msg
from schedcheck.readers.listings.lines import Entry
from schedcheck.readers.listings.state import State
from schedcheck.readers.mark_search import plain
from schedcheck.readers.values.age_names import has_adult_mark, has_mark, says_adults
from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.legends import LEGEND, is_adult_legend, is_legend
from schedcheck.readers.values.moments import next_after
from schedcheck.readers.values.trailing_times import trailing
from schedcheck.readers.values.words import fold, pattern

_OTHER_MARK = msg(
    "an age mark that the programme above does not have, in a line without a start: it may be "
    "another programme's; begin the line with its start, such as 21:30"
)
_HALF = msg(
    "names a part of the day after noon, and the clock under it is before noon: if its hours are "
    "those of twelve, write them as 21:00 or 9:00 PM"
)
_START_BEHIND = msg(
    "ends like a clock time between those of the programmes around it, and was not read as one; "
    "begin the line with its start, such as 21:30"
)
#: «18 лет назад» in a description: a mark has nothing behind it, or “from” before it.
_YEARS_IN_SENTENCE = re.compile(
    r"(?<![(\[\d])(?<!с )(?<!от )(?<!старше )(?:18|21)\s(?:лет|жас|years)(?=\s+[^\W\d_])"
)
_CENTURY = re.compile(r"восемнадцат\w{1,4} (?:век|столет)|он сегізінші|eighteenth")
_MARKS, _SEVERAL = re.compile(r"(?<!\d)\d{1,2}\s?\+"), 3
ABOUT_MARKS = msg("explanation of the age marks")
#: A clock reading so near to the head of a line may be the start of another programme.
_CLOCK, _HEAD = re.compile(r"(?<![\d.,:])[012]?\d[:.][0-5]\d(?![\d.,:%])"), 16
#: A shorter title may be a word of any text.
_SHORTEST_TITLE = 5
_MARK_BEHIND = re.compile(r"[(\[]?\d{1,2}\s?\+.*", re.DOTALL)
_HOUR, _NOON = 3600, 12 * 3600
#: The earliest start that a part of the day may have on a clock of 24 hours.
_EARLIEST = {"afternoon": 8 * _HOUR, "evening_hours": _NOON}


def says_of_all(entry: Entry, state: State) -> bool:
    """Whether a line explains the age marks, or says whose page it is, and every programme has its
    own mark.
    """
    return state.all_marked and (_names_marks(entry.text) or entry.text.startswith("©"))


def _names_marks(text: str) -> bool:
    """Whether a text names several age marks, and so is of no one programme."""
    return len(set(_MARKS.findall(text))) >= _SEVERAL


def is_of_adults(text: str) -> bool:
    """Whether a text says in words that something is for adults; a century is none of these."""
    return says_adults(text) and _CENTURY.search(fold(text)) is None


def mark_of_others(entry: Entry, state: State) -> Message | None:
    """Why an adult mark in a line is not that of the programme above it; None where it may be."""
    text = _YEARS_IN_SENTENCE.sub("", entry.text)
    if is_adult_legend(text) and not has_adult_mark(text):
        return LEGEND
    if not has_adult_mark(text) or any(one.ends_inside_mark(text) for one in state.last):
        return None
    if _CLOCK.search(text[:_HEAD]):
        return _OTHER_MARK
    if _names_marks(text) or is_legend(text):
        return LEGEND
    if not state.last:
        return None
    return _OTHER_MARK if _is_foreign(text, state) else None


def start_behind(entry: Entry, following: Entry | None, state: State) -> Message | None:
    """Why a line may be a programme whose start is behind its title; None where it is none."""
    seconds = trailing(entry.text)
    if seconds is None or not state.last:
        return None
    before, after = state.last[-1].start, None
    if following is not None and following.lead is not None:
        after = following.start
    begun = next_after(before, seconds)
    end = before + DAY if after is None else next_after(before, after)
    return _START_BEHIND if before < begun < end else None


def _is_foreign(text: str, state: State) -> bool:
    """Whether the mark of a bound class in a line is not that of the programme above it.

    That has another mark, or none where the programmes have theirs in their own lines; or the line
    names another programme. One that begins like the rest of a sentence may still hold it.
    """
    own = " ".join(" ".join((one.title, *one.other, one.marks)) for one in state.last)
    if has_adult_mark(own):
        return False
    if has_mark(own) or (state.marked and not (text[0] in "(/[" or text[0].islower())):
        return True
    line, here = plain(text), plain(own)
    names = {plain(_MARK_BEHIND.sub("", one.title)) for one in state.programmes}
    return any(len(name) >= _SHORTEST_TITLE and name in line and name not in here for name in names)


def tell_halves_of_days(body: Sequence[Entry], state: State) -> None:
    """Report the lines that name the afternoon or the evening above a clock reading before that."""
    for entry, following in pairwise(body):
        if entry.lead is not None or entry.name is not None or following.lead is None:
            continue
        text = fold(entry.text).strip(" .:|*-–—")
        for part, earliest in _EARLIEST.items():
            if pattern(part).fullmatch(text) and _HOUR <= following.start < earliest:
                state.fault(entry, _HALF)
