"""The part of an audit that one workbook shows: one channel's, or all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from schedcheck.findings import Finding, Severity
from schedcheck.reports.wording import channel_labels
from schedcheck.results import Audit, ChannelReport, SourceReport
from schedcheck.rulebook import Rule


@dataclass(frozen=True, slots=True)
class View:
    """Channels, findings, sources and schedule rows that belong together, in the audit's order."""

    audit: Audit
    channels: tuple[ChannelReport, ...]
    findings: tuple[Finding, ...]
    sources: tuple[SourceReport, ...]
    schedule: pd.DataFrame
    labels: dict[str, str]

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones judged, in the order of the channels."""
        return tuple(dict.fromkeys(report.zone for report in self.channels))

    def of(self, severity: Severity) -> list[Finding]:
        """The findings of one severity, in order."""
        return [finding for finding in self.findings if finding.severity is severity]

    def rows_of(self, channel: str) -> pd.DataFrame:
        """The schedule of one channel."""
        if len(self.channels) == 1:
            return self.schedule
        return self.schedule[self.schedule["channel"] == channel]


def all_channels(audit: Audit) -> View:
    """Everything."""
    return View(
        audit,
        audit.channels,
        audit.findings,
        audit.sources,
        audit.schedule,
        channel_labels(audit.channels),
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
    files = set(schedule["file"].dropna().unique())
    files |= {finding.file for finding in audit.findings if finding.channel == channel}
    findings = tuple(
        finding
        for finding in audit.findings
        if finding.channel == channel
        or (not finding.channel and finding.severity is Severity.FAULT and finding.file in files)
    )
    sources = tuple(source for source in audit.sources if source.file in files)
    return View(audit, reports, findings, sources, schedule, channel_labels(reports))


def applied_rules(audit: Audit, report: ChannelReport) -> tuple[Rule, ...]:
    """The rules that the channel was judged by: the rulebook's without those left out."""
    left_out = {entry.rule for entry in report.left_out}
    return tuple(rule for rule in audit.rulebook.rules if rule.id not in left_out)


def faults_by_channel(audit: Audit) -> dict[str, int]:
    """Channel -> its own faults and those of the files it was read from.

    A fault of a file that holds several channels is counted for each of them.
    """
    by_file: dict[str, int] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    for finding in audit.of(Severity.FAULT):
        if finding.channel:
            counts[finding.channel] += 1
        else:
            by_file[finding.file] += 1
    if by_file:
        pairs = audit.schedule[["channel", "file"]].drop_duplicates()
        for channel, file in zip(pairs["channel"], pairs["file"], strict=True):
            counts[channel] += by_file.get(file, 0)
    return dict(counts)
