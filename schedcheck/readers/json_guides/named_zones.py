"""Zones that a reply names and no mapping asks for, where its clock readings have no offset."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from schedcheck.messages import Message, msg
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.json_guides.path import JsonNode
from schedcheck.readers.row_faults import CLOCK_ELSEWHERE
from schedcheck.readers.values.clock_times import known_zone, offsets_at
from schedcheck.readers.values.moments import parse_zone
from schedcheck.schedule.reading import Fault
from schedcheck.zones import same_clock

_KEY = re.compile(
    r"(?:time[-_]?zone|tz|zone)(?:[-_]?(?:id|name|offset))?|(?:(?:utc|gmt)[-_]?)?offset",
    re.IGNORECASE,
)
_DEEPEST, _MOST = 12, 2000  # levels, and objects, that are looked at


def zones_told(
    replies: Sequence[JsonNode], file: str, options: ReadOptions, frame: pd.DataFrame
) -> tuple[list[Fault], list[Message]]:
    """A fault for each zone that is named and is not the channel's, if readings have no offset;
    and notes of those that are its own as JavaScript and C count minutes and seconds, westwards.
    """
    bare = frame["offset"].isna() & frame["wall_start"].notna()
    if options.source_zone or not bare.any():
        return [], []
    own = options.zone
    walls = frame.loc[bare, "wall_start"].to_numpy("datetime64[s]")[:1]
    minutes = int(offsets_at(own, walls)[0]) if own and known_zone(own) else None
    told: dict[str, Fault] = {}
    notes: dict[str, Message] = {}
    for place, value in _named(replies):
        shown = str(value).strip()
        if minutes and isinstance(value, (int, float)) and -value in {minutes, minutes * 60}:
            notes[shown] = msg(
                "%(place)s is %(value)s: taken for the offset of the channel, counted westwards",
                place=place,
                value=shown,
            )
        elif shown not in told and not _is_own(value, own, minutes):
            words = msg(CLOCK_ELSEWHERE.text, zone=shown)
            told[shown] = Fault("bad-row", file, place, shown, words)
    return list(told.values()), list(notes.values())


def _is_own(value: Any, own: str | None, minutes: int | None) -> bool:
    """Whether a value is the zone ``own`` or its offset, or names no zone."""
    if isinstance(value, (int, float)):
        return minutes is not None and value in {minutes / 60, minutes, minutes * 60}
    zone = parse_zone(value)
    if zone is None or isinstance(zone, int):
        return zone is None or zone == minutes
    return not known_zone(zone) or same_clock(zone, own)


def _may_be_zone(key: str, value: Any) -> bool:
    """Whether a value is a text, or a number under a key of offsets: «zone» may be a region, and
    «offset» alone be that of the first entry of a page, which is 0 or more, or -1 for none.
    """
    if key.lower() == "offset":
        return parse_zone(value) is not None if isinstance(value, str) else value < -1
    return isinstance(value, str) or "offset" in key.lower()


def _named(replies: Sequence[JsonNode]) -> Iterator[tuple[str, Any]]:
    """The values of keys that name a zone, with their places."""
    left = [(reply.place, reply.value, 0) for reply in reversed(replies)]
    seen = 0
    while left and seen < _MOST:
        place, value, depth = left.pop()
        seen += isinstance(value, dict)
        inner = value.items() if isinstance(value, dict) else ()
        for key, one in inner:
            named = isinstance(one, (str, int, float)) and not isinstance(one, bool)
            if named and one != "" and _KEY.fullmatch(key) and _may_be_zone(key, one):
                yield f"{place}.{key}", one
        if depth < _DEEPEST:
            below = [(f"{place}.{key}", one) for key, one in inner]
            if isinstance(value, list):
                below = [(f"{place}[{at}]", one) for at, one in enumerate(value)]
            left += [(where, one, depth + 1) for where, one in reversed(below)]
