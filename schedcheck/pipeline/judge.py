"""The channels of any number of scans, judged together; the one place where results are made.

Duplicates are dropped first: each programme counts once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from msgspec import Struct, field
from msgspec.structs import replace

from schedcheck.checks import CHECKS
from schedcheck.checks.context import CheckContext
from schedcheck.law.jurisdiction import JudgedChannel
from schedcheck.law.rulebook import Rulebook
from schedcheck.pipeline.run import Run
from schedcheck.results.finding import CODES, CONTESTING, Finding, Severity
from schedcheck.results.results import (
    Audit,
    ChannelReport,
    Day,
    NotUnderstood,
    Outside,
    Results,
    SourceReport,
)
from schedcheck.results.states import Version
from schedcheck.schedule import placing as clock
from schedcheck.schedule.building import distinct, give_back_memory
from schedcheck.schedule.coverage import Span, covered, inside
from schedcheck.schedule.placing import NAT, seconds
from schedcheck.schedule.reading import Fault
from schedcheck.schedule.titles import TitleIndex
from schedcheck.schedule.week import WEEK_STARTS
from schedcheck.zones import TZDATA, Seconds, offsets_over


def drop_duplicates(
    frame: pd.DataFrame, codes: np.ndarray, rulebook: Rulebook
) -> tuple[pd.DataFrame, np.ndarray, pd.DataFrame, np.ndarray]:
    """``frame`` (placed and classified, sorted by channel and start) without its duplicates.

    Returns the programmes and their channel codes, and the duplicates and theirs: rows of the
    same channel, start and title as another. Of such rows the one with the strictest mark stays,
    then the one that lasts longest, then the first by file and place.
    """
    starts = seconds(frame["start"])
    again = (codes[1:] == codes[:-1]) & (starts[1:] == starts[:-1])
    tied = np.flatnonzero(np.r_[again, False] | np.r_[False, again])
    if not len(tied):
        return frame, codes, frame.iloc[:0], codes[:0]
    ranks = {"": -1} | {known.id: rank for rank, known in enumerate(rulebook.classes)}
    ties = frame.iloc[tied]
    stops = seconds(ties["stop"])
    keys = pd.DataFrame(
        {
            "code": codes[tied],
            "start": starts[tied],
            "title": ties["title"].to_numpy(object, na_value=""),
            "sure": (ties["level"] != "equal").to_numpy(),
            "rank": [-ranks[age_class] for age_class in ties["age_class"]],
            "stop": -np.where(stops == NAT, 0, stops),
            "file": ties["file"].to_numpy(object),
            "place": [(len(place), place) for place in ties["place"]],
        }
    )
    placed = keys.sort_values(list(keys.columns), kind="stable")
    order = np.arange(len(frame))
    order[tied] = tied[placed.index]
    repeated = np.zeros(len(frame), np.bool_)
    repeated[tied] = placed.duplicated(["code", "start", "title"]).to_numpy()
    once, again = order[~repeated], order[repeated]
    return (
        frame.take(once).reset_index(drop=True),
        codes[once],
        frame.take(again).reset_index(drop=True),
        codes[again],
    )


#: Checks not made of what lies outside the week: what was not read is counted once for the run, and
#: the week itself would be a gap.
_OF_THE_WEEK = {"gap", *(code for code, severity in CODES.items() if severity is Severity.FAULT)}
_Results = TypeVar("_Results", bound=Results)


class ScannedSource(Protocol):
    """What the second half asks of a source: a scan, or what was kept of one."""

    @property
    def file(self) -> str:
        """The name that findings cite."""

    @property
    def default_zone(self) -> str | None:
        """The zone that its format declares for readings without an offset."""

    def report(self, outside: int = 0) -> SourceReport:
        """The source as it was read; ``outside`` of its programmes lie outside the week."""


class Job(Struct, kw_only=True):
    """Channels to be judged together.

    ``frame``: all that scans say of them, in the order of the files; :func:`judge` takes it out,
    for in another order it is held anew. ``channels``: by id, at least
    those in it. ``faults``: what could not be read or placed. ``span``: the days that the run is
    about; the schedule is cut to those asked for. ``passed_over``: see :class:`Results`.
    ``titles``: the titles of bound classes in the whole run, where this job is a part of it; None
    where it is the whole. ``times``: when a file was last changed, where the disk is not to be
    asked.
    """

    frame: pd.DataFrame
    channels: Mapping[str, JudgedChannel]
    sources: Sequence[ScannedSource]
    faults: Sequence[Fault] = ()
    span: Span | None = None
    passed_over: tuple[str, ...] = ()
    titles: TitleIndex | None = None
    times: Callable[[str], int | None] | None = None


class Judged(Struct):
    """The channels of a job, judged: ``case`` has each of their programmes once, in order.

    ``outside``: channel and file -> how many of its programmes there lie outside the week asked
    for.
    """

    channels: tuple[ChannelReport, ...]
    findings: tuple[Finding, ...]
    case: CheckContext
    outside: Counter[tuple[str, str]] = field(default_factory=Counter)

    def outside_of(self, channel: str = "") -> Counter[str]:
        """File -> how many of its programmes lie outside; of one channel where it is given."""
        counted: Counter[str] = Counter()
        for (its, file), count in self.outside.items():
            if its == (channel or its):
                counted[file] += count
        return counted


def audited(job: Job, run: Run) -> Audit:
    """Judge a job; the whole result."""
    return audit_of(judge(job, run), job, run)


def audit_of(judged: Judged, job: Job, run: Run) -> Audit:
    """The whole result of a job that was judged."""
    return results_of(
        Audit,
        run,
        job.sources,
        judged.outside_of(),
        channels=judged.channels,
        findings=judged.findings,
        span=job.span,
        passed_over=job.passed_over,
        schedule=judged.case.frame,
    )


def results_of(
    kind: type[_Results],
    run: Run,
    sources: Iterable[ScannedSource],
    outside: Mapping[str, int],
    **found: Any,
) -> _Results:
    """The results of a run over ``sources``: the one place where they are made.

    ``kind``: Results, or Audit with the schedule. ``outside``: file -> how many of its programmes
    lie outside the week asked for. ``found``: all else that they hold, by the names of its fields.
    """
    reports = tuple(one.report(outside.get(one.file, 0)) for one in sources)
    return kind(
        rulebook=run.rulebook,
        tzdata=TZDATA,
        limits=run.settings.limits,
        checks=run.checks,
        sources=reports,
        not_understood=tuple(_not_understood(reports, found, run)),
        settings=run.settings.asked,
        unused_decisions=run.decisions.unused(found["findings"])
        if run.decisions.by_finding
        else (),
        **found,
    )


def _not_understood(
    sources: Iterable[SourceReport], found: Mapping[str, Any], run: Run
) -> Iterator[NotUnderstood]:
    """The channels of the roster that sources are named for of which nothing could be read."""
    read = {report.id for report in found["channels"]}
    files: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        if source.channel and source.channel not in read:
            files[source.channel].append(source.file)
    faults = [one for one in found["findings"] if one.severity is Severity.FAULT]
    for channel, its in sorted(files.items()):
        entry = run.roster.channels[channel]
        reason = next((one.message for one in faults if one.file in its), "")
        known = (entry.name, entry.medium, entry.tier, entry.zone)
        yield NotUnderstood(channel, *known, tuple(its), reason)


def judge(job: Job, run: Run) -> Judged:
    """Judge the channels of a job."""
    frame, job.frame = job.frame, pd.DataFrame()
    versions: dict[str, tuple[Version, ...]] = {}
    if len(job.sources) > 1:
        from schedcheck.pipeline.versions import counted

        issued = {one.file: one.report().issued for one in job.sources}
        frame, versions = counted(frame, job.channels, issued, run.settings.versions, job.times)
    placed = clock.in_order(frame)
    del frame
    give_back_memory(len(placed.codes))
    known = tuple(job.channels[name] for name in placed.channels)
    default_zones = {one.file: one.default_zone for one in job.sources if one.default_zone}

    def case_of(rows: np.ndarray) -> CheckContext:
        part = (placed.frame, placed.codes)
        if not rows.all():
            part = (placed.frame[rows].reset_index(drop=True), placed.codes[rows])
        once, codes, again, again_codes = drop_duplicates(*part, run.rulebook)
        repeated = CheckContext(again, again_codes, known, run.rulebook) if len(again) else None
        return CheckContext(
            once,
            codes,
            known,
            run.rulebook,
            duplicates=repeated,
            faults=tuple(job.faults),
            default_zones=default_zones,
            titles_of_run=job.titles,
        )

    within = _within(placed, known, job.span)
    case = case_of(within)
    left = None if within.all() else case_of(~within)
    findings = [one for code in run.codes for one in CHECKS[code](case)]
    if left is not None:
        codes = [code for code in run.codes if code not in _OF_THE_WEEK]
        findings += [one._replace(outside=True) for code in codes for one in CHECKS[code](left)]
    decided: Iterable[Finding] = _with_doubt(findings)
    if run.decisions.by_finding:
        decided = run.decisions.on(decided, run.rulebook.periods)
    findings = sorted(decided, key=lambda one: one.rank)
    reports = tuple(
        _with_versions(report, versions.get(report.id, ()))
        for report in _channel_reports(case, findings, placed, job.span, left)
    )
    away = (placed.frame[name].to_numpy(object)[~within].tolist() for name in ("channel", "file"))
    outside = Counter(zip(*away, strict=True))
    return Judged(reports, tuple(findings), case, outside)


def _with_doubt(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings, those violations marked that a warning on the same programme contests."""
    contested = {(one.channel, one.start, one.title) for one in findings if one.code in CONTESTING}
    if not contested:
        yield from findings
        return
    for one in findings:
        violation = one.severity is Severity.VIOLATION
        if violation and (one.channel, one.start, one.title) in contested:
            yield one._replace(in_doubt=True)
        else:
            yield one


