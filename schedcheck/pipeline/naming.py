"""Whose schedule a source is, and where and by which rules that channel is judged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd

from schedcheck.law.jurisdiction import JudgedChannel, judged_channel
from schedcheck.law.roster import Channel, Roster
from schedcheck.pipeline.run import Run, Settings
from schedcheck.pipeline.versions import unversioned
from schedcheck.schedule.building import distinct, texts_of
from schedcheck.schedule.frame import TEXT
from schedcheck.schedule.reading import Reading

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


def find_channel(
    source_id: str, printed: str, file: str, settings: Settings, roster: Roster
) -> tuple[str, str, Channel | None]:
    """The id, the name and the roster's entry of a channel as a source names it.

    A source that names none in its rows is the channel given by the user, else the one ``printed``
    above them, else the one that its file is named for, see :func:`names_of`.
    """
    if source_id:
        names = [name for name in (source_id, printed) if name]
    else:
        names = [settings.channel] if settings.channel else names_of(file, roster, printed)
    entry = roster.match(*names)
    if entry is not None:
        return entry.id, entry.name, entry
    return names[0], printed or names[0], None


def meant_channel(reading: Reading, file: str, run: Run) -> str:
    """The id of the channel of the roster that a source is of which no programme was read.

    Empty where there are programmes, and where it is named for no channel that is known.
    """
    if len(reading.frame):
        return ""
    printed = next(iter(reading.names.values()), "")
    entry = find_channel("", printed, file, run.settings, run.roster)[2]
    return entry.id if entry else ""


def name_channels(
    reading: Reading, file: str, run: Run
) -> tuple[Reading, dict[str, JudgedChannel]]:
    """The reading of ``file`` with its rows given their channels' ids, and the channels by id.

    The reading given and its frame stay as they are.
    """
    settings = run.settings
    channels: dict[str, JudgedChannel] = {}
    ids: dict[str, str] = {}
    numbers, source_ids = distinct(texts_of(reading.frame["channel"]))
    for source_id in source_ids:
        printed = reading.names.get(source_id, "")
        found = find_channel(source_id, printed, file, settings, run.roster)
        ids[source_id] = found[0]
        if found[0] not in channels:
            judged = judged_channel(
                *found,
                run.rulebook,
                judged_zone=settings.zone,
                source_zone=settings.source_zone,
                week_starts=settings.week_starts,
            )
            if found[2] is None:
                judged = replace(judged, nearest=_nearest(found[:2], run.roster))
            channels[found[0]] = judged
    if all(source_id == channel for source_id, channel in ids.items()):
        return reading, channels
    named: Any = pd.array(np.array([ids[name] for name in source_ids], object)[numbers], TEXT)
    return replace(reading, frame=reading.frame.assign(channel=named)), channels


def _nearest(names: Iterable[str], roster: Roster) -> str:
    near = (roster.nearest(name) for name in names)
    return next((entry.id for entry in near if entry is not None), "")
