"""The files of the portal: uploads under their hashes, and what was made of each.

Nothing here takes a name from outside: a path is made of a hash or of the id of an upload.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from schedcheck.portal.remote import remote

_PART = "part-"
#: Seconds after which a part that nobody has renamed is of a process that is gone, and a file that
#: nothing names is of an upload that was never recorded.
OLD = 3600
#: What a name may have beside letters and digits; everything else becomes an underscore.
_KEPT = frozenset(" ._-()№+,")
_LONGEST = 60


class Stored(NamedTuple):
    """A file in the store."""

    sha256: str
    size: int


def _folder(name: str) -> Path:
    folder = Path(settings.DATA_FOLDER) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _place_of(sha256: str) -> Path:
    return _folder("uploads") / sha256[:2] / sha256


def _key_of(sha256: str) -> str:
    return f"uploads/{sha256[:2]}/{sha256}"


def path_of(sha256: str) -> Path:
    """Where the file with a hash is; of a storage elsewhere a copy, fetched where there is none."""
    path, elsewhere = _place_of(sha256), remote()
    if elsewhere and not path.exists():
        with suppress(FileNotFoundError):
            _fetch(_key_of(sha256), path)
    return path


def made_of(upload: UUID) -> Path:
    """The folder of what was made of an upload; of a storage elsewhere a copy, as it is there now.

    A copy has the time of what it is a copy of: another machine may have judged again since.
    """
    place, elsewhere = _folder("made") / upload.hex, remote()
    for key, stored in elsewhere.all(f"made/{upload.hex}") if elsewhere else ():
        path, at = place / key.rpartition("/")[2], stored.timestamp()
        if not path.exists() or path.stat().st_mtime != at:
            _fetch(key, path)
            os.utime(path, (at, at))
    return place


def _fetch(key: str, path: Path) -> None:
    """Copy a file of the storage elsewhere to ``path``, whole before it has its name."""
    elsewhere = remote()
    assert elsewhere is not None  # noqa: S101 - only then is it called
    handle, name = mkstemp(prefix=_PART, dir=_folder(key.partition("/")[0]))
    os.close(handle)
    part = Path(name)
    try:
        elsewhere.get(key, part)
        path.parent.mkdir(exist_ok=True)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def keep(pieces: Iterable[bytes]) -> Stored:
    """Store a file whole, on the disk before it has its name; raises OSError."""
    digest, size = hashlib.sha256(), 0
    handle, name = mkstemp(prefix=_PART, dir=_folder("uploads"))
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        path, elsewhere = _place_of(digest.hexdigest()), remote()
        if elsewhere:
            elsewhere.put(_key_of(path.name), part)
        path.parent.mkdir(exist_ok=True)
        part.replace(path)  # one that is there becomes new, so that no sweep takes it for old
        _settle(path.parent)
    finally:
        part.unlink(missing_ok=True)
    return Stored(digest.hexdigest(), size)


def keep_made(upload: UUID, made: Path) -> None:
    """Put the files of a folder into that of what was made of ``upload``, each of them whole.

    Whoever looks there meanwhile finds the one before or the new one of each. ``verdict.json``,
    which says by which rulebook the others are, comes last.
    """
    place = _folder("made") / upload.hex
    place.mkdir(exist_ok=True)
    files, elsewhere = sorted(made.iterdir(), key=_last_the_verdict), remote()
    for file in files if elsewhere else ():
        assert elsewhere is not None  # noqa: S101 - only then is it called
        elsewhere.put(f"made/{upload.hex}/{file.name}", file)
    for file in files:
        part = place.with_name(f"{_PART}{place.name}-{file.name}-{os.getpid()}")
        shutil.copyfile(file, part)
        with part.open("rb+") as opened:
            os.fsync(opened.fileno())
        part.replace(place / file.name)
    _settle(place)


def _last_the_verdict(file: Path) -> tuple[bool, str]:
    return file.name == "verdict.json", file.name


def is_kept(sha256: str) -> bool:
    """Whether the file with a hash is in the store."""
    elsewhere = remote()
    return elsewhere.has(_key_of(sha256)) if elsewhere else _place_of(sha256).exists()


def forget(upload: UUID) -> None:
    """Delete what was made of an upload; its file, which others may have, is for ``sweeping``."""
    elsewhere = remote()
    if elsewhere:
        for name in elsewhere.names(f"made/{upload.hex}"):
            elsewhere.delete(f"made/{upload.hex}/{name}")
    shutil.rmtree(_folder("made") / upload.hex, ignore_errors=True)


def old_files() -> Iterator[str]:
    """The hashes of the files that were stored more than an hour ago."""
    for key in _old("uploads", "[0-9a-f][0-9a-f]/*"):
        yield key.rpartition("/")[2]


def old_made() -> Iterator[UUID]:
    """The uploads of which something was made more than an hour ago."""
    for name in dict.fromkeys(key.split("/")[1] for key in _old("made", "*")):
        with suppress(ValueError):
            yield UUID(hex=name)


def _old(folder: str, pattern: str) -> Iterator[str]:
    """The keys in a folder of what was stored more than an hour ago, elsewhere and here."""
    old, elsewhere = time.time() - OLD, remote()
    for key, stored in elsewhere.all(folder) if elsewhere else ():
        if stored.timestamp() < old:
            yield key
    for path in _folder(folder).glob(pattern):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < old:
                yield f"{folder}/{path.relative_to(_folder(folder)).as_posix()}"


def delete_file(sha256: str) -> None:
    """Delete a file that no upload names; whoever calls makes sure of that (``sweeping``)."""
    elsewhere = remote()
    if elsewhere:
        elsewhere.delete(_key_of(sha256))
    _place_of(sha256).unlink(missing_ok=True)


def sweep() -> int:
    """Delete the parts that processes have left which were ended; how many."""
    old = time.time() - OLD
    parts = [
        part
        for folder in ("uploads", "made")
        for part in _folder(folder).glob(f"{_PART}*")
        if part.stat().st_mtime < old
    ]
    for part in parts:
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)
    return len(parts)


def plain_name(name: str) -> str:
    """A name of a file that is safe on every system, like the one that a browser gave.

    Names say channels and dates, so that a schedule is judged under its own. No separator, no dot
    or dash in front and nothing that a system reserves is left.
    """
    text = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    text = "".join(
        sign if sign in _KEPT or unicodedata.category(sign)[0] in "LMN" else "_" for sign in text
    )
    stem, dot, suffix = text.strip(" .").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    stem = stem[:_LONGEST].strip(" .-")
    return f"{stem or 'file'}.{suffix[:10]}" if suffix else stem or "file"


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk; a system that cannot open one does it itself."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
