from __future__ import annotations

import os
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# help texts are put into words when the program is imported: in English, on any machine
os.environ["LC_ALL"] = "C"

# how long one example takes says more of the machine than of the program
settings.register_profile("schedcheck", deadline=None)
settings.load_profile("schedcheck")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from tests.reports.browser import a_browser

    with a_browser() as running:
        yield running


@pytest.fixture(autouse=True)
def _processes_are_marked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that starts processes says so, or it would not be run with the method ``spawn``."""

    def start(_process: BaseProcess) -> None:
        pytest.fail("starts a process: mark the test with pytest.mark.processes")

    if request.node.get_closest_marker("processes") is None:
        monkeypatch.setattr(BaseProcess, "start", start)
