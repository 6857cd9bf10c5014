from __future__ import annotations

import multiprocessing.spawn  # it takes for good what stands for a function when it is imported
import signal
from contextlib import nullcontext

import pytest

from schedcheck.tasks.processes import BATCH, process_context, start_ahead


@pytest.mark.parametrize("chosen", [None, "fork", "spawn"])
def test_a_plain_fork_is_never_used(monkeypatch: pytest.MonkeyPatch, chosen: str | None) -> None:
    monkeypatch.setattr(multiprocessing, "get_start_method", lambda allow_none: chosen)  # noqa: ARG005 - its signature
    # where the tests run with spawn alone there is no server either
    server = "forkserver" in multiprocessing.get_all_start_methods() and chosen != "spawn"
    assert process_context().get_start_method() == ("forkserver" if server else "spawn")
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    assert process_context().get_start_method() == "spawn"


def test_what_processes_are_forked_from_is_started_ahead_and_only_we_are_interrupted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[int] = []
    served = "forkserver" in multiprocessing.get_all_start_methods()
    if served:

        def start() -> None:
            started.append(1)
            signal.raise_signal(signal.SIGINT)
            started.append(2)

        monkeypatch.setattr("multiprocessing.forkserver.ensure_running", start)
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        start_ahead(1, BATCH)
        assert not started
        with pytest.raises(KeyboardInterrupt) if served else nullcontext():
            start_ahead(2, BATCH)
    finally:
        signal.signal(signal.SIGINT, kept)
    assert started == ([1, 2] if served else [])
