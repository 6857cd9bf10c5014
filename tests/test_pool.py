from __future__ import annotations

import os

import pytest

from schedcheck.messages import current_language
from schedcheck.pool import Workers
from schedcheck.run import Run, prepare
from schedcheck.settings import Settings


def square(run: Run, number: int) -> tuple[int, int, str]:
    return number * number, os.getpid() * (run.settings.jobs == 1), current_language()


def fail(_run: Run, number: int) -> None:
    raise ValueError(number)


def done(jobs: int, count: int) -> dict[int, tuple[int, int, str]]:
    with Workers(prepare(Settings(jobs=jobs))) as workers:
        return dict(workers.each(square, range(count)))


def test_every_task_is_done_once_here_or_elsewhere() -> None:
    alone, shared = done(1, 9), done(2, 9)
    assert {n: one[0] for n, one in alone.items()} == {n: n * n for n in range(9)}
    assert {n: one[0] for n, one in shared.items()} == {n: n * n for n in range(9)}
    assert {one[1] for one in alone.values()} == {os.getpid()}
    assert os.getpid() not in {one[1] for one in shared.values()}
    assert {one[2] for one in shared.values()} == {current_language()}


def test_for_few_tasks_no_process_is_started() -> None:
    assert done(8, 2)[1][0] == 1
    assert done(8, 0) == {}


def test_what_goes_wrong_elsewhere_is_raised_here() -> None:
    with Workers(prepare(Settings(jobs=2))) as workers, pytest.raises(ValueError, match="0"):
        list(workers.each(fail, [0] * 6))
