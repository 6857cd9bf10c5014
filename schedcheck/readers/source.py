"""Files, compressed files, archives and standard input, all opened the same way."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from schedcheck.messages import Message, said

#: A compressed file may not unfold to more than this unless the caller says so (bytes).
SIZE_LIMIT = 2 * 1024**3
HEAD = 64 * 1024

#: Opens a stream; whatever has to be closed with it goes on the stack.
Opener = Callable[[ExitStack], IO[bytes]]

#: What reading a damaged or cut-off compression raises.
_DAMAGE = (EOFError, OSError, lzma.LZMAError, zlib.error, zipfile.BadZipFile, ValueError)


class SourceError(Exception):
    """A source that cannot be opened or unpacked; ``words`` says why and the way out."""

    def __init__(self, words: Message) -> None:
        super().__init__(words)
        self.words = words


class Digest:
    """The SHA-256 of a file, reckoned beside other work once it has begun."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._future: Future[str] | None = None

    def begin(self) -> Future[str]:
        """Begin to reckon, if that was not done before."""
        if self._future is None:
            self._future = _HASHER.submit(_sha256, self._opener)
        return self._future

    def value(self) -> str:
        """The hash in hexadecimal digits, waited for if need be."""
        return self.begin().result()


def _nothing(_stack: ExitStack) -> IO[bytes]:
    return io.BytesIO()


@dataclass(slots=True)
class Source:
    """One schedule file, or one member of an archive.

    ``file`` is the name that findings cite (``week.zip/ktk.xml`` for a member), ``digest`` the
    hash of the bytes as they were given (of the archive, for a member). One that could not be
    opened at all is a name alone. ``plain_path`` is where it lies on the disk, if not compressed.
    ``modified`` is the day the file, or the member, was last changed, as far as that is known.
    """

    file: str
    digest: Digest | None = None
    opener: Opener = _nothing
    size_limit: int = SIZE_LIMIT
    plain_path: Path | None = None
    modified: date | None = None
    _head: bytes | None = field(default=None, repr=False)

    @property
    def sha256(self) -> str:
        """The hash, waited for if need be; empty for a source that could not be opened."""
        return self.digest.value() if self.digest else ""

    def open(self) -> io.BufferedReader:
        """The decompressed content, from its beginning.

        Reading past ``size_limit`` or over a damaged compression raises SourceError.
        """
        return io.BufferedReader(_Guarded(self), 1 << 20)

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
        self._stack = ExitStack()
        try:
            self._stream = source.opener(self._stack)
        except _DAMAGE as error:
            self._stack.close()
            raise SourceError(said("cannot be opened: %(error)s", error=error)) from error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except _DAMAGE as error:
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
        self._stack.close()
        super().close()


_MAGIC: dict[bytes, Callable[[IO[bytes]], Any]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"\xfd7zXZ\x00": lzma.LZMAFile,
    b"BZh": bz2.BZ2File,
}
_HASHER = ThreadPoolExecutor(1, "hash")
_ZIP = b"PK\x03\x04"
#: Zip files that are documents of their own, told by a member that each of their kind has.
_DOCUMENT_MEMBERS = ("[Content_Types].xml", "mimetype")


def _start(opener: Opener, size: int) -> bytes:
    with ExitStack() as stack:
        return opener(stack).read(size)


def _unfolded(opener: Opener) -> Opener:
    start = _start(opener, 6)
    for magic, wrap in _MAGIC.items():
        if start.startswith(magic):
            return lambda stack: stack.enter_context(wrap(opener(stack)))
    return opener


def _opener_of(path: str) -> Opener:
    if path == "-":
        content = sys.stdin.buffer.read()
        return lambda _stack: io.BytesIO(content)
    return lambda stack: stack.enter_context(Path(path).open("rb"))


def _sha256(opener: Opener) -> str:
    with ExitStack() as stack:
        stream: Any = opener(stack)
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_sources(path: str | Path, size_limit: int = SIZE_LIMIT) -> Iterator[Source]:
    """Every schedule in ``path``: the file itself, each member of a zip, ``-`` for stdin.

    Compression is told by magic bytes, whatever the name says. Raises SourceError for a file
    that is missing, empty or cannot be opened.
    """
    name = str(path)
    try:
        opener = _opener_of(name)
        unfolded = _unfolded(opener)
        start = _start(unfolded, 4)
    except _DAMAGE as error:
        raise SourceError(said("cannot be opened: %(error)s", error=error)) from error
    if not start:
        raise SourceError(said("the file is empty; ask for it anew"))
    digest = Digest(opener)
    if start == _ZIP:
        yield from _members(name, digest, unfolded, size_limit)
    else:
        plain = Path(path) if unfolded is opener and name != "-" else None
        yield Source(name, digest, unfolded, size_limit, plain, _changed(name))


def _changed(name: str) -> date | None:
    """The day a file was last changed, in UTC: the machine's own zone may not matter."""
    if name == "-":
        return None
    return datetime.fromtimestamp(Path(name).stat().st_mtime, UTC).date()


def _members(name: str, digest: Digest, opener: Opener, limit: int) -> Iterator[Source]:
    try:
        with ExitStack() as stack:
            archive = stack.enter_context(zipfile.ZipFile(opener(stack)))
            members = [info for info in archive.infolist() if not info.is_dir()]
    except (*_DAMAGE, NotImplementedError) as error:
        raise SourceError(said("a damaged zip file (%(error)s)", error=error)) from error
    if any(info.filename in _DOCUMENT_MEMBERS for info in members):
        yield Source(name, digest, opener, limit)
        return
    if not members:
        raise SourceError(said("a zip file with nothing in it"))
    for info in members:
        if info.flag_bits & 1:
            words = said("%(member)s is encrypted; unpack it first", member=info.filename)
            raise SourceError(words)
        try:
            member = _unfolded(_member_opener(opener, info))
        except (*_DAMAGE, NotImplementedError) as error:
            words = said("%(member)s is damaged (%(error)s)", member=info.filename, error=error)
            raise SourceError(words) from error
        yield Source(f"{name}/{info.filename}", digest, member, limit)


def _member_opener(opener: Opener, member: zipfile.ZipInfo) -> Opener:
    def open_member(stack: ExitStack) -> IO[bytes]:
        archive = stack.enter_context(zipfile.ZipFile(opener(stack)))
        return stack.enter_context(archive.open(member))

    return open_member
