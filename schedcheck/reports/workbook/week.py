"""The *Week* sheets: a channel's schedule as a picture, one A4 page a week.

A column a day, a row a quarter-hour. A week that begins at six in the morning has days that do so
too: its last night is in the picture of the week that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from textwrap import wrap
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field
from msgspec.structs import replace

from schedcheck.law.rulebook import RulePeriod
from schedcheck.messages import _
from schedcheck.messages.formats import weekday
from schedcheck.reports.view import Programmes, Tone, View, window_plan
from schedcheck.reports.wording import clock_of, one_line
from schedcheck.reports.workbook.sheets import DATE, HEADING, NOTE, Book, Look
from schedcheck.reports.workbook.streaming import Form, StreamedRow, frame, written_cell
from schedcheck.results.results import ChannelReport
from schedcheck.schedule.placing import NAT
from schedcheck.schedule.week import WEEK_STARTS
from schedcheck.zones import Seconds, clock_text, day_of, number_of

QUARTER = 15
ROWS = 24 * 60 // QUARTER
DAY = timedelta(days=1)
#: In a day.
_MINUTES, _SECONDS = 24 * 60, 24 * 3600
#: The first Monday after the day that seconds are counted from, as its number.
_FIRST_MONDAY = 4
#: How many characters fit in a line of a day's column: of plain blocks, and of bold ones.
_LINE, _BOLD_LINE = 26, 23
_BETWEEN = " · "
_SHORTEST = len("00:00 …")
#: Before the end of a programme that goes on after the days of the picture.
_RUNS_ON = "↓"


class Block(Struct):
    """Programmes that share a cell: rows ``first`` to before ``end`` of a day's column."""

    first: int
    end: int
    texts: list[tuple[str, Tone]] = field(default_factory=list)
    tone: Tone = Tone.PLAIN


class WeekPiece(NamedTuple):
    """What of a programme falls on one day, in minutes after the day begins."""

    opens: int
    closes: int
    text: str
    tone: Tone


def forbidden_rows(plan: Sequence[RulePeriod], day: date, opens: int = 0) -> list[bool]:
    """For each quarter-hour of a day, whether it begins in a forbidden window.

    ``opens``: the quarter-hour of ``day`` that the day of the picture begins with; its last ones
    are the first of the next date.
    """
    return [*_of_date(plan, day)[opens:], *_of_date(plan, day + DAY)[:opens]]


