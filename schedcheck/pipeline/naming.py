"""What a source that names no channel in its rows may be called: by its file, and what holds it."""

from __future__ import annotations

import re
from pathlib import PurePath

from schedcheck.law.roster import Roster
from schedcheck.pipeline.versions import unversioned

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}")


def stem(file: str) -> str:
    """The name of a file without folders and endings: ``ktk`` of ``week.zip/ktk.xml.gz``."""
    name = PurePath(file).name
    while (ending := _ENDING.fullmatch(PurePath(name).suffix)) and ending[0] != name:
        name = name.removesuffix(ending[0])
    return name


#: The endings of archives and messages, which hold other files.
_CONTAINER = re.compile(r"\.(?:zip|tar|tgz|txz|tbz2?|tar\.\w{1,4}|eml|mht|mhtml)\Z", re.IGNORECASE)


def names_of(file: str, roster: Roster, printed: str = "") -> list[str]:
    """What a source that names no channel in its rows may be called, the surest first.

    The name ``printed`` above its rows; that of its file, whatever version of it that is; and where
    neither says whose it is (``monday.xlsx``), that of the archive or message in which it lies.
    """
    told = stem(file)
    names = [name for name in (printed, told, unversioned(told)) if name]
    if not printed and roster.match(*names) is None and roster.nearest(told) is None:
        holders = filter(_CONTAINER.search, reversed(PurePath(file.replace("\\", "/")).parts[:-1]))
        names += [unversioned(stem(one)) for one in holders]
    return names
