"""A source as far as its rows go by themselves: read, named, placed in time, classified.

Naming: whose schedule it is, and where and by which rules that channel is judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from msgspec import Struct
from msgspec.structs import replace

from schedcheck.errors import ConfigError
from schedcheck.law.jurisdiction import JudgedChannel, judged_channel
from schedcheck.law.marks import classify, marks_of_nothing
from schedcheck.law.roster import Channel, Roster
from schedcheck.law.rulebook import Rulebook
from schedcheck.messages import Message, msg
from schedcheck.pipeline.failures import changed_words, failed_words
from schedcheck.pipeline.naming import CLOCK_LETTERS, clocks_named, names_of
from schedcheck.pipeline.run import Run, Settings
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.files import FoundFiles, find_files, first_half
from schedcheck.readers.registry import read_source, reader_named
from schedcheck.readers.source import Source, SourceError, open_sources
from schedcheck.results.results import SourceReport
from schedcheck.schedule import placing as clock
from schedcheck.schedule.building import distinct, join, make_frame, no_texts, texts_of
from schedcheck.schedule.frame import TEXT
from schedcheck.schedule.reading import Fault, Reading


def find_channel(
    source_id: str, printed: str, file: str, settings: Settings, roster: Roster
) -> tuple[str, str, Channel | None]:
    """The id, the name and the roster's entry of a channel as a source names it.

    A source that names none in its rows is the channel given by the user, else the one ``printed``
    above them, else the one that its file is named for, see :func:`names_of`.
    """
    if source_id:
        names = [name for name in (source_id, printed) if name]
    else:
        names = [settings.channel] if settings.channel else names_of(file, roster, printed)
    entry = roster.match(*names)
    if entry is not None:
        return entry.id, entry.name, entry
    return names[0], printed or names[0], None


def meant_channel(reading: Reading, file: str, run: Run) -> str:
    """The id of the channel of the roster that a source is of which no programme was read.

    Empty where there are programmes, and where it is named for no channel that is known.
    """
    if len(reading.frame):
        return ""
    printed = next(iter(reading.names.values()), "")
    entry = find_channel("", printed, file, run.settings, run.roster)[2]
    return entry.id if entry else ""


def name_channels(
    reading: Reading, file: str, run: Run
) -> tuple[Reading, dict[str, JudgedChannel]]:
    """The reading of ``file`` with its rows given their channels' ids, and the channels by id.

    The reading given and its frame stay as they are.
    """
    settings = run.settings
    channels: dict[str, JudgedChannel] = {}
    ids: dict[str, str] = {}
    numbers, source_ids = distinct(texts_of(reading.frame["channel"]))
    for source_id in source_ids:
        printed = reading.names.get(source_id, "")
        found = find_channel(source_id, printed, file, settings, run.roster)
        ids[source_id] = found[0]
        if found[0] not in channels:
            judged = judged_channel(
                *found,
                run.rulebook,
                judged_zone=settings.zone,
                source_zone=settings.source_zone,
                week_starts=settings.week_starts,
            )
            if found[2] is None:
                judged = judged._replace(nearest=_nearest(found[:2], run.roster))
            channels[found[0]] = judged
    if all(source_id == channel for source_id, channel in ids.items()):
        return reading, channels
    named: Any = pd.array(np.array([ids[name] for name in source_ids], object)[numbers], TEXT)
    return replace(reading, frame=reading.frame.assign(channel=named)), channels


def _nearest(names: Iterable[str], roster: Roster) -> str:
    near = (roster.nearest(name) for name in names)
    return next((entry.id for entry in near if entry is not None), "")


def files_of(paths: str | Path | Iterable[str | Path]) -> FoundFiles:
    """The files that ``paths`` name or hold, sorted, of a pair that is one schedule only one."""
    found = find_files([paths] if isinstance(paths, str | Path) else paths)
    found.files = sorted({first_half(file) for file in found.files})
    return found


class Named(Struct, frozen=True):
    """One source as its reader read it, its rows given the ids of ``channels``, which go by id.

    ``meant``: whose it is where no programme was read, see :func:`meant_channel`.
    """

    source: Source
    reading: Reading
    channels: dict[str, JudgedChannel]
    meant: str

    @property
    def file(self) -> str:
        """The name that findings cite."""
        return self.source.file

    @property
    def default_zone(self) -> str | None:
        """The zone that the format itself declares for readings without an offset."""
        return self.reading.default_zone

    def begin_digest(self) -> None:
        """Begin to compute the hash of the source beside other work."""
        if self.source.digest:
            self.source.digest.begin()

    def report(self, outside: int = 0) -> SourceReport:
        """The source as it was read; ``outside`` of its programmes lie outside the week."""
        return SourceReport(
            file=self.file,
            sha256=self.source.sha256,
            format=self.reading.format,
            programmes=len(self.reading.frame),
            faults=len(self.reading.faults),
            notes=tuple(self.reading.notes),
            outside=outside,
            encoding=self.reading.encoding,
            encoding_from=self.reading.encoding_from,
            runners_up=tuple(self.reading.runners_up),
            channel=self.meant,
            account=tuple(self.reading.account),
            issued=self.reading.issued,
        )


class Scan(Named, frozen=True):
    """One source as far as its rows go by themselves.

    ``frame``: the schedule frame and the columns of the marks, in file order, ``channel`` as the
    channels are judged, the instants as printed. ``faults``: what could not be read or placed.
    """

    frame: pd.DataFrame
    faults: list[Fault]

    def without_rows(self) -> Named:
        """The source alone, once its rows are joined with those of others."""
        return Named(self.source, self.reading, self.channels, self.meant)

    def for_judging(self) -> Scan:
        """The same without what nothing asks for once marks are found: most of the memory.

        These are the texts that marks were looked for in, and the rows as they were read, which
        are only counted.
        """
        counted = self.reading.frame[[]]
        return replace(
            self,
            reading=replace(self.reading, frame=counted),
            frame=self.frame.assign(other_text=no_texts(len(self.frame))),
        )


Rows = npt.NDArray[np.intp]
#: Of one source so many faults are listed, in the order of the file, and the others counted.
_MOST_FAULTS = 1000

_Of = TypeVar("_Of", bound="Named")
#: Called with the path of a file, the run, and what is called with the names of what is passed
#: over.
Step = Callable[[str, Run, Callable[[str], None]], Iterable[_Of]]


def each_source(found: FoundFiles, run: Run, step: Step[_Of]) -> Iterator[_Of]:
    """What ``step`` (:func:`scan` or :func:`named`) makes of each source in the files ``found``.

    What is passed over inside of archives is added to ``found``.
    """
    for path in found.files:
        if run.settings.progress:
            run.settings.progress(path)
        yield from guarded(step, path, run, found.passed_over.append)


def guarded(
    step: Step[_Of], path: str, run: Run, on_skipped: Callable[[str], None]
) -> Iterator[_Of]:
    """What ``step`` makes of the file at ``path``; where the program fails on it, a fault says so.

    One file harms no other, whatever is in it. ConfigError is raised: it is about the run.
    """
    try:
        yield from step(path, run, on_skipped)
    except ConfigError:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        yield cast("_Of", unread_scan(path, failed_words(error), run))


def unread_scan(path: str, words: Message, run: Run) -> Scan:
    """The scan of a file of which nothing is known but why."""
    fault = Fault("unread", path, "", "", words)
    reading = Reading("", make_frame({}, 0), [fault])
    meant = meant_channel(reading, path, run)
    frame = classified(reading.frame, run.rulebook)
    return Scan(Source(path), reading, {}, meant, frame, [fault])


def folded(faults: Sequence[Fault]) -> list[Fault]:
    """The faults of one source, of more than :data:`_MOST_FAULTS` the rest as one of each code."""
    rest = Counter(fault.code for fault in faults[_MOST_FAULTS:])
    return [
        *faults[:_MOST_FAULTS],
        *(
            Fault(
                code,
                faults[0].file,
                "",
                "",
                msg(
                    "more faults of this kind in this file, which was read no better than at the "
                    "places above: %(count)d; ask for a new copy of the file",
                    count=count,
                ),
            )
            for code, count in rest.items()
        ),
    ]


def scan(path: str, run: Run, on_skipped: Callable[[str], None]) -> Iterator[Scan]:
    """Each source in the file at ``path``, read, named, placed and classified.

    ``on_skipped`` is called with the names of what is in an archive and no schedule.
    """
    for one in named(path, run, on_skipped):
        whole = together([one], run)
        faults = whole.faults[0]
        yield Scan(one.source, one.reading, one.channels, one.meant, whole.frame, faults)


def named(path: str, run: Run, on_skipped: Callable[[str], None]) -> Iterator[Named]:
    """Each source in the file at ``path``, read, and its channels named."""
    for source, reading in _readings(path, run, on_skipped):
        meant = meant_channel(reading, source.file, run)
        whole, channels = name_channels(reading, source.file, run)
        names = (source.file, *channels, *whole.names.values())
        if CLOCK_LETTERS.search(" ".join(names)):
            told = clocks_named(whole, source.file, channels.values())
            whole = replace(whole, faults=[*whole.faults, *told])
        yield Named(source, whole, channels, meant)


class Together(NamedTuple):
    """Several sources as far as their rows go by themselves, in one frame.

    ``frame``: the rows of the first source, then those of the next, as a :class:`Scan` has them.
    ``owners``: for each row the number of its source. ``faults``: of each source.
    """

    sources: Sequence[Named]
    frame: pd.DataFrame
    owners: Rows
    faults: list[list[Fault]]


def together(sources: Sequence[Named], run: Run) -> Together:
    """The rows of ``sources`` placed and classified at once: many small ones take as long as one.

    What is found of each is what is found of it alone.
    """
    frame, owners, faults = _placed_at_once(sources)
    frame = classified(frame, run.rulebook, run.settings.jobs, owners)
    told = [folded([*one.reading.faults, *more]) for one, more in zip(sources, faults, strict=True)]
    return Together(sources, frame, owners, told)


def _placed_at_once(sources: Sequence[Named]) -> tuple[pd.DataFrame, Rows, list[list[Fault]]]:
    """The rows of ``sources`` with the instants that they print; whose each is; their faults."""
    zones: dict[str, str] = {}
    alike = all(
        zones.setdefault(name, channel.source_zone) == channel.source_zone
        for one in sources
        for name, channel in one.channels.items()
    )
    if alike and len(sources) > 1:
        frames = [one.reading.frame for one in sources]
        owners = _owners(frames)
        frame, faults = clock.read_clocks(join(frames), zones, owners)
        if not faults:
            return frame, owners, [[] for _one in sources]
    each = [placed(one.reading.frame, one.channels) for one in sources]
    frames = [frame for frame, _faults in each]
    return join(frames), _owners(frames), [faults for _frame, faults in each]


def _owners(frames: Sequence[pd.DataFrame]) -> Rows:
    """For each row of the frames, joined, the number of the frame that it is of."""
    return np.repeat(np.arange(len(frames)), [*map(len, frames)])


def placed(
    frame: pd.DataFrame, channels: Mapping[str, JudgedChannel]
) -> tuple[pd.DataFrame, list[Fault]]:
    """The rows of one source with the instants that they print, and what could not be placed."""
    if frame.empty:
        return frame, []
    zones = {name: channel.source_zone for name, channel in channels.items()}
    return clock.read_clocks(frame, zones)


def classified(
    frame: pd.DataFrame, rulebook: Rulebook, jobs: int = 1, owners: Rows | None = None
) -> pd.DataFrame:
    """A schedule frame and, beside it, the columns of its marks, found by ``jobs`` threads.

    ``owners``: for each row the number of its source; None where each file is one.
    """
    if frame.empty:
        return _without_rows().copy()
    return pd.concat([frame, classify(frame, rulebook, jobs, owners)], axis=1)


@cache
def _without_rows() -> pd.DataFrame:
    return pd.concat([make_frame({}, 0), marks_of_nothing()], axis=1)


def _readings(
    path: str, run: Run, on_skipped: Callable[[str], None]
) -> Iterator[tuple[Source, Reading]]:
    settings = run.settings
    reader = reader_named(settings.reader) if settings.reader else None
    try:
        for source in open_sources(path, settings.size_limit, on_skipped):
            told = settings.channel
            names = [told] if told else names_of(source.file, run.roster)
            entry = run.roster.match(*names)
            options = ReadOptions(
                settings.channel,
                settings.zone or (entry.zone if entry else run.rulebook.zone),
                settings.jobs,
                settings.week,
                settings.column,
                settings.mapping,
                settings.source_zone,
                settings.draft_mapping,
                lambda name: run.roster.match(name) is not None,
            )
            reading = read_source(source, options, reader)
            reading.issued = reading.issued or source.issued
            if source.changed:
                reading.faults.append(Fault("unread", source.file, "", "", changed_words()))
            yield source, reading
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
