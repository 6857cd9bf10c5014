"""Which date each heading of a listing means, where it prints no year, or only a weekday."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from schedcheck.messages import Message, msg
from schedcheck.readers.listingdates import DayName, made
from schedcheck.schedule.week import Week

#: Years before and after that of the file's own date in which a weekday is looked for.
_YEARS = range(-5, 2)

NO_YEAR = msg("prints no year, and nothing tells which is meant; give --week, such as 2026-W48")
NO_DATE = msg(
    "names a weekday but no date, and nothing tells which week is meant; give --week, such as "
    "2026-W48"
)
NO_SUCH_DAY = msg("there is no such day in the calendar; correct the date")


@dataclass(frozen=True, slots=True)
class YearEvidence:
    """What may tell the year: ``spans`` that the document or its name give, the ``week`` of the
    run, ``dates`` that stand above the listing, the day the file was last ``modified``.
    """

    spans: Sequence[Week] = ()
    week: Week | None = None
    dates: Sequence[date] = ()
    modified: date | None = None


@dataclass(slots=True)
class Days:
    """For each heading its date, or why there is none; ``notes`` say where years came from."""

    dates: list[date | None] = field(default_factory=list)
    reasons: list[Message | None] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def days_of(names: Sequence[DayName], evidence: YearEvidence) -> Days:
    """The date of each heading. A weekday that is not the date's own leaves it without one."""
    days = Days()
    printed = [name for name in names if name.year is not None]
    open_names = [name for name in names if name.year is None]
    found: dict[DayName, date] = {}
    if open_names:
        found = _settled(open_names, printed, evidence, days.notes)
    for name in names:
        day = name.date_in(name.year) if name.year is not None else found.get(name)
        reason = None
        if day is None:
            possible = name.month is None or made(2024, name.month, name.day or 0)
            missing = NO_YEAR if name.month is not None else NO_DATE
            reason = NO_SUCH_DAY if name.year is not None or not possible else missing
        elif name.weekday is not None and day.isoweekday() != name.weekday:
            reason = msg(
                "the weekday is not that of %(date)s: one of the two is wrong, and so the "
                "programmes under it have no day; correct it, or give --week if the year is wrong",
                date=day,
            )
            day = None
        days.dates.append(day)
        days.reasons.append(reason)
    return days


def _settled(
    names: Sequence[DayName],
    printed: Sequence[DayName],
    evidence: YearEvidence,
    notes: list[Message],
) -> dict[DayName, date]:
    """The dates of headings without a year, by the first evidence that there is."""
    for span in evidence.spans:
        notes.append(_from_span(span, msg("the days that the document or its name tells")))
        return _in_span(names, span)
    if evidence.week is not None:
        notes.append(_from_span(evidence.week, msg("--week")))
        return _in_span(names, evidence.week)
    own = [day for name in printed if (day := name.date_in(name.year or 0)) is not None]
    for day in [*own, *evidence.dates]:
        found = _in_span(names, Week(day, day + timedelta(days=6)))
        if _agree(found) * 2 >= len(found) > 0:
            notes.append(
                msg(
                    "days without a year are those nearest to %(date)s, which the document or "
                    "its name tells",
                    date=day,
                )
            )
            return found
    return _by_weekday(names, evidence.modified, notes)


def _from_span(span: Week, where: Message) -> Message:
    return msg(
        "days without a year are of %(first)s to %(last)s: %(where)s",
        first=span.first,
        last=span.last,
        where=where,
    )


def _in_span(names: Iterable[DayName], span: Week) -> dict[DayName, date]:
    """Each heading's date in a span of days, or the nearest to it where it has a month."""
    length = (span.last - span.first).days
    days = [span.first + timedelta(days=at) for at in range(length + 1)]
    found = {}
    for name in names:
        if name.month is not None:
            near = [name.date_in(year) for year in range(span.first.year - 1, span.last.year + 2)]
            dates = [day for day in near if day is not None]
            if dates:
                found[name] = min(dates, key=lambda day: _distance(day, span))
            continue
        fits = [
            day
            for day in days
            if name.weekday in {None, day.isoweekday()} and name.day in {None, day.day}
        ]
        if len(fits) == 1:
            found[name] = fits[0]
    return found


def _distance(day: date, span: Week) -> int:
    return max((span.first - day).days, (day - span.last).days, 0)


def _agree(found: dict[DayName, date]) -> int:
    """How many headings have the weekday of their date, or print none."""
    return sum(name.weekday in {None, day.isoweekday()} for name, day in found.items())


def _by_weekday(
    names: Sequence[DayName], modified: date | None, notes: list[Message]
) -> dict[DayName, date]:
    """The one year near the file's own date in which the weekdays are those of the dates."""
    told = [name for name in names if name.weekday is not None and name.month is not None]
    if modified is None or not told:
        return {}
    years = [modified.year + by for by in _YEARS]
    fits = {}
    for year in years:
        # a listing over New Year goes on in the next year
        first = told[0].date_in(year)
        found = _in_span(names, Week(first, first + timedelta(days=6))) if first else {}
        dated = {name: day for name, day in found.items() if name.weekday is not None}
        if dated and _agree(dated) * 2 > len(dated):
            fits[year] = found
    if len(fits) != 1:
        return {}
    ((year, found),) = fits.items()
    notes.append(
        msg(
            "the year is not printed; %(year)d is the only one near the date of the file "
            "(%(modified)s) in which the weekdays are right",
            year=year,
            modified=modified,
        )
    )
    return found
