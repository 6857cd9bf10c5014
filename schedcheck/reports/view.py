"""The part of an audit that one workbook shows: one channel's, or all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from schedcheck.law.rulebook import Rule
from schedcheck.messages import _
from schedcheck.messages.formats import days_in_words, moment_in_words
from schedcheck.reports.wording import channel_labels, zone_from
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.networks import GroupedFinding, told_once
from schedcheck.results.results import Audit, ChannelReport, Results, SourceReport
from schedcheck.schedule.building import make_frame


@dataclass(frozen=True, slots=True)
class View:
    """Channels, findings, sources and schedule rows that belong together, in the audit's order.

    ``schedule`` is None where the results of a run are shown without the schedules themselves.
    """

    audit: Results
    channels: tuple[ChannelReport, ...]
    findings: tuple[Finding, ...]
    sources: tuple[SourceReport, ...]
    schedule: pd.DataFrame | None
    labels: dict[str, str]

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones judged, in the order of the channels."""
        return tuple(dict.fromkeys(report.zone for report in self.channels))

    def of(self, severity: Severity) -> list[Finding]:
        """The findings of one severity, in order."""
        return [finding for finding in self.findings if finding.severity is severity]

    def told(self, severity: Severity) -> list[GroupedFinding]:
        """The findings of one severity, a network's programme once with its branches."""
        return told_once(self.of(severity), self.channels)

    def rows_of(self, channel: str) -> pd.DataFrame:
        """The schedule of one channel; empty where the results hold none."""
        if self.schedule is None:
            return make_frame({}, 0)
        if len(self.channels) == 1:
            return self.schedule
        return self.schedule[self.schedule["channel"] == channel]


def all_channels(results: Results) -> View:
    """Everything."""
    return View(
        results,
        results.channels,
        results.findings,
        results.sources,
        results.schedule if isinstance(results, Audit) else None,
        channel_labels(results.channels),
    )


def one_channel(audit: Audit, channel: str) -> View:
    """One channel's part, with the faults of the files it was read from.

    A fault that names no channel belongs to its file, and so to each channel in that file.
    Raises KeyError for a channel that is not in the audit.
    """
    reports = tuple(report for report in audit.channels if report.id == channel)
    if not reports:
        raise KeyError(channel)
    schedule = audit.schedule[audit.schedule["channel"] == channel]
    files = set(reports[0].files) | {
        finding.file for finding in audit.findings if finding.channel == channel
    }
    findings = tuple(
        finding
        for finding in audit.findings
        if finding.channel == channel
        or (not finding.channel and finding.severity is Severity.FAULT and finding.file in files)
    )
    sources = tuple(source for source in audit.sources if source.file in files)
    return View(audit, reports, findings, sources, schedule, channel_labels(reports))


def applied_rules(audit: Results, report: ChannelReport) -> tuple[Rule, ...]:
    """The rules that the channel was judged by: the rulebook's without those left out."""
    left_out = {entry.rule for entry in report.left_out}
    return tuple(rule for rule in audit.rulebook.rules if rule.id not in left_out)


def source_line(audit: Results, source: SourceReport) -> str:
    """How a source was read: reader, encoding, programmes, faults, days, zones and their origin."""
    if not source.format:
        return _("%(file)s: not read") % {"file": source.file}
    values = {
        "file": source.file,
        "reader": source.format,
        "encoding": source.encoding or "–",
        "programmes": source.programmes,
        "faults": source.faults,
        "days": "–",
        "zones": "–",
    }
    reports = [report for report in audit.channels if source.file in report.files]
    days = [day for report in reports for day in _days(audit, report, source.file)]
    if days:
        values["days"] = days_in_words(min(days), max(days))
    if reports:
        zones = (f"{one.source_zone} ({zone_from(one.source_zone_from)})" for one in reports)
        values["zones"] = ", ".join(dict.fromkeys(zones))
    return (
        _(
            "%(file)s: reader %(reader)s, encoding %(encoding)s, %(programmes)d programmes read, "
            "%(faults)d places not read, days %(days)s, times without an offset in %(zones)s"
        )
        % values
    )


def _days(audit: Results, report: ChannelReport, file: str) -> list[date]:
    """The first and the last local day of a channel in a file; in all files, without a schedule."""
    bounds = [report.first, report.last]
    if isinstance(audit, Audit):
        rows = audit.schedule
        here = rows["start"][(rows["file"] == file) & (rows["channel"] == report.id)]
        local = here.dt.tz_convert(report.zone)
        bounds = [local.min(), local.max()] if len(local) else []
    return [bound.date() for bound in bounds if bound]


def period(report: ChannelReport) -> str:
    """From when to when the channel's schedule goes, in the zone judged."""
    if report.first is None or report.last is None:
        return _("nothing placed in time")
    return f"{moment_in_words(report.first)} – {moment_in_words(report.last)}"
