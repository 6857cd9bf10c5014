"""The second step of a batch: a channel judged, its workbook written.

What was found is left in the work folder; nothing is done where that is there already.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from schedcheck.checks.marks import titles_of
from schedcheck.errors import ConfigError
from schedcheck.law.jurisdiction import judged_channel
from schedcheck.messages import msg
from schedcheck.pipeline.judge import Job, audit_of, judge
from schedcheck.pipeline.run import Run
from schedcheck.reports.files import replacing
from schedcheck.reports.html.section import channel_section
from schedcheck.reports.view import one_channel
from schedcheck.reports.workbook.workbook import write_workbook
from schedcheck.results.finding import Severity
from schedcheck.schedule.coverage import Span
from schedcheck.schedule.titles import Folded, TitleIndex, gathered
from schedcheck.tasks.batch.frame_file import Part, unpack
from schedcheck.tasks.batch.scanning import load_scan, of_plain
from schedcheck.tasks.batch.work_folder import (
    WorkFolder,
    digest,
    recall,
    recalled,
    remember,
    sha256_of,
)


class ChannelJob(NamedTuple):
    """A channel to be judged: the parts of scans that are of it, in the order of files.

    ``scans``: the keys of those files. ``pieces``: of each part the file in the work folder, its
    first row and how many there are. ``file``: the name of its workbook without the ending.
    ``key``: the hash of all that its results depend on but the witnesses of other channels;
    ``witnesses``: where those lie, by a name that is their hash.
    """

    id: str
    name: str
    file: str
    scans: tuple[str, ...]
    pieces: tuple[tuple[str, int, int], ...]
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
        frame=unpack(
            Part(folder / piece, begin, begin + rows) for piece, begin, rows in channel.pieces
        ),
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
