"""The store of the portal in a storage like S3, of which the folder of data has copies.

``SCHEDCHECK_STORE=s3://bucket/prefix`` names it; where it is and who may use it say the variables
that every program for such storages reads: AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and so on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files import File

from schedcheck.errors import ConfigError
from schedcheck.messages import msg


class Remote:
    """Files in a bucket, by keys such as ``uploads/ab/ab12...``."""

    def __init__(self, address: str) -> None:
        """Raises ConfigError for an address that is not one, and without the package ``boto3``."""
        parts = urlsplit(address)
        if parts.scheme != "s3" or not parts.netloc:
            words = msg(
                "SCHEDCHECK_STORE takes an address such as s3://bucket/prefix, not %(address)s",
                address=address,
            )
            raise ConfigError(words)
        if not find_spec("boto3"):
            words = msg("a store at an address needs one more package: pip install boto3")
            raise ConfigError(words)
        from storages.backends.s3 import S3Storage

        self._storage: Any = S3Storage(
            bucket_name=parts.netloc, location=parts.path.strip("/"), file_overwrite=True
        )

    def put(self, key: str, path: Path) -> None:
        """Store a file whole; one that is there is replaced and becomes new."""
        with path.open("rb") as opened:
            self._storage.save(key, File(opened))

    def has(self, key: str) -> bool:
        """Whether there is a file of this key."""
        return bool(self._storage.exists(key))

    def get(self, key: str, path: Path) -> None:
        """Fetch a file to ``path``. Raises FileNotFoundError where there is none."""
        with self._storage.open(key) as source, path.open("wb") as target:
            for piece in source.chunks():
                target.write(piece)

    def names(self, folder: str) -> list[str]:
        """The names of the files of a folder."""
        found: list[str] = self._storage.listdir(folder)[1]
        return found

    def delete(self, key: str) -> None:
        """Delete a file; one that is not there is deleted already."""
        self._storage.delete(key)

    def all(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """The key of each file below a folder, and when it was stored."""
        prefix = "/".join(part for part in (self._storage.location.strip("/"), folder) if part)
        cut = len(prefix) - len(folder)
        for one in self._storage.bucket.objects.filter(Prefix=f"{prefix}/"):
            yield one.key[cut:], one.last_modified


@lru_cache(maxsize=4)
def _opened(address: str) -> Remote:
    return Remote(address)


def remote() -> Remote | None:
    """The storage that the settings name; None where the folder of data is the store."""
    return _opened(settings.STORE) if settings.STORE else None
