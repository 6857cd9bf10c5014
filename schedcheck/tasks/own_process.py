"""What may be done only where the process is ours: in the command line and in workers."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Millions of texts are made and none in a cycle: looking for cycles would cost a fifth.

    The switch is the whole process's, so nothing that other programs import uses this.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
