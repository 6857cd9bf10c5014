"""From the parsed columns of a table to the schedule frame: days, ends, offsets, texts."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from schedcheck.messages import Message, msg
from schedcheck.readers import row_faults
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.tables.columns import cells_of
from schedcheck.readers.tables.headings import UNTITLED
from schedcheck.readers.tables.other_clocks import contradictions
from schedcheck.readers.tables.rows import (
    Flags,
    Printed,
    Rows,
    Starts,
    Texts,
    first_filled,
    joined,
    objects,
    spread,
)
from schedcheck.readers.values.broadcast_day import (
    known_zone,
    last_printed,
    offsets_at,
    past_midnight,
)
from schedcheck.readers.values.cells import DAY, parse_length, two_part_style
from schedcheck.readers.values.moments import parse_moment, parse_zone, stop_in
from schedcheck.readers.values.words import LOCAL
from schedcheck.schedule.building import Clocks, ProgrammeColumns, build
from schedcheck.schedule.frame import DURATION, PRINTED, UNKNOWN

_NAT = np.datetime64("NaT", "s")
Walls = npt.NDArray[np.datetime64]
Kept = npt.NDArray[np.intp]


def programmes(  # noqa: PLR0913, PLR0917 - the columns of one table, parsed
    rows: Rows,
    options: ReadOptions,
    usual: Flags,
    starts: Starts,
    printed: Printed,
    initial: date | None,
    notes: list[Message],
) -> pd.DataFrame:
    """The schedule frame of the rows that are programmes (``usual``).

    Rows that no date can be given to are told as faults and left out. ``initial`` is the date of
    the rows above the first that is printed.
    """
    where = last_printed(printed.known | printed.lost)
    above = np.datetime64(initial, "D") if initial else np.datetime64("NaT", "D")
    days = np.where(where >= 0, printed.days[where], above) if len(where) else printed.days
    own = ~np.isnat(starts.days)
    days = np.where(own, starts.days, days)
    for row in np.flatnonzero(usual & np.isnat(days)).tolist():
        rows.fault(row, rows.columns.start, row_faults.NO_DATE)
    kept = np.flatnonzero(usual & ~np.isnat(days))
    channel = _channels(rows, options, kept, notes)
    shift = _shifts(rows, kept, starts, days, own | printed.known, channel, notes)
    kept, shift = kept[shift >= 0], shift[shift >= 0]
    clock = starts.seconds[kept] + shift * DAY
    walls = days[kept].astype("datetime64[s]") + clock.astype("timedelta64[s]")
    offsets, missing, bad = _offsets(rows, options, kept, walls, starts)
    for row in kept[bad].tolist():
        rows.fault(row, rows.columns.zones, row_faults.BAD_ZONE)
    kept, walls, offsets, missing = kept[~bad], walls[~bad], offsets[~bad], missing[~bad]
    if starts.drift[kept].any():
        count = int(starts.drift[kept].sum())
        notes.append(
            msg("starts with fractions of a second, rounded to the minute: %(count)d", count=count)
        )
    notes += contradictions(rows, options, kept, walls)
    stops, stop_from = _stops(rows, kept, walls, starts, days, offsets, missing)
    columns = ProgrammeColumns(
        file=rows.file,
        place=[rows.place(row, rows.columns.start) for row in kept.tolist()],
        start=Clocks(walls, offsets, ~missing),
        stop=Clocks.bare(stops),
        stop_from=stop_from,
        channel=channel[kept],
        **_texts(rows, kept),
    )
    return build(columns)


def _channels(rows: Rows, options: ReadOptions, kept: Kept, notes: list[Message]) -> Texts:
    column = rows.columns.channel
    if column is None:
        return np.full(len(rows.body), options.channel or "", object)
    texts = rows.texts(column)
    where = last_printed(texts != "")
    filled = np.where(where >= 0, texts[where], options.channel or "") if len(where) else texts
    if ((texts == "") & (where >= 0))[kept].any():
        notes.append(msg("rows that print no channel belong to that of the row above"))
    return filled


def _shifts(  # noqa: PLR0913, PLR0917 - see programmes
    rows: Rows,
    kept: Kept,
    starts: Starts,
    days: Walls,
    dated: Flags,
    channel: Texts,
    notes: list[Message],
) -> npt.NDArray[np.int64]:
    """How many days after their date rows stand; -1 where that is in doubt, told as a fault."""
    shift = np.zeros(len(kept), np.int64)
    # a start that prints its own date stands where it says
    listed = np.isnat(starts.days[kept])
    at = kept[listed]
    codes = pd.factorize(channel[at])[0].astype(np.int64)
    shift[listed], doubt = past_midnight(starts.seconds[at], days[at], codes, dated[at])
    for row in at[doubt].tolist():
        rows.fault(row, rows.columns.start, row_faults.DOUBT)
    shift[np.flatnonzero(listed)[doubt]] = -1
    late = int((shift > 0).sum())
    if late:
        notes.append(
            msg(
                "listed after midnight under the day before, placed on the next calendar day: "
                "%(count)d",
                count=late,
            )
        )
    return shift


def _offsets(
    rows: Rows, options: ReadOptions, kept: Kept, walls: Walls, starts: Starts
) -> tuple[npt.NDArray[np.int64], Flags, Flags]:
    """Offsets in minutes, where there is none, and where one is printed that is not understood.

    An offset beside the start comes first, then the column of zones, then the heading.
    """
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
    return offsets, missing, bad & ~beside


def _beside(
    offsets: npt.NDArray[np.float64], zones: Texts, walls: Walls
) -> npt.NDArray[np.float64]:
    """The offsets in minutes printed beside clock readings, those of named zones entered."""
    offsets = offsets.copy()
    for zone in {zone for zone in zones.tolist() if zone}:
        here = zones == zone
        offsets[here] = offsets_at(zone, walls[here])
    return offsets


def _stops(  # noqa: PLR0913, PLR0917 - see programmes
    rows: Rows,
    kept: Kept,
    walls: Walls,
    starts: Starts,
    days: Walls,
    offsets: npt.NDArray[np.int64],
    missing: Flags,
) -> tuple[Walls, npt.NDArray[np.int8]]:
    """The clock readings of the ends, on the clock of the starts, and where each comes from."""
    stops = np.full(len(kept), _NAT)
    stop_from = np.full(len(kept), UNKNOWN, np.int8)
    columns = rows.columns
    # without a column of its own an end may stand beside the start: 06:00-06:30
    moments = rows.mapped(columns.start, stop_in)[kept]
    if columns.stop is not None:
        moments = rows.mapped(
            columns.stop,
            lambda cell: parse_moment(cell, columns.numbers, month_first=columns.month_first),
        )[kept]
        texts = rows.texts(columns.stop)[kept]
        unclear = np.array([moment is None for moment in moments], np.bool_) & (texts != "")
        for row in kept[unclear].tolist():
            rows.fault(row, columns.stop, row_faults.BAD_STOP)
    there = np.array([moment is not None for moment in moments], np.bool_)
    if there.any():
        seconds = spread(moments, lambda moment: moment.seconds, 0, np.int64)
        own = spread(moments, lambda moment: moment.day, None, "datetime64[D]")
        zones = objects(moment and moment.zone for moment in moments)
        beside = _beside(
            spread(moments, lambda moment: moment.offset, np.nan, np.float64), zones, walls
        )
        clock = walls.astype("datetime64[D]") + (seconds % DAY).astype("timedelta64[s]")
        clock = np.where(clock <= walls, clock + np.timedelta64(1, "D"), clock)
        dated = own.astype("datetime64[s]") + seconds.astype("timedelta64[s]")
        # a date beside the end is the broadcast day too, where the start's is
        moved = walls.astype("datetime64[D]") - days[kept]
        dated = np.where((dated <= walls) & np.isnat(starts.days[kept]), dated + moved, dated)
        clock = np.where(np.isnat(own), clock, dated)
        other = ~np.isnan(beside) & ~missing & ~np.isnat(own)
        lag = np.where(other, offsets - np.nan_to_num(beside), 0).astype("timedelta64[m]")
        stops[there] = (clock + lag)[there]
        stop_from[there] = PRINTED
    if columns.duration is not None:
        _add_lengths(rows, kept, walls, stops, stop_from)
    return stops, stop_from


def _add_lengths(
    rows: Rows, kept: Kept, walls: Walls, stops: Walls, stop_from: npt.NDArray[Any]
) -> None:
    """Fill in the ends that only a duration tells; a duration of nothing tells none."""
    columns = rows.columns
    at = columns.duration
    if at is None:
        return
    style = columns.two_parts or two_part_style(cells_of(rows.body, at))
    texts = rows.texts(at)[kept]
    parsed = rows.mapped(at, lambda cell: parse_length(cell, columns.unit, two_parts=style))[kept]
    lengths = spread(parsed, lambda length: length, -1, np.int64)
    for row in kept[(lengths < 0) & (texts != "") & (stop_from == UNKNOWN)].tolist():
        rows.fault(row, at, row_faults.BAD_LENGTH)
    told_by = (lengths > 0) & (stop_from == UNKNOWN)
    stops[told_by] = walls[told_by] + lengths[told_by].astype("timedelta64[s]")
    stop_from[told_by] = DURATION


def _texts(rows: Rows, kept: Kept) -> dict[str, Texts]:
    """The texts of the programmes kept, column by column of the frame."""
    columns = rows.columns
    titles = [rows.texts(at)[kept] for at in columns.titles]
    other = [rows.texts(at)[kept] for at in columns.other]
    title = first_filled([*titles, *other], len(kept))
    marks = [
        objects(f"{system}:{text}" if text and system else text for text in rows.texts(at)[kept])
        for system, at in columns.marks
    ]
    category = [rows.texts(at)[kept] for at in columns.category]
    return {
        "title": np.where(title == UNTITLED, "", title),
        "other_text": joined([*titles[1:], *other], " / ", len(kept), but=title),
        "category": joined(category, "; ", len(kept)),
        "mark_text": joined(marks, "; ", len(kept)),
    }
