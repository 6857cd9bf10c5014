"""A batch over an archive: ``archive_batch.py FOLDER OUT JOBS TOLD``; writes its steps to TOLD.

It runs with the build that ``run.py`` compares with too, whose modules are elsewhere.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

_MODULES = ("schedcheck.pipeline.run", "schedcheck.tasks.batch.batch")
_OLD_MODULES = ("schedcheck.settings", "schedcheck.batch")


def _modules() -> list[Any]:
    """The modules of the settings and of the batch."""
    try:
        return list(map(import_module, _MODULES))
    except ModuleNotFoundError:
        return list(map(import_module, _OLD_MODULES))


def main() -> None:
    """Run, and write a JSON object: step -> seconds."""
    folder, out, jobs, told = sys.argv[1:]
    settings, batch = _modules()
    began = time.perf_counter()
    last: dict[str, float] = {}

    def progress(phase: object, _name: str, _done: int, _all: int) -> None:
        last[str(phase)] = time.perf_counter()

    batch.run_batch(folder, out, settings.Settings(jobs=int(jobs)), progress)
    ends = [began, *last.values(), time.perf_counter()]
    steps = [
        "files read, placed and classified",
        "channels judged, workbooks and pictures",
        "summary",
    ]
    spent = (after - before for before, after in pairwise(ends))
    Path(told).write_text(json.dumps(dict(zip(steps, spent, strict=True))), encoding="utf-8")


if __name__ == "__main__":
    main()
