"""Clocks that a page names beside its text: in its title, and in the times behind its clocks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from schedcheck.messages import msg
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.row_faults import CLOCK_ELSEWHERE
from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.clock_names import clock_beside
from schedcheck.readers.values.clock_times import clock_at, known_zone, offsets_at
from schedcheck.readers.values.iso8601 import parse_date_time
from schedcheck.readers.values.words import LOCAL
from schedcheck.schedule.reading import Fault, Reading
from schedcheck.zones import offset_text


def take_clocks(title: str, root: Any, reading: Reading, file: str, options: ReadOptions) -> None:
    """Read the clocks of a page in the zone of the times that browsers are given with them, if that
    is not the channel's; its title, if it names another, is a fault.

    So only where nothing that is shown names one.
    """
    frame = reading.frame
    if not len(frame) or options.source_zone or frame["offset"].notna().any():
        return
    zone = clock_beside(title)
    if zone not in {None, LOCAL, options.zone}:
        fault = Fault("bad-row", file, "", title, msg(CLOCK_ELSEWHERE.text, zone=zone))
        reading.faults.append(fault)
    offsets = _other_offsets(root, options.zone)
    named = [f"UTC{offset_text(offset)}" for offset in sorted(set(offsets))]
    if len(named) == 1 and len(offsets) >= len(frame):
        frame["offset"] = pd.array([offsets[0]] * len(frame), "Int16")
        words = msg("the times behind its clocks are those of %(zone)s", zone=named[0])
        reading.notes.append(words)
    elif named:
        words = msg(CLOCK_ELSEWHERE.text, zone=", ".join(named))
        reading.faults.append(Fault("bad-row", file, "", "", words))


def _other_offsets(root: Any, own: str | None) -> list[int]:
    """The offsets in minutes of the times of a page whose clock readings are shown, where the
    channel's clock shows others then.
    """
    if root is None or own is None or not known_zone(own):
        return []
    found = (
        _other_offset(element.get("datetime") or "", element.text_content(), own)
        for element in root.iter("time")
    )
    return [offset for offset in found if offset is not None]


def _other_offset(stamp: str, shown: str, own: str) -> int | None:
    clock = clock_at(shown.strip())
    try:
        wall, offset = parse_date_time(stamp)
    except ValueError:
        return None
    if clock is None or offset is None:
        return None
    ahead = int(offsets_at(own, np.array([wall], "datetime64[s]"))[0]) - offset
    printed = wall.hour * 3600 + wall.minute * 60
    return offset if ahead and clock.seconds % DAY == printed else None
