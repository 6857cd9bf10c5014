from __future__ import annotations

import gc
import platform
import subprocess
import sys
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


_FREED = """
import resource, sys
from schedcheck.tasks.own_process import keep_memory
if sys.argv[1] == "kept":
    keep_memory()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def blocks():
    return len([b"1" * (1 << 20) for _block in range(40)])
blocks()
before = faults()
for _time in range(4):
    blocks()
print(faults() - before)
"""


def _faults(how: str) -> int:
    said = subprocess.run(
        [sys.executable, "-c", _FREED, how], capture_output=True, text=True, check=True
    )
    return int(said.stdout)


def test_memory_that_was_freed_is_used_again() -> None:
    fewer = _faults("kept") * 2 < _faults("given back")
    assert fewer or platform.libc_ver()[0] != "glibc"  # no other is told
