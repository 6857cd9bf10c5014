"""The last lines of a run: what was judged, whom to call, what was found, what was left open."""

from __future__ import annotations

from collections.abc import Iterator

from schedcheck.messages import _, plural
from schedcheck.reports.deliveries import delivery_lines
from schedcheck.reports.wording import (
    check_lines,
    in_doubt,
    judged_channels,
    on_branches,
    passed_over,
)
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import Results
from schedcheck.results.states import State
from schedcheck.results.totals import repeated_on_branches


def is_unknown(finding: Finding) -> bool:
    """Whether it tells of a mark that was not understood."""
    return finding.code == "unknown-mark"


def closing_lines(audit: Results) -> Iterator[str]:
    """The last lines: whom to call, what was found, and beside it all that was not judged."""
    states = audit.states
    if sum(states.values()) > 1 or not states[State.JUDGED]:
        yield judged_channels(audit)
    yield from delivery_lines(audit)
    yield from check_lines(audit.checks)
    known, audit = audit.known, audit.fresh()
    marked = sum(report.marked for report in audit.channels)
    unmarked = sum(report.unmarked for report in audit.channels)
    yield _verdict(audit, marked, unmarked, known=bool(known))
    if audit.in_doubt:
        yield in_doubt(audit.in_doubt)
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
