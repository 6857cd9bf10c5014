from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

import schedcheck
from schedcheck.checks import CHECKS
from schedcheck.reports.data import sarif as sarif_report
from schedcheck.results.finding import Evidence
from schedcheck.results.results import Audit
from tests.checks.audited import audited, programme
from tests.paths import ROOT

SCHEMA = json.loads((ROOT / "tests/schemas/sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
RESULT = audited(
    programme("20:30", "23:00", "Ночь | <b> (18+)"),
    programme("23:00", "23:30", rating="?!"),
    '<programme start="nonsense"/>',
)


def log(result: Audit) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(sarif_report.dumps(result))
    VALIDATOR.validate(plain)
    return plain


def results(result: Audit) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log(result)["runs"][0]["results"]
    return found


def test_the_schema_refuses_what_is_not_sarif() -> None:
    plain = log(RESULT)
    plain["runs"][0]["results"][0]["level"] = "violation"
    assert not VALIDATOR.is_valid(plain)


def test_a_log_of_everything_in_the_samples_is_valid() -> None:
    assert len(results(schedcheck.audit(ROOT / "samples" / "week"))) > 30
    assert results(audited()) == [] or log(audited())


def test_a_violation_stands_in_its_line_under_its_rule_of_law() -> None:
    run = log(RESULT)["runs"][0]
    found = run["results"][0]
    assert found["level"] == "error"
    physical = found["locations"][0]["physicalLocation"]
    assert physical["region"] == {"startLine": 2}
    (taxon,) = found["taxa"]
    law = run["taxonomies"][0]["taxa"][taxon["index"]]
    assert law["id"] == taxon["id"] == "kz-2019-info"
    assert "169-VI" in law["fullDescription"]["text"]
    rule = run["tool"]["driver"]["rules"][found["ruleIndex"]]
    assert rule["id"] == found["ruleId"] == "watershed"
    assert "**Why:**" in rule["help"]["markdown"]
    assert [one["id"] for one in run["tool"]["driver"]["rules"]] == list(CHECKS)
    assert "Ночь" in found["message"]["text"]
    assert "90 min" not in found["message"]["text"] or found["properties"]["minutes"] == 90.0


def test_what_could_not_be_read_is_a_result_and_a_notification() -> None:
    run = log(RESULT)["runs"][0]
    assert [one["ruleId"] for one in run["results"] if one["level"] == "error"][1:] == ["bad-row"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["descriptor"]["id"] == "bad-row"
    assert run["invocations"][0]["executionSuccessful"]


def test_a_cell_is_a_logical_location_and_a_source_unread_no_success(tmp_path: Path) -> None:
    found = RESULT.findings[0]._replace(evidence=Evidence("week 1.xlsx", "Sheet1!C14"))
    (one,) = results(replace(RESULT, findings=(found,)))
    (place,) = one["locations"]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "week%201.xlsx"}}
    assert place["logicalLocations"][0]["name"] == "Sheet1!C14"
    (tmp_path / "x.xml").write_bytes(b"\0")
    run = log(schedcheck.audit(tmp_path))["runs"][0]
    assert not run["invocations"][0]["executionSuccessful"]


def test_a_known_finding_is_unchanged_and_suppressed() -> None:
    known = RESULT.findings[0]._replace(known=True)
    (one,) = results(replace(RESULT, findings=(known,)))
    assert one["baselineState"] == "unchanged"
    assert one["suppressions"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("week/ktk.xml", "week/ktk.xml"),
        ("неделя 1.xml", "%D0%BD%D0%B5%D0%B4%D0%B5%D0%BB%D1%8F%201.xml"),
        ("a:b#c?.xml", "a%3Ab%23c%3F.xml"),
        ("bad\udcff.xml", "bad%FF.xml"),
        ("-", "-"),
        ("/elsewhere/a.xml", "file:///elsewhere/a.xml"),
    ],
)
def test_a_file_is_a_uri(file: str, uri: str) -> None:
    assert sarif_report.file_uri(file) == uri


def test_a_file_below_the_working_directory_is_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert sarif_report.file_uri(str(tmp_path / "week" / "ktk.xml")) == "week/ktk.xml"


def test_fingerprints_do_not_move_with_lines() -> None:
    rows = [programme("20:30", "23:00", "Ночь (18+)"), programme("20:30", "23:00", "Ещё (18+)")]
    prints = [
        {one["partialFingerprints"]["schedcheck/v1"] for one in results(audited(*order))}
        for order in (rows, ["<!-- -->", *reversed(rows)])
    ]
    assert prints[0] == prints[1]
