from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from schedcheck.cli import cli

TABLE = "Дата;Начало;Конец;Название;Возраст\n24.11.2026;14:00;15:30;Кино;18+\n"


def test_the_file_comes_back_with_its_findings(tmp_path: Path) -> None:
    path, out = tmp_path / "ktk.csv", tmp_path / "marked.csv"
    path.write_text(TABLE, encoding="utf-8")
    result = CliRunner().invoke(cli, ["check", str(path), "--annotate", str(out), "--lang", "en"])
    assert result.exit_code == 1
    assert "(watershed): E18 is on air for 90 min" in out.read_text("utf-8")


def test_one_file_only(tmp_path: Path) -> None:
    (tmp_path / "ktk.csv").write_text(TABLE, encoding="utf-8")
    for paths in ([str(tmp_path)], [str(tmp_path / "ktk.csv")] * 2, ["-"]):
        words = ["check", *paths, "--annotate", str(tmp_path / "out")]
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 2
        assert "--annotate takes one file" in result.output
