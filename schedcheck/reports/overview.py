"""The overview of a run: a row a channel, delivered or not, the most serious first."""

from __future__ import annotations

from dataclasses import dataclass

from schedcheck.messages import Message, msg
from schedcheck.reports.wording import channel_labels, one_line
from schedcheck.results.results import ChannelReport, Missing, NotUnderstood, Results
from schedcheck.results.states import State
from schedcheck.results.totals import Minutes, faults_by_channel

#: What became of a delivery, in words.
STATES: dict[State, Message] = {
    State.NOT_UNDERSTOOD: msg("not understood"),
    State.NOT_JUDGEABLE: msg("not judgeable"),
    State.OTHER_DAYS: msg("other days"),
    State.MISSING: msg("missing"),
    State.IN_PART: msg("judged in part"),
    State.JUDGED: msg("judged"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A channel as the overview tells of it; ``report`` is None where no schedule came.

    ``label`` is what it is called. ``faults`` are its own and those of the files it was read
    from. ``state``: what became of the delivery; ``absent``: whether something of what was to come
    is not there.
    """

    channel: ChannelReport | Missing | NotUnderstood
    label: str
    state: State
    absent: bool = True
    faults: int = 0

    @property
    def report(self) -> ChannelReport | None:
        """What was found, where there was something to judge."""
        return self.channel if isinstance(self.channel, ChannelReport) else None

    @property
    def reason(self) -> str:
        """Why nothing of the files that came could be read, with their names; else empty."""
        lost = self.channel
        if not isinstance(lost, NotUnderstood):
            return ""
        return f"{', '.join(map(one_line, lost.files))}: {one_line(lost.reason)}"

    @property
    def hours(self) -> float | None:
        """The hours covered of the days the run is about; None where it is about none."""
        if self.report is None:
            return 0.0
        return self.report.coverage.covered if self.report.coverage else None

    @property
    def missing_hours(self) -> float | None:
        """The hours of those days that are not covered; None where that is not known."""
        if self.report is None or self.report.coverage is None:
            return None
        return self.report.coverage.expected - self.report.coverage.covered

    @property
    def share(self) -> float | None:
        """The share of programmes that carry an age mark; None where there is no programme."""
        if self.report is None or not self.report.programmes:
            return None
        return self.report.marked / self.report.programmes

    @property
    def minutes(self) -> Minutes:
        """The minutes of its violations inside forbidden windows."""
        if self.report is None:
            return Minutes()
        return Minutes(self.report.minutes, bool(self.report.open_ended))


def overview(results: Results) -> list[Row]:
    """A row for each channel judged and each that did not deliver, the most serious first.

    Violations come first, then the states of deliveries, faults and warnings; then it goes by name
    and id.
    """
    faults = faults_by_channel(results)
    labels = channel_labels(results.channels)
    rows = [
        Row(
            report,
            labels[report.id],
            results.state(report),
            results.of_other_days(report) or results.partly_covered(report),
            faults.get(report.id, 0),
        )
        for report in results.channels
    ]
    rows += [Row(one, one.name or one.id, State.MISSING) for one in results.missing]
    rows += [
        Row(one, one.name or one.id, State.NOT_UNDERSTOOD, faults=faults.get(one.id, 0))
        for one in results.not_understood
    ]
    return sorted(rows, key=_gravest)


def _gravest(row: Row) -> tuple[object, ...]:
    report = row.report
    return (
        -report.violations if report else 0,
        list(State).index(row.state),
        -row.faults,
        -report.warnings if report else 0,
        row.label.casefold(),
        row.channel.id,
    )
