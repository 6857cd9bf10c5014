"""The command line in a child process, which may die of a file; then once more, carefully.

A fork costs a millisecond, and no second start of Python. Where no child can be watched so (no
Linux) the work is done in the process itself, and only large files get a process of their own.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from schedcheck.messages import _
from schedcheck.tasks.limits import begin
from schedcheck.tasks.own_process import keep_memory

if sys.platform == "linux" and hasattr(os, "fork"):
    #: What ends a process from outside because its user wants that.
    _WANTED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE)
    #: What the parent waits for and sends on.
    _STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP, signal.SIGCHLD)
    #: What asks the work to end: it stops its own processes first, as after Ctrl-C.
    _ENDS = (signal.SIGTERM, signal.SIGHUP)
    _PR_SET_PDEATHSIG = 1
    #: What the child says before it ends by itself: a library may end the process without a word.
    _BY_ITSELF = b"e"

    def supervised(work: Callable[[], int]) -> int:
        """The exit code of ``work``, done in a child process; again, carefully, where that dies.

        Returns in both processes: in the child what ``work`` returned.
        """
        # in a group of its own a signal from the terminal comes once, by us; who types needs ours
        apart = not sys.stdin or not sys.stdin.isatty() or "-" not in sys.argv
        for careful in (False, True):
            told, tell = os.pipe()
            old = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
            parent, child = os.getpid(), os.fork()
            if not child:
                os.close(told)
                _become_child(parent, apart=apart)
                signal.pthread_sigmask(signal.SIG_SETMASK, old)
                keep_memory()
                begin(careful=careful, done=tell)
                return _ended_when_asked(work, tell)
            os.close(tell)
            status = _waited(child, apart=apart)
            signal.pthread_sigmask(signal.SIG_SETMASK, old)
            done = os.read(told, 16)
            os.close(told)
            if os.WIFEXITED(status) and _BY_ITSELF in done:
                return os.WEXITSTATUS(status)
            ended_by = None if os.WIFEXITED(status) else signal.Signals(os.WTERMSIG(status))
            if done or careful or ended_by in _WANTED:
                break
            _say(_("a file ended the program; each is now read by a process of its own"))
        return _ended(ended_by)

    def _ended_when_asked(work: Callable[[], int], tell: int) -> int:
        """The exit code of ``work``; asked to end, it ends as if by Ctrl-C, and the process then
        by the signal that asked.
        """
        asked: list[int] = []

        def stop(number: int, _frame: object) -> None:
            signal.signal(number, signal.SIG_DFL)  # who asks again has no patience
            asked.append(number)
            raise KeyboardInterrupt

        taken = [one for one in _ENDS if signal.getsignal(one) is signal.SIG_DFL]
        for one in taken:
            signal.signal(one, stop)
        try:
            return work()
        finally:
            for one in taken:
                signal.signal(one, signal.SIG_DFL)
            for number in asked:
                os.kill(os.getpid(), number)
            os.write(tell, _BY_ITSELF)

    def _become_child(parent: int, *, apart: bool) -> None:
        """Let the system end this process when ``parent`` ends, however that ends."""
        import ctypes

        if apart:
            os.setpgid(0, 0)
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    def _waited(child: int, *, apart: bool) -> int:
        """How ``child`` has ended; the signals that come here are sent on.

        ``apart``: what comes from the terminal does not come to it.
        """
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return status
            came = signal.sigwaitinfo(_STOPS)
            if came.si_signo == signal.SIGTSTP:
                os.kill(child, signal.SIGSTOP)
                os.kill(os.getpid(), signal.SIGSTOP)
                os.kill(child, signal.SIGCONT)
            elif came.si_signo != signal.SIGCHLD and (apart or came.si_pid):
                os.kill(child, came.si_signo)

    def _ended(ended_by: signal.Signals | None) -> int:
        """End as the child has ended where its user wanted that; else say so (exit code 2).

        ``ended_by``: the signal that ended it; None where a library did.
        """
        if ended_by is None:
            _say(_("a library ended the program: most likely memory ran out"))
            return 2
        if ended_by in _WANTED:
            signal.signal(ended_by, signal.SIG_DFL)
            os.kill(os.getpid(), ended_by)
        words = _("the program was ended from outside (%(signal)s): most likely memory ran out")
        _say(words % {"signal": ended_by.name})
        return 2

    def _say(words: str) -> None:
        print(f"schedcheck: {words}", file=sys.stderr, flush=True)  # noqa: T201 - no command is there

else:

    def supervised(work: Callable[[], int]) -> int:
        """The exit code of ``work``."""
        begin()
        return work()
