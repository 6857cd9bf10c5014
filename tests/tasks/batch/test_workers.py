from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from schedcheck.errors import ConfigError
from schedcheck.messages import current_language, language
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.tasks.batch import pool
from schedcheck.tasks.batch.pool import Pool
from schedcheck.tasks.batch.workers import Workers
from tests.checks.audited import programme

pytestmark = pytest.mark.processes


def square(run: Run, number: int) -> tuple[int, int, str]:
    return number * number, os.getpid() * (run.settings.jobs == 1), current_language()


def fail(_run: Run, number: int) -> None:
    raise ValueError(number)


def lost(_run: Run, task: object, _signal: int) -> Any:
    raise AssertionError(task)


def gone(_run: Run, _task: object, ended_by: int) -> int:
    assert ended_by == signal.SIGKILL
    return -1


def other_start_method(monkeypatch: pytest.MonkeyPatch, method: str | None) -> None:
    """Start processes as other systems do, or as the caller has chosen."""
    monkeypatch.setattr(multiprocessing, "get_start_method", lambda allow_none: method)  # noqa: ARG005 - its signature


def done(jobs: int, count: int) -> dict[int, tuple[int, int, str]]:
    with Workers(prepare(Settings(jobs=jobs))) as workers:
        return dict(workers.each(square, range(count), lost))


def test_every_task_is_done_once_here_or_elsewhere() -> None:
    alone, shared = done(1, 9), done(2, 9)
    assert {n: one[0] for n, one in alone.items()} == {n: n * n for n in range(9)}
    assert {n: one[0] for n, one in shared.items()} == {n: n * n for n in range(9)}
    assert {one[1] for one in alone.values()} == {os.getpid()}
    assert os.getpid() not in {one[1] for one in shared.values()}
    assert {one[2] for one in shared.values()} == {current_language()}


def test_every_task_is_done_where_processes_are_spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    other_start_method(monkeypatch, "spawn")
    shared = done(2, 9)
    assert {n: one[0] for n, one in shared.items()} == {n: n * n for n in range(9)}
    assert os.getpid() not in {one[1] for one in shared.values()}


def test_tasks_are_made_beside_those_that_are_under_way() -> None:
    made: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(40):
            made.append(number)
            yield number

    with Workers(prepare(Settings(jobs=2))) as workers:
        found: dict[int, int] = {}
        for number, (squared, place, _language) in workers.each(square, tasks(), lost, number=40):
            assert len(made) <= len(found) + 4  # two for each process
            assert place not in {0, os.getpid()}
            found[number] = squared
    assert found == {n: n * n for n in range(40)}
    with Workers(prepare(Settings(jobs=2))) as workers:  # nobody says how many: they are done here
        assert {one[1] for _number, one in workers.each(square, tasks(), lost)} == {0}


def test_an_error_in_making_a_task_ends_the_run() -> None:
    def tasks() -> Iterator[int]:
        yield from range(6)
        raise RuntimeError("no more")  # as a pool that is broken raises

    with (
        pytest.raises(RuntimeError, match="no more"),
        Workers(prepare(Settings(jobs=2))) as workers,
    ):
        list(workers.each(square, tasks(), lost, number=9))


def test_the_language_is_that_of_who_asks() -> None:
    with language("kk"):
        assert {one[2] for one in done(2, 5).values()} == {"kk"}


def test_processes_that_begin_with_the_block_do_its_work_or_end_without_any() -> None:
    run = prepare(Settings(jobs=2))
    with Workers(run, 9) as workers:
        found = dict(workers.each(square, range(9), lost))
    assert {n: one[0] for n, one in found.items()} == {n: n * n for n in range(9)}
    assert os.getpid() not in {one[1] for one in found.values()}
    with Workers(run, 9):
        pass
    with Workers(run, 9) as workers:
        assert len(list(workers.each(square, range(9), lost))) == 9
        workers.no_more()
    with pytest.raises(KeyError), Workers(run, 9):
        raise KeyError


