"""The same tests with PostgreSQL in place of SQLite: Django knows one database a process."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.paths import ROOT
from tests.portal.postgresql import programs

#: What knows no database, or starts a site of its own.
_WITHOUT = (
    "test_demo",
    "test_dropping",
    "test_equality",
    "test_images",
    "test_no_network",
    "test_kills",
    "test_postgresql",
    "test_sending",
    "test_serving",
    "test_settings",
    "test_store",
    "test_story",
)


def test_everything_holds_on_postgresql() -> None:
    programs()
    left_out = [f"--ignore=tests/portal/{name}.py" for name in _WITHOUT]
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/portal", *left_out]
    done = subprocess.run(
        [sys.executable, *words, "-p", "no:xdist"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PORTAL_DATABASE": "postgresql", "PYTEST_ADDOPTS": ""},
    )
    assert done.returncode == 0, done.stdout[-5000:]
    assert " passed" in done.stdout
