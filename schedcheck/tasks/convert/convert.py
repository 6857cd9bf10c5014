"""Any schedules as one, on the clock of each channel: what ``schedcheck convert`` writes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from msgspec import Struct

from schedcheck.checks.context import CheckContext
from schedcheck.checks.windows import zone_doubts
from schedcheck.law.jurisdiction import JudgedChannel
from schedcheck.pipeline.run import Settings, prepare
from schedcheck.pipeline.scan import channels_of, each_source, files_of, joined, scan
from schedcheck.schedule.frame import COLUMNS, DURATION, PRINTED, validate
from schedcheck.schedule.placing import NAT, Placed, in_order, rows_of_each, seconds
from schedcheck.schedule.reading import Fault
from schedcheck.zones import offsets_over

Flags = npt.NDArray[np.bool_]


class Converted(Struct, frozen=True):
    """Schedules on the clocks of their channels, sorted by channel and start.

    ``frame`` is a schedule frame in which ``wall_start``, ``wall_stop`` and ``offset`` are those
    of the zone judged; ``names`` are the channels' by id. ``doubted`` are the rows whose clock
    reading stays as it was printed, since a verdict rests on how it is read (``zone-decides``).
    Ends that were not printed are not there. ``faults`` say what could not be read.
    """

    frame: pd.DataFrame
    names: dict[str, str]
    faults: tuple[Fault, ...]
    doubted: Flags


def converted(paths: Iterable[str | Path], settings: Settings | None = None) -> Converted:
    """The schedules in ``paths`` (files and folders; ``-`` is standard input).

    Raises ConfigError for a zone, roster, rulebook or reader that is not known.
    """
    run = prepare(settings)
    found = files_of(paths)
    scans = list(each_source(found, run, scan))
    placed = in_order(joined([one.frame for one in scans], run.rulebook))
    known = channels_of(one.channels for one in scans)
    channels = tuple(known[name] for name in placed.channels)
    default_zones = {one.file: one.default_zone for one in scans if one.default_zone}
    case = CheckContext(
        placed.frame, placed.codes, channels, run.rulebook, default_zones=default_zones
    )
    doubted = np.zeros(len(placed.frame), np.bool_)
    doubted[[doubt.row for doubt in zone_doubts(case)]] = True
    return Converted(
        validate(_localised(placed, channels, doubted)[list(COLUMNS)]),
        {channel.id: channel.name for channel in channels},
        tuple(fault for one in scans for fault in one.faults),
        doubted,
    )


def _localised(placed: Placed, channels: tuple[JudgedChannel, ...], doubted: Flags) -> pd.DataFrame:
    """The frame with readings on the clock of each channel's zone, but for those in doubt."""
    frame, codes = placed.frame, placed.codes
    starts, stops = seconds(frame["start"]), seconds(frame["stop"])
    walls, wall_stops = seconds(frame["wall_start"]), seconds(frame["wall_stop"])
    offsets = np.zeros(len(frame), np.int64)
    for channel, rows in zip(channels, rows_of_each(codes, len(channels)), strict=True):
        spells = offsets_over(channel.zone, starts[rows]).at(starts[rows])
        offsets[rows] = np.round(spells / 60).astype(np.int64)
    there = starts + offsets * 60
    # an end that was not believed is where it did, as far from the start as it was printed
    ends = np.where(wall_stops == NAT, NAT, there + (wall_stops - walls))
    believed = frame["stop_from"].cat.codes.isin([PRINTED, DURATION]).to_numpy()
    ends = np.where(believed, stops + offsets * 60, ends)
    printed = frame["offset"].to_numpy(np.int64, na_value=0)
    return frame.assign(
        wall_start=np.where(doubted, walls, there).view("datetime64[s]"),
        wall_stop=np.where(doubted, wall_stops, ends).view("datetime64[s]"),
        offset=pd.arrays.IntegerArray(
            np.where(doubted, printed, offsets).astype(np.int16),
            doubted & frame["offset"].isna().to_numpy(),
        ),
    )