def test_processes_that_are_broken_off_while_they_begin_are_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start, end = Pool.start, Pool.end
    ended: list[bool] = []

    def broken_off(one: Pool, jobs: int) -> None:
        start(one, jobs)
        raise KeyboardInterrupt

    def noted(one: Pool, *, at_once: bool) -> None:
        ended.append(at_once)
        end(one, at_once=at_once)

    monkeypatch.setattr(Pool, "start", broken_off)
    monkeypatch.setattr(Pool, "end", noted)
    with pytest.raises(KeyboardInterrupt), Workers(prepare(Settings(jobs=2)), 9):
        raise AssertionError
    assert ended == [True]


def test_for_few_tasks_no_process_is_started() -> None:
    assert done(8, 2)[1][0] == 1
    assert done(8, 0) == {}


def test_what_goes_wrong_elsewhere_is_raised_here() -> None:
    with Workers(prepare(Settings(jobs=2))) as workers, pytest.raises(ValueError, match="0"):
        list(workers.each(fail, [0] * 6, lost))


def dying(run: Run, task: tuple[Path, int, int]) -> int:
    """Die of a task ``deaths`` times; what was done is told by files beside each other."""
    folder, number, deaths = task
    mark = folder / f"{number}.died"
    died = mark.stat().st_size if mark.exists() else 0
    if died < deaths:
        mark.write_bytes(b"x" * (died + 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return number * run.settings.jobs


def test_what_a_process_was_doing_when_it_died_is_done_again_and_alone(tmp_path: Path) -> None:
    tasks = [(tmp_path, number, int(number in {3, 11})) for number in range(16)]
    with Workers(prepare(Settings(jobs=2))) as workers:
        found = [(task[1], result) for task, result in workers.each(dying, tasks, lost)]
    assert sorted(found) == [(number, number) for number in range(16)]


def test_a_task_that_every_process_dies_of_is_told_and_the_others_are_done(tmp_path: Path) -> None:
    tasks = [(tmp_path, number, 9 * (number in {0, 5})) for number in range(9)]
    with Workers(prepare(Settings(jobs=2))) as workers:
        found = {task[1]: result for task, result in workers.each(dying, tasks, gone)}
    assert found == {number: -1 if number in {0, 5} else number for number in range(9)}


def sleep(_run: Run, seconds: float) -> None:
    time.sleep(seconds)


def break_off() -> None:
    with Workers(prepare(Settings(jobs=2))) as workers:
        for _done in workers.each(sleep, [0.0, 60.0, 60.0, 60.0], lost):
            raise KeyboardInterrupt


def test_what_is_broken_off_ends_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert time.monotonic() - begun < 30


def run_script(tmp_path: Path, text: str, *, from_file: bool = True) -> tuple[int, str, str]:
    """Run a script that schedules are beside: exit code, output, what is printed of errors."""
    for number in range(6):
        rows = programme("12:00", "13:00", "Түн (18+)", channel=f"c{number}")
        (tmp_path / f"c{number}.xml").write_text(f"<tv>{rows}</tv>", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(text, encoding="utf-8")
    with script.open("rb") as stream:
        done = subprocess.run(
            [sys.executable, *([script] if from_file else ["-"])],
            stdin=stream,
            cwd=tmp_path,
            env=os.environ | {"SCHEDCHECK_LANG": "en"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    return done.returncode, done.stdout, done.stderr


_ARCHIVE = (
    'import schedcheck\n{}schedcheck.archive(["c%d.xml" % n for n in range(6)], "s", jobs=2{})\n'
)
_NOT_STARTED = "ConfigError: the worker processes do not start"


@pytest.mark.parametrize(
    "method",
    ["", "import multiprocessing\nmultiprocessing.set_start_method('spawn', force=True)\n"],
)
def test_a_script_without_a_main_part_is_told_so_and_ends(tmp_path: Path, method: str) -> None:
    code, _out, errors = run_script(tmp_path, method + _ARCHIVE.format("", ""))
    assert code == 1
    assert _NOT_STARTED in errors.splitlines()[-1]
    assert 'outside of if __name__ == "__main__":' in errors
    assert errors.count("Traceback") == 1


def test_a_cluster_here_is_not_started_by_a_script_without_a_main_part(tmp_path: Path) -> None:
    code, _out, errors = run_script(tmp_path, _ARCHIVE.format("", ", engine='dask'"))
    assert code == 1
    assert _NOT_STARTED in errors.splitlines()[-1]


def test_a_script_with_a_main_part_is_done(tmp_path: Path) -> None:
    guard = "if __name__ == '__main__': "
    assert run_script(tmp_path, _ARCHIVE.format(guard, ""))[::2] == (0, "")


def test_workers_that_cannot_import_the_script_are_not_started_without_end(tmp_path: Path) -> None:
    again = "if __name__ != '__main__':\n    import missing_from_workers\n"
    code, _out, errors = run_script(tmp_path, again + _ARCHIVE.format("", ""))
    assert code == 1
    assert _NOT_STARTED in errors.splitlines()[-1]
    assert "missing_from_workers" in errors
    assert errors.count("Traceback") < 9


def test_a_script_from_standard_input_has_no_workers(tmp_path: Path) -> None:
    code, _out, errors = run_script(tmp_path, _ARCHIVE.format("", ""), from_file=False)
    assert code == 1
    assert _NOT_STARTED in errors.splitlines()[-1]


def test_a_process_of_a_pool_does_the_work_itself(tmp_path: Path) -> None:
    text = (
        "import multiprocessing, os, schedcheck\n"
        "def store(_number):\n"
        "    return schedcheck.archive(['c%d.xml' % n for n in range(6)], 's', jobs=2).sources\n"
        "if __name__ == '__main__':\n"
        "    with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "        print(pool.map(store, [0]))\n"
    )
    assert run_script(tmp_path, text) == (0, "[6]\n", "")


class BrokenPool:
    """Processes that are gone without a word about what they were given."""

    active = False

    def schedule(self, *_given: object) -> Future[None]:
        return Future()

    def stop(self) -> None:
        pass

    join = stop


def test_a_pool_that_breaks_in_silence_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_pool", lambda _settings, _jobs: BrokenPool())
    with pytest.raises(ConfigError, match="do not start"):
        done(2, 9)


class WaitedFor:
    """Processes over whose end Ctrl-C comes once."""

    active = True

    def __init__(self) -> None:
        self.done: list[str] = []

    def close(self) -> None:
        self.done.append("close")

    def stop(self) -> None:
        self.done.append("stop")

    def join(self) -> None:
        self.done.append("join")
        if self.done == ["close", "join"]:
            raise KeyboardInterrupt


def end(processes: Any) -> None:
    run = prepare(Settings(jobs=2))
    with Workers(run) as workers:
        workers._pool = Pool(run)  # noqa: SLF001 - that is what is tested
        workers._pool._pool = processes  # noqa: SLF001 - that too


def test_processes_that_are_waited_for_are_ended_by_an_interruption() -> None:
    processes = WaitedFor()
    with pytest.raises(KeyboardInterrupt):
        end(processes)
    assert processes.done == ["close", "join", "stop", "join"]


@pytest.mark.processes
def test_no_process_imports_what_is_beside_the_schedules(tmp_path: Path) -> None:
    """The folder that the program is run in is the station's: modules in it are not ours."""
    trace = tmp_path / "imported"
    for name in ("schedcheck", "pickle", "pandas", "multiprocessing"):
        words = f"open({str(trace)!r}, 'w').close()\nraise ImportError\n"
        (tmp_path / f"{name}.py").write_text(words, encoding="utf-8")
    for number in range(6):
        rows = programme("12:00", "13:00", "Түн (18+)", channel=f"c{number}")
        (tmp_path / f"c{number}.xml").write_text(f"<tv>{rows}</tv>", encoding="utf-8")
    program = Path(sys.executable).with_name("schedcheck")
    done = subprocess.run(
        [program, "batch", ".", "-o", "out", "--jobs", "2", "--lang", "en"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not trace.exists()
    assert "6 violations found" in done.stdout
    assert done.returncode == 1
