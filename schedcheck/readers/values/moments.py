"""Clock readings in the cells of tables, with the day, offset and range that are with them; and on
which day each of a list of readings is, for the broadcast day goes on past midnight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from schedcheck.readers.values.cells import (
    DAY,
    EPOCH,
    FIRST_YEAR,
    SERIALS,
    Cell,
    parse_day,
    text_of,
)
from schedcheck.readers.values.clock_names import only_a_zone, zone_in
from schedcheck.readers.values.clock_times import (
    FARTHEST,
    LAST_HOUR,
    LONGEST,
    SIGNED,
    SLACK,
    UNKNOWN_ZONE,
    Clock,
    Days,
    Ints,
    Spelling,
    clock_at,
    times_at,
    with_zone,
)
from schedcheck.readers.values.days_begun_again import MIDNIGHT_STEP, begun_again
from schedcheck.readers.values.words import LOCAL
from schedcheck.zones import offset_text


class Moment(NamedTuple):
    """What a start or end cell says.

    ``seconds`` since 00:00 of ``day`` (86,400 and more for ``25:30``); ``day`` where the cell
    prints one; ``offset`` in minutes, or the name of a ``zone``, where it prints one; ``drift``
    when a fraction of a second was rounded to the minute; ``bare_day`` for a date cell without a
    time.
    """

    seconds: int
    day: date | None = None
    offset: int | None = None
    drift: bool = False
    bare_day: bool = False
    zone: str = ""

    @property
    def clock_zone(self) -> str:
        """The zone or offset printed, as the name of a zone; empty where none is."""
        if self.offset is None:
            return self.zone
        return f"UTC{offset_text(self.offset)}"


def moment_of(seconds: float, day: date | None = None, offset: int | None = None) -> Moment:
    """A moment; fractions of a second are drift of the export, and the minute is meant."""
    nearest = round(seconds)
    if abs(seconds - nearest) <= SLACK:
        return Moment(nearest, day, offset)
    return Moment(round(seconds / 60) * 60, day, offset, drift=True)


def _of_clock(clock: Clock) -> Moment:
    found = moment_of(clock.seconds)
    if clock.zone.startswith("UTC"):
        match = SIGNED.match(clock.zone, len("UTC"))
        return found._replace(offset=_minutes(match) if match else 0)
    return found._replace(zone=clock.zone)


def _of_datetime(cell: datetime) -> Moment:
    seconds = cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
    offset = cell.utcoffset()
    minutes = None if offset is None else round(offset.total_seconds() / 60)
    # a date of 1900 counts days past an unknown midnight: only its clock is meant
    return moment_of(seconds, cell.date() if cell.year >= FIRST_YEAR else None, minutes)


def parse_moment(cell: Cell, numbers: str = "", *, month_first: bool = False) -> Moment | None:
    """What a start or end cell says; None where it is not understood.

    ``numbers`` is how bare numbers are to be read (see :func:`number_style`).
    """
    if isinstance(cell, str):
        if numbers == MINUTES and _digits(cell):
            return None
        return _moment_of_text(_plain(cell), month_first=month_first)
    if isinstance(cell, time):
        cell = datetime.combine(EPOCH, cell)
    if isinstance(cell, datetime):
        return _of_datetime(cell)
    if isinstance(cell, date):
        return Moment(0, cell, bare_day=True) if cell.year >= FIRST_YEAR else Moment(0)
    if isinstance(cell, timedelta):
        seconds = cell.total_seconds()
        return moment_of(seconds) if 0 <= seconds < 2 * DAY else None
    return None if cell is None or isinstance(cell, bool) else _moment_of_number(cell, numbers)


def _plain(text: str) -> str:
    """The text of a cell on one line, empty when it is too long for a clock reading."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else ""


def _moment_of_number(number: float, style: str) -> Moment | None:
    if number == 0:
        return Moment(0)
    if style == "fraction":
        if int(number) in SERIALS:
            return _of_datetime(EPOCH + timedelta(days=number))
        return _of_datetime(EPOCH + timedelta(days=number % 1)) if number > 0 else None
    if style == "hhmm":
        hour, minute = divmod(int(number), 100)
        return Moment(hour * 3600 + minute * 60) if hour <= LAST_HOUR and minute < 60 else None
    return None


