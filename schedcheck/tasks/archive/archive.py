"""Schedules taken into a store: each source is read once, each month judged when more comes.

Three phases, as in a batch: each source is read by itself; each channel and month is judged from
what was read, the two days around the month too; then the channels, the document of each month and
the manifest are written. A source stays in the store when its file is gone.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from glob import glob, has_magic
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from schedcheck._version import __version__
from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.pipeline.judge import results_of
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.pipeline.scan import files_of
from schedcheck.pipeline.versions import changed
from schedcheck.reports.data.json import dumps
from schedcheck.reports.files import replacing
from schedcheck.results.finding import Finding
from schedcheck.results.results import ChannelReport, Results
from schedcheck.results.source_json import source_to_json
from schedcheck.schedule.coverage import Span, span_of
from schedcheck.schedule.reading import Fault
from schedcheck.schedule.titles import RatedShowing, gathered
from schedcheck.tasks.archive.months import (
    MonthJob,
    findings_table,
    judge_lost,
    judge_month,
    month_days,
    write_table,
)
from schedcheck.tasks.archive.reading import (
    Entry,
    Piece,
    Read,
    ReadPart,
    Taking,
    load_reading,
    take,
    take_lost,
)
from schedcheck.tasks.archive.store import (
    FINDINGS,
    PROGRAMMES,
    Store,
    load_manifest,
)
from schedcheck.tasks.batch.batch import Progress, findings_of_faults, missing_of
from schedcheck.tasks.batch.steps import to_plain
from schedcheck.tasks.batch.value_json import dumps as plain_dumps
from schedcheck.tasks.batch.work_folder import (
    digest,
    key_of_file,
    key_of_judging,
    key_of_run,
    recall,
    remember,
    sha256_of,
)
from schedcheck.tasks.batch.workers import Workers

_DAY = 86400


@dataclass(frozen=True, slots=True)
class Archived:
    """What a run has done to a store, and what is in it now.

    ``read``: how many sources were read, ``judged``: how many months of channels were judged,
    ``faults``: what could not be read, of all sources of the store.
    """

    sources: int
    programmes: int
    channels: int
    months: int
    read: int
    judged: int
    faults: tuple[Finding, ...]


def archive(
    sources: str | Path | Iterable[str | Path],
    store: str | Path,
    settings: Settings | None = None,
    progress: Progress = lambda _phase, _name, _done, _all: None,
    **changes: Any,
) -> Archived:
    """Take files, folders and patterns of files into the store at ``store``.

    A source that is in the store already is not read again. A file whose content has changed since
    is one more version of itself, and the later one counts for its days. ``changes`` are settings
    by their names. Raises ConfigError where nothing is found, and for a store that cannot be
    written or that another run is writing.
    """
    run = prepare((settings or Settings()).replace(**changes))
    given = [sources] if isinstance(sources, str | Path) else sources
    place = Store(Path(store))
    found = files_of(found_paths(given))
    found.files = [path for path in found.files if not place.holds(Path(path))]
    if not found.files:
        raise ConfigError(msg("there is nothing to take into the store"))
    with place.held():
        place.make()
        try:
            return _archive(run, place, found.files, found.passed_over, progress)
        except OSError as error:  # what is wrong with a file to be read is a fault
            raise place.refused(error) from error
        finally:
            place.sweep()


def found_paths(sources: Iterable[str | Path]) -> Iterator[str]:
    """The files and folders that ``sources`` name, patterns (``**/*.xlsx``) among them.

    Raises ConfigError for a name of nothing.
    """
    for source in map(str, sources):
        if Path(source).exists():
            yield source
            continue
        # not of a folder: the pattern may begin at the root
        matching = sorted(glob(source, recursive=True)) if has_magic(source) else []  # noqa: PTH207
        if not matching:
            raise ConfigError(msg("%(path)s: there is no such file or folder", path=source))
        yield from matching


def _archive(
    run: Run, store: Store, files: Sequence[str], passed_over: Sequence[str], progress: Progress
) -> Archived:
    manifest = load_manifest(store)
    entries = [Entry(*one) for one in manifest["sources"]]
    known = {entry.key for entry in entries}
    read = judged = 0
    with Workers(run) as workers:
        takings = [Taking(entry, store.out) for entry in _entries(run, store, entries, files)]
        for taking, _nothing in workers.each(take, takings, take_lost):
            read += taking.entry.key not in known
            progress(msg("Reading"), taking.entry.file, read, len(takings))
        taken = _merged(entries, [taking.entry for taking in takings])
        content = gather(store, taken)
        jobs = month_jobs(run, store, content)
        for done, (job, new) in enumerate(workers.each(judge_month, jobs, judge_lost), 1):
            judged += new
            progress(msg("Judging"), f"{job.channel} {job.month}", done, len(jobs))
    _forget(store, taken, jobs)
    over = sorted({*manifest["passed_over"], *passed_over, *content.passed_over})
    faults, reports = _write(run, store, content, jobs, over)
    remember(
        store.manifest,
        {
            "schedcheck": __version__,
            "rulebook": {"id": run.rulebook.id, "sha256": run.rulebook.sha256},
            "settings": run.settings.asked,
            "sources": [list(entry) for entry in taken],
            "read_as": [source_to_json(part.source) for part in content.parts],
            "faults": faults,
            "passed_over": over,
        },
    )
    return Archived(
        len(taken),
        sum(report.programmes for report in reports),
        len({report.id for report in reports}),
        len({job.month for job in jobs if store.document(job.month).exists()}),
        read,
        judged,
        tuple(faults),
    )


def _entries(
    run: Run, store: Store, known: Sequence[Entry], files: Iterable[str]
) -> Iterator[Entry]:
    """The files as entries: under a name of its own where another content has that of the file.

    What nothing could be read of gives way to what its file holds now.
    """
    run_key = key_of_run(run)
    by_path: dict[str, list[Entry]] = defaultdict(list)
    for entry in known:
        by_path[entry.path].append(entry)
    for path in map(os.path.normpath, files):
        sha256 = sha256_of(Path(path))
        versions = by_path[path]
        same = next((one for one in versions if one.sha256 == sha256), None)
        if same is None and versions and not _holds_rows(store, versions[-1]):
            same = versions[-1]
        number = len(versions) + 1
        # the number in the name says which is the later one, see ``pipeline.versions``
        file = same.file if same else f"{path} (v{number})" if versions else path
        key = digest(key_of_file(path, run_key), file)
        yield Entry(file, path, sha256, key, changed(path))


def _holds_rows(store: Store, entry: Entry) -> bool:
    read = load_reading(store, entry.key)
    return read is not None and any(part.pieces for part in read.parts)


def _merged(known: Iterable[Entry], taken: Iterable[Entry]) -> list[Entry]:
    """All entries, those taken now in the place of those of their names."""
    by_file = {entry.file: entry for entry in (*known, *taken)}
    return [by_file[file] for file in sorted(by_file)]


@dataclass(slots=True)
class Content:
    """What the readings of a store hold, without the rows."""

    entries: list[Entry] = field(default_factory=list)
    parts: list[ReadPart] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    witnesses: dict[str, list[RatedShowing]] = field(default_factory=lambda: defaultdict(list))
    pieces: dict[str, list[tuple[Entry, Piece]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def faults(self) -> list[Fault]:
        """What could not be read, of every source."""
        return [fault for part in self.parts for fault in part.faults]


def gather(store: Store, entries: Sequence[Entry]) -> Content:
    """What the readings of ``entries`` hold. Raises ConfigError where one is missing."""
    content = Content(list(entries))
    for entry in entries:
        read: Read | None = load_reading(store, entry.key)
        if read is None:
            raise ConfigError(
                msg(
                    "%(file)s: what was read of it is not in the store any more; give the file "
                    "again, or begin a new store",
                    file=entry.file,
                )
            )
        content.parts += read.parts
        content.passed_over += read.passed_over
        for month, showings in read.titles.items():
            content.witnesses[month] += showings
        for part in read.parts:
            for piece in part.pieces:
                content.pieces[piece.channel].append((entry, piece))
    return content


def month_jobs(run: Run, store: Store, content: Content) -> list[MonthJob]:
    """The channels and months to be judged, the largest first."""
    key = digest(
        key_of_judging(run),
        (run.settings.limits, run.settings.versions, run.decisions.sha256),
    )
    spans = _spans(content)
    witnesses = {month: _witnesses(store, content, month) for month in spans}
    sized: list[tuple[int, MonthJob]] = []
    for channel, every in content.pieces.items():
        for month in sorted({one for _entry, piece in every for one in _months(piece)}):
            near = [(entry, piece) for entry, piece in every if _is_near(piece, month)]
            pieces = tuple(piece.file for _entry, piece in near)
            readings = tuple(dict.fromkeys(entry.key for entry, _piece in near))
            times = tuple(sorted({(entry.file, entry.changed) for entry, _piece in near}))
            name, span = every[0][1].name, spans.get(month)
            of_month = witnesses.get(month) or _witnesses(store, content, month)
            told = digest(key, channel, name, month, readings, pieces, str(span), times)
            job = MonthJob(
                channel, name, month, readings, pieces, span, times, told, of_month, store.out
            )
            sized.append((sum(piece.rows for _entry, piece in near), job))
    sized.sort(key=lambda one: (-one[0], one[1].channel, one[1].month))
    return [job for _rows, job in sized]


def _months(piece: Piece) -> set[str]:
    """The months that rows of a piece may lie in, on whatever clock."""
    moments = np.array([piece.first - _DAY, piece.last + _DAY], "datetime64[s]")
    return {piece.month, *map(str, moments.astype("datetime64[M]"))}


def _is_near(piece: Piece, month: str) -> bool:
    return abs(int((np.datetime64(piece.month, "M") - np.datetime64(month, "M")).astype(int))) <= 1


def _spans(content: Content) -> dict[str, Span | None]:
    """Month -> the days of it that the store is about: those that most channels cover."""
    days: dict[str, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    for channel, pieces in content.pieces.items():
        for _entry, piece in pieces:
            for day in map(date.fromordinal, piece.days):
                days[f"{day:%Y-%m}"][channel].add(day)
    return {month: span_of(None, of_month.values()) for month, of_month in sorted(days.items())}


def _witnesses(store: Store, content: Content, month: str) -> str:
    """The name of the file of a month's marked titles, which is written."""
    index = to_plain(gathered(content.witnesses.get(month, ())))
    name = f"titles-{month}-{digest(plain_dumps(index))}.json"
    if not (store.root / name).exists():
        remember(store.root / name, index)
    return name


def _forget(store: Store, entries: Iterable[Entry], jobs: Sequence[MonthJob]) -> None:
    """Delete what no entry and no month needs: readings of before, months that are no more."""
    kept = {store.kept(job.channel, job.month) for job in jobs}
    for path in sorted(set(store.channels.iterdir()) - kept):
        known = recall(path)
        for kind in (PROGRAMMES, FINDINGS) if known else ():
            store.table(kind, known["channel"], known["month"]).unlink(missing_ok=True)
    store.keep_only((entry.key for entry in entries), (path.stem for path in kept))
    needed = {job.witnesses for job in jobs}
    for path in store.root.glob("titles-*.json"):
        if path.name not in needed:
            path.unlink()


def _write(
    run: Run, store: Store, content: Content, jobs: Sequence[MonthJob], passed_over: Sequence[str]
) -> tuple[list[Finding], list[ChannelReport]]:
    """Write what is made of all months: documents, channels, what could not be read."""
    faults = sorted(findings_of_faults(content.faults, run), key=lambda one: one.rank)
    write_table(findings_table(faults), store.table(FINDINGS, "", ""))
    months: dict[str, list[MonthJob]] = defaultdict(list)
    for job in jobs:
        months[job.month].append(job)
    reports: list[ChannelReport] = []
    for month, of_month in sorted(months.items()):
        results = _month(run, store, content, of_month, faults, passed_over)
        path = store.document(month)
        if not results.channels:
            path.unlink(missing_ok=True)
            continue
        reports += results.channels
        text = dumps(results)
        if not path.exists() or path.read_text("utf-8") != text:
            with replacing(path) as part:
                part.write_text(text, encoding="utf-8", newline="")
    for path in store.out.glob("months/*/findings.json"):
        if path.parent.name not in months:
            path.unlink()
    write_table(_channels_table(reports), store.channels_file)
    return faults, reports


def _month(  # noqa: PLR0913, PLR0917 - all that a month is made of
    run: Run,
    store: Store,
    content: Content,
    jobs: Sequence[MonthJob],
    faults: Sequence[Finding],
    passed_over: Sequence[str],
) -> Results:
    """The results of a month, as a batch of it would have them."""
    kept = [recall(store.kept(job.channel, job.month)) for job in jobs]
    reports = tuple(
        sorted((one["report"] for one in kept if one["report"]), key=lambda report: report.id)
    )
    findings = [finding for one in kept for finding in one["findings"]]
    files = {file for report in reports for file in report.files}
    parts = [
        _unless_known(part, content)
        for part in content.parts
        if not part.pieces or part.file in files
    ]
    cited = {part.file for part in parts}
    findings += [one for one in faults if one.file in cited]
    came = {report.id for report in reports} | {part.source.channel for part in parts}
    return results_of(
        Results,
        run,
        parts,
        {},
        channels=reports,
        findings=tuple(sorted(findings, key=lambda one: one.rank)),
        span=jobs[0].days or Span(month_days(jobs[0].month), "schedules"),
        missing=missing_of(run, came),
        passed_over=tuple(passed_over),
    )


def _unless_known(part: ReadPart, content: Content) -> ReadPart:
    """A source of which nothing was read says nothing of a channel that other sources have."""
    if part.source.channel not in content.pieces:
        return part
    return part._replace(source=replace(part.source, channel=""))


_CHANNEL_TEXTS = ("name", "medium", "tier", "network", "zone")


def _channels_table(reports: Sequence[ChannelReport]) -> pa.Table:
    """A row a channel: what it is, from the last month, and its sums over all months."""
    by_channel: dict[str, list[ChannelReport]] = defaultdict(list)
    for report in reports:
        by_channel[report.id].append(report)
    rows = [_channel_row(channel, every) for channel, every in sorted(by_channel.items())]
    instant = pa.timestamp("ms", "UTC")
    schema = pa.schema(
        [
            ("channel", pa.string()),
            *((name, pa.string()) for name in _CHANNEL_TEXTS),
            ("first", instant),
            ("last", instant),
            *((name, pa.int64()) for name in ("programmes", "marked", "violations")),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def _channel_row(channel: str, reports: Sequence[ChannelReport]) -> Mapping[str, Any]:
    first = [report.first for report in reports if report.first]
    last = [report.last for report in reports if report.last]
    return {
        "channel": channel,
        **{name: getattr(reports[-1], name) for name in _CHANNEL_TEXTS},
        "first": min(first, default=None),
        "last": max(last, default=None),
        **{
            name: sum(getattr(report, name) for report in reports)
            for name in ("programmes", "marked", "violations")
        },
    }
