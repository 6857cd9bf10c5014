"""Files written beside their place and renamed, so that a reader never sees half of one."""

from __future__ import annotations

import os
import tempfile
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
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        # mkstemp makes a file for its owner alone; a report is as readable as any new file.
        part.chmod(0o666 & ~_umask())
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)  # the only way to ask is to set
    os.umask(mask)
    return mask
