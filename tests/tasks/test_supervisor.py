"""The program in a child process: how it ends, and with what words."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from schedcheck.tasks.own_process import uninterrupted
from tests.missing import missing
from tests.paths import SAMPLES


@pytest.fixture(autouse=True)
def _linux() -> None:
    if sys.platform != "linux":
        missing("a child process is watched on Linux alone")


RUN = """
import ctypes, os, signal, sys, time
from schedcheck.tasks.limits import reading_done
from schedcheck.tasks.supervisor import supervised

def work():
    {work}

for ending in (signal.SIGHUP, signal.SIGTERM):  # whoever runs the tests may have them ignored
    signal.signal(ending, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
code = supervised(work)
sys.stdout.flush()
os._exit(code)
"""


def _begun(work: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", RUN.format(work=work)]
    return subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("code", [0, 1, 3])
def test_the_exit_code_of_the_work_is_that_of_the_program(code: int) -> None:
    run = _begun(f"return {code}")
    assert (run.communicate(), run.returncode) == (("", ""), code)


@pytest.mark.parametrize("code", [0, 1])
def test_a_library_that_ends_the_process_is_no_result(code: int) -> None:
    run = _begun(f"ctypes.CDLL(None).exit({code})")
    _out, said = run.communicate()
    again, ended = said.splitlines()
    assert "each is now read by a process of its own" in again
    assert ended == "schedcheck: a library ended the program: most likely memory ran out"
    assert run.returncode == 2


def test_after_all_files_were_read_the_work_is_not_done_again() -> None:
    run = _begun("reading_done(); ctypes.CDLL(None).exit(1)")
    _out, said = run.communicate()
    assert (len(said.splitlines()), run.returncode) == (1, 2)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_who_asks_it_to_end_gets_that_after_the_work_has_put_its_things_away(
    ending: signal.Signals,
) -> None:
    work = """
    try:
        print("begun", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        print("put away", flush=True)
    return 130
    """
    run = _begun(work.strip())
    assert run.stdout is not None
    assert run.stdout.readline() == "begun\n"
    run.send_signal(ending)
    assert run.communicate() == ("put away\n", "")
    assert run.returncode == -ending


@pytest.mark.processes
def test_what_asks_to_end_is_put_off_while_processes_are_started() -> None:
    done = []

    def start() -> None:
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            done.append("started")

    # a shell that starts the tests in the background has Ctrl-C ignored
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            start()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert done == ["started"]


def _at_most(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))


@pytest.mark.parametrize(
    "mib",
    [50, 80, 100, 130, 160, 200, 257, 262, 268, 272, 275, 299, 310, 328, 336, 350],
)
def test_too_little_memory_is_never_a_result(tmp_path: Path, mib: int) -> None:
    words = [sys.executable, "-m", "schedcheck", "check", str(SAMPLES / "week" / "31-kanal.csv")]
    environment = {name: at for name, at in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [*words, "--no-config", "--lang", "en", "--format", "json"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        preexec_fn=_at_most(mib << 20),
    )
    assert done.returncode == 2 or '"findings"' in done.stdout
    assert "Traceback" not in done.stderr
    if done.returncode == 2:
        assert done.stderr.splitlines()[-1].startswith("schedcheck: ")
