"""Which columns of a table are read, and why, when several offer the same thing."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from schedcheck.messages import Message, msg
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.row_faults import SHIFTED_FEED, UNKNOWN_CLOCK
from schedcheck.readers.tables.headings import (
    WHOLE_MARKS,
    Header,
    Heading,
    is_actual,
    is_event,
    is_seconds,
    is_two_parts,
    role_of,
)
from schedcheck.readers.values.cells import Body, Cell, blank, cells_of, month_first, parse_day
from schedcheck.readers.values.clock_names import hours_of_shift
from schedcheck.readers.values.clock_times import known_zone
from schedcheck.readers.values.moments import number_style, parse_moment, start_in
from schedcheck.readers.values.words import LOCAL, normalise

#: Where no column has the channel's own clock, the better known come first.
_FOREIGN_ORDER = ("Asia/Almaty", "UTC")
_SAMPLE = 500
_NOT_MINUTES = msg(
    "numbers that are not minutes, which were not used; write lengths as 1:30:00, or their unit in "
    "the heading: sec"
)
_MINUTES_OF_A_DAY = 1440


class SideBySideError(Exception):
    """Several columns of starts of which none can be preferred: days side by side."""

    def __init__(self, words: Message) -> None:
        super().__init__(words)
        self.words = words


class Columns(Struct):
    """The columns chosen, by their place from 0; ``zone`` is None for the channel's own clock.

    ``titles`` begins with the title; the others, and ``other``, are searched for marks. ``repeats``
    say when the programme is repeated.
    ``clocks`` are the columns of starts that were not chosen, ``start_text`` is the heading of the
    one that was; ``events`` say the kinds of events of a playout list; ``notes`` say what was
    chosen and what was left, ``faults`` what is wrong with the heading of a column.
    """

    start: int
    start_text: str
    zone: str | None
    numbers: str
    month_first: bool
    date: int | None
    stop: int | None
    duration: int | None
    unit: int
    two_parts: str
    titles: list[int]
    other: list[int]
    repeats: list[int]
    category: list[int]
    marks: list[tuple[str, int]]
    channel: int | None
    zones: int | None
    clocks: list[Heading]
    events: list[int]
    notes: list[Message] = field(default_factory=list)
    faults: list[tuple[Heading, Message]] = field(default_factory=list)


def choose(
    header: Header,
    rows: Body,
    options: ReadOptions,
    around: str | None = None,
) -> Columns:
    """The columns to read of the table under ``header``; ``rows`` is its body.

    ``around``: the zone of headings that name none, where the table or its sheet names one.

    Raises SideBySideError when several columns of starts differ and none can be preferred.
    """
    notes: list[Message] = []
    header = header if around is None else _in_zone(header, around)
    start = _start(header, rows, options, notes)
    zone = _zone_of(start, notes)
    faults = []
    # a heading that is not a word for a time may be the name of the channel or of the page
    lone = len(header.of("start", "clock")) == 1 and not role_of(start.text)[0]
    if _is_unplaced(start, options) and not lone:
        faults.append((start, msg(UNKNOWN_CLOCK.text, place=start.place)))
    cells = rows.cells(start.index).values
    date = _date(header, rows, start)
    month_leads = _month_leads(rows.cells(date.index).values if date else [], cells, notes)
    titles = header.of("title") or header.of("programme") or header.of("other_title")
    others = header.of("title", "programme", "other_title")
    duration = _duration(header, rows, faults)
    unknown = _unknown(header, rows, notes)
    zones = next(iter(header.of("zone")), None)
    shift = hours_of_shift(zones.text, rows.cells(zones.index).values) if zones else None
    if zones and shift and not options.source_zone:
        faults.append((zones, msg(SHIFTED_FEED.text, words=shift)))
    zones = zones if shift is None else None
    stop = _stop(_with_clocks(header.of("stop"), rows), header, start, notes)
    return Columns(
        start=start.index,
        start_text=start.text,
        zone=None if zone == options.zone else zone,
        numbers=number_style(cells),
        month_first=month_leads,
        date=_index(date if date is not start else None),
        stop=_index(stop),
        duration=_index(duration),
        unit=_unit(duration),
        two_parts="mm:ss" if duration and is_two_parts(duration.text) else "",
        titles=list(dict.fromkeys([titles[0].index, *_indexes(others)])),
        other=_indexes(header.of("other", "repeat")) + unknown,
        repeats=_indexes(header.of("repeat")),
        category=_indexes(header.of("category")),
        marks=[(_system(column), column.index) for column in header.of("mark")],
        channel=_index(next(iter(header.of("channel")), None)),
        zones=_index(zones),
        events=_events(header, rows),
        clocks=[column for column in header.of("start", "clock") if column is not start],
        notes=notes,
        faults=faults,
    )


def _index(column: Heading | None) -> int | None:
    return None if column is None else column.index


def _indexes(columns: Iterable[Heading]) -> list[int]:
    return [column.index for column in columns]


def _zone_of(start: Heading, notes: list[Message]) -> str | None:
    """The zone that the heading of the starts names; None for the channel's own clock."""
    zone = start.zone if start.zone != LOCAL else None
    if zone is not None and not known_zone(zone):
        notes.append(
            msg("the zone %(zone)s of “%(heading)s” is not known", zone=zone, heading=start.text)
        )
        return None
    return zone


