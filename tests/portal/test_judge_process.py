"""The verdict of the portal is that of ``check``, byte by byte, whatever the file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from schedcheck.cli import cli
from schedcheck.portal.judge_process import judge
from tests.missing import missing
from tests.paths import ROOT

SAMPLES = [
    path
    for folder in ("week", "2017-02")
    for path in sorted((ROOT / "samples" / folder).rglob("*"))
    if path.is_file()
]


def printed(folder: Path, name: str, *options: str) -> bytes:
    """What ``check --format json`` prints of a file in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        words = ["check", "--no-config", "--format", "json", *options, name]
        return CliRunner().invoke(cli, words).stdout_bytes
    finally:
        os.chdir(before)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_verdict_is_that_of_check(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schedcheck.portal.store import plain_name

    assert plain_name(path.name) == path.name
    shutil.copyfile(path, tmp_path / path.name)
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path)
    judge(path.name, Path("out"), {"week": "2026-W48"})
    verdict = (tmp_path / "out" / "verdict.json").read_bytes()
    assert json.loads(verdict)["sources"]
    assert verdict == printed(path.parent, path.name, "--week", "2026-W48")


def test_the_process_has_no_network_where_the_system_allows_that() -> None:
    code = (
        "import socket\n"
        "from schedcheck.portal.judge_process import leave_the_network\n"
        "left = leave_the_network()\n"
        "try:\n"
        "    socket.create_connection(('192.0.2.1', 9), 0.2)\n"
        "except OSError as error:\n"
        "    print(left, type(error).__name__, error.errno)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    if not done.stdout.startswith("True"):
        missing("the system lets no process leave its network (Linux with namespaces does)")
    assert "101" in done.stdout  # the network is unreachable
