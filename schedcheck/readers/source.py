"""Files, compressed files, archives and standard input, all opened the same way."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO, cast

from schedcheck.messages import Message, said

#: A compressed file may not unfold to more than this unless the caller says so (bytes).
SIZE_LIMIT = 2 * 1024**3
HEAD = 64 * 1024


class SourceError(Exception):
    """A source that cannot be opened or unpacked; ``words`` says why and the way out."""

    def __init__(self, words: Message) -> None:
        super().__init__(words)
        self.words = words


@dataclass(slots=True)
class Source:
    """One schedule file, or one member of an archive.

    ``file`` is the name that findings cite (``week.zip/ktk.xml`` for a member), ``sha256`` the
    hash of the bytes as they were given (of the archive, for a member).
    """

    file: str
    sha256: str
    opener: Callable[[], BinaryIO]
    size_limit: int = SIZE_LIMIT
    _head: bytes | None = field(default=None, repr=False)

    @classmethod
    def nothing(cls, file: str) -> Source:
        """A source that could not be opened: a name alone."""
        return cls(file, "", io.BytesIO)

    def open(self) -> BinaryIO:
        """The decompressed content, from its beginning.

        Reading past ``size_limit`` or over a damaged compression raises SourceError.
        """
        return cast(BinaryIO, io.BufferedReader(_Guarded(self), 1 << 20))

    @property
    def head(self) -> bytes:
        """The first 64 KiB of the decompressed content."""
        if self._head is None:
            with self.open() as stream:
                self._head = stream.read(HEAD)
        return self._head

    def read(self) -> bytes:
        """The whole decompressed content."""
        with self.open() as stream:
            return stream.read()


class _Guarded(io.RawIOBase):
    """A decompressed stream that stops at the size limit and names what is broken."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._limit = source.size_limit
        self._read = 0
        self._stream: IO[bytes] = source.opener()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except (EOFError, OSError, lzma.LZMAError, zipfile.BadZipFile, ValueError) as error:
            raise SourceError(
                said(
                    "damaged or cut off after %(bytes)d bytes (%(error)s); ask for the file anew",
                    bytes=self._read,
                    error=error,
                )
            ) from error
        self._read += len(data)
        if self._read > self._limit:
            raise SourceError(
                said(
                    "unfolds to more than %(limit)d bytes; "
                    "if that is right, raise the limit with --size-limit",
                    limit=self._limit,
                )
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


_MAGIC: dict[bytes, Callable[[BinaryIO], IO[bytes]]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"\xfd7zXZ\x00": lambda stream: lzma.LZMAFile(stream),
    b"BZh": lambda stream: bz2.BZ2File(stream),
}
_ZIP = b"PK\x03\x04"
#: Zip files that are documents of their own, told by a member that each of their kind has.
_DOCUMENT_MEMBERS = ("[Content_Types].xml", "mimetype")


def _unfold(opener: Callable[[], BinaryIO]) -> Callable[[], BinaryIO]:
    with opener() as stream:
        start = stream.read(6)
    for magic, wrap in _MAGIC.items():
        if start.startswith(magic):
            return lambda: cast(BinaryIO, wrap(opener()))
    return opener


def _sha256(opener: Callable[[], BinaryIO]) -> str:
    with opener() as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_sources(path: str | Path, size_limit: int = SIZE_LIMIT) -> Iterator[Source]:
    """Every schedule in ``path``: the file itself, each member of a zip, ``-`` for stdin.

    Compression is told by magic bytes, whatever the name says. Raises SourceError for a file
    that is missing, empty or cannot be opened.
    """
    name = str(path)
    if name == "-":
        content = sys.stdin.buffer.read()
        opener: Callable[[], BinaryIO] = lambda: io.BytesIO(content)  # noqa: E731 - one of two
    else:
        opener = lambda: Path(path).open("rb")  # noqa: E731
    try:
        sha256 = _sha256(opener)
        unfolded = _unfold(opener)
        with unfolded() as stream:
            start = stream.read(4)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise SourceError(said("cannot be opened: %(error)s", error=error)) from error
    if not start:
        raise SourceError(said("the file is empty; ask for it anew"))
    if start == _ZIP:
        yield from _members(name, sha256, unfolded, size_limit)
    else:
        yield Source(name, sha256, unfolded, size_limit)


def _members(
    name: str, sha256: str, opener: Callable[[], BinaryIO], limit: int
) -> Iterator[Source]:
    try:
        with opener() as stream, zipfile.ZipFile(stream) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise SourceError(said("a damaged zip file (%(error)s)", error=error)) from error
    if any(info.filename in _DOCUMENT_MEMBERS for info in members):
        yield Source(name, sha256, opener, limit)
        return
    if not members:
        raise SourceError(said("a zip file with nothing in it"))
    for info in members:
        if info.flag_bits & 1:
            raise SourceError(
                said("%(member)s is encrypted; unpack it first", member=info.filename)
            )
        member = _unfold(_member_opener(opener, info.filename))
        yield Source(f"{name}/{info.filename}", sha256, member, limit)


def _member_opener(opener: Callable[[], BinaryIO], member: str) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        return cast(BinaryIO, zipfile.ZipFile(opener()).open(member))

    return open_member