#: How numbers are read that are minutes of the day: not at all.
MINUTES = "minutes"
#: Minutes of a day and the night after it; and of numbers that are minutes so many are no clock
#: readings of four digits, or so many different ones that are do not happen by chance.
_LAST_MINUTE, _ODD, _NO_CHANCE = 1800, 0.2, 8


def _digits(text: str) -> bool:
    text = text.strip()
    return 3 <= len(text) <= 4 and text.isdecimal()


def may_be_minutes(cells: Iterable[Cell]) -> bool:
    """Whether a column of starts holds only numbers that may be both: 1250 may be ten to one, or
    the 1250th minute of the day.
    """
    filled = {text_of(cell) for cell in cells if cell is not None} - {""}
    numbers = {int(text) for text in filled if text.isdecimal() and len(text) <= 4}
    return (
        len(numbers) == len(filled)
        and not any(text.startswith("0") and int(text) for text in filled)
        and len(numbers) < _NO_CHANCE
        and 100 <= max(numbers, default=0) <= _LAST_MINUTE
        and all(number % 100 < 60 for number in numbers)
    )


def number_style(cells: Iterable[Cell]) -> str:
    """How the bare numbers of a start column are to be read.

    ``fraction``: parts of a day, as spreadsheets count; ``hhmm``: 600 for 06:00; empty: not to
    be known (6 may be six o'clock or six past midnight, 6.3 half past six or a quarter past);
    :data:`MINUTES`: texts such as 390 and 1275 that are likelier minutes of the day, not known
    either.
    """
    cells = list(cells)
    texts = {int(cell) for cell in cells if isinstance(cell, str) and _digits(cell)}
    odd = sum(number % 100 >= 60 for number in texts)
    if odd > 1 and odd >= _ODD * len(texts) and max(texts) <= _LAST_MINUTE:
        return MINUTES
    numbers = {
        cell for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)
    }
    broken = [number for number in numbers if number != int(number)]
    if broken:
        days = all(0 <= number < 3 or int(number) in SERIALS for number in numbers)
        return "fraction" if days else ""
    clocks = all(number >= 0 and int(number) % 100 < 60 for number in numbers)
    return "hhmm" if clocks and 100 <= max(numbers, default=0) <= LAST_HOUR * 100 else ""


_STAMP = re.compile(r"(\d{8})(\d{2})(\d{2})(\d{2})?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}t|\d{12}", re.IGNORECASE)
#: Between a date and a clock reading.
_BEFORE_CLOCK = re.compile(r"(?:(?<=\d)t|,? )(?=\d{1,2}(?!\d)|\d{4}(?!\d))", re.IGNORECASE)
_TIME_CODE = re.compile(r"tc ?(?=\d)", re.IGNORECASE)
#: The name of a zone begins with one; -06:30 may be an end.
_LETTER = re.compile(r"[(\[]?[^\W\d_]")
#: Blanks that a cell may hold inside a time: «6 : 30».
_LOOSE = re.compile(r"(?<=\d)(?!\s*+\.\s++\d{1,2}:) ?([:.hч]) ?(?=\d\d)", re.IGNORECASE)


@lru_cache(maxsize=4096)  # the clock readings of a week come again in the next, and so do titles
def _moment_of_text(text: str, *, month_first: bool) -> Moment | None:
    day, clock = _parted(text, month_first=month_first)
    found = whole_time(clock, signed=_ISO.match(text) is not None)
    if found is None or day is None:
        return found
    if day.year < FIRST_YEAR:
        return found._replace(seconds=found.seconds % DAY)
    return found._replace(day=day)


def _parted(text: str, *, month_first: bool) -> tuple[date | None, str]:
    """The date that begins a text, and the rest of it; None where there is no date."""
    stamp = _STAMP.match(text)
    day = parse_day(stamp[1]) if stamp else None
    if stamp and day:
        return day, f"{stamp[2]}:{stamp[3]}:{stamp[4] or '00'}{text[stamp.end() :]}"
    for match in _BEFORE_CLOCK.finditer(text):
        day = parse_day(text[: match.start()], month_first=month_first)
        if day is not None:
            return day, text[match.end() :]
    return None, text


