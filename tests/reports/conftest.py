from __future__ import annotations

import pytest

from schedcheck.results.results import Audit
from tests.reports.audits import believable_week, fault, make_audit


@pytest.fixture(scope="session")
def week_audit() -> Audit:
    rows, findings = believable_week()
    return make_audit(rows, [*findings, fault()])
