"""The overview of a batch: a row a channel, delivered or not, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schedcheck.findings import Severity
from schedcheck.reports.view import faults_by_channel
from schedcheck.results import Audit, ChannelReport
from schedcheck.totals import Minutes, minutes_by_channel


@dataclass(frozen=True, slots=True)
class Row:
    """A channel; ``report`` is None where nothing came that is not known from the roster.

    ``hours`` are those of the days asked for that a schedule covers, and ``missing_hours`` the
    others; None where no days were asked for and nothing was reckoned.
    """

    id: str
    name: str
    delivered: bool
    report: ChannelReport | None = None
    minutes: Minutes = Minutes()
    faults: int = 0
    hours: float | None = None
    missing_hours: float | None = None

    def count(self, severity: Severity) -> int:
        """How many findings of a severity the channel has."""
        return self.report.counts.get(severity, 0) if self.report and self.delivered else 0

    @property
    def share(self) -> float | None:
        """The share of programmes that carry an age mark; None where there is no programme."""
        if not (self.report and self.delivered and self.report.programmes):
            return None
        return self.report.marked / self.report.programmes


def rows_of(audit: Audit, undelivered: Sequence[str] = ()) -> list[Row]:
    """A row for each channel of ``audit`` and each of ``undelivered``, the gravest first."""
    missing = set(undelivered)
    minutes = minutes_by_channel(audit.findings)
    faults = faults_by_channel(audit)
    rows = [
        Row(
            report.id,
            report.name,
            report.id not in missing,
            report,
            minutes.get(report.id, Minutes()),
            faults.get(report.id, 0),
        )
        for report in audit.channels
    ]
    known = {row.id for row in rows}
    rows += [
        Row(name, "", delivered=False) for name in dict.fromkeys(undelivered) if name not in known
    ]
    return gravest_first(rows)


def gravest_first(rows: Iterable[Row]) -> list[Row]:
    """Violations first, then what did not come, faults and warnings; then by name and id."""
    return sorted(
        rows,
        key=lambda row: (
            -row.count(Severity.VIOLATION),
            row.delivered,
            -row.faults,
            -row.count(Severity.WARNING),
            row.name.casefold(),
            row.id,
        ),
    )
