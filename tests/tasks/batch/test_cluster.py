"""A cluster of dask: the store is that of processes, whatever becomes of its workers."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schedcheck import archive
from schedcheck.errors import ConfigError
from schedcheck.messages import Message, language
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.readers.registry import plugins
from schedcheck.tasks.batch import cluster
from schedcheck.tasks.batch.cluster import Cluster
from schedcheck.tasks.batch.work_folder import _program
from tests.paths import ROOT
from tests.tasks.archive.stores import days, write
from tests.tasks.archive.test_archive import tree
from tests.tasks.hostile_reader import installed

pytestmark = pytest.mark.processes
_COMMANDS = "distributed.cli.dask_{}"


class Processes:
    """A scheduler and three workers, each a process as on a machine of its own."""

    def __init__(self, folder: Path, environment: dict[str, str], *options: str) -> None:
        self.environment = environment
        self.address = ""
        self._running: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        words = ["--no-show", "--host", "127.0.0.1", "--port", "0"]
        words += ["--no-dashboard", "--dashboard-address", "127.0.0.1:0"]
        self._start("scheduler", *words, "--scheduler-file", file)
        until = time.monotonic() + 60
        while not file.exists():
            assert time.monotonic() < until
            time.sleep(0.1)
        self.workers = [
            self._start(
                "worker", "--nthreads", "1", "--no-dashboard", "--scheduler-file", file, *options
            )
            for _worker in range(3)
        ]
        time.sleep(0.2)
        self.address = file.read_text("utf-8").split('"address": "')[1].split('"')[0]

    def _start(self, what: str, *words: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", _COMMANDS.format(what), *map(str, words)]
        process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._running.append(process)
        return process

    def kill(self, number: int) -> None:
        """End the process that does the work of a worker, at once; its nanny starts another."""
        nanny = self.workers[number].pid
        for children in Path(f"/proc/{nanny}/task").glob("*/children"):
            for child in children.read_text().split():
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    os.kill(int(child), signal.SIGKILL)

    def end(self) -> None:
        """End all of them."""
        for process in reversed(self._running):
            process.terminate()
        for process in self._running:
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    folder = tmp_path_factory.mktemp("cluster")
    environment = installed(folder / "packages")
    environment["PYTHONPATH"] += os.pathsep + str(ROOT)
    environment["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "1"  # not three: it takes time
    found = Processes(folder, environment)
    yield found
    found.end()


def square(run: Run, number: int) -> tuple[int, int]:
    return number * number, run.settings.jobs


def lost(_run: Run, task: object, _signal: int) -> Any:
    raise AssertionError(task)


def test_a_cluster_here_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # names are relative, on workers too
    for name in ("ktk", "ntk", "stv"):
        write(Path("in") / f"{name}.csv", *days("2026-10-30", 4))
    (Path("in") / "khabar.xlsx").write_bytes(b"\x00\x01 garbage")
    one = archive("in", "one")
    other = archive("in", "other", engine="dask", jobs=2)
    assert other == one
    assert tree(Path("other")) == tree(Path("one"))
    assert not logging.getLogger("distributed.client").isEnabledFor(logging.WARNING)


def test_a_worker_killed_and_a_file_that_kills_cost_nothing_but_that_file(
    tmp_path: Path, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # the reader that does harm is known here too, and no file is read here
    monkeypatch.syspath_prepend(processes.environment["PYTHONPATH"].split(os.pathsep)[0])
    for known in (plugins, _program):
        known.cache_clear()
    for number in range(24):
        channel = ("ktk", "ntk", "stv")[number % 3]
        first = f"2026-{1 + number // 3:02d}-01"
        write(Path("in") / str(number) / f"{channel}.csv", *days(first, 3))
    (Path("in") / "harm.dat").write_bytes(b"HARM abort")
    left = [0, 1]

    def progress(_phase: Message, _name: str, done: int, _all: int) -> None:
        if left and done > 5 * (3 - len(left)):
            processes.kill(left.pop())

    found = archive("in", "shared", progress=progress, scheduler=processes.address, engine="dask")
    assert left == []
    (fault,) = found.faults
    assert fault.file == "in/harm.dat"
    assert "was ended from outside" in fault.message
    code = "from schedcheck import archive; archive('in', 'alone', jobs=2)"
    command = [sys.executable, "-c", code]
    subprocess.run(command, check=True, env=processes.environment)
    for known in (plugins, _program):
        known.cache_clear()
    assert tree(Path("shared")) == tree(Path("alone"))


def test_tasks_are_done_in_the_language_of_who_asks(processes: Processes) -> None:
    with language("kk"), Cluster(prepare(Settings(jobs=7)), processes.address) as workers:
        assert dict(workers.each(square, range(9), lost)) == {n: (n * n, 1) for n in range(9)}


def test_another_release_on_a_worker_is_refused(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "__version__", "0.0.1")
    with (
        Cluster(prepare(Settings()), processes.address) as workers,
        pytest.raises(ConfigError, match=r"the run is of 0\.0\.1: install the same"),
    ):
        list(workers.each(square, [1], lost))


def test_no_scheduler_and_no_package_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with pytest.raises(ConfigError, match=r"tcp://127\.0\.0\.1:9: no scheduler"):
        Cluster(prepare(Settings()), "tcp://127.0.0.1:9").__enter__()
    monkeypatch.setattr(cluster, "find_spec", lambda _name: None)
    with pytest.raises(ConfigError, match="pip install distributed"):
        Cluster(prepare(Settings())).__enter__()
