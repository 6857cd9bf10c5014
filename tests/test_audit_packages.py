from __future__ import annotations

import json
from typing import Any

import pytest

from tests.audit_packages import report

CLEAN = {"name": "a", "version": "1.0", "vulns": []}
BAD = {
    "name": "b",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}, {"id": "PYSEC-2"}],
}
UNKNOWN = {"name": "c", "skip_reason": "Dependency not found on PyPI"}


def said(*packages: dict[str, Any]) -> tuple[int, str]:
    code, lines = report(json.dumps({"dependencies": packages}), "")
    return code, "\n".join(lines)


def test_a_known_vulnerability_is_named_and_fails() -> None:
    code, words = said(CLEAN, BAD)
    assert code == 1
    assert "b 2.0: PYSEC-1, mended in 2.1" in words
    assert "PYSEC-2, mended in no version yet" in words
    assert "2 packages looked up, 1 vulnerable" in words


def test_packages_that_were_looked_up_and_are_clean_pass() -> None:
    assert said(CLEAN) == (0, "audit: 1 packages looked up, 0 vulnerable")


def test_what_the_service_does_not_know_is_not_clean() -> None:
    code, words = said(UNKNOWN)
    assert (code, "nothing was looked up" in words) == (0, True)
    code, words = said(UNKNOWN, CLEAN)
    assert "not known to the service: c" in words
    assert "1 packages looked up" in words


@pytest.mark.parametrize("answer", ["", "no JSON", "[]", "{}"])
def test_a_service_that_cannot_be_reached_is_one_line_and_no_failure(answer: str) -> None:
    code, lines = report(answer, "Traceback\nConnectionError: refused\n")
    assert code == 0
    assert lines == [
        "audit: the vulnerability service cannot be reached (ConnectionError: refused)"
    ]
