"""How other processes are started, and what a process has to be to start them."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.tasks.own_process import job_count

#: What the processes of a batch and of an archive need.
BATCH, ARCHIVE = "schedcheck.tasks.batch.batch", "schedcheck.tasks.archive.archive"


def refuse_second_import() -> None:
    """End this process where it is a worker that is still importing the script of its parent.

    Then the script calls the library outside of ``if __name__ == "__main__":``, and a worker would
    have to start workers. The parent raises :func:`no_workers`. While :mod:`multiprocessing`
    imports a script a second time, that is ``__mp_main__`` and not yet ``__main__``.
    """
    second = sys.modules.get("__mp_main__")
    if second is not None and second is not sys.modules.get("__main__"):
        words = msg(
            "a worker process imports the script, which calls schedcheck outside of "
            'if __name__ == "__main__":'
        )
        print(f"schedcheck: {words}", file=sys.stderr, flush=True)  # noqa: T201 - no command is there
        raise SystemExit(1)


def no_workers() -> ConfigError:
    """The error for worker processes that end before they have begun."""
    return ConfigError(
        msg(
            "the worker processes do not start; what they print about it is above. Each of them "
            'imports the script: call schedcheck inside of if __name__ == "__main__": in a script '
            "that is a file"
        )
    )


def process_context(needed: str = "") -> Any:
    """How processes are started: as the caller has chosen, but never by a plain fork.

    The caller may have threads. Where there is a choice one process imports what all need: the
    module ``needed``, else those of such work that are imported here.
    """
    method = multiprocessing.get_start_method(allow_none=True)
    if method != "spawn":
        method = (
            "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        )
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        known = [needed] if needed else [one for one in (BATCH, ARCHIVE) if one in sys.modules]
        context.set_forkserver_preload([*known, "schedcheck.tasks.batch.pool"])
    return context


def start_ahead(asked: int | None, needed: str) -> None:
    """Where there will be several processes, all forked from one, let that one begin to import what
    they need, beside our own imports: together these take longer than to judge a few channels.

    ``asked``: see :func:`job_count`. ``needed``: the module of their work.
    """
    several = job_count(asked) > 1
    if (
        sys.platform != "win32"
        and several
        and process_context(needed).get_start_method() == "forkserver"
    ):
        from multiprocessing import forkserver

        with deaf_children():
            forkserver.ensure_running()


@contextmanager
def deaf_children() -> Iterator[None]:
    """What is started within the block never hears of Ctrl-C, which would end its imports with a
    traceback: it comes to us alone, after the block.
    """
    if sys.platform == "win32":
        yield
    else:
        # when it starts, it lets the signal through whatever was so before
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
