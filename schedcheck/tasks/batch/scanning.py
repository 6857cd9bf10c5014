"""The first step of a batch: files scanned, and what was found left in the work folder.

The rows of small files are placed, classified and written together (``reading``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from msgspec import Struct, field
from msgspec.structs import replace

from schedcheck.checks.context import CheckContext
from schedcheck.checks.marks import rated_showings
from schedcheck.pipeline.failures import from_outside
from schedcheck.pipeline.run import Run
from schedcheck.pipeline.scan import Together, unread_scan
from schedcheck.readers.files import file_state
from schedcheck.reports.files import replacing
from schedcheck.results.results import SourceReport
from schedcheck.schedule.coverage import whole_days_of
from schedcheck.schedule.placing import rows_of_each
from schedcheck.schedule.reading import Fault
from schedcheck.schedule.titles import RatedShowing, gathered
from schedcheck.tasks.batch.frame_file import pack, write
from schedcheck.tasks.batch.groups import ROWS, files_in_groups
from schedcheck.tasks.batch.reading import BegunFile, Waiting, read_together
from schedcheck.tasks.batch.witnesses import of_plain, to_plain
from schedcheck.tasks.batch.work_folder import WorkFolder, digest, recall, recalled, remember
from schedcheck.tasks.limits import lost_words


class File(NamedTuple):
    """A file to be scanned, and the hash of all that its scan depends on.

    ``state``: what the file was when that was computed.
    """

    path: str
    key: str
    out: Path
    state: tuple[int, ...]


class ScannedChannel(NamedTuple):
    """What a scan holds of one channel: ``rows`` of a packed frame from ``begin`` on, which is in
    the file ``piece``; ``days`` it has a schedule for, as ordinals.
    """

    channel: str
    name: str
    piece: str
    begin: int
    rows: int
    days: tuple[int, ...]


class Scanned(Struct, frozen=True):
    """One source as a scan has left it."""

    source: SourceReport
    faults: tuple[Fault, ...]
    default_zone: str | None
    parts: tuple[ScannedChannel, ...]

    @property
    def file(self) -> str:
        """The name that findings cite."""
        return self.source.file

    def report(self, outside: int = 0) -> SourceReport:
        """The source as it was read; ``outside`` of its programmes lie outside the week."""
        return replace(self.source, outside=outside)


class KeptScan(NamedTuple):
    """What is left of the scan of a file; ``lasting``: it may be taken for what a new one finds."""

    sources: list[Scanned]
    passed_over: tuple[str, ...]
    witnesses: list[RatedShowing]
    lasting: bool


class _Scanning(BegunFile, kw_only=True):
    """A file that is being scanned: what there is of it so far."""

    file: File
    sources: list[list[Any]] = field(default_factory=list)
    showings: list[RatedShowing] = field(default_factory=list)
    sound: bool = True

    def ended(self) -> None:
        """Look whether it is as it was when its key was computed: else it has another key now."""
        self.sound = self.sound and file_state(Path(self.path)) == self.file.state

    def remember(self, folder: Path) -> None:
        """Write what a later run needs, when all sources of the file are there."""
        index = to_plain(gathered(self.showings))
        kept = [self.sources, sorted(set(self.passed_over)), index, self.sound]
        remember(folder / f"{self.file.key}.json", kept)


def file_groups(files: Iterable[File], jobs: int) -> list[tuple[File, ...]]:
    """The files in groups to be scanned together by ``jobs`` processes, the largest group first.

    The rows of a channel then mostly lie in one place.
    """
    return files_in_groups(
        files,
        jobs,
        path=lambda file: file.path,
        size=lambda file: file.state[2] if file.state else 0,
    )


def scan_files(run: Run, files: Sequence[File]) -> None:
    """Scan files, each where that has not been done before."""
    folder = WorkFolder(files[0].out).scans
    begun = [
        _Scanning(file.path, file.path, file=file)
        for file in files
        if recalled(folder / f"{file.key}.json", load_scan) is None
    ]
    read_together(run, begun, partial(_write, run, folder))
    for one in begun:
        one.remember(folder)


def scan_lost(run: Run, files: Sequence[File], signal_number: int) -> None:
    """Leave what is known of a file over which a process that had nothing else to do has died."""
    for file in files:
        words = lost_words(file.path, run.settings.time_limit, signal_number)
        one = unread_scan(file.path, words, run)
        kept = [[replace(one.report(), sha256=""), one.faults, None, []]]
        remember(WorkFolder(file.out).scans / f"{file.key}.json", [kept, [], [], False])


def _write(run: Run, folder: Path, waiting: Sequence[Waiting[_Scanning]], whole: Together) -> None:
    """Write the rows of the channels to files, and what there is of each source to its own."""
    name = digest(*((one.of.file.key, one.number) for one in waiting))
    codes, channels = pd.factorize(whole.frame["channel"], sort=True)
    rows_of = rows_of_each(codes, len(channels))
    every = range(len(channels))
    # few rows are judged together, so that they lie together: channel by channel in one file
    groups = [every] if 0 < len(whole.frame) <= ROWS else [every[code : code + 1] for code in every]
    pieces: dict[int, str] = {}
    begins: dict[int, int] = {}
    packed = pack(whole.frame)
    for number, group in enumerate(groups):
        pieces |= dict.fromkeys(group, f"{name}.{number}")
        own_rows = [rows_of[code] for code in group]
        begins |= zip(group, accumulate(map(len, own_rows[:-1]), initial=0), strict=True)
        with replacing(folder / f"{name}.{number}") as path:
            write(packed, path, np.concatenate(own_rows) if len(channels) > 1 else None)
    del packed  # of a large guide it is much of the memory
    # a schedule is what one source has of one channel
    schedules, numbers = np.unique(whole.owners * len(channels) + codes, return_inverse=True)
    pairs = [divmod(schedule, len(channels)) for schedule in schedules.tolist()]
    known = tuple(whole.sources[owner].channels[channels[code]] for owner, code in pairs)
    case = CheckContext(whole.frame, numbers, known, run.rulebook)
    days = whole_days_of([one.zone for one in known], numbers, case.starts)
    sizes = np.bincount(numbers, minlength=len(pairs)).tolist()
    parts: list[list[Any]] = [[] for _one in waiting]
    for (owner, code), channel, own_days, size in zip(pairs, known, days, sizes, strict=True):
        ordinals = sorted(day.toordinal() for day in own_days)
        piece = [pieces[code], begins[code], size]
        parts[owner].append([str(channels[code]), channel.name, *piece, ordinals])
        begins[code] += size
    for one, faults, own in zip(waiting, whole.faults, parts, strict=True):
        one.of.sources.append([one.report, faults, one.source.default_zone, own])
        one.of.sound &= not any(from_outside(fault.reason) for fault in faults)
    for number, showing in rated_showings(case):
        waiting[pairs[number][0]].of.showings.append(showing)


def load_scan(path: Path) -> KeptScan | None:
    """What is left of a scan; None where that is not all there."""
    kept = recall(path)
    if kept is None:
        return None
    sources, passed_over, index, lasting = kept
    scanned = [
        Scanned(report, faults, default_zone, tuple(ScannedChannel(*part) for part in parts))
        for report, faults, default_zone, parts in sources
    ]
    pieces = {part.piece for one in scanned for part in one.parts}
    if not all((path.parent / piece).exists() for piece in pieces):
        return None
    return KeptScan(scanned, passed_over, of_plain(index), bool(lasting))
