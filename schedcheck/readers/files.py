"""Files: which of them a run reads, of what kind each is, and whether one changes meanwhile."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path, PurePath
from typing import IO, Any, Self, TypeVar

from msgspec import Struct, field

from schedcheck.readers.litter import is_litter, schedules_in

INDEX, TITLES = ".ndx", ".pdt"


class FoundFiles(Struct):
    """What lies below folders: the ``files`` to be read, sorted, and what was ``passed_over``."""

    files: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def find_files(paths: Iterable[str | Path]) -> FoundFiles:
    """Every file that ``paths`` name, or that lies below a folder among them.

    Links to folders are followed, and no folder is read twice. A folder with nothing to be read
    in it, or that may not be read, is among the files itself, so that it is reported.
    """
    found = FoundFiles()
    for path in paths:
        if str(path) != "-" and Path(path).is_dir():
            below = _below(str(path))
            found.files += below.files or [str(path)]
            found.passed_over += below.passed_over
        else:
            found.files.append(str(path))
    found.files = sorted(set(found.files))
    found.passed_over = sorted(set(found.passed_over))
    return found


def schedule_files(folder: str | Path) -> list[str]:
    """Every file below ``folder``, sorted; hidden, lock and litter files are no schedules."""
    return sorted(_below(str(folder)).files)


def _below(root: str) -> FoundFiles:
    found = FoundFiles()
    folders, known = [root], set[tuple[int, int]]()
    with suppress(OSError):  # it may have gone
        known.add(_identity(root))
    while folders:
        folder = folders.pop()
        try:
            paths = sorted(Path(folder).iterdir(), key=lambda path: (path.is_symlink(), path))
        except OSError:
            found.files.append(folder)
            continue
        for path in paths:
            if is_litter(path.name) or (path.exists() and not (path.is_dir() or path.is_file())):
                hidden = list(map(str, schedules_in(path)))
                found.files += hidden
                if hidden != [str(path)]:
                    found.passed_over.append(str(path))
            elif not path.is_dir():
                found.files.append(str(path))  # a link that leads nowhere too: it is reported
            elif _identity(path) in known:
                found.passed_over.append(str(path))
            else:
                known.add(_identity(path))
                folders.append(str(path))
    return found


def _identity(folder: str | Path) -> tuple[int, int]:
    about = Path(folder).stat()
    return about.st_dev, about.st_ino


def is_half(name: str) -> bool:
    """Whether a file of this name is one half of a schedule; the case of its ending is free."""
    return ending(name) in (INDEX, TITLES)


def ending(name: str) -> str:
    """The ending of a file's name in lower case, with its dot."""
    return PurePath(name).suffix.casefold()


def whole_name(name: str) -> str:
    """What the names of two halves have in common: folders and name without the ending."""
    return str(PurePath(name).with_suffix("")).casefold()


def other_half(path: Path) -> Path | None:
    """The file beside ``path`` that makes it whole, None where there is none."""
    wanted = TITLES if ending(path.name) == INDEX else INDEX
    usual = (path.with_suffix(wanted), path.with_suffix(wanted.upper()))
    return next(
        (
            one
            for one in chain(usual, _beside(path))
            if ending(one.name) == wanted
            and whole_name(one.name) == whole_name(path.name)
            and one.is_file()
        ),
        None,
    )


def file_of(name: str) -> Path | None:
    """The file on the disk that a source of this name is or, as a member of an archive, lies in."""
    return next((path for path in (Path(name), *Path(name).parents) if path.is_file()), None)


def _beside(path: Path) -> Iterator[Path]:
    """The files beside ``path``, sorted: only they tell names that differ in case."""
    try:
        yield from sorted(path.parent.iterdir())
    except OSError:
        return


def first_half(path: str) -> str:
    """The path under which a schedule of two files is read: the index, if it is there.

    Whoever names both files, or a folder with both, thus names one schedule.
    """
    if path == "-" or ending(path) != TITLES:
        return path
    index = other_half(Path(path))
    return str(index) if index else path


#: Opens a stream; whatever has to be closed with it goes on the stack.
Opener = Callable[[ExitStack], IO[bytes]]

_HASHER = ThreadPoolExecutor(1, "hash")
#: So many bytes are hashed at once, and so many first: most files have no more.
_CHUNK, _FIRST = 8 << 20, 64 << 10
_T = TypeVar("_T")


def begun(pool: ThreadPoolExecutor, work: Callable[[], _T]) -> Future[_T]:
    """``work``, done in a thread of ``pool`` meanwhile; at once where the system gives no more."""
    try:
        return pool.submit(work)
    except RuntimeError:
        done: Future[_T] = Future()
        done.set_result(work())
        return done


def nothing(_stack: ExitStack) -> IO[bytes]:
    """The content of what could not be opened."""
    return io.BytesIO()


def read_into(buffer: Any, stream: IO[bytes]) -> int:
    """Fill ``buffer`` from a stream, and how many bytes that are; of a file none is copied."""
    if isinstance(stream, io.BufferedReader):
        return stream.readinto(buffer)
    data = stream.read(len(buffer))
    buffer[: len(data)] = data
    return len(data)


class Digest:
    """The SHA-256 of a file, computed beside other work once it has begun.

    ``files`` are what the bytes are read from. Where these change after the digest was made, the
    hash would be of other bytes than were judged, and is empty.
    """

    def __init__(self, opener: Opener, files: Sequence[Path] = ()) -> None:
        self._opener = opener
        self._files = tuple(files)
        self._states = self._now()
        self._future: Future[str] | None = None

    @classmethod
    def known(cls, value: str) -> Self:
        """A hash that was computed elsewhere."""
        digest = cls(nothing)
        digest._future = Future()
        digest._future.set_result(value)
        return digest

    @property
    def changed(self) -> bool:
        """Whether the files have changed since the digest was made, as far as the system knows."""
        return self._now() != self._states

    def begin(self) -> Future[str]:
        """Begin to compute, if that was not done before."""
        if self._future is None:
            self._future = begun(_HASHER, self._sha256)
        return self._future

    def value(self) -> str:
        """The hash in hexadecimal digits, waited for if need be; empty where the file changed."""
        if self._future is None:  # nothing is done beside it: another thread would only take time
            self._future = Future()
            self._future.set_result(self._sha256())
        return self._future.result()

    def _sha256(self) -> str:
        try:
            with ExitStack() as stack:
                stream: Any = self._opener(stack)
                found = hashlib.sha256()
                chunk = memoryview(bytearray(_FIRST))
                while size := stream.readinto(chunk):
                    found.update(chunk[:size])
                    # for each chunk it waits until the interpreter is free: few of them, so
                    if len(chunk) == _FIRST and size == _FIRST:
                        chunk = memoryview(bytearray(_CHUNK))
        except OSError:
            return ""
        return "" if self.changed else found.hexdigest()

    def _now(self) -> list[tuple[int, ...]]:
        return [file_state(path) for path in self._files]


def file_state(path: Path) -> tuple[int, ...]:
    """What differs where a file was written to or replaced, whatever its size and time are.

    No program can set the time at which its entry changed. Empty where there is no file.
    """
    try:
        about = path.stat()
    except OSError:
        return ()
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def day_since(seconds: float) -> date | None:
    """The day of a time in seconds since 1970, in UTC: the machine's own zone may not matter."""
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, OSError, ValueError):
        return None
