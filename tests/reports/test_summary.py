from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from schedcheck.findings import Severity
from schedcheck.reports.summary import write_summary
from schedcheck.results import Audit
from tests.reports.audits import MONDAY, fault, finding_of, make_audit, row


def book_of(audit: Audit, tmp_path: Path, *undelivered: str) -> Any:
    write_summary(audit, tmp_path / "summary.xlsx", undelivered)
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
    assert list(rows) == ["aqtobe", "ktk", "stv", "7-kanal"]
    ktk, aqtobe = rows["ktk"], rows["aqtobe"]
    assert (ktk["Channel"], ktk["Delivered"], ktk["Zone"]) == ("КТК", "yes", "Asia/Almaty")
    assert (ktk["Programmes"], ktk["With an age mark"], ktk["Violations"]) == (2, 1, 2)
    assert (aqtobe["With an age mark"], aqtobe["Notices"], aqtobe["Faults"]) == (0, 1, 1)
    assert (ktk["Faults"], aqtobe["Violations"]) == (0, 0)
    assert f"{ktk['From']:%d.%m.%Y}" == "24.11.2025"
    assert rows["stv"]["Delivered"] == "no"
    assert rows["stv"]["Programmes"] is None


def test_minutes_with_an_unknown_end_are_at_least_so_many(tmp_path: Path) -> None:
    sheet = book_of(two_channels(), tmp_path)["Overview"]
    aqtobe, ktk = sheet["I2"], sheet["I3"]
    assert (ktk.value, ktk.number_format) == (60, '"≥ "0.0')
    assert (aqtobe.value, aqtobe.number_format) == (0, "0.0")


def test_an_undelivered_channel_that_the_audit_knows_keeps_its_name(tmp_path: Path) -> None:
    rows = table(book_of(two_channels(), tmp_path, "ktk")["Overview"])
    assert [(told["Id"], told["Channel"], told["Delivered"]) for told in rows] == [
        ("aqtobe", "Aqtobe", "yes"),
        ("ktk", "КТК", "no"),
    ]


def test_violations_and_what_was_not_understood_have_their_sheets(tmp_path: Path) -> None:
    book = book_of(two_channels(), tmp_path)
    assert book.sheetnames == ["Overview", "Violations", "Not understood", "About"]
    assert [told["Channel"] for told in table(book["Violations"])] == ["КТК", "КТК"]
    lost = table(book["Not understood"])
    assert [(told["Check"], told["Place"]) for told in lost] == [
        ("bad-row", "line 77"),
        ("unknown-mark", "line 1"),
    ]
    assert lost[0]["Text there"] == '<programme start="2025112425:99">'


def test_a_batch_of_nothing_is_told_as_that(tmp_path: Path) -> None:
    book = book_of(make_audit([]), tmp_path, "ktk")
    assert [told["Delivered"] for told in table(book["Overview"])] == ["no"]
    assert "None: nothing was read." in [cell.value for cell in book["About"]["B"]]
