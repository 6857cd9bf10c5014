"""Files, compressed files, archives and standard input, all opened the same way."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from itertools import count
from pathlib import Path
from typing import IO, Any

from msgspec import Struct, field

from schedcheck.given_files import is_special, read_once
from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.readers.archive import (
    DAMAGE,
    SIGNATURE,
    START,
    Archive,
    archive_in,
    is_archive,
    is_mail,
    litter_of,
    unread_archive,
)
from schedcheck.readers.files import (
    Digest,
    Opener,
    day_since,
    first_half,
    is_half,
    nothing,
    other_half,
    read_into,
)
from schedcheck.readers.signatures import HEAD

#: What is given as one file may not unfold to more than this unless the caller says so (bytes).
SIZE_LIMIT = 2 * 1024**3
#: Archives may stand in archives this deep.
DEPTH_LIMIT = 5
#: So many files may lie in what is given as one, in its archives in archives too.
MEMBERS_LIMIT = 20_000
#: An archive in an archive is unfolded in memory up to this size (bytes), then on the disk.
_IN_MEMORY = 64 * 1024**2


class SourceError(Exception):
    """A source that cannot be opened or unpacked; ``words`` says why and the way out."""

    def __init__(self, words: Message) -> None:
        super().__init__(words)
        self.words = words


class Allowance:
    """How many bytes may yet be unfolded out of what is given as one file, over all its members."""

    def __init__(self, limit: int = SIZE_LIMIT) -> None:
        self.limit = limit
        self.members = 0
        self._taken: dict[int, int] = {}
        self._total = 0

    def enter(self) -> None:
        """Note one more file of an archive. Raises SourceError where these are too many."""
        self.members += 1
        if self.members > MEMBERS_LIMIT:
            words = msg(
                "more than %(count)d files in one archive; unpack it and give the folder",
                count=MEMBERS_LIMIT,
            )
            raise SourceError(words)

    def take(self, number: int, count: int) -> bool:
        """Note that ``count`` bytes of a source were unfolded; whether that is allowed.

        Who reads a source twice takes it once; two may have one name, none have one number.
        """
        more = count - self._taken.get(number, 0)
        if more > 0:
            self._taken[number] = count
            self._total += more
        return self._total <= self.limit


class Source(Struct):
    """One schedule file, or one member of an archive.

    ``file`` is the name that findings cite (``week.zip/ktk.xml`` for a member), ``digest`` the
    hash of the bytes as they were given (of the archive, for a member). One that could not be
    opened at all is a name alone. ``plain_path`` is where it lies on the disk, if not compressed.
    ``modified`` is the day the file, or the member, was last changed, as far as that is known.
    ``parts`` are the files of schedules that lie in two each (JTV), and this one is then opened in
    the place of the first of them. ``issued``: when a document says that it was made, ISO 8601.
    ``number``: no other source has it.
    """

    file: str
    digest: Digest | None = None
    opener: Opener = nothing
    allowance: Allowance = field(default_factory=Allowance)
    plain_path: Path | None = None
    modified: date | None = None
    parts: tuple[Source, ...] = ()
    issued: str = ""
    number: int = field(default_factory=count().__next__)
    _head: bytes | None = None

    @property
    def sha256(self) -> str:
        """The hash, waited for if need be; empty for a source that could not be opened."""
        return self.digest.value() if self.digest else ""

    @property
    def changed(self) -> bool:
        """Whether the file has changed since it was opened: its hash is then of other bytes."""
        return self.digest is not None and self.digest.changed

    def open(self) -> io.BufferedReader:
        """The decompressed content, from its beginning.

        Reading past its ``allowance`` or over a damaged compression raises SourceError.
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
        with io.BytesIO(self.head) if len(self.head) < HEAD else self.open() as stream:
            return stream.read()