def _date(header: Header, rows: Body, start: Heading) -> Heading | None:
    """The column of dates; a column of weekdays may be called a day too."""
    dates = header.of("date")
    dated = [column for column in dates if _has_days(rows.cells(column.index).values)]
    return _matching(dated or dates, start)


def _month_leads(dates: list[Cell], starts: list[Cell], notes: list[Message]) -> bool:
    """Whether the month is first in the dates of the two columns; a note tells a guess."""
    month_leads, guessed = month_first([*dates, *starts])
    if guessed:
        notes.append(
            msg("none of its dates says whether day or month comes first; the day was taken")
        )
    return month_leads


def _duration(header: Header, rows: Body, faults: list[tuple[Heading, Message]]) -> Heading | None:
    """The column of lengths, first of what was on air; None where they cannot be minutes."""
    lengths = sorted(header.of("duration"), key=lambda column: not is_actual(column.text))
    if not lengths:
        return None
    if _unit(lengths[0]) != 1 and _too_long(rows.cells(lengths[0].index).values):
        faults.append((lengths[0], _NOT_MINUTES))
        return None
    return lengths[0]


def _unit(duration: Heading | None) -> int:
    """How many seconds a number in the column of lengths counts."""
    return 1 if duration is not None and is_seconds(duration.text) else 60


def _events(header: Header, rows: Body) -> list[int]:
    """The columns that tell the kinds of events of a playout list."""
    return [
        column.index
        for column in header.of("event", "category")
        if column.role == "event" or _has_primary(rows.cells(column.index).values)
    ]


def _system(column: Heading) -> str:
    """A heading as the system of its marks: ``:`` and ``;`` part systems, values and entries.

    Empty where each cell names the systems itself.
    """
    if column.text == WHOLE_MARKS:
        return ""
    return " ".join(column.text.replace(";", ",").replace(":", " ").split())


def _start(header: Header, rows: Body, options: ReadOptions, notes: list[Message]) -> Heading:
    starts = header.of("start") or header.of("date")
    if options.column is not None:
        asked = _asked(header, options.column)
        if asked is not None:
            notes.append(
                msg("starts were taken from “%(heading)s”, as requested", heading=asked.text)
            )
            return asked
        notes.append(
            msg("there is no column “%(heading)s”, which was requested", heading=options.column)
        )
    by_clock: dict[tuple[str | None, str], list[Heading]] = {}
    for column in _with_clocks(starts, rows):
        zone = None if column.zone == LOCAL else column.zone
        place = column.place if _is_unplaced(column, options) else ""
        by_clock.setdefault((zone, place), []).append(column)

    def rank(clock: tuple[str | None, str]) -> tuple[int, int]:
        zone, place = clock
        if zone is not None and zone == options.zone:
            return 0, 0
        if zone is None:
            return (3, 0) if place else (1, 0)
        known = _FOREIGN_ORDER.index(zone) if zone in _FOREIGN_ORDER else len(_FOREIGN_ORDER)
        return 2, known

    zone, place = clock = min(by_clock, key=rank)
    chosen = _one_of(by_clock[clock], rows)
    left = [column.text for column in starts if column is not chosen]
    if not place and (zone is not None or left):
        why = (
            msg("it is in the channel's own zone"),
            msg("it names no zone and is read as the channel's own clock"),
            msg(
                "no column is in the channel's own zone; its offsets are those of %(zone)s",
                zone=zone,
            ),
        )[rank(clock)[0]]
        notes.append(
            msg("starts were taken from “%(heading)s”: %(why)s", heading=chosen.text, why=why)
        )
    if left:
        notes.append(
            msg("other columns of starts, not used: %(headings)s", headings=", ".join(left))
        )
    return chosen


def _in_zone(header: Header, around: str) -> Header:
    """``header`` with the zone that is named above its table where its own headings name none."""
    columns = [
        replace(one, zone=around) if one.zone is None and not one.place else one
        for one in header.columns
    ]
    return header._replace(columns=tuple(columns))


