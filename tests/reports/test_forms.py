from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from schedcheck.cli.check import FORMS
from schedcheck.errors import ConfigError
from schedcheck.reports.forms import TEXTS, WORKBOOK, dumps, write_report
from tests.checks.audited import audited, programme

RESULT = audited(programme("20:30", "23:00", "Ночь (18+)"))


def test_the_forms_are_those_of_the_command_line() -> None:
    assert {*TEXTS, WORKBOOK, "text"} == set(FORMS)


@pytest.mark.parametrize("form", TEXTS)
def test_each_text_is_written_as_it_is_made(tmp_path: Path, form: str) -> None:
    path = tmp_path / "report"
    write_report(RESULT, path, form)
    assert path.read_bytes().decode("utf-8") == dumps(RESULT, form)
    assert "Ночь" in dumps(RESULT, form)


def test_the_ending_says_the_form(tmp_path: Path) -> None:
    write_report(RESULT, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8").startswith("code,")
    write_report(RESULT, tmp_path / "a.XLSX")
    assert "Violations" in openpyxl.load_workbook(tmp_path / "a.XLSX").sheetnames
    with pytest.raises(ConfigError, match="did you mean “csv”"):
        write_report(RESULT, tmp_path / "a.csw")
    with pytest.raises(ConfigError, match="not known"):
        dumps(RESULT, "xlsx")
