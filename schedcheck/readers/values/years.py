"""Which date the heading of a day means when its year, or its date, is not printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import PurePath

from schedcheck.messages import Message, msg
from schedcheck.readers.listingdates import dates_in, month_in, span_in
from schedcheck.readers.values.cells import Cell, parse_day
from schedcheck.readers.values.day_headings import DayHeading, day_heading, make_day
from schedcheck.schedule.week import Week

#: A heading may stand this far outside of the days that the title tells.
_NEAR = timedelta(days=31)
_LONGEST = timedelta(days=62)

NO_YEAR = msg(
    "the heading of a day without a year, and nothing tells the year; print it, "
    "or tell the week with --week"
)
NO_DATE = msg(
    "a weekday without a date, and nothing tells of which week; print the date, "
    "or tell the week with --week"
)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days that a text, the caller or a file's name tells of; ``single`` when only one is named."""

    first: date
    last: date
    told_by: Message
    single: bool = False


@dataclass(slots=True)
class Years:
    """What is known beside the headings of a source's days.

    ``spans`` come in the order in which they count; ``modified`` is the day the file was last
    changed. ``used`` collects, for the notes, where years and dates came from.
    """

    spans: list[DateRange] = field(default_factory=list)
    modified: date | None = None
    used: dict[str, Message] = field(default_factory=dict)
    #: the first weekday that was asked for, by the day that is to be its date
    _begins: dict[date, int] = field(default_factory=dict)

    def date_of(self, heading: DayHeading) -> date | Message:
        """The date that a heading means, or why none can be told.

        A weekday that is not the date's own makes the heading unreadable: one of the two is wrong.
        """
        day = heading.whole
        if day is not None:
            return day if heading.weekday in {None, day.isoweekday()} else _contradiction(day)
        if heading.year is not None:
            return msg("no such date is in the calendar; correct it")
        for span in self.spans:
            found = self._within(heading, span)
            if len(found) == 1:
                return self._checked(heading, found[0], span.told_by)
        if heading.day is None or heading.month is None:
            return NO_DATE
        return self._by_weekday(heading, heading.month, heading.day)

    def _within(self, heading: DayHeading, span: DateRange) -> list[date]:
        """The days of a span that a heading may mean."""
        if heading.day is not None and heading.month is not None:
            months_days = (
                make_day(year, heading.month, heading.day)
                for year in range(span.first.year - 1, span.last.year + 2)
            )
            near = [day for day in months_days if day and _apart(day, span) <= _NEAR]
            return [min(near, key=lambda day: _apart(day, span))] if near else []
        last = span.last
        if span.single:
            # one day names a week only when it is its first
            begins = self._begins.setdefault(span.first, heading.weekday or 0)
            if begins != span.first.isoweekday():
                return []
            last = span.first + timedelta(days=6)
        if last - span.first > _LONGEST:
            return []
        days = (span.first + timedelta(days=n) for n in range((last - span.first).days + 1))
        found = [day for day in days if heading.fits(day)]
        return [day for day in found if heading.weekday in {None, day.isoweekday()}] or found[:1]

    def _by_weekday(self, heading: DayHeading, month: int, day: int) -> date | Message:
        """The one year near the file's own date in which the weekday is right."""
        if heading.weekday is None or self.modified is None:
            return NO_YEAR
        around = (make_day(self.modified.year + n, month, day) for n in (-1, 0, 1))
        fitting = [one for one in around if one and one.isoweekday() == heading.weekday]
        if len(fitting) != 1:
            return msg(
                "the weekday is not that of this date in any year near %(year)d; correct one of "
                "them, or print the year",
                year=self.modified.year,
            )
        words = msg(
            "the year is not printed; %(year)d was taken, in which the weekday is right and which "
            "is nearest to the date of the file (%(date)s)",
            year=fitting[0].year,
            date=self.modified,
        )
        return self._checked(heading, fitting[0], words)

    def _checked(self, heading: DayHeading, day: date, words: Message) -> date | Message:
        if heading.weekday not in {None, day.isoweekday()}:
            return _contradiction(day)
        self.used.setdefault(words.text, words)
        return day


def _contradiction(day: date) -> Message:
    return msg("the weekday is not that of %(date)s; correct one of the two", date=day)


def _apart(day: date, span: DateRange) -> timedelta:
    return max(span.first - day, day - span.last, timedelta(0))


def day_in(cell: Cell, years: Years, *, month_first: bool = False) -> date | Message | None:
    """The date that a cell prints or means; why none can be told; None for no heading of a day."""
    day = parse_day(cell, month_first=month_first)
    if day is not None or not isinstance(cell, str):
        return day
    heading = day_heading(cell, month_first=month_first)
    return None if heading is None else years.date_of(heading)


def known_years(
    texts: Iterable[str], name: str, week: Week | None, file: str, modified: date | None
) -> Years:
    """What the ``texts`` above a table tell of its days, then the sheet's ``name``, the week that
    the caller told, the ``file``'s name, and the day it was last changed.
    """
    by_title = msg("days without a year or a date are placed by the title: %(text)s")
    by_name = msg("days without a year or a date are placed by the name of the sheet: %(text)s")
    by_file = msg("days without a year or a date are placed by the name of the file: %(text)s")
    stem = re.split(r"[/\\]", file)[-1]
    named = PurePath(stem).stem if "." in stem else stem
    sources = [*((text, by_title) for text in texts), (name, by_name)]
    spans = _spans(sources)
    if week is not None:
        words = msg(
            "days without a year or a date are placed by the week told: %(text)s", text=week
        )
        spans.append(DateRange(week.first, week.last, words, single=week.first == week.last))
    return Years([*spans, *_spans([(named, by_file)])], modified)


def _spans(sources: list[tuple[str, Message]]) -> list[DateRange]:
    """The days that texts name; a year printed in one of them counts for all."""
    years = {days.last.year for text, _words in sources if (days := _days_in(text, None))}
    year = years.pop() if len(years) == 1 else None
    spans = []
    for text, words in sources:
        days = _days_in(text, year)
        if days is not None:
            told = msg(words.text, text=" ".join(text.split()))
            spans.append(DateRange(days.first, days.last, told, single=days.first == days.last))
    return spans


def _days_in(text: str, year: int | None) -> Week | None:
    """The days from the first to the last that a text names; ``year`` where it prints none."""
    span = span_in(text, year)
    if span is not None:
        return span
    days = list(dates_in(text, year))
    if not days:
        return month_in(text)
    week = Week(min(days), max(days))
    return week if week.last - week.first <= _LONGEST else None
