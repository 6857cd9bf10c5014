"""Files written beside their place and renamed, so that a reader never sees half of one."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import SEEK_END
from pathlib import Path
from secrets import token_hex
from shutil import copyfileobj
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from schedcheck.errors import ConfigError
from schedcheck.messages import msg


def encodable(text: str) -> str:
    """``text`` as UTF-8 can hold it: what is no letter, as in the name of a file, becomes ``?``."""
    return text.encode("utf-8", "replace").decode("utf-8")


def refuse_special(path: Path) -> None:
    """Raise OSError where writing ``path`` would replace anything else than an ordinary file.

    Renaming over a device or a pipe takes it away from all who use it; a link may lead anywhere.
    """
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return  # nothing is there
    if not stat.S_ISREG(mode):
        number = errno.ELOOP if stat.S_ISLNK(mode) else errno.ENODEV
        number = errno.EISDIR if stat.S_ISDIR(mode) else number
        raise OSError(number, os.strerror(number), str(path))


def refuse_read(path: str | Path, read: Iterable[str | Path]) -> None:
    """Raise ConfigError where writing ``path`` would replace one of the files ``read``."""
    output = Path(path)
    if output.exists() and any(Path(one).exists() and Path(one).samefile(output) for one in read):
        raise ConfigError(
            msg("%(file)s is to be written and to be read; choose another name", file=path)
        )


def _number_of(error: Exception) -> int:
    """The number of the system's error that lxml names (``IO_ENOSPC``); 0 for anything else."""
    name = str(error)
    if type(error).__name__ != "SerialisationError" or not name.startswith("IO_"):
        return 0
    return int(getattr(errno, name.removeprefix("IO_"), errno.EIO))


def _number_of_short(part: Path) -> int:
    """The number of the system's error that ended the writing of ``part``: it is met once more."""
    try:
        with part.open("ab") as file:
            file.write(bytes(1 << 16))
    except OSError as error:
        return error.errno or errno.EIO
    return errno.EIO


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path in the folder of ``path``, renamed over ``path`` on success.

    When the block raises, the temporary file goes and ``path`` stays as it was. The folder is
    made when it is missing. Raises OSError, which names ``path``, when it cannot be written in, and
    where ``path`` is a folder, a link, a device or anything else than an ordinary file.
    """
    refuse_special(path)
    part = path.with_name(f".{path.name}.{token_hex(4)}.part")
    there = True
    try:
        _begin(part)
        yield part
        part.replace(path)
        there = False
    except OSError as error:
        if error.filename in {None, str(part)}:  # the name that was asked for, not ours
            error.filename, error.filename2 = str(path), None
        if error.errno is None:  # numpy says no more than how little was written
            error.errno = _number_of_short(part)
            error.strerror = os.strerror(error.errno)
        raise
    except Exception as error:
        number = _number_of(error)
        if number:
            raise OSError(number, os.strerror(number), str(path)) from error
        raise
    finally:
        if there:
            with suppress(OSError):  # a read-only disk refuses that of what is not there too
                part.unlink()


def _begin(part: Path) -> None:
    """Make an empty file, and its folder where that is missing, as mostly it is not."""
    with suppress(FileNotFoundError, NotADirectoryError):
        part.touch(exist_ok=False)  # not by tempfile, whose files are for their owner alone
        return
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # a file where a folder should be
        folder = str(part.parent)
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder) from error
    part.touch(exist_ok=False)


#: Of zlib: a quarter quicker than the usual level, for a hundredth more bytes.
_LEVEL = 5
#: What is no larger lies in memory, and is written in one piece.
IN_MEMORY = 1 << 20
#: A fixed day: the same input gives the same bytes.
_ZIP_EPOCH = (2000, 1, 1, 0, 0, 0)


class Archive(ZipFile):
    """A zip file whose members carry a fixed date; openpyxl writes most of them by ``writestr``."""

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = _LEVEL,
    ) -> None:
        """Write a member from what it holds."""
        name = zinfo_or_arcname
        member = _member(name if isinstance(name, str) else name.filename)
        super().writestr(member, data, compress_type, compresslevel)

    def copy(self, content: IO[bytes], name: str) -> None:
        """Write a member from a whole file."""
        size = content.seek(0, SEEK_END)
        content.seek(0)
        if size <= IN_MEMORY:
            self.writestr(name, content.read())
            return
        member = _member(name)
        # set before, so that the format for more than 4 GiB is taken only where it is needed
        member.file_size = size
        with self.open(member, "w") as out:
            copyfileobj(content, out)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _ZIP_EPOCH)
    member.compress_type = ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member
