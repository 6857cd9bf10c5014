"""What a command writes never replaces what it reads, and a target that cannot be is one line."""

from __future__ import annotations

import gc
import io
import os
import shutil
import signal
import subprocess
import sys
from contextlib import redirect_stderr
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from schedcheck.cli import _run as main_of_commands
from schedcheck.cli import cli
from schedcheck.tasks.processes import BATCH, start_ahead
from tests.cli.test_check import program
from tests.missing import missing
from tests.paths import SAMPLES

#: A disk that is full leaves generators of openpyxl behind, which then cannot write their end.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
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


#: Every command that writes, with all of its ways to: the target stands last.
WRITES_FILE = (
    *(("check", "in.csv", "--format", form, "-o") for form in ("json", "csv", "html", "sarif")),
    *(("check", "in.csv", "--format", form, "-o") for form in ("junit", "xlsx", "text")),
    ("check", "in.csv", "--annotate"),
    ("check", "in.csv", "--write-baseline"),
    ("repair", "in.csv", "-o"),
    ("repair", "in.csv", "--apply"),
    ("package", "good", "-o"),
    ("diff", "in.csv", "week", "--format", "json", "-o"),
    *(("query", "store", "select 1 as a", "--format", form, "-o") for form in ("csv", "json")),
    *(("convert", "in.csv", "--to", form, "-o") for form in ("csv", "xlsx", "parquet", "xmltv")),
)
WRITES_FOLDER = (
    ("batch", "week", "-o"),
    ("watch", "week", "-o"),
    ("summary", "good", "--period", "2026-11", "-o"),
    ("document", "good/findings.json", "--in", "ru", "-o"),
    ("archive", "week", "-o"),
)
#: Target, and whether it is one for files, for folders or for both.
BAD_FILES = ("folder", "pipe", "link", "lost-link", "in.csv/x", "/dev/null", "/sys/x")
BAD_FOLDERS = ("in.csv", "pipe", "lost-link", "in.csv/x", "/dev/null", "/sys/x")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a schedule, the results of a batch, and targets of all bad kinds."""
    if os.name == "nt":
        missing("there are no such pipes and devices on this system")
    folder = tmp_path_factory.mktemp("outputs")
    (folder / "week").mkdir()
    (folder / "folder").mkdir()
    for copy in (folder / "in.csv", folder / "week" / "in.csv"):
        shutil.copy(WEEK / "altai.csv", copy)
    assert program("batch", "week", "-o", "good", cwd=folder).returncode in {1, 3}
    assert program("archive", "week", "-o", "store", cwd=folder).returncode in {1, 3}
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to(folder / "good" / "findings.json")
    (folder / "lost-link").symlink_to(folder / "nothing")
    return folder


@pytest.fixture(autouse=True)
def _in_place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "place" in request.fixturenames:
        monkeypatch.chdir(request.getfixturevalue("place"))


def contents(folder: Path) -> dict[str, object]:
    """What is in a folder: names and kinds, and the bytes of files."""
    return {
        path.name: path.read_bytes() if path.is_file() else path.lstat().st_mode
        for path in folder.iterdir()
    }


def here(*words: str) -> tuple[int, list[str]]:
    """The exit code of a command that is run in this process, and the lines of standard error."""
    errors = io.StringIO()
    endings = [(one, signal.getsignal(one)) for one in (signal.SIGTERM, signal.SIGINT)]
    with pytest.MonkeyPatch.context() as patch, redirect_stderr(errors):
        quiet = () if words[0] == "query" else ("-q",)  # it prints nothing but its answer
        patch.setattr(sys, "argv", ["schedcheck", *words, *quiet, "--lang", "en"])
        code = main_of_commands()
    for ending, handler in endings:
        signal.signal(ending, handler)
    return code, errors.getvalue().splitlines()


def refused(place: Path, *words: str) -> None:
    before = contents(place)
    code, lines = here(*words)
    assert code == 2
    (line,) = lines
    # a link to a file that the command itself reads is refused as that file
    assert "cannot be written: " in line or "to be written and to be read" in line
    assert ".part" not in line
    assert contents(place) == before


def test_every_command_that_writes_is_tried() -> None:
    outputs = {"-o", "--annotate", "--apply", "--write-baseline"}
    tried = {words[0] for words in (*WRITES_FILE, *WRITES_FOLDER)}
    writing = {
        name
        for name, command in cli.commands.items()
        if any(outputs.intersection(option.opts) for option in command.params)
    }
    assert writing == tried


@pytest.mark.parametrize("target", BAD_FILES)
@pytest.mark.parametrize("words", WRITES_FILE, ids=" ".join)
def test_a_bad_target_for_a_file_is_refused(
    place: Path, words: tuple[str, ...], target: str
) -> None:
    refused(place, *words, target)


@pytest.mark.parametrize("target", BAD_FOLDERS)
@pytest.mark.parametrize("words", WRITES_FOLDER, ids=" ".join)
def test_a_bad_target_for_a_folder_is_refused(
    place: Path, words: tuple[str, ...], target: str
) -> None:
    refused(place, *words, target)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("most", [0, 3000, 40_000])
@pytest.mark.parametrize(
    "words", [*WRITES_FILE, *(one for one in WRITES_FOLDER if one[0] != "watch")], ids=" ".join
)
def test_a_full_disk_is_one_line_and_leaves_no_half(
    tmp_path: Path, words: tuple[str, ...], most: int
) -> None:
    """A file that may not grow stands for a disk that is full; ``make attack`` fills real ones."""
    if os.name == "nt":
        missing("no limit of the size of files on this system")
    import resource

    import networkx as nx  # noqa: F401 - compiling a module that is imported late would fail too

    # else the process that workers are forked from may start within the limit and keep it, also
    # for the tests after this one
    start_ahead(2, BATCH)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        code, lines = here(*words, str(tmp_path / "out"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        gc.collect()  # what is left behind is warned of here, and not in another test
    assert not list(tmp_path.rglob("*.part"))
    if code != 2:  # all that there was to be written has found its place
        assert code in {0, 1, 3}
        assert (tmp_path / "out").exists()
        return
    (line,) = lines
    # LibreOffice, which meets the limit itself, does not say why it made nothing
    assert "cannot be written: " in line or "made no PDF of it" in line
    assert "None" not in line


@pytest.mark.parametrize(
    "words",
    [
        *(
            ("check", "in.csv"),
            ("check", "in.csv", "--format", "json"),
            ("batch", "week", "-o", "b"),
        ),
        *(("convert", "in.csv", "--to", "csv", "-o", "-"), ("repair", "in.csv", "-o", "r.xlsx")),
        *(("summary", "good", "--period", "2026-11", "-o", "s"), ("explain", "good/findings.json")),
        *(("rules",), ("channels",), ("config",), ("diff", "week", "week"), ("--help",)),
    ],
    ids=" ".join,
)
def test_standard_output_that_is_full_is_exit_code_2(place: Path, words: tuple[str, ...]) -> None:
    if not Path("/dev/full").exists():
        missing("there is no device that is always full on this system")
    command = [sys.executable, "-m", "schedcheck", *words]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, cwd=place)
    assert done.returncode == 2
    assert "output: cannot be written: the disk is full" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def started(*words: str | Path, **how: Any) -> subprocess.CompletedProcess[bytes]:
    """The program as a process of its own."""
    command = [sys.executable, "-m", "schedcheck", *map(str, words)]
    command += ["--lang", "en"] if words[0] != "--help" else []
    command += ["--no-config"] if words[0] not in {"rules", "--help"} else []
    return subprocess.run(command, check=False, **how)


def test_whoever_reads_the_output_may_close_it(tmp_path: Path) -> None:
    """No findings must not look like some: the exit code is not that of click and rich, 1."""
    path = tmp_path / "ktk.csv"
    path.write_text("дата;время;название;возраст\n24.11.2026;15:00-16:00;Фильм;6+\n", "utf-8")
    for words in (["check", path], ["check", path, "--format", "json"], ["rules"], ["--help"]):
        reading, writing = os.pipe()
        os.close(reading)
        done = started(*words, stdout=writing, stderr=subprocess.PIPE)
        os.close(writing)
        assert (done.returncode, done.stderr) == (141, b""), words


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    words = f"import os, sys; os.rmdir({str(gone)!r}); sys.argv[1:] = ['check', {str(WEEK)!r}]"
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"{words}; from schedcheck.cli import main; main()"],
        check=False,
        capture_output=True,
        text=True,
        cwd=gone,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("schedcheck: the folder in which it was started does not exist")


@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1, 2)])
def test_closed_streams_are_no_obstacle(closed: tuple[int, ...], tmp_path: Path) -> None:
    """Without them, a file that the program opens would take their numbers, and be printed into."""
    out = tmp_path / "out"
    (tmp_path / "in").mkdir()
    shutil.copy(WEEK / "altai.csv", tmp_path / "in")
    done = started(
        "batch",
        tmp_path / "in",
        "-o",
        out,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: list(map(os.close, closed)),
    )
    assert done.returncode in {1, 3}, done.stderr
    assert b"Traceback" not in done.stderr
    assert (out / "findings.json").read_bytes().startswith(b"{")


def test_standard_input_that_is_closed_is_empty() -> None:
    done = started(
        "check",
        "-",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=partial(os.close, 0),
    )
    assert done.returncode == 3
    assert b"the file is empty" in done.stdout


def test_memory_that_runs_out_is_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def runs_out() -> int:
        raise MemoryError

    monkeypatch.setattr("schedcheck.cli._called", runs_out)
    assert main_of_commands() == 2
    assert "memory ran out" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("check", "loop"), ("diff", "loop", "loop"), ("repair", "loop")])
def test_a_link_to_itself_is_exit_code_2(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Settings are looked for beside it; without them nothing asks where it leads."""
    (tmp_path / "loop").symlink_to("loop")
    command = [sys.executable, "-m", "schedcheck", *words, "--lang", "en"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "'loop' does not exist" in done.stderr
