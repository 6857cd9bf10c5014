"""What an audit gives back: sources, channels, findings and the judged schedule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd

from schedcheck.findings import Finding, Severity
from schedcheck.messages import Message
from schedcheck.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One source as it was read: ``sha256`` of the bytes given, the reader's name as ``format``."""

    file: str
    sha256: str
    format: str
    programmes: int
    faults: int
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rule that was not applied to a channel, and why."""

    rule: str
    reason: Message


@dataclass(frozen=True, slots=True)
class ChannelReport:
    """One channel as it was judged.

    ``zone`` is the zone judged and ``source_zone`` the one in which readings without an offset
    were read; ``zone_from`` and ``source_zone_from`` say where each came from (``option``,
    ``roster``, ``rulebook``, ``judged zone``). ``first`` and ``last`` bound the schedule, aware,
    in ``zone``. ``printed_offsets`` counts the programmes with a printed offset.
    """

    id: str
    name: str
    in_roster: bool
    zone: str
    zone_from: str
    source_zone: str
    source_zone_from: str
    first: datetime | None
    last: datetime | None
    programmes: int
    printed_offsets: int
    marked: int
    counts: dict[Severity, int]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def unmarked(self) -> int:
        """Programmes that carry no age mark of any class."""
        return self.programmes - self.marked

    @property
    def violations(self) -> int:
        """Findings of severity violation."""
        return self.counts.get(Severity.VIOLATION, 0)

    @property
    def warnings(self) -> int:
        """Findings of severity warning."""
        return self.counts.get(Severity.WARNING, 0)

    @property
    def notices(self) -> int:
        """Findings of severity notice."""
        return self.counts.get(Severity.NOTICE, 0)


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole result.

    ``schedule`` is the schedule frame with four columns more, filled in by the marks:
    ``age_class`` (empty where unmarked), ``level`` (``equal``, ``likely``, ``unclear`` or empty),
    ``mark`` and ``mark_from``. Its rows are sorted by channel and start; ``start`` and ``stop``
    are UTC instants.
    """

    rulebook: Rulebook
    tzdata: str
    sources: tuple[SourceReport, ...]
    channels: tuple[ChannelReport, ...]
    findings: tuple[Finding, ...]
    schedule: pd.DataFrame = field(repr=False)

    def of(self, severity: Severity) -> Iterable[Finding]:
        """The findings of one severity, in order."""
        return (finding for finding in self.findings if finding.severity is severity)

    def count(self, severity: Severity) -> int:
        """How many findings of ``severity`` there are."""
        return sum(1 for _finding in self.of(severity))
