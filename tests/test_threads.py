"""Two threads that audit in two languages at once say what two processes say."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rich.console import Console

import schedcheck
from schedcheck.cli.progress import PIPE_WIDTH
from schedcheck.messages import current_language, language
from schedcheck.reports.terminal import print_audit
from tests.paths import SAMPLES

FILES = ("alau-tv.xlsx", "astana-tv.xml", "altai.csv")
FORMS = ("json", "csv", "html", "sarif", "junit", "text")


def said_by_a_process(folder: Path, name: str, form: str) -> str:
    command = [sys.executable, "-m", "schedcheck", "check", *FILES, "--no-config", "--verbose"]
    command += ["--lang", name, "--format", form, "--jobs", "1"]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    return done.stdout.decode("utf-8")


def said_by_a_thread(files: list[str], name: str, together: threading.Barrier) -> dict[str, str]:
    with language(name):
        together.wait()
        result = schedcheck.audit(files)
        together.wait()
        said = {form: schedcheck.dumps(result, form) for form in FORMS if form != "text"}
        text = io.StringIO()
        print_audit(result, Console(file=text, width=PIPE_WIDTH), verbose=True)
        assert current_language() == name
    return {**said, "text": text.getvalue()}


def test_two_threads_say_what_two_processes_say(monkeypatch: pytest.MonkeyPatch) -> None:
    week = SAMPLES / "week"
    names = ("ru", "kk")
    together = threading.Barrier(len(names))
    monkeypatch.chdir(week)  # findings name files as they were given
    with ThreadPoolExecutor(len(names)) as pool:
        threads = [pool.submit(said_by_a_thread, list(FILES), name, together) for name in names]
        said = dict(zip(names, [thread.result() for thread in threads], strict=True))
    for name in names:
        for form in FORMS:
            assert said[name][form] == said_by_a_process(week, name, form), (name, form)
    assert said["ru"]["text"] != said["kk"]["text"]
    assert current_language() == "en"
