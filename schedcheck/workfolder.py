"""What a batch keeps between runs, in ``OUT/.schedcheck``; it may be deleted at any time.

``scans``: of each file what is in it, and a packed frame of each channel. ``channels``: of each
channel its results and its section of the summary page. Everything stands under the hash of all
that it was made from, or names that hash, and takes its place in one step.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from schedcheck import plain
from schedcheck.errors import ConfigError
from schedcheck.messages import current_language, said
from schedcheck.readers.pairs import is_half, other_half
from schedcheck.reasons import Reason
from schedcheck.reports.files import replacing
from schedcheck.run import Run
from schedcheck.zones import TZDATA

NAME = ".schedcheck"
#: The files of a batch beside the workbooks.
RESULTS = ("summary.xlsx", "summary.html", "findings.json")
#: What reading something that is no file of ours, or a damaged one, raises.
_FOREIGN = (OSError, ValueError, KeyError, TypeError, EOFError)


class WorkFolder:
    """The work folder of the results in ``out``."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.root = out / NAME
        self.scans = self.root / "scans"
        self.channels = self.root / "channels"

    def holds(self, path: Path) -> bool:
        """Whether ``path`` is one of the results: they may lie in the folder that is read."""
        out, path = self.out.resolve(), path.resolve()
        results = {out / name for name in (NAME, "channels", *RESULTS)}
        return path in results or not results.isdisjoint(path.parents)

    def make(self, *, fresh: bool = False) -> None:
        """Make the folders, empty where ``fresh``, without what a killed run left half written.

        Raises ConfigError where they cannot be made.
        """
        try:
            if fresh:
                shutil.rmtree(self.root, ignore_errors=True)
            folders = (self.out, self.out / "channels", self.root, self.scans, self.channels)
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
                for part in folder.glob(".*.part"):
                    part.unlink(missing_ok=True)
        except OSError as error:
            raise ConfigError(
                said(
                    "%(folder)s: cannot be written: %(error)s",
                    folder=self.out,
                    error=Reason.of(error),
                )
            ) from error

    def keep_only(self, scans: Iterable[str], channels: Iterable[str]) -> None:
        """Delete what was kept of files and channels that are no more."""
        for folder, names in ((self.scans, set(scans)), (self.channels, set(channels))):
            for path in folder.iterdir():
                if path.name.split(".")[0] not in names:
                    path.unlink(missing_ok=True)


def remember(path: Path, value: Any) -> None:
    """Write ``value`` to ``path``, as ``plain`` has it."""
    with replacing(path) as part:
        part.write_text(plain.dumps(value), encoding="ascii")


def recall(path: Path) -> Any:
    """What was written to ``path``; None where that was nothing, or cannot be read."""
    with suppress(*_FOREIGN):
        return plain.loads(path.read_bytes())
    return None


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
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def key_of_run(run: Run) -> str:
    """The hash of all that a result depends on beside the files: told, law, roster, program."""
    told = run.settings
    return digest(
        _program(),
        TZDATA,
        current_language(),
        run.rulebook.sha256,
        run.roster.sha256,
        run.codes,
        (told.zone, told.source_zone, told.channel, told.reader, told.size_limit),
        (str(told.week), told.column, sha256_of(told.mapping) if told.mapping else ""),
    )


def key_of_file(path: str, run_key: str) -> str:
    """The hash of a file as it is read: its name, its day, its content, that of its other half."""
    given = Path(path)
    halves = [given]
    if is_half(path):
        other = other_half(given)
        halves += [other] if other else []
    told = []
    for half in halves:
        with suppress(OSError):
            told.append((half.name, int(half.stat().st_mtime) // 86400))
        told.append((half.name, sha256_of(half)))  # type: ignore[arg-type]
    return digest(run_key, path, told)


@cache
def _program() -> str:
    """The hash of this program, and the names and versions of what is installed beside it."""
    package = Path(__file__).parent
    own = [
        (path.relative_to(package).as_posix(), sha256_of(path))
        for path in sorted(package.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    beside = set()
    for folder in sys.path:
        with suppress(OSError):
            beside |= {path.name for path in Path(folder or ".").glob("*.dist-info")}
    return digest(sys.version, own, sorted(beside))
