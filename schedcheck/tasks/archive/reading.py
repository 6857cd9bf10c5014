"""A source read into a store: its rows by channel and month, its faults, its marked titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from schedcheck.checks.context import CheckContext
from schedcheck.checks.marks import title_index
from schedcheck.law.jurisdiction import JudgedChannel
from schedcheck.messages import Message
from schedcheck.pipeline.failures import changed_words, from_outside
from schedcheck.pipeline.run import Run
from schedcheck.pipeline.scan import Scan, unread_scan
from schedcheck.readers.files import is_half
from schedcheck.reports.files import replacing
from schedcheck.results.results import SourceReport
from schedcheck.schedule.coverage import whole_days
from schedcheck.schedule.frame import TEXT
from schedcheck.schedule.placing import rows_of_each, seconds
from schedcheck.schedule.reading import Fault
from schedcheck.schedule.titles import RatedShowing, TitleIndex, merged
from schedcheck.tasks.archive.store import Store
from schedcheck.tasks.batch.frame_file import pack
from schedcheck.tasks.batch.scanning import of_plain, to_plain
from schedcheck.tasks.batch.work_folder import recall, remember
from schedcheck.tasks.limited_scan import limited_scan
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


def take(run: Run, taking: Taking) -> None:
    """Read a source into the store, where that has not been done before."""
    store, entry = Store(taking.out), taking.entry
    known = load_reading(store, entry.key)
    if known is not None and known.lasting:
        return
    passed_over: list[str] = []
    parts: list[Any] = []
    titles: dict[str, list[TitleIndex]] = defaultdict(list)
    lasting = True
    for number, one in enumerate(limited_scan(taking.local, run, passed_over.append)):
        named = cited_as(one, taking.local, entry.file)
        pieces = _pieces(named, store, f"{entry.key}.{number}", titles, run)
        parts.append([named.report(), named.faults, named.default_zone, pieces])
        lasting = lasting and not any(from_outside(fault.reason) for fault in one.faults)
        if not _is_of(entry, taking.local, named.source.sha256):
            # its rows would be kept as those of the content before
            _take_nothing(run, taking, changed_words(), "")
            return
    showings = {month: to_plain(merged(found)) for month, found in sorted(titles.items())}
    remember(_reading(store, entry.key), [parts, sorted(set(passed_over)), showings, lasting])


def _is_of(entry: Entry, local: str, sha256: str) -> bool:
    """Whether what was read of a file is of the content that its entry is for.

    Of a schedule in two files the hash is of both; of what changed meanwhile there is none.
    """
    return is_half(local) or not sha256 or sha256 == entry.sha256


def take_lost(run: Run, taking: Taking, signal_number: int) -> None:
    """Leave what is known of a source over which a process that had nothing else to do has died."""
    words = lost_words(taking.entry.path, run.settings.time_limit, signal_number)
    _take_nothing(run, taking, words, taking.entry.sha256)


def _take_nothing(run: Run, taking: Taking, words: Message, sha256: str) -> None:
    """Leave why nothing was read of a source of this hash; the next run reads it again."""
    entry = taking.entry
    one = cited_as(unread_scan(entry.path, words, run), entry.path, entry.file)
    report = replace(one.report(), sha256=sha256)
    store = Store(taking.out)
    remember(_reading(store, entry.key), [[[report, one.faults, None, []]], [], {}, False])


def cited_as(one: Scan, path: str, file: str) -> Scan:
    """The scan of a source at ``path``, cited as ``file``."""
    if path == file:
        return one

    def named(name: str) -> str:
        return file + name.removeprefix(path) if name.startswith(path) else name

    names = [named(name) for name in one.frame["file"].tolist()]
    return replace(
        one,
        source=replace(one.source, file=named(one.source.file)),
        frame=one.frame.assign(file=pd.array(names, dtype=TEXT)),
        faults=[replace(fault, file=named(fault.file)) for fault in one.faults],
    )


def _pieces(
    one: Scan, store: Store, name: str, titles: dict[str, list[TitleIndex]], run: Run
) -> list[Any]:
    """Write the rows of each channel and month; the titles of a month are added to ``titles``."""
    months = _local_months(one)
    pieces: list[Any] = []
    for month in np.unique(months):
        of_month = one.frame[months == month]
        index = _titles_in(of_month.reset_index(drop=True), one.channels, run)
        if index.by_key:
            titles[str(month)].append(index)
        codes, channels = pd.factorize(of_month["channel"], sort=True)
        for code, channel in enumerate(map(str, channels)):
            rows = of_month[codes == code]
            file = f"{name}.{month}.{code}"
            with replacing(store.scans / file) as path:
                pack(rows, path)
            judged, own = one.channels[channel], seconds(rows["start"])
            days = sorted(day.toordinal() for day in whole_days(judged.zone, own))
            about = [len(rows), int(own.min()), int(own.max()), days]
            pieces.append([channel, judged.name, str(month), file, *about])
    return pieces


def _titles_in(frame: pd.DataFrame, channels: Mapping[str, JudgedChannel], run: Run) -> TitleIndex:
    """The titles of bound classes in the rows of a scan in a month; ``channels`` go by id."""
    codes, names = pd.factorize(frame["channel"], sort=True)
    known = tuple(channels[name] for name in names)
    return title_index(CheckContext(frame, codes, known, run.rulebook))


def _local_months(one: Scan) -> npt.NDArray[Any]:
    """The month that each row of a scan begins in, on the clock that its channel is judged by."""
    walls = seconds(one.frame["start"]).copy()
    codes, channels = pd.factorize(one.frame["channel"])
    for channel, rows in zip(map(str, channels), rows_of_each(codes, len(channels)), strict=True):
        walls[rows] += offsets_over(one.channels[channel].zone, walls[rows]).at(walls[rows])
    return walls.astype("datetime64[s]").astype("datetime64[M]")


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
