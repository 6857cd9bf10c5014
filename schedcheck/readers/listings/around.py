"""What surrounds a listing: the days that its heading names, shifted feeds, stray lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from schedcheck.messages import Message, msg
from schedcheck.messages.message import Place
from schedcheck.readers.listings.lines import Entry, Line
from schedcheck.readers.listings.state import State
from schedcheck.readers.row_faults import ABOVE_ALL
from schedcheck.readers.values.day_headings import dates_in, span_in
from schedcheck.readers.values.leading_times import has_adult_mark, has_mark
from schedcheck.readers.values.words import fold, words
from schedcheck.schedule.account import End
from schedcheck.schedule.week import Week

_SAMPLES = 5
_MARK_ABOVE = msg(
    "an adult mark above the listing, which may be that of programmes without a mark; write the "
    "mark beside each of them"
)


def put_above(above: Sequence[Entry], programmes: Sequence[Entry], state: State) -> None:
    """Say as what the lines ``above`` the ``programmes`` of a listing ended.

    An adult mark in one may be that of programmes without a mark, and is a fault where there are
    any.
    """
    bare = any(not has_mark(entry.text) for entry in programmes)
    for entry in above:
        if bare and has_adult_mark(entry.text):
            state.fault(entry, _MARK_ABOVE)
        else:
            state.put(entry, End.STRUCTURE, ABOVE_ALL)


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
    for text in (" ".join(entry.text for entry in above), stem.replace("_", " ")):
        days = set(dates_in(text))
        if len(days) == 1 and span_in(text) is None:
            return days.pop()
    return week.first if week is not None and week.first == week.last else None


def notes_around(above: Sequence[Entry], strays: Sequence[Entry], stem: str) -> list[Message]:
    """Notes on feeds shifted in time that the lines ``above`` a listing or the ``stem`` of its
    file name, on those lines, and on the ``strays`` among the programmes.
    """
    notes: list[Message] = []
    for text in [*(entry.text for entry in above), stem]:
        folded = fold(text)
        for form in words("feeds"):
            match = re.search(form, folded)
            if match:
                notes.append(
                    msg(
                        "“%(words)s” may mean a feed that is shifted in time: its clock may not "
                        "be the one seen here; say which with --source-zone",
                        words=text[match.start() : match.end()].strip(),
                    )
                )
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
