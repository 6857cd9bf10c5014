"""Time zones: always from the ``tzdata`` package, never from the operating system.

An old system says that Asia/Almaty is still at +06, and every verdict after 1 March 2024 would be
wrong by an hour. Importing this module makes ``zoneinfo``, and pendulum which builds on it, read
the package for the whole process.
"""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pendulum
import tomli
import tzdata

from schedcheck.errors import ConfigError, did_you_mean
from schedcheck.messages import msg

zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()

TZDATA = str(tzdata.__version__)
_NEAR = 0.8  # the part of its letters that a name with a slip of the pen has in common
_STEP = 2 * 86400  # the two changes of any zone that are nearest have four days between them

_HALF_YEARS = (1_767_225_600, 1_782_864_000)  # 1 January and 1 July 2026

Seconds = npt.NDArray[np.int64]
_EPOCH = date(1970, 1, 1)


@cache
def names() -> frozenset[str]:
    """The IANA names of all zones."""
    return frozenset(zoneinfo.available_timezones())


@cache
def zone(name: str) -> pendulum.Timezone:
    """The zone of an IANA name; ConfigError, with the name that is meant, for any other."""
    if name not in names():
        near = meant(name)
        if near:
            raise did_you_mean(msg("time zone"), name, near)
        raise ConfigError(
            msg(
                "time zone: “%(name)s” is not known; write its continent and city, such as "
                "Asia/Almaty",
                name=name,
            )
        )
    return pendulum.timezone(name)


def meant(name: str) -> str:
    """The IANA name that people mean who type ``name``; empty where none can be known.

    Offsets, letters and cities come from ``zone_names.toml``. Slips of the pen are looked for among
    its zones alone: the name nearest by letters may be in another country.
    """
    table = tomli.loads((files("schedcheck") / "zone_names.toml").read_text("utf-8"))["typed"]
    typed = re.sub(r"[\s_]+", "", name).casefold().replace("\u2212", "-")
    for zone_name, spellings in table.items():
        if typed in spellings:
            return str(zone_name)
    same = [one for one in names() if typed in {one.casefold(), one.rpartition("/")[2].casefold()}]
    if same:
        return min(same, key=lambda one: (not one.startswith("Asia/"), len(one), one))
    folded = {one.casefold(): one for one in table}
    from difflib import get_close_matches

    near = get_close_matches(name.casefold(), folded, n=1, cutoff=_NEAR)
    return folded[near[0]] if near else ""


@lru_cache(maxsize=1 << 14)
def offset_text(minutes: int) -> str:
    """A UTC offset as ISO 8601 has it: ``+05:00``."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


@lru_cache(maxsize=1 << 12)  # programmes begin at few of the minutes of a day
def clock_text(seconds: int) -> str:
    """Seconds since midnight as a clock shows them: ``06:00``, ``24:00``."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


@lru_cache(maxsize=1 << 14)  # of each finding it is asked several times, and days have few edges
def local(instant: float, name: str) -> pendulum.DateTime:
    """An instant (seconds since 1970) on the clock of a zone; ConfigError as for :func:`zone`."""
    clock = zone(name)
    # the same as pendulum.from_timestamp, which takes four times as long to look at its zone again
    at = datetime.fromtimestamp(instant, clock)
    return pendulum.DateTime(
        at.year,
        at.month,
        at.day,
        at.hour,
        at.minute,
        at.second,
        at.microsecond,
        clock,
        fold=at.fold,
    )


class Offsets(NamedTuple):
    """The spells of one UTC offset each that a zone goes through.

    ``begins``: the instant each spell begins, in seconds since 1970 (the first has begun long
    before what was asked for). ``offsets``: local clock minus UTC, in seconds.
    """

    begins: Seconds
    offsets: Seconds

    def at(self, instants: Seconds) -> Seconds:
        """The offset in force at each instant, in seconds."""
        return self.offsets[np.searchsorted(self.begins[1:], instants, side="right")]

    def instants(self, walls: Seconds) -> tuple[Seconds, Seconds, npt.NDArray[np.bool_]]:
        """The instants of clock readings (seconds since 1970 on the local clock).

        Returns the earlier reading, the later one (another only in an hour that happened twice),
        and which readings never happened: those are placed as far behind the jump of the clock
        as they are behind its beginning.
        """
        ends = self.begins[1:] + self.offsets[:-1]  # on the clock that is then changed
        spell = np.searchsorted(ends, walls, side="right")
        never = walls < self.begins[spell] + self.offsets[spell]
        earlier = walls - self.offsets[np.where(never, spell - 1, spell)]
        after = np.minimum(spell + 1, len(self.offsets) - 1)
        twice = (after > spell) & (walls >= self.begins[after] + self.offsets[after])
        later = np.where(twice, walls - self.offsets[after], earlier)
        return earlier, later, never


@lru_cache(maxsize=256)
def same_clock(one: str, other: str | None) -> bool:
    """Whether two zones of IANA show the same time in winter and in summer (of 2026)."""
    return {one, other} <= names() and all(
        local(instant, one).offset == local(instant, str(other)).offset for instant in _HALF_YEARS
    )


@lru_cache(maxsize=256)
def offsets_of(name: str, first_year: int, last_year: int) -> Offsets:
    """The offsets of a zone over the years given, found by asking pendulum."""
    tz = zone(name)

    def offset(instant: int) -> int:
        delta = datetime.fromtimestamp(instant, UTC).astimezone(tz).utcoffset()
        assert delta is not None  # noqa: S101 - an aware time has an offset
        return int(delta.total_seconds())

    low = int(datetime(first_year, 1, 1, tzinfo=UTC).timestamp()) - 2 * 86400
    high = int(datetime(last_year + 1, 1, 1, tzinfo=UTC).timestamp()) + 2 * 86400
    begins, offsets = [low], [offset(low)]
    for instant in range(low + _STEP, high + _STEP, _STEP):
        if offset(instant) != offsets[-1]:
            before, after = instant - _STEP, instant
            while after - before > 1:
                middle = (before + after) // 2
                if offset(middle) == offsets[-1]:
                    before = middle
                else:
                    after = middle
            begins.append(after)
            offsets.append(offset(after))
    return Offsets(np.array(begins, np.int64), np.array(offsets, np.int64))


def offsets_over(name: str, *times: Seconds) -> Offsets:
    """The offsets of a zone over the years that ``times`` (seconds since 1970) fall in."""
    known = [part for part in times if len(part)]
    years = [
        datetime.fromtimestamp(int(edge), UTC).year
        for part in known
        for edge in (part.min(), part.max())
    ]
    return offsets_of(name, min(years, default=2000), max(years, default=2000))


@lru_cache(maxsize=1 << 12)
def day_of(number: int) -> date:
    """The date so many days after 1 January 1970."""
    return _EPOCH + timedelta(days=number)


def number_of(day: date) -> int:
    """How many days after 1 January 1970 a date is."""
    return (day - _EPOCH).days
