"""What may be done only where the process is ours, in the command line and in workers, and what a
process has to be to start workers.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from schedcheck.errors import ConfigError
from schedcheck.messages import msg

#: What the processes of a batch and of an archive need.
_NEEDED = "schedcheck.tasks.batch.batch"
#: What asks the program to end.
_ENDS = [number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, 0))]


@contextmanager
def no_collection(*, last: bool = False) -> Iterator[None]:
    """Millions of texts are made and none in a cycle: looking for cycles would cost a fifth.

    The switch is the whole process's, so nothing that other programs import uses this. ``last``:
    the process has nothing else to do; all that was made counts as old, as looking through it at
    the end would cost what a twentieth of a small check takes.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if last:
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Within the block what asks the program to end is put off."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals come to the main one
        return
    came: list[int] = []
    handlers = {number: signal.getsignal(number) for number in _ENDS}
    taken = {number: handler for number, handler in handlers.items() if callable(handler)}
    for number in taken:
        signal.signal(number, lambda which, _frame: came.append(which))
    try:
        yield
    finally:
        for number, handler in taken.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)


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


def process_context() -> Any:
    """How processes are started: as the caller has chosen, but never by a plain fork.

    The caller may have threads. Where there is a choice one process imports what all need.
    """
    import multiprocessing  # most commands start no other process

    method = multiprocessing.get_start_method(allow_none=True)
    if method != "spawn":
        method = (
            "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        )
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([_NEEDED])
    return context


def job_count(asked: int | None) -> int:
    """How many processes may work at once: as many as are asked for, else one for each processor."""
    return asked or os.cpu_count() or 1


def start_ahead(asked: int | None) -> None:
    """Where there will be several processes, all forked from one, let that one begin to import what
    they need, beside our own imports: together these take longer than to judge a few channels.

    ``asked``: see :func:`job_count`.
    """
    if job_count(asked) > 1 and process_context().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # its own imports may be interrupted
        try:
            forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, before)
