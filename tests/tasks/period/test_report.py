from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser

from schedcheck.messages import language
from schedcheck.tasks.period.report import coverage_lines, write_period
from tests.reports.audits import MONDAY
from tests.reports.browser import opened
from tests.tasks.period.test_period import period_of, run


@pytest.fixture
def written(tmp_path: Path) -> Path:
    one = run(MONDAY, MONDAY + timedelta(hours=5))
    one["findings"][1]["title"] = "=HYPERLINK(1)"
    write_period(period_of(one), tmp_path)
    return tmp_path


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_three_forms_tell_the_same(written: Path, browser: Browser) -> None:
    (fact,) = table(written / "period.csv")
    assert (fact["channel"], fact["month"], fact["violations"]) == ("ktk", "2025-11", "2")
    assert (fact["first"], fact["repeated"], fact["minutes"]) == ("1", "1", "60.0")
    violations = table(written / "violations.csv")
    assert [one["repeated"] for one in violations] == ["no", "yes"]
    assert violations[1]["title"] == "'=HYPERLINK(1)"
    book = openpyxl.load_workbook(written / "period.xlsx")
    assert book.sheetnames == [
        *("Weeks", "By month", "By tier", "By medium", "By channel", "Violations", "About"),
    ]
    headings, ktk, stv = book["By channel"].values
    assert dict(zip(headings, ktk, strict=True))["Repeated within a year"] == 1
    assert dict(zip(headings, stv, strict=True))["Not delivered"] == 1
    assert [cell.data_type for cell in book["Violations"]["F"]] == ["s", "s", "s"]
    with opened(browser, written / "period.html") as told:
        page = told.page
        shown = dict(
            zip(
                page.locator("#totals dt").all_text_contents(),
                page.locator("#totals dd").all_text_contents(),
                strict=True,
            )
        )
        assert (shown["Violations"], shown["First"], shown["Repeated within a year"]) == (
            *("2", "1", "1"),
        )
        assert page.locator("#violations tbody tr").count() == 2
        assert page.locator("table.weeks tbody tr").count() == 2
        assert page.locator("table.weeks td.bad").all_text_contents() == ["2"]
        assert page.locator("p.verdict").inner_text().startswith("7 of 365 days of the period")
        assert (told.asked, told.resources(), told.complaints) == ([], [], [])
        assert told.axe() == []


@pytest.mark.parametrize("name", ["en", "kk", "ru"])
def test_a_year_fits_a_sheet_of_a4(name: str, tmp_path: Path, browser: Browser) -> None:
    with language(name):
        write_period(period_of(run(MONDAY), text="2025"), tmp_path)
    # the width of a sheet between its margins
    with opened(browser, tmp_path / "period.html", viewport={"width": 710, "height": 900}) as told:
        told.page.emulate_media(media="print")
        assert told.page.locator("table.weeks.many thead th").count() > 50
        assert told.page.evaluate("document.documentElement.scrollWidth") == 710


def test_no_report_says_which_fine_is_due(written: Path) -> None:
    text = (written / "period.html").read_text(encoding="utf-8")
    assert "never says which fine is due" in text
    assert "depends on the decisions taken" in text


def test_the_checks_that_ran_and_those_switched_off_are_named(tmp_path: Path) -> None:
    whole, part, unsaid = (run(MONDAY, week=MONDAY + timedelta(weeks=at)) for at in range(3))
    off = {"code": "watershed", "setting": "ignore", "file": "schedcheck.toml"}
    whole["checks"] = {"ran": ["watershed", "overlap"], "off": [], "unused_settings": []}
    part["checks"] = {"ran": ["overlap"], "off": [off], "unused_settings": ["in/schedcheck.toml"]}
    del unsaid["checks"]
    period = period_of(whole, part, unsaid)
    off_words = "(watershed) (ignore in schedcheck.toml)"
    (line,) = (line for line in coverage_lines(period) if "switched off" in line)
    assert "switched off: 1 of 3 " in line
    assert off_words in line
    write_period(period, tmp_path)
    about = openpyxl.load_workbook(tmp_path / "period.xlsx")["About"].values
    first, second, third = (str(words) for head, words in about if str(head) == "Checks of 1 run")
    assert "(watershed)" in first.partition("Checks made: all 2: ")[2]
    assert off_words in second.partition("Checks that were switched off: ")[2]
    assert second.endswith("Settings beside the schedules, not obeyed: in/schedcheck.toml.")
    assert third == "not known"
    page = (tmp_path / "period.html").read_text(encoding="utf-8")
    assert off_words in page.partition("<h2")[0]


def test_runs_with_the_same_checks_are_told_once() -> None:
    period = period_of(*(run(MONDAY, week=MONDAY + timedelta(weeks=at)) for at in range(3)))
    assert list(period.checks.values()) == [3]
    assert not [line for line in coverage_lines(period) if "switched off" in line]


def test_a_period_without_anything_is_told_as_that(tmp_path: Path) -> None:
    write_period(period_of(run(MONDAY), text="1999"), tmp_path)
    assert "No violations." in (tmp_path / "period.html").read_text(encoding="utf-8")
    assert table(tmp_path / "period.csv") == []
