"""What a batch keeps between runs, in ``OUT/.schedcheck``; it may be deleted at any time.

``scans``: of each file what is in it, and packed frames of its channels. ``channels``: of each
channel its results and, behind them, its section of the summary page. Everything is under the
hash of all that it was made from, or names that hash, and takes its place in one step.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from schedcheck.errors import ConfigError
from schedcheck.messages import current_language, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.pipeline.run import Run
from schedcheck.readers.files import is_half, other_half
from schedcheck.reports.files import replacing
from schedcheck.tasks.batch import value_json as plain
from schedcheck.zones import TZDATA

NAME = ".schedcheck"
_LOCK = "lock"
#: JSON as it is written here has none in itself.
_LINE_END = b"\n"
#: As many seconds a run that was killed may still be ending.
_ENDING = 2
#: The files of a batch beside the workbooks.
RESULTS = ("summary.xlsx", "summary.html", "findings.json")
#: The folder of documents, and their names.
DOCUMENTS = "documents"
DOCUMENT_NAMES = re.compile(r"(?:record|letter|reminder)-.+\.(?:kk|ru)\.(?:docx|pdf)")
_DRAFTS = re.compile(r"decisions\.draft\.(?:toml|xlsx)")
#: What reading something that is not a file of ours, or a damaged one, raises.
_FOREIGN = (OSError, ValueError, KeyError, TypeError, EOFError, RecursionError)


class WorkFolder:
    """The work folder of the results in ``out``."""

    #: What it is called, and what lies beside it.
    name = NAME
    results: tuple[str, ...] = ("channels", *RESULTS)

    def __init__(self, out: Path) -> None:
        self.out = out
        self.root = out / self.name
        self.scans = self.root / "scans"
        self.channels = self.root / "channels"

    def holds(self, path: Path) -> bool:
        """Whether ``path`` is one of the results: they may lie in the folder that is read."""
        path = Path(os.path.realpath(path))
        if path.parent == self._documents:  # stations may have a folder of this name
            return bool(DOCUMENT_NAMES.fullmatch(path.name) or _DRAFTS.fullmatch(path.name))
        return path in self._written or not self._written.isdisjoint(path.parents)

    @cached_property
    def _written(self) -> frozenset[Path]:
        """Where the results are, without links."""
        return frozenset(self._real / name for name in (self.name, *self.results))

    @cached_property
    def _documents(self) -> Path:
        return self._real / DOCUMENTS

    @cached_property
    def _real(self) -> Path:
        # not by resolve, which raises for links that lead round
        return Path(os.path.realpath(self.out))

    def keep_apart(self, folder: str | Path) -> None:
        """Raise ConfigError where the schedules in ``folder`` lie where results are written.

        A schedule that has the name of a result would be taken for one, and replaced.
        """
        if os.path.realpath(self.out) == os.path.realpath(folder) or self.holds(Path(folder)):
            words = msg(
                "%(folder)s: the schedules lie where the results would be written; write to "
                "another folder",
                folder=folder,
            )
            raise ConfigError(words)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder for one run: two at once would take each other's files away.

        The system lets go of it when the process ends, however it ends. Raises ConfigError where
        another run holds it, or where it cannot be made.
        """
        lock = FileLock(self.root / _LOCK, timeout=_ENDING)
        self.make_root()
        try:
            lock.acquire()
        except Timeout:
            words = msg(
                "%(folder)s: another run is writing it; wait for its end, or write to another",
                folder=self.out,
            )
            raise ConfigError(words) from None
        except OSError as error:
            raise self.refused(error) from error
        try:
            yield
        finally:
            lock.release()

    def make_root(self) -> None:
        """Make the work folder itself. Raises ConfigError where that cannot be done."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:  # what is there is no folder
            raise self.refused(OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))) from error
        except OSError as error:
            raise self.refused(error) from error

    def make(self, *, fresh: bool = False) -> None:
        """Make the folders, empty where ``fresh``, without what a killed run left half written.

        Raises ConfigError where they cannot be made.
        """
        try:
            if fresh:
                for folder in (self.scans, self.channels):
                    shutil.rmtree(folder, ignore_errors=True)
            for folder in self._folders:
                folder.mkdir(parents=True, exist_ok=True)
            self.sweep()
        except OSError as error:
            raise self.refused(error) from error

    @property
    def _folders(self) -> tuple[Path, ...]:
        return self.out, self.out / "channels", self.root, self.scans, self.channels

    def refused(self, error: OSError) -> ConfigError:
        """What is reported where the system lets nothing be written."""
        return ConfigError(
            msg(
                "%(folder)s: cannot be written: %(error)s",
                folder=self.out,
                error=Reason.of(error),
            )
        )

    def sweep(self) -> None:
        """Delete what processes that were ended have left half written."""
        for folder in self._folders:
            for part in folder.glob(".*.part"):
                part.unlink(missing_ok=True)

    def keep_only(self, scans: Iterable[str], channels: Iterable[str]) -> None:
        """Delete what was kept of files and channels that are no more."""
        for folder, names in ((self.scans, set(scans)), (self.channels, set(channels))):
            for path in folder.iterdir():
                if path.name.split(".")[0] not in names:
                    path.unlink(missing_ok=True)


def remember(path: Path, value: Any, behind: bytes = b"") -> None:
    """Write ``value`` to ``path`` in one line, as ``plain`` has it, and what is kept behind it."""
    with replacing(path) as part:
        part.write_bytes(plain.dumps(value).encode("ascii") + _LINE_END + behind)


def recall(path: Path) -> Any:
    """What was written to ``path``; None where that was nothing, or cannot be read."""
    with suppress(*_FOREIGN):
        return plain.loads(path.read_bytes().partition(_LINE_END)[0])
    return None


def kept_behind(path: Path) -> bytes:
    """What :func:`remember` was given beside the value. Raises OSError when ``path`` is gone."""
    return path.read_bytes().partition(_LINE_END)[2]


def recalled(path: Path, load: Callable[[Path], Any]) -> Any:
    """What ``load`` makes of ``path``; None where it is not a file of ours."""
    with suppress(*_FOREIGN):
        return load(path)
    return None


def digest(*parts: object) -> str:
    """A short hash of texts and numbers, for names of files."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode("utf-8", "surrogatepass")).hexdigest()[
        :40
    ]


