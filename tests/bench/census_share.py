"""What the census takes of a check: ``census_share.py FILE REPORT`` prints it in seconds as JSON.

The census is the second search of a source for marks and clock readings (``readers.census``, and
``readers.xmltv.adult_marks`` for XMLTV). It is timed inside one run of ``schedcheck check``, by the
clock of the processor for its thread; the whole is the processor time of the process from its
start, imports and report included.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from schedcheck.cli import cli
from schedcheck.readers import census
from schedcheck.readers.xmltv import strict

#: Where readers look up what searches a source a second time.
SEARCHES = ((strict, "lost_marks"), (census, "unaccounted"))


class Timed:
    """Seconds of the processor, and how often, that functions took that go through it."""

    def __init__(self) -> None:
        self.spans: list[float] = []

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """Time ``work`` on the thread that calls it."""

        @functools.wraps(work)
        def timed(*given: Any, **named: Any) -> Any:
            begun = time.thread_time()
            try:
                return work(*given, **named)
            finally:
                self.spans.append(time.thread_time() - begun)  # threads append one at a time

        return timed


def main(path: str, report: str) -> None:
    """Check the file at ``path`` once into ``report``, and print what both took."""
    timed = Timed()
    for module, name in SEARCHES:
        setattr(module, name, timed.around(getattr(module, name)))
    words = ["check", path, "--no-config", "--format", "json", "-o", report]
    with suppress(SystemExit):  # violations were found
        cli.main(words, "schedcheck", standalone_mode=False)
    taken = {
        "census": sum(timed.spans),
        "searches": len(timed.spans),
        "whole": time.process_time(),
    }
    print(json.dumps(taken))


if __name__ == "__main__":
    main(*sys.argv[1:])
