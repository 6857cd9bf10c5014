"""What may be done only where the process is ours: in the command line and in workers."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: What asks the program to end.
_ENDS = [number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, 0))]
#: What mallopt(3) of glibc is told, in bytes: how much may lie unused (M_TRIM_THRESHOLD), and from
#: which size on a block is one of the system's own (M_MMAP_THRESHOLD).
_MALLOPT = {-1: 64 << 20, -3: 32 << 20}


def keep_memory() -> None:
    """Let this process use again what it has freed, where glibc is its C library.

    It would give much of it back to the system, and ask for as much a moment later: of a large file
    that takes some hundredths of the time. What is left of one that was read still goes back
    (:func:`~schedcheck.schedule.building.give_back_memory`).
    """
    if sys.platform == "linux":
        import ctypes

        tell = getattr(ctypes.CDLL(None), "mallopt", None)
        if tell is not None:
            for option, value in _MALLOPT.items():
                tell(option, value)


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


def job_count(asked: int | None) -> int:
    """How many processes may work at once: as many as asked for, else one for each processor."""
    return asked or os.cpu_count() or 1
