"""Who writes to a pipe with a name while a test reads it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def endless(pipe: Path) -> Iterator[None]:
    """Somebody writes noughts to ``pipe`` until it is no longer read."""

    def write() -> None:
        with suppress(BrokenPipeError), pipe.open("wb", buffering=0) as stream:
            while True:
                stream.write(bytes(10_000))

    writer = threading.Thread(target=write)
    writer.start()
    yield
    writer.join()
