from __future__ import annotations

import multiprocessing.spawn  # it takes for good what stands for a function when it is imported
import signal

import pytest

from schedcheck.tasks.processes import process_context, start_ahead


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
