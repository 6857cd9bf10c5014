"""What each line of a listing is: the heading of a day, a programme, or text beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from schedcheck.readers.values.age_names import has_mark
from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.clock_heads import clock_head
from schedcheck.readers.values.clock_times import Spelling, clock_at
from schedcheck.readers.values.day_headings import (
    DayHeading,
    dates_in,
    day_heading,
    read_heading,
    span_in,
)
from schedcheck.readers.values.leading_times import (
    Lead,
    lead,
    looks_like_lead,
    may_say_more,
    spellings_of,
)
from schedcheck.readers.values.moments import next_after
from schedcheck.readers.values.words import DASHES, fold, months, one_of, pattern, tidy, words

#: What may stand between a date and a clock reading behind it.
_PART = re.compile(r"(?<![\t |,])(?>(?:[\t |,]|(?<=[\t |,])[–—-](?=[\t |,]))+)(?=\d)")
#: A leap year, for dates that print none.
_ANY_YEAR = 2000
_NUMERIC = re.compile(r"\d[./-]\d{1,2}[./-]\d{4}")
#: An age mark that is all of a line.
_MARK_ALONE = re.compile(r"[\s(\[]*+\d{1,2}\s?\+[\s)\]]*+")
#: From a date to a date, with the year: no hours.
_DATES = re.compile(
    rf"\d{{1,2}}\.\d{{1,2}}\.?\s*+[{DASHES}](?:[\s.]*+\d++){{2,3}}(?<=\d{{4}})\W*+(?:г|ж)?\W*+\Z"
)
#: No date before a clock reading is longer.
_LONGEST_DATE = 60


class Line(Struct, frozen=True):
    """A line of a document: ``place`` as people find it, ``line 12``; a tab parts cells.

    ``marks``: what stands in rating fields of its own, as in the schedule frame; ``more``: other
    text that belongs to it; ``timed``: it begins with a cell of a column of starts.
    """

    place: str
    text: str
    marks: str = ""
    more: str = ""
    timed: bool = False


class Entry(Struct):
    """A line understood: ``name`` for the heading of a day, ``lead`` for a programme, else text.

    ``spaced``: a blank line stands before it. ``doubtful``: it may be a programme and is not read
    as one. ``dated``: the date that stands before a programme in its line. ``at``: the number of
    its line from 0, or of both.
    """

    line: Line
    text: str
    name: DayHeading | None = None
    lead: Lead | None = None
    spaced: bool = False
    doubtful: bool = False
    dated: bool = False
    at: tuple[int, ...] = ()

    @property
    def start(self) -> int:
        """The first clock reading of a programme, in seconds."""
        return self.lead.showings[0].start if self.lead else 0


def entries_of(lines: Sequence[Line]) -> list[Entry]:
    """The lines that are not blank, each with what it is."""
    entries = list(_parted(lines))
    allow = spellings_of(entry.text for entry in entries)
    names = [read_heading(entry.text) for entry in entries]
    dated = any(n is not None and n.exact and not n.bare and n.day is not None for n in names)
    for at, (entry, name) in enumerate(zip(entries, names, strict=True)):
        heading = entry.dated or _is_heading(entries, names, at, dated=dated)
        if name is not None and name.exact and heading:
            entry.name = name
            continue
        if _DATES.match(entry.text) and _is_span(entry.text):
            continue
        entry.lead = lead(entry.text, allow)
        timed = entry.line.timed or (looks_like_lead(entry.text) and not _is_span(entry.text))
        entry.doubtful = entry.lead is None and timed
    _find_slips(entries)
    _find_loose(entries, names)
    return _joined(entries)


def _parted(lines: Sequence[Line]) -> Iterator[Entry]:
    """An entry for each line that is not blank; two where a date stands before the clock."""
    spaced = False
    for at, line in enumerate(lines):
        text = tidy(line.text)
        date, rest = parted_date(text)
        if date:
            yield Entry(line, date, spaced=spaced, dated=True, at=(at,))
        if rest:
            yield Entry(line, rest, spaced=spaced and not date, at=(at,))
        spaced = not text


def parted_date(text: str) -> tuple[str, str]:
    """The date before the clock reading of a line, «04.03.2024 06:00 News», and the rest of it."""
    for part in _PART.finditer(text[:_LONGEST_DATE]):
        if clock_at(text, part.end()) is None:
            continue
        if day_heading(text) is not None:
            break  # a date with its midnight
        day, rest = text[: part.start()], text[part.end() :]
        name = read_heading(day)
        # 15.07 20:20: the two signs tell the date from the clock
        sure = name is not None and (name.sure or (":" in rest[:3] and ":" not in day))
        if name is not None and name.exact and sure and name.day is not None:
            found = lead(rest)
            # from a moment to a moment is no programme
            return ("", text) if found and parted_date(found.text)[0] else (day, rest)
    return "", text


def _fits(found: Lead, before: int, after: int | None) -> bool:
    """Whether a reading lies between the starts before and after it, in the order of the day."""
    end = before + DAY if after is None else next_after(before, after)
    return before < next_after(before, found.showings[0].start) < end


def _find_slips(entries: Sequence[Entry]) -> None:
    """Lines that begin with «21 ч», «21,30» and the like: programmes where the order of the day
    allows one reading of them.

    Elsewhere it may be a length, a year or the part of a series, and stays in doubt.
    """
    following: list[int | None] = []
    latest = None
    for entry in reversed(entries):
        following.append(latest)
        if entry.lead or entry.name:
            latest = entry.start if entry.lead else None
    before: Entry | None = None
    for entry, after in zip(entries, reversed(following), strict=True):
        if entry.doubtful and before is not None and not (before.lead and not before.lead.text):
            found = lead(entry.text, Spelling.LOOSE)
            if found is not None and _is_between(before.start, found, after):
                entry.lead, entry.doubtful = found, False
        if entry.lead or entry.name:
            before = entry


def _is_between(earliest: int, found: Lead, after: int | None) -> bool:
    """Whether a programme may begin as ``found`` says, after the one above and before the next."""
    if not found.text or found.spelling is Spelling.DIGITS:
        return False  # 2012 may be a year
    if after is None and found.spelling is not Spelling.HOUR:
        return False
    return _fits(found, earliest, after)


def _is_heading(
    entries: Sequence[Entry], names: Sequence[DayHeading | None], at: int, *, dated: bool
) -> bool:
    """Whether a line that names a day and nothing else is the heading of one.

    A weekday alone, or 12.12, may be the title or the clock reading of a programme: it counts
    where no other headings are dates in full, or beside a date.
    """
    name = names[at]
    if name is None:
        return False
    if name.bare and name.weekday is None and "-" in entries[at].text:
        return False  # 10-12 may be a count as well
    if name.bare:
        following = entries[at + 1].text if at + 1 < len(entries) else ""
        return not dated and (name.weekday is not None or lead(following) is not None)
    if name.day is not None or not dated:
        return True
    around = [*names[max(at - 1, 0) : at], *names[at + 1 : at + 2]]
    return any(one is not None and name.joined(one) is not None for one in around)


def _find_loose(entries: Sequence[Entry], names: Sequence[DayHeading | None]) -> None:
    """Headings with other words in them: before the first programme, where the clock goes back, or
    with the word for a schedule.

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
            and (before is None or following.start < before or _is_schedule_of(entry.text))
            and not names_days(entry.text)
            and not is_issued(entry.text)
        ):
            entry.name = name
            before = None