def _is_unplaced(start: Heading, options: ReadOptions) -> bool:
    """Whether the heading of a clock names a place that is not known, no channel and no option."""
    return bool(start.place) and not options.source_zone and not options.known(start.place)


def _with_clocks(starts: list[Heading], rows: Body) -> list[Heading]:
    """The columns of starts or ends that hold clock readings; all, where none does."""
    sample = rows[:_SAMPLE]

    def read(column: Heading) -> bool:
        cells = cells_of(sample, column.index)
        style = number_style(cells)
        moments = (start_in(cell, style) for cell in dict.fromkeys(cells))
        return any(moment and not moment.bare_day for moment in moments)

    return [column for column in starts if read(column)] or starts if len(starts) > 1 else starts


def _asked(header: Header, heading: str) -> Heading | None:
    """The column with the heading that was told: the same words, else one that contains them."""
    wanted = normalise(heading)
    found = [column for column in header.columns if normalise(column.text) == wanted]
    found += [c for c in header.of("start", "clock") if wanted and wanted in normalise(c.text)]
    return next(iter(found), None)


def _one_of(columns: list[Heading], rows: Body) -> Heading:
    """The column of starts, of several in one zone: the one whose cells can be read best."""
    if len(columns) == 1:
        return columns[0]
    sample = rows[:_SAMPLE]
    cells = {column.index: cells_of(sample, column.index) for column in columns}
    first = columns[0]
    for column in columns[1:]:
        same_name = _unnumbered(column.text) == _unnumbered(first.text)
        if same_name and cells[column.index] != cells[first.index]:
            raise SideBySideError(
                msg(
                    "several columns are called “%(heading)s”: days side by side, but without a "
                    "row of days above them; write each day above its columns",
                    heading=column.text,
                )
            )

    def unread(column: Heading) -> int:
        style = number_style(cells[column.index])
        return sum(
            not blank(cell) and parse_moment(cell, style) is None for cell in cells[column.index]
        ) + sum(map(blank, cells[column.index]))

    def rank(column: Heading) -> tuple[bool, bool, int]:
        count = unread(column)
        return count == len(sample), not is_actual(column.text), count

    return min(columns, key=rank)


def _unnumbered(heading: str) -> str:
    """A heading without the number behind it: «Начало 2»."""
    return normalise(heading).rstrip("0123456789 ")


def _matching(columns: list[Heading], start: Heading) -> Heading | None:
    """Of the columns of dates the one in the zone of the starts, else the first without a zone."""
    alike = sorted(columns, key=lambda one: is_actual(one.text) != is_actual(start.text))
    for zone in (start.zone, None, LOCAL):
        for column in alike:
            if column.zone == zone:
                return column
    return columns[0] if columns else None


def _stop(
    stops: list[Heading], header: Header, start: Heading, notes: list[Message]
) -> Heading | None:
    """The column of ends on the same clock as the starts."""
    own = (None, LOCAL)
    for column in stops:
        if column.zone == start.zone or {column.zone, start.zone} <= set(own):
            return column
    if stops and stops[0].zone in own and len(header.of("start")) == 1:
        return stops[0]
    if stops:
        notes.append(
            msg(
                "“%(heading)s” may be on another clock than the starts; not used",
                heading=stops[0].text,
            )
        )
    return None


def _has_days(cells: list[Cell]) -> bool:
    return any(parse_day(cell) is not None for cell in cells)


def _has_primary(cells: list[Cell]) -> bool:
    return any(isinstance(c, str) and is_event(c, "primary") for c in cells)


def _too_long(cells: list[Cell]) -> bool:
    return any(
        (isinstance(cell, (int, float)) and cell > _MINUTES_OF_A_DAY)
        or (isinstance(cell, str) and cell.strip().isdecimal() and int(cell) > _MINUTES_OF_A_DAY)
        for cell in cells
    )


def _unknown(header: Header, rows: Body, notes: list[Message]) -> list[int]:
    """Columns whose headings are not known but hold text, where a mark could be."""
    texts, names = [], []
    for column in header.columns:
        if column.role:
            continue
        filled = [cell for cell in rows.cells(column.index).values if not blank(cell)]
        if not filled:
            continue
        names.append(column.name)
        if any(isinstance(cell, str) for cell in filled):
            texts.append(column.index)
    if names:
        notes.append(
            msg(
                "columns with headings that are not known; their texts are only searched for age "
                "marks: %(headings)s",
                headings=", ".join(names),
            )
        )
    return texts
