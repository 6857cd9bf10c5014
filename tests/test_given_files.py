from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

import pytest

from schedcheck import given_files
from schedcheck.errors import ConfigError
from schedcheck.given_files import content_of
from tests.cli.test_check import run
from tests.missing import missing
from tests.paths import SAMPLES
from tests.pipes import endless


@pytest.fixture(autouse=True)
def _pipes() -> None:
    if not hasattr(os, "mkfifo"):
        missing("there are no pipes with names on this system")


def device(folder: Path) -> Path:
    """A device of noughts without end, in a folder of the test."""
    path = folder / "zero.toml"
    made = subprocess.run(["mknod", path, "c", "1", "5"], check=False, capture_output=True)
    if made.returncode:
        path.symlink_to("/dev/zero")
    return path


def test_a_file_is_read_whole_and_a_missing_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    assert content_of(tmp_path / "a") == b"one"
    with pytest.raises(ConfigError, match=r"none: cannot be read: there is no such file"):
        content_of(tmp_path / "none")


def test_a_pipe_is_read_in_place_of_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"one",))
    writer.start()
    assert content_of(pipe) == b"one"
    writer.join()


def test_a_pipe_to_which_nobody_writes_or_that_does_not_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setattr(given_files, "PATIENCE", 0.2)
    with pytest.raises(ConfigError, match="nothing came"):
        content_of(pipe)
    monkeypatch.setattr(given_files, "PATIENCE", 30)
    monkeypatch.setattr(given_files, "_MOST", 100_000)

    with endless(pipe), pytest.raises(ConfigError, match="sends more than 100000 bytes"):
        content_of(pipe)


@pytest.mark.parametrize(
    "option", ["--config", "--roster", "--rulebook", "--mapping", "--baseline"]
)
def test_no_option_reads_a_device_without_end(option: str, tmp_path: Path) -> None:
    done = run("check", SAMPLES / "week" / "ktk.xml", option, device(tmp_path))
    assert "zero.toml: cannot be read: it is a device" in str(done.exception)


@pytest.mark.parametrize("command", ["explain", "summary"])
def test_no_command_reads_results_from_a_device_without_end(command: str, tmp_path: Path) -> None:
    more = ["--period", "2026", "-o", tmp_path / "a"] if command == "summary" else []
    done = run(command, device(tmp_path), *more)
    assert "zero.toml: cannot be read: it is a device" in str(done.exception)


def test_no_device_is_verified_without_end(tmp_path: Path) -> None:
    done = run("verify", device(tmp_path))
    assert "zero.toml: cannot be read: it is a device" in str(done.exception)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a": ' * 200_000, "9" * 5000, b'{"a": "\xff"}'])
def test_what_no_parser_takes_is_said_in_a_line(text: str | bytes, tmp_path: Path) -> None:
    path = tmp_path / "findings.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    for words in (
        ("summary", tmp_path, "--period", "2026", "-o", tmp_path / "a"),
        ("explain", path),
        ("check", SAMPLES / "week" / "ktk.xml", "--baseline", path),
    ):
        done = run(*words)
        assert isinstance(done.exception, ConfigError), done.exception
        assert "findings.json: " in str(done.exception)


def test_settings_nested_too_deep(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("a = " + "[" * 100_000)
    done = run("check", SAMPLES / "week" / "ktk.xml", "--roster", path)
    assert "own.toml: not TOML: it is nested too deep" in str(done.exception)
