"""The times of guide services: seconds since 1970, dates and times in UTC, clock readings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from schedcheck.readers.json_guides.mapping import TimeAt
from schedcheck.readers.json_guides.path import JsonNode, JsonPath
from schedcheck.readers.values.cells import parse_day, parse_length
from schedcheck.readers.values.clock_times import known_zone, offsets_at
from schedcheck.readers.values.moments import Moment, parse_moment, parse_zone, past_midnight
from schedcheck.readers.values.stamps import Stamps
from schedcheck.zones import number_of, offsets_over

_DAY = 86400
#: Where 1950 and 2100 begin, in seconds: what lies outside is another unit, or no time.
_FIRST, _LAST = (int(np.datetime64(year, "s").astype(np.int64)) for year in ("1950", "2100"))
_NAT = np.datetime64("NaT", "s")
Seconds = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int64]
Walls = npt.NDArray[np.datetime64]


def first(paths: Iterable[JsonPath], spot: JsonNode) -> Any:
    """The first value that one of ``paths`` leads to, None where none does."""
    return next((value for path in paths for value in path.values(spot)), None)


def read_times(
    at: TimeAt,
    spots: Sequence[JsonNode],
    channels: Codes,
    zone: str | None,
    starts: Walls | None = None,
) -> Stamps:
    """The times at ``at`` of the entries ``spots``, in file order, of ``channels`` (codes).

    An instant is given on the clock of ``zone``, the channel's own, else of UTC: a service that
    gives it prints no clock. A clock reading without a date is of its list's day, or follows the
    start of its programme where ``starts`` are given. What is missing is not a stamp; what is
    printed and no time is bad.
    """
    values = [first(at.path, spot) for spot in spots]
    if at.form == "clock":
        return _clocks(at, values, spots, channels, starts)
    if at.form == "utc":
        instants = [_utc(value) for value in values]
    else:
        instants = [_number(value, 1000 if at.form == "epoch-ms" else 1) for value in values]
    return _placed(values, instants, zone or "UTC")


def _number(value: Any, scale: float) -> int | None:
    """A whole number of units of ``scale``, which may be written as a text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return round(float(value) / scale)
    except (ValueError, OverflowError):
        return None


def _utc(value: Any) -> int | None:
    moment = _moment(value)
    if moment is None or moment.day is None:
        return None
    days = number_of(moment.day)
    return days * _DAY + moment.seconds - (moment.offset or 0) * 60


def _placed(values: list[Any], instants: list[int | None], zone: str) -> Stamps:
    bad = np.array(
        [
            value is not None and (instant is None or not _FIRST <= instant < _LAST or not instant)
            for value, instant in zip(values, instants, strict=True)
        ],
        np.bool_,
    )
    there = np.array([value is not None for value in values], np.bool_) & ~bad
    seconds = np.array(
        [instant if fine else 0 for instant, fine in zip(instants, there, strict=True)], np.int64
    )
    offsets = offsets_over(zone, seconds[there]).at(seconds) // 60
    wall = np.where(there, (seconds + offsets * 60).astype("datetime64[s]"), _NAT)
    return Stamps(wall, np.where(there, offsets, 0).astype(np.int16), there, bad)


def _clocks(
    at: TimeAt,
    values: list[Any],
    spots: Sequence[JsonNode],
    channels: Codes,
    starts: Walls | None,
) -> Stamps:
    moments = list(map(_moment, values))
    there = np.array([moment is not None for moment in moments], np.bool_)
    nothing = Moment(0)
    told = [moment or nothing for moment in moments]
    seconds = np.array([moment.seconds for moment in told], np.int64)
    days = np.array([moment.day for moment in told], "datetime64[D]")
    rows = np.flatnonzero(there & np.isnat(days))
    if starts is not None:
        days[rows] = starts[rows].astype("datetime64[D]")
        seconds[rows] %= _DAY
        days[rows] += _wall(days, seconds)[rows] <= starts[rows]
    elif len(rows) and at.date:
        days[rows] = np.array(
            [_day(first(at.date, spots[row])) for row in rows.tolist()], "datetime64[D]"
        )
        _shift_past_midnight(at, rows[~np.isnat(days[rows])], days, seconds, channels)
    wall = _wall(days, seconds)
    bad = np.array([value is not None for value in values], np.bool_) & np.isnat(wall)
    offset = np.array([moment.offset or 0 for moment in told], np.int64)
    has = np.array([moment.offset is not None for moment in told], np.bool_)
    has &= ~np.isnat(wall)
    _in_zones(at, spots, wall, offset, has)
    return Stamps(wall, offset.astype(np.int16), has, bad)


