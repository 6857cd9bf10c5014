"""``schedcheck portal demo``, which ``make demo-portal`` calls with the sample week."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.missing import missing
from tests.paths import SAMPLES
from tests.portal.test_serving import command, post, visitor

WEEK = SAMPLES / "week"

#: The program with Ctrl-C in force, which whoever runs the tests may have ignored.
_PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from schedcheck.cli import main
main()
"""


@contextmanager
def demo(
    folder: Path, data: Path
) -> Iterator[tuple[str, list[tuple[str, str]], subprocess.Popen[str]]]:
    """The address that a demonstration prints, those who sign in with what, and its process."""
    words = [sys.executable, "-c", _PROGRAM, "portal", "demo", str(folder), "--data", str(data)]
    # what another database has is left alone
    environment = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as running:
        try:
            assert running.stdout
            printed = "".join(running.stdout.readline() for _line in range(4))
            address = re.search(r"http://127\.0\.0\.1:\d+/", printed)
            assert address, printed
            who = re.findall(r": (\S+@\S+) (\S+)$", printed, re.MULTILINE)
            yield address[0], who, running
        finally:
            running.kill()


def signed_in(address: str, name: str, password: str, path: str = "") -> str:
    """A page that somebody sees who signs in."""
    browser, page = visitor(), f"{address}sign-in"
    post(browser, page, page, username=name, password=password)
    text: bytes = browser.open(address + path).read()
    return text.decode()


def test_the_sample_week_is_inside_and_two_sign_in(tmp_path: Path) -> None:
    with demo(WEEK, tmp_path / "portal") as (address, who, running):
        (station, officer) = who
        home = signed_in(address, *station)
        assert f"2026-W48-{station[0].partition('@')[0]}-1" in home
        assert 'class="flag violation"' in home
        board = signed_in(address, *officer, "board?until=2026-W48")
        delivered = re.search(r"<tfoot>\s*<tr>(.*?)</tr>", board, re.DOTALL)
        assert delivered
        assert re.findall(r"<td>(\d+)</td>", delivered[1])[-1] == "45"
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=60)  # until the worker too has ended
        assert sys.platform == "win32" or running.returncode == 0
        with pytest.raises(URLError):
            visitor().open(address)
    answer = command(tmp_path / "portal", "portal", "demo", str(WEEK))
    assert answer.startswith("2 ")
    assert "not an empty folder" in answer


def test_ctrl_c_ends_it(tmp_path: Path) -> None:
    if sys.platform == "win32":
        missing("a process gets no Ctrl-C of its own on this system")
    folder = tmp_path / "schedules"
    folder.mkdir()
    for name in ("ktk.xml", "altai.csv"):
        shutil.copy(WEEK / name, folder)
    with demo(folder, tmp_path / "portal") as (_address, who, running):
        assert [name.partition("@")[2] for name, _password in who] == [
            "station.example",
            "regulator.example",
        ]
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)
        assert running.returncode == 0


def test_a_folder_without_schedules_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "schedules"
    folder.mkdir()
    (folder / "notes.txt").write_text("nothing\n")
    answer = command(tmp_path / "portal", "portal", "demo", str(folder))
    assert answer.startswith("2 ")
    assert "no schedule of a known channel" in answer
    assert "no such folder" in command(tmp_path / "other", "portal", "demo", str(folder / "none"))
