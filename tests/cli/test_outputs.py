"""What a command writes never replaces what it reads, and a target that cannot be is one line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.test_check import program
from tests.paths import SAMPLES

WEEK = SAMPLES / "week"


@pytest.fixture
def schedule(tmp_path: Path) -> Path:
    return Path(shutil.copy(WEEK / "altai.csv", tmp_path / "in.csv"))


@pytest.mark.parametrize(
    "words",
    [
        ("check", "in.csv", "--format", "json", "-o", "in.csv"),
        ("check", "in.csv", "--annotate", "in.csv"),
        ("check", "in.csv", "--write-baseline", "in.csv"),
        ("check", ".", "--format", "csv", "-o", "in.csv"),
        ("repair", "in.csv", "-o", "in.csv"),
        ("convert", "in.csv", "-o", "in.csv"),
        ("convert", ".", "-o", "in.csv"),
    ],
    ids=" ".join,
)
def test_an_input_is_never_written_over(schedule: Path, words: tuple[str, ...]) -> None:
    before = schedule.read_bytes()
    done = program(*words, cwd=schedule.parent)
    assert done.returncode == 2
    assert "is to be written and to be read" in done.stderr.decode()
    assert schedule.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("check", "in.csv", "--format", "json", "-o", "."), "it is a folder"),
        (("check", "in.csv", "--format", "html", "-o", "in.csv/x.html"), "it is not a folder"),
        (("check", "in.csv", "--write-baseline", "in.csv/b.json"), "it is not a folder"),
        (("convert", "in.csv", "-o", "in.csv/x.csv"), "it is not a folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_a_target_that_cannot_be_written_is_one_line(
    schedule: Path, words: tuple[str, ...], reason: str
) -> None:
    done = program(*words, cwd=schedule.parent)
    error = done.stderr.decode()
    assert done.returncode == 2
    assert "Traceback" not in error
    assert f"cannot be written: {reason}" in error
    assert [path.name for path in schedule.parent.iterdir()] == ["in.csv"]
