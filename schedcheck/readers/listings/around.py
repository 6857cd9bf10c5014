"""What surrounds a listing: the days that its heading names, shifted feeds, stray lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from schedcheck.messages import Message, msg
from schedcheck.messages.message import Place
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.listings.lines import Entry, Line, is_issued, names_days
from schedcheck.readers.listings.state import State
from schedcheck.readers.row_faults import ABOVE_ALL, NOT_UNDERSTOOD, PLACE_CHOSEN, SHIFTED_FEED
from schedcheck.readers.values.age_names import has_adult_mark, has_mark, says_adults
from schedcheck.readers.values.clock_names import (
    feed_in,
    letters_at_end,
    place_chosen,
    shifted_feed,
)
from schedcheck.readers.values.day_headings import dates_in, two_dates
from schedcheck.readers.values.legends import (
    FOR_ADULTS,
    LEGEND,
    announces_adults,
    is_adult_legend,
)
from schedcheck.readers.values.words import LOCAL
from schedcheck.schedule.account import End
from schedcheck.schedule.week import Week
from schedcheck.zones import same_clock

_SAMPLES = 5
#: A row of a table with a mark behind a title, or a line that begins like one of a programme.
_ROW = re.compile(r"\W*\d{1,2}[:.]\d|(?=.*\t).*[^\W\d_]{2}[^\t]*\d", re.DOTALL)
_MARK_ABOVE = msg(
    "an adult mark above the listing, which may be that of programmes without a mark; write the "
    "mark beside each of them"
)


def put_above(
    above: Sequence[Entry],
    programmes: Sequence[Entry],
    state: State,
    zone: str | None,
    *,
    bare: bool = False,
) -> None:
    """Say as what the lines ``above`` the ``programmes`` of a listing ended.

    An adult mark in one, or words for adults, may be that of programmes without a mark, and is a
    fault where there are any. So is a feed that is shifted in time, where nobody said what its
    clock is; ``zone`` is that of the clock that one of them names. ``bare``: programmes elsewhere
    in the document, in its tables, have no mark.
    """
    bare = bare or any(not has_mark(entry.text) for entry in programmes)
    for entry in above:
        changed = changed_below(entry, state.options, zone=zone or "")
        if changed is not None:
            state.fault(entry, changed)
        elif has_adult_mark(entry.text) and _ROW.match(entry.text):
            state.fault(entry, NOT_UNDERSTOOD)
        elif bare and is_adult_legend(entry.text):
            state.fault(entry, LEGEND)
        elif bare and (has_adult_mark(entry.text) or says_adults(entry.text)):
            state.fault(entry, _MARK_ABOVE)
        else:
            state.put(entry, End.STRUCTURE, ABOVE_ALL)


def changed_below(
    entry: Entry, options: ReadOptions, *, zone: str = "", after_one: bool = False
) -> Message | None:
    """What a line says of the programmes under it that nothing was made of: that they are for
    adults, or on the clock of a shifted feed, or of a city that was chosen and is not of ``zone``,
    else the channel's; ``after_one``: it may be more text of a programme.
    """
    chosen = place_chosen(entry.text) or ("" if after_one else letters_at_end(entry.text))
    chosen = "" if options.source_zone else chosen
    if chosen not in {"", LOCAL} and not same_clock(chosen, zone or options.zone):
        return msg(PLACE_CHOSEN.text, zone=chosen)
    feed = "" if options.source_zone or after_one else shifted_feed(entry.text)
    if feed:
        return msg(SHIFTED_FEED.text, words=feed)
    return FOR_ADULTS if announces_adults(entry.text) else None


def texts_around(above: Sequence[Entry], body: Sequence[Entry]) -> list[str]:
    """The texts above the listing, or above a day of it, which may tell of its days."""
    between = [
        entry.text
        for entry, following in pairwise(body)
        if entry.lead is None and entry.name is None and following.name is not None
    ]
    return [*(entry.text for entry in above), *between]


def only_day(above: Sequence[Entry], stem: str, week: Week | None) -> date | None:
    """The one day of a listing without headings: told above it, by its name, or by the caller."""
    said = " ".join(entry.text for entry in above if not is_issued(entry.text))
    for text in (said, stem.replace("_", " ")):
        days = set(dates_in(text))
        if len(days) == 1 and not names_days(text) and two_dates(text) is None:
            return days.pop()
    return week.first if week is not None and week.first == week.last else None


def notes_around(above: Sequence[Entry], strays: Sequence[Entry], stem: str) -> list[Message]:
    """Notes on a feed shifted in time that the ``stem`` of the file name names, on the lines
    ``above`` a listing, and on the ``strays`` among the programmes.
    """
    notes: list[Message] = []
    feed = feed_in(stem)
    if feed:
        notes.append(msg(SHIFTED_FEED.text, words=feed))
    for entries, words_ in (
        (above, msg("lines above the listing: %(lines)s")),
        (strays, msg("lines that belong to no programme: %(lines)s")),
    ):
        if entries:
            lines = [Line(entry.line.place, entry.text) for entry in entries]
            notes.append(msg(words_.text, lines=shown(lines)))
    return notes


def shown(lines: Sequence[Line]) -> tuple[Message | str, ...]:
    """The first lines with their places, and how many more there are, for a note."""
    first = [
        msg("%(place)s “%(text)s”", place=Place(one.place), text=one.text[:60])
        for one in lines[:_SAMPLES]
    ]
    more = [f"(+{len(lines) - _SAMPLES})"] if len(lines) > _SAMPLES else []
    return (*first, *more)
