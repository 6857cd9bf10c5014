"""Forms for programs, known findings and exit codes, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.checks.audited import programme
from tests.cli.test_check import guide, program, run
from tests.paths import SCHEMA

__all__ = ["guide"]


@pytest.mark.parametrize("form", ["json", "csv", "sarif", "junit"])
def test_forms_for_programs_come_to_stdout_and_alone(guide: Path, form: str) -> None:
    done = program("check", guide, "--format", form)
    assert done.returncode == 1
    assert "Ночной гость" in done.stdout.decode("utf-8")
    written = guide.parent / "out"
    assert program("check", guide, "--format", form, "-o", written).stdout == b""
    assert written.read_bytes() == done.stdout


def test_exit_zero_is_zero_and_wrong_usage_is_not(tmp_path: Path, guide: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"\x00\x01")
    assert run("check", guide, broken, "--exit-zero").exit_code == 0
    assert "Ночной гость" in run("check", guide, "--exit-zero").output
    assert program("check", guide, "--exit-zero", "--zone", "x").returncode == 2


def test_known_findings_fail_no_run_and_are_counted(tmp_path: Path, guide: Path) -> None:
    known = tmp_path / "known.json"
    assert run("check", guide, "--write-baseline", known).exit_code == 0
    moved = tmp_path / "renamed.xml"
    moved.write_text(guide.read_text("utf-8").replace("<tv>", "<tv>\n\n\n"), "utf-8")
    result = run("check", moved, "--baseline", known)
    assert result.exit_code == 0
    assert "1 finding is known" in result.output
    assert "No violation found that the baseline has not" in result.output
    assert "Ночной гость" not in result.output
    data = json.loads(run("check", moved, "--baseline", known, "--format", "json").output)
    jsonschema.validate(data, json.loads(SCHEMA.read_text()))
    assert data["totals"]["known"] == data["totals"]["violations"] == 1
    assert data["findings"][0]["known"] is True
    new = moved.read_text("utf-8").replace("</tv>", programme("20:00", "20:30", "Ещё (18+)"))
    moved.write_text(new + "</tv>", "utf-8")
    result = run("check", moved, "--baseline", known)
    assert result.exit_code == 1
    assert "Ещё" in result.output


def test_what_a_baseline_holds_in_vain_is_told(tmp_path: Path, guide: Path) -> None:
    known = tmp_path / "known.json"
    run("check", guide, "--write-baseline", known)
    guide.write_text(guide.read_text("utf-8").replace("Ночной гость", "Другой"), "utf-8")
    done = program("check", guide, "--baseline", known)
    assert done.returncode == 1
    assert "no longer found" in done.stderr.decode("utf-8")
    assert "Ночной гость" in done.stderr.decode("utf-8")
    done = program("check", guide, "--baseline", known, "--ignore", "watershed")
    assert "1 entry of the baseline is of a channel or a check" in done.stderr.decode("utf-8")
    known.write_text("{", "utf-8")
    assert program("check", guide, "--baseline", known).returncode == 2


def test_what_could_not_be_read_is_never_known(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"\x00\x01")
    known = tmp_path / "known.json"
    assert run("check", broken, "--write-baseline", known).exit_code == 3
    assert run("check", broken, "--baseline", known).exit_code == 3
