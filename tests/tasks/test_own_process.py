from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from schedcheck.tasks.own_process import job_count, no_collection


class _Cycle:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collections() -> Iterator[list[int]]:
    """The generations that were looked through."""
    seen: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            seen.append(info["generation"])

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


@pytest.mark.parametrize("last", [False, True])
def test_within_nothing_is_collected(collections: list[int], *, last: bool) -> None:
    with no_collection(last=last):
        made = [[number] for number in range(10_000)]
        assert not collections
        assert not gc.isenabled()
    assert gc.isenabled()
    assert len(made) == 10_000


def test_at_the_end_of_a_process_what_was_made_is_not_looked_through(
    collections: list[int],
) -> None:
    with no_collection(last=True):
        made = [[number] for number in range(10_000)]
    after = [[number] for number in range(100)]
    assert not collections
    assert len(made) + len(after) == 10_100


@pytest.mark.parametrize("last", [False, True])
def test_a_cycle_is_collected_later(*, last: bool) -> None:
    with no_collection(last=last):
        gone = weakref.ref(_Cycle())
        assert gone()
    gc.collect()
    assert gone() is None


def test_where_nothing_is_collected_it_stays_so() -> None:
    gc.disable()
    try:
        with no_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_there_is_a_process_for_each_processor_where_nobody_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    assert (job_count(None), job_count(2)) == (3, 2)
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert job_count(None) == 1
