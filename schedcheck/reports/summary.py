"""``summary.xlsx``: all channels on one sheet, and what of them was not understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from schedcheck.findings import Finding, Severity
from schedcheck.messages import Message, _, said
from schedcheck.reports import sheets
from schedcheck.reports.about import add_about
from schedcheck.reports.findingsheets import (
    NOT_UNDERSTOOD,
    add_findings,
    add_table,
    finding_rows,
    layout_of,
)
from schedcheck.reports.sheets import Book, Column, Look, Shown, Value
from schedcheck.reports.view import View, all_channels, faults_by_channel
from schedcheck.results import Audit, ChannelReport

_COLUMNS: tuple[tuple[Message, tuple[Look, int, int]], ...] = (
    (said("Id"), (sheets.TEXT, 10, 18)),
    (said("Channel"), (sheets.TEXT, 14, 30)),
    (said("Delivered"), (sheets.CENTRED, 10, 10)),
    (said("From"), (sheets.DATE, 10, 10)),
    (said("To"), (sheets.DATE, 10, 10)),
    (said("Programmes"), (sheets.COUNT, 8, 14)),
    (said("With an age mark"), (sheets.SHARE, 8, 10)),
    (said("Violations"), (sheets.COUNT, 8, 13)),
    (said("Minutes in the forbidden window"), (sheets.MINUTES, 10, 12)),
    (said("Warnings"), (sheets.COUNT, 8, 12)),
    (said("Notices"), (sheets.COUNT, 8, 12)),
    (said("Faults"), (sheets.COUNT, 8, 12)),
    (said("Zone"), (sheets.TEXT, 12, 18)),
)
_BAD = Look("#,##0", across="center", bold=True, colour="FFFFFF", fill="C62828")
_MISSING = Look(across="center", bold=True, fill="FFE8B8")


def write_summary(audit: Audit, path: Path, undelivered: Sequence[str] = ()) -> None:
    """Write the summary of a batch: overview, violations, what was not understood, about.

    ``undelivered``: ids of channels that no file was given for; each has a row in the overview,
    with its name where ``audit.channels`` knows it. Raises OSError when ``path`` cannot be
    written.
    """
    view = all_channels(audit)
    book = Book()
    columns = [Column(str(words), *shape) for words, shape in _COLUMNS]
    book.table(_("Overview"), columns, _overview(view, undelivered))
    add_findings(book, view, Severity.VIOLATION)
    layout = layout_of(view, NOT_UNDERSTOOD)
    lost = [*view.of(Severity.FAULT), *(f for f in view.findings if f.code == "unknown-mark")]
    add_table(book, view, _("Not understood"), layout, finding_rows(view, lost, layout))
    add_about(book, view, {})
    book.save(path)


def _overview(view: View, undelivered: Sequence[str]) -> Iterator[list[Value | Shown]]:
    missing = set(undelivered)
    minutes = _minutes(view.of(Severity.VIOLATION))
    faults = faults_by_channel(view.audit)
    for report in view.channels:
        if report.id in missing:
            yield _undelivered(report.id, report.name, report.zone)
        else:
            yield _delivered(report, minutes.get(report.id, 0.0), faults.get(report.id, 0))
    known = {report.id for report in view.channels}
    for channel in dict.fromkeys(undelivered):
        if channel not in known:
            yield _undelivered(channel, "", "")


def _undelivered(channel: str, name: str, zone: str) -> list[Value | Shown]:
    return [channel, name, Shown(_("no"), _MISSING), *[None] * (len(_COLUMNS) - 4), zone]


def _delivered(report: ChannelReport, minutes: float | Shown, faults: int) -> list[Value | Shown]:
    share = report.marked / report.programmes if report.programmes else None
    return [
        report.id,
        report.name,
        _("yes"),
        report.first.date() if report.first else None,
        report.last.date() if report.last else None,
        report.programmes or Shown(0, sheets.NO_COUNT),
        share if report.marked else Shown(share, sheets.NO_SHARE),
        Shown(report.violations, _BAD) if report.violations else 0,
        minutes,
        report.warnings,
        report.notices,
        Shown(faults, sheets.NO_COUNT) if faults else 0,
        report.zone,
    ]


def _minutes(violations: Sequence[Finding]) -> dict[str, float | Shown]:
    """Channel -> minutes inside the window; "at least" where an end is unknown."""
    sums: dict[str, float] = defaultdict(float)
    open_ended = set()
    for finding in violations:
        sums[finding.channel] += finding.minutes or 0.0
        if finding.minutes is None:
            open_ended.add(finding.channel)
    return {
        channel: Shown(total, sheets.AT_LEAST) if channel in open_ended else total
        for channel, total in sums.items()
    }
