"""The two steps of a batch that run in processes of their own: a file scanned, a channel judged.

Each leaves what it found in the work folder, and does nothing where that is there already.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from schedcheck.checks.context import CheckContext
from schedcheck.checks.marks import title_index, titles_of
from schedcheck.errors import ConfigError
from schedcheck.law.jurisdiction import JudgedChannel, judged_channel
from schedcheck.messages import Message, msg
from schedcheck.pipeline.judge import Job, audit_of, judge
from schedcheck.pipeline.run import Run
from schedcheck.pipeline.scan import Scan, from_outside, unread_scan
from schedcheck.readers.files import file_state
from schedcheck.reports.files import replacing
from schedcheck.reports.html.section import channel_section
from schedcheck.reports.view import one_channel
from schedcheck.reports.workbook.workbook import write_workbook
from schedcheck.results.finding import Severity
from schedcheck.results.results import SourceReport
from schedcheck.schedule.coverage import Span, whole_days
from schedcheck.schedule.placing import seconds
from schedcheck.schedule.reading import Fault
from schedcheck.schedule.titles import Folded, RatedShowing, TitleIndex, gathered, merged
from schedcheck.tasks.batch.frame_file import pack, unpack
from schedcheck.tasks.batch.work_folder import (
    WorkFolder,
    digest,
    recall,
    recalled,
    remember,
    sha256_of,
)
from schedcheck.tasks.limited_scan import limited_scan
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
    """What a scan holds of one channel; ``days`` it has a schedule for, as ordinals."""

    channel: str
    name: str
    piece: str
    rows: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
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


def scan_file(run: Run, file: File) -> None:
    """Scan a file, where that has not been done before."""
    folder = WorkFolder(file.out).scans
    if recalled(folder / f"{file.key}.json", load_scan) is not None:
        return
    passed_over: list[str] = []
    sources: list[list[Any]] = []
    told: list[TitleIndex] = []
    sound = True
    scans = limited_scan(file.path, run, passed_over.append)
    for number, one in enumerate(scans):
        # what cannot be written ends the run: only what is wrong with the file is a fault
        sources.append(_kept(one, folder, f"{file.key}.{number}"))
        told.append(titles_in(one.frame, one.channels, run))
        sound = sound and not any(from_outside(fault.reason) for fault in one.faults)
    index = merged(told)
    # one that was replaced since its key was computed was read as it is now, and has another key
    sound = sound and file_state(Path(file.path)) == file.state
    remember(
        folder / f"{file.key}.json",
        [sources, sorted(set(passed_over)), to_plain(index), sound],
    )


def scan_lost(run: Run, file: File, signal_number: int) -> None:
    """Leave what is known of a file over which a process that had nothing else to do has died."""
    words = lost_words(file.path, run.settings.time_limit, signal_number)
    path = WorkFolder(file.out).scans / f"{file.key}.json"
    remember(path, [[_unread(run, file, words)], [], [], False])


def _unread(run: Run, file: File, words: Message) -> list[Any]:
    one = unread_scan(file.path, words, run)
    return [replace(one.report(), sha256=""), one.faults, None, []]


def _kept(one: Scan, folder: Path, name: str) -> list[Any]:
    codes, channels = pd.factorize(one.frame["channel"], sort=True)
    parts = []
    for code, channel in enumerate(map(str, channels)):
        rows = one.frame[codes == code] if len(channels) > 1 else one.frame
        with replacing(folder / f"{name}.{code}") as path:
            pack(rows, path)
        judged = one.channels[channel]
        days = whole_days(judged.zone, seconds(rows["start"]))
        ordinals = sorted(day.toordinal() for day in days)
        parts.append([channel, judged.name, f"{name}.{code}", len(rows), ordinals])
    return [one.report(), one.faults, one.default_zone, parts]


def titles_in(frame: pd.DataFrame, channels: Mapping[str, JudgedChannel], run: Run) -> TitleIndex:
    """The titles of bound classes in the rows of a scan; ``channels`` go by id."""
    codes, names = pd.factorize(frame["channel"], sort=True)
    known = tuple(channels[name] for name in names)
    return title_index(CheckContext(frame, codes, known, run.rulebook))


class KeptScan(NamedTuple):
    """What is left of the scan of a file; ``lasting``: it may be taken for what a new one finds."""

    sources: list[Scanned]
    passed_over: tuple[str, ...]
    witnesses: list[RatedShowing]
    lasting: bool


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
    if not all((path.parent / part.piece).exists() for one in scanned for part in one.parts):
        return None
    return KeptScan(scanned, passed_over, of_plain(index), bool(lasting))


def to_plain(index: TitleIndex) -> list[list[Any]]:
    """The witnesses of an index as lists."""
    return [[*one[:-1], list(one.folded)] for found in index.by_key.values() for one in found]


def of_plain(told: Any) -> list[RatedShowing]:
    """The witnesses that :func:`to_plain` was given."""
    return [RatedShowing._make([*one[:-1], Folded(*one[-1])]) for one in told]


class ChannelJob(NamedTuple):
    """A channel to be judged: the pieces of scans that are of it, in the order of files.

    ``file``: the name of its workbook without the ending. ``key``: the hash of all that its
    results depend on but the witnesses of other channels;
    ``witnesses``: where those lie, by a name that is their hash.
    """

    id: str
    name: str
    file: str
    scans: tuple[str, ...]
    pieces: tuple[str, ...]
    span: Span | None
    key: str
    witnesses: str
    out: Path

    @property
    def workbook(self) -> Path:
        """Where its workbook lies."""
        return self.out / "channels" / f"{self.file}.xlsx"

    @property
    def kept(self) -> Path:
        """Where its results are kept."""
        return WorkFolder(self.out).channels / f"{digest(self.id)}.json"

    @property
    def section(self) -> Path:
        """Where its section of the summary page is kept."""
        return self.kept.with_suffix(".html")


def judge_channel(run: Run, channel: ChannelJob) -> bool:
    """Judge a channel and write its workbook; False where all that is there already."""
    known = recall(channel.kept)
    index = _index(WorkFolder(channel.out).root / channel.witnesses)
    if known is not None and _is_as_written(channel, known):
        if known["witnesses"] == channel.witnesses:
            return False
        if heard(known["titles"], channel.id, index) == known["heard"]:
            remember(channel.kept, {**known, "witnesses": channel.witnesses})
            return False
    _judge(run, channel, index)
    return True


def judge_lost(_run: Run, channel: ChannelJob, _signal: int) -> bool:
    """End the run over a channel over which a process that had nothing else to do has died."""
    raise ConfigError(
        msg(
            "%(channel)s: the process that judged it, and did nothing else, was ended from "
            "outside: most likely memory ran out; what is done is kept, so run it again where "
            "there is more memory, or with --week for fewer days",
            channel=channel.id,
        )
    )


def _is_as_written(channel: ChannelJob, known: dict[str, Any]) -> bool:
    """Whether what is known was made of the same, and is still there as it was written."""
    return bool(
        known["key"] == channel.key
        and sha256_of(channel.workbook) == known["workbook"]
        and sha256_of(channel.section) == known["section"]
    )


def _judge(run: Run, channel: ChannelJob, index: TitleIndex) -> None:
    folder = WorkFolder(channel.out).scans
    sources = [
        one
        for key in channel.scans
        for one in (recalled(folder / f"{key}.json", load_scan) or ([],))[0]
        if one.source.channel == channel.id or any(part.channel == channel.id for part in one.parts)
    ]
    judged_by = judged_channel(
        channel.id,
        channel.name,
        run.roster.channels.get(channel.id),
        run.rulebook,
        judged_zone=run.settings.zone,
        source_zone=run.settings.source_zone,
        week_starts=run.settings.week_starts,
    )
    job = Job(
        frame=unpack([folder / piece for piece in channel.pieces]),
        channels={channel.id: judged_by},
        sources=sources,
        faults=[fault for one in sources for fault in one.faults],
        span=channel.span,
        titles=index,
    )
    judged = judge(job, run)
    audit = audit_of(judged, job, run)
    view = one_channel(audit, channel.id)
    write_workbook(view, channel.workbook)
    with replacing(channel.section) as path:
        text = channel_section(view)
        path.write_text(text, encoding="utf-8", errors="replace", newline="")
    titles = [list(title) for title in sorted(set(titles_of(audit.schedule)))]
    remember(
        channel.kept,
        {
            "key": channel.key,
            "witnesses": channel.witnesses,
            "titles": titles,
            "heard": heard(titles, channel.id, index),
            "workbook": sha256_of(channel.workbook),
            "section": sha256_of(channel.section),
            "report": judged.channels[0],
            "findings": [one for one in judged.findings if one.severity is not Severity.FAULT],
            "outside": dict(judged.outside),
        },
    )


def heard(titles: Any, channel: str, index: TitleIndex) -> str:
    """The hash of what the index has to say of a channel's titles."""
    folded = [Folded(*title) for title in titles]
    found = [(title, index.find(title, channel)) for title in folded]
    return digest([one and (one, index.branches(one, title)) for title, one in found])


