from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from schedcheck.reports.workbook.workbook import write_workbook
from schedcheck.results.results import Audit, SourceReport
from schedcheck.schedule.coverage import Coverage, Span
from schedcheck.schedule.week import Week
from tests.reports.audits import FILE, MONDAY, fault, make_audit, row


def delivery(audit: Audit, tmp_path: Path) -> dict[str, Any]:
    write_workbook(audit, "ktk", tmp_path / "ktk.xlsx")
    book = openpyxl.load_workbook(tmp_path / "ktk.xlsx")
    assert book.sheetnames[0] == "Delivery"
    return {str(key): value for key, value in book["Delivery"].values if key}


def test_the_first_sheet_says_what_came_and_what_did_not(tmp_path: Path) -> None:
    hole = (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=18))
    rows = [row(MONDAY, 60, "Таң", mark="12+", age_class="E12"), row(MONDAY, 60, "Ән")]
    audit = make_audit(rows, coverage=Coverage(18, 1, (hole,)))
    audit = replace(audit, span=Span(Week(date(2025, 11, 24), date(2025, 11, 24)), "option"))
    told = delivery(audit, tmp_path)
    assert told["State"] == "judged in part"
    assert told["Hours covered"] == "1 of 18"
    assert told["No schedule for"] == "24 Nov 07:00 – 25 Nov 00:00"
    assert told["With an age mark"] == "1 (50%)"
    assert told[FILE] == f"xmltv: 2 programmes, 0 faults\nSHA-256 {'a1' * 32}"
    assert told["None"] == "Everything in these files was understood."


def test_a_second_file_of_which_nothing_was_read_is_named_with_its_faults(tmp_path: Path) -> None:
    rows = [row(MONDAY, 60, "Таң", mark="12+", age_class="E12")]
    audit = make_audit(rows, [fault("ktk 2.csv", "line 3"), fault("other.csv")])
    second = SourceReport("ktk 2.csv", "b2" * 32, "csv", 0, 1, channel="ktk")
    told = delivery(replace(audit, sources=(*audit.sources, second)), tmp_path)
    assert told["State"] == "judged"
    assert told["ktk 2.csv"] == f"csv: 0 programmes, 1 fault\nSHA-256 {'b2' * 32}"
    assert "the start 25:99 is no time" in told["ktk 2.csv, line 3"]
    assert not any(str(name).startswith("other.csv") for name in told)
