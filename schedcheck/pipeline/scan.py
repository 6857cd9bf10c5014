"""One source as far as its rows go by themselves: read, named, placed in time, classified."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from schedcheck.law.jurisdiction import JudgedChannel
from schedcheck.law.marks import classify
from schedcheck.law.rulebook import Rulebook
from schedcheck.pipeline.channels import name_channels, stem
from schedcheck.pipeline.run import Run
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.folder import FoundFiles, find_files
from schedcheck.readers.pairs import first_half
from schedcheck.readers.registry import read_source, reader_named
from schedcheck.readers.source import Source, SourceError, open_sources
from schedcheck.results.results import SourceReport
from schedcheck.schedule import placing as clock
from schedcheck.schedule.building import join, make_frame
from schedcheck.schedule.reading import Fault, Reading


def files_of(paths: str | Path | Iterable[str | Path]) -> FoundFiles:
    """The files that ``paths`` name or hold, sorted, of a pair that is one schedule only one."""
    found = find_files([paths] if isinstance(paths, str | Path) else paths)
    found.files = sorted({first_half(file) for file in found.files})
    return found


@dataclass(slots=True)
class Scan:
    """One source as far as its rows go by themselves.

    ``frame``: the schedule frame and the columns of the marks, in file order, ``channel`` as the
    channels are judged, the instants as printed. ``channels``: those in it, by id. ``faults``: what
    could not be read or placed. ``default_zone``: see :class:`Reading`.
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
    def default_zone(self) -> str | None:
        """The zone that the format itself declares for readings without an offset."""
        return self.reading.default_zone

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


def scan(path: str, run: Run, on_skipped: Callable[[str], None]) -> Iterator[Scan]:
    """Each source in the file at ``path``, read, named, placed and classified.

    ``on_skipped`` is told the names of what is in an archive and no schedule.
    """
    for source, reading in readings(path, run, on_skipped):
        channels = name_channels(reading, source.file, run.settings, run.roster, run.rulebook)
        zones = {channel.id: channel.source_zone for channel in channels.values()}
        frame, faults = clock.read_clocks(reading.frame, zones)
        frame = classified(frame, run.rulebook)
        yield Scan(source, frame, channels, [*reading.faults, *faults], reading)


def classified(frame: pd.DataFrame, rulebook: Rulebook) -> pd.DataFrame:
    """A schedule frame and, beside it, the columns of its marks."""
    return pd.concat([frame, classify(frame, rulebook)], axis=1)


def readings(
    path: str, run: Run, on_skipped: Callable[[str], None]
) -> Iterator[tuple[Source, Reading]]:
    """Each source in the file at ``path``, and what its reader made of it."""
    settings = run.settings
    reader = reader_named(settings.reader) if settings.reader else None
    try:
        for source in open_sources(path, settings.size_limit, on_skipped):
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
