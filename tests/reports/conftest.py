from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from schedcheck.results.results import Audit
from tests.reports.audits import believable_week, fault, make_audit
from tests.reports.browser import a_browser


@pytest.fixture(scope="session")
def week_audit() -> Audit:
    rows, findings = believable_week()
    return make_audit(rows, [*findings, fault()])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with a_browser() as running:
        yield running
