"""What one file may take of memory and of the processor; the system holds it, not the reader.

A library of another language can use up the memory or abort the process, and no ``except`` of ours
is then reached. So the command line runs in a child process (:func:`supervised`), for a millisecond.
Where that dies, the work is done again with every file in a process of its own, and what a process
dies of is a fault with its name. Only the command line and the workers call this: the limits are
those of a whole process.
"""

from __future__ import annotations

import math
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from schedcheck.messages import Message, _, msg

#: Bytes that one file may be, for the seconds of the processor that ``--time-limit`` says.
_SHARE = 100_000_000
#: Above this size (bytes) a file is read by a process of its own where no child can be watched.
_LARGE = 32 << 20
#: What ends a process from outside because its user wants that.
_WANTED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGPIPE")
#: What the system ends a process with whose time is up; there is none on Windows.
TIME_UP = int(getattr(signal, "SIGXCPU", 0))


class _Own:
    """What this process is: whether limits hold in it, and whether each file gets another."""

    in_force = False
    careful = False
    done: int | None = None


def begin() -> None:
    """Let the limits hold in this process from here on: it is ours."""
    _Own.in_force = True


def in_force() -> bool:
    """Whether the limits hold in this process."""
    return _Own.in_force


def careful(sizes: Iterator[int] | None = None) -> bool:
    """Whether each file is to be read in a process of its own.

    ``sizes``: of the files, in bytes; they decide where no child can be watched.
    """
    if sys.platform != "linux" and _Own.in_force:
        return any(size > _LARGE for size in sizes or ())
    return _Own.careful


def reading_done() -> None:
    """Note that all files were read: who dies later did not die of a file."""
    if _Own.done is not None:
        os.write(_Own.done, b"d")


def size_of(path: str) -> int:
    """The bytes of a file; 0 for what is none."""
    with suppress(OSError):
        return Path(path).stat().st_size
    return 0


def seconds_for(path: str, seconds: int) -> int:
    """The seconds of the processor that a file may take: ``seconds`` for each 100 MB begun."""
    return seconds * max(1, math.ceil(size_of(path) / _SHARE))


@contextmanager
def limited(path: str, memory: int, seconds: int) -> Iterator[None]:
    """Within the block this process may take ``memory`` bytes more than it has, and so long.

    ``seconds`` of the processor are for each 100 MB of the file at ``path``. More memory raises
    MemoryError; more time ends the process by :data:`TIME_UP`. Nothing where the limits are not in
    force, or the system has none.
    """
    if not _Own.in_force or sys.platform == "win32":
        yield
        return
    import resource

    limits = {}
    taken = _taken()
    if taken:
        # a file that is mapped takes addresses and no memory
        limits[resource.RLIMIT_AS] = taken + memory + size_of(path)
    used = resource.getrusage(resource.RUSAGE_SELF)
    limits[resource.RLIMIT_CPU] = math.ceil(used.ru_utime + used.ru_stime) + seconds_for(
        path, seconds
    )
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


def _taken() -> int:
    """The bytes of addresses that this process has; 0 where the system does not say."""
    with suppress(OSError, ValueError, AttributeError):
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


def supervised(work: Callable[[], int]) -> int:
    """The exit code of ``work``, done in a child process; again, carefully, where that dies.

    Where no child can be watched so (no Linux) it is done here, and only large files get a process
    of their own.
    """
    begin()
    if sys.platform != "linux":
        return work()
    stops = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP, signal.SIGCHLD}
    # in a group of its own a signal from the terminal comes once, by us; who types needs the other
    apart = not sys.stdin or not sys.stdin.isatty() or "-" not in sys.argv
    for attempt in (False, True):
        told, tell = os.pipe()
        old = signal.pthread_sigmask(signal.SIG_BLOCK, stops)
        parent = os.getpid()
        child = os.fork()
        if not child:
            if apart:
                os.setpgid(0, 0)
                signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_SETMASK, old)
            os.close(told)
            _end_with(parent)
            _Own.careful, _Own.done = attempt, tell
            return work()
        os.close(tell)
        status = _waited(child, stops, apart=apart)
        signal.pthread_sigmask(signal.SIG_SETMASK, old)
        done = os.read(told, 1)
        os.close(told)
        if os.WIFEXITED(status):
            return os.WEXITSTATUS(status)
        number = os.WTERMSIG(status)
        if done or attempt or signal.Signals(number).name in _WANTED:
            break
        words = _("a file ended the program; each is now read by a process of its own")
        print(f"schedcheck: {words}", file=sys.stderr, flush=True)  # noqa: T201 - no click in tasks
    if signal.Signals(number).name in _WANTED:
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    words = _("the program was ended from outside (%(signal)s): most likely memory ran out")
    shown = {"signal": signal.Signals(number).name}
    print("schedcheck: " + words % shown, file=sys.stderr, flush=True)  # noqa: T201 - as above
    return 2


if sys.platform == "linux":

    def _waited(child: int, stops: set[signal.Signals], *, apart: bool) -> int:
        """How ``child`` has ended; the signals that come here are sent on.

        ``apart``: what comes from the terminal does not come to it.
        """
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return status
            came = signal.sigwaitinfo(stops)
            if came.si_signo == signal.SIGTSTP:
                os.kill(child, signal.SIGSTOP)
                os.kill(os.getpid(), signal.SIGSTOP)
                os.kill(child, signal.SIGCONT)
            elif came.si_signo != signal.SIGCHLD and (apart or came.si_pid):
                os.kill(child, came.si_signo)

    def _end_with(parent: int) -> None:
        """Let the system end this process when ``parent`` ends, however that ends."""
        import ctypes

        pr_set_pdeathsig = 1
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)