def _of_date(plan: Sequence[RulePeriod], day: date) -> list[bool]:
    rows = [False] * ROWS
    for stretch in plan:
        if (stretch.first or day) <= day <= (stretch.last or day):
            for window in stretch.windows:
                if window.holds_on(day):
                    for row in range(-(-window.opens // QUARTER), -(-window.closes // QUARTER)):
                        rows[row] = True
    return rows


def pieces_of(
    programmes: Programmes, days: Sequence[date], opens: int = 0
) -> list[list[WeekPiece]]:
    """What falls on each of the days, which begin at ``opens`` (in minutes), in order of time."""
    opening = number_of(days[0]) * _SECONDS + opens * 60
    closing = opening + len(days) * _SECONDS
    known = programmes.stops != NAT
    stops = np.where(known, programmes.stops, programmes.starts + QUARTER * 60)
    inside = np.flatnonzero((programmes.starts < closing) & (stops > opening))
    rows = inside[np.argsort(programmes.starts[inside], kind="stable")]
    shown, stops, runs_on = programmes.take(rows), stops[rows], (known & (stops > closing))[rows]
    begins = (shown.starts - opening) // 60
    # A change of clocks can put the printed end before the start.
    ends = np.maximum(-((opening - stops) // 60), begins + 1)
    pieces: list[list[WeekPiece]] = [[] for _day in days]
    for begin, end, start, stop, more, title, mark, tone in zip(
        begins.tolist(),
        ends.tolist(),
        (shown.starts % _SECONDS).tolist(),
        (stops % _SECONDS).tolist(),
        runs_on.tolist(),
        map(one_line, shown.titles.tolist()),
        map(one_line, shown.marks.tolist()),
        shown.tones.tolist(),
        strict=True,
    ):
        clock = clock_text(start) + (_RUNS_ON + clock_text(stop) if more else "")
        text = _block_text(clock, title, mark, tone)
        for number in range(max(0, begin // _MINUTES), min(len(days), -(-end // _MINUTES))):
            midnight = number * _MINUTES
            since, until = max(begin - midnight, 0), min(end - midnight, _MINUTES)
            words = text if begin >= midnight else f"… {text}"
            pieces[number].append(WeekPiece(since, until, words, tone))
    return pieces


def _block_text(clock: str, title: str, mark: str, tone: Tone) -> str:
    # In black and white print only the mark tells the bound programmes from the others.
    told = f"[{mark}] " if mark and tone is not Tone.PLAIN and mark not in title else ""
    return f"{clock} {told}{title}"


def place(pieces: Sequence[WeekPiece]) -> list[Block]:
    """Blocks of whole quarters for the pieces of a day, which come in order of time."""
    blocks: list[Block] = []
    for piece in pieces:
        row, end = piece.opens // QUARTER, -(-piece.closes // QUARTER)
        taken = blocks[-1].first if blocks else -1
        if row <= taken and taken + 1 < end:
            row = taken + 1
        if row <= taken:
            blocks[-1].end = max(blocks[-1].end, end)
            blocks[-1].texts.append((piece.text, piece.tone))
            blocks[-1].tone = max(blocks[-1].tone, piece.tone)
            continue
        if blocks:
            blocks[-1].end = min(blocks[-1].end, row)
        blocks.append(Block(row, end, [(piece.text, piece.tone)], piece.tone))
    return blocks


def parts(block: Block, forbidden: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """A coloured block whole; a plain one cut at the window's edges, to show the shading."""
    first = block.first
    if block.tone is Tone.PLAIN:
        for row in range(block.first + 1, block.end):
            if forbidden[row] != forbidden[first]:
                yield first, row
                first = row
    yield first, block.end


def fitting(block: Block, rows: int) -> str:
    """The block's texts as far as they fit in ``rows`` lines, each cut with ``…`` where it must be.

    Where they share a line, the most serious get what the others, cut to their time, leave.
    """
    line = _LINE if block.tone is Tone.PLAIN else _BOLD_LINE
    texts = [text for text, _tone in block.texts]
    if rows == len(texts) == 1:
        return _short(texts[0], line)
    if rows >= len(texts):
        return "\n".join(_cut(text, line, rows // len(texts)) for text in texts)
    grave = sum(tone is block.tone for _text, tone in block.texts)
    room = line * rows - len(_BETWEEN) * (len(texts) - 1)
    share = max((room - _SHORTEST * (len(texts) - grave)) // grave, _SHORTEST)
    return _BETWEEN.join(
        _short(text, share if tone is block.tone else _SHORTEST) for text, tone in block.texts
    )


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _cut(text: str, line: int, lines: int) -> str:
    # Lines break at words, so some of each is lost; what is shorter fits for sure.
    if len(text) <= line * (lines + 1) // 2:
        return text
    return " ".join(wrap(text, line, max_lines=lines, placeholder="…"))


#: Characters of bold text that surely fit in a line of a column.
_BOLD_CELL_LINE = 20
#: The most pictures in one workbook.
MOST_WEEKS = 6
_HEAD_ROWS = 4
_WIDTHS = (7, *[22] * 7)
_FORM = Form(landscape=False, frozen=f"B{_HEAD_ROWS + 1}", whole=True)
_ROW_HEIGHT = 12.5


_BLOCK = Look(size=8.5, fill="FFFFFF")
_WINDOW_FILL = "F3EBDD"
_IN_WINDOW = replace(_BLOCK, fill=_WINDOW_FILL)
#: What no programme covers: hatched, for paper shows no difference between two light colours.
_UNCOVERED = replace(_BLOCK, fill="8A949E", ground="FFFFFF")
_UNCOVERED_IN_WINDOW = replace(_UNCOVERED, ground=_WINDOW_FILL)
_LOOKS = {
    Tone.LAWFUL: replace(_BLOCK, fill="C3D3E3", bold=True),
    Tone.WARNING: replace(_BLOCK, fill="FFC94D", bold=True),
    Tone.VIOLATION: replace(_BLOCK, fill="C62828", colour="FFFFFF", bold=True),
}
#: A single line is not broken at a word, which would hide the rest of it.
_IN_ONE_LINE = {look: replace(look, wrap=False) for look in (_BLOCK, _IN_WINDOW, *_LOOKS.values())}
_HOUR = Look("hh:mm", across="center", size=8, bold=True, fill="E4E9EF", wrap=False)
_PART_HOUR = replace(_HOUR, bold=False, colour="8A949E", fill="FFFFFF")
_TITLE = Look(size=13, bold=True, border=False, up="center", wrap=False)
_LEGEND = replace(_BLOCK, across="center", up="center")
#: Of the legend, in its order.
_LEGENDS = (
    replace(_LEGEND, fill="C62828", colour="FFFFFF", bold=True),
    replace(_LEGEND, fill="FFC94D", bold=True),
    replace(_LEGEND, fill="C3D3E3", bold=True),
    _LEGEND,
    replace(_LEGEND, fill=_WINDOW_FILL),
    replace(_LEGEND, fill=_UNCOVERED.fill, ground=_UNCOVERED.ground, bold=True),
    _LEGEND,
)
_DATES = replace(DATE, bold=True, fill="E4E9EF")


class Weeks(Struct, frozen=True):
    """The weeks of a channel: the Mondays of those drawn, and how many there are in all."""

    drawn: tuple[date, ...]
    total: int


class _Channel(Struct, frozen=True):
    """What is drawn: a channel's programmes on its clock, and the plan of forbidden windows.

    ``opens``: when its days begin, in minutes after midnight.
    """

    label: str
    zone: str
    programmes: Programmes
    plan: tuple[RulePeriod, ...]
    name: str
    opens: int = 0

    def sheet_title(self, monday: date | None = None) -> str:
        if monday is None:
            title = _("Week")
        else:
            year, week, _weekday = monday.isocalendar()
            title = _("Week %(week)d %(year)d") % {"week": week, "year": year}
        return f"{title} {self.name}" if self.name else title


def add_weeks(book: Book, view: View, report: ChannelReport, name: str = "") -> Weeks:
    """Draw a channel's weeks: all if there is room, else the first with violations.

    ``name``: what the sheets are called beside their weeks, where not by the channel.
    """
    programmes = view.placed(report)
    opens, weeks = _weeks(programmes, report, max(1, MOST_WEEKS // len(view.channels)))
    channel = _Channel(
        view.labels[report.id],
        clock_of(report),
        programmes,
        window_plan(view, report),
        name or (view.labels[report.id] if len(view.channels) > 1 else ""),
        opens // 60,
    )
    for monday in weeks.drawn:
        _draw(book, channel, monday)
    if not weeks.drawn:
        note = book.cell(_("No programme could be placed in time."), NOTE)
        book.put(channel.sheet_title(), frame(Form(), channel.label), [StreamedRow([note])])
    return weeks


def _weeks(programmes: Programmes, report: ChannelReport, most: int) -> tuple[int, Weeks]:
    """When the days of the pictures begin (seconds since midnight), and the weeks to draw.

    The week asked for begins when it does. Otherwise days are those of the calendar, unless the
    schedule is of broadcast weeks: then the last night would be a picture of its own.
    """
    known = (report.week_starts,) if report.week_starts else (0, WEEK_STARTS)
    guilty = programmes.tones == Tone.VIOLATION
    chosen = [(opens, _choose(programmes.starts - opens, guilty, most)) for opens in known]
    return min(chosen, key=lambda one: one[1].total)


def _choose(starts: Seconds, guilty: npt.NDArray[np.bool_], most: int) -> Weeks:
    """The weeks to draw; ``starts`` as they are counted from the beginning of a day.

    ``guilty``: which of them are of violations.
    """
    numbers = (starts // _SECONDS - _FIRST_MONDAY) // 7
    every = np.unique(numbers)
    drawn = every if len(every) <= most else np.unique(numbers[guilty])[:most]
    drawn = drawn if len(drawn) else every[:1]
    mondays = (day_of(_FIRST_MONDAY + 7 * number) for number in drawn.tolist())
    return Weeks(tuple(mondays), len(every))


def _draw(book: Book, channel: _Channel, monday: date) -> None:
    days = [monday + number * DAY for number in range(7)]
    opens = channel.opens // QUARTER
    pieces = pieces_of(channel.programmes, days, channel.opens)
    merged: list[str] = []
    columns = [
        _column(book, merged, letter, place(inside), forbidden_rows(channel.plan, day, opens))
        for letter, inside, day in zip("BCDEFGH", pieces, days, strict=True)
    ]
    lines = list(_head(book, channel, monday))
    for row in range(ROWS):
        minutes = (opens + row) % ROWS * QUARTER
        # a clock reading is a part of the day
        hour = book.cell(minutes / _MINUTES, _PART_HOUR if minutes % 60 else _HOUR)
        lines.append(StreamedRow([hour, *(column[row] for column in columns)], _ROW_HEIGHT))
    book.put(channel.sheet_title(monday), frame(_FORM, channel.label, _WIDTHS), lines, merged)


def _head(book: Book, channel: _Channel, monday: date) -> Iterator[StreamedRow]:
    """Four rows: what is drawn, the legend, the days in words, the days as dates."""
    year, week, _weekday = monday.isocalendar()
    title = _("%(channel)s: week %(week)d of %(year)d, clock of %(zone)s") % {
        "channel": one_line(channel.label),
        "week": week,
        "year": year,
        "zone": channel.zone,
    }
    yield StreamedRow([book.cell(title, _TITLE)], 24)
    legend = [
        _("violation"),
        _("warning"),
        _("bound class, lawful time"),
        _("no finding"),
        _("forbidden window"),
        _("no schedule for this time"),
        _("%(sign)s goes on after the week") % {"sign": _RUNS_ON},
    ]
    cells = [written_cell(None, 0), *map(book.cell, legend, _LEGENDS)]
    yield StreamedRow(cells, _height(legend))
    days = [monday + number * DAY for number in range(7)]
    corner = book.cell(_("Time"), HEADING)
    yield StreamedRow([corner, *(book.cell(weekday(day), HEADING) for day in days)])
    yield StreamedRow([book.cell(day, _DATES) for day in (None, *days)])


def _height(texts: Iterable[str]) -> float:
    """How high a row must be for bold texts in columns of days, in points."""
    lines = max(len(wrap(text, _BOLD_CELL_LINE)) for text in texts)
    return 16 + (lines - 1) * _ROW_HEIGHT


def _column(
    book: Book, merged: list[str], letter: str, blocks: Sequence[Block], forbidden: Sequence[bool]
) -> list[str]:
    """The cells of a day's column; blocks of several rows are added to ``merged``."""
    open_cell, shaded_cell = map(book.blank, (_UNCOVERED, _UNCOVERED_IN_WINDOW))
    cells = [shaded_cell if shaded else open_cell for shaded in forbidden]
    for block in blocks:
        pieces = list(parts(block, forbidden))
        longest = max(pieces, key=lambda part: part[1] - part[0])
        for first, end in pieces:
            look = _LOOKS.get(block.tone) or _plain(forbidden[first])
            if end - first == 1:
                look = _IN_ONE_LINE[look]
            if (first, end) == longest:
                cells[first] = book.cell(fitting(block, end - first), look)
            else:
                cells[first] = book.blank(look)
            cells[first + 1 : end] = [book.blank(look)] * (end - first - 1)
            if end - first > 1:
                merged.append(f"{letter}{_HEAD_ROWS + 1 + first}:{letter}{_HEAD_ROWS + end}")
    return cells


def _plain(shaded: bool) -> Look:  # noqa: FBT001 - the one thing it depends on
    return _IN_WINDOW if shaded else _BLOCK
