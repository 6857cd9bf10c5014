"""What one file may take of memory and of the processor; the system holds it, not the reader.

A library of another language can use up the memory or abort the process, and no ``except`` of ours
is then reached. So the command line runs in a child process (``supervisor``). Where that dies, the
work is done again with every file in a process of its own, and what a process dies of is a fault
with its name. Only the command line and the workers call this: the limits hold for a whole process.
"""

from __future__ import annotations

import math
import os
import signal
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from schedcheck.messages import Message, msg

#: Bytes that one file may be, for the seconds of the processor that ``--time-limit`` says.
_SHARE = 100_000_000
#: Above this size (bytes) a file is read by a process of its own where no child can be watched.
_LARGE = 32 << 20
#: What the system ends a process with whose time is up; there is none on Windows.
TIME_UP = int(getattr(signal, "SIGXCPU", 0))


class _Own:
    """What this process is: whether limits hold in it, and whether each file gets another."""

    in_force = False
    careful = False
    done: int | None = None


def begin(*, careful: bool = False, done: int | None = None) -> None:
    """Let the limits hold in this process from here on: it is ours.

    ``careful``: one like it has died of a file. ``done``: the descriptor to be written to when all
    files were read.
    """
    _Own.in_force, _Own.careful, _Own.done = True, careful, done


def careful(sizes: Iterable[int] = ()) -> bool:
    """Whether each file is to be read in a process of its own.

    ``sizes``: of the files, in bytes; they decide where no child can be watched.
    """
    if sys.platform != "linux" and _Own.in_force:
        return any(size > _LARGE for size in sizes)
    return _Own.careful


def reading_done() -> None:
    """Note that all files were read: who dies later did not die of a file."""
    if _Own.done is not None:
        os.write(_Own.done, b"d")


def size_of(path: str) -> int:
    """The bytes of a file; 0 for what is not one."""
    with suppress(OSError):
        return Path(path).stat().st_size
    return 0


def seconds_for(path: str, seconds: int) -> int:
    """The seconds of the processor that a file may take: ``seconds`` for each 100 MB begun."""
    return seconds * max(1, math.ceil(size_of(path) / _SHARE))


@contextmanager
def limited(paths: Collection[str], memory: int, seconds: int) -> Iterator[None]:
    """Within the block this process may take ``memory`` bytes more than it has, and so long.

    ``seconds`` of the processor are for each 100 MB of the files at ``paths``. More memory raises
    MemoryError; more time ends the process by :data:`TIME_UP`. Nothing where the limits are not in
    force, or the system has none.
    """
    if sys.platform != "win32" and _Own.in_force:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        begun = math.ceil(used.ru_utime + used.ru_stime)
        limits = {resource.RLIMIT_CPU: begun + sum(seconds_for(path, seconds) for path in paths)}
        taken = _taken()
        if taken:
            # a file that is mapped takes addresses and no memory
            limits[resource.RLIMIT_AS] = taken + memory + sum(map(size_of, paths))
        before = {kind: resource.getrlimit(kind) for kind in limits}
        for kind, limit in limits.items():
            soft, hard = before[kind]
            least = min(one for one in (limit, soft, hard) if one != resource.RLIM_INFINITY)
            resource.setrlimit(kind, (least, hard))
        try:
            yield
        finally:
            for kind, pair in before.items():
                resource.setrlimit(kind, pair)
    else:
        yield


def _taken() -> int:
    """The bytes of addresses that this process has; 0 where the system does not say."""
    if sys.platform == "linux":
        with suppress(OSError):
            pages = int(Path("/proc/self/statm").read_bytes().split()[0])
            return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


def lost_words(path: str, seconds: int, signal_number: int) -> Message:
    """Why nothing is known of a file over which a process has died, by the signal that ended it."""
    if signal_number and signal_number == TIME_UP:
        return msg(
            "reading it takes the processor for more than %(seconds)d seconds; split the file, or "
            "if it is right so, raise the limit with --time-limit",
            seconds=seconds_for(path, seconds),
        )
    return msg(
        "the process that read it, and did nothing else, was ended from outside: most likely "
        "memory ran out; split the file, or run it where there is more memory"
    )
