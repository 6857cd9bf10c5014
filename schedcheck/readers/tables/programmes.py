"""From the parsed columns of a table to the schedule frame: days, ends, offsets, texts."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from schedcheck.messages import msg
from schedcheck.readers import row_faults
from schedcheck.readers.tables.headings import UNTITLED, Heading, says_no
from schedcheck.readers.tables.rows import Flags, Rows, first_filled, joined
from schedcheck.readers.values.age_names import has_adult_mark, names_adults
from schedcheck.readers.values.cells import (
    DAY,
    Cell,
    Distinct,
    Kept,
    Texts,
    is_error,
    text_of,
)
from schedcheck.readers.values.clock_times import known_zone, offsets_at
from schedcheck.readers.values.day_headings import two_dates
from schedcheck.readers.values.moments import (
    Moment,
    last_printed,
    parse_moment,
    parse_zone,
    past_midnight,
    stop_in,
)
from schedcheck.readers.values.words import AGAIN, LOCAL, is_other_showing, showings
from schedcheck.readers.values.years import year_first
from schedcheck.schedule.account import End
from schedcheck.schedule.building import Clocks, ProgrammeColumns, build
from schedcheck.schedule.frame import PRINTED, UNKNOWN

#: A cell of so many signs may be a clock time.
_CLOCK_SIZES = range(4, 9)
_CLOCK = re.compile(r"\d[:.]\d\d")
_NAT = np.datetime64("NaT", "s")
Walls = npt.NDArray[np.datetime64]

#: No schedule has days of so many years.
_MANY_YEARS = 3


class Placed(NamedTuple):
    """The rows that are programmes, placed on the calendar: the number of each, the day that it is
    listed under, its start as printed, and the printed offset of that.
    """

    row: Kept
    day: Walls
    start: Clocks

    def where(self, kept: Flags) -> Placed:
        """Those that ``kept`` marks."""
        start = self.start
        clocks = Clocks(start.wall[kept], start.offset[kept], start.has_offset[kept])
        return Placed(self.row[kept], self.day[kept], clocks)


def programmes(rows: Rows, initial: date | None) -> pd.DataFrame:
    """The schedule frame of the rows that are programmes.

    Rows that no date can be given to are reported as faults and left out. ``initial`` is the date
    of the rows above the first that is printed.
    """
    days = _days(rows, initial)
    for row in np.flatnonzero(rows.usual & np.isnat(days)).tolist():
        rows.fault(row, rows.columns.start, row_faults.NO_DATE)
    kept = np.flatnonzero(rows.usual & ~np.isnat(days))
    channel = _channels(rows, kept)
    shift = _shifts(rows, kept, days, channel)
    kept, shift = kept[shift >= 0], shift[shift >= 0]
    clock = rows.starts.seconds[kept] + shift * DAY
    walls = days[kept].astype("datetime64[s]") + clock.astype("timedelta64[s]")
    start, bad = _offsets(rows, kept, walls)
    for row in kept[bad].tolist():
        rows.fault(row, rows.columns.zones, row_faults.BAD_ZONE)
    placed = Placed(kept, days[kept], start).where(~bad)
    rows.put(placed.row, End.PROGRAMME)
    _note_drift(rows, placed.row)
    _tell_years(rows, placed.day)
    _tell_repeats(rows, placed.row)
    _tell_errors(rows, placed.row)
    _tell_run_ons(rows, placed.row)
    if rows.columns.clocks:
        from schedcheck.readers.tables.other_clocks import tell_other_clocks

        tell_other_clocks(rows, placed.row, placed.start.wall)
    stops, stop_from = _stops(rows, placed, channel[placed.row])
    columns = ProgrammeColumns(
        file=rows.job.file,
        place=rows.places(placed.row, rows.columns.start),
        start=placed.start,
        stop=Clocks.bare(stops),
        stop_from=stop_from,
        channel=channel[placed.row],
        **_texts(rows, placed.row),
    )
    return build(columns)


def _days(rows: Rows, initial: date | None) -> Walls:
    """The day of each row: the one it prints with its start, else the last that was printed."""
    printed = rows.printed
    where = last_printed(printed.known | printed.lost)
    above = np.datetime64(initial, "D") if initial else np.datetime64("NaT", "D")
    days = np.where(where >= 0, printed.days[where], above) if len(where) else printed.days
    return np.where(np.isnat(rows.starts.days), days, rows.starts.days)


def _channels(rows: Rows, kept: Kept) -> Texts:
    column, given = rows.columns.channel, rows.job.options.channel or ""
    if column is None:
        return np.full(len(rows.body), given, object)
    texts = rows.texts(column)
    where = last_printed(texts != "")
    filled = np.where(where >= 0, texts[where], given) if len(where) else texts
    if ((texts == "") & (where >= 0))[kept].any():
        rows.columns.notes.append(msg("rows that print no channel belong to that of the row above"))
    return filled


def _shifts(rows: Rows, kept: Kept, days: Walls, channel: Texts) -> npt.NDArray[np.int64]:
    """How many days after their date rows are; -1 where that is in doubt, reported as a fault."""
    shift = np.zeros(len(kept), np.int64)
    starts = rows.starts
    # a start that prints its own date is where it says
    listed = np.isnat(starts.days[kept])
    at = kept[listed]
    codes = pd.factorize(channel[at])[0].astype(np.int64)
    dated = ~np.isnat(starts.days) | rows.printed.known
    shift[listed], doubt = past_midnight(starts.seconds[at], days[at], codes, dated[at])
    for row in at[doubt].tolist():
        rows.fault(row, rows.columns.start, row_faults.DOUBT)
    shift[np.flatnonzero(listed)[doubt]] = -1
    late = int((shift > 0).sum())
    if late:
        rows.columns.notes.append(
            msg(
                "listed after midnight under the day before, placed on the next calendar day: "
                "%(count)d",
                count=late,
            )
        )
    return shift


def _offsets(rows: Rows, kept: Kept, walls: Walls) -> tuple[Clocks, Flags]:
    """The starts with their offsets, and where one is printed that is not understood.

    An offset beside the start comes first, then the column of zones, then the heading.
    """
    options, starts = rows.job.options, rows.starts
    offsets = np.zeros(len(kept), np.int64)
    missing = np.ones(len(kept), np.bool_)
    bad = np.zeros(len(kept), np.bool_)
    if rows.columns.zone is not None:
        offsets, missing = offsets_at(rows.columns.zone, walls), ~missing
    if rows.columns.zones is not None:
        texts = rows.texts(rows.columns.zones)[kept]
        zones = rows.mapped(rows.columns.zones, parse_zone)[kept]
        for zone in dict.fromkeys(zones.tolist()):
            here = np.array([other == zone for other in zones], np.bool_)
            if zone is None:
                bad = here & (texts != "")
            elif isinstance(zone, int):
                offsets[here], missing[here] = zone, False
            elif zone in {LOCAL, options.zone}:
                missing[here] = True
            elif known_zone(zone):
                offsets[here], missing[here] = offsets_at(zone, walls[here]), False
            else:
                bad |= here
    printed = _beside(starts.offsets[kept], starts.zones[kept], walls)
    beside = ~np.isnan(printed)
    offsets[beside], missing[beside] = printed[beside].astype(np.int64), False
    return Clocks(walls, offsets, ~missing), bad & ~beside


def _beside(
    offsets: npt.NDArray[np.float64], zones: Texts, walls: Walls
) -> npt.NDArray[np.float64]:
    """The offsets in minutes printed beside clock readings, those of named zones entered."""
    offsets = offsets.copy()
    for zone in {zone for zone in zones.tolist() if zone}:
        here = zones == zone
        offsets[here] = offsets_at(zone, walls[here])
    return offsets


def _note_drift(rows: Rows, kept: Kept) -> None:
    count = int(rows.starts.drift[kept].sum())
    if count:
        rows.columns.notes.append(
            msg("starts with fractions of a second, rounded to the minute: %(count)d", count=count)
        )


def _tell_years(rows: Rows, days: Walls) -> None:
    """Report dates that are of many years, a day or two of each: 26-04-16 has its year first."""
    printed = np.unique(days)
    years = len(np.unique(printed.astype("datetime64[Y]")))
    heading = Heading(rows.columns.start, rows.columns.start_text)
    if years >= _MANY_YEARS and len(printed) <= 2 * years:
        rows.columns.faults.append((heading, row_faults.MANY_YEARS))
    if len(printed) != 1:
        return
    cells = rows.cells(rows.columns.start).values  # noqa: PD011 - no frame
    both = next(filter(None, map(two_dates, (one for one in cells if isinstance(one, str)))), None)
    if both is not None:
        rows.columns.faults.append((heading, year_first(both)))


def _tell_repeats(rows: Rows, kept: Kept) -> None:
    """Report the rows that give the time of a repeat: on air too, on an unknown day."""
    for column in rows.columns.repeats:
        timed = rows.mapped(column, _holds_moment)[kept]
        for row in kept[timed.astype(np.bool_)].tolist():
            rows.fault(row, column, row_faults.REPEAT)
    texts = (*rows.columns.titles, *rows.columns.other)
    marks = [column for _system, column in rows.columns.marks]
    for column in set(texts).difference(rows.columns.repeats):
        named = rows.mapped(column, _showings)
        for row in kept[named[kept].astype(np.bool_)].tolist():
            said = (f"({rows.texts(at)[row]})" for at in (*texts, *marks))
            start = int(rows.starts.seconds[row])
            others = [one for one in named[row] if is_other_showing(one, start)]
            if others and has_adult_mark(" ".join(said)):
                again = AGAIN in others
                rows.fault(row, column, row_faults.REPEAT if again else row_faults.OTHER_TIME)


def _holds_moment(cell: Cell) -> bool:
    """Whether a cell is a time, or a text that holds a clock reading: «24.11 в 15:00»."""
    return parse_moment(cell) is not None or _CLOCK.search(text_of(cell)) is not None


def _showings(cell: Cell) -> tuple[tuple[int, int], ...]:
    """When a text says that its programme is on air: «повтор в 15:00»."""
    if not isinstance(cell, str) or not (":" in cell or "." in cell):
        return ()  # most texts
    return tuple(showings(cell)) if _CLOCK.search(cell) is not None else ()


def _tell_errors(rows: Rows, kept: Kept) -> None:
    """Report the marks in whose place a spreadsheet shows an error: not the same as no mark."""
    for _system, column in rows.columns.marks:
        errors = rows.mapped(column, lambda cell: is_error(text_of(cell)))[kept]
        for row in kept[errors.astype(np.bool_)].tolist():
            rows.fault(row, column, row_faults.ERROR)


def _tell_run_ons(rows: Rows, kept: Kept) -> None:
    """Tell the titles in which another programme begins, with a time and an age mark of its own."""
    column = rows.columns.titles[0]
    several = rows.mapped(column, lambda cell: isinstance(cell, str) and cell.count("+") > 1)[kept]
    for row in kept[several.astype(np.bool_)].tolist():  # a mark for each of two, and a time
        title = rows.texts(column)[row]
        if _CLOCK.search(title):
            from schedcheck.readers.values.leading_times import runs_on

            if runs_on(title):
                rows.fault(row, column, row_faults.ANOTHER)
    # or in two cells of their own behind those of the row
    others = sorted(rows.columns.other)
    for first, second in pairwise(others):
        texts, behind = (rows.texts(one)[kept].tolist() for one in (first, second))
        for row, start, text in zip(kept.tolist(), texts, behind, strict=True):
            if len(start) in _CLOCK_SIZES and has_adult_mark(text) and parse_moment(start):
                rows.fault(row, first, row_faults.ANOTHER)


def _stops(rows: Rows, placed: Placed, channel: Texts) -> tuple[Walls, npt.NDArray[np.int8]]:
    """The readings of the ends, on the clock of the starts, and where each comes from."""
    kept, columns = placed.row, rows.columns
    stops = np.full(len(kept), _NAT)
    stop_from = np.full(len(kept), UNKNOWN, np.int8)
    if columns.stop is None:  # an end may be beside the start: 06:00-06:30
        parse, column = stop_in, columns.start
    else:
        parse = partial(parse_moment, numbers=columns.numbers, month_first=columns.month_first)
        column = columns.stop
    moments = rows.cells(column).mapped(parse).where(kept)
    there = moments.part(_is_there, empty=False, dtype=np.bool_)
    if columns.stop is not None:
        unclear = ~there & ~_without(rows, columns.stop)[kept]
        for row in kept[unclear].tolist():
            rows.fault(row, columns.stop, row_faults.BAD_STOP)
    if there.any():
        stops[there] = _printed_stops(rows, placed, moments, channel)[there]
        stop_from[~np.isnat(stops)] = PRINTED
    if columns.duration is not None:
        from schedcheck.readers.tables.lengths import add_lengths

        without = _without(rows, columns.duration)[kept]
        add_lengths(
            rows, columns.duration, placed.row, placed.start.wall, without, stops, stop_from
        )
    return stops, stop_from


def _is_there(_moment: Moment) -> bool:
    return True


def _printed_stops(rows: Rows, placed: Placed, moments: Distinct, channel: Texts) -> Walls:
    """The ends that are printed, with their own date or as clock readings after the start."""
    walls, start = placed.start.wall, placed.start
    seconds = moments.part(attrgetter("seconds"), 0, np.int64)
    seconds[seconds % 60 == rows.slip] -= rows.slip
    own = moments.part(attrgetter("day"), None, "datetime64[D]")
    zones = moments.mapped(lambda moment: moment and moment.zone).spread()
    offsets = moments.part(attrgetter("offset"), np.nan, np.float64)
    beside = _beside(offsets, zones, walls)
    clock = walls.astype("datetime64[D]") + (seconds % DAY).astype("timedelta64[s]")
    clock = np.where(clock <= walls, clock + np.timedelta64(1, "D"), clock)
    there = moments.part(_is_there, empty=False, dtype=np.bool_) & np.isnat(own)
    if (clock - walls > np.timedelta64(12, "h"))[there].any():
        from schedcheck.readers.values.wrong_ends import drop_wrong_ends

        for row in placed.row[drop_wrong_ends(walls, clock, channel, there)].tolist():
            rows.fault(row, rows.columns.stop, row_faults.WRONG_STOP)
    dated = own.astype("datetime64[s]") + seconds.astype("timedelta64[s]")
    # a date beside the end is the broadcast day too, where the start's is
    moved = walls.astype("datetime64[D]") - placed.day
    listed = np.isnat(rows.starts.days[placed.row])
    dated = np.where((dated <= walls) & listed, dated + moved, dated)
    clock = np.where(np.isnat(own), clock, dated)
    other = ~np.isnan(beside) & start.has_offset & ~np.isnat(own)
    lag = np.where(other, start.offset - np.nan_to_num(beside), 0).astype("timedelta64[m]")
    stops: Walls = clock + lag
    return stops


def _without(rows: Rows, column: int) -> Flags:
    """The rows of which a column says nothing, or that there is nothing: blank, or a dash."""
    nothing = rows.mapped(column, lambda cell: not (text := text_of(cell)) or says_no(text))
    flags: Flags = nothing.astype(np.bool_)
    return flags


def _named_mark(system: str, cell: Cell) -> str:
    text = text_of(cell)
    return f"{system}:{text}" if text and system else text


def _adults_named(cell: Cell) -> str:
    """A mark for a cell of any column that is a word for adults and nothing else."""
    return f":{text_of(cell)}" if isinstance(cell, str) and names_adults(cell) else ""


def _adults_in_lines(cell: Cell) -> str:
    """The lines of a title that are words for adults, which are no part of it."""
    if not isinstance(cell, str) or "\n" not in cell:
        return ""
    return " / ".join(line.strip() for line in cell.split("\n")[1:] if names_adults(line))


def _texts(rows: Rows, kept: Kept) -> dict[str, Texts]:
    """The texts of the programmes kept, column by column of the frame."""
    columns = rows.columns
    titles = [rows.texts(at)[kept] for at in columns.titles]
    other = [rows.texts(at)[kept] for at in columns.other]
    title = first_filled([*titles, *other], len(kept))
    marks = [rows.mapped(at, partial(_named_mark, system))[kept] for system, at in columns.marks]
    if all(system for system, _column in columns.marks):  # else ``schedcheck convert`` wrote it
        marks += rows.said((*columns.other, *columns.category), kept, _adults_named)
    other += rows.said(columns.titles, kept, _adults_in_lines)
    category = [rows.texts(at)[kept] for at in columns.category]
    return {
        "title": np.where(title == UNTITLED, "", title),
        "other_text": joined([*titles[1:], *other], " / ", len(kept), but=title),
        "category": joined(category, "; ", len(kept)),
        "mark_text": joined(marks, "; ", len(kept)),
    }
