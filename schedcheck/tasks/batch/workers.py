"""Work that is done here, or shared among processes where that is worth it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import length_hint
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from schedcheck.messages import Message
from schedcheck.pipeline.run import Run
from schedcheck.tasks.limits import careful
from schedcheck.tasks.processes import refuse_second_import

if TYPE_CHECKING:
    from schedcheck.tasks.batch.pool import Pool

#: For so few tasks no other process is started.
_FEW = 4

#: Told the phase, the name of what is done, how many are done and how many there are.
Progress = Callable[[Message, str, int, int], None]

_Task = TypeVar("_Task")
_Done = TypeVar("_Done")


class Workers:
    """Processes for a run; in a ``with`` block, since they have to be ended.

    Where the block raises, Ctrl-C included, they are ended at once: what they write takes its
    place in one step, so half of it is never seen. Raises ConfigError where they do not start.
    ``tasks``: how many there will be, where that is known: the processes begin with the block then,
    beside what is done before they are given any.
    """

    def __init__(self, run: Run, tasks: int = 0) -> None:
        if run.settings.jobs > 1:
            refuse_second_import()
        self._run = run
        self._tasks = tasks
        self._pool: Pool | None = None

    @property
    def in_groups_for(self) -> int | None:
        """For how many processes small tasks are put together, see :func:`in_groups`."""
        return self._run.settings.jobs

    def __enter__(self) -> Self:
        if self._shares(self._tasks):
            self._pool = self._new_pool()
            try:
                self._pool.start(self._run.settings.jobs)
            except BaseException:  # Ctrl-C that came while they were started
                self._pool.end(at_once=True)
                raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.end(at_once=kind is not None)

    def each(
        self,
        work: Callable[[Run, _Task], _Done],
        tasks: Iterable[_Task],
        lost: Callable[[Run, _Task, int], _Done],
        split: Callable[[_Task], Sequence[_Task]] = lambda task: [task],
        *,
        number: int = 0,
    ) -> Iterator[tuple[_Task, _Done]]:
        """Each task and what ``work`` made of it, as they are done.

        ``work`` is a function of a module. It is called in other processes where that is worth it,
        or where this one has died of a file before (:func:`~schedcheck.tasks.limits.careful`).
        When one of them dies (the system ends the largest when memory runs out), its task is done
        again at the end, with no other beside it; ``lost`` is called here for one that a process
        dies of again, or whose time is up, with the signal that ended it (0 where none is known).
        ``split``: the tasks that a task is made of; where it is several, and a process has died of
        it, each of them is a task of its own from then on. ``number``: how many tasks there are,
        where ``tasks`` are made as they are taken, beside those that are under way.
        """
        if not careful() and not self._shares(number or length_hint(tasks)):
            for task in tasks:
                yield task, work(self._run, task)
            return
        if self._pool is None:
            self._pool = self._new_pool()
        yield from self._pool.each(work, tasks, lost, split)

    def no_more(self) -> None:
        """No task comes any more, and all that came are done: the processes may end."""
        if self._pool is not None:
            self._pool.no_more()

    def _shares(self, tasks: int) -> bool:
        """Whether so many tasks are worth several processes."""
        # the system lets a daemon have no children
        several = self._run.settings.jobs > 1 and not multiprocessing.current_process().daemon
        return several and tasks >= _FEW

    def _new_pool(self) -> Pool:
        from schedcheck.tasks.batch.pool import Pool  # its library takes long to import

        return Pool(self._run)
