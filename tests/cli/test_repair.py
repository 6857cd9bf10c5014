from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from schedcheck.cli import cli

HEAD = "Дата;Начало;Конец;Название;Возраст\n"
FILM = "24.11.2026;14:00;15:30;Фильм;18+\n"
NIGHT = "24.11.2026;22:00;23:30;Сериал;12+\n"


def run(tmp_path: Path, rows: str, *words: str) -> Result:
    path = tmp_path / "ktk.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    out = str(tmp_path / "plan.xlsx")
    return CliRunner().invoke(cli, ["repair", str(path), "-o", out, "--lang", "en", *words])


def test_a_week_that_can_be_mended_exits_with_0(tmp_path: Path) -> None:
    result = run(tmp_path, FILM + NIGHT)
    assert result.exit_code == 0, result.output
    assert "1 exchange is proposed." in result.output
    assert "The checks find no violation in the week that it makes." in result.output
    assert (
        "KTK: move “Фильм” from 24 Nov 2026 14:00 to 24 Nov 2026 22:00, and put “Сериал” in its "
        "place." in result.output
    )
    assert (tmp_path / "plan.xlsx").exists()


def test_what_is_left_is_told_and_exits_with_1(tmp_path: Path) -> None:
    result = run(tmp_path, FILM)
    assert result.exit_code == 1
    assert "1 violation is left." in result.output
    assert "24 Nov 2026 14:00, Фильм: no programme of similar length" in result.output


def test_a_clean_week_has_nothing_to_mend(tmp_path: Path) -> None:
    result = run(tmp_path, NIGHT)
    assert result.exit_code == 0
    assert "Nothing to repair" in result.output


def test_what_was_not_read_is_told_too(tmp_path: Path) -> None:
    result = run(tmp_path, NIGHT + "24.11.2026;6h??;;Фильм;18+\n")
    assert result.exit_code == 3
    assert "1 fault: something could not be read" in result.output


def test_quiet_prints_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, FILM + NIGHT, "-q").output == ""


def test_something_must_be_written(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["repair", str(tmp_path)])
    assert result.exit_code == 2
    assert "--apply OUT" in result.output


def test_the_repaired_week_is_written_in_place_of_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "ktk.csv"
    path.write_text(HEAD + FILM + NIGHT, encoding="utf-8")
    out = tmp_path / "repaired.csv"
    words = ["repair", str(path), "--lang", "en"]
    result = CliRunner().invoke(cli, [*words, "--apply", str(out)])
    assert result.exit_code == 0, result.output
    assert out.read_text(encoding="utf-8").splitlines()[1] == "24.11.2026;14:00;15:30;Сериал;12+"
    refused = [
        ([], "-o PLAN, --apply OUT, or both"),
        (["--apply", str(path)], "to be written and to be read"),
        ([str(tmp_path), "--apply", str(tmp_path / "x")], "--apply takes one file"),
    ]
    for more, why in refused:
        result = CliRunner().invoke(cli, [*words, *more])
        assert result.exit_code == 2 or why in str(result.exception)
        assert why in result.output + str(result.exception)
