"""What each line of a listing is: the heading of a day, a programme, or text beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schedcheck.readers.listingdates import DayName, day_name, span_in
from schedcheck.readers.values.leading_times import Lead, is_hyphened, lead, looks_like_lead
from schedcheck.readers.values.listing_words import tidy

#: A date, and what may stand between it and a clock reading.
_DATED = re.compile(r"(\d[^\t|]{3,40}?|[^\W\d_][^\t|:]{4,40}?)[\s|,]+(?=\d{1,2}[:.]\d\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document: ``place`` as people find it, ``line 12``; a tab parts cells.

    ``marks``: what stands in rating fields of its own, as in the schedule frame; ``more``: other
    text that belongs to it.
    """

    place: str
    text: str
    marks: str = ""
    more: str = ""


@dataclass(slots=True)
class Entry:
    """A line understood: ``name`` for the heading of a day, ``lead`` for a programme, else text.

    ``spaced``: a blank line stands before it. ``doubtful``: it may be a programme and is not read
    as one. ``dated``: the date that stands before a programme in its line.
    """

    line: Line
    text: str
    name: DayName | None = None
    lead: Lead | None = None
    spaced: bool = False
    doubtful: bool = False
    dated: bool = False

    @property
    def start(self) -> int:
        """The first clock reading of a programme, in seconds."""
        return self.lead.showings[0].start if self.lead else 0


def entries_of(lines: Sequence[Line]) -> list[Entry]:
    """The lines that are not blank, each with what it is."""
    entries: list[Entry] = []
    spaced = False
    for line in lines:
        text = tidy(line.text)
        date, rest = parted_date(text)
        if date:
            entries.append(Entry(line, date, spaced=spaced, dated=True))
        if rest:
            entries.append(Entry(line, rest, spaced=spaced and not date))
        spaced = not text
    hyphens = _writes_hyphens(entries)
    names = [None if len(e.text) > 200 else day_name(e.text) for e in entries]
    dated = any(n is not None and n.exact and not n.bare and n.day is not None for n in names)
    for at, (entry, name) in enumerate(zip(entries, names, strict=True)):
        if name is not None and name.exact and _is_heading(entries, names, at, dated=dated):
            entry.name = name
            continue
        entry.lead = lead(entry.text)
        if entry.lead is None and is_hyphened(entry.text):
            entry.lead = lead(entry.text, hyphens=True) if hyphens else None
            entry.doubtful = not hyphens
        if entry.lead is None and looks_like_lead(entry.text):
            entry.doubtful = True
    _find_loose(entries, names)
    return _joined(entries)


def parted_date(text: str) -> tuple[str, str]:
    """The date before the clock reading of a line, «04.03.2024 06:00 News», and the rest of it."""
    match = _DATED.match(text)
    found = lead(text[match.end() :]) if match else None
    if match is None or found is None or _DATED.match(found.text):  # from a moment to a moment
        return "", text
    name = day_name(match[1])
    sure = name is not None and name.exact and not name.bare and name.day is not None
    return (match[1], text[match.end() :]) if sure else ("", text)


def _writes_hyphens(entries: Sequence[Entry]) -> bool:
    """Whether 6-30 is how this listing writes half past six."""
    hyphened = sum(is_hyphened(entry.text) for entry in entries)
    return hyphened > sum(lead(entry.text) is not None for entry in entries)


def _is_heading(
    entries: Sequence[Entry], names: Sequence[DayName | None], at: int, *, dated: bool
) -> bool:
    """Whether a line that names a day and nothing else is the heading of one.

    A weekday alone, or 12.12, may be the title or the clock reading of a programme: it counts
    where no other headings are dates in full, or beside a date.
    """
    name = names[at]
    if name is None:
        return False
    if name.bare:
        following = entries[at + 1].text if at + 1 < len(entries) else ""
        return not dated and (name.weekday is not None or lead(following) is not None)
    if name.day is not None or not dated:
        return True
    around = [*names[max(at - 1, 0) : at], *names[at + 1 : at + 2]]
    return any(one is not None and name.joined(one) is not None for one in around)


def _find_loose(entries: Sequence[Entry], names: Sequence[DayName | None]) -> None:
    """Headings with other words in them: before the first programme, or where the clock goes back.

    A description may talk of a day as well; then the clock goes on.
    """
    before: int | None = None
    for at, (entry, name) in enumerate(zip(entries, names, strict=True)):
        if entry.lead is not None:
            before = entry.lead.showings[0].start
            continue
        if entry.name is not None:
            before = None
            continue
        following = entries[at + 1] if at + 1 < len(entries) else None
        if (
            name is not None
            and name.day is not None
            and not entry.doubtful
            and following is not None
            and following.lead is not None
            and (before is None or following.start < before)
            and span_in(entry.text) is None
        ):
            entry.name = name
            before = None


def _joined(entries: list[Entry]) -> list[Entry]:
    """Two lines that name one day, as one entry."""
    joined: list[Entry] = []
    for entry in entries:
        last = joined[-1] if joined else None
        if last is not None and last.name is not None and entry.name is not None:
            both = last.name.joined(entry.name)
            if both is not None:
                last.name, last.text = both, f"{last.text}, {entry.text}"
                continue
        joined.append(entry)
    return joined


_CLOCK_OR_MARK = re.compile(r"\d{1,2}[:.]\d{2}(?!\d)|\d\s?\+")


def may_say_more(text: str) -> bool:
    """Whether a clock reading or an age mark may stand in a line that belongs to no programme."""
    return _CLOCK_OR_MARK.search(text) is not None


def is_double_spaced(entries: Sequence[Entry]) -> bool:
    """Whether programmes are parted by blank lines, so that these say nothing."""
    leads = [entry.spaced for entry in entries[1:] if entry.lead is not None]
    return sum(leads) * 2 > len(leads)
