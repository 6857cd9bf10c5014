"""Work shared among the workers of a dask.distributed cluster, one here or one that exists.

The workers must see the same files under the same names, and have the same release installed.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import islice
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from msgspec.structs import replace

from schedcheck._version import __version__
from schedcheck.errors import ConfigError
from schedcheck.messages import current_language, msg, use_language
from schedcheck.messages.library_errors import Reason
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.tasks.limits import begin
from schedcheck.tasks.own_process import no_collection
from schedcheck.tasks.processes import no_workers, refuse_second_import

#: So many seconds a scheduler and its first worker are waited for.
_PATIENCE = 30
#: So many tasks for each thread of the workers are under way, so that all can stop soon.
_UNDER_WAY = 4

_Task = TypeVar("_Task")
_Done = TypeVar("_Done")


class _WorkerSetup(NamedTuple):
    """What a worker gets with each task: a run may be one of several on the cluster."""

    settings: Settings
    language: str
    folder: str
    version: str


class Cluster:
    """The workers of a cluster for a run, to be used as :class:`Workers` are.

    ``scheduler``: the address of an existing one, such as ``tcp://HOST:8786``; without it workers
    are started here, as many as the settings say. A worker that dies costs its tasks, which others
    do again; ``lost`` is called for one that a worker has died of several times (three, unless the
    scheduler has another setting: ``distributed.scheduler.allowed-failures``).
    """

    #: A file, and a channel in a month, is one task here, see :func:`in_groups`.
    in_groups_for: int | None = None

    def __init__(self, run: Run, scheduler: str = "") -> None:
        refuse_second_import()
        self._run = run
        self._scheduler = scheduler
        self._open = ExitStack()
        self._client: Any = None

    def __enter__(self) -> Self:
        if not find_spec("distributed"):
            raise ConfigError(msg("a cluster needs one more package: pip install distributed"))
        import distributed  # an extra

        for name in ("distributed", "distributed.client"):  # its words are not ours
            logging.getLogger(name).setLevel(logging.CRITICAL)
        address: Any = self._scheduler
        try:
            if not address:
                address = distributed.LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=self._run.settings.jobs,
                    threads_per_worker=1,
                    # None would be port 8787, with a warning where another has it
                    dashboard_address="127.0.0.1:0",
                )
                self._open.callback(address.close)
            self._client = distributed.Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
            self._open.callback(self._client.close)
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, ValueError) as error:
            self._open.close()
            words = msg(
                "%(address)s: no scheduler with a worker answers: %(error)s",
                address=self._scheduler or "dask",
                error=Reason.of(error),
            )
            raise ConfigError(words) from error
        except RuntimeError:  # a worker here did not start
            self._open.close()
            raise no_workers() from None
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def each(
        self,
        work: Callable[[Run, _Task], _Done],
        tasks: Iterable[_Task],
        lost: Callable[[Run, _Task, int], _Done],
        split: Callable[[_Task], Sequence[_Task]] = lambda task: [task],
        *,
        number: int = 0,  # noqa: ARG002 - they are worth it for any
    ) -> Iterator[tuple[_Task, _Done]]:
        """Each task and what ``work``, a function of a module, made of it, as they are done.

        A task is blamed for the death of a worker that it only waited on too: those blamed are done
        again at the end, one by one; ``split`` says what a task is made of.
        """
        from distributed import KilledWorker

        settings = replace(self._run.settings, jobs=1, progress=None)
        setup = _WorkerSetup(settings, current_language(), os.getcwd(), __version__)  # noqa: PTH109 - a text
        blamed: list[_Task] = []
        for task, future in self._done(setup, work, tasks):
            try:
                yield task, future.result()
            except KilledWorker:
                blamed += split(task)
        for task in blamed:
            ((_task, future),) = self._done(setup, work, [task])
            try:
                result = future.result()
            except KilledWorker:
                result = lost(self._run, task, 0)
            yield task, result

    def no_more(self) -> None:
        """No task comes any more; the cluster is let go at the end of the block."""

    def _done(
        self, setup: _WorkerSetup, work: Callable[[Run, _Task], Any], tasks: Iterable[_Task]
    ) -> Iterator[tuple[_Task, Any]]:
        """Each task and its future, as they are done."""
        from distributed import as_completed

        waiting = iter(tasks)
        running: dict[Any, _Task] = {}
        done: Any = as_completed()  # type: ignore[no-untyped-call]
        while True:
            threads = sum(self._client.nthreads().values())
            room = max(0, max(1, threads) * _UNDER_WAY - len(running))
            for task in islice(waiting, room):
                future = self._client.submit(_on_worker, setup, work, task, pure=False)
                running[future] = task
                done.add(future)
            if not running:
                return
            future = next(done)
            yield running.pop(future), future


class _Known:
    """The run that this worker has prepared last, and what for."""

    setup: _WorkerSetup | None = None
    run: Run


def _prepared(setup: _WorkerSetup) -> Run:
    if _Known.setup != setup:
        _Known.run, _Known.setup = prepare(setup.settings), setup
    return _Known.run


def _on_worker(setup: _WorkerSetup, work: Callable[[Run, Any], Any], task: Any) -> Any:
    """What ``work`` makes of a task, on a worker; a file is named there as it is here."""
    if setup.version != __version__:
        words = msg(
            "a worker has schedcheck %(theirs)s, and the run is of %(ours)s: install the same "
            "release on all",
            theirs=__version__,
            ours=setup.version,
        )
        raise ConfigError(words)
    os.chdir(setup.folder)
    begin()
    use_language(setup.language)
    with no_collection():
        return work(_prepared(setup), task)
