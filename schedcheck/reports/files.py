"""Files written beside their place and renamed, so that a reader never sees half of one."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path in the folder of ``path``, renamed over ``path`` on success.

    When the block raises, the temporary file goes and ``path`` stays as it was. The folder is
    made when it is missing. Raises OSError when it cannot be written in.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    # not by tempfile: its files are for their owner alone, and a report is as readable as any other
    part.touch(exist_ok=False)
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
