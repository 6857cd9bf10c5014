"""The overview of a run: a row a channel, delivered or not, the most serious first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from schedcheck.messages import Message, msg
from schedcheck.reports.wording import channel_labels, one_line
from schedcheck.results.finding import Severity
from schedcheck.results.results import ChannelReport, Missing, NotUnderstood, Results
from schedcheck.results.states import State
from schedcheck.results.totals import Minutes, faults_by_channel
from schedcheck.schedule.coverage import LONGEST_SILENCE
from schedcheck.schedule.week import DAY

#: What became of a delivery, in words.
STATES: dict[State, Message] = {
    State.NOT_UNDERSTOOD: msg("not understood"),
    State.NOT_JUDGEABLE: msg("not judgeable"),
    State.OTHER_DAYS: msg("other days"),
    State.MISSING: msg("missing"),
    State.IN_PART: msg("judged in part"),
    State.JUDGED: msg("judged"),
}


#: What stands in the cell of a channel without violations, for those who see no colours.
SIGNS: Mapping[State | None, str] = {
    State.JUDGED: "●",
    State.IN_PART: "½",
    State.NOT_JUDGEABLE: "?",
    State.NOT_UNDERSTOOD: "!",
    State.OTHER_DAYS: "≠",
    State.MISSING: "–",
    None: "",
}
#: What a time is that no results are about.
HOLE = msg("no results")


class Cell(Struct, frozen=True):
    """A channel in a week or on a day; ``state`` is None where no results are about it."""

    state: State | None
    violations: int

    @property
    def text(self) -> str:
        """The violations, else the sign of the state; both where it was judged in part only."""
        if not self.violations:
            return SIGNS[self.state]
        count = str(self.violations)
        return count if self.state is State.JUDGED else f"{SIGNS[self.state]} {count}".strip()

    @property
    def tone(self) -> str:
        """``bad`` with violations, ``good`` where it was judged and there is none, else ``open``.

        A time that no results are about is a ``hole``.
        """
        if self.violations:
            return "bad"
        if self.state is None:
            return "hole"
        return "good" if self.state is State.JUDGED else "open"

    @property
    def words(self) -> Message:
        """What became of it."""
        return HOLE if self.state is None else STATES[self.state]


class Row(Struct, frozen=True):
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
    def violations(self) -> int | None:
        """The violations found; None where there is none and nothing was judged."""
        return violations_of(self.report, self.state) if self.report else None

    @property
    def minutes(self) -> Minutes:
        """The minutes of its violations inside forbidden windows."""
        if self.report is None:
            return Minutes()
        return Minutes(self.report.minutes, bool(self.report.open_ended))


def violations_of(report: ChannelReport, state: State) -> int | None:
    """The violations of a channel; None where there is none and nothing was judged."""
    judged = state in {State.JUDGED, State.IN_PART}
    return report.violations if judged or report.violations else None


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


#: Of more days no picture is made.
_MOST_DAYS = 35


class DayPicture(Struct, frozen=True):
    """The days of a run, and for each channel a cell for each of them."""

    days: tuple[date, ...]
    rows: tuple[tuple[Row, tuple[Cell, ...]], ...]


def day_picture(results: Results, rows: Sequence[Row]) -> DayPicture:
    """What became of each channel on each day of a run; of no days where they are too many.

    A violation of the night belongs to the day before it, as far as the channel's day begins so.
    """
    if (
        results.span is None
        or (results.span.days.last - results.span.days.first).days >= _MOST_DAYS
    ):
        return DayPicture((), ())
    first, last = results.span.days.first, results.span.days.last
    days = tuple(first + number * DAY for number in range((last - first).days + 1))
    opens = {report.id: timedelta(seconds=report.week_starts) for report in results.channels}
    found = Counter(
        (one.channel, (one.start - opens.get(one.channel, timedelta())).date())
        for one in results.of(Severity.VIOLATION)
        if one.start
    )
    return DayPicture(
        days,
        tuple(
            (row, tuple(Cell(_on(row, day), found[row.channel.id, day]) for day in days))
            for row in rows
        ),
    )


def _on(row: Row, day: date) -> State:
    """What became of a channel on one day."""
    if row.report is None:
        return row.state
    told = next((one for one in row.report.days if one.date == day), None)
    if told is None:
        return State.OTHER_DAYS if row.state is State.OTHER_DAYS else State.MISSING
    if not told.marked or row.state is State.NOT_JUDGEABLE:
        return State.NOT_JUDGEABLE
    coverage = row.report.coverage
    silent = (_within(day, *hole) for hole in (coverage.holes if coverage else ()))
    return State.IN_PART if max(silent, default=0) > LONGEST_SILENCE else State.JUDGED


def _within(day: date, begin: datetime, end: datetime) -> float:
    """How many seconds between two readings of a clock lie on a day."""
    opens = datetime.combine(day, time())
    last = min(end.replace(tzinfo=None), opens + DAY)
    return (last - max(begin.replace(tzinfo=None), opens)).total_seconds()


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
