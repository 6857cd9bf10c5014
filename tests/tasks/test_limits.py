"""One file stops no run: what it takes of memory and time has limits that the system holds."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from schedcheck import Settings, audit
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.pipeline.failures import failed_words, from_outside
from schedcheck.readers.row_faults import LIBREOFFICE_SLOW, NO_LIBREOFFICE
from schedcheck.tasks import limits
from tests.missing import missing
from tests.tasks.hostile_reader import installed

pytestmark = pytest.mark.processes

GOOD = "дата;время;название;возраст\n24.11.2026;15:00;Фильм;18+\n24.11.2026;23:00;Новости;6+\n"
#: Harm and what is said of the file that does it.
HARMS = {
    "abort": "the process that read it, and did nothing else, was ended from outside",
    "memory": "reading it takes more memory than one file may take",
    "time": "reading it takes the processor for more than 4 seconds",
    "deep": "failed (RecursionError",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good schedule among files that do harm."""
    given = tmp_path / "in"
    given.mkdir()
    (given / "31-kanal.csv").write_text(GOOD, encoding="utf-8")
    for harm in HARMS:
        (given / f"{harm}.harm").write_text(f"HARM {harm}")
    return given


def run(tmp_path: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-m", "schedcheck", *arguments, "--lang", "en", "--no-config"]
    command += ["--time-limit", "4", "--memory-limit", "400000000"]
    environment = installed(tmp_path / "lib")
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    report = tmp_path / "out" / "findings.json"
    return done.returncode, json.loads(report.read_text() if report.exists() else done.stdout)


@pytest.mark.parametrize(
    "arguments", [("check", "in", "--format", "json"), ("batch", "in", "-oout")]
)
def test_files_that_do_harm_are_faults_and_the_others_are_judged(
    tmp_path: Path, folder: Path, arguments: tuple[str, ...]
) -> None:
    if sys.platform != "linux":
        missing("a child process is watched on Linux alone")
    assert folder.exists()
    code, report = run(tmp_path, *arguments)
    assert code == 1
    assert "watershed" in {one["code"] for one in report["findings"]}
    told = {one["file"]: one["message"] for one in report["findings"] if one["code"] == "unread"}
    assert set(told) == {f"in/{harm}.harm" for harm in HARMS}
    for harm, words in HARMS.items():
        assert words in told[f"in/{harm}.harm"]


def test_a_larger_file_may_take_longer(tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.touch()
    assert limits.seconds_for(str(file), 60) == 60
    with file.open("r+b") as stream:
        stream.truncate(250_000_000)
    assert limits.seconds_for(str(file), 60) == 180


def test_in_the_process_of_another_program_nothing_is_limited(tmp_path: Path) -> None:
    if find_spec("resource") is None:
        missing("no limits of resources on this system")
    resource = import_module("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    with limits.limited([str(tmp_path)], 1, 1):
        assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_what_the_machine_lacked_is_not_remembered() -> None:
    full = Reason.of(OSError(28, "No space left on device"))
    assert from_outside(msg("cannot be opened: %(error)s", error=full))
    assert from_outside(failed_words(MemoryError()))
    assert from_outside(NO_LIBREOFFICE)
    assert from_outside(msg(LIBREOFFICE_SLOW, seconds=1))
    assert not from_outside(msg("cannot be opened: %(error)s", error=Reason.of(ValueError("x"))))


def test_of_very_many_faults_the_first_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    rows = "".join(f"24.11.2026;15:{at % 60:02}x;Фильм {at};6+\n" for at in range(3000))
    path = tmp_path / "31-kanal.csv"
    path.write_text(GOOD + rows, encoding="utf-8")
    result = audit(path, Settings())
    faults = [one for one in result.findings if one.code == "bad-row"]
    listed = [one for one in faults if one.place]
    (rest,) = [one for one in faults if not one.place]
    assert len(listed) == 1000
    assert str(result.sources[0].faults - 1000) in str(rest.message)
    assert result.sources[0].faults >= 3000
