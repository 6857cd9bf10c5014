from __future__ import annotations

from pathlib import Path

from tests.checks.audited import programme
from tests.cli.test_check import run


def test_a_folder_is_audited_and_the_place_of_the_results_is_said(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    rows = programme("12:00", "13:00", "Түн (18+)", channel="ktk")
    (folder / "ktk.xml").write_text(f"<tv>{rows}</tv>", encoding="utf-8")
    result = run("batch", folder, "-o", out)
    assert result.exit_code == 1
    assert f"Written: {out}" in result.output
    assert (out / "channels" / "ktk.xlsx").exists()
    quiet = run("batch", folder, "-o", out, "-q")
    assert (quiet.exit_code, quiet.output) == (1, "")


def test_wrong_usage(tmp_path: Path) -> None:
    assert run("batch", tmp_path).exit_code == 2
    assert run("batch", tmp_path / "missing", "-o", tmp_path).exit_code == 2
