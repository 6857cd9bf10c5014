"""Files read one after another, their rows placed and classified together.

It is the columns that take the time, and not the few rows of a channel's week.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

import pandas as pd
from msgspec import Struct, field
from msgspec.structs import replace

from schedcheck.errors import ConfigError
from schedcheck.pipeline.failures import failed_words
from schedcheck.pipeline.run import Run
from schedcheck.pipeline.scan import Named, Together, named, together, unread_scan
from schedcheck.results.results import SourceReport
from schedcheck.schedule.frame import TEXT
from schedcheck.tasks.limited_scan import limited_step
from schedcheck.tasks.limits import limited

#: After so many rows those read are written: what a file holds, its bytes do not tell.
_ROWS = 20_000


class BegunFile(Struct):
    """A file that is being read, from ``path``; findings cite it as ``name``."""

    path: str
    name: str
    passed_over: list[str] = field(default_factory=list)

    def noted(self, report: SourceReport) -> None:
        """A source of it was read."""

    def ended(self) -> None:
        """All sources of it were read."""


_Begun = TypeVar("_Begun", bound=BegunFile)


class Waiting(NamedTuple, Generic[_Begun]):
    """A source that was read, by its number in its file; its rows are not yet placed.

    ``report``: made when it was read, for its hash is of the file as it was then.
    """

    of: _Begun
    number: int
    source: Named
    report: SourceReport


_Keep = Callable[[Sequence[Waiting[_Begun]], Together], None]


def read_together(run: Run, files: Iterable[_Begun], keep: _Keep[_Begun]) -> None:
    """Read ``files``; ``keep`` is given their sources, and the rows of these as one frame.

    What is found of a source is what is found of it alone. Where the program fails on several, each
    is taken by itself, and a fault says so of the one.
    """
    waiting: list[Waiting[_Begun]] = []
    rows = 0
    for file in files:
        read = limited_step(named, file.path, run, file.passed_over.append)
        for number, one in enumerate(read):
            source = cited_as(one, file.path, file.name)
            report = source.report()
            file.noted(report)
            waiting.append(Waiting(file, number, source, report))
            rows += len(source.reading.frame)
            if rows > _ROWS:
                _place(waiting, run, keep)
                waiting, rows = [], 0
        file.ended()
    if waiting:
        _place(waiting, run, keep)


def _place(waiting: Sequence[Waiting[_Begun]], run: Run, keep: _Keep[_Begun]) -> None:
    settings = run.settings
    paths = dict.fromkeys(one.of.path for one in waiting)
    try:
        with limited(paths, settings.memory_limit, settings.time_limit):
            whole = together([one.source for one in waiting], run)
    except ConfigError:
        raise
    except Exception as error:  # noqa: BLE001 - as of any step of a file
        if len(waiting) > 1:
            for one in waiting:
                _place([one], run, keep)
            return
        file = waiting[0].of
        lost = cited_as(unread_scan(file.path, failed_words(error), run), file.path, file.name)
        waiting = [waiting[0]._replace(source=lost, report=lost.report())]
        whole = together([lost], run)
    # what cannot be written ends the run: only what is wrong with a file is a fault of it
    keep(waiting, whole)


def cited_as(one: Named, path: str, name: str) -> Named:
    """A source in the file at ``path``, cited as ``name``."""
    if path == name:
        return one

    def renamed(file: str) -> str:
        return name + file.removeprefix(path) if file.startswith(path) else file

    frame = one.reading.frame
    files = [renamed(file) for file in frame["file"].tolist()]
    reading = replace(
        one.reading,
        frame=frame.assign(file=pd.array(files, dtype=TEXT)),
        faults=[replace(fault, file=renamed(fault.file)) for fault in one.reading.faults],
    )
    return replace(one, source=replace(one.source, file=renamed(one.source.file)), reading=reading)
