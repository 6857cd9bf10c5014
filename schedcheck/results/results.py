"""What a run gives back: sources, channels, findings, deliveries and the judged schedule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Self

import pandas as pd
from msgspec import Struct, field
from msgspec.structs import asdict, replace

from schedcheck.law.jurisdiction import LeftOut
from schedcheck.law.rulebook import Rulebook
from schedcheck.messages import Message
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.frame import findings_frame
from schedcheck.results.identity import Identity
from schedcheck.results.states import NIGHT, USUAL, Limits, State, Version
from schedcheck.schedule.account import PlaceCount
from schedcheck.schedule.coverage import Coverage, Span
from schedcheck.schedule.week import DAY


class SourceReport(Struct, frozen=True):
    """One source as it was read: ``sha256`` of the bytes given, the reader's name as ``format``.

    ``outside``: how many of its programmes lie outside the days that the run is about.
    ``encoding``: of a text, empty for what is not one or was not given by its reader;
    ``encoding_from``: what says so, one of :class:`~schedcheck.schedule.reading.EncodingFrom`.
    ``runners_up``: as what it could have been read too, less likely. ``channel``: the id of the
    channel of the roster that a source is named for of which no programme was read, else empty.
    ``account``: as what its places ended, every place as one thing; empty where none is kept.
    ``issued``: when its content says that it was made, ISO 8601; empty where it does not.
    """

    file: str
    sha256: str
    format: str
    programmes: int
    faults: int
    notes: tuple[Message, ...] = ()
    outside: int = 0
    encoding: str = ""
    runners_up: tuple[Message, ...] = ()
    channel: str = ""
    account: tuple[PlaceCount, ...] = ()
    issued: str = ""
    encoding_from: str = ""


class Outside(Struct, frozen=True):
    """What of a channel lies outside the week asked for: it is judged and counted by itself.

    ``first`` and ``last``: the earliest and the latest start, aware, in the zone judged.
    ``violations``: how many were found in it.
    """

    programmes: int
    first: datetime
    last: datetime
    violations: int


class Day(Struct, frozen=True):
    """What of a channel starts on one local day: all programmes, and those with an age mark.

    ``early`` and ``early_marked``: those of them that start before the broadcast day begins, and so
    are of the night that belongs to the day before.
    """

    date: date
    programmes: int
    marked: int
    early: int = 0
    early_marked: int = 0


class Missing(Struct, frozen=True):
    """A channel of the roster of which no schedule came."""

    id: str
    name: str
    medium: str
    tier: str
    zone: str


class NotUnderstood(Struct, frozen=True):
    """A channel of the roster of which files came, and nothing of them could be read.

    ``files``: their names; ``reason``: why the first of them was not read.
    """

    id: str
    name: str
    medium: str
    tier: str
    zone: str
    files: tuple[str, ...]
    reason: str


class ChannelReport(Struct, frozen=True):
    """One channel as it was judged.

    ``zone`` is the zone judged and ``source_zone`` the one in which readings without an offset
    were read; ``zone_from`` and ``source_zone_from`` say where each came from (``option``,
    ``roster``, ``rulebook``, ``judged zone``). ``first`` and ``last`` bound the schedule, aware,
    in ``zone``. ``printed_offsets`` counts the programmes with a printed offset. ``minutes`` is the
    time of its violations inside forbidden windows; where ``open_ended`` of them have no known
    end, it is at least that. ``files``: those that its programmes are in. ``coverage``: of the
    days the run is about, where there are such; ``outside``: what lies outside the week asked for.
    ``medium`` and ``tier`` are the roster's, empty for a channel that is in none; ``nearest`` is
    then the id in the roster that may be meant, if one is near. ``days``: its programmes by the
    local day in the zone judged, so that weeks which overlap can be joined.
    ``network`` is the id of the channel whose branch it is, its own where it is not one.
    ``week_starts``: when the first of the days that the run is about begins, in seconds since
    midnight. All counts are of what lies in those days. ``versions``: the files that differ for the
    same days. ``roster_zone``: the zone that the roster has for it, where it was judged in another
    one; else empty.
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
    medium: str = ""
    tier: str = ""
    nearest: str = ""
    network: str = ""
    files: tuple[str, ...] = ()
    minutes: float = 0.0
    open_ended: int = 0
    coverage: Coverage | None = None
    outside: Outside | None = None
    days: tuple[Day, ...] = ()
    week_starts: int = 0
    versions: tuple[Version, ...] = ()
    roster_zone: str = ""

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


class SwitchedOff(Struct, frozen=True):
    """A check that was not made: by which ``setting``, ``select`` or ``ignore``.

    ``file``: the file of settings that says so; empty for the command line or a caller.
    """

    code: str
    setting: str
    file: str = ""


class ChecksMade(Struct, frozen=True):
    """The codes of the checks that ``ran``, in their order, and what was switched ``off``.

    ``unused``: the files of settings that lie beside the schedules and were not obeyed: whoever
    delivers a schedule does not say how it is judged.
    """

    ran: tuple[str, ...] = ()
    off: tuple[SwitchedOff, ...] = ()
    unused: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "ran": list(self.ran),
            "off": [asdict(one) for one in self.off],
            "unused_settings": list(self.unused),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ChecksMade:
        """What :meth:`to_json` wrote; what documents of earlier releases do not say is empty."""
        off = tuple(SwitchedOff(**one) for one in value.get("off", ()))
        return cls(tuple(value.get("ran", ())), off, tuple(value.get("unused_settings", ())))


#: Of results that were made by hand.
NO_CHECKS = ChecksMade()


