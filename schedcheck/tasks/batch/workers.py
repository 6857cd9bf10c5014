"""Work shared among processes, each of which is told once what the run is about."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import connection
from types import TracebackType
from typing import Any, Self, TypeVar

from schedcheck.messages import current_language, use_language
from schedcheck.pipeline.run import Run, prepare
from schedcheck.pipeline.settings import Settings
from schedcheck.tasks.own_process import no_collection

#: For so few tasks no other process is started.
_FEW = 4

_Task = TypeVar("_Task")
_Done = TypeVar("_Done")
Work = Callable[[Run, Any], Any]

_run: Run | None = None


class Workers:
    """Processes for a run; in a ``with`` block, since they have to be ended.

    Where the block raises, Ctrl-C included, they are ended at once: what they write takes its
    place in one step, so half of it is never seen.
    """

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
        self._end(at_once=kind is not None)

    def _end(self, *, at_once: bool) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            if at_once:
                # Python 3.14 has terminate_workers() for this
                for process in list((pool._processes or {}).values()):  # noqa: SLF001 - see above
                    process.terminate()
            pool.shutdown(wait=True, cancel_futures=True)

    def each(
        self,
        work: Callable[[Run, _Task], _Done],
        tasks: Sequence[_Task],
        lost: Callable[[Run, _Task], _Done],
    ) -> Iterator[tuple[_Task, _Done]]:
        """Each task and what ``work`` made of it, as they are done.

        ``work`` is a function of a module. It is called in other processes where that is worth it.
        When one of them dies (the system ends the largest when memory runs out), what was under way
        is done again, each task alone; ``lost`` is called here for one that its process dies of
        again.
        """
        jobs = min(self._run.settings.jobs, len(tasks))
        if jobs == 1 or len(tasks) < _FEW:
            for task in tasks:
                yield task, work(self._run, task)
            return
        waiting = deque(tasks)
        while waiting:
            running: dict[Future[_Done], _Task] = {}
            try:
                yield from self._shared(work, waiting, running, jobs)
            except BrokenProcessPool:
                self._end(at_once=False)
                for task in running.values():
                    yield task, self._alone(work, task, lost)

    def _shared(
        self, work: Work, waiting: deque[Any], running: dict[Future[Any], Any], jobs: int
    ) -> Iterator[tuple[Any, Any]]:
        """Do what is ``waiting``; ``running`` holds what was taken from it and is not done yet.

        Never more than two tasks a process are under way, so that all can stop soon.
        """
        self._pool = self._pool or _pool(self._run.settings, self._run.settings.jobs)
        while waiting or running:
            while waiting and len(running) < 2 * jobs:
                future = self._pool.submit(_call, work, waiting[0])
                running[future] = waiting.popleft()
            finished, _others = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                result = future.result()
                yield running.pop(future), result

    def _alone(self, work: Work, task: Any, lost: Work) -> Any:
        """What ``work`` makes of a task in a process of its own."""
        self._pool = _pool(self._run.settings, 1)
        try:
            result = self._pool.submit(_call, work, task).result()
        except BrokenProcessPool:
            result = lost(self._run, task)
        self._end(at_once=False)
        return result


def _pool(settings: Settings, jobs: int) -> ProcessPoolExecutor:
    # never a plain fork: the caller may have threads
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        # what is imported once there is shared by all
        context.set_forkserver_preload(["schedcheck.tasks.batch.batch"])
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
    with no_collection():
        return work(_run, task)
