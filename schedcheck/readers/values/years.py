"""Which date the heading of a day means when its year, or its date, is not printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import PurePath
from typing import NamedTuple

from msgspec import Struct, field

from schedcheck.messages import Message, msg
from schedcheck.readers.values.cells import Cell, parse_day
from schedcheck.readers.values.day_headings import (
    LONGEST_SPAN,
    DayHeading,
    dates_in,
    day_heading,
    make_day,
    names_month,
    span_in,
    two_dates,
)
from schedcheck.readers.values.words import fold, months, words_to_number
from schedcheck.schedule.week import Week

#: A heading may be this far outside of the days that the title says.
_NEAR = timedelta(days=31)
#: Years before and after that of the file's own date in which a weekday is looked for.
_YEARS = range(-5, 2)
#: Dates are read in the order in which they are nearer by so many times.
_NEARER = 2

NO_YEAR = msg(
    "the heading of a day without a year, and nothing says the year; print it, "
    "or give the week with --week"
)
NO_DATE = msg(
    "a weekday without a date, and nothing says of which week; print the date, "
    "or give the week with --week"
)
NO_SUCH_DAY = msg("no such date is in the calendar; correct it")


class DateRange(NamedTuple):
    """Days that a text, the caller or a file's name tells of; ``single`` when only one is named."""

    first: date
    last: date
    named_by: Message
    single: bool = False


