from __future__ import annotations

import gc
import multiprocessing.spawn  # it takes for good what stands for a function when it is imported
import signal
import weakref
from collections.abc import Iterator

import pytest

from schedcheck.tasks.own_process import no_collection, process_context, start_ahead


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


@pytest.mark.parametrize("chosen", [None, "fork", "spawn"])
def test_a_plain_fork_is_never_used(monkeypatch: pytest.MonkeyPatch, chosen: str | None) -> None:
    monkeypatch.setattr(multiprocessing, "get_start_method", lambda allow_none: chosen)  # noqa: ARG005 - its signature
    # where the tests run with spawn alone there is no server either
    server = "forkserver" in multiprocessing.get_all_start_methods() and chosen != "spawn"
    assert process_context().get_start_method() == ("forkserver" if server else "spawn")
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    assert process_context().get_start_method() == "spawn"


def test_what_processes_are_forked_from_is_started_ahead_and_not_interrupted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[object] = []
    served = "forkserver" in multiprocessing.get_all_start_methods()
    if served:
        monkeypatch.setattr(
            "multiprocessing.forkserver.ensure_running",
            lambda: started.append(signal.getsignal(signal.SIGINT)),
        )
    before = signal.getsignal(signal.SIGINT)
    start_ahead(1)
    assert not started
    start_ahead(2)
    assert started == ([signal.SIG_IGN] if served else [])
    assert signal.getsignal(signal.SIGINT) == before
