from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import schedcheck
from schedcheck.pipeline.run import Settings
from schedcheck.reports.forms import dumps, write_report
from schedcheck.reports.wording import check_lines
from schedcheck.results.results import Audit, ChecksMade
from tests.checks.audited import programme


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    """The audit of a schedule, with two checks switched off, one of them by a file."""
    path = tmp_path / "guide.xml"
    path.write_text(f"<tv>{programme('21:30', '23:00', 'Кино (18+)')}</tv>", "utf-8")
    settings = Settings(
        ignore=["gap", "overlap"], ignore_from="own.toml", unused_settings=["week/schedcheck.toml"]
    )
    return schedcheck.audit([path], settings)


def test_all_checks_are_told_by_their_number() -> None:
    assert list(check_lines(ChecksMade(("gap", "overlap")))) == ["Checks made: all 2."]
    assert not list(check_lines(ChecksMade()))


def test_a_text_names_the_checks_and_what_switched_others_off(audit: Audit) -> None:
    made, off, unused = check_lines(audit.checks)
    assert made.startswith("Checks made: ")
    assert "watershed" in made
    assert "overlap" not in made
    assert (
        off == "Checks that were switched off: overlap (overlap), gap in the schedule (gap) "
        "(ignore in own.toml)."
    )
    assert unused == "Settings beside the schedules, not obeyed: week/schedcheck.toml."


@pytest.mark.parametrize("form", ["json", "html", "sarif", "junit"])
def test_every_form_names_them(audit: Audit, form: str) -> None:
    text = dumps(audit, form)
    for words in ("watershed-elsewhere", "own.toml", "week/schedcheck.toml", "gap"):
        assert words in text


def test_sarif_says_that_a_rule_was_not_enabled(audit: Audit) -> None:
    run: Any = json.loads(dumps(audit, "sarif"))["runs"][0]
    overrides = run["invocations"][0]["ruleConfigurationOverrides"]
    assert [one["descriptor"]["id"] for one in overrides] == ["overlap", "gap"]
    assert not any(one["configuration"]["enabled"] for one in overrides)
    rules = run["tool"]["driver"]["rules"]
    assert all(
        rules[one["descriptor"]["index"]]["id"] == one["descriptor"]["id"] for one in overrides
    )


def test_a_workbook_names_them(audit: Audit, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_report(audit, path)
    rows = {
        str(row[0]): str(row[1]) for row in load_workbook(path)["About"].values if row[0] and row[1]
    }
    assert "watershed" in rows["Checks made"]
    assert rows["Checks that were switched off"] == (
        "overlap (overlap), gap in the schedule (gap) (ignore in own.toml)"
    )
    assert rows["Settings beside the schedules, not obeyed"] == "week/schedcheck.toml"
