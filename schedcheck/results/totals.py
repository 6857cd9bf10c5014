"""Sums over a run, calculated once for every report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct

from schedcheck.results.finding import Finding, Severity
from schedcheck.results.networks import group_by_network
from schedcheck.results.results import ChannelReport, Results


class Minutes(Struct, frozen=True):
    """Minutes inside the forbidden window; ``at_least`` where the end of a violation is unknown."""

    total: float = 0.0
    at_least: bool = False

    def __add__(self, other: Minutes) -> Minutes:
        return Minutes(self.total + other.total, self.at_least or other.at_least)


def minutes_of(reports: Iterable[ChannelReport]) -> Minutes:
    """The minutes of all violations of some channels."""
    minutes = Minutes()
    for report in reports:
        minutes += Minutes(report.minutes, bool(report.open_ended))
    return minutes


def violations_by_hour(findings: Iterable[Finding]) -> Counter[int]:
    """Hour of the day (0 to 23, on the clock judged by) -> violations that begin in it."""
    return Counter(
        finding.start.hour
        for finding in findings
        if finding.severity is Severity.VIOLATION and finding.start is not None and finding.counts
    )


def repeated_on_branches(results: Results) -> int:
    """How many violations are reported with that of the same programme on their network."""
    violations = list(results.of(Severity.VIOLATION))
    return len(violations) - len(group_by_network(violations, results.channels))


def faults_by_channel(results: Results) -> dict[str, int]:
    """Channel -> its own faults and those of the files it was read from.

    A fault of a file that holds several channels is counted for each of them.
    """
    by_file: Counter[str] = Counter()
    counts: dict[str, int] = defaultdict(int)
    for finding in results.of(Severity.FAULT):
        if finding.channel:
            counts[finding.channel] += 1
        else:
            by_file[finding.file] += 1
    for report in results.channels:
        counts[report.id] += sum(by_file[file] for file in report.files)
    for source in results.sources:
        if source.channel:
            counts[source.channel] += by_file[source.file]
    return {channel: count for channel, count in counts.items() if count}
