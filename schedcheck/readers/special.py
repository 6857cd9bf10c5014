"""What is no ordinary file: standard input and pipes, read once; devices, which are refused."""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
import time
from pathlib import Path

#: Seconds that a pipe may send nothing.
PATIENCE = 30.0
_CHUNK = 1 << 20


def is_special(path: str) -> bool:
    """Whether there is something at ``path`` that is neither a file nor a folder."""
    given = Path(path)
    return given.exists() and not given.is_file() and not given.is_dir()


def read_once(path: str, most: int) -> bytes:
    """What standard input (``-``) or a pipe holds; not much more than ``most`` bytes of it.

    Raises OSError for a device or a socket, and for a pipe to which nobody writes.
    """
    if path == "-":
        return sys.stdin.buffer.read(most + 1)
    if not stat.S_ISFIFO(Path(path).stat().st_mode):
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), path)
    # opened so, it does not wait for who writes
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        return _from_pipe(number, most)
    finally:
        os.close(number)


def _from_pipe(number: int, most: int) -> bytes:
    parts: list[bytes] = []
    length = 0
    waited_until = time.monotonic() + PATIENCE
    while length <= most:
        ready, _none, _nothing = select.select([number], [], [], 0.05)
        try:
            part = os.read(number, _CHUNK) if ready else None
        except BlockingIOError:
            part = None
        if part:
            parts.append(part)
            length += len(part)
            waited_until = time.monotonic() + PATIENCE
        elif part == b"" and parts:
            break
        elif time.monotonic() > waited_until:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        elif part == b"":  # nobody has opened it for writing yet
            time.sleep(0.01)
    return b"".join(parts)