def _shift_past_midnight(
    at: TimeAt,
    rows: npt.NDArray[np.intp],
    days: npt.NDArray[np.datetime64],
    seconds: Seconds,
    channels: Codes,
) -> None:
    """Move the days of ``rows`` that are listed after midnight; those in doubt become NaT."""
    # a date above its programmes is printed with the first of them alone
    printed = np.ones(len(rows), np.bool_)
    if all(path.base for path in at.date):
        printed[1:] = (days[rows][1:] != days[rows][:-1]) | (np.diff(channels[rows]) != 0)
    shift, doubt = past_midnight(seconds[rows], days[rows], channels[rows], printed)
    days[rows] += shift.astype("timedelta64[D]")
    days[rows[doubt]] = np.datetime64("NaT", "D")


def _wall(days: npt.NDArray[np.datetime64], seconds: Seconds) -> Walls:
    walls: Walls = days.astype("datetime64[s]") + seconds.astype("timedelta64[s]")
    return walls


def _moment(value: Any) -> Moment | None:
    """A clock reading of a text; None where it names a zone, which no service does in its times."""
    moment = parse_moment(value) if isinstance(value, str) else None
    return None if moment is None or moment.zone else moment


def _day(value: Any) -> date | None:
    if not isinstance(value, str):
        return None
    moment = parse_moment(value)
    return parse_day(value) or (moment.day if moment else None)


def _zones_of(at: TimeAt, spots: Sequence[JsonNode]) -> npt.NDArray[np.object_]:
    """The zone that the mapping or the entry names for each reading; empty where none is known."""
    zones = np.full(len(spots), at.zone, dtype=object)
    for row, spot in enumerate(spots if at.zone_at else ()):
        found = parse_zone(first(at.zone_at, spot))
        if isinstance(found, str) and known_zone(found):
            zones[row] = found
    return zones


def minutes_off(printed: TimeAt, spots: Sequence[JsonNode], starts: Stamps) -> dict[int, int]:
    """For each row that also prints a clock: how many minutes that is ahead of the start.

    It is held against the start in the clock's zone, or as the start is printed where that has
    none. Seconds do not count, and a day's difference is none.
    """
    zones = _zones_of(printed, spots)
    walls = starts.wall.copy()
    for zone in {one for one in zones.tolist() if one}:
        rows = np.flatnonzero((zones == zone) & starts.has_offset & ~np.isnat(walls))
        instants = walls[rows].astype(np.int64) - starts.offset[rows].astype(np.int64) * 60
        there = instants + offsets_over(zone, instants).at(instants)
        walls[rows] = there.astype("datetime64[s]")
    # without an instant a clock of another zone says nothing
    placed = ~np.isnat(walls) & (starts.has_offset | (zones == ""))
    off: dict[int, int] = {}
    for row in np.flatnonzero(placed).tolist():
        moment = _moment(first(printed.path, spots[row]))
        if moment is not None:
            ahead = moment.seconds // 60 - int(walls[row].astype(np.int64)) // 60
            off[row] = (ahead + 720) % 1440 - 720
    return off


def _in_zones(
    at: TimeAt,
    spots: Sequence[JsonNode],
    wall: npt.NDArray[np.datetime64],
    offset: Seconds,
    has: npt.NDArray[np.bool_],
) -> None:
    """Give readings without an offset that of their zone, where one is named."""
    zones = _zones_of(at, spots)
    for zone in {one for one in zones.tolist() if one}:
        rows = np.flatnonzero((zones == zone) & ~has & ~np.isnat(wall))
        offset[rows] = offsets_at(zone, wall[rows])
        has[rows] = True


def read_lengths(
    paths: Iterable[JsonPath], unit: float, spots: Sequence[JsonNode]
) -> tuple[Seconds, npt.NDArray[np.bool_]]:
    """Durations in seconds, -1 where there is none, and which are printed and none."""
    known = tuple(paths)
    lengths = np.full(len(spots), -1, np.int64)
    bad = np.zeros(len(spots), np.bool_)
    for row, spot in enumerate(spots):
        value = first(known, spot)
        if value is None:
            continue
        length = _length(value, unit)
        if length is None or length <= 0:
            bad[row] = True
        else:
            lengths[row] = length
    return lengths, bad


def _length(value: Any, unit: float) -> int | None:
    number = _number(value, 1 / unit)
    return parse_length(value) if number is None and isinstance(value, str) else number
