"""A folder of schedules in, a workbook a channel and a summary out.

Three phases. Each file is scanned by itself; then each channel is judged by itself, from what the
scans say of it; then the summary is made of what was found. Between them everything lies in the
work folder, so that memory does not grow with the files, a run that was broken off goes on where
it was, and a later one does only what has changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct, field
from openpyxl import load_workbook

from schedcheck.errors import ConfigError
from schedcheck.messages import Message, msg
from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.judge import results_of
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.pipeline.scan import files_of
from schedcheck.pipeline.versions import changed
from schedcheck.readers.files import FoundFiles, file_state, schedule_files
from schedcheck.reports.data.json import encoded
from schedcheck.reports.files import replacing
from schedcheck.reports.html.summary_page import write_summary_page
from schedcheck.reports.workbook.summary import write_summary
from schedcheck.reports.workbook.workbook import write_lost_workbook
from schedcheck.results.finding import Finding
from schedcheck.results.results import Audit, ChannelReport, Results
from schedcheck.schedule.coverage import span_of
from schedcheck.schedule.titles import RatedShowing, gathered
from schedcheck.tasks.batch.groups import each_alone
from schedcheck.tasks.batch.judging import (
    ChannelJob,
    channel_groups,
    file_names,
    judge_channels,
    judge_lost,
)
from schedcheck.tasks.batch.scanning import (
    File,
    Scanned,
    ScannedChannel,
    file_groups,
    load_scan,
    scan_files,
    scan_lost,
)
from schedcheck.tasks.batch.value_json import dumps as plain_dumps
from schedcheck.tasks.batch.whole_run import findings_of_faults, missing_of
from schedcheck.tasks.batch.witnesses import to_plain
from schedcheck.tasks.batch.work_folder import (
    WorkFolder,
    digest,
    kept_behind,
    key_of_file,
    key_of_run,
    recall,
    recalled,
    remember,
)
from schedcheck.tasks.batch.workers import Progress, Workers

__all__ = ["Interrupted", "audit_folder", "file_names", "run_batch"]


class Interrupted(Exception):  # noqa: N818 - no error: the user wanted it
    """A batch was broken off by Ctrl-C; ``words`` says what is done."""

    def __init__(self, words: Message) -> None:
        super().__init__(words)
        self.words = words


def audit_folder(folder: str | Path, settings: Settings | None = None) -> Audit:
    """Audit every schedule in ``folder``. Raises ConfigError where there is none."""
    if not schedule_files(folder):
        raise ConfigError(msg("%(folder)s: there is no file in it", folder=folder))
    return audit([folder], settings)


#: So many witnesses are held, before those that tell nothing more are let go.
_WITNESSES = 2000


class _Found(Struct):
    """What the scans hold, without the schedules."""

    sources: list[Scanned] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    witnesses: list[RatedShowing] = field(default_factory=list)
    scans: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    pieces: dict[str, list[tuple[int, str, int, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    names: dict[str, str] = field(default_factory=dict)
    days: dict[str, set[date]] = field(default_factory=lambda: defaultdict(set))
    rows: Counter[str] = field(default_factory=Counter)
    files: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, part: ScannedChannel, file: File, scan: tuple[int, str]) -> None:
        """Note a part of the source that comes next."""
        channel = part.channel
        self.names.setdefault(channel, part.name)
        if scan not in self.scans[channel]:
            self.scans[channel].append(scan)
        if file.path not in self.files[channel]:
            self.files[channel].append(file.path)
        self.pieces[channel].append((len(self.sources), part.piece, part.begin, part.rows))
        self.days[channel] |= {date.fromordinal(day) for day in part.days}
        self.rows[channel] += part.rows

    def times(self, channel: str) -> list[int | None]:
        """When the files of a channel were changed, where there are several: it may decide."""
        files = self.files[channel]
        return [changed(file) for file in files] if len(files) > 1 else []


def run_batch(
    folder: str | Path,
    out: str | Path,
    settings: Settings | None = None,
    progress: Progress = lambda _phase, _name, _done, _all: None,
    *,
    fresh: bool = False,
) -> Results:
    """Audit ``folder`` and write ``out``: a workbook a channel, the summary, the findings.

    A file takes its place in one step when it is complete. ``fresh``: use nothing that was kept
    of an earlier run. Raises ConfigError for a folder without files, where ``out`` is that folder
    or cannot be written, and Interrupted.
    """
    run = prepare(settings)
    work = WorkFolder(Path(out))
    work.keep_apart(folder)
    files = files_of([folder])
    files.files = [path for path in files.files if not work.holds(Path(path))]
    if not files.files or files.files == [str(folder)]:
        raise ConfigError(msg("%(folder)s: there is no file in it", folder=folder))
    workers = Workers(run, len(files.files))
    with work.held():
        work.make(fresh=fresh)
        try:
            return _run(run, work, files, workers, progress)
        except OSError as error:  # a full disk; what is wrong with a file to be read is a fault
            raise work.refused(error) from error
        finally:
            work.sweep()


def _run(
    run: Run, work: WorkFolder, files: FoundFiles, shared: Workers, progress: Progress
) -> Results:
    scanned, judged = 0, 0
    try:
        with shared as workers:
            key = key_of_run(run)
            tasks = [
                File(path, key_of_file(path, key), work.out, state)
                for path, state in ((path, file_state(Path(path))) for path in files.files)
            ]
            jobs = run.settings.jobs
            files_at_once = file_groups(tasks, jobs)
            for group, _nothing in workers.each(scan_files, files_at_once, scan_lost, each_alone):
                for file in group:
                    scanned += 1
                    progress(msg("Reading"), file.path, scanned, len(tasks))
            found = _gather(tasks, work)
            found.passed_over += files.passed_over
            channels = _channels(found, run, work, key)
            at_once = channel_groups(channels, jobs)
            for together, _nothing in workers.each(judge_channels, at_once, judge_lost, each_alone):
                for channel in together:
                    judged += 1
                    progress(msg("Judging"), channel.id, judged, len(channels))
        _forget(work, tasks, found, channels)
        return _write(run, work, found, sorted(channels, key=lambda channel: channel.id))
    except KeyboardInterrupt:
        raise Interrupted(
            msg(
                "interrupted: files read: %(files)d of %(all)d, channels written: %(channels)d; "
                "run it again to go on",
                files=scanned,
                all=len(files.files),
                channels=judged,
            )
        ) from None


def _gather(files: Sequence[File], work: WorkFolder) -> _Found:
    found = _Found()
    most = _WITNESSES
    for place, file in enumerate(files):
        path = work.scans / f"{file.key}.json"
        scan = recalled(path, load_scan)
        if scan is None:
            raise ConfigError(msg("%(file)s vanished while it was used", file=path))
        if not scan.lasting:
            path.unlink()
        found.passed_over += scan.passed_over
        found.witnesses += scan.witnesses
        if len(found.witnesses) > most:  # of years most are of one title, and the first counts
            found.witnesses = gathered(found.witnesses).showings()
            most = 2 * len(found.witnesses) + _WITNESSES
        for channel in {source.source.channel for source in scan.sources} - {""}:
            found.scans[channel].append((place, file.key))
        for source in scan.sources:
            for part in source.parts:
                found.add(part, file, (place, file.key))
            found.sources.append(source)
    return found


def _channels(found: _Found, run: Run, work: WorkFolder, key: str) -> list[ChannelJob]:
    """The channels to be judged, the largest first."""
    span = span_of(run.settings.week, found.days.values())
    index = to_plain(gathered(found.witnesses))
    found.witnesses.clear()  # every channel takes them from the file
    name = f"index-{digest(plain_dumps(index))}.json"
    for old in work.root.glob("index-*.json"):
        if old.name != name:
            old.unlink()
    remember(work.root / name, index)
    files = file_names(found.scans)
    return [
        ChannelJob(
            channel,
            found.names[channel],
            files[channel],
            tuple(found.scans[channel]),
            tuple(pieces),
            span,
            digest(
                key,
                channel,
                found.names[channel],
                [scan for _place, scan in found.scans[channel]],
                str(span),
                (run.settings.limits, run.settings.versions, run.decisions.sha256),
                found.times(channel),
            ),
            name,
            work.out,
        )
        for channel, pieces in sorted(
            found.pieces.items(), key=lambda item: (-found.rows[item[0]], item[0])
        )
        if found.rows[channel]
    ]


def _forget(
    work: WorkFolder, files: Sequence[File], found: _Found, channels: Sequence[ChannelJob]
) -> None:
    """Delete what is no more: what was kept of it, and workbooks of ours, which would mislead."""
    pieces = {piece for parts in found.pieces.values() for _place, piece, *_rows in parts}
    scans = {file.key for file in files} | {piece.split(".")[0] for piece in pieces}
    work.keep_only(scans, (channel.kept.stem for channel in channels))
    current = {channel.workbook.name for channel in channels}
    for path in sorted((work.out / "channels").glob("*.xlsx")):
        if path.name not in current and recalled(path, _is_ours):
            path.unlink()


def _is_ours(path: Path) -> bool:
    book = load_workbook(path, read_only=True)
    try:
        return str(book.properties.creator).startswith("schedcheck ")
    finally:
        book.close()


def _write(run: Run, work: WorkFolder, found: _Found, channels: Sequence[ChannelJob]) -> Results:
    outside: Counter[str] = Counter()
    reports: list[ChannelReport] = []
    findings: list[Finding] = []
    for kept in (recall(channel.kept) for channel in channels):
        outside.update(kept["outside"])
        reports.append(kept["report"])
        findings += kept["findings"]
    faults = [fault for source in found.sources for fault in source.faults]
    came = {channel.id for channel in channels}
    came |= {source.source.channel for source in found.sources}
    results = results_of(
        Results,
        run,
        found.sources,
        outside,
        channels=tuple(reports),
        findings=tuple(
            sorted([*findings, *findings_of_faults(faults, run)], key=lambda one: one.rank)
        ),
        span=span_of(run.settings.week, found.days.values()),
        missing=missing_of(run, came),
        passed_over=tuple(sorted(set(found.passed_over))),
    )
    write_summary(results, work.out / "summary.xlsx")
    sections = (kept_behind(channel.kept).decode() for channel in channels)
    books = {one.id: one.workbook for one in channels}
    names = file_names(found.scans)
    for lost in results.not_understood:
        books[lost.id] = work.out / "channels" / f"{names[lost.id]}.xlsx"
        write_lost_workbook(results, lost, books[lost.id])
    workbooks = {channel: book.relative_to(work.out).as_posix() for channel, book in books.items()}
    write_summary_page(results, sections, work.out / "summary.html", workbooks)
    with replacing(work.out / "findings.json") as path:
        path.write_bytes(encoded(results))
    return results
