from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
from msgspec.structs import replace

from schedcheck.reports.workbook.summary import write_summary
from schedcheck.results.finding import Severity
from schedcheck.results.results import Audit, Missing
from schedcheck.schedule.coverage import Coverage
from tests.reports.audits import MONDAY, ZONE, fault, finding_of, make_audit, row


def book_of(audit: Audit, tmp_path: Path, *missing: str) -> Any:
    absent = tuple(Missing(one, "", "tv", "regional", ZONE) for one in missing)
    write_summary(replace(audit, missing=absent), tmp_path / "summary.xlsx")
    return openpyxl.load_workbook(tmp_path / "summary.xlsx")


def table(sheet: Any) -> list[dict[str, Any]]:
    headings, *rows = sheet.values
    return [dict(zip(headings, values, strict=True)) for values in rows]


def two_channels() -> Audit:
    bad = row(MONDAY, 60, "Кино", mark="18+", age_class="E18")
    endless = row(MONDAY.replace(hour=12), None, "Соңсыз", mark="18+", age_class="E18")
    plain = row(MONDAY, 30, "Ән", channel="aqtobe", file="aqtobe.csv")
    unknown = finding_of(plain, code="unknown-mark", severity=Severity.NOTICE, minutes=None)
    findings = [finding_of(bad, minutes=60.0), finding_of(endless), unknown, fault("aqtobe.csv")]
    return make_audit([bad, endless, plain], findings)


def test_the_overview_has_a_row_a_channel_delivered_or_not(tmp_path: Path) -> None:
    sheet = book_of(two_channels(), tmp_path, "stv", "7-kanal")["Overview"]
    rows = {told["Id"]: told for told in table(sheet)}
    assert list(rows) == ["ktk", "aqtobe", "7-kanal", "stv"]
    ktk, aqtobe = rows["ktk"], rows["aqtobe"]
    assert (ktk["Channel"], ktk["State"], ktk["Zone"]) == ("КТК", "judged", "UTC+5 (Almaty)")
    assert (ktk["Programmes"], ktk["With an age mark"], ktk["Violations"]) == (2, 1, 2)
    assert (aqtobe["With an age mark"], aqtobe["Notices"], aqtobe["Faults"]) == (0, 1, 1)
    # without any mark nothing was judged, and 0 would be a verdict
    assert (ktk["Faults"], aqtobe["Violations"]) == (0, "–")
    assert f"{ktk['First day']:%d.%m.%Y}" == "24.11.2025"
    assert rows["stv"]["State"] == "missing"
    assert aqtobe["State"] == "not judgeable"
    assert rows["stv"]["Programmes"] is None


def test_minutes_with_an_unknown_end_are_at_least_so_many(tmp_path: Path) -> None:
    sheet = book_of(two_channels(), tmp_path)["Overview"]
    ktk, aqtobe = sheet["J2"], sheet["J3"]
    assert (ktk.value, ktk.number_format) == (60, '"≥ "0.0')
    assert aqtobe.value == "–"


def test_what_did_not_come_or_not_wholly_is_listed_with_the_hours(tmp_path: Path) -> None:
    rows = [row(MONDAY, 60, "Таң", mark="12+", age_class="E12")]
    hole = (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=5))
    audit = make_audit(rows, coverage=Coverage(5.0, 1.0, (hole,)))
    book = book_of(audit, tmp_path, "stv")
    stv, ktk = table(book["Missing deliveries"])
    assert (ktk["Id"], ktk["State"], ktk["Hours not covered"]) == ("ktk", "judged in part", 4)
    assert f"{ktk['No schedule from']:%d.%m.%Y %H:%M}" == "24.11.2025 07:00"
    assert (stv["Id"], stv["State"], stv["No schedule from"]) == ("stv", "missing", None)
    assert [told["Hours covered"] for told in table(book["Overview"])] == [None, 1]
    late = make_audit(rows, coverage=Coverage(168.0, 0.0, (hole,)))
    (told,) = table(book_of(late, tmp_path)["Missing deliveries"])
    assert told["State"] == "other days"


def test_violations_and_what_was_not_understood_have_their_sheets(tmp_path: Path) -> None:
    book = book_of(two_channels(), tmp_path)
    assert book.sheetnames == [
        "Overview",
        "Violations",
        "Missing deliveries",
        "Not understood",
        "About",
    ]
    assert [told["Channel"] for told in table(book["Violations"])] == ["КТК", "КТК"]
    lost = table(book["Not understood"])
    assert [(told["Check"], told["Place"]) for told in lost] == [
        ("row not read (bad-row)", "line 77"),
        ("unknown mark (unknown-mark)", "line 1"),
    ]
    assert lost[0]["Text there"] == '<programme start="2025112425:99">'


def test_a_batch_of_nothing_is_told_as_that(tmp_path: Path) -> None:
    book = book_of(make_audit([]), tmp_path, "ktk")
    assert [told["State"] for told in table(book["Overview"])] == ["missing"]
    assert "None: nothing was read." in [cell.value for cell in book["About"]["B"]]
