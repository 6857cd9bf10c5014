"""The last lines of a run: what was judged, whom to call, what was found, what was left open."""

from __future__ import annotations

from collections.abc import Iterator

from schedcheck.messages import _, plural
from schedcheck.reports.deliveries import delivery_lines
from schedcheck.reports.wording import (
    check_lines,
    clock_of,
    in_doubt,
    judged_channels,
    on_branches,
    one_line,
    passed_over,
    zone_in_words,
)
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.identity import instant_text
from schedcheck.results.results import Results
from schedcheck.results.states import State
from schedcheck.results.totals import repeated_on_branches


def is_unknown(finding: Finding) -> bool:
    """Whether it tells of a mark that was not understood."""
    return finding.code == "unknown-mark"


def closing_lines(audit: Results, *, reasons: bool = True) -> Iterator[str]:
    """The last lines: whom to call, what was found, and beside it all that was not judged.

    Without ``reasons`` a channel that was not understood has its files alone: why they were not
    read is above, with the faults.
    """
    states = audit.states
    if sum(states.values()) > 1 or not states[State.JUDGED]:
        yield judged_channels(audit)
    yield from delivery_lines(audit, reasons=reasons)
    yield from zone_lines(audit)
    yield from check_lines(audit.checks)
    known, audit = audit.known, audit.fresh()
    marked = sum(report.marked for report in audit.channels)
    unmarked = sum(report.unmarked for report in audit.channels)
    yield _verdict(audit, marked, unmarked, known=bool(known))
    if audit.in_doubt:
        yield in_doubt(audit.in_doubt)
    yield from _decision_lines(audit)
    repeated = repeated_on_branches(audit)
    if repeated:
        yield on_branches(repeated)
    if known:
        yield plural(
            "%(count)d finding is known: it is in the baseline and is not shown here.",
            "%(count)d findings are known: they are in the baseline and are not shown here.",
            known,
        )
    unknown = sum(map(is_unknown, audit.findings))
    if unknown:
        yield plural(
            "%(count)d age mark was not understood.",
            "%(count)d age marks were not understood.",
            unknown,
        )
    if audit.passed_over:
        yield passed_over(len(audit.passed_over))
    if marked and not (unmarked or known or audit.passed_over or _left_open(audit)):
        yield (
            _("Everything was read and judged; nothing else was found.")
            if audit.count(Severity.VIOLATION)
            else _("Everything was read and judged.")
        )
    faults = audit.count(Severity.FAULT)
    if faults:
        yield plural(
            "%(count)d fault: something could not be read, and may hide a violation.",
            "%(count)d faults: something could not be read, and may hide a violation.",
            faults,
        )


def zone_lines(audit: Results) -> Iterator[str]:
    """A line for each zone that channels were judged in although the roster has another one."""
    named: dict[str, list[str]] = {}
    for report in audit.channels:
        if report.roster_zone:
            roster = zone_in_words(report.roster_zone, report.first, report.last)
            words = f"{one_line(report.name or report.id)} – {roster}"
            named.setdefault(clock_of(report), []).append(words)
    for clock, channels in named.items():
        yield _(
            "Judged in %(zone)s, which is not the zone that the roster has (%(count)d): "
            "%(channels)s."
        ) % {"zone": clock, "count": len(channels), "channels": ", ".join(channels)}


def _decision_lines(audit: Results) -> Iterator[str]:
    """What was dismissed, and which findings decided on were not found again."""
    if audit.dismissed:
        yield plural(
            "%(count)d finding was dismissed by a decision: it is shown, and not counted.",
            "%(count)d findings were dismissed by decisions: they are shown, and not counted.",
            len(audit.dismissed),
        )
    spans = {
        one.id: (instant_text(one.first), instant_text(one.last))
        for one in audit.channels
        if one.first and one.last
    }
    elsewhere = 0
    for known in audit.unused_decisions:
        first, last = spans.get(known.channel, ("", ""))
        if first <= known.start < last:
            yield _(
                "Decided on, and not found in this run: %(code)s, %(channel)s, %(start)s, %(title)s"
            ) % {**known._asdict(), "title": one_line(known.title)}
        else:
            elsewhere += 1
    if elsewhere:
        yield plural(
            "%(count)d decision is on a channel or a time that this run is not about.",
            "%(count)d decisions are on channels or times that this run is not about.",
            elsewhere,
        )


def _verdict(audit: Results, marked: int, unmarked: int, *, known: bool) -> str:
    """How many violations among how many programmes, or that nothing was judged, and why.

    ``marked``, ``unmarked``: the programmes with an age mark and without. ``known``: whether
    findings of the baseline are left out.
    """
    violations = audit.count(Severity.VIOLATION)
    left = plural(
        "%(count)d programme carries no mark and could not be judged",
        "%(count)d programmes carry no mark and could not be judged",
        unmarked,
    )
    if not marked and not violations:
        if unmarked:
            return _("Nothing was judged: no programme with an age mark was read; %(left)s.") % {
                "left": left
            }
        if any(report.outside for report in audit.channels):
            return _("Nothing was judged: no programme lies in the week asked for.")
        return _("Nothing was judged: no programme was read.")
    among = plural(
        "among %(count)d programme with an age mark",
        "among %(count)d programmes with an age mark",
        marked,
    )
    found = plural("%(count)d violation found", "%(count)d violations found", violations)
    if not violations and known:
        found = _("No violation found that the baseline has not")
    elif not violations:
        found = _("No violation found")
    return f"{found} {among}; {left}." if unmarked else f"{found} {among}."


def _left_open(audit: Results) -> bool:
    """Whether there is more than violations: other findings, or days not delivered."""
    others = any(finding.severity is not Severity.VIOLATION for finding in audit.findings)
    return others or any(delivery_lines(audit))
