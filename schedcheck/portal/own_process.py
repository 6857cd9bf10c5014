"""Work on the file of a station, done by a module of ours in a process of its own."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from schedcheck.portal import store
from schedcheck.portal.judge_process import LAW, OUT, TOO_LONG
from schedcheck.portal.models import Upload

#: With fewer bytes free the disk is full.
_LEAST_FREE = 1 << 20
#: How the variables begin that say where the database, the storage and the mail server are.
_SECRET = ("DATABASE_", "SCHEDCHECK_", "AWS_", "PG")
_record = logging.getLogger(__name__)


def run(module: str, *arguments: str, folder: Path) -> str:
    """Run a module of the portal with ``folder`` as the working folder; why it has failed, if so.

    ``time``: it took, or would take, more than ``JUDGE_PATIENCE`` seconds; ``ended``: its exit code
    was not 0. What it has printed is then in the output of the worker. Raises OSError where it has
    failed while the disk was full, which is no fault of the file.
    """
    words = [sys.executable, "-m", f"schedcheck.portal.{module}", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            words,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=settings.JUDGE_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "time"
    if done.returncode == TOO_LONG:
        return "time"
    if done.returncode:
        _record.error("%s: %s", module, done.stderr.decode(errors="replace").strip())
        if shutil.disk_usage(folder).free < _LEAST_FREE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    return "ended" if done.returncode else ""


def _environment() -> dict[str, str]:
    """The environment of this process without what the portal has in it: passwords and keys."""
    return {
        name: value for name, value in os.environ.items() if not name.upper().startswith(_SECRET)
    }


def put_file(upload: Upload, folder: Path) -> str:
    """Put the file of an upload in ``folder``; its name there, which is like that it came with."""
    name = store.plain_name(upload.name)
    if name in {OUT, LAW}:
        name += "_"
    shutil.copyfile(store.path_of(upload.sha256), folder / name)
    return name
