"""What the user names and the program reads: files, standard input and pipes, and no devices."""

from __future__ import annotations

import errno
import json
import os
import re
import select
import stat
import sys
import time
from pathlib import Path
from typing import Any

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason

#: Bytes that a pipe may send in the place of a file of settings or results.
_MOST = 64 << 20
#: Seconds that a pipe may send nothing.
PATIENCE = 30.0
_CHUNK = 1 << 20
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_address(name: str | Path) -> bool:
    """Whether what is named is an address, as ``s3://bucket/file``, and not the name of a file."""
    return bool(_ADDRESS.match(str(name)))


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


def content_of(path: str | Path) -> bytes:
    """What is in a file of settings or results, or comes from a pipe or standard input (``-``).

    Raises ConfigError for what cannot be read: also for a device, a pipe to which nobody writes,
    and one that does not end.
    """
    name = str(path)
    try:
        if name != "-" and not is_special(name):
            return Path(path).read_bytes()
        content = read_once(name, _MOST)
    except OSError as error:
        words = msg("%(file)s: cannot be read: %(error)s", file=path, error=Reason.of(error))
        raise ConfigError(words) from error
    if len(content) > _MOST:
        words = msg("%(file)s: sends more than %(limit)d bytes", file=path, limit=_MOST)
        raise ConfigError(words)
    return content


def json_value(text: str | bytes) -> Any:
    """The value of a JSON text. Raises ValueError for anything else, nested too deep included."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError(str(error)) from error
