"""The program run as a process of its own, with what it took; and hostile files made."""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from tests.attack.kinds import KINDS

#: What another build may take (seconds of the processor, bytes): one without limits has no end.
_OTHER_SECONDS, _OTHER_BYTES = 30, 8 << 30


class Write(Protocol):
    """Make a hostile file of a kind, of about so many bytes, in a folder."""

    def __call__(self, kind: str, size: int, folder: Path, /) -> Path: ...


def command(*arguments: str | Path, python: str = sys.executable) -> list[str]:
    """The command line that runs the program with ``arguments``."""
    words = [python, "-m", "schedcheck", *map(str, arguments), "--no-config"]
    return [*words, "--lang", "en", "-q"]


def batch(folder: Path, out: Path, *more: str, **how: Any) -> subprocess.CompletedProcess[str]:
    """A whole batch of the files in ``folder``; ``how``: for ``subprocess.run``."""
    words = command("batch", folder, "-o", out, *more)
    return subprocess.run(words, check=False, capture_output=True, text=True, **how)


class Measured(NamedTuple):
    """A run: exit code (a signal below 0), seconds of the processor, peak, standard error."""

    code: int
    seconds: float
    mib: float
    words: str


def measured(arguments: Sequence[str], folder: Path, python: str = sys.executable) -> Measured:
    """Run the program; a ``python`` that is not this one may take no more than what is said."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (_OTHER_SECONDS, _OTHER_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_OTHER_BYTES, _OTHER_BYTES))

    own = python == sys.executable
    other = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with (folder / "stderr").open("w+b") as told:
        begun = subprocess.Popen(
            command(*arguments, python=python),
            stdout=subprocess.DEVNULL,
            stderr=told,
            cwd=folder,
            env=None if own else other,  # its own modules, not ours
            preexec_fn=None if own else bound,  # noqa: PLW1509 - no threads
        )
        _pid, status, used = os.wait4(begun.pid, 0)
        begun.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        words = told.read().decode("utf-8", "replace")
    seconds = used.ru_utime + used.ru_stime
    return Measured(begun.returncode, seconds, used.ru_maxrss / 1024, words)


def _write(kind: str, size: int, folder: Path) -> Path:
    file, content = KINDS[kind][0](size)
    (folder / file).write_bytes(content)
    return folder / file


@contextmanager
def writing() -> Iterator[Write]:
    """Hostile files are made in another process: the peak of a child is at least its parent's."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        yield lambda kind, size, folder: pool.submit(_write, kind, size, folder).result()


def tree(out: Path) -> str:
    """The hash of all that a run has written for people and programs."""
    found = hashlib.sha256()
    for path in sorted(out.rglob("*")):
        if path.is_file() and not {".schedcheck", "readings"}.intersection(path.parts):
            found.update(f"{path.relative_to(out)}\0".encode() + path.read_bytes())
    return found.hexdigest()
