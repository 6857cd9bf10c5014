"""Files written beside their place and renamed, so that a reader never sees half of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path in the folder of ``path``, renamed over ``path`` on success.

    When the block raises, the temporary file goes and ``path`` stays as it was. The folder is
    made when it is missing. Raises OSError when it cannot be written in.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{token_hex(4)}.part")
    part.open("x").close()  # not by tempfile, whose files are for their owner alone
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