class _Guarded(io.RawIOBase):
    """A decompressed stream that stops at the size limit and names what is broken."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._read = 0
        self._stack = ExitStack()
        try:
            self._stream = source.opener(self._stack)
        except SourceError:
            self._stack.close()
            raise
        except DAMAGE as error:
            self._stack.close()
            raise SourceError(msg("cannot be opened: %(error)s", error=Reason.of(error))) from error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            count = read_into(buffer, self._stream)
        except DAMAGE as error:
            raise SourceError(
                msg(
                    "damaged or cut off after %(bytes)d bytes (%(error)s); ask for a new copy of "
                    "the file",
                    bytes=self._read,
                    error=Reason.of(error),
                )
            ) from error
        self._read += count
        if not self._source.allowance.take(self._source.number, self._read):
            raise SourceError(_too_large(self._source.allowance.limit))
        return count

    def close(self) -> None:
        self._stack.close()
        super().close()


_MAGIC: dict[bytes, Callable[[IO[bytes]], Any]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"\xfd7zXZ\x00": lzma.LZMAFile,
    b"BZh": bz2.BZ2File,
}


def _start(opener: Opener, size: int) -> bytes:
    with ExitStack() as stack:
        return opener(stack).read(size)


def _unfolded(opener: Opener, start: bytes) -> Opener:
    for magic, wrap in _MAGIC.items():
        if start.startswith(magic):
            return lambda stack: stack.enter_context(wrap(opener(stack)))
    return opener


def _opener_of(path: str, size_limit: int) -> Opener:
    if path == "-" or (not Path(path).is_file() and is_special(path)):  # read only once
        content = read_once(path, size_limit)
        if len(content) > size_limit:
            raise SourceError(_too_large(size_limit))
        return lambda _stack: io.BytesIO(content)
    return lambda stack: stack.enter_context(Path(path).open("rb"))


def _too_large(limit: int) -> Message:
    return msg(
        "decompresses to more than %(limit)d bytes; if that is right, raise the limit "
        "with --size-limit",
        limit=limit,
    )


def open_sources(
    path: str | Path,
    size_limit: int = SIZE_LIMIT,
    on_skipped: Callable[[str], None] = lambda _name: None,
) -> Iterator[Source]:
    """Every schedule in ``path``: the file itself, each member of an archive, ``-`` for stdin.

    Compression and archives are told by their bytes, whatever the name says; archives in archives
    are opened too. A member that cannot be opened is a source that raises SourceError when it is
    read; ``on_skipped`` is told the names of members that are no schedules. Members are to be read
    one after the other, as they come: the archive is then opened once. Raises SourceError for a
    file that is missing, empty or cannot be opened.
    """
    name = first_half(str(path))
    if name != "-" and Path(name).is_dir():
        raise _refused_folder(name)
    try:
        opener = _opener_of(name, size_limit)
    except DAMAGE as error:
        raise SourceError(msg("cannot be opened: %(error)s", error=Reason.of(error))) from error
    plain = Path(name) if name != "-" and Path(name).is_file() else None
    changed = day_since(plain.stat().st_mtime) if plain else None
    digest = Digest(opener, [plain] if plain else [])
    given = Source(name, digest, opener, Allowance(size_limit), plain, changed)
    beside = other_half(plain) if plain and is_half(name) else None
    if beside:
        yield _pair(given, str(beside))
        return
    yield from _sources_in(given, 0, on_skipped)


def _refused_folder(name: str) -> SourceError:
    try:
        next(Path(name).iterdir(), None)
    except OSError as error:
        return SourceError(msg("cannot be opened: %(error)s", error=Reason.of(error)))
    return SourceError(msg("a folder without a file that could be a schedule"))


def _pair(index: Source, beside: str) -> Source:
    """A schedule of two loose files; its hash is that of the one followed by the other."""
    titles = Source(beside, None, _opener_of(beside, index.allowance.limit), index.allowance)

    def both(stack: ExitStack) -> IO[bytes]:
        return io.BytesIO(b"".join(one.opener(stack).read() for one in (index, titles)))

    return _in_parts(index, Digest(both, [Path(index.file), Path(beside)]), [index, titles])


def _sources_in(given: Source, depth: int, on_skipped: Callable[[str], None]) -> Iterator[Source]:
    """The sources in ``given``, whose content may be compressed, an archive, or both."""
    raw = given.opener
    try:
        start = _start(raw, START)
        unfolded = _unfolded(raw, start)
        start = start if unfolded is raw else _start(unfolded, START)
    except DAMAGE as error:
        raise SourceError(msg("cannot be opened: %(error)s", error=Reason.of(error))) from error
    if not start:
        raise SourceError(msg("the file is empty; ask for a new copy"))
    may_be_archive = SIGNATURE.match(start) is not None
    refusal = unread_archive(start) if may_be_archive else None
    if refusal:
        raise SourceError(refusal)
    if unfolded is not raw:
        given.opener, given.plain_path = unfolded, None
    if not may_be_archive or not (is_archive(start) or is_mail(start)):
        yield given
        return
    if depth == DEPTH_LIMIT:
        raise SourceError(msg("archives in archives more than %(depth)d deep", depth=depth))
    content = unfolded if unfolded is raw and not depth else _copied(given)
    with ExitStack() as stack:
        stream = content(stack)
        archive = _archive(stream)
        if archive.document:
            if not archive.within(given.allowance.limit):
                raise SourceError(_too_large(given.allowance.limit))
            given.issued = archive.issued
            yield given
            return
        members = _members(given, archive, stream, content, depth, on_skipped)
        yield from _paired(given, members)


def _copied(given: Source) -> Opener:
    """Opens a copy of what cannot be read from its middle without reading all before it."""

    def copied(stack: ExitStack) -> IO[bytes]:
        copy = stack.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - closed so
        with given.open() as stream:
            shutil.copyfileobj(stream, copy, 1 << 20)
        copy.seek(0)
        return copy

    return copied


def _archive(stream: IO[bytes]) -> Archive:
    is_message = is_mail(stream.read(START))
    stream.seek(0)
    try:
        if is_message:
            from schedcheck.readers.mail import mail_in  # few files are messages

            return mail_in(stream)
        return archive_in(stream)
    except DAMAGE as error:
        raise SourceError(msg("a damaged archive (%(error)s)", error=Reason.of(error))) from error


def _members(  # noqa: PLR0913, PLR0917 - an archive, and how to come by it again
    given: Source,
    archive: Archive,
    stream: IO[bytes],
    content: Opener,
    depth: int,
    on_skipped: Callable[[str], None],
) -> Iterator[Source]:
    def opener_of(number: int) -> Opener:
        def open_member(stack: ExitStack) -> IO[bytes]:
            here = _archive(content(stack)) if stream.closed else archive
            return stack.enter_context(here.open(number))

        return open_member

    for name in archive.passed_over:
        on_skipped(f"{given.file}/{name}")
    if not archive.members:
        raise SourceError(msg("an archive with nothing in it"))
    for number, member in enumerate(archive.members):
        litter = litter_of(member, opener_of(number))
        if litter:
            on_skipped(f"{given.file}/{litter}")
            continue
        given.allowance.enter()
        file = f"{given.file}/{member.name}" if member.name else given.file
        source = Source(
            file, given.digest, opener_of(number), given.allowance, modified=member.modified
        )
        if member.refusal:
            source.opener = _refusing(member.refusal)
        if member.refusal or is_half(member.name):
            yield source
            continue
        try:
            yield from _sources_in(source, depth + 1, on_skipped)
        except SourceError as error:
            source.opener = _refusing(error.words)
            yield source


def _paired(given: Source, members: Iterator[Source]) -> Iterator[Source]:
    """The members of an archive, those that are halves of schedules as one source, the last."""
    halves: list[Source] = []
    for source in members:
        if is_half(source.file):
            halves.append(source)
        else:
            yield source
    if halves:
        yield _in_parts(given, given.digest, halves)


def _in_parts(given: Source, digest: Digest | None, parts: list[Source]) -> Source:
    opener, allowance = parts[0].opener, given.allowance
    return Source(given.file, digest, opener, allowance, None, given.modified, tuple(parts))


def _refusing(words: Message) -> Opener:
    def refuse(_stack: ExitStack) -> IO[bytes]:
        raise SourceError(words)

    return refuse
