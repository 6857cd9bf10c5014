from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.pipeline.run import Settings
from schedcheck.tasks import watch as watching
from schedcheck.tasks.batch.batch import Interrupted
from schedcheck.tasks.watch import arrivals, seen_in
from tests.checks.audited import programme

PATIENCE = 120.0


def guide(channel: str, title: str = "A") -> str:
    return f"<tv>{programme('12:00', '13:00', title, rating='18+', channel=channel)}</tv>"


def until(met: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert process.poll() is None, "the watch ended"
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)


@contextmanager
def watched(folder: Path, out: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "schedcheck", "watch", str(folder), "-o", str(out)]
    process = subprocess.Popen(
        [*command, "--settle", "0.2", "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def judged(out: Path) -> list[str]:
    path = out / "findings.json"
    if not path.exists():
        return []
    return [channel["id"] for channel in json.loads(path.read_text("utf-8"))["channels"]]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_each_arrival_is_judged_once_it_has_settled(tmp_path: Path, end: signal.Signals) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.xml").write_text(guide("ktk"), encoding="utf-8")
    with watched(folder, out) as process:
        until(lambda: judged(out) == ["ktk"], process)
        # a file that grows is waited for
        whole = guide("ntk", "Бал" * 20)
        with (folder / "b.xml").open("w", encoding="utf-8") as stream:
            for at in range(0, len(whole), 60):
                stream.write(whole[at : at + 60])
                stream.flush()
                time.sleep(0.04)
        (folder / "c.xml.part").write_text(guide("31-kanal"), encoding="utf-8")
        until(lambda: judged(out) == ["ktk", "ntk"], process)
        (folder / "c.xml.part").rename(folder / "c.xml")
        until(lambda: judged(out) == ["31-kanal", "ktk", "ntk"], process)
        process.send_signal(end)
        output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert f"Written: {out}" in output
    # a line for each arrival: when it was noticed, and of which files
    arrivals = re.findall(r"(?m)^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)  (.*)$", output)
    moments, files = zip(*arrivals, strict=True)
    assert list(moments) == sorted(moments)
    assert list(dict.fromkeys(files)) == [
        str(folder / name) for name in ("a.xml", "b.xml", "c.xml")
    ]
    assert "stopped" in errors
    assert "Traceback" not in errors
    assert not list(out.rglob("*.part"))


def test_a_round_that_fails_does_not_end_the_watch(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    (out / "channels").write_text("in the way")
    (folder / "a.xml").write_text(guide("ktk"), encoding="utf-8")
    with watched(folder, out) as process:
        assert process.stderr is not None
        assert "cannot be written" in process.stderr.readline()
        (out / "channels").unlink()
        (folder / "b.xml").write_text(guide("ntk"), encoding="utf-8")
        until(lambda: judged(out) == ["ktk", "ntk"], process)


def test_results_and_parts_are_not_seen(tmp_path: Path) -> None:
    for name in ("a.xml", "b.xml.tmp", "c.crdownload", "summary.xlsx", "channels/x.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert list(seen_in(tmp_path, tmp_path)) == [str(tmp_path / "a.xml")]


def test_ctrl_c_in_a_round_ends_the_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*_told: object) -> None:
        raise Interrupted(msg("broken off"))

    monkeypatch.setattr(watching, "arrivals", lambda *_told: iter([{"a.xml": ()}, {"b.xml": ()}]))
    monkeypatch.setattr(watching, "run_batch", broken_off)
    told: list[str] = []
    out = tmp_path / "out"
    watching.watch_folder(tmp_path, out, Settings(), lambda what: told.append(str(what)))
    assert told == ["broken off", "stopped"]


def test_a_round_that_was_kept_is_tried_again_without_an_arrival(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.xml").write_text(guide("ktk"), encoding="utf-8")
    kept = iter(["the disk is full", "the disk is full", "another run is writing it"])

    def batch(*_given: object) -> None:
        for why in kept:
            raise ConfigError(msg("%(why)s", why=why))
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "_AGAIN", 0.0)
    monkeypatch.setattr(watching, "run_batch", batch)
    told: list[str] = []
    watching.watch_folder(folder, out, Settings(), lambda what: told.append(str(what)), 0.05)
    assert told == ["the disk is full", "another run is writing it", "stopped"]


def test_the_folder_that_is_watched_is_not_written_to(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="write to another folder"):
        watching.watch_folder(tmp_path, tmp_path, Settings(), lambda _what: None)
    assert not list(tmp_path.iterdir())


def test_a_file_replaced_in_size_and_time_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("12+")
    os.utime(path, (1_764_000_000, 1_764_000_000))
    before = seen_in(tmp_path, tmp_path / "out")
    other = tmp_path / ".other"
    other.write_text("18+")
    os.utime(other, (1_764_000_000, 1_764_000_000))
    other.replace(path)
    assert seen_in(tmp_path, tmp_path / "out") != before


def test_the_hash_decides_where_the_file_system_knows_seconds_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("12+")
    about = SimpleNamespace(st_size=3, st_ino=1, st_mtime_ns=10**9, st_ctime_ns=10**9)
    monkeypatch.setattr(Path, "stat", lambda _path: about)
    before = watching.state_of(path)
    monkeypatch.undo()
    path.write_text("18+")
    monkeypatch.setattr(Path, "stat", lambda _path: about)
    assert watching.state_of(path) != before


def test_a_loop_of_links_and_a_folder_that_goes_end_no_watch(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "round").symlink_to(folder, target_is_directory=True)
    (folder / "itself").symlink_to(folder / "itself")
    (folder / "a.xml").write_text(guide("ktk"), encoding="utf-8")
    with watched(folder, out) as process:
        until(lambda: judged(out) == ["ktk"], process)
        gone = folder.rename(tmp_path / "gone")
        time.sleep(1.0)
        gone.rename(folder)
        (folder / "b.xml").write_text(guide("ntk"), encoding="utf-8")
        until(lambda: judged(out) == ["ktk", "ntk"], process)
        process.send_signal(signal.SIGTERM)
        _output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "the folder does not exist any more" in errors
    assert "Traceback" not in errors


def test_a_folder_in_which_nothing_is_yet_is_reported_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "loop").symlink_to(".")
    assert next(arrivals(folder, tmp_path / "out", 0.05)) == {}
