"""A batch over an archive: ``archive_batch.py FOLDER OUT JOBS TOLD``; writes its steps to TOLD."""

from __future__ import annotations

import json
import sys
import time
from itertools import pairwise
from pathlib import Path

from schedcheck.messages import Message
from schedcheck.pipeline.run import Settings
from schedcheck.tasks.batch.batch import run_batch


def main() -> None:
    """Run, and write a JSON object: step -> seconds."""
    folder, out, jobs, told = sys.argv[1:]
    began = time.perf_counter()
    last: dict[str, float] = {}

    def progress(phase: Message, _name: str, _done: int, _all: int) -> None:
        last[str(phase)] = time.perf_counter()

    run_batch(folder, out, Settings(jobs=int(jobs)), progress)
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
