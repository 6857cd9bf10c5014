from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from schedcheck.errors import ConfigError
from schedcheck.pipeline.run import Run, Settings
from schedcheck.reports.data.json import dumps
from schedcheck.results.finding import Severity
from schedcheck.results.results import Results
from schedcheck.schedule.week import Week, parse_week
from schedcheck.tasks.batch.batch import audit_folder, file_names, run_batch
from schedcheck.tasks.batch.frame_file import Part, unpack
from schedcheck.tasks.batch.judging import ChannelJob, judge_channels
from schedcheck.tasks.batch.scanning import File, load_scan, scan_files
from schedcheck.tasks.batch.work_folder import WorkFolder
from schedcheck.tasks.limits import TIME_UP
from tests.checks.audited import programme
from tests.cli.test_check import program, run
from tests.fixtures.replaced import replaced_after_its_key
from tests.paths import SAMPLES


def _write(path: Path, *programmes: str) -> None:
    path.write_text("<tv>\n" + "\n".join(programmes) + "\n</tv>", encoding="utf-8")


def test_every_channel_gets_a_workbook_the_clean_ones_too(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    _write(folder / "a.xml", programme("12:00", "13:00", "A", rating="18+", channel="ktk"))
    _write(folder / "b.xml", programme("12:00", "13:00", "B", rating="12+", channel="odd/../id"))
    result = run_batch(folder, out)
    assert len(result.channels) == 2
    names = {path.name for path in (out / "channels").iterdir()}
    assert names == {"ktk.xlsx", f"{file_names(['odd/../id'])['odd/../id']}.xlsx"}
    assert {path.name for path in out.iterdir()} == {
        ".schedcheck",
        "channels",
        "summary.xlsx",
        "summary.html",
        "findings.json",
    }
    sheet = openpyxl.load_workbook(out / "channels" / "ktk.xlsx")["Violations"]
    assert "A" in [cell.value for row in sheet.iter_rows() for cell in row]
    assert json.loads((out / "findings.json").read_text("utf-8"))["totals"]["violations"] == 1


def test_a_channel_of_which_nothing_was_read_has_a_workbook_that_says_so(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    _write(folder / "a.xml", programme("12:00", "13:00", "A", rating="18+", channel="ktk"))
    (folder / "mir.xml").write_bytes(lost := bytes(range(256)) * 9)
    result = run_batch(folder, out)
    assert [one.id for one in result.not_understood] == ["mir"]
    book = openpyxl.load_workbook(out / "channels" / "mir.xlsx")
    # no sheet of violations: an empty one would look like a verdict
    assert book.sheetnames == ["Delivery", "Faults", "About"]
    rows = {row[0]: row[1] for row in book["Delivery"].iter_rows(values_only=True)}
    assert rows["State"] == "not understood"
    place = str(folder / "mir.xml")
    assert "Channel: MIR" in rows
    assert place in rows
    written = "\n".join(
        str(cell) for row in book["Delivery"].iter_rows(values_only=True) for cell in row
    )
    assert hashlib.sha256(lost).hexdigest() in written
    assert "binary data" in written
    head = book["Delivery"].oddHeader
    assert head is not None
    assert "MIR" in str(head.left.text)
    assert 'href="channels/mir.xlsx"' in (out / "summary.html").read_text("utf-8")
    _write(folder / "mir.xml", programme("12:00", "13:00", "B", rating="6+", channel="mir"))
    run_batch(folder, out)
    sheets = openpyxl.load_workbook(out / "channels" / "mir.xlsx").sheetnames
    assert "Violations" in sheets
    (folder / "mir.xml").unlink()
    run_batch(folder, out)
    assert not (out / "channels" / "mir.xlsx").exists()


@pytest.mark.parametrize("lost", ["section", "workbook"])
def test_what_was_damaged_since_is_written_again(tmp_path: Path, lost: str) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("ktk", "mir"):
        row = programme("12:00", "13:00", f"A {name}", rating="18+", channel=name)
        _write(folder / f"{name}.xml", row)
    run_batch(folder, out)
    before, written = tree(out), times(out)
    damaged = {
        "workbook": [out / "channels" / "mir.xlsx"],
        "section": [
            path
            for path in WorkFolder(out).channels.iterdir()
            if "A mir" in path.read_text("utf-8")
        ],
    }[lost]
    for path in damaged:
        path.write_bytes(path.read_bytes()[:-9])
    run_batch(folder, out)
    assert tree(out) == before
    assert [name for name, at in times(out).items() if at != written[name]] == ["mir.xlsx"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no file"):
        audit_folder(tmp_path)


def test_two_files_of_one_channel_are_joined(tmp_path: Path) -> None:
    row = programme("12:00", "13:00", "A", rating="18+", channel="ktk")
    _write(tmp_path / "a.xml", row)
    _write(tmp_path / "b.xml", row, programme("13:00", "14:00", "B", channel="ktk"))
    result = audit_folder(tmp_path)
    (channel,) = result.channels
    assert (channel.programmes, channel.violations) == (2, 1)
    assert [one.code for one in result.findings].count("duplicate") == 1


SAMPLE_WEEK = SAMPLES / "week"
WEEK = parse_week("2026-W48")


def tree(folder: Path) -> dict[str, str]:
    """Every file below ``folder`` and its hash; of a scan, that of what it says and of its rows.

    Which scans have their rows in one file is another matter: those that were made together.
    """
    scans = WorkFolder(folder).scans
    told = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and scans not in path.parents
    }
    return told | {path.name: held(path) for path in scans.glob("*.json")}


def held(path: Path) -> str:
    scan = load_scan(path)
    assert scan is not None
    frames = [
        unpack([Part(path.parent / part.piece, part.begin, part.begin + part.rows)])
        for source in scan.sources
        for part in source.parts
    ]
    assert [len(frame) for frame in frames] == [
        part.rows for source in scan.sources for part in source.parts
    ]
    sources = [
        replace(source, parts=tuple(one._replace(piece="", begin=0) for one in source.parts))
        for source in scan.sources
    ]
    rows = "".join(frame.to_csv() for frame in frames)
    return hashlib.sha256(f"{scan._replace(sources=sources)}{rows}".encode()).hexdigest()


def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (folder / "channels").iterdir()}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Results]:
    """The samples in one process."""
    out = tmp_path_factory.mktemp("batch") / "out"
    return out, run_batch(SAMPLE_WEEK, out, Settings(jobs=1))


