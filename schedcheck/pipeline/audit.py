"""The pipeline: sources → schedule → clock → marks → checks → findings. Only here is it joined.

It has two halves. ``scan`` takes one file as far as its rows go by themselves: read, named for
their channels, placed in time, classified. ``judge`` takes a :class:`Job`, what any number of
scans say of some channels: joined, in order, each programme once, cut to the week, checked.
``audit`` does both at once; a batch does the first for every file and the second for every
channel; ``steps`` does them one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from schedcheck.pipeline.judge import Job, audited
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.pipeline.scan import Scan, channels_of, each_source, files_of, joined, scan
from schedcheck.readers.files import FoundFiles
from schedcheck.results.results import Audit


def audit(
    paths: str | Path | Iterable[str | Path], settings: Settings | None = None, **changes: Any
) -> Audit:
    """Audit the schedules in ``paths`` (one or many files and folders; ``-`` is standard input).

    ``changes`` are settings by their names, such as ``channel="ktk"``; they go before those in
    ``settings``.

    Raises ConfigError for a setting, zone, rulebook, roster, reader or code that is not known;
    whatever is wrong with a file is a finding.
    """
    run = prepare((settings or Settings()).replace(**changes))
    return audited(gather(paths, run), run)


#: Gives the scan of each source in the files found.
Scanning = Callable[[FoundFiles, Run], Iterable[Scan]]


def scanned_here(found: FoundFiles, run: Run) -> Iterator[Scan]:
    """The scans of the files, one after the other, in this process."""
    return each_source(found, run, scan)


def gather(
    paths: str | Path | Iterable[str | Path], run: Run, scanning: Scanning = scanned_here
) -> Job:
    """All that the files in ``paths`` say, to be judged; their hashes are computed meanwhile."""
    found = files_of(paths)
    scans = list(scanning(found, run))
    for one in scans:
        one.begin_digest()
    return Job(
        frame=joined([one.frame for one in scans], run.rulebook),
        channels=channels_of(one.channels for one in scans),
        sources=[one.without_rows() for one in scans],
        faults=[fault for one in scans for fault in one.faults],
        span=run.settings.span,
        passed_over=tuple(sorted(set(found.passed_over))),
    )
