from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from schedcheck.tasks.period.report import write_period
from tests.reports.audits import MONDAY
from tests.tasks.period.test_period import period_of, run
from tests.tasks.period.test_report import table


@pytest.mark.parametrize("sign", list("=+-@\t\r"))
def test_a_text_is_no_formula(sign: str, tmp_path: Path) -> None:
    one = run(MONDAY + timedelta(hours=5))
    one["findings"][0]["title"] = f"{sign}cmd"
    write_period(period_of(one), tmp_path)
    (violation,) = table(tmp_path / "violations.csv")
    assert violation["title"] == f"'{sign}cmd"
    assert violation["minutes"] == "30.0"


def test_the_file_opens_in_a_spreadsheet_program_with_its_letters(tmp_path: Path) -> None:
    write_period(period_of(run(MONDAY)), tmp_path)
    content = (tmp_path / "violations.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfchannel,name,")
    assert content.count(b"\n") == content.count(b"\r\n") == 2


def test_weeks_have_a_row_for_each_channel_and_week(tmp_path: Path) -> None:
    write_period(period_of(run(MONDAY, MONDAY + timedelta(hours=5))), tmp_path)
    rows = {(row["channel"], row["week"]): row for row in table(tmp_path / "weeks.csv")}
    assert rows["ktk", "2025-W48"]["state"] == "judged"
    assert rows["ktk", "2025-W48"]["violations"] == "2"
    assert rows["stv", "2025-W48"]["state"] == "missing"
    assert rows["stv", "2025-W47"]["state"] == "no results"