def whole_time(text: str, *, signed: bool = False) -> Moment | None:
    """What a text says that holds a clock reading and nothing else but its zone, else None.

    ``signed``: whether an offset may be behind a minus; elsewhere it may be an end, 6:00-6:30.
    """
    text = _LOOSE.sub(r"\1", _TIME_CODE.sub("", text, count=1))
    if text.isdecimal() and len(text) == 3:
        text = f"0{text}"  # 630
    clock = clock_at(text, 0, Spelling.ANY, LAST_HOUR)
    if clock is None:
        return None
    named = with_zone(clock, text)
    rest = text[named.end :]
    if not rest or named.zone == UNKNOWN_ZONE:
        return None if named.zone == UNKNOWN_ZONE else _of_clock(named)
    offset = SIGNED.match(text, clock.end)
    if offset is not None and not signed and offset["hours"] == "1" and not offset["minutes"]:
        return None  # 05:30+1 is of the next day as soon as on the clock of UTC+1
    if offset is not None and (signed or offset["sign"] == "+"):
        minutes = _minutes(offset)
        return None if minutes is None else _of_clock(clock)._replace(offset=minutes)
    return _with_zone_behind(clock, text[clock.end :].strip())


def _with_zone_behind(clock: Clock, rest: str) -> Moment | None:
    """What a clock reading says with what is behind it; None where that is more than a zone."""
    if rest in {"z", "Z"}:
        return _of_clock(clock)._replace(offset=0)
    zone = zone_in(rest) if _LETTER.match(rest) else None
    if zone is None or not only_a_zone(rest):
        return None
    return _of_clock(clock._replace(zone="" if zone == LOCAL else zone))


def _minutes(match: re.Match[str]) -> int | None:
    """Minutes of a match of :data:`SIGNED`; None where no zone is so far away."""
    minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    if minutes > FARTHEST or int(match["minutes"] or 0) > 59:
        return None
    return minutes if match["sign"] == "+" else -minutes


def parse_range(cell: Cell, allow: Spelling = Spelling.PLAIN) -> tuple[Moment, Moment] | None:
    """Start and end, when a cell holds only a range of hours, ``00.00-03.00``; else None.

    In a column of times any spelling may be allowed.
    """
    if not isinstance(cell, str):
        return None
    return _range_of_text(_plain(cell), allow)


@lru_cache(maxsize=4096)
def _range_of_text(text: str, allow: Spelling) -> tuple[Moment, Moment] | None:
    text = _LOOSE.sub(r"\1", text)
    found = times_at(text, 0, allow, LAST_HOUR)
    if found is None or found[1] is None or found[1].end != len(text):
        return None
    if UNKNOWN_ZONE in {found[0].zone, found[1].zone}:
        return None
    return _of_clock(found[0]), _of_clock(found[1])


def is_range(cell: Cell) -> bool:
    """Whether a cell holds only a range of hours: the heading of a block."""
    return parse_range(cell) is not None


def start_in(cell: Cell, numbers: str = "", *, month_first: bool = False) -> Moment | None:
    """The start that a cell of a column of times says, alone or as the first of a range."""
    both = parse_range(cell, Spelling.ANY)
    return both[0] if both else parse_moment(cell, numbers, month_first=month_first)


def stop_in(cell: Cell) -> Moment | None:
    """The end of the range of hours that a cell of a column of times holds, None without."""
    both = parse_range(cell, Spelling.ANY)
    return both[1] if both else None


