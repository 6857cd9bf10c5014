"""The weeks of a run, each with what lies in it: there is a record for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from schedcheck.results.document import ChannelRecord, Document
from schedcheck.results.finding import Finding
from schedcheck.results.results import Day
from schedcheck.schedule.coverage import Coverage, Span, edges
from schedcheck.schedule.week import DAY, WEEK_STARTS, Week
from schedcheck.zones import local

_LONGEST = 7
_HOUR = 3600


def week_name(week: Week) -> str:
    """The week of the calendar that a week begins in: ``2026-W48`` (ISO 8601)."""
    year, number, _day = week.first.isocalendar()
    return f"{year}-W{number:02d}"


def in_weeks(
    document: Document, channel: ChannelRecord
) -> Iterator[tuple[Week | None, Document, ChannelRecord]]:
    """Each week of a run, with what of the document and of the channel lies in it, in order.

    A run of seven days or less is one week, whatever day it begins on; of a longer one each week
    begins on Monday, and the first and the last one may be shorter. Where nobody asked for days, a
    channel whose schedule goes on outside those of the run has these weeks too. Findings without a
    time are in each week. The week is None where the run has no days.
    """
    weeks = _weeks(document.span, channel)
    if len(weeks) < 2:
        yield (weeks[0] if weeks else None), document, channel
        return
    if document.span is None or document.span.told_by == "schedules":
        channel = replace(channel, week_starts=WEEK_STARTS)  # no days were asked for
    findings = [one for one in document.findings if one.channel in {channel.id, ""}]
    placed = [(_at(weeks, _day_of(one, channel)), one) for one in findings]
    timed = {at for at, _one in placed}
    parts = _parts(weeks, channel)
    told_by = document.span.told_by if document.span else "schedules"
    for number, (week, part) in enumerate(zip(weeks, parts, strict=True)):
        if part.days or number in timed or _asked(week, document.span):
            inside = tuple(one for at, one in placed if at in {number, None})
            yield week, replace(document, span=Span(week, told_by), findings=inside), part


def _weeks(span: Span | None, channel: ChannelRecord) -> list[Week]:
    seen = {day.date for day in _broadcast_days(channel)}
    days = {span.days.first, span.days.last} if span else set()
    if span is None:
        days = seen
    elif span.told_by == "schedules":
        # the night after the last day is still of that day, and the evening before is its eve
        days |= seen - {span.days.first - DAY, span.days.last + DAY}
    if not days:
        return []
    whole = span.days if span else Week(min(days), max(days))
    weeks = _mondays(replace(whole, first=min(days), last=max(days)))
    return [
        one
        for one in weeks
        if _asked(one, span) or any(one.first <= day <= one.last for day in days)
    ]


def _asked(week: Week, span: Span | None) -> bool:
    """Whether a week is one of those that the run is about."""
    return span is not None and week.first <= span.days.last and week.last >= span.days.first


def _mondays(days: Week) -> list[Week]:
    if days.last - days.first < _LONGEST * DAY:
        return [days]
    weeks = []
    first = days.first
    while first <= days.last:
        last = first + (6 - first.weekday()) * DAY
        weeks.append(replace(days, first=first, last=min(last, days.last)))
        first = last + DAY
    return weeks


def _day_of(finding: Finding, channel: ChannelRecord) -> date | None:
    """The day of the channel's week that a finding begins on: its nights are of the day before."""
    if finding.start is None:
        return None
    return (finding.start - timedelta(seconds=channel.week_starts)).date()


def _at(weeks: Sequence[Week], day: date | None) -> int | None:
    """The number of the week that a day is in, or that is nearest before it."""
    if day is None:
        return None
    return max(0, sum(week.first <= day for week in weeks) - 1)


def _broadcast_days(channel: ChannelRecord) -> Iterator[Day]:
    """The days of a channel, with the programmes of a night on the day before it."""
    for day in channel.days:
        if day.early:
            yield Day(day.date - DAY, day.early, day.early_marked)
        if day.programmes > day.early:
            yield Day(day.date, day.programmes - day.early, day.marked - day.early_marked)


def _parts(weeks: Sequence[Week], channel: ChannelRecord) -> list[ChannelRecord]:
    """The channel with what of it lies in each week."""
    found: list[list[Day]] = [[] for _week in weeks]
    for day in _broadcast_days(channel):
        found[_at(weeks, day.date) or 0].append(day)
    return [_only(channel, week, tuple(days)) for week, days in zip(weeks, found, strict=True)]


def _only(channel: ChannelRecord, week: Week, days: tuple[Day, ...]) -> ChannelRecord:
    """The channel with what of it lies in a week."""
    begin, end = edges(week, channel.zone, channel.week_starts)
    opens, closes = local(begin, channel.zone), local(end, channel.zone)
    coverage = channel.coverage
    if coverage is not None:
        holes = tuple((max(one, opens), min(other, closes)) for one, other in coverage.holes)
        holes = tuple((one, other) for one, other in holes if one < other)
        missed = sum((other - one).total_seconds() for one, other in holes)
        hours = (end - begin) / _HOUR
        coverage = Coverage(hours, hours - missed / _HOUR, holes)
    return replace(
        channel,
        days=days,
        coverage=coverage,
        first=max(channel.first, opens) if channel.first else None,
        last=min(channel.last, closes) if channel.last else None,
    )
