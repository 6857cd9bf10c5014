"""From printed clock readings to instants: zones, offsets, hours that happened twice, ends.

A reading with a printed offset is believed; one without is read in the source zone of its
channel. An end that is not printed is the next start on the channel, unless that is too far off.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

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

Rows = npt.NDArray[np.intp]


def seconds(column: pd.Series) -> Seconds:
    """A column of times as seconds since 1970, NAT where there is none."""
    return column.to_numpy("datetime64[s]").view(np.int64)


def on_clock(instants: Seconds, zone: str) -> Seconds:
    """Instants as readings of the clock of a zone (seconds since 1970), NAT where there is none."""
    known = instants != NAT
    offsets = offsets_over(zone, instants[known])
    return np.where(known, instants + offsets.at(instants), NAT)


def rows_of_each(codes: npt.NDArray[np.intp], count: int) -> list[npt.NDArray[np.intp]]:
    """The numbers of the rows that have each of the codes 0 to ``count`` - 1, in order."""
    order = np.argsort(codes, kind="stable")
    begins = np.searchsorted(codes[order], np.arange(count + 1))
    return [order[begin:end] for begin, end in pairwise(begins.tolist())]


class Placed(NamedTuple):
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
    return in_order(frame)._replace(faults=faults)


def read_clocks(
    frame: pd.DataFrame, source_zones: Mapping[str, str], sources: Rows | None = None
) -> tuple[pd.DataFrame, list[Fault]]:
    """``frame``, in file order, with the instants that it prints.

    ``stop`` stays empty where no end after the start is printed. ``sources``: the number of each
    row's source, where they are of several.
    """
    faults: list[Fault] = []
    sound = ~_absurd_years(frame, faults)
    if not sound.all():
        frame, sources = frame[sound], sources if sources is None else sources[sound]
    walls, wall_stops = seconds(frame["wall_start"]), seconds(frame["wall_stop"])
    offset = frame["offset"].to_numpy(np.int64, na_value=0) * 60
    starts, stops = walls - offset, np.where(wall_stops == NAT, NAT, wall_stops - offset)
    bare = frame["offset"].isna().to_numpy()
    if bare.any():
        codes, channels = pd.factorize(frame["channel"], sort=True)
        lists = codes if sources is None else sources * len(channels) + codes
        rows = np.flatnonzero(bare)
        rows = rows[np.argsort(lists[rows], kind="stable")]
        of_each = {code: source_zones[str(channels[code])] for code in np.unique(codes[rows])}
        never: dict[int, str] = {}
        for zone in dict.fromkeys(of_each.values()):
            asked = [code for code, name in of_each.items() if name == zone]
            of_zone = rows if len(asked) == len(of_each) else rows[np.isin(codes[rows], asked)]
            missed = _read_bare(zone, of_zone, lists[of_zone], starts, stops)
            never |= dict.fromkeys(of_zone[missed].tolist(), zone)
        in_turn = sorted(never, key=lambda row: (lists[row], row))
        faults += [_fault_of_gap(frame.iloc[row], never[row]) for row in in_turn]
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


def _absurd_years(frame: pd.DataFrame, faults: list[Fault]) -> npt.NDArray[np.bool_]:
    """The rows whose year cannot be right; ``faults`` takes them."""
    low, high = (np.datetime64(str(year), "s") for year in YEARS)
    walls, stops = frame["wall_start"].to_numpy(), frame["wall_stop"].to_numpy()
    absurd: npt.NDArray[np.bool_] = (
        (walls < low) | (walls >= high) | (stops < low) | (stops >= high) | np.isnat(walls)
    )
    for row in frame[absurd].itertuples() if absurd.any() else ():
        words = msg(
            "%(start)s is not a time that a schedule can have; correct it", start=row.wall_start
        )
        faults.append(Fault("bad-row", str(row.file), str(row.place), str(row.title), words))
    return absurd


def _read_bare(
    zone: str, rows: Rows, lists: Rows, starts: Seconds, stops: Seconds
) -> npt.NDArray[np.bool_]:
    """Place the readings of ``rows`` (schedule by schedule, in file order), without an offset.

    ``lists``: the number of the schedule of each. Gives back which never happened on their clock.
    """
    walls = starts[rows]
    offsets = offsets_over(zone, walls)
    earlier, later, never = offsets.instants(walls)
    second = np.zeros(len(rows), np.bool_)
    for at in np.flatnonzero(later != earlier).tolist():
        # the hour that happened twice: from where the clock goes back in the file, the second one
        goes_on = at > 0 and lists[at] == lists[at - 1]
        step = walls[at] - walls[at - 1] if goes_on else 0
        if -HOUR <= step < 0 or (0 <= step < HOUR and goes_on and second[at - 1]):
            earlier[at], second[at] = later[at], True
    starts[rows] = earlier
    ended = rows[stops[rows] != NAT]
    if len(ended):
        first, last, _never = offsets.instants(stops[ended])
        stops[ended] = np.where((first <= starts[ended]) & (last > starts[ended]), last, first)
    return never


def _fault_of_gap(row: pd.Series[Any], zone: str) -> Fault:
    words = msg(
        "%(start)s never happened on the clock of %(zone)s; read as an hour later",
        start=row["wall_start"],
        zone=zone,
    )
    return Fault("bad-row", row["file"], row["place"], str(row["title"]), words)


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
