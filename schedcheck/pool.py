"""Work shared among processes, each of which is told once what the run is about."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import replace
from multiprocessing import connection
from types import TracebackType
from typing import Any, Self, TypeVar

from schedcheck.messages import current_language, use_language
from schedcheck.run import Run, prepare
from schedcheck.settings import Settings

#: For so few tasks no other process is started.
_FEW = 4

_Task = TypeVar("_Task")
_Done = TypeVar("_Done")
Work = Callable[[Run, Any], Any]

_run: Run | None = None


class Workers:
    """Processes for a run; in a ``with`` block, since they have to be ended."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def each(
        self, work: Callable[[Run, _Task], _Done], tasks: Sequence[_Task]
    ) -> Iterator[tuple[_Task, _Done]]:
        """Each task and what ``work`` made of it, as they are done.

        ``work`` is a function of a module. It is called in other processes where that is worth it.
        """
        jobs = min(self._run.settings.jobs, len(tasks))
        if jobs == 1 or len(tasks) < _FEW:
            for task in tasks:
                yield task, work(self._run, task)
            return
        pool = self._pool = self._pool or _pool(self._run.settings, self._run.settings.jobs)
        yield from _shared(pool, work, tasks, jobs)


def _shared(
    pool: ProcessPoolExecutor, work: Work, tasks: Iterable[Any], jobs: int
) -> Iterator[tuple[Any, Any]]:
    """As ``each``; never more than two tasks a process are waiting, so that all can stop soon."""
    waiting = iter(tasks)
    running: dict[Future[Any], Any] = {}
    while True:
        while len(running) < 2 * jobs:
            task = next(waiting, running)
            if task is running:
                break
            running[pool.submit(_call, work, task)] = task
        if not running:
            return
        done, _others = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield running.pop(future), future.result()


def _pool(settings: Settings, jobs: int) -> ProcessPoolExecutor:
    # never a plain fork: the caller may have threads
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        # what is imported once there is shared by all
        context.set_forkserver_preload(["schedcheck.batch"])
    told = replace(settings, jobs=1, progress=None)
    return ProcessPoolExecutor(jobs, context, _begin, (told, current_language(), sys.path))


def _begin(settings: Settings, language: str, path: list[str]) -> None:
    """Begin as a process of the pool: Ctrl-C is the parent's business, and so is its end ours."""
    global _run  # noqa: PLW0603 - a process of the pool is for one run
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    sys.path[:] = path
    use_language(language)
    _run = prepare(settings)


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _call(work: Work, task: Any) -> Any:
    assert _run is not None  # noqa: S101 - _begin was called
    return work(_run, task)
