"""The second step of a batch: channels judged, their workbooks written.

What was found is left in the work folder; nothing is done where that is there already. Channels of
few programmes are judged together: it is the columns that take the time, and not their rows.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.pipeline.judge import Job, Judged, audit_of, judge
from schedcheck.pipeline.run import Run
from schedcheck.reports.html.section import channel_section
from schedcheck.reports.view import View, one_channel
from schedcheck.reports.workbook.workbook import write_workbook
from schedcheck.results.finding import Severity
from schedcheck.schedule.coverage import Span
from schedcheck.schedule.titles import TitleIndex
from schedcheck.tasks.batch.frame_file import Part, unpack
from schedcheck.tasks.batch.groups import CHANNELS, ROWS, in_groups
from schedcheck.tasks.batch.scanning import load_scan
from schedcheck.tasks.batch.whole_run import channels_judged
from schedcheck.tasks.batch.witnesses import index_in, is_kept, titles_in, told_of
from schedcheck.tasks.batch.work_folder import (
    WorkFolder,
    digest,
    kept_behind,
    recalled,
    remember,
    sha256_of,
)


class ChannelJob(NamedTuple):
    """A channel to be judged: the parts of scans that are of it, in the order of files.

    ``scans``: those files, each its place among the files of the run and its key. ``pieces``: of
    each part the place of its source, the file of it in the work folder, its first row there and
    how many there are. ``file``: the name of its workbook without the ending. ``key``: the hash of
    all that its results depend on but the witnesses of other channels; ``witnesses``: where those
    lie, by a name that is their hash.
    """

    id: str
    name: str
    file: str
    scans: tuple[tuple[int, str], ...]
    pieces: tuple[tuple[int, str, int, int], ...]
    span: Span | None
    key: str
    witnesses: str
    out: Path

    @property
    def rows(self) -> int:
        """How many rows are of it."""
        return sum(rows for *_part, rows in self.pieces)

    @property
    def workbook(self) -> Path:
        """Where its workbook lies."""
        return self.out / "channels" / f"{self.file}.xlsx"

    @property
    def kept(self) -> Path:
        """Where its results are kept, and its section of the summary page behind them."""
        return WorkFolder(self.out).channels / f"{digest(self.id)}.json"


def channel_groups(channels: Sequence[ChannelJob], jobs: int) -> list[tuple[ChannelJob, ...]]:
    """The channels in groups to be judged together by ``jobs`` processes, the largest first."""
    return in_groups([(one, one.rows) for one in channels], jobs, most=CHANNELS, size=ROWS)


def judge_channels(run: Run, channels: Sequence[ChannelJob]) -> None:
    """Judge channels and write their workbooks, each where that is not all there already."""
    witnesses = WorkFolder(channels[0].out).root / channels[0].witnesses
    left = [
        one
        for one in channels
        if not is_kept(one.kept, one.id, witnesses, partial(_is_as_written, one))
    ]
    if left:
        _judge(run, left, index_in(witnesses))


def judge_lost(_run: Run, channels: Sequence[ChannelJob], _signal: int) -> None:
    """End the run over a channel over which a process that had nothing else to do has died."""
    (channel,) = channels
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
        and hashlib.sha256(kept_behind(channel.kept)).hexdigest() == known["section"]
    )


def _judge(run: Run, channels: Sequence[ChannelJob], index: TitleIndex) -> None:
    folder = WorkFolder(channels[0].out).scans
    scans = [
        recalled(folder / f"{key}.json", load_scan)
        for _place, key in sorted({scan for channel in channels for scan in channel.scans})
    ]
    sources = [source for scan in scans if scan is not None for source in scan.sources]
    pieces = sorted(piece for channel in channels for piece in channel.pieces)  # as sources stand
    job = Job(
        frame=unpack(
            Part(folder / name, begin, begin + rows) for _place, name, begin, rows in pieces
        ),
        channels=channels_judged(run, ((channel.id, channel.name) for channel in channels)),
        sources=sources,
        faults=[fault for one in sources for fault in one.faults],
        span=channels[0].span,
        titles=index,
    )
    judged = judge(job, run)
    audit = audit_of(judged, job, run)
    for channel in channels:
        _write(channel, judged, one_channel(audit, channel.id), index)


def _write(channel: ChannelJob, judged: Judged, view: View, index: TitleIndex) -> None:
    """Write a channel's workbook and page, and what a later run needs."""
    write_workbook(view, channel.workbook)
    section = channel_section(view).encode("utf-8", "replace")
    titles = titles_in(view.rows_of(channel.id))
    remember(
        channel.kept,
        {
            "key": channel.key,
            "witnesses": channel.witnesses,
            **told_of(titles, channel.id, index),
            "workbook": sha256_of(channel.workbook),
            "section": hashlib.sha256(section).hexdigest(),
            "report": view.channels[0],
            "findings": [one for one in view.findings if one.severity is not Severity.FAULT],
            "outside": judged.outside_of(channel.id),
        },
        section,
    )


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
