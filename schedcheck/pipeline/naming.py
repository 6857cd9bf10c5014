"""What a source that names no channel in its rows may be called: by its file, and what holds it;
and clocks that the names of files and channels name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from schedcheck.law.jurisdiction import JudgedChannel
from schedcheck.law.roster import Roster
from schedcheck.messages import msg
from schedcheck.pipeline.versions import unversioned
from schedcheck.readers.row_faults import FILE_NAMES_CLOCK
from schedcheck.schedule.reading import Fault, Reading
from schedcheck.zones import same_clock

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


#: What a name that names a clock holds.
CLOCK_LETTERS = re.compile(r"msk|мск|utc|gmt", re.IGNORECASE)
_NAMES_CLOCK = msg(
    "“%(name)s” names the clock of %(zone)s, and the times print none: they were read as the "
    "channel's own; say which it is with --source-zone"
)


def clocks_named(reading: Reading, file: str, channels: Iterable[JudgedChannel]) -> list[Fault]:
    """A fault for each name that names another clock, «КТК (МСК)», where nothing said on which the
    readings are that have no offset.
    """
    assumed = [one for one in channels if not one.source_zone_given]
    told = any(fault.reason.text == FILE_NAMES_CLOCK.text for fault in reading.faults)
    own = [] if told else [stem(file)]
    named = [reading.names.values(), *((one.id, one.name) for one in assumed), own]
    names = {name for some in named for name in some if CLOCK_LETTERS.search(name)}
    if not names or not assumed or not reading.frame["offset"].isna().any():
        return []
    from schedcheck.readers.values.clock_names import zone_of_file  # few names need it

    zones = {name: zone_of_file(name) for name in sorted(names)}
    return [
        Fault("bad-row", file, "", name, msg(_NAMES_CLOCK.text, name=name, zone=zone))
        for name, zone in zones.items()
        if zone is not None and not all(same_clock(zone, one.zone) for one in assumed)
    ]
