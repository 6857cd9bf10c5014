"""A channel's section of ``summary.html``: facts, findings, its weeks as pictures and as tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np
from markupsafe import Markup
from msgspec import Struct

from schedcheck.law.rule_text import offence_lines
from schedcheck.messages import _, in_language
from schedcheck.messages.formats import (
    count_in_words,
    day_in_words,
    days_in_words,
    stretch_in_words,
)
from schedcheck.reports.html.listed import ListedFinding
from schedcheck.reports.html.local_days import ClockFace, Lane
from schedcheck.reports.html.pages import anchor, rendered
from schedcheck.reports.html.picture import (
    HOUR,
    TONES,
    Picture,
    Span,
    draw,
    programmes_of,
    weeks_of,
)
from schedcheck.reports.overview import violations_of
from schedcheck.reports.view import (
    Programmes,
    Tone,
    View,
    graver_by_programme,
    period,
    window_plan,
)
from schedcheck.reports.wording import (
    check_name,
    clock_of,
    judged_clock,
    nearest_starts,
    one_line,
)
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import ChannelReport, Results
from schedcheck.results.totals import faults_by_channel, minutes_of
from schedcheck.schedule.placing import NAT
from schedcheck.zones import day_of, number_of

#: The most pictures of a channel, and of findings in its table: a year's page must still open.
MOST_PICTURES, MOST_FINDINGS = 4, 60
#: A week is drawn for its holes where they are longer than this together, in minutes.
_WORTH_SEEING = 60.0
#: The height of the days' names above the picture, in pixels.
_TOP = 34
_DAY = 86400
_GRAVER = frozenset({Severity.VIOLATION, Severity.WARNING})
_ACROSS = {
    Lane.WHOLE: Markup('width="100%"'),
    Lane.FIRST: Markup('width="50%"'),
    Lane.SECOND: Markup('x="50%" width="50%"'),
}


class ChannelWeek(Struct, frozen=True):
    """A week of a channel: its days, what is in it, and the minutes without a schedule."""

    days: tuple[date, ...]
    programmes: int
    violations: int
    warnings: int
    uncovered: float

    @property
    def name(self) -> str:
        """From which day to which."""
        return days_in_words(self.days[0], self.days[-1])

    @property
    def weight(self) -> tuple[int, int, float]:
        """How much there is to see in it."""
        seen = self.uncovered if self.uncovered > _WORTH_SEEING else 0
        return self.violations, self.warnings, seen


def channel_section(view: View, *, below_verdict: bool = False) -> str:
    """The section of the one channel of ``view`` as HTML, to be put into ``summary.html``.

    It needs nothing but the audit of that channel, so that a batch can make it where the channel
    is judged. ``below_verdict``: the violations are above it already, so that the picture is first
    and the facts are last.
    """
    (report,) = view.channels
    audit, channel = view.audit, report.id
    told = graver_by_programme(view.findings, channel)
    placed = view.placed(report)
    clock = _clock(placed, report)
    label = one_line(view.labels[channel])
    graver = [one for one in view.findings if one.severity in _GRAVER and one.counts]
    listed = [one for one in graver if not below_verdict or one.severity is Severity.WARNING]
    outside = [one for one in view.outside if one.severity in _GRAVER]
    holes = _holes(report)
    weeks = _weeks(placed, graver, clock, holes)
    drawn = _chosen(weeks)
    plan = window_plan(view, report)
    return rendered(
        "section.html",
        {
            "anchor": anchor(channel),
            "label": label,
            "report": report,
            "period": period(report),
            "clock": judged_clock(report),
            "state": audit.state(report),
            "violations": violations_of(report, audit.state(report)),
            "sources": view.sources,
            "articles": _articles(audit, graver + outside),
            "inside": minutes_of([report]),
            "faults": faults_by_channel(audit).get(channel, 0),
            "below_verdict": below_verdict,
            "told": _listed(audit, listed[:MOST_FINDINGS]),
            "told_more": max(0, len(listed) - MOST_FINDINGS),
            "outside": _listed(audit, outside[:MOST_FINDINGS]),
            "outside_more": max(0, len(outside) - MOST_FINDINGS),
            "dismissed": _listed(audit, view.dismissed[:MOST_FINDINGS]),
            "dismissed_more": max(0, len(view.dismissed) - MOST_FINDINGS),
            "pictures": [
                draw(week.days, programmes_of(_near(placed, week, clock), told), holes, plan, clock)
                for week in drawn
            ],
            "other_weeks": [week for week in weeks if week not in drawn],
            "top": _TOP,
            "hour": HOUR,
            "tones": {tone: words for tone, words in TONES.items() if tone is not Tone.PLAIN},
            "across": _ACROSS,
            "picture_title": lambda picture: _title(picture, clock_of(report)),
            "picture_words": lambda picture: _words(picture, label),
            "uncovered_words": lambda picture: _uncovered(report, picture),
        },
    )


def _listed(audit: Results, findings: Iterable[Finding]) -> list[ListedFinding]:
    """The findings of the channel as their tables show them, each with its message."""
    return [
        ListedFinding(
            one,
            " + ".join((one.rule, *one.also_rules))
            if one.severity is Severity.VIOLATION
            else check_name(one.code),
            str(audit.rulebook.label(one.age_class)),
            [one.message, *nearest_starts(one)],
            signed=True,
        )
        for one in findings
    ]


def _articles(audit: Results, findings: Iterable[Finding]) -> list[tuple[str, str, list[str]]]:
    """The rules that violations break: id, article, and the lines of who decides."""
    broken = {
        rule
        for one in findings
        if one.severity is Severity.VIOLATION
        for rule in (one.rule, *one.also_rules)
    }
    return [
        (rule.id, in_language(rule.citations), list(offence_lines(rule)))
        for rule in audit.rulebook.rules
        if rule.id in broken
    ]


def _holes(report: ChannelReport) -> list[Span]:
    holes = report.coverage.holes if report.coverage else ()
    return [(int(begin.timestamp()), int(end.timestamp())) for begin, end in holes]


def _clock(placed: Programmes, report: ChannelReport) -> ClockFace:
    """The clock over all that may be drawn, and the days beside it."""
    edges = [edge for hole in _holes(report) for edge in hole]
    for moments in (placed.begins, placed.ends):
        known = moments[moments != NAT]
        edges += [int(known.min()), int(known.max())] if len(known) else []
    if not edges:
        return ClockFace(report.zone, 0, 0, report.week_starts)
    near = 8 * 86400
    return ClockFace(report.zone, min(edges) - near, max(edges) + near, report.week_starts)


def _weeks(
    placed: Programmes, told: Sequence[Finding], clock: ClockFace, holes: Sequence[Span]
) -> list[ChannelWeek]:
    since = timedelta(seconds=clock.day_starts)
    numbers = (placed.starts - clock.day_starts) // _DAY
    order = np.argsort(numbers, kind="stable")
    minutes = (placed.starts - numbers * _DAY)[order] // 60
    every, begins, sizes = np.unique(numbers[order], return_index=True, return_counts=True)
    dates = list(map(day_of, every.tolist()))
    lows, highs = np.minimum.reduceat(minutes, begins), np.maximum.reduceat(minutes, begins)
    reach: dict[date, tuple[float, float]] = dict(
        zip(dates, zip(lows.tolist(), highs.tolist(), strict=True), strict=True)
    )
    uncovered: dict[date, float] = defaultdict(float)
    for part in (part for hole in holes for part in clock.parts(*hole)):
        opens, closes = (minute + clock.day_starts / 60 for minute in (part.opens, part.closes))
        low, high = reach.get(part.day, (opens, closes))
        reach[part.day] = min(low, opens), max(high, closes)
        uncovered[part.day] += part.closes - part.opens
    counts = dict(zip(dates, sizes.tolist(), strict=True))
    severities: dict[date, list[Severity]] = defaultdict(list)
    for one in told:
        if one.start is not None:
            severities[(one.start - since).date()].append(one.severity)
    weeks = []
    for days in weeks_of(reach):
        own = [severity for day in days for severity in severities[day]]
        weeks.append(
            ChannelWeek(
                tuple(days),
                sum(counts.get(day, 0) for day in days),
                own.count(Severity.VIOLATION),
                own.count(Severity.WARNING),
                sum(uncovered[day] for day in days),
            )
        )
    return weeks


def _chosen(weeks: Sequence[ChannelWeek]) -> list[ChannelWeek]:
    """The weeks to draw, in order of time: all where they are few, else those worth seeing."""
    if len(weeks) <= 2:
        return list(weeks)
    worth = sorted((week for week in weeks if any(week.weight)), key=lambda week: week.weight)
    chosen = worth[::-1][:MOST_PICTURES] or weeks[:1]
    return [week for week in weeks if week in chosen]


def _near(placed: Programmes, week: ChannelWeek, clock: ClockFace) -> Programmes:
    """The programmes that may reach into a week."""
    first, last = number_of(week.days[0]), number_of(week.days[-1])
    opening, closing = (day * _DAY + clock.day_starts for day in (first, last + 1))
    # a change of clocks can put the printed end before the start
    lasting = np.where(placed.stops == NAT, placed.starts, placed.stops) + _DAY // 8
    return placed.take(np.flatnonzero((placed.starts < closing) & (lasting > opening)))


def _title(picture: Picture, zone: str) -> str:
    return _("%(first)s – %(last)s, clock of %(zone)s") % {
        "first": day_in_words(picture.columns[0].day),
        "last": day_in_words(picture.columns[-1].day),
        "zone": zone,
    }


def _words(picture: Picture, label: str) -> str:
    counts = picture.counts
    return _(
        "%(channel)s, %(first)s – %(last)s; programmes: %(programmes)s, of which in violation: "
        "%(violations)s, with a warning: %(warnings)s, of a bound class in lawful time: "
        "%(lawful)s. The table below the picture lists them."
    ) % {
        "channel": label,
        "first": day_in_words(picture.columns[0].day),
        "last": day_in_words(picture.columns[-1].day),
        "programmes": count_in_words(len(picture.programmes)),
        "violations": count_in_words(counts[Tone.VIOLATION]),
        "warnings": count_in_words(counts[Tone.WARNING]),
        "lawful": count_in_words(counts[Tone.LAWFUL]),
    }


def _uncovered(report: ChannelReport, picture: Picture) -> str:
    """The holes that begin or end in the picture, as text; empty where there is none."""
    first, last = picture.columns[0].day, picture.columns[-1].day
    since = timedelta(seconds=picture.day_starts)
    holes = report.coverage.holes if report.coverage else ()
    return "; ".join(
        stretch_in_words(begin, end)
        for begin, end in holes
        if (begin - since).date() <= last and (end - since).date() >= first
    )