def test_a_batch_finds_what_an_audit_of_all_at_once_finds(
    undisturbed: tuple[Path, Results],
) -> None:
    out, result = undisturbed
    whole = audit_folder(SAMPLE_WEEK)
    assert result.findings == whole.findings
    assert result.sources == whole.sources
    told, at_once = json.loads((out / "findings.json").read_text("utf-8")), json.loads(dumps(whole))
    assert told["findings"] == at_once["findings"]
    # only a batch knows which channels of the roster did not deliver, and the days it is about
    assert told["totals"].pop("states")["missing"] == len(result.missing) == 1
    assert at_once["totals"].pop("states")["missing"] == 0
    assert told["totals"] == at_once["totals"]
    assert result.span is not None
    assert (result.span.days, result.span.told_by) == (WEEK, "schedules")


@pytest.mark.processes
def test_the_tree_is_the_same_for_any_number_of_processes(
    undisturbed: tuple[Path, Results], tmp_path: Path
) -> None:
    out, _result = undisturbed
    run_batch(SAMPLE_WEEK, tmp_path / "2", Settings(jobs=2))
    assert tree(tmp_path / "2") == tree(out)


@pytest.mark.parametrize("week", [None, parse_week("2024-W10")], ids=["all days", "one week"])
def test_channels_judged_together_are_judged_as_each_alone(
    week: Week | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [f"2024030{day} {time}" for day in (3, 4, 5) for time in ("12:00", "21:30")]
    folder = tmp_path / "in"
    folder.mkdir()
    for name, ids in {"a": CHANNELS[:5], "b": CHANNELS[3:], "c": CHANNELS[::2]}.items():
        rows = [
            programme(day, None, f"«Ночь» {name}", rating=rating, channel=channel)
            for channel, rating in zip(ids, ("18+", "12+", "18+", "", "6+", "18+"), strict=False)
            for day in days
        ]
        _write(folder / f"{name}.xml", *rows, programme("20249999", None, name, channel=ids[-1]))
    # a file that is named for a channel has none of it
    _write(folder / "ktk.xml", programme("20240304 12:00", None, "X", channel="mir"))
    run_batch(folder, tmp_path / "together", Settings(week=week))
    monkeypatch.setattr("schedcheck.tasks.batch.groups._SHARE", 1)
    monkeypatch.setattr("schedcheck.tasks.batch.judging.CHANNELS", 1)
    run_batch(folder, tmp_path / "alone", Settings(week=week))
    assert tree(tmp_path / "together") == tree(tmp_path / "alone")
    told = json.loads((tmp_path / "alone" / "findings.json").read_text("utf-8"))
    assert {"watershed", "unmarked", "bad-row"} <= {one["code"] for one in told["findings"]}
    assert any(one["versions"] for one in told["channels"])


def test_witnesses_that_tell_nothing_more_are_let_go(
    undisturbed: tuple[Path, Results], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, _result = undisturbed
    monkeypatch.setattr("schedcheck.tasks.batch.batch._WITNESSES", 0)
    run_batch(SAMPLE_WEEK, tmp_path, Settings(jobs=1))
    assert tree(tmp_path) == tree(out)


@pytest.mark.processes
def test_a_killed_run_is_finished_by_the_next(
    undisturbed: tuple[Path, Results], tmp_path: Path
) -> None:
    out, _result = undisturbed
    command = [sys.executable, "-m", "schedcheck", "batch", str(SAMPLE_WEEK)]
    command += ["-o", str(tmp_path), "--jobs", "2"]
    rng = random.Random(4)  # noqa: S311 - moments, no secrets
    for _kill in range(3):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(rng.uniform(1.0, 3.0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    run_batch(SAMPLE_WEEK, tmp_path, Settings(jobs=2))
    assert tree(tmp_path) == tree(out)


@pytest.fixture
def heard() -> Iterator[None]:
    """Ctrl-C is heard by what the test starts, also where the tests themselves were told not to."""
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, kept)


@pytest.mark.processes
@pytest.mark.usefixtures("heard")
def test_an_interrupted_run_leaves_whole_files_and_is_finished_by_the_next(
    undisturbed: tuple[Path, Results], tmp_path: Path
) -> None:
    out, _result = undisturbed
    command = [sys.executable, "-m", "schedcheck", "batch", str(SAMPLE_WEEK)]
    command += ["-o", str(tmp_path), "--jobs", "2", "--lang", "en"]
    for begun in (".schedcheck/scans/*.json", "channels/*.xlsx"):
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        while process.poll() is None and len(list(tmp_path.glob(begun))) < 4:
            time.sleep(0.01)
        assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of its processes
        printed, told = process.communicate(timeout=60)
        assert (process.returncode, printed) == (130, "")
        assert re.fullmatch(
            r"schedcheck: interrupted: files read: \d+ of \d+, channels written: \d+; "
            r"run it again to go on\n",
            told,
        )
        left = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert left
        assert not [path.name for path in left if path.suffix == ".part"]
        for path in (tmp_path / "channels").iterdir():
            openpyxl.load_workbook(path, read_only=True).close()
        assert not (tmp_path / "findings.json").exists()
    run_batch(SAMPLE_WEEK, tmp_path, Settings(jobs=2))
    assert tree(tmp_path) == tree(out)


@pytest.mark.processes
@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("delay", [0.2, 0.5, 0.8])
def test_a_run_that_is_interrupted_while_it_begins_says_so_at_most(
    delay: float, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "schedcheck", "batch", str(SAMPLE_WEEK), "-o", str(tmp_path)]
    process = subprocess.Popen(
        [*command, "--jobs", "2", "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)
    printed, told = process.communicate(timeout=60)
    assert (process.returncode, printed) in {(130, ""), (-signal.SIGINT, "")}
    assert not told or re.fullmatch(r"schedcheck: interrupted.*\n", told)


def test_two_runs_never_write_one_folder_at_once(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    _write(folder / "a.xml", programme("12:00", "13:00", "A", rating="12+", channel="ktk"))
    with WorkFolder(out).held():
        (out / "channels").mkdir()
        half = out / "channels" / ".ktk.xlsx.x.part"
        half.touch()
        second = program("batch", folder, "-o", out, "--fresh", "--lang", "en")
        assert (second.returncode, second.stdout) == (2, b"")
        assert second.stderr.decode() == (
            f"schedcheck: {out}: another run is writing it; wait for its end, or write to another\n"
        )
        assert half.exists()
    assert program("batch", folder, "-o", out, "--lang", "en").returncode == 0
    assert not half.exists()


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    _write(tmp_path / "a.xml", programme("12:00", "13:00", "A", channel="ktk"))
    monkeypatch.setattr("schedcheck.tasks.batch.scanning.remember", full)
    with pytest.raises(ConfigError, match="out: cannot be written: the disk is full"):
        run_batch(tmp_path, tmp_path / "out")


CHANNELS = ("ktk", "ntk", "astana", "khabar", "24kz", "stv", "balapan", "qazsport", "almaty")


def deadly_scan(run: Run, files: Sequence[File]) -> None:
    if any(Path(file.path).name == "c.xml" for file in files):
        os.kill(os.getpid(), signal.SIGKILL)
    scan_files(run, files)


def slow_scan(run: Run, files: Sequence[File]) -> None:
    if any(Path(file.path).name == "c.xml" for file in files):
        os.kill(os.getpid(), TIME_UP)
    scan_files(run, files)


def deadly_judgement(run: Run, channels: Sequence[ChannelJob]) -> None:
    if any(channel.id == "ntk" for channel in channels):
        os.kill(os.getpid(), signal.SIGKILL)
    judge_channels(run, channels)


@pytest.mark.processes
@pytest.mark.parametrize("groups", [1, 4], ids=["scanned with another", "scanned alone"])
@pytest.mark.parametrize(
    ("dying", "words"),
    [(deadly_scan, "memory ran out; split the file"), (slow_scan, "takes the processor for more")],
)
def test_a_file_over_which_its_process_dies_is_told_and_harms_no_other(
    dying: Callable[..., None],
    words: str,
    groups: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("schedcheck.tasks.batch.groups._SHARE", groups)
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name, channel in zip("abcdefghi", CHANNELS, strict=True):
        _write(folder / f"{name}.xml", programme("12:00", "13:00", "A", channel=channel))
    with monkeypatch.context() as patched:
        patched.setattr("schedcheck.tasks.batch.batch.scan_files", dying)
        result = run_batch(folder, out, Settings(jobs=2))
    judged = {report.id for report in result.channels}
    assert (len(judged), judged & {"ktk", "ntk", "astana", "khabar"}) == (
        8,
        {"ktk", "ntk", "khabar"},
    )
    (fault,) = (one for one in result.findings if one.code == "unread")
    assert fault.file == str(folder / "c.xml")
    assert words in fault.message
    # it is not taken for what the next run would find
    assert len(run_batch(folder, out, Settings(jobs=2)).channels) == 9


@pytest.mark.processes
@pytest.mark.parametrize("groups", [1, 4], ids=["judged with another", "judged alone"])
def test_a_channel_over_which_its_process_dies_ends_the_run_and_what_is_done_is_kept(
    groups: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schedcheck.tasks.batch.groups._SHARE", groups)
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for channel in CHANNELS:
        _write(folder / f"{channel}.xml", programme("12:00", "13:00", "A", channel=channel))
    with monkeypatch.context() as patched:
        patched.setattr("schedcheck.tasks.batch.batch.judge_channels", deadly_judgement)
        with pytest.raises(ConfigError, match="ntk: the process that judged it, and did nothing"):
            run_batch(folder, out, Settings(jobs=2))
    assert len(times(out)) == 8
    assert len(run_batch(folder, out, Settings(jobs=2)).channels) == 9


def test_a_second_run_does_only_what_changed(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    _write(folder / "a.xml", programme("12:00", "13:00", "A", rating="18+", channel="ktk"))
    _write(folder / "b.xml", programme("12:00", "13:00", "Бал", rating="12+", channel="ntk"))
    run_batch(folder, out)
    before = times(out)
    run_batch(folder, out)
    assert times(out) == before
    _write(folder / "a.xml", programme("12:00", "13:00", "C", rating="18+", channel="ktk"))
    run_batch(folder, out)
    changed = times(out)
    assert (changed["ktk.xlsx"] != before["ktk.xlsx"], changed["ntk.xlsx"]) == (
        True,
        before["ntk.xlsx"],
    )
    # a title of this channel is of class E18 on the other now
    _write(folder / "a.xml", programme("23:00", "23:50", "Бал", rating="18+", channel="ktk"))
    result = run_batch(folder, out)
    assert times(out)["ntk.xlsx"] != before["ntk.xlsx"]
    assert [one.channel for one in result.findings if one.code == "mark-conflict"] == ["ntk"]
    # what was altered by hand is made again
    (out / "channels" / "ntk.xlsx").write_text("spoiled")
    run_batch(folder, out)
    openpyxl.load_workbook(out / "channels" / "ntk.xlsx")
    now = times(out)
    run_batch(folder, out, fresh=True)
    assert all(times(out)[name] != now[name] for name in now)


def test_results_of_channels_that_are_gone_do_not_stay(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    _write(folder / "a.xml", programme("12:00", "13:00", "A", channel="ktk"))
    _write(folder / "b.xml", programme("12:00", "13:00", "B", channel="ntk"))
    run_batch(folder, out)
    own = openpyxl.Workbook()
    own.save(out / "channels" / "own.xlsx")
    (folder / "b.xml").unlink()
    shutil.rmtree(out / ".schedcheck")
    run_batch(folder, out)
    assert sorted(times(out)) == ["ktk.xlsx", "own.xlsx"]


@pytest.mark.processes
def test_a_monday_as_it_comes(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(SAMPLE_WEEK, folder)
    (folder / "broken.xlsx").write_bytes(random.Random(1).randbytes(5000))  # noqa: S311 - noise
    (folder / "empty.csv").touch()
    (folder / "page.xml").write_text("<!DOCTYPE html><html><body>Error 502</body></html>")
    row = programme("2026-11-23 06:00", "2026-11-30 06:00", "Radio", channel="{}")
    with zipfile.ZipFile(folder / "radio.zip", "w") as archive:
        for name in ("Radio One", "Radio Two"):
            archive.writestr(f"{name}.xml", f"<tv>{row.format(name)}</tv>")
    old = programme("2026-11-17 12:00", "2026-11-17 13:00", "Old (18+)", channel="Old.kz")
    _write(folder / "last-week.xml", old)
    result = run_batch(folder, out, Settings(jobs=2, week=WEEK))
    command = ("batch", folder, "-o", out, "--jobs", "2", "--week", "2026-W48")
    # contract 3: 1 where something was found; 3 where not, and something could not be read
    assert result.count(Severity.VIOLATION) > 0
    assert run(*command).exit_code == 1
    assert run(*command, "--fail-on", "never").exit_code == 3
    judged = {report.id for report in result.channels if report.programmes}
    assert len(judged) == 43 + 2
    assert {"Radio One", "Radio Two"} < judged
    unread = sorted(Path(one.file).name for one in result.findings if one.code == "unread")
    assert unread == ["broken.xlsx", "empty.csv", "irbis-tv.xlsx", "page.xml"]
    others = [one.id for one in result.channels if result.of_other_days(one)]
    assert others == ["Old.kz", "aqjaiyq"]
    outside = [one.file for one in result.sources if one.outside == one.programmes > 0]
    assert [Path(file).name for file in outside] == ["aqjaiyq.csv", "last-week.xml"]
    assert all(one.outside for one in result.findings if one.title == "Old (18+)")
    assert len(times(out)) == 44 + 2 + 1 + 1  # the roster, two radios, Old.kz, one not understood


def test_a_reader_that_fails_harms_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("out of order")

    _write(tmp_path / "a.xml", programme("12:00", "13:00", "A", channel="ktk"))
    (tmp_path / "b.csv").write_text("Дата;Начало;Название\n01.01.2026;10:00;А\n", encoding="utf-8")
    monkeypatch.setattr("schedcheck.readers.tables.csv.read", broken)
    result = run_batch(tmp_path, tmp_path / "out")
    assert [report.id for report in result.channels] == ["ktk"]
    (fault,) = (one for one in result.findings if one.code == "unread")
    assert "out of order" in fault.message
    monkeypatch.undo()
    assert len(run_batch(tmp_path, tmp_path / "out2").channels) == 2


def test_results_in_the_folder_that_is_read_are_no_schedules(tmp_path: Path) -> None:
    _write(tmp_path / "a.xml", programme("12:00", "13:00", "A", channel="ktk"))
    out = tmp_path / "results"
    first = run_batch(tmp_path, out)
    assert run_batch(tmp_path, out).sources == first.sources
    assert len(first.sources) == 1
    with pytest.raises(ConfigError, match="another folder"):
        run_batch(tmp_path, tmp_path)


def test_a_file_replaced_before_it_is_read_is_not_remembered_as_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a run finds of the one may not be what the next one says of the other."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    path = folder / "a.xml"
    _write(path, programme("12:00", "13:00", "A", rating="18+", channel="ktk"))
    before = path.read_bytes()

    replaced = replaced_after_its_key(path, before.replace(b"18+", b"12+"))
    with monkeypatch.context() as patch:
        patch.setattr("schedcheck.tasks.batch.batch.key_of_file", replaced)
        result = run_batch(folder, out, Settings(jobs=1))
    assert result.count(Severity.VIOLATION) == 0
    assert [one.sha256 for one in result.sources] == [hashlib.sha256(path.read_bytes()).hexdigest()]
    path.write_bytes(before)
    assert run_batch(folder, out, Settings(jobs=1)).count(Severity.VIOLATION) == 1
