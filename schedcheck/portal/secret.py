"""The key that sessions are signed with: in the folder of data, for its owner alone."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_urlsafe
from tempfile import mkstemp


def secret_key(folder: Path) -> str:
    """The key in ``folder``, made on first start; of two that start at once, one makes it."""
    path = folder / "secret-key"
    if not path.exists():
        # for the owner alone, and whole before it has its name
        handle, name = mkstemp(dir=folder, prefix=".secret-key-")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, path)
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()
    return path.read_text(encoding="ascii")