def _with_versions(report: ChannelReport, versions: tuple[Version, ...]) -> ChannelReport:
    """``report`` with its versions, which are among its files also where no row of them is left."""
    files = {*report.files, *(file for one in versions for file in (one.file, one.by))}
    return replace(report, files=tuple(sorted(files)), versions=versions)


def _within(
    placed: clock.Placed, channels: Sequence[JudgedChannel], span: Span | None
) -> np.ndarray:
    """Which rows belong to the days asked for: all, where none were."""
    within = np.ones(len(placed.frame), np.bool_)
    if span is not None and span.told_by == "option":
        starts = clock.seconds(placed.frame["start"])
        of_each = clock.rows_of_each(placed.codes, len(channels))
        for channel, rows in zip(channels, of_each, strict=True):
            within[rows] = inside(span.days, channel.zone, starts[rows], channel.week_starts)
    return within


def _channel_reports(
    case: CheckContext,
    findings: Sequence[Finding],
    placed: clock.Placed,
    span: Span | None,
    left: CheckContext | None,
) -> Iterator[ChannelReport]:
    counted = Counter(
        (one.channel, one.severity, one.outside) for one in findings if not one.dismissed
    )
    violations = defaultdict(list)
    for one in findings:
        if one.severity is Severity.VIOLATION and one.counts:
            violations[one.channel].append(one)
    file_numbers, files = distinct(placed.frame["file"].to_numpy(object))
    starts, stops = (clock.seconds(placed.frame[name]) for name in ("start", "stop"))
    marked = case.texts("age_class") != ""
    printed = case.frame["offset"].notna().to_numpy()
    ends = np.where(case.stops == clock.NAT, case.starts, case.stops)
    count = len(case.channels)
    of_each = zip(
        clock.rows_of_each(case.codes, count), clock.rows_of_each(placed.codes, count), strict=True
    )
    for code, (rows, every) in enumerate(of_each):
        channel = case.channels[code]
        opens = channel.week_starts if span and span.told_by == "option" else 0
        yield ChannelReport(
            id=channel.id,
            name=channel.name,
            in_roster=channel.in_roster,
            zone=channel.zone,
            zone_from=channel.zone_from,
            source_zone=channel.source_zone,
            source_zone_from=channel.source_zone_from,
            first=case.local(code, int(case.starts[rows].min())) if len(rows) else None,
            last=case.local(code, int(ends[rows].max())) if len(rows) else None,
            programmes=len(rows),
            printed_offsets=int(printed[rows].sum()),
            marked=int(marked[rows].sum()),
            counts={severity: counted[channel.id, severity, False] for severity in Severity},
            left_out=channel.left_out,
            medium=channel.medium,
            tier=channel.tier,
            nearest=channel.nearest,
            network=channel.network,
            files=tuple(sorted(files[np.flatnonzero(np.bincount(file_numbers[every]))])),
            minutes=float(sum(one.minutes or 0.0 for one in violations[channel.id])),
            open_ended=sum(one.minutes is None for one in violations[channel.id]),
            days=_days_of(
                channel.zone,
                case.starts[rows],
                marked[rows],
                opens if span and span.told_by == "option" else WEEK_STARTS,
            ),
            coverage=covered(span.days, channel.zone, starts[every], stops[every], opens)
            if span
            else None,
            outside=_outside(left, code, counted[channel.id, Severity.VIOLATION, True])
            if left
            else None,
            week_starts=opens,
            roster_zone=channel.roster_zone,
        )


def _outside(left: CheckContext, code: int, violations: int) -> Outside | None:
    """What of a channel lies outside the week, ``violations`` among it."""
    starts = left.starts[left.codes == code]
    if not len(starts):
        return None
    first, last = (left.local(code, int(edge)) for edge in (starts.min(), starts.max()))
    return Outside(len(starts), first, last, violations)


def _days_of(
    zone: str, starts: Seconds, marked: npt.NDArray[np.bool_], opens: int
) -> tuple[Day, ...]:
    """Programmes by the local day that they start on; ``starts`` in seconds since 1970.

    ``opens``: when the broadcast day begins, in seconds since midnight.
    """
    if not len(starts):
        return ()
    local = starts + offsets_over(zone, starts).at(starts)
    days, at = np.unique(local // 86400, return_inverse=True)
    early = local % 86400 < opens
    sums = [np.bincount(at, weights=of) for of in (marked, early, early & marked)]
    counts = np.array([np.bincount(at), *sums]).astype(np.int64).T
    return tuple(
        Day(day, *of_day)
        for day, of_day in zip(days.astype("datetime64[D]").tolist(), counts.tolist(), strict=True)
    )