def _is_schedule_of(text: str) -> bool:
    """Whether a text begins as the heading of a schedule: «Программа на»."""
    return pattern("programme_of").match(fold(text).lstrip()) is not None


def _is_span(text: str) -> bool:
    """Whether a text is a span of days, «9-15 ноября», and no programme at 9:15."""
    return span_in(text, _ANY_YEAR) is not None and not has_mark(text)


def is_issued(text: str) -> bool:
    """Whether a text says when a document was made, approved or changed."""
    return _issued().search(fold(text)) is not None


@cache
def _issued() -> re.Pattern[str]:
    """«Утверждено 20 ноября», «версия 2 от 20.11.2026»: few words before a number or a month."""
    return re.compile(
        rf"{one_of(words('issued'))}[^\w\n]*+(?:[^\W\d_]++[^\w\n]++){{0,2}}?(?:\d|{months()})"
    )


def names_days(text: str) -> bool:
    """Whether a text prints a span of days, or several with little or nothing between them."""
    return (
        span_in(text, _ANY_YEAR) is not None
        or len(set(dates_in(text, _ANY_YEAR))) > 1
        or len(_NUMERIC.findall(text)) > 1
        or _several_days().search(fold(text)) is not None
        or pattern("night").search(fold(text)) is not None
    )


