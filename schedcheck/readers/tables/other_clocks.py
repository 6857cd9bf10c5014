"""The clock that is named above a table, and columns of starts on other clocks, held against the
one that is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePath

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from schedcheck.messages import Message, msg
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.row_faults import (
    CLOCK_ELSEWHERE,
    FILE_NAMES_CLOCK,
    PLACE_CHOSEN,
    SHIFTED_FEED,
    UNKNOWN_CLOCK,
)
from schedcheck.readers.tables.headings import Header, Heading, is_actual
from schedcheck.readers.tables.rows import Rows
from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.clock_names import (
    clock_beside,
    clock_heading,
    place_chosen,
    sheet_zone,
    shifted_feed,
    unknown_clock,
    zone_in,
    zone_of_file,
)
from schedcheck.readers.values.clock_times import known_zone, offsets_at
from schedcheck.readers.values.moments import number_style, start_in
from schedcheck.readers.values.words import LOCAL
from schedcheck.schedule.reading import Fault, Reading
from schedcheck.zones import same_clock

Walls = npt.NDArray[np.datetime64]
Kept = npt.NDArray[np.intp]
_HALF = DAY // 2


OUTVOTED = msg(
    "the other clocks of the table agree with each other and contradict “%(chosen)s”: is it on the "
    "clock that it was read on? give the column to take with --column, or its clock with "
    "--source-zone"
)


def clocks_elsewhere(
    rows: Rows, header: Header, options: ReadOptions
) -> Iterator[tuple[Heading, Message]]:
    """A fault where only the name of the file says which clock its starts are on, or a text beside
    the headings does, with nothing under it.
    """
    columns, starts = rows.columns, rows.starts
    zoned = [one for one in header.of("start", "clock") if one.zone]
    for column in header.columns if not options.source_zone else ():
        zone = clock_beside(column.text)
        others = any(one is not column for one in zoned)
        if others or zone in {None, options.zone, columns.zone}:
            continue
        if (rows.texts(column.index) == "").all():
            yield column, msg(CLOCK_ELSEWHERE.text, zone=zone)
    zone = zone_of_file(PurePath(rows.job.file).stem)
    said = columns.zone is not None or columns.zones is not None or options.source_zone
    beside = not np.isnan(starts.offsets).all() or any(starts.zones)
    if zone not in {None, options.zone} and not said and not beside and rows.usual.any():
        start = Heading(columns.start, columns.start_text)
        if zone_in(start.text) is None:
            yield start, msg(FILE_NAMES_CLOCK.text, zone=zone)


def channels_beside(header: Header) -> list[str]:
    """The channels that stand above starts and titles of their own, if there are several: «КТК
    Время», «КТК Передача», «НТК Время», «НТК Передача».
    """
    titles = [column.text for column in header.of("title", "programme")]
    places = dict.fromkeys(one.place for one in header.of("start") if one.place)
    beside = [one for one in places if any(text.startswith(f"{one} ") for text in titles)]
    return beside if len(beside) > 1 else []


def clock_around(
    above: Sequence[str], sheet: str, file: str, options: ReadOptions, reading: Reading
) -> str | None:
    """The zone that a text ``above`` the headings of a table, or its sheet, names, if not the
    channel's; a clock that is not known, or may be that of a shifted feed, is a fault.
    """
    clocks = (text for text in reversed(above) if clock_heading(text, alone=True))
    named = next((text for text in clocks if zone_in(text) or unknown_clock(text)), "")
    zone, place = zone_in(named), unknown_clock(named)
    if not options.source_zone:
        feed = next(filter(None, map(shifted_feed, above)), "")
        faults = [(feed, msg(SHIFTED_FEED.text, words=feed))] if feed else []
        chosen = ((text, place_chosen(text)) for text in above if zone is None)
        faults += [
            (text, msg(PLACE_CHOSEN.text, zone=one))
            for text, one in chosen
            if one not in {"", LOCAL} and not same_clock(one, options.zone)
        ]
        if zone is None and place:
            faults.append((named, msg(UNKNOWN_CLOCK.text, place=place)))
        reading.faults += [Fault("bad-row", file, sheet, text, words) for text, words in faults]
    if sheet and not named and not options.known(sheet):
        named, zone = sheet, sheet_zone(sheet)
    if zone in {None, LOCAL, options.zone}:
        return None
    reading.notes.append(
        msg("“%(text)s” says that its clock is that of %(zone)s", text=named, zone=zone)
    )
    return zone


class Contradiction(Struct, frozen=True):
    """What another clock says that cannot be so beside the one that was read.

    ``by``: by how many minutes it is wrong in most rows; ``most``: whether most rows are wrong.
    """

    words: Message
    by: int
    most: bool


def is_outvoted(found: Sequence[Contradiction]) -> bool:
    """Whether several clocks say that the one which was read is wrong, and by the same time."""
    counts = Counter(one.by for one in found if one.most)
    return max(counts.values(), default=0) > 1


def contradictions(
    rows: Rows, options: ReadOptions, kept: Kept, walls: Walls
) -> Iterator[Contradiction]:
    """Each other clock that cannot be so beside the one that was read.

    ``walls`` are the clock readings taken, of the rows ``kept``. Clocks without a known zone, and
    dates, are not compared: the time of day says which of two labels is stale.
    """
    own = rows.columns.zone or options.zone
    if own is None or not known_zone(own):
        return
    seconds = (walls - walls.astype("datetime64[D]")).astype(np.int64)
    offsets = offsets_at(own, walls)
    for column in rows.columns.clocks:
        if column.place:
            continue
        zone = options.zone if column.zone in {None, LOCAL} else column.zone
        if zone is None or zone == own or not known_zone(zone):
            continue
        style = number_style(rows.cells(column.index).values)
        moments = rows.cells(column.index).mapped(partial(start_in, numbers=style)).where(kept)
        other = moments.part(lambda moment: moment.seconds, -1, np.int64)
        there = other >= 0
        due = (offsets_at(zone, walls) - offsets)[there]
        apart = _within_half_a_day(other[there] - seconds[there]) // 60
        wrong = _within_half_a_day((apart - due) * 60) // 60
        if wrong.any():
            by, count = Counter(wrong[wrong != 0].tolist()).most_common(1)[0]
            words = _reason(column, rows.columns.start_text, due, apart, wrong)
            yield Contradiction(words, by, count * 2 > len(wrong))


def other_starts(rows: Rows, options: ReadOptions, kept: Kept) -> Iterator[tuple[Heading, Message]]:
    """A fault for each column of starts on the clock of those that were read, and unlike them.

    None where the column that was read alone says what was on air, or was asked for.
    """
    chosen, own = rows.columns.start_text, rows.columns.zone or options.zone
    for column in rows.columns.clocks if options.column is None else ():
        zone = options.zone if column.zone in {None, LOCAL} else column.zone
        hours_later = column.place.startswith(("+", "-"))
        if column.role != "start" or zone != own or (column.place and not hours_later):
            continue
        if is_actual(chosen) and not is_actual(column.text):
            continue
        style = number_style(rows.cells(column.index).values)
        moments = rows.cells(column.index).mapped(partial(start_in, numbers=style)).where(kept)
        other = moments.part(lambda moment: moment.seconds, -1, np.int64)
        apart = int(((other >= 0) & (other != rows.starts.seconds[kept])).sum())
        if apart:
            words = msg(
                "“%(heading)s” gives another start than “%(chosen)s”, which was believed (rows: "
                "%(rows)d); leave only what was on air, or say which with --column",
                heading=column.text,
                chosen=chosen,
                rows=apart,
            )
            yield column, words


def _within_half_a_day(seconds: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return (seconds + _HALF) % DAY - _HALF


def _reason(
    column: Heading,
    chosen: str,
    due: npt.NDArray[np.int64],
    apart: npt.NDArray[np.int64],
    wrong: npt.NDArray[np.int64],
) -> Message:
    rows = np.flatnonzero(wrong)
    pairs = Counter(zip(due[rows].tolist(), apart[rows].tolist(), strict=True))
    (due_most, apart_most), _count = pairs.most_common(1)[0]
    return msg(
        "“%(heading)s” contradicts “%(chosen)s” in %(rows)d of %(all)d rows: it should be "
        "%(due)s hours from it and is %(apart)s; “%(chosen)s” was believed",
        heading=column.text,
        chosen=chosen,
        rows=len(rows),
        all=len(wrong),
        due=_hours(due_most),
        apart=_hours(apart_most),
    )


def _hours(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


def tell_other_clocks(rows: Rows, kept: Kept, walls: Walls) -> None:
    """Hold the columns of starts that were not chosen against the one that was, whose starts in the
    rows ``kept`` are ``walls``.
    """
    found = list(contradictions(rows, rows.job.options, kept, walls))
    rows.columns.notes += [one.words for one in found]
    rows.columns.faults += other_starts(rows, rows.job.options, kept)
    chosen = Heading(rows.columns.start, rows.columns.start_text)
    # a clock that names its zone may be right beside two whose labels are out of date
    if is_outvoted(found) and zone_in(chosen.text) is None and rows.job.around is None:
        rows.columns.faults.append((chosen, msg(OUTVOTED.text, chosen=chosen.text)))