def parse_zone(cell: Cell) -> int | str | None:
    """A zone cell: an offset in minutes, or a zone's name; None where it is not understood.

    A bare number is hours: 5 is UTC+5.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return round(cell * 60) if abs(cell) <= 14 else None
    text = text_of(cell)
    offset = re.fullmatch(r"(utc|gmt|z)? ?([+-]\d.*)?", text.casefold()) if text else None
    if offset is not None:
        match = SIGNED.match(offset[2]) if offset[2] else None
        return _minutes(match) if match else None if offset[2] else 0
    if re.fullmatch(r"[A-Z][A-Za-z]+/[A-Z][\w+/-]+", text):
        return text
    return zone_in(text)


Flags = npt.NDArray[np.bool_]

#: No station's day lasts longer into the next one (seconds).
_NIGHT_ENDS = 8 * 3600


def last_printed(printed: Flags) -> Ints:
    """For each row the last row up to it that ``printed`` marks, -1 where there is none."""
    rows = np.arange(len(printed))
    return np.maximum.accumulate(np.where(printed, rows, -1)) if len(rows) else rows


def next_after(before: int, clock: int) -> int:
    """A reading on the day it must be of when it follows ``before``, in seconds since 00:00.

    It is later, or earlier by less than a slip of the pen: then midnight has passed.
    """
    return clock + max(0, -((clock - before + MIDNIGHT_STEP) // DAY)) * DAY


def midnights(clocks: Sequence[int]) -> list[int]:
    """How many midnights each reading of one day has passed, in their order.

    A clock that goes back once, to hours before its first, has passed midnight; else it must go
    back by more than six hours, since less may be a slip of the pen.
    """
    back = [at for at in range(1, len(clocks)) if clocks[at] < clocks[at - 1]]
    once = len(back) == 1 and max(clocks[back[0] :]) <= clocks[0]
    least = 0 if once else MIDNIGHT_STEP
    passed = [0]
    for before, clock in pairwise(clocks):
        passed.append(passed[-1] + (clock < before - least))
    return passed[: len(clocks)]


def past_midnight(seconds: Ints, days: Days, channels: Ints, printed: Flags) -> tuple[Ints, Flags]:
    """How many days later than their date rows stand, and which of them are in doubt.

    Broadcasters list the hours after midnight under the day that began in the morning. Rows are
    in file order: ``seconds`` of the clock, the ``days`` they are listed under, the ``channels``
    (codes) they belong to, ``printed`` where the date stands on the row itself. Where the clock
    goes back by more than six hours, the rows after it are of the next day; where every row
    prints its date, only if that happens once, to hours of the night, and the day is otherwise in
    order. Rows are in doubt when they would then start no earlier than the next day's first.
    """
    shift = np.zeros(len(seconds), np.int64)
    doubt = np.zeros(len(seconds), np.bool_)
    if not len(seconds):
        return shift, doubt
    order = np.argsort(channels, kind="stable")
    clock, day, channel, dated = seconds[order], days[order], channels[order], printed[order]
    begins = np.ones(len(clock), np.bool_)
    begins[1:] = (day[1:] != day[:-1]) | (channel[1:] != channel[:-1])
    run = np.cumsum(begins) - 1
    step = np.where(begins, 0, np.diff(clock, prepend=0))
    over = step < -MIDNIGHT_STEP
    first = np.flatnonzero(begins)
    overs, backs = np.bincount(run, over), np.bincount(run, step < 0)
    carried = np.bincount(run, ~dated & ~begins) > 0
    passed = np.cumsum(over, dtype=np.int64)
    passed -= passed[first][run]
    # the next run of the channel must begin after the last midnight of this one
    absolute = day.astype("datetime64[D]").astype(np.int64) * DAY + clock + passed * DAY
    last_over = np.full(len(first), np.iinfo(np.int64).min)
    np.maximum.at(last_over, run[over], absolute[over])
    clash = np.zeros(len(first), np.bool_)
    follows = (channel[first[1:]] == channel[first[:-1]]) & (day[first[1:]] > day[first[:-1]])
    clash[:-1] = follows & (absolute[first[1:]] <= last_over[:-1])
    by_day = np.bincount(run, (passed > 0) & (clock >= _NIGHT_ENDS)) > 0
    shifted = np.where(carried, overs > 0, (overs == 1) & (backs == 1) & ~clash & ~by_day)
    shift[order] = np.where(shifted[run], passed, 0)
    doubt[order] = (carried & clash)[run] & (passed > 0)
    if (backs > overs).any():
        doubt[order] |= begun_again(clock, step, run, carried)
    return shift, doubt
