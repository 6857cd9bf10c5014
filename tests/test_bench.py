"""The benchmarks, on guides that are small enough for a test."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.missing import missing
from tests.paths import ROOT

BENCH = ROOT / "tests" / "bench"


def _run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, words)], check=False, capture_output=True, text=True, cwd=BENCH
    )


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "guide.xml"
    assert _run("make_guide.py", 2000, path, "lean").returncode == 0
    return path


def _share(path: Path, report: Path) -> Any:
    done = _run("census_share.py", path, report)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_census_is_timed_inside_a_check_of_a_guide(guide: Path, tmp_path: Path) -> None:
    taken = _share(guide, tmp_path / "report.json")
    assert taken["searches"] == 1  # a guide of one piece
    assert 0 < taken["census"] < taken["whole"]
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["sources"]


def test_the_census_is_timed_in_other_formats_too(tmp_path: Path) -> None:
    path = tmp_path / "ktk.csv"
    path.write_text("дата;время;название;возраст\n24.11.2026;15:00;Фильм;18+\n", "utf-8")
    taken = _share(path, tmp_path / "report.json")
    assert (taken["searches"], taken["census"] > 0) == (1, True)


def test_the_benchmark_prints_the_share_with_its_bound() -> None:
    done = _run("run.py", "--only", 7, "--programmes", 2000, "--runs", 1, "--check")
    assert done.returncode == 0, done.stderr
    shown = re.findall(r"census / whole: (0\.\d{3}), at most 0\.05$", done.stdout, re.MULTILINE)
    assert len(shown) == len(("rich", "lean"))


def test_beside_each_ratio_of_times_is_that_of_the_processor() -> None:
    done = _run("run.py", "--only", 5, "--programmes", 300, "--runs", 1)
    assert done.returncode == 0, done.stderr
    shown = re.findall(r"^  (.*time) / lxml iterparse: \d+\.\d\d", done.stdout, re.MULTILINE)
    assert shown == ["time", "processor's time"]


def test_two_workers_are_held_against_one() -> None:
    done = _run("run.py", "--only", 8, "--weeks", 1)
    assert done.returncode == 0, done.stderr
    assert re.search(
        r"^  time, 2 workers / 1: \d\.\d\d(, at most 0\.555)?", done.stdout, re.MULTILINE
    )
    assert "  memory, 4 workers / 1: " in done.stdout


def test_the_old_build_is_unpacked_to_be_timed_beside(tmp_path: Path) -> None:
    code = "import sys, pathlib, run; print(run.old_build(pathlib.Path(sys.argv[1])))"
    done = _run("-c", code, tmp_path / "old")
    assert done.returncode == 0, done.stderr
    if "is not in the history" in done.stdout:
        missing("the history of the project is not at hand")
    assert (tmp_path / "old" / "schedcheck" / "__init__.py").is_file()
