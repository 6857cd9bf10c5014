"""Readers of other packages, found by the entry point group ``schedcheck.readers``.

Whatever such a reader does wrong is reported in one message that names its package.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from schedcheck.messages import Message, msg
from schedcheck.readers.base import NOT_THIS, Likelihood, Reader, ReadOptions
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.frame import validate
from schedcheck.schedule.reading import Reading

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "schedcheck.readers"

#: More than a name says, less than what a reader of schedcheck sees in the content.
YES = Likelihood(0.5, msg("its reader says yes"))

#: A module that is imported may even try to end the program.
_FAILURES = (Exception, SystemExit)


class Plugins(NamedTuple):
    """``readers``: by name, in the order of their names. ``broken``: a name, and why that reader
    is not among them.
    """

    readers: Mapping[str, Reader]
    broken: tuple[tuple[str, Message], ...]


class ForeignReader:
    """A reader of another package: what it raises becomes a SourceError that names the package."""

    def __init__(self, reader: Any, package: str) -> None:
        self.NAME: str = reader.NAME
        self.package = package
        self._reader = reader

    def sniff(self, head: bytes, name: str) -> Likelihood:
        """What the reader says of the content; a mere yes counts as :data:`YES`."""
        try:
            said = self._reader.sniff(head, name)
            if not isinstance(said, Likelihood):
                return YES if said else NOT_THIS
            return Likelihood(min(max(float(said.score), 0.0), 1.0), said.reason)
        except _FAILURES as error:
            raise SourceError(self._failed(error)) from error

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """What the reader made of ``source``, if it is a reading as the contract has it."""
        try:
            reading = self._reader.read(source, options)
            validate(reading.frame)
        except (SourceError, MemoryError):  # how much one file may take is not the reader's to say
            raise
        except _FAILURES as error:
            raise SourceError(self._failed(error)) from error
        if not isinstance(reading, Reading):
            raise SourceError(self._failed(TypeError(f"{type(reading).__name__}, no Reading")))
        return reading

    def _failed(self, error: BaseException) -> Message:
        return msg(
            "the reader “%(name)s” of the package %(package)s failed (%(error)s); update the "
            "package, "
            "or report it to its makers",
            name=self.NAME,
            package=self.package,
            error=_words(error),
        )


def load_plugins(built_in: Collection[str]) -> Plugins:
    """Every installed reader of other packages; ``built_in`` are the names that they may not take.

    A package that cannot be loaded, or whose reader lacks what a reader must have, is reported in
    ``broken`` and takes nothing from the others. Of two readers of one name neither is taken: which
    came first would depend on the machine.
    """
    found: dict[str, list[ForeignReader]] = {}
    broken: list[tuple[str, Message]] = []
    for entry in sorted(_entries(), key=lambda entry: (entry.name, _package(entry))):
        try:
            reader = _loaded(entry, built_in)
        except SourceError as error:
            broken.append((entry.name, error.words))
        else:
            found.setdefault(reader.NAME, []).append(reader)
    broken += _claimed_twice(found)
    readers = {name: found[name][0] for name in sorted(found) if len(found[name]) == 1}
    return Plugins(readers, tuple(broken))


def _entries() -> list[EntryPoint]:
    """The entry points of readers; where no package names the group, none is looked at closely.

    To import what reads entry points takes a fiftieth of a small check, and most have no readers.
    """
    if not any(_is_named_in(Path(folder)) for folder in sys.path):
        return []
    from importlib.metadata import entry_points

    return list(entry_points(group=GROUP))


def _is_named_in(folder: Path) -> bool:
    """Whether a package in a folder of the search path may have an entry point of the group."""
    if not folder.is_dir():
        return folder.exists()  # an archive of packages
    for name in os.listdir(folder):  # noqa: PTH208 - a path of each of hundreds takes long
        if name.endswith(".egg"):
            return True
        if name.endswith((".dist-info", ".egg-info")):
            with suppress(OSError):
                if GROUP.encode() in (folder / name / "entry_points.txt").read_bytes():
                    return True
    return False


def _loaded(entry: EntryPoint, built_in: Collection[str]) -> ForeignReader:
    """The reader of an entry point; SourceError says why there is none."""
    package = _package(entry)
    try:
        reader = entry.load()
    except _FAILURES as error:
        raise SourceError(
            msg(
                "the reader “%(name)s” of the package %(package)s cannot be loaded (%(error)s); "
                "update the package or uninstall it",
                name=entry.name,
                package=package,
                error=_words(error),
            )
        ) from error
    name = getattr(reader, "NAME", None)
    for part, right in (
        ("NAME", isinstance(name, str) and bool(name)),
        ("sniff()", callable(getattr(reader, "sniff", None))),
        ("read()", callable(getattr(reader, "read", None))),
    ):
        if not right:
            words = msg(
                "the reader “%(name)s” of the package %(package)s is not a reader: it has no "
                "%(part)s; update the package or uninstall it",
                name=entry.name,
                package=package,
                part=part,
            )
            raise SourceError(words)
    if name in built_in:
        words = msg(
            "the reader “%(name)s” of the package %(package)s has the name of a reader of "
            "schedcheck itself, and is not used",
            name=name,
            package=package,
        )
        raise SourceError(words)
    return ForeignReader(reader, package)


def _claimed_twice(found: Mapping[str, list[ForeignReader]]) -> Iterator[tuple[str, Message]]:
    for name, readers in sorted(found.items()):
        if len(readers) > 1:
            words = msg(
                "several packages have a reader “%(name)s” (%(packages)s), and none of them is "
                "used; uninstall all but one",
                name=name,
                packages=", ".join(reader.package for reader in readers),
            )
            yield name, words


def _package(entry: EntryPoint) -> str:
    """The package that an entry point is in, with its version: ``schedcheck-ical 1.0``."""
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def _words(error: BaseException) -> str:
    """An error in one line."""
    return ": ".join(filter(None, (type(error).__name__, " ".join(str(error).split()))))
