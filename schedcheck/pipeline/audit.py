"""The pipeline: sources → schedule → clock → marks → checks → findings. Only here is it joined.

It has two halves. ``scan`` takes one file as far as its rows go by themselves: read, named for
their channels, placed in time, classified. ``judge`` takes what any number of scans say of some
channels: joined, in order, each programme once, cut to the week, checked. ``audit`` does both at
once; a batch does the first for every file and the second for every channel.
"""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from schedcheck.checks import CHECKS
from schedcheck.checks.context import Case
from schedcheck.checks.title_index import Witnesses
from schedcheck.law.marks import classify
from schedcheck.law.rulebook import Rulebook
from schedcheck.pipeline.channels import JudgedChannel, name_channels, stem
from schedcheck.pipeline.duplicates import settle
from schedcheck.pipeline.run import Run, prepare
from schedcheck.pipeline.settings import Settings
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.folder import Found, find_files
from schedcheck.readers.pairs import first_half
from schedcheck.readers.registry import read_source, reader_named
from schedcheck.readers.source import Source, SourceError, open_sources
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import Audit, ChannelReport, Outside, SourceReport, Span
from schedcheck.results.totals import days_of
from schedcheck.schedule import placing as clock
from schedcheck.schedule.coverage import covered, inside
from schedcheck.schedule.frame import Fault, Reading, join, make_frame
from schedcheck.zones import TZDATA


