"""The pipeline: sources → schedule → clock → marks → checks → findings. Only here is it joined.

It has two halves. ``scan`` takes one file as far as its rows go by themselves: read, named for
their channels, placed in time, classified. ``judge`` takes what any number of scans say of some
channels: joined, in order, each programme once, cut to the week, checked. ``audit`` does both at
once; a batch does the first for every file and the second for every channel.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from schedcheck.pipeline.judge import Judged, judge
from schedcheck.pipeline.run import Run, prepare
from schedcheck.pipeline.scan import Scan, channels_of, files_of, joined, no_collection, scan
from schedcheck.pipeline.settings import Settings
from schedcheck.results.results import Audit
from schedcheck.schedule.coverage import Span
from schedcheck.zones import TZDATA


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
    with no_collection():
        gathered = gather(paths, run)
        return gathered.audit(gathered.judge())


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that files say, before it is judged. ``passed_over``: see :class:`Audit`."""

    run: Run
    scans: tuple[Scan, ...]
    passed_over: tuple[str, ...]

    def judge(self, frame: pd.DataFrame | None = None) -> Judged:
        """Judge it together; or another ``frame`` of the same channels in place of its own."""
        week, scans = self.run.settings.week, self.scans
        if frame is None:
            frame = joined([one.frame for one in scans], self.run.rulebook)
        return judge(
            frame,
            channels_of(one.channels for one in scans),
            [fault for one in scans for fault in one.faults],
            {one.file: one.default_zone for one in scans if one.default_zone},
            self.run,
            span=Span(week, "option") if week else None,
        )

    def audit(self, judged: Judged) -> Audit:
        """The whole result."""
        return Audit(
            self.run.rulebook,
            TZDATA,
            tuple(one.report(judged.outside[one.file]) for one in self.scans),
            judged.channels,
            judged.findings,
            judged.frame,
            span=judged.span,
            passed_over=self.passed_over,
        )


def gather(paths: str | Path | Iterable[str | Path], run: Run) -> Gathered:
    """Scan every file in ``paths``, and begin to reckon their hashes."""
    scans: list[Scan] = []
    found = files_of(paths)
    for path in found.files:
        if run.settings.progress:
            run.settings.progress(path)
        scans += scan(path, run, found.passed_over.append)
    for one in scans:
        one.begin_digest()
    return Gathered(run, tuple(scans), tuple(sorted(set(found.passed_over))))
