"""From printed clock readings to instants: zones, offsets, hours that happened twice, ends.

A reading with a printed offset is believed; one without is read in the source zone of its
channel. An end that is not printed is the next start on the channel, unless that is too far off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from schedcheck.messages import msg
from schedcheck.schedule.building import distinct, taken, texts_of
from schedcheck.schedule.frame import DURATION, INSTANT, NEXT, PRINTED, STOP_FROM, UNKNOWN
from schedcheck.schedule.reading import Fault
from schedcheck.zones import Seconds, offsets_over

#: Past a longer silence nothing says when a programme ended (seconds).
LONGEST_GUESS = 6 * 3600
HOUR = 3600
#: Readings outside these years are slips of the pen, and no zone's clock is known for them.
YEARS = (1950, 2100)
NAT = np.iinfo(np.int64).min  # what NaT is as a number


def seconds(column: pd.Series) -> Seconds:
    """A column of times as seconds since 1970, NAT where there is none."""
    return column.to_numpy("datetime64[s]").view(np.int64)


def rows_of_each(codes: npt.NDArray[np.intp], count: int) -> list[npt.NDArray[np.intp]]:
    """The numbers of the rows that have each of the codes 0 to ``count`` - 1, in order."""
    order = np.argsort(codes, kind="stable")
    begins = np.searchsorted(codes[order], np.arange(count + 1))
    return [order[begin:end] for begin, end in pairwise(begins.tolist())]


@dataclass(frozen=True, slots=True)
class Placed:
    """A schedule placed in time: ``frame`` is sorted by channel and start.

    ``codes``: the place of each row's channel in ``channels``, which are sorted. ``faults``: rows
    taken out because their year cannot be right, and rows that stay whose reading never happened
    on their clock.
    """

    frame: pd.DataFrame
    codes: npt.NDArray[np.intp]
    channels: tuple[str, ...]
    faults: list[Fault]


def place(frame: pd.DataFrame, source_zones: Mapping[str, str]) -> Placed:
    """``frame`` with ``start``, ``stop`` and ``stop_from`` filled in.

    ``source_zones``: channel -> the zone in which its readings without an offset are read.
    """
    frame, faults = read_clocks(frame, source_zones)
    return replace(in_order(frame), faults=faults)


def read_clocks(
    frame: pd.DataFrame, source_zones: Mapping[str, str]
) -> tuple[pd.DataFrame, list[Fault]]:
    """``frame``, of one source and in file order, with the instants that it prints.

    ``stop`` stays empty where no end after the start is printed.
    """
    faults: list[Fault] = []
    frame = _without_absurd_years(frame, faults)
    walls, wall_stops = seconds(frame["wall_start"]), seconds(frame["wall_stop"])
    offset = frame["offset"].to_numpy(np.int64, na_value=0) * 60
    starts, stops = walls - offset, np.where(wall_stops == NAT, NAT, wall_stops - offset)
    bare = frame["offset"].isna().to_numpy()
    if bare.any():
        codes, channels = pd.factorize(frame["channel"], sort=True)
        for channel, every in zip(channels, rows_of_each(codes, len(channels)), strict=True):
            rows = every[bare[every]]
            if len(rows):
                _read_bare(frame, rows, source_zones[str(channel)], starts, stops, faults)
    stop_from = frame["stop_from"].cat.codes.to_numpy().copy()
    spans = stop_from == DURATION
    stops[spans] = starts[spans] + (wall_stops - walls)[spans]
    # an end that is not after the start is none; the check odd-length says it
    endless = (stops == NAT) | (stops <= starts)
    stops[endless] = NAT
    stop_from[~endless & (stop_from != DURATION)] = PRINTED
    return _with_instants(frame, starts, stops, stop_from), faults


def in_order(frame: pd.DataFrame) -> Placed:
    """``frame``, of any number of sources, sorted, its ends filled in by the starts that follow.

    ``frame`` may have no columns then, see :func:`~schedcheck.schedule.building.taken`.
    """
    numbers, names = distinct(texts_of(frame["channel"]))
    channels, ranks = np.unique(names, return_inverse=True)
    codes = ranks[numbers]
    starts = seconds(frame["start"])
    order = np.argsort(codes, kind="stable")
    by_channel = starts[order]
    earlier = by_channel[1:] < by_channel[:-1]
    if earlier[np.diff(codes[order]) == 0].any():  # it seldom is so
        order = np.lexsort((starts, codes))
    if (np.diff(order) != 1).any():
        frame = taken(frame, order)
        starts, codes = starts[order], codes[order]
    stops = seconds(frame["stop"])
    if (stops == NAT).any():
        stops, stop_from = stops.copy(), frame["stop_from"].cat.codes.to_numpy().copy()
        _guess_ends(codes, starts, stops, stop_from)
        frame = _with_instants(frame, starts, stops, stop_from)
    return Placed(frame.reset_index(drop=True), codes, tuple(channels.tolist()), [])


def _with_instants(
    frame: pd.DataFrame, starts: Seconds, stops: Seconds, stop_from: npt.NDArray[Any]
) -> pd.DataFrame:
    return frame.assign(
        start=instants(starts),
        stop=instants(stops),
        stop_from=pd.Categorical.from_codes(stop_from, dtype=STOP_FROM),
    )


def instants(values: Seconds) -> Any:
    """Seconds since 1970, NAT where there is none, as a column of UTC instants."""
    return pd.array(values.view("datetime64[s]"), dtype=INSTANT)


def _without_absurd_years(frame: pd.DataFrame, faults: list[Fault]) -> pd.DataFrame:
    low, high = (np.datetime64(str(year), "s") for year in YEARS)
    walls, stops = frame["wall_start"].to_numpy(), frame["wall_stop"].to_numpy()
    absurd = (walls < low) | (walls >= high) | (stops < low) | (stops >= high) | np.isnat(walls)
    if not absurd.any():
        return frame
    for row in frame[absurd].itertuples():
        words = msg(
            "%(start)s is not a time that a schedule can have; correct it", start=row.wall_start
        )
        faults.append(Fault("bad-row", str(row.file), str(row.place), str(row.title), words))
    kept: pd.DataFrame = frame[~absurd]
    return kept


def _read_bare(  # noqa: PLR0913, PLR0917 - the columns it fills, side by side
    frame: pd.DataFrame,
    rows: npt.NDArray[np.intp],
    zone: str,
    starts: Seconds,
    stops: Seconds,
    faults: list[Fault],
) -> None:
    """Place the readings of ``rows`` (one channel, file order), which print no offset."""
    walls = starts[rows]
    offsets = offsets_over(zone, walls)
    earlier, later, never = offsets.instants(walls)
    second = np.zeros(len(rows), np.bool_)
    for at in np.flatnonzero(later != earlier):
        # the hour that happened twice: from where the clock goes back in the file, the second one
        step = walls[at] - walls[at - 1] if at else 0
        if -HOUR <= step < 0 or (0 <= step < HOUR and at and second[at - 1]):
            earlier[at], second[at] = later[at], True
    starts[rows] = earlier
    for at in np.flatnonzero(never):
        row = frame.iloc[rows[at]]
        words = msg(
            "%(start)s never happened on the clock of %(zone)s; read as an hour later",
            start=row["wall_start"],
            zone=zone,
        )
        faults.append(Fault("bad-row", row["file"], row["place"], str(row["title"]), words))
    ended = rows[stops[rows] != NAT]
    if len(ended):
        first, last, _never = offsets.instants(stops[ended])
        stops[ended] = np.where((first <= starts[ended]) & (last > starts[ended]), last, first)


def _guess_ends(
    codes: npt.NDArray[np.intp],
    starts: Seconds,
    stops: Seconds,
    stop_from: npt.NDArray[Any],
) -> None:
    """Fill in what is not printed: the next later start on the channel (all sorted by both)."""
    endless = np.flatnonzero(stops == NAT)
    fresh = np.flatnonzero(np.r_[True, (codes[1:] != codes[:-1]) | (starts[1:] != starts[:-1])])
    following = np.searchsorted(fresh, endless, side="right")
    known = following < len(fresh)
    at = fresh[np.minimum(following, len(fresh) - 1)]
    known &= codes[at] == codes[endless]
    known &= starts[at] - starts[endless] <= LONGEST_GUESS
    stops[endless[known]] = starts[at[known]]
    stop_from[endless[known]] = NEXT
    stop_from[endless[~known]] = UNKNOWN
