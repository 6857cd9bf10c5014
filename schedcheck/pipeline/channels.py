"""Whose schedule it is, and where and by which rules that channel is judged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

import pandas as pd

from schedcheck.law.roster import Channel, Roster
from schedcheck.law.rulebook import Rule, Rulebook
from schedcheck.pipeline.settings import Settings
from schedcheck.results.results import LeftOut
from schedcheck.schedule.frame import TEXT, Reading
from schedcheck.zones import zone


@dataclass(frozen=True, slots=True)
class JudgedChannel:
    """A channel as it is judged: in ``zone``, by ``rules``.

    ``zone_from`` is ``option``, ``roster`` or ``rulebook``; ``source_zone_from`` is ``option``,
    ``roster`` or ``judged zone``. ``medium`` and ``tier`` are empty for one that is in no roster.
    ``elsewhere``: the other zones that receive it, unless the user said where to judge.
    ``nearest``: of one that is in no roster, the id that may be meant, if one is near.
    ``network``: the id of the channel whose branch it is, its own where it is none.
    """

    id: str
    name: str
    in_roster: bool
    zone: str
    zone_from: str
    source_zone: str
    source_zone_from: str
    rules: tuple[Rule, ...]
    left_out: tuple[LeftOut, ...] = ()
    medium: str = ""
    tier: str = ""
    elsewhere: tuple[str, ...] = ()
    nearest: str = ""
    network: str = ""

    @property
    def source_zone_told(self) -> bool:
        """Whether the user or the roster said where bare readings are read; else it is assumed."""
        return self.source_zone_from != "judged zone"


def stem(file: str) -> str:
    """The name of a file without folders and endings: ``ktk`` of ``week.zip/ktk.xml.gz``."""
    return re.sub(r"(?<=.)(\.[A-Za-z0-9]{1,5})+$", "", PurePath(file).name)


def find_channel(
    source_id: str, printed: str, file: str, settings: Settings, roster: Roster
) -> tuple[str, str, Channel | None]:
    """The id, the name and the roster's entry of a channel as a source names it.

    A source that names none in its rows is the channel told by the user, else the one ``printed``
    above them, else the one its file is named for.
    """
    if source_id:
        names = [source_id, printed]
    else:
        names = [settings.channel] if settings.channel else [printed, stem(file)]
    names = [name for name in names if name]
    entry = roster.match(*names)
    if entry is not None:
        return entry.id, entry.name, entry
    return names[0], printed or names[0], None


def name_channels(
    reading: Reading, file: str, settings: Settings, roster: Roster, rulebook: Rulebook
) -> dict[str, JudgedChannel]:
    """Give the rows of a reading their channels' ids; returns the channels as they are judged."""
    channels: dict[str, JudgedChannel] = {}
    ids: dict[str, str] = {}
    column = reading.frame["channel"].to_numpy(object, na_value="")
    for source_id in dict.fromkeys(column.tolist()):
        printed = reading.names.get(source_id, "")
        found = find_channel(source_id, printed, file, settings, roster)
        ids[source_id] = found[0]
        if found[0] not in channels:
            judged = judged_channel(*found, settings, rulebook)
            if found[2] is None:
                judged = replace(judged, nearest=_nearest(found[:2], roster))
            channels[found[0]] = judged
    if any(source_id != channel for source_id, channel in ids.items()):
        named: Any = pd.array([ids[name] for name in column.tolist()], dtype=TEXT)
        reading.frame = reading.frame.assign(channel=named)
    return channels


def _nearest(names: Iterable[str], roster: Roster) -> str:
    near = (roster.nearest(name) for name in names)
    return next((entry.id for entry in near if entry is not None), "")


def judged_channel(
    channel_id: str, name: str, entry: Channel | None, settings: Settings, rulebook: Rulebook
) -> JudgedChannel:
    """Where and by which rules a channel is judged.

    A channel that is in no roster is judged as domestic, free-to-air television.
    """
    if settings.zone:
        judged, judged_from = settings.zone, "option"
    elif entry is not None:
        judged, judged_from = entry.zone, "roster"
    else:
        judged, judged_from = rulebook.zone, "rulebook"
    zone(judged)
    source, source_from = judged, "judged zone"
    if settings.source_zone:
        source, source_from = settings.source_zone, "option"
    elif entry is not None and entry.source_zone:
        source, source_from = entry.source_zone, "roster"
    medium = entry.medium if entry else "tv"
    foreign = entry.foreign if entry else False
    paid = entry.conditional_access == "yes" if entry else False
    rules, left_out = rulebook.applicable(medium, foreign, paid)
    return JudgedChannel(
        channel_id,
        name,
        entry is not None,
        judged,
        judged_from,
        source,
        source_from,
        rules,
        tuple(LeftOut(rule.id, reason) for rule, reason in left_out),
        entry.medium if entry else "",
        entry.tier if entry else "",
        tuple(name for name in entry.coverage_zones if name != judged)
        if entry and not settings.zone
        else (),
        network=(entry.network if entry else "") or channel_id,
    )