@lru_cache(maxsize=2)
def _index(path: Path) -> TitleIndex:
    return gathered(of_plain(recall(path) or ()))


#: What Windows calls devices by, whatever ending is behind.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?")
#: A name with its hash and its ending has to be shorter than 255 bytes.
_LONGEST_NAME = 180


def file_names(channels: Iterable[str]) -> dict[str, str]:
    """The ids of channels as names of files that every system takes, never one for two ids.

    An id is as it is wherever it can; else a hash of it follows. Of ids that differ only in
    what some file systems do not tell apart (capitals, how an accent is written), all get one but
    that in small letters.
    """
    plain = {
        channel: re.sub(r"[^\w.+-]", "_", channel).strip(". ").encode("utf-8", "replace")
        for channel in set(channels)
    }
    cut = {one: name[:_LONGEST_NAME].decode("utf-8", "ignore") for one, name in plain.items()}
    folded = {one: _folded(name) for one, name in cut.items()}
    alike = Counter(folded.values())
    names: dict[str, str] = {}
    for channel, name in cut.items():
        device = _DEVICES.fullmatch(folded[channel]) is not None
        alone = alike[folded[channel]] == 1 or name == folded[channel]
        mark = hashlib.sha256(channel.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        as_it_is = name == channel and alone and not device
        names[channel] = name if as_it_is else f"{'_' * device}{name}-{mark}"
    return names


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
