from __future__ import annotations

from pathlib import Path

from tests.checks.audited import programme
from tests.cli.test_check import run


def test_two_batches_are_joined(tmp_path: Path) -> None:
    folder, reports, out = tmp_path / "in", tmp_path / "reports", tmp_path / "year"
    folder.mkdir()
    rows = programme("12:00", "13:00", "Түн (18+)", channel="ktk")
    (folder / "ktk.xml").write_text(f"<tv>{rows}</tv>", encoding="utf-8")
    for name in ("one", "two"):
        assert run("batch", folder, "-o", reports / name, "-q").exit_code == 1
    result = run("summary", reports, "--period", "2000-01-01..2099-12-31", "-o", out)
    assert result.exit_code == 1
    assert "1 violation.\n" in result.output
    assert {path.name for path in out.iterdir()} == {
        *("period.xlsx", "period.html", "period.csv", "violations.csv", "weeks.csv"),
    }


def test_wrong_usage(tmp_path: Path) -> None:
    assert run("summary", tmp_path, "-o", tmp_path).exit_code == 2
    assert run("summary", tmp_path, "--period", "soon", "-o", tmp_path).exit_code != 0
