"""A file scanned within the limits of one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schedcheck.pipeline.run import Run
from schedcheck.pipeline.scan import Scan, guarded, scan
from schedcheck.tasks.limits import limited


def limited_scan(path: str, run: Run, on_skipped: Callable[[str], None]) -> Iterator[Scan]:
    """Each source in the file at ``path``, as :func:`~schedcheck.pipeline.scan.scan` gives it.

    The limits hold while it is read, not while what comes of it is used.
    """
    scans = guarded(scan, path, run, on_skipped)
    settings = run.settings
    while True:
        with limited(path, settings.memory_limit, settings.time_limit):
            one = next(scans, None)
        if one is None:
            return
        yield one
