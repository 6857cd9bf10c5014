"""The results of many runs joined: which violations a period holds, and which were repeated.

What is joined are the ``findings.json`` of batches. Where several are about the same days of a
channel, the one that was written last counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pendulum
from msgspec import Struct, field

from schedcheck.errors import ConfigError
from schedcheck.law.rulebook import load_rulebook, shipped_rulebooks
from schedcheck.messages import msg
from schedcheck.results.decisions import Decisions
from schedcheck.results.document import ChannelRecord, CitedRule, Document
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import ChecksMade, Missing, NotUnderstood
from schedcheck.results.states import State
from schedcheck.schedule.coverage import Span, edges
from schedcheck.schedule.week import DAY, Week, parse_week
from schedcheck.tasks.period.runs import CAME, Overlap, Stretch, Turn, Turns, week_states
from schedcheck.zones import local

_YEAR, _QUARTER = re.compile(r"\d{4}"), re.compile(r"(\d{4})-?Q([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
#: The time of a run that tells of no days.
_ALWAYS = float("-inf"), float("inf")


def parse_period(text: str) -> Week:
    """``2026``, ``2026-03``, ``2026-Q1``, from one of these to another (``2019..2026``), or what
    ``parse_week`` knows, such as ``2026-W48``.

    The former are days of the calendar, the latter the broadcast days that a batch asked for them
    is about. Raises ConfigError for anything else.
    """
    asked = text.strip()
    try:
        first, last = (_of_calendar(part) for part in (asked.split("..") * 2)[:2])
        if first and last and asked.count("..") <= 1 and first.first < last.last:
            return Week(first.first, last.last, calendar=True)
        return parse_week(asked)
    except (ValueError, ConfigError) as error:
        raise ConfigError(
            msg(
                "period: “%(text)s” is not known; write 2026, 2026-03, 2026-Q1, 2019..2026, "
                "2026-W48 or 2026-01-01..2026-06-30",
                text=text,
            )
        ) from error


def _of_calendar(asked: str) -> Week | None:
    """A year, a quarter or a month; None for anything else."""
    month, quarter = _MONTH.fullmatch(asked), _QUARTER.fullmatch(asked)
    if _YEAR.fullmatch(asked):
        return Week(date(int(asked), 1, 1), date(int(asked), 12, 31), calendar=True)
    if month:
        return _months(int(month[1]), int(month[2]), int(month[2]))
    if quarter:
        last = int(quarter[2]) * 3
        return _months(int(quarter[1]), last - 2, last)
    return None


def _months(year: int, first: int, last: int) -> Week:
    if not 1 <= first <= last <= 12:
        raise ValueError(first)
    end = pendulum.date(year, last, 1).end_of("month")
    return Week(pendulum.date(year, first, 1), end, calendar=True)


class Violation(Struct, frozen=True):
    """A violation that began at ``start``, aware, on the clock judged by.

    ``repeated``: an earlier one of the same channel and the same kind of rule began less than a
    year before it. That is by the dates on air alone; what the law counts from is a decision.
    """

    finding: Finding
    start: datetime
    repeated: bool

    @property
    def month(self) -> str:
        """The month it began in: ``2026-03``."""
        return f"{self.start:%Y-%m}"


class PeriodTotals(Struct):
    """What a channel, a month or a group of them comes to; ``hours`` are those covered."""

    programmes: int = 0
    marked: int = 0
    hours: float = 0.0
    violations: int = 0
    first: int = 0
    repeated: int = 0
    minutes: float = 0.0
    open_ended: int = 0
    warnings: int = 0
    dismissed: int = 0

    def add(self, other: PeriodTotals) -> None:
        """Add another sum to this one."""
        for name in PeriodTotals.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class ChannelTotals(Struct):
    """A channel of any of the runs, and in how many weeks it was delivered, and was not."""

    id: str
    name: str
    medium: str
    tier: str
    delivered: int = 0
    undelivered: int = 0


class Period(Struct):
    """The joined results: ``facts`` has a sum for each channel and month.

    ``reported``: the days of it for which a run has judged something. ``states``: what became of a
    channel in a week, by its Monday. ``overlaps``: the runs that are about the same days.
    ``checks``: which were made and which switched off, with the number of runs that did so.
    """

    days: Week
    runs: int = 0
    channels: dict[str, ChannelTotals] = field(default_factory=dict)
    facts: dict[tuple[str, str], PeriodTotals] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)
    faults: int = 0
    rulebooks: list[str] = field(default_factory=list)
    tzdata: list[str] = field(default_factory=list)
    rules: dict[str, CitedRule] = field(default_factory=dict)
    reported: set[date] = field(default_factory=set)
    states: dict[tuple[str, date], State] = field(default_factory=dict)
    overlaps: list[Overlap] = field(default_factory=list)
    checks: Counter[ChecksMade] = field(default_factory=Counter)

    def name_of(self, channel: str) -> str:
        """The name of a channel, or its id where it has none."""
        known = self.channels.get(channel)
        return (known.name if known else "") or channel

    @property
    def unjudged(self) -> int:
        """How many weeks of channels were delivered and not judged, or in part only."""
        return sum(state not in {State.JUDGED, State.MISSING} for state in self.states.values())

    @property
    def holes(self) -> int:
        """How many days of the period no run is about."""
        return (self.days.last - self.days.first).days + 1 - len(self.reported)

    def by(self, key: Callable[[ChannelTotals, str], str]) -> dict[str, PeriodTotals]:
        """Sums by what ``key`` says of a channel and a month, in order."""
        sums: dict[str, PeriodTotals] = defaultdict(PeriodTotals)
        for (channel, month), fact in self.facts.items():
            sums[key(self.channels[channel], month)].add(fact)
        return dict(sorted(sums.items()))

    @property
    def total(self) -> PeriodTotals:
        """Everything."""
        return self.by(lambda _channel, _month: "").get("", PeriodTotals())


def join(runs: Sequence[Document], days: Week, decisions: Decisions | None = None) -> Period:
    """What the runs say of ``days``. Days outside count only for what is a repetition.

    ``decisions``: those of the authority, which go before what the runs know of decisions.
    """
    runs = sorted(runs, key=lambda run: run.written)
    turns = Turns(runs)
    period = Period(days, len(runs), states=week_states(runs, days), overlaps=turns.overlaps())
    covered: dict[str, list[Stretch]] = defaultdict(list)
    findings: dict[tuple[Any, ...], Finding] = {}
    faults: set[tuple[Any, ...]] = set()
    for number, run in enumerate(runs):
        _know(period, run)
        _count_reported(period, run)
        for channel in run.channels:
            for stretch in _covered(channel, run.span):
                covered[channel.id] += turns.left(number, channel.id, stretch)
        hashes = {source.file: source.sha256 for source in run.sources}
        for one in run.findings:
            if one.severity is Severity.FAULT:
                file = hashes.get(one.file) or one.file
                if _meets(run.span, days):
                    faults.add((one.code, one.channel, file, one.place, one.message))
            elif one.start and turns.counts(number, one.channel, one.start.timestamp()):
                findings[one.code, one.channel, one.start, one.title, one.rule] = one
    period.faults = len(faults)
    _count_deliveries(period)
    known = {channel.id: channel for run in runs for channel in run.channels}
    within = {name: _edges(days, channel) for name, channel in known.items()}
    _count_days(period, runs, turns, within)
    _count_hours(period, covered, within, known)
    decided: Iterable[Finding] = findings.values()
    if decisions is not None:
        book = period.rulebooks[0].split()[0] if period.rulebooks else ""
        periods = load_rulebook(book).periods if book in shipped_rulebooks() else ()
        decided = decisions.on(map(_undecided, decided), periods)
    _count_findings(period, decided, within)
    return period


def _undecided(finding: Finding) -> Finding:
    """The finding without what its run knew of decisions."""
    dates = tuple(one for one in finding.dates if one.kind != "repeat")
    return finding._replace(decision=None, dates=dates)


def _edges(days: Week, channel: ChannelRecord) -> Stretch:
    """The instants (seconds since 1970) between which days lie on the clock of a channel."""
    begin, end = edges(days, channel.zone, channel.week_starts)
    return float(begin), float(end)


def _know(period: Period, run: Document) -> None:
    for known, value in (
        (period.rulebooks, f"{run.rulebook} {run.sha256}"),
        (period.tzdata, run.tzdata),
    ):
        if value not in known:
            known.append(value)
    period.checks[run.checks] += 1
    period.rules |= {rule.id: rule for rule in run.rules}
    told: list[ChannelRecord | Missing | NotUnderstood]
    told = [*run.channels, *run.missing, *run.not_understood]
    for one in told:
        period.channels.setdefault(one.id, ChannelTotals(one.id, one.name, one.medium, one.tier))


def _count_reported(period: Period, run: Document) -> None:
    judged = any(one.state in CAME - {State.NOT_JUDGEABLE} for one in run.channels)
    if run.span is None or not judged or not _meets(run.span, period.days):
        return
    first = max(run.span.days.first, period.days.first)
    last = min(run.span.days.last, period.days.last)
    period.reported |= {first + DAY * number for number in range((last - first).days + 1)}


def _count_deliveries(period: Period) -> None:
    for (channel, _monday), state in period.states.items():
        came = state is not State.MISSING
        period.channels[channel].delivered += came
        period.channels[channel].undelivered += not came


def _meets(span: Span | None, days: Week) -> bool:
    return span is None or (span.days.first <= days.last and span.days.last >= days.first)


def _covered(channel: ChannelRecord, span: Span | None) -> list[tuple[float, float]]:
    """The stretches of the run's days that a channel's schedule covers, in seconds since 1970."""
    if not (span and channel.coverage and channel.first and channel.last):
        return []
    opens, closes = _edges(span.days, channel)
    begin, end = max(opens, channel.first.timestamp()), min(closes, channel.last.timestamp())
    stretches = []
    for silence_from, silence_to in channel.coverage.holes:
        if silence_from.timestamp() > begin:
            stretches.append((begin, min(end, silence_from.timestamp())))
        begin = max(begin, silence_to.timestamp())
    return [(opens, closes) for opens, closes in [*stretches, (begin, end)] if closes > opens]


def _fact(period: Period, channel: str, month: str) -> PeriodTotals:
    return period.facts.setdefault((channel, month), PeriodTotals())


def _count_days(
    period: Period, runs: Sequence[Document], turns: Turns, within: Mapping[str, Stretch]
) -> None:
    """Sum the programmes of each day: two runs may each have a part of it, at a week's edge.

    A part counts where at least half of it lies in the period.
    """
    counted: dict[tuple[str, date], list[Turn]] = defaultdict(list)
    for number, run in reversed(list(enumerate(runs))):
        for channel in run.channels:
            turn = turns.of(channel.id, number) or Turn(number, *_ALWAYS)
            for day in channel.days:
                opens, closes = _edges(Week(day.date, day.date, calendar=True), channel)
                begin, end = opens, closes
                if turn.meets(opens, closes):  # else a day beside those that the run is about
                    begin, end = max(turn.begin, opens), min(turn.end, closes)
                first, last = within[channel.id]
                if 2 * (min(end, last) - max(begin, first)) < end - begin:
                    continue
                others = counted[channel.id, day.date]
                if any(other.meets(begin, end) for other in others):
                    continue
                others.append(turn)
                fact = _fact(period, channel.id, f"{day.date:%Y-%m}")
                fact.programmes += day.programmes
                fact.marked += day.marked


def _count_hours(
    period: Period,
    covered: Mapping[str, list[Stretch]],
    within: Mapping[str, Stretch],
    known: Mapping[str, ChannelRecord],
) -> None:
    for channel, stretches in covered.items():
        done, last = within[channel]
        for begin, stop in sorted(stretches):
            opens, end = max(begin, done), min(stop, last)
            done = max(done, end)
            while opens < end:
                moment = local(opens, known[channel].zone)
                following = min(moment.add(days=1).start_of("day").timestamp(), end)
                _fact(period, channel, f"{moment:%Y-%m}").hours += (following - opens) / 3600
                opens = following


def _count_findings(
    period: Period, findings: Iterable[Finding], edges_of: Mapping[str, Stretch]
) -> None:
    repeats = _Repeats(period.rules)
    dated = [(one.start, one) for one in findings if one.start]
    for start, one in sorted(dated, key=_order):
        begin, end = edges_of.get(one.channel, _ALWAYS)
        within = begin <= start.timestamp() < end
        if one.severity is Severity.WARNING and within and not one.dismissed:
            _fact(period, one.channel, f"{start:%Y-%m}").warnings += 1
        if one.severity is not Severity.VIOLATION:
            continue
        repeated = not one.dismissed and repeats.tell(one.channel, one.rule, start)
        if within:
            period.violations.append(Violation(one, start, repeated))
    for violation in period.violations:
        fact = _fact(period, violation.finding.channel, violation.month)
        if violation.finding.dismissed:
            fact.dismissed += 1
            continue
        fact.violations += 1
        fact.repeated += violation.repeated
        fact.first += not violation.repeated
        fact.minutes += violation.finding.minutes or 0.0
        fact.open_ended += violation.finding.minutes is None


def _order(dated: tuple[datetime, Finding]) -> tuple[Any, ...]:
    start, one = dated
    return start.timestamp(), one.channel, one.title, one.rule, one.code


class _Repeats:
    """Which violations come less than a year after another of the channel and kind of rule.

    The kind is whose duty the rule is and what it covers: a law that took another's place punishes
    the same deed.
    """

    def __init__(self, rules: Mapping[str, CitedRule]) -> None:
        self._rules = rules
        self._last: dict[tuple[str, ...], datetime] = {}

    def tell(self, channel: str, rule: str, start: datetime) -> bool:
        """Whether it is a repetition; to be asked in order of time."""
        known = self._rules.get(rule)
        key = (channel, known.duty, known.product) if known else (channel, rule)
        before = self._last.get(key)
        if before is None or start > before:
            self._last[key] = start
        return before is not None and before < start < _year_later(before)


def _year_later(moment: datetime) -> datetime:
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:  # the 29th of February
        return moment.replace(year=moment.year + 1, month=3, day=1)