class Years(Struct):
    """What is known beside the headings of a source's days.

    ``spans`` come in the order in which they count; ``modified`` is the day the file was last
    changed. ``others`` are further headings of the source, beside those that are asked for.
    ``used`` collects, for the notes, where years and dates came from.
    """

    spans: list[DateRange] = field(default_factory=list)
    modified: date | None = None
    others: Sequence[DayHeading] = ()
    used: dict[str, Message] = field(default_factory=dict)
    #: the first weekday that was asked for, by the day that is to be its date
    _begins: dict[date, int] = field(default_factory=dict)

    def date_of(self, heading: DayHeading) -> date | Message:
        """The date that a heading means, or why none can be known."""
        return self.dates_of([heading])[0]

    def dates_of(self, headings: Sequence[DayHeading]) -> list[date | Message]:
        """The date that each heading of one schedule means, or why none can be known.

        In this order the year is looked for: in the heading itself; in spans of days and the week
        of the run; in the headings that print one; in a single date; in the weekdays. A weekday
        that is not the date's own makes a heading unreadable: one of the two is wrong.
        """
        found = self._by_order([*headings, *self.others])
        unsettled = [one for one in dict.fromkeys(headings) if one.year is None and one.possible]
        spans = [span for span in self.spans if not span.single]
        self._place(unsettled, spans, found)
        self._by_headings(unsettled, [one.whole for one in headings if one.whole], found)
        self._place(unsettled, [span for span in self.spans if span.single], found)
        wrong = self._by_weekday([one for one in unsettled if one not in found], found)
        return [self._checked(heading, found, wrong) for heading in headings]

    def _by_order(self, headings: Sequence[DayHeading]) -> dict[DayHeading, date]:
        """The date of each heading such as 26-04-16, where it is known which number is its year.

        All are written alike: so that their weekdays are right, and nearer to each other and to the
        dates around them.
        """
        written = list(dict.fromkeys(one for one in headings if one.year_first))
        others = [one.whole for one in headings if not one.year_first]
        around = [*others, *(day for one in self.spans for day in (one.first, one.last))]
        orders = [{one: one.whole for one in written}, {one: one.year_first for one in written}]
        right = [
            {one: day for one, day in dates.items() if day and one.weekday in _weekdays(day)}
            for dates in orders
        ]
        right = sorted(
            (dates for dates in right if len(dates) == len(written)),
            key=lambda dates: _extent([*dates.values(), *around]),
        )
        if len(right) > 1:
            near, far = (_extent([*dates.values(), *around]) for dates in right)
            return right[0] if near * _NEARER < far else {}
        return right[0] if right else {}

    def _place(
        self,
        headings: Sequence[DayHeading],
        spans: Sequence[DateRange],
        found: dict[DayHeading, date],
    ) -> None:
        """Enter the headings that mean just one day of a span, or one near it."""
        for heading in headings:
            for span in spans:
                days = self._within(heading, span) if heading not in found else []
                if len(days) == 1:
                    found[heading] = days[0]
                    self.used.setdefault(span.named_by.text, span.named_by)

    def _within(self, heading: DayHeading, span: DateRange) -> list[date]:
        """The days of a span that a heading may mean."""
        if heading.day is not None and heading.month is not None:
            return _near(heading, span.first, span.last)
        last = span.last
        if span.single:
            # one day names a week only when it is its first
            begins = self._begins.setdefault(span.first, heading.weekday or 0)
            if begins != span.first.isoweekday():
                return []
            last = span.first + timedelta(days=6)
        if last - span.first > LONGEST_SPAN:
            return []
        days = (span.first + timedelta(days=n) for n in range((last - span.first).days + 1))
        found = [day for day in days if heading.fits(day)]
        return [day for day in found if heading.weekday in {None, day.isoweekday()}] or found[:1]

    def _by_headings(
        self,
        headings: Sequence[DayHeading],
        printed: Sequence[date],
        found: dict[DayHeading, date],
    ) -> None:
        """Enter the headings that are of the week that begins with a date printed in another."""
        left = [heading for heading in headings if heading not in found]
        for day in printed:
            days = _in_week(left, day)
            if days and _agree(days) * 2 >= len(days):
                found.update(days)
                words = msg(
                    "days without a year are those nearest to %(date)s, which another heading "
                    "prints",
                    date=day,
                )
                self.used.setdefault(words.text, words)
                return

    def _by_weekday(
        self, headings: Sequence[DayHeading], found: dict[DayHeading, date]
    ) -> Message | None:
        """Enter the dates of the one year near the file's own in which the weekdays are right.

        A year that is not next to it counts only where several headings agree in it. Returns why
        there is none when the weekdays contradict every year.
        """
        named = [one for one in headings if one.weekday is not None and one.month is not None]
        if self.modified is None or not named:
            return None
        fits = _fitting(headings, named[0], [self.modified.year + by for by in _YEARS])
        year, dates = next(iter(fits.items()), (0, {}))
        if len(fits) == 1 and (abs(year - self.modified.year) <= 1 or _agree(dates) > 1):
            found.update(dates)
            words = msg(
                "the year is not printed; %(year)d is the only one near the date of the file "
                "(%(modified)s) in which the weekdays are right",
                year=year,
                modified=self.modified,
            )
            self.used.setdefault(words.text, words)
            return None
        if len(fits) > 1:
            return NO_YEAR
        return msg(
            "the weekday is not that of this date in any year near %(year)d; correct one of "
            "them, or print the year",
            year=self.modified.year,
        )

    @staticmethod
    def _checked(
        heading: DayHeading, found: dict[DayHeading, date], wrong: Message | None
    ) -> date | Message:
        """The date found for a heading, when its weekday agrees; else why there is none."""
        day = found.get(heading)
        if day is None and heading.year_first is not None:
            return year_first(heading)
        day = day or heading.whole
        if day is None:
            if heading.year is not None or not heading.possible:
                return NO_SUCH_DAY
            if heading.day is None or heading.month is None:
                return NO_DATE
            return wrong if wrong is not None and heading.weekday is not None else NO_YEAR
        if heading.weekday not in {None, day.isoweekday()}:
            return msg("the weekday is not that of %(date)s; correct one of the two", date=day)
        return day


def year_first(heading: DayHeading) -> Message:
    """Why a date such as 26-04-16 is not known."""
    return msg(
        "it may be %(day_first)s, or %(year_first)s with the year first, and no other date says "
        "which; write the year in full",
        day_first=heading.whole,
        year_first=heading.year_first,
    )


