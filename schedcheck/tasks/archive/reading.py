"""A source read into a store: its rows by channel and month, its faults, its marked titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from msgspec import field
from msgspec.structs import replace

from schedcheck.checks.context import CheckContext
from schedcheck.checks.marks import rated_showings
from schedcheck.law.jurisdiction import JudgedChannel
from schedcheck.messages import Message
from schedcheck.pipeline.failures import changed_words, from_outside
from schedcheck.pipeline.run import Run
from schedcheck.pipeline.scan import Rows, Together, unread_scan
from schedcheck.readers.files import is_half
from schedcheck.reports.files import replacing
from schedcheck.results.results import SourceReport
from schedcheck.schedule.coverage import whole_days_of
from schedcheck.schedule.placing import seconds
from schedcheck.schedule.reading import Fault
from schedcheck.schedule.titles import RatedShowing, gathered
from schedcheck.tasks.archive.store import Store
from schedcheck.tasks.batch.frame_file import pack, write
from schedcheck.tasks.batch.reading import BegunFile, Waiting, cited_as, read_together
from schedcheck.tasks.batch.witnesses import of_plain, to_plain
from schedcheck.tasks.batch.work_folder import recall, remember
from schedcheck.tasks.limits import lost_words
from schedcheck.zones import offsets_over


class Entry(NamedTuple):
    """A source of the manifest.

    ``file``: the name that findings cite, ``path`` where it was, which may be an address. ``key``:
    the hash of all that its reading depends on. ``changed``: when it was last changed, in seconds
    since 1970.
    """

    file: str
    path: str
    sha256: str
    key: str
    changed: int | None


class Piece(NamedTuple):
    """What one part of a source holds of a channel in a month of its clock.

    ``first`` and ``last`` start, in seconds since 1970; the whole ``days``, as ordinals.
    """

    channel: str
    name: str
    month: str
    file: str
    rows: int
    first: int
    last: int
    days: tuple[int, ...]


class ReadPart(NamedTuple):
    """One part of a source (a member of an archive, or the whole) as it was read."""

    source: SourceReport
    faults: tuple[Fault, ...]
    default_zone: str | None
    pieces: tuple[Piece, ...]

    @property
    def file(self) -> str:
        """The name that findings cite."""
        return self.source.file

    def report(self, outside: int = 0) -> SourceReport:
        """The source as it was read; ``outside`` of its programmes lie outside the month."""
        return replace(self.source, outside=outside)


class Read(NamedTuple):
    """A source as it was read. ``titles``: month -> the marked titles in it."""

    parts: tuple[ReadPart, ...]
    passed_over: tuple[str, ...]
    titles: dict[str, list[RatedShowing]]
    lasting: bool


class Taking(NamedTuple):
    """An entry to be read into the store at ``out``, from the file that is ``local``ly at hand."""

    entry: Entry
    local: str
    out: Path


class _Taken(BegunFile, kw_only=True):
    """A source that is being read into the store: what there is of it so far."""

    taking: Taking
    parts: list[Any] = field(default_factory=list)
    titles: dict[str, list[RatedShowing]] = field(default_factory=lambda: defaultdict(list))
    lasting: bool = True
    changed: bool = False

    def noted(self, report: SourceReport) -> None:
        """Look whether what was read is of the content that the entry is for."""
        self.changed |= not _is_of(self.taking, report.sha256)

    def remember(self, run: Run) -> None:
        """Write what was read, when it is all there."""
        if self.changed:  # its rows would be kept as those of the content before
            _take_nothing(run, self.taking, changed_words(), "")
            return
        showings = {
            month: to_plain(gathered(found)) for month, found in sorted(self.titles.items())
        }
        passed_over = sorted(set(self.passed_over))
        store, key = Store(self.taking.out), self.taking.entry.key
        remember(_reading(store, key), [self.parts, passed_over, showings, self.lasting])


def take(run: Run, takings: Sequence[Taking]) -> None:
    """Read sources into the store, each where that has not been done before."""
    store = Store(takings[0].out)
    begun = [
        _Taken(taking.local, taking.entry.file, taking=taking)
        for taking in takings
        if not _is_taken(store, taking.entry)
    ]
    read_together(run, begun, partial(_keep, run, store))
    for one in begun:
        one.remember(run)


def _is_taken(store: Store, entry: Entry) -> bool:
    known = load_reading(store, entry.key)
    return known is not None and known.lasting


def _is_of(taking: Taking, sha256: str) -> bool:
    """Whether what was read of a file is of the content that its entry is for.

    Of a schedule in two files the hash is of both; of what changed meanwhile there is none.
    """
    return is_half(taking.local) or not sha256 or sha256 == taking.entry.sha256


def take_lost(run: Run, takings: Sequence[Taking], signal_number: int) -> None:
    """Leave what is known of a source over which a process that had nothing else to do has died."""
    for taking in takings:
        words = lost_words(taking.entry.path, run.settings.time_limit, signal_number)
        _take_nothing(run, taking, words, taking.entry.sha256)


def _take_nothing(run: Run, taking: Taking, words: Message, sha256: str) -> None:
    """Leave why nothing was read of a source of this hash; the next run reads it again."""
    entry = taking.entry
    one = cited_as(unread_scan(entry.path, words, run), entry.path, entry.file)
    report = replace(one.report(), sha256=sha256)
    kept = [[report, one.reading.faults, None, []]]
    remember(_reading(Store(taking.out), entry.key), [kept, [], {}, False])


def _keep(run: Run, store: Store, waiting: Sequence[Waiting[_Taken]], whole: Together) -> None:
    """Write the rows of each channel and month of each source; note its faults and its titles."""
    frame = whole.frame
    pieces: list[list[Any]] = [[] for _one in waiting]
    groups = _months_of_each(whole) if len(frame) else []
    numbers = np.zeros(len(frame), np.intp)
    for number, group in enumerate(groups):
        numbers[group.rows] = number
    channels = tuple(group.channel for group in groups)
    case = CheckContext(frame, numbers, channels, run.rulebook)
    days = whole_days_of([channel.zone for channel in channels], numbers, case.starts)
    packed = pack(frame)
    for (owner, month, channel, rows), own_days in zip(groups, days, strict=True):
        one, its = waiting[owner], pieces[owner]
        file = f"{one.of.taking.entry.key}.{one.number}.{len(its)}"
        with replacing(store.scans / file) as path:
            write(packed, path, rows)
        own = case.starts[rows]
        ordinals = sorted(day.toordinal() for day in own_days)
        about = [len(rows), int(own.min()), int(own.max()), ordinals]
        its.append([channel.id, channel.name, month, file, *about])
    for one, faults, its in zip(waiting, whole.faults, pieces, strict=True):
        one.of.parts.append([one.report, faults, one.source.default_zone, its])
        one.of.lasting &= not any(from_outside(fault.reason) for fault in faults)
    for number, showing in rated_showings(case):
        waiting[groups[number].owner].of.titles[groups[number].month].append(showing)


class _Rows(NamedTuple):
    """The rows that the source numbered ``owner`` has of a channel in a month of its clock."""

    owner: int
    month: str
    channel: JudgedChannel
    rows: Rows


def _months_of_each(whole: Together) -> list[_Rows]:
    """The rows of each source, month and channel, in this order."""
    codes, names = pd.factorize(whole.frame["channel"], sort=True)
    schedules, numbers = np.unique(whole.owners * len(names) + codes, return_inverse=True)
    channels = [
        whole.sources[owner].channels[names[code]]
        for owner, code in (divmod(one, len(names)) for one in schedules.tolist())
    ]
    walls = seconds(whole.frame["start"]).copy()
    zones = np.array([channel.zone for channel in channels], object)[numbers]
    for zone in dict.fromkeys(channel.zone for channel in channels):
        rows = zones == zone
        walls[rows] += offsets_over(zone, walls[rows]).at(walls[rows])
    months = walls.astype("datetime64[s]").astype("datetime64[M]")
    order = np.lexsort((codes, months, whole.owners))
    keys = np.stack((whole.owners, months.view(np.int64), codes))[:, order]
    begins = np.flatnonzero(np.r_[True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)])
    return [
        _Rows(int(whole.owners[rows[0]]), str(months[rows[0]]), channels[numbers[rows[0]]], rows)
        for rows in np.split(order, begins[1:])
    ]


def _reading(store: Store, key: str) -> Path:
    return store.scans / f"{key}.json"


def load_reading(store: Store, key: str) -> Read | None:
    """What was read of a source; None where that is not all there."""
    value = recall(_reading(store, key))
    try:
        parts, passed_over, titles, lasting = value
        read = Read(
            tuple(
                ReadPart(source, faults, zone, tuple(Piece(*piece) for piece in pieces))
                for source, faults, zone, pieces in parts
            ),
            tuple(passed_over),
            {month: of_plain(found) for month, found in titles.items()},
            bool(lasting),
        )
    except (TypeError, ValueError):
        return None
    pieces = (store.scans / piece.file for part in read.parts for piece in part.pieces)
    return read if all(piece.exists() for piece in pieces) else None
