"""A file scanned, or only read, within the limits of one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from schedcheck.pipeline.run import Run
from schedcheck.pipeline.scan import Named, Scan, Step, guarded, scan
from schedcheck.tasks.limits import limited

_Of = TypeVar("_Of", bound=Named)


def limited_scan(path: str, run: Run, on_skipped: Callable[[str], None]) -> Iterator[Scan]:
    """Each source in the file at ``path``, as :func:`~schedcheck.pipeline.scan.scan` gives it."""
    return limited_step(scan, path, run, on_skipped)


def limited_step(
    step: Step[_Of], path: str, run: Run, on_skipped: Callable[[str], None]
) -> Iterator[_Of]:
    """What ``step`` makes of each source in the file at ``path``.

    The limits hold while a source is read, not while what comes of it is used.
    """
    sources = guarded(step, path, run, on_skipped)
    settings = run.settings
    while True:
        with limited([path], settings.memory_limit, settings.time_limit):
            one = next(sources, None)
        if one is None:
            return
        yield one
