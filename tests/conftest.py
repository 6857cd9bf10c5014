from __future__ import annotations

import os
from collections.abc import Iterator
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