def _extent(days: Iterable[date | None]) -> timedelta:
    """How far the first and the last of some days are apart."""
    known = [day for day in days if day is not None]
    return max(known) - min(known) if known else timedelta(0)


def _weekdays(day: date) -> tuple[int | None, int]:
    """What the heading of a day may print as its weekday."""
    return None, day.isoweekday()


def _near(heading: DayHeading, first: date, last: date) -> list[date]:
    """The day nearest to a span that a heading with its month means, if one is near at all."""
    days = (heading.date_in(year) for year in range(first.year - 1, last.year + 2))
    near = [day for day in days if day and _apart(day, first, last) <= _NEAR]
    return [min(near, key=lambda day: _apart(day, first, last))] if near else []


def _apart(day: date, first: date, last: date) -> timedelta:
    return max(first - day, day - last, timedelta(0))


def _in_week(headings: Iterable[DayHeading], first: date) -> dict[DayHeading, date]:
    """The date of each heading that means one of the seven days from ``first``, or one near."""
    week = [first + timedelta(days=ahead) for ahead in range(7)]
    found = {}
    for heading in headings:
        days = [day for day in week if heading.fits(day)]
        if heading.month is not None:
            days = _near(heading, week[0], week[-1])
        else:
            days = [day for day in days if heading.weekday in {None, day.isoweekday()}]
        if len(days) == 1:
            found[heading] = days[0]
    return found


def _agree(found: dict[DayHeading, date]) -> int:
    """How many headings have the weekday of their date, or print none."""
    return sum(heading.weekday in {None, day.isoweekday()} for heading, day in found.items())


def day_in(cell: Cell, years: Years, *, month_first: bool = False) -> date | Message | None:
    """The date that a cell prints or means; why none can be known; None for no heading of a day."""
    day = parse_day(cell, month_first=month_first)
    if not isinstance(cell, str):
        return day
    heading = day_heading(cell, month_first=month_first)
    if heading is None or (day is not None and heading.year_first is None):
        return day
    return years.date_of(heading)


def heading_in(cell: Cell, *, month_first: bool = False) -> DayHeading | None:
    """The heading of a day that a cell is, typed as a date or written; None for anything else."""
    if isinstance(cell, str):
        return day_heading(cell, month_first=month_first)
    day = parse_day(cell, month_first=month_first)
    return DayHeading(day.year, day.month, day.day) if day else None


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
            "days without a year or a date are placed by the week given: %(text)s", text=week
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
    if not any(map(str.isdigit, text)):
        return None  # most headings
    span = span_in(text, year)
    if span is not None:
        return span
    days = list(dates_in(text, year))
    if len(set(days)) == 1 and two_dates(text) is not None:
        return None  # nothing says which of the two it is
    if not days:
        return _month_in(text)
    week = Week(min(days), max(days))
    return week if week.last - week.first <= LONGEST_SPAN else None


@cache
def _month_and_year() -> re.Pattern[str]:
    return re.compile(rf"({months()})\.?[\s,./-]*+(\d{{4}})(?!\d)")


def _month_in(text: str) -> Week | None:
    """The month, with its year, that a text names: «February 2010»."""
    folded = fold(" ".join(text.split()))
    match = _month_and_year().search(folded) if names_month(folded) else None
    first = make_day(int(match[2]), words_to_number("months")[match[1]], 1) if match else None
    if first is None:
        return None
    return Week(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _fitting(
    headings: Sequence[DayHeading], first: DayHeading, years: Iterable[int]
) -> dict[int, dict[DayHeading, date]]:
    """The dates of ``headings`` in each of ``years`` in which most of their weekdays are right.

    ``first``: the heading whose date is taken in the year; the others follow it, so that a
    schedule over New Year goes on in the next year.
    """
    fits = {}
    for year in years:
        day = first.date_in(year)
        dates = _in_week(headings, day) if day else {}
        checked = {one: day for one, day in dates.items() if one.weekday is not None}
        if checked and _agree(checked) * 2 > len(checked):
            fits[year] = dates
    return fits
