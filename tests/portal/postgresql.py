"""A cluster of PostgreSQL of the tests' own, in a temporary folder, on a socket in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.missing import missing


def programs() -> Path:
    """The folder of ``initdb`` and ``pg_ctl``."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not debian:
        missing("no PostgreSQL on this machine (Debian: apt-get install postgresql)")
    return debian[-1].parent


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a database that is there within the block."""
    folder = Path(mkdtemp(prefix="schedcheck-pg-"))
    who: dict[str, Any] = {}
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # initdb refuses root
        shutil.chown(folder, "nobody")
        who = {"user": "nobody", "extra_groups": []}
    data, log, bin_ = folder / "data", folder / "log", programs()

    def run(name: str, *words: str) -> None:
        subprocess.run(
            [bin_ / name, "-D", data, *words],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            **who,
        )

    run("initdb", "--auth=trust", "--username=portal", "--no-sync", "--encoding=UTF8")
    run("pg_ctl", "-w", "-l", str(log), "-o", f"-k {folder} -F -c listen_addresses=''", "start")
    try:
        yield f"postgresql://portal@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder)
