from __future__ import annotations

import pytest
from lxml import etree
from msgspec.structs import replace

import schedcheck
from schedcheck.reports.data import junit as junit_report
from schedcheck.results.finding import Severity
from schedcheck.results.results import Audit
from tests.checks.audited import audited, programme
from tests.paths import ROOT

SCHEMA = etree.XMLSchema(etree.parse(ROOT / "tests/schemas/junit-10.xsd"))
RESULT = audited(
    programme("20:30", "23:00", "Ночь & <b> (18+)", rating="16+"),
    programme("12:00", "12:30", "День", rating="6+", channel="other"),
    '<programme start="nonsense"/>',
)


def report(result: Audit, fail_on: str = "violation") -> etree._Element:
    root = etree.fromstring(junit_report.dumps(result, fail_on).encode("utf-8"))
    SCHEMA.assertValid(root)
    return root


def test_the_schema_refuses_what_is_not_junit() -> None:
    root = report(RESULT)
    root.append(etree.Element("violation"))
    assert not SCHEMA.validate(root)


def test_a_suite_a_channel_a_failure_a_violation_an_error_a_fault() -> None:
    root = report(RESULT)
    suites = {suite.get("name"): suite for suite in root}
    assert {"other", "test"} < set(suites)
    mine = suites["test"]
    assert (mine.get("failures"), mine.get("skipped"), mine.get("errors")) == ("1", "1", "0")
    assert mine.get("timestamp") == "2024-03-04T20:30:00+05:00"
    (failure,) = mine.iter("failure")
    assert failure.get("type") == "watershed"
    assert "22:00" in str(failure.text)
    assert [
        case.get("line") for case in mine.iter("testcase") if case.find("failure") is not None
    ] == ["2"]
    assert suites["other"].get("tests") == "1"
    assert root.get("failures") == "1"
    assert root.get("errors") == "1"
    assert len(list(root.iter("error"))) == RESULT.count(Severity.FAULT) == 1


@pytest.mark.parametrize(("fail_on", "failures"), [("violation", 1), ("warning", 2), ("never", 0)])
def test_what_fails_is_what_the_run_fails_on(fail_on: str, failures: int) -> None:
    assert len(list(report(RESULT, fail_on).iter("failure"))) == failures


def test_a_known_violation_has_not_failed() -> None:
    known = tuple(one._replace(known=True) for one in RESULT.findings)
    root = report(replace(RESULT, findings=known))
    assert root.get("failures") == "0"
    assert any("baseline" in str(one.text) for one in root.iter("skipped"))


def test_everything_in_the_samples_and_nothing_at_all_are_valid() -> None:
    result = schedcheck.audit(ROOT / "samples" / "week")
    root = report(result)
    assert int(str(root.get("failures"))) == result.count(Severity.VIOLATION) > 10
    assert int(str(root.get("errors"))) == result.count(Severity.FAULT) > 0
    assert report(replace(RESULT, channels=(), findings=())).get("tests") == "0"


def test_what_xml_cannot_hold_is_shown_as_an_escape() -> None:
    odd = RESULT.findings[0]._replace(title="\x01\ud800\ufffe")
    root = report(replace(RESULT, findings=(odd,)))
    assert any("\\x01\\ud800\\ufffe" in str(case.get("name")) for case in root.iter("testcase"))
