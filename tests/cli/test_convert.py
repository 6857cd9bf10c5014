from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.audited import programme
from tests.cli.test_check import program, run


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    path = tmp_path / "guide.xml"
    rows = [
        programme("10:00", "11:00", "Таңғы жаңалықтар", rating="6+", channel="ktk"),
        programme("21:30", "23:00", "Ночной гость (18+)", channel="ktk"),
    ]
    path.write_text("<tv>" + "".join(rows) + "</tv>", encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["csv", "CSV", "xlsx", "xml", "xmltv"])
def test_the_ending_says_the_form_and_the_result_is_read_again(guide: Path, ending: str) -> None:
    target = guide.with_name(f"out.{ending}")
    result = run("convert", guide, "-o", target)
    assert result.exit_code == 0
    assert f"Written: {target} (2 programmes)." in result.stderr
    assert not result.stdout
    assert run("check", target).exit_code == 1


def test_the_form_can_be_told_and_standard_output_be_written(guide: Path) -> None:
    target = guide.with_name("out.txt")
    assert run("convert", guide, "-o", target, "--to", "csv", "-q").exit_code == 0
    result = run("convert", "-", "-o", "-", "--to", "csv", "-q", stdin=guide.read_bytes())
    assert result.stdout_bytes == target.read_bytes()
    assert not result.stderr
    again = run("check", "-", "--format", "json", stdin=result.stdout_bytes)
    assert again.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-o", "out.txt"), "--to"),
        (("-o", "-", "--to", "xlsx"), "needs a file"),
        ((), "--output"),
        (("-o", "out.csv", "--select", "watershed"), "--select"),
    ],
)
def test_wrong_usage(guide: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run("convert", guide, *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_what_could_not_be_read_is_told_and_exit_code_3(tmp_path: Path, guide: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("Дата;Время;Название\n04.03.2024;6h??;Кеш\n04.03.2024;10:00;Таң\n")
    target = tmp_path / "out.csv"
    result = run("convert", guide, broken, "-o", target, "-q")
    assert result.exit_code == 3
    assert f"{broken}, line 2: the start is not understood" in result.stderr
    assert len(target.read_text(encoding="utf-8-sig").splitlines()) == 4


def test_of_nothing_nothing_is_written(tmp_path: Path) -> None:
    empty = tmp_path / "empty.xml"
    empty.write_text("<tv></tv>")
    target = tmp_path / "out.csv"
    target.write_text("as it was")
    result = run("convert", empty, "-o", target)
    assert result.exit_code == 3
    assert "Nothing was written" in result.stderr
    assert target.read_text() == "as it was"


def test_options_of_zones_and_channels_count(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Дата;Время;Название\n04.03.2024;21:30;Кеш\n", encoding="utf-8")
    told = ("--channel", "ktk", "--source-zone", "Europe/Moscow", "--zone", "Asia/Aqtau")
    result = run("convert", path, "-o", "-", "--to", "csv", "-q", *told)
    assert "ktk,2024-03-04T23:30:00+05:00,,+05:00,Кеш" in result.stdout


def test_a_file_to_be_read_is_not_written_over(guide: Path) -> None:
    result = program("convert", guide, "-o", guide)
    assert result.returncode == 2
    assert len(result.stderr.decode().splitlines()) == 1