@cache
def _several_days() -> re.Pattern[str]:
    """«5, 6 и 7 октября», «6/8 қазан», «6/7.10.»."""
    sign, month = (
        rf"(?:[,;&+/]|\s{one_of(words('and'))}\s)",
        rf"(?:\s{{1,3}}{months()}|\.\d{{1,2}}\.)",
    )
    return re.compile(rf"(?<!\d)\d{{1,2}}\s?{sign}\s?\d{{1,2}}{month}")


def _joined(entries: list[Entry]) -> list[Entry]:
    """Two lines that name one day, as one entry."""
    joined: list[Entry] = []
    for entry in entries:
        last = joined[-1] if joined else None
        if last is not None and last.name is not None and entry.name is not None:
            both = last.name.joined(entry.name)
            if both is not None:
                last.name, last.text = both, f"{last.text}, {entry.text}"
                last.at += entry.at
                continue
        joined.append(entry)
    return joined


def put_titles_above(entries: Sequence[Entry]) -> None:
    """Give clock readings that stand alone the titles above them, where a whole day is so written.

    Each text of the day then stands above a reading, the first is a programme by its age mark or
    by the blank lines between the pairs, and nothing stands under the last reading.
    """
    for begin, end in _days(entries):
        titles, clocks = entries[begin:end:2], entries[begin + 1 : end : 2]
        if len(titles) != len(clocks) or len(clocks) < 2:
            continue
        alone = all(one.lead is not None and not one.lead.text for one in clocks)
        parted = all(one.spaced for one in titles[1:]) and not any(one.spaced for one in clocks)
        if not alone or any(one.lead or one.doubtful for one in titles):
            continue
        if parted or may_say_more(titles[0].text):
            for title, clock in zip(titles, clocks, strict=True):
                if clock.lead is not None:
                    clock.lead = replace(clock.lead, text=" | ".join(title.text.split("\t")))
                title.text = ""
                clock.at += title.at


def put_marks_above(entries: Sequence[Entry]) -> None:
    """Give programmes the age marks that stand in lines above them, where a day is so written.

    A day whose first line is a mark alone has them above; where the lines of such a day do not
    follow each other in pairs, nobody knows whose each mark is.
    """
    for begin, end in _days(entries):
        day = entries[begin:end]
        if len(day) < 2 or not _is_mark(day[0]) or day[1].lead is None:
            continue
        marks, leads = day[::2], day[1::2]
        if len(marks) == len(leads) and all(
            _is_mark(mark) and one.lead is not None and one.lead.text
            for mark, one in zip(marks, leads, strict=True)
        ):
            for mark, one in zip(marks, leads, strict=True):
                one.line = replace(
                    one.line, more=" ".join(filter(None, (one.line.more, mark.text)))
                )
                mark.text = ""
                one.at += mark.at
        else:
            for one in filter(_is_mark, day):
                one.doubtful = True


def _is_mark(entry: Entry) -> bool:
    return entry.lead is None and _MARK_ALONE.fullmatch(entry.text) is not None


def _days(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Where the lines under each heading of a day begin and end."""
    begins = [0, *(at + 1 for at, entry in enumerate(entries) if entry.name is not None)]
    return zip(begins, [*(at - 1 for at in begins[1:]), len(entries)], strict=True)


def take_clock_heads(entries: Sequence[Entry]) -> None:
    """Take the name of a place that nearly all titles begin with as that of their clock."""
    head = clock_head([entry.lead.text for entry in entries if entry.lead and entry.lead.text])
    for entry in entries if head is not None else ():
        title = head.behind(entry.lead.text) if head and entry.lead else None
        if head is not None and entry.lead is not None and title is not None:
            showings = tuple(
                replace(showing, zone=showing.zone or head.zone) for showing in entry.lead.showings
            )
            entry.lead = replace(entry.lead, showings=showings, text=title)


def parted_title(text: str) -> tuple[str, list[str]]:
    """Title and description: where the credits begin, the title ends."""
    credits_at = pattern("credits").search(fold(text))
    if credits_at is None or not text[: credits_at.start()].strip(' .,|("«'):
        return text, []
    return text[: credits_at.start()].rstrip(" |,"), [text[credits_at.start() :]]


def is_double_spaced(entries: Sequence[Entry]) -> bool:
    """Whether programmes are parted by blank lines, so that these say nothing."""
    leads = [entry.spaced for entry in entries[1:] if entry.lead is not None]
    return sum(leads) * 2 > len(leads)
