"""Processes that share work, each of which is given once what the run is about."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import connection
from typing import Any

from msgspec.structs import replace
from pebble import ProcessExpired, ProcessPool

from schedcheck.messages import current_language, use_language
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.tasks.limits import TIME_UP, begin
from schedcheck.tasks.own_process import no_collection, uninterrupted
from schedcheck.tasks.processes import (
    deaf_children,
    no_workers,
    process_context,
)

#: So many seconds what is done is waited for, before it is looked whether the processes are there.
_LOOK = 1.0

Work = Callable[[Run, Any], Any]
Lost = Callable[[Run, Any, int], Any]
Split = Callable[[Any], Sequence[Any]]

_run: Run | None = None


class Pool:
    """Processes for a run, which have to be ended (:meth:`end`).

    Raises ConfigError where they do not start.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._pool: ProcessPool | None = None
        self._begun: Future[Any] | None = None

    def no_more(self) -> None:
        """No task comes any more: what watches the processes ends beside what is done here."""
        pool: Any = self._pool
        if pool is not None:
            pool.stop()

    def end(self, *, at_once: bool) -> None:
        """End the processes, those at work too where it is to be ``at_once``."""
        pool: Any = self._pool
        if pool is None:
            return
        self._pool = self._begun = None
        try:
            if at_once or not pool.active:
                pool.stop()
            else:
                pool.close()
            pool.join()
        except KeyboardInterrupt:  # Ctrl-C came while they were waited for
            pool.stop()
            pool.join()
            raise

    def start(self, jobs: int) -> None:
        """Start the processes, which begin beside what is done here; Ctrl-C waits for that, since
        one that is being started then would find nothing to be of, and say so.
        """
        try:
            with uninterrupted(), deaf_children():
                self._pool = _pool(self._run.settings, jobs)
            self._begun = self._processes.schedule(_begun)
        except RuntimeError:  # BrokenProcessPool is one
            self.end(at_once=True)
            raise no_workers() from None

    def _await(self) -> None:
        """Wait until a process has begun: those that cannot would be started again without end."""
        begun, self._begun = self._begun, None
        if begun is None:
            return
        try:
            self._result(begun)
        except (RuntimeError, ProcessExpired):
            self.end(at_once=True)
            raise no_workers() from None

    def _finished(self, futures: Collection[Future[Any]]) -> set[Future[Any]]:
        """Wait for some of ``futures``. Raises BrokenProcessPool where none will ever be done.

        A pool that breaks while it is given a task may forget that one.
        """
        while not (done := wait(futures, _LOOK, return_when=FIRST_COMPLETED).done):
            if not self._processes.active and not any(map(Future.done, futures)):
                raise BrokenProcessPool
        return done

    def _result(self, future: Future[Any]) -> Any:
        self._finished([future])
        return future.result()

    @property
    def _processes(self) -> ProcessPool:
        assert self._pool is not None  # noqa: S101 - they were started
        return self._pool

    def each(
        self, work: Work, tasks: Iterable[Any], lost: Lost, split: Split
    ) -> Iterator[tuple[Any, Any]]:
        """Each task and what ``work`` made of it: see :meth:`Workers.each`."""
        died: list[Any] = []
        yield from self._shared(work, tasks, lost, split, died)
        if not died:
            return
        self.end(at_once=False)
        for task in died:
            yield task, self._alone(work, task, lost)

    def _shared(
        self, work: Work, tasks: Iterable[Any], lost: Lost, split: Split, died: list[Any]
    ) -> Iterator[tuple[Any, Any]]:
        """Do ``tasks``; those over which a process has died, and are one, go to ``died``."""
        coming, waiting = iter(tasks), deque[Any]()
        running: dict[Future[Any], Any] = {}
        die = partial(_divide, split, waiting, died)
        if self._pool is None:
            self.start(self._run.settings.jobs)
        self._await()
        while True:
            # apart from what the processes raise: an error in making a task ends the run
            waiting.extend(islice(coming, max(0, self._most - len(running) - len(waiting))))
            if not waiting and not running:
                return
            try:
                self._hand_out(work, waiting, running)
                finished = self._finished(running)
            except RuntimeError:  # what pebble says of a pool that is broken
                self._again(running, die)
                continue
            for future in finished:
                task = running.pop(future)
                try:
                    result = future.result()
                except ProcessExpired as error:
                    if _signal(error) == TIME_UP and len(split(task)) == 1:
                        yield task, lost(self._run, task, TIME_UP)  # it would take as long again
                    else:
                        die(task)
                except BrokenProcessPool:  # nobody knows whose task it was: all of them again
                    die(task)
                    self._again(running, die)
                    break
                else:
                    yield task, result

    @property
    def _most(self) -> int:
        """How many tasks may be under way: two a process, so that all can stop soon."""
        return 2 * self._run.settings.jobs

    def _hand_out(self, work: Work, waiting: deque[Any], running: dict[Future[Any], Any]) -> None:
        while waiting and len(running) < self._most:
            running[self._processes.schedule(_call, (work, waiting[0]))] = waiting[0]
            waiting.popleft()  # not before: the processes may be gone

    def _again(self, running: dict[Future[Any], Any], die: Callable[[Any], None]) -> None:
        """Start other processes in the place of those that are gone with what was under way."""
        for task in running.values():
            die(task)
        running.clear()
        self.end(at_once=True)
        self.start(self._run.settings.jobs)
        self._await()

    def _alone(self, work: Work, task: Any, lost: Lost) -> Any:
        """What ``work`` makes of a task in a process that has nothing beside it."""
        self.start(1)
        self._await()
        try:
            return self._result(self._processes.schedule(_call, (work, task)))
        except (ProcessExpired, BrokenProcessPool) as error:
            return lost(self._run, task, _signal(error))
        finally:
            self.end(at_once=True)


def _divide(split: Split, waiting: deque[Any], died: list[Any], task: Any) -> None:
    """Note that a process has died of a task: its parts are tasks then, if it has several."""
    parts = split(task)
    (waiting if len(parts) > 1 else died).extend(parts)


def _signal(error: Exception) -> int:
    """The signal that ended a process; 0 where none is known."""
    code = error.exitcode if isinstance(error, ProcessExpired) else 0
    return max(0, -int(code or 0))


def _pool(settings: Settings, jobs: int) -> ProcessPool:
    """Processes, which are started here and not when they are first given work."""
    told = replace(settings, jobs=1, progress=None)
    pool = ProcessPool(
        max_workers=jobs,
        initializer=_begin,
        initargs=(told, current_language(), sys.path),
        context=process_context(),
    )
    if not pool.active:
        raise BrokenProcessPool
    return pool


def _begin(settings: Settings, language: str, path: list[str]) -> None:
    """Begin as a process of the pool, which ends with its parent however that ends."""
    global _run  # noqa: PLW0603 - a process of the pool is for one run
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    # what was imported before is never looked through, so that its memory stays that of all
    gc.freeze()
    sys.path[:] = path
    begin()
    use_language(language)
    _run = prepare(settings)


def _begun() -> None:
    """What a process that has begun can do."""


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _call(work: Work, task: Any) -> Any:
    assert _run is not None  # noqa: S101 - _begin was called
    with no_collection():
        return work(_run, task)
