"""The SHA-256 of the bytes that were read, and whether a file has changed since."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, Self

#: Opens a stream; whatever has to be closed with it goes on the stack.
Opener = Callable[[ExitStack], IO[bytes]]

_HASHER = ThreadPoolExecutor(1, "hash")


def nothing(_stack: ExitStack) -> IO[bytes]:
    """The content of what could not be opened."""
    return io.BytesIO()


class Digest:
    """The SHA-256 of a file, computed beside other work once it has begun.

    ``files`` are what the bytes are read from. Where these change after the digest was made, the
    hash would be of other bytes than were judged, and is empty.
    """

    def __init__(self, opener: Opener, files: Sequence[Path] = ()) -> None:
        self._opener = opener
        self._files = tuple(files)
        self._states = self._now()
        self._future: Future[str] | None = None

    @classmethod
    def known(cls, value: str) -> Self:
        """A hash that was computed elsewhere."""
        digest = cls(nothing)
        digest._future = Future()
        digest._future.set_result(value)
        return digest

    @property
    def changed(self) -> bool:
        """Whether the files have changed since the digest was made, as far as the system knows."""
        return self._now() != self._states

    def begin(self) -> Future[str]:
        """Begin to compute, if that was not done before."""
        if self._future is None:
            self._future = _HASHER.submit(self._sha256)
        return self._future

    def value(self) -> str:
        """The hash in hexadecimal digits, waited for if need be; empty where the file changed."""
        return self.begin().result()

    def _sha256(self) -> str:
        try:
            with ExitStack() as stack:
                stream: Any = self._opener(stack)
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return ""
        return "" if self.changed else found

    def _now(self) -> list[tuple[int, ...]]:
        return [_state(path) for path in self._files]


def _state(path: Path) -> tuple[int, ...]:
    """What differs where a file was written to or replaced."""
    try:
        about = path.stat()
    except OSError:
        return ()
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns
