"""The cells of one day of a grid, one under the other, each with its times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise

import numpy as np
from msgspec import Struct, field

from schedcheck.messages import Message, msg
from schedcheck.readers.row_faults import ANOTHER, BAD_ZONE, DOUBTFUL
from schedcheck.readers.tables.grids.long_table import LongTable
from schedcheck.readers.tables.timed_cells import Timed, begins_with_time, programmes_in
from schedcheck.readers.values.cells import DAY, Cell, text_of
from schedcheck.readers.values.clock_times import UNKNOWN_ZONE, Spelling, offsets_at
from schedcheck.readers.values.leading_times import looks_like_lead, may_say_more
from schedcheck.readers.values.moments import next_after
from schedcheck.schedule.account import End

_NO_TIME = msg("no time in this cell or next to its row; write the programme as “06:00 Title”")
_NO_TITLE = msg("a time without a title; write the programme as “06:00 Title”")
_OTHER_TIME = msg(
    "begins with a time that is not that of its row, and was read by the time of the row; "
    "correct one of the two"
)


class FilledCell(Struct):
    """A filled cell of a day: ``last`` is the last row that it is merged over, ``allow`` the
    spellings of times that the cells of its table begin with, ``beside`` the texts of the other
    cells of its day in the row, which are in ``columns_beside``.
    """

    row: int
    column: int
    text: str
    last: int
    beside: list[str]
    columns_beside: Sequence[int] = ()
    allow: Spelling = Spelling.PLAIN

    @property
    def begins_with_time(self) -> bool:
        """Whether it begins with a time and has more than that."""
        return begins_with_time(self.text, self.allow)

    @property
    def programmes(self) -> tuple[list[str], list[Timed]]:
        """Its lines before the first time, and the programmes that begin with one each."""
        return programmes_in(self.text, self.allow)


class Side(Struct):
    """A column of times beside the matrix: row -> seconds, which go on past midnight; ``ends``
    of ranges, and ``zones`` that are named behind the times.
    """

    label: str
    zone: str | None
    seconds: dict[int, int]
    ends: dict[int, int] = field(default_factory=dict)
    zones: dict[int, str] = field(default_factory=dict)

    def start(self, row: int, midnight: datetime, seconds: int, zone: str = "") -> datetime:
        """A start on this clock, with its offset where a ``zone`` or that of the row is named."""
        wall = midnight + timedelta(seconds=seconds)
        named = zone or self.zones.get(row, "")
        if not named:
            return wall
        minutes = int(offsets_at(named, np.array([wall], "datetime64[s]"))[0])
        return wall.replace(tzinfo=timezone(timedelta(minutes=minutes)))


class DayColumn(Struct):
    """Reads the cells of one day after the other."""

    long_table: LongTable
    sides: list[Side]
    timed_inside: bool
    last_timed: int
    continued: int = 0
    otherwise: int = 0

    def read(
        self, day: date, entries: Sequence[FilledCell]
    ) -> list[tuple[list[Cell], tuple[int, int]]]:
        """The rows of a day: its starts, length, title and text, and where each is."""
        midnight = datetime.combine(day, time())
        listed: list[tuple[list[Cell], tuple[int, int]]] = []
        before, above = 0, -2
        for at, entry in enumerate(entries):
            for column in entry.columns_beside:
                self.long_table.put(entry.row, column, End.TEXT)
            following = entries[at + 1].row if at + 1 < len(entries) else None
            found = self._found(entry, before)
            if found is None:
                below = listed and entry.row == above + 1 and entry.row < self.last_timed
                if looks_like_lead(entry.text):
                    self._fault(entry, DOUBTFUL)
                elif below and not may_say_more(entry.text):  # a mark may be another programme's
                    cells = listed[-1][0]
                    cells[-1] = " / ".join(filter(None, [str(cells[-1] or ""), entry.text]))
                    self.continued += 1
                    self.long_table.put(entry.row, entry.column, End.TEXT)
                    above = entry.last
                else:
                    self._fault(entry, _NO_TIME)
                continue
            above = entry.last
            for timed in found:
                before = timed.start
                if not timed.title or timed.zone == UNKNOWN_ZONE:
                    self._fault(entry, BAD_ZONE if timed.title else _NO_TITLE)
                    continue
                length = self._length(entry, timed, following) if timed is found[-1] else None
                if timed.end is not None:
                    length = timedelta(seconds=(timed.end - timed.start) % DAY)
                text = " / ".join([*timed.more, *(entry.beside if timed is found[-1] else [])])
                listed.append(
                    (
                        [*self._starts(midnight, entry, timed), length, timed.title, text],
                        (entry.row, entry.column),
                    )
                )
        return listed

    def _fault(self, entry: FilledCell, reason: Message) -> None:
        self.long_table.fault(entry.row, entry.column, text_of(entry.text), reason)

    def _found(self, entry: FilledCell, before: int) -> list[Timed] | None:
        """The programmes of a cell, their starts going on past midnight; None without a time."""
        beside = self.sides[0].seconds.get(entry.row)
        inner = entry.begins_with_time
        if inner and (self.timed_inside or beside is None):
            return self._found_inside(entry, before, beside)
        if beside is None:
            return None
        if inner:
            found = entry.programmes[1]
            if found[0].start % DAY != beside % DAY:
                self._fault(entry, _OTHER_TIME)
            elif len(found) == 1:
                found[0].start = beside
                return found
        lines = [" ".join(line.split()) for line in entry.text.splitlines() if line.strip()]
        return [Timed(beside, None, lines[0], lines[1:])]

    def _found_inside(self, entry: FilledCell, before: int, beside: int | None) -> list[Timed]:
        """The programmes of a cell by the times in it; ``beside`` is the time of its row."""
        above, found = entry.programmes
        if above:
            self._fault(entry, _NO_TIME)
        for timed in found:
            if beside is None:
                timed.start = next_after(before, timed.start)
            else:
                timed.start += round((beside - timed.start) / DAY) * DAY
                self.otherwise += timed is found[0] and timed.start != beside
            before = timed.start
            if timed.has_another_time:
                self._fault(entry, ANOTHER)
            if timed.doubtful:
                self._fault(entry, DOUBTFUL)
        return found

    def _length(self, entry: FilledCell, timed: Timed, following: int | None) -> timedelta | None:
        """How long a cell lasts that is merged over further times or is in a range of hours."""
        side = self.sides[0]
        merged = any(entry.row < row <= entry.last for row in side.seconds)
        after = min((row for row in side.seconds if row > entry.last), default=None)
        # of a merged last cell the rows tell the end, a range of hours only where nothing follows
        goes_on = after is not None and (not merged if following is None else following > after)
        end = self._after(entry.last) if merged else side.ends.get(entry.row)
        if goes_on or end is None or end <= timed.start:
            return None
        return timedelta(seconds=end - timed.start)

    def _after(self, row: int) -> int | None:
        """When the rows up to ``row`` end: at the next time, or a step after the last."""
        side = self.sides[0].seconds
        after = [at for at in side if at > row]
        if after:
            return side[min(after)]
        clocks = list(side.values())
        steps = {b - a for a, b in pairwise(clocks)}
        return clocks[-1] + steps.pop() if len(steps) == 1 else None

    def _starts(self, midnight: datetime, entry: FilledCell, timed: Timed) -> list[Cell]:
        """The start on each clock; the others as far from the first as in the entry's row."""
        first = self.sides[0].seconds.get(entry.row)
        row = entry.row
        starts: list[Cell] = [self.sides[0].start(row, midnight, timed.start, timed.zone)]
        for side in self.sides[1:]:
            other = side.seconds.get(entry.row)
            if first is None or other is None or timed.start != first:
                starts.append(None)
                continue
            apart = (other - first + DAY // 2) % DAY - DAY // 2
            starts.append(side.start(row, midnight, timed.start + apart))
        return starts
