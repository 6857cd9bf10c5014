"""Sums over findings, reckoned once for every report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from schedcheck.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes inside the forbidden window; ``at_least`` where an end is unknown."""

    total: float = 0.0
    at_least: bool = False

    def __add__(self, other: Minutes) -> Minutes:
        return Minutes(self.total + other.total, self.at_least or other.at_least)


def minutes_of(findings: Iterable[Finding]) -> Minutes:
    """The minutes of those of the findings that are violations."""
    minutes = Minutes()
    for finding in findings:
        if finding.severity is Severity.VIOLATION:
            minutes += Minutes(finding.minutes or 0.0, finding.minutes is None)
    return minutes


def minutes_by_channel(findings: Iterable[Finding]) -> dict[str, Minutes]:
    """Channel -> the minutes of its violations; channels without any are not in it."""
    by_channel: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity is Severity.VIOLATION:
            by_channel[finding.channel].append(finding)
    return {channel: minutes_of(own) for channel, own in by_channel.items()}


def violations_by_hour(findings: Iterable[Finding]) -> dict[str, Counter[int]]:
    """Channel -> hour of the day (0 to 23, on the clock judged by) -> violations begun in it."""
    hours: dict[str, Counter[int]] = defaultdict(Counter)
    for finding in findings:
        if finding.severity is Severity.VIOLATION and finding.start is not None:
            hours[finding.channel][finding.start.hour] += 1
    return dict(hours)
