"""The program as a whole: what its exit code says where something unexpected happens."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

_PROGRAM = """
import sys
from schedcheck import cli
def fails():
    raise {error}
cli._called = fails
sys.argv[1:] = ["rules"]
cli.main()
"""


def _ended_by(
    error: str, folder: Path, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """A command in which an error is raised, and what is called in its process before it."""
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM.format(error=error)],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        preexec_fn=before,
    )


@pytest.mark.parametrize("error", ["ValueError('odd')", "RuntimeError('odd')", "KeyError('odd')"])
def test_a_fault_of_the_program_is_not_the_code_of_violations(tmp_path: Path, error: str) -> None:
    done = _ended_by(error, tmp_path)
    assert done.returncode == 2
    assert "odd" in done.stderr  # what a report of the fault needs


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("ValueError('odd')", ["ValueError", "odd", "<string>:5", "memory is short"]),
        ("MemoryError()", ["memory ran out"]),
    ],
)
def test_where_memory_is_short_a_fault_of_the_program_is_named_in_a_line(
    tmp_path: Path, error: str, words: list[str]
) -> None:
    size = 590 << 20
    limit = partial(resource.setrlimit, resource.RLIMIT_AS, (size, size))
    done = _ended_by(error, tmp_path, limit)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert [one for one in words if one not in line] == []