class Results(Struct, frozen=True, kw_only=True):
    """What was found in a run, without the schedules themselves.

    ``span``: the days that the run is about, and ``missing`` the channels of the roster of which
    no schedule came; a run that is not over a folder knows neither. ``passed_over`` names the files
    and folders, also inside archives, that are not schedules by their names, nor by their content:
    hidden ones, locks, what file managers leave behind. ``not_understood``: the channels of the
    roster whose files could not be read. ``limits``: from what on a channel counts as judged.
    ``checks``: those that were made, and those that were not. ``unused_decisions``: findings that
    were decided on and are not among those of the run. ``settings``: those that are not the usual
    ones, as plain values by the names of options.
    """

    rulebook: Rulebook
    tzdata: str
    sources: tuple[SourceReport, ...]
    channels: tuple[ChannelReport, ...]
    findings: tuple[Finding, ...]
    span: Span | None = None
    missing: tuple[Missing, ...] = ()
    passed_over: tuple[str, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    limits: Limits = USUAL
    checks: ChecksMade = NO_CHECKS
    unused_decisions: tuple[Identity, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def violations(self) -> pd.DataFrame:
        """The violations as a frame, see :func:`~schedcheck.results.frame.findings_frame`."""
        return findings_frame(self.of(Severity.VIOLATION))

    @property
    def warnings(self) -> pd.DataFrame:
        """The warnings as such a frame."""
        return findings_frame(self.of(Severity.WARNING))

    @property
    def notices(self) -> pd.DataFrame:
        """The notices as such a frame."""
        return findings_frame(self.of(Severity.NOTICE))

    @property
    def faults(self) -> pd.DataFrame:
        """What could not be read, as such a frame."""
        return findings_frame(self.of(Severity.FAULT))

    @property
    def known(self) -> int:
        """How many findings are in the baseline that the run was held against."""
        return sum(finding.known for finding in self.findings)

    def fresh(self) -> Self:
        """The same without what is known by the baseline, also in the counts of the channels."""
        if not self.known:
            return self
        counted = Counter(
            (one.channel, one.severity) for one in self.findings if one.known and one.counts
        )
        channels = tuple(
            replace(
                report,
                counts={
                    severity: count - counted[report.id, severity]
                    for severity, count in report.counts.items()
                },
            )
            for report in self.channels
        )
        findings = tuple(finding for finding in self.findings if not finding.known)
        return replace(self, channels=channels, findings=findings)

    def of(self, severity: Severity) -> Iterable[Finding]:
        """The findings of one severity that count, in order."""
        return (one for one in self.findings if one.severity is severity and one.counts)

    @property
    def dismissed(self) -> tuple[Finding, ...]:
        """The findings that the authority dismissed, in order; no other count has them."""
        return tuple(finding for finding in self.findings if finding.dismissed)

    @property
    def outside(self) -> tuple[Finding, ...]:
        """The findings outside the week asked for, in order; no other count has them."""
        return tuple(one for one in self.findings if one.outside and not one.dismissed)

    def count(self, severity: Severity) -> int:
        """How many findings of ``severity`` there are."""
        return sum(1 for _finding in self.of(severity))

    def of_other_days(self, report: ChannelReport) -> bool:
        """Whether a schedule came that is of other days than those that the run is about.

        The last night of the week before may lie in them: a station's day ends in the morning.
        """
        coverage = report.coverage
        if coverage is None:
            return False
        elsewhere = report.outside is not None
        if self.span and report.first and report.last:
            days = self.span.days
            elsewhere |= report.first.date() < days.first or report.last.date() > days.last + DAY
        night = coverage.covered <= NIGHT and len(coverage.holes) == 1
        return not coverage.covered or (elsewhere and night)

    def partly_covered(self, report: ChannelReport) -> bool:
        """Whether a part of those days is covered, and not all."""
        holes = report.coverage is not None and bool(report.coverage.holes)
        return holes and not self.of_other_days(report)

    def state(self, report: ChannelReport) -> State:
        """What became of the delivery of one of the channels of which rows were read.

        A channel without any age mark, or with less than the share asked for, cannot be judged.
        """
        if report.first is None and report.outside is None:
            return State.NOT_UNDERSTOOD
        if self.of_other_days(report):
            return State.OTHER_DAYS
        if not report.marked or report.marked < self.limits.marked * report.programmes:
            return State.NOT_JUDGEABLE
        coverage = report.coverage
        if coverage is not None and coverage.covered < self.limits.covered * coverage.expected:
            return State.IN_PART
        return State.JUDGED

    @property
    def states(self) -> Counter[State]:
        """How many channels, of those that came and those of the roster, are in each state."""
        counts = Counter(map(self.state, self.channels))
        counts[State.MISSING] += len(self.missing)
        counts[State.NOT_UNDERSTOOD] += len(self.not_understood)
        return counts

    @property
    def in_doubt(self) -> int:
        """How many of the violations a warning on the same programme contests."""
        return sum(one.in_doubt for one in self.of(Severity.VIOLATION))

    @property
    def unmatched(self) -> tuple[ChannelReport, ...]:
        """The channels that are in no roster."""
        return tuple(report for report in self.channels if not report.in_roster)


class Audit(Results, frozen=True, kw_only=True):
    """The whole result.

    ``schedule`` is the schedule frame with four columns more, filled in by the marks:
    ``age_class`` (empty where unmarked), ``level`` (``equal``, ``likely``, ``hidden``,
    ``unclear``, ``promo`` or empty), ``mark`` and ``mark_from``. Its rows are sorted by
    channel and start; ``start`` and ``stop`` are UTC instants.
    """

    schedule: pd.DataFrame