def audit(
    paths: str | Path | Iterable[str | Path], settings: Settings | None = None, **changes: Any
) -> Audit:
    """Audit the schedules in ``paths`` (one or many files and folders; ``-`` is standard input).

    ``changes`` are settings by their names, such as ``channel="ktk"``; they go before those in
    ``settings``.

    Raises ConfigError for a setting, zone, rulebook, roster, reader or code that is not known;
    whatever is wrong with a file is a finding.
    """
    run = prepare((settings or Settings()).but(**changes))
    with no_collection():
        gathered = gather(paths, run)
        return gathered.audit(gathered.judge())


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that files say, before it is judged. ``passed_over``: see :class:`Audit`."""

    run: Run
    scans: tuple[Scan, ...]
    passed_over: tuple[str, ...]

    def judge(self, frame: pd.DataFrame | None = None) -> Judged:
        """Judge it together; or another ``frame`` of the same channels in place of its own."""
        week, scans = self.run.settings.week, self.scans
        if frame is None:
            frame = joined([one.frame for one in scans], self.run.rulebook)
        return judge(
            frame,
            channels_of(one.channels for one in scans),
            [fault for one in scans for fault in one.faults],
            {one.file: one.bare_zone for one in scans if one.bare_zone},
            self.run,
            span=Span(week, "option") if week else None,
        )

    def audit(self, judged: Judged) -> Audit:
        """The whole result."""
        return Audit(
            self.run.rulebook,
            TZDATA,
            tuple(one.report(judged.outside[one.file]) for one in self.scans),
            judged.channels,
            judged.findings,
            judged.frame,
            span=judged.span,
            passed_over=self.passed_over,
        )


def gather(paths: str | Path | Iterable[str | Path], run: Run) -> Gathered:
    """Scan every file in ``paths``, and begin to reckon their hashes."""
    scans: list[Scan] = []
    found = files_of(paths)
    for path in found.files:
        if run.settings.progress:
            run.settings.progress(path)
        scans += scan(path, run, found.passed_over.append)
    for one in scans:
        one.begin_digest()
    return Gathered(run, tuple(scans), tuple(sorted(set(found.passed_over))))


def files_of(paths: str | Path | Iterable[str | Path]) -> Found:
    """The files that ``paths`` name or hold, sorted, of a pair that is one schedule only one."""
    found = find_files([paths] if isinstance(paths, str | Path) else paths)
    found.files = sorted({first_half(file) for file in found.files})
    return found


@dataclass(slots=True)
class Scan:
    """One source as far as its rows go by themselves.

    ``frame``: the schedule frame and the columns of the marks, in file order, ``channel`` as the
    channels are judged, the instants as printed. ``channels``: those in it, by id. ``faults``: what
    could not be read or placed. ``bare_zone``: see :class:`Reading`.
    """

    source: Source
    frame: pd.DataFrame
    channels: dict[str, JudgedChannel]
    faults: list[Fault]
    reading: Reading

    @property
    def file(self) -> str:
        """The name that findings cite."""
        return self.source.file

    @property
    def bare_zone(self) -> str | None:
        """The zone that the format itself declares for readings without an offset."""
        return self.reading.bare_zone

    def begin_digest(self) -> None:
        """Begin to reckon the hash of the source beside other work."""
        if self.source.digest:
            self.source.digest.begin()

    def report(self, outside: int = 0) -> SourceReport:
        """The source as it was read; ``outside`` of its programmes lie outside the week."""
        return SourceReport(
            self.file,
            self.source.sha256,
            self.reading.format,
            len(self.reading.frame),
            len(self.reading.faults),
            tuple(self.reading.notes),
            outside,
            self.reading.encoding,
        )


def scan(path: str, run: Run, pass_over: Callable[[str], None]) -> Iterator[Scan]:
    """Each source in the file at ``path``, read, named, placed and classified.

    ``pass_over`` is told the names of what is in an archive and no schedule.
    """
    for source, reading in readings(path, run, pass_over):
        channels = name_channels(reading, source.file, run.settings, run.roster, run.rulebook)
        zones = {channel.id: channel.source_zone for channel in channels.values()}
        frame, faults = clock.read_clocks(reading.frame, zones)
        frame = classified(frame, run.rulebook)
        yield Scan(source, frame, channels, [*reading.faults, *faults], reading)


def classified(frame: pd.DataFrame, rulebook: Rulebook) -> pd.DataFrame:
    """A schedule frame and, beside it, the columns of its marks."""
    return pd.concat([frame, classify(frame, rulebook)], axis=1)


def readings(
    path: str, run: Run, pass_over: Callable[[str], None]
) -> Iterator[tuple[Source, Reading]]:
    """Each source in the file at ``path``, and what its reader made of it."""
    settings = run.settings
    reader = reader_named(settings.reader) if settings.reader else None
    try:
        for source in open_sources(path, settings.size_limit, pass_over):
            entry = run.roster.match(settings.channel or stem(source.file))
            options = ReadOptions(
                settings.channel,
                settings.zone or (entry.zone if entry else run.rulebook.zone),
                settings.jobs,
                settings.week,
                settings.column,
                settings.mapping,
                lambda name: run.roster.match(name) is not None,
            )
            yield source, read_source(source, options, reader)
    except SourceError as error:
        fault = Fault("unread", path, "", "", error.words)
        yield Source(path), Reading("", make_frame({}, 0), [fault])


def joined(frames: Sequence[pd.DataFrame], rulebook: Rulebook) -> pd.DataFrame:
    """The frames of several scans as one; also that of none."""
    return join(frames) if frames else classified(make_frame({}, 0), rulebook)


def channels_of(parts: Iterable[Mapping[str, JudgedChannel]]) -> dict[str, JudgedChannel]:
    """The channels of several scans; the first that has one says what it is called."""
    channels: dict[str, JudgedChannel] = {}
    for part in parts:
        for key, channel in part.items():
            channels.setdefault(key, channel)
    return channels


@dataclass(slots=True)
class Judged:
    """Some channels, judged: ``case`` has each of their programmes once, in order.

    ``outside``: file -> how many of its programmes lie outside the week asked for.
    """

    channels: tuple[ChannelReport, ...]
    findings: tuple[Finding, ...]
    case: Case
    span: Span | None
    outside: Counter[str] = field(default_factory=Counter)

    @property
    def frame(self) -> pd.DataFrame:
        """The schedule judged, with the columns of the marks."""
        return self.case.frame


def judge(  # noqa: PLR0913 - what is judged, and what is known of it
    frame: pd.DataFrame,
    channels: Mapping[str, JudgedChannel],
    faults: Sequence[Fault],
    bare_zones: dict[str, str],
    run: Run,
    *,
    span: Span | None = None,
    witnesses: Witnesses | None = None,
) -> Judged:
    """Judge the channels in ``frame``, which holds all that scans say of them.

    ``bare_zones``: file -> what its format declares. ``span``: the days that the run is about; to
    those asked for the schedule is cut. ``witnesses``: where in the run titles of bound classes
    stand, where ``frame`` is not the whole run.
    """
    placed = clock.in_order(frame)
    known = tuple(channels[name] for name in placed.channels)

    def case_of(rows: np.ndarray) -> Case:
        part = (placed.frame, placed.codes)
        if not rows.all():
            part = (placed.frame[rows].reset_index(drop=True), placed.codes[rows])
        once, codes, again, again_codes = settle(*part, run.rulebook)
        return Case(
            once,
            codes,
            known,
            run.rulebook,
            Case(again, again_codes, known, run.rulebook) if len(again) else None,
            tuple(faults),
            bare_zones,
            witnesses,
        )

    within = _within(placed, known, span)
    case = case_of(within)
    findings = sorted(
        (one for code in run.codes for one in CHECKS[code](case)), key=lambda one: one.rank
    )
    left = None if within.all() else case_of(~within)
    reports = tuple(_channel_reports(case, findings, placed, span, left))
    outside = Counter(placed.frame["file"].to_numpy(object)[~within].tolist())
    return Judged(reports, tuple(findings), case, span, outside)


def _within(
    placed: clock.Placed, channels: Sequence[JudgedChannel], span: Span | None
) -> np.ndarray:
    """Which rows belong to the days asked for: all, where none were."""
    within = np.ones(len(placed.frame), np.bool_)
    if span is not None and span.told_by == "option":
        starts = clock.seconds(placed.frame["start"])
        for code, channel in enumerate(channels):
            rows = placed.codes == code
            within[rows] = inside(span.days, channel.zone, starts[rows])
    return within


@contextmanager
def no_collection() -> Iterator[None]:
    """Millions of texts are made and none in a cycle: looking for cycles would cost a fifth."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _channel_reports(
    case: Case,
    findings: Sequence[Finding],
    placed: clock.Placed,
    span: Span | None,
    left: Case | None,
) -> Iterator[ChannelReport]:
    counted = Counter((one.channel, one.severity) for one in findings)
    violations = defaultdict(list)
    for one in findings:
        if one.severity is Severity.VIOLATION:
            violations[one.channel].append(one)
    files = placed.frame["file"].to_numpy(object)
    starts, stops = (clock.seconds(placed.frame[name]) for name in ("start", "stop"))
    marked = case.texts("age_class") != ""
    printed = case.frame["offset"].notna().to_numpy()
    ends = np.where(case.stops == clock.NAT, case.starts, case.stops)
    for code, channel in enumerate(case.channels):
        rows = np.flatnonzero(case.codes == code)
        every = placed.codes == code
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
            counts={severity: counted[channel.id, severity] for severity in Severity},
            left_out=channel.left_out,
            medium=channel.medium,
            tier=channel.tier,
            nearest=channel.nearest,
            network=channel.network,
            files=tuple(sorted(pd.unique(files[every]))),
            minutes=float(sum(one.minutes or 0.0 for one in violations[channel.id])),
            open_ended=sum(one.minutes is None for one in violations[channel.id]),
            days=days_of(channel.zone, case.starts[rows], marked[rows]),
            coverage=covered(span.days, channel.zone, starts[every], stops[every])
            if span
            else None,
            outside=_outside(left, code) if left else None,
        )


def _outside(left: Case, code: int) -> Outside | None:
    """What of a channel was cut away, and how much of that is in a forbidden window."""
    starts = left.starts[left.codes == code]
    if not len(starts):
        return None
    rows = left.verdicts("equal").rows
    return Outside(
        len(starts),
        left.local(code, int(starts.min())),
        left.local(code, int(starts.max())),
        len(np.unique(rows[left.codes[rows] == code])),
    )
