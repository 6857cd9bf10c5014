"""Files of law in the formats of the program, given to the portal: its loaders read them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from schedcheck.errors import ConfigError
from schedcheck.messages import as_printed, msg
from schedcheck.portal import store

T = TypeVar("T")
#: The most bytes of a roster or a rulebook: the largest that is shipped has 60 KiB.
LIMIT = 1024**2


def read(loader: Callable[[Path], T], content: bytes, name: str) -> T:
    """What ``loader`` makes of a file that a browser calls ``name``.

    Raises ConfigError as the loader does, citing that name, and for a file that is too large.
    """
    name = store.plain_name(name)
    if len(content) > LIMIT:
        raise ConfigError(msg("%(file)s: the file has more than 1 MB", file=name))
    with TemporaryDirectory(prefix="schedcheck-") as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        try:
            return loader(path)
        except ConfigError as error:
            # without the folder, which says nothing to who gave the file
            raise ConfigError(as_printed(str(error).replace(str(path), name))) from error