def sha256_of(path: Path) -> str:
    """The hash of a file; empty where there is none."""
    try:
        with path.open("rb", buffering=0) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def key_of_run(run: Run) -> str:
    """The hash of all that a result depends on beside the files: told, law, roster, program."""
    told = run.settings
    return digest(
        key_of_judging(run),
        (told.channel, told.reader, told.size_limit),
        (str(told.week), told.column, sha256_of(told.mapping) if told.mapping else ""),
    )


def key_of_judging(run: Run) -> str:
    """The hash of all that judging depends on beside what was read."""
    told = run.settings
    return digest(
        _program(),
        TZDATA,
        current_language(),
        run.rulebook.sha256,
        run.roster.sha256,
        run.checks,
        (told.zone, told.source_zone, str(told.week_starts)),
    )


def key_of_file(path: str, run_key: str, address: str = "", sha256: str = "") -> str:
    """The hash of a file as it is read: its name, its day, its content, that of its other half.

    ``address``: where the file was fetched from; its name is then that. ``sha256``: of its content,
    where that is known.
    """
    given = Path(path)
    halves = [given]
    if is_half(path):
        other = other_half(given)
        halves += [other] if other else []
    told = []
    for half in halves:
        with suppress(OSError):
            told.append((half.name, int(half.stat().st_mtime) // 86400))
        content = sha256 if half == given and sha256 else sha256_of(half)
        told.append((half.name, content))  # type: ignore[arg-type]
    return digest(run_key, address or path, told)


@cache
def _program() -> str:
    """The hash of this program, and the names and versions of what is installed beside it."""
    package = Path(__file__).parents[2]
    own = []
    for folder, folders, names in os.walk(package):
        folders[:] = [one for one in folders if one != "__pycache__"]
        place = Path(folder).relative_to(package).as_posix()
        own += [(place, name, sha256_of(Path(folder, name))) for name in names]
    beside = set()
    for folder in sys.path:
        with suppress(OSError):
            beside |= {path.name for path in Path(folder or ".").glob("*.dist-info")}
    return digest(sys.version, sorted(own), sorted(beside))
