from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from schedcheck.batch import audit_folder, file_name, run_batch
from schedcheck.errors import ConfigError
from tests.checks.audited import programme


def _write(path: Path, *programmes: str) -> None:
    path.write_text("<tv>\n" + "\n".join(programmes) + "\n</tv>", encoding="utf-8")


def test_every_channel_gets_a_workbook_the_clean_ones_too(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    _write(folder / "a.xml", programme("12:00", "13:00", "A", rating="18+", channel="ktk"))
    _write(folder / "b.xml", programme("12:00", "13:00", "B", rating="12+", channel="odd/../id"))
    result = run_batch(folder, out)
    assert len(result.channels) == 2
    names = {path.name for path in (out / "channels").iterdir()}
    assert names == {"ktk.xlsx", f"{file_name('odd/../id')}.xlsx"}
    assert {path.name for path in out.iterdir()} == {
        ".schedcheck", "channels",
        "summary.xlsx",
        "summary.html",
        "findings.json",
    }
    sheet = openpyxl.load_workbook(out / "channels" / "ktk.xlsx")["Violations"]
    assert "A" in [cell.value for row in sheet.iter_rows() for cell in row]
    assert json.loads((out / "findings.json").read_text("utf-8"))["totals"]["violations"] == 1


def test_file_names_never_leave_the_folder_and_never_collide() -> None:
    ids = ["ktk", "a/b", "a_b", "../x", "", "Қазақстан", "con:", "x" * 300]
    names = [file_name(one) for one in ids]
    assert len(set(names)) == len(ids)
    assert not any("/" in name or name.startswith(".") or len(name) > 120 for name in names)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no file"):
        audit_folder(tmp_path)


def test_two_files_of_one_channel_are_joined(tmp_path: Path) -> None:
    row = programme("12:00", "13:00", "A", rating="18+", channel="ktk")
    _write(tmp_path / "a.xml", row)
    _write(tmp_path / "b.xml", row, programme("13:00", "14:00", "B", channel="ktk"))
    result = audit_folder(tmp_path)
    (channel,) = result.channels
    assert (channel.programmes, channel.violations) == (2, 1)
    assert [one.code for one in result.findings].count("duplicate") == 1
