"""Schedules that lie in two files: the index (.ndx) and the titles (.pdt) of JTV."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path, PurePath

INDEX, TITLES = ".ndx", ".pdt"


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
            for one in chain(usual, _folder(path))
            if ending(one.name) == wanted
            and whole_name(one.name) == whole_name(path.name)
            and one.is_file()
        ),
        None,
    )


def _folder(path: Path) -> Iterator[Path]:
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
