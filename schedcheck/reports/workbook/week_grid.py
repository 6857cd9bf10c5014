"""Which rows of the *Week* sheets a programme takes: reckoning only, no drawing.

A programme stands in the row of the quarter-hour it begins in; where that row is taken it moves
one row down if it lasts that long, else the two share a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from textwrap import wrap

import pandas as pd

from schedcheck.law.rulebook import RulePeriod
from schedcheck.reports.placed import Tone
from schedcheck.reports.wording import one_line

QUARTER = 15
ROWS = 24 * 60 // QUARTER
DAY = timedelta(days=1)
#: How many characters fit in a line of a day's column: of plain blocks, and of bold ones.
_LINE, _BOLD_LINE = 26, 23
_BETWEEN = " · "
_SHORTEST = len("00:00 …")


@dataclass(slots=True)
class Block:
    """Programmes that share a cell: rows ``first`` to before ``end`` of a day's column."""

    first: int
    end: int
    texts: list[tuple[str, Tone]] = field(default_factory=list)
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class WeekPiece:
    """What of a programme falls on one day, in minutes after its midnight."""

    opens: int
    closes: int
    text: str
    tone: Tone


def forbidden_rows(plan: Sequence[RulePeriod], day: date) -> list[bool]:
    """For each quarter-hour of ``day``, whether it begins in a forbidden window."""
    rows = [False] * ROWS
    for stretch in plan:
        if (stretch.first or day) <= day <= (stretch.last or day):
            for window in stretch.windows:
                if day.weekday() in window.weekdays:
                    for row in range(-(-window.opens // QUARTER), -(-window.closes // QUARTER)):
                        rows[row] = True
    return rows


def pieces_of(programmes: pd.DataFrame, days: Sequence[date]) -> list[list[WeekPiece]]:
    """What falls on each of the days, in order of time."""
    opening = datetime.combine(days[0], time())
    closing = datetime.combine(days[-1] + DAY, time())
    stops = programmes["stop"].fillna(programmes["start"] + pd.Timedelta(minutes=QUARTER))
    inside = (programmes["start"] < closing) & (stops > opening)
    chosen = programmes[inside].sort_values(["start"], kind="stable")
    pieces: list[list[WeekPiece]] = [[] for _day in days]
    for start, stop, title, mark, tone in zip(
        chosen["start"].dt.to_pydatetime(),
        stops[inside].loc[chosen.index].dt.to_pydatetime(),
        chosen["title"],
        chosen["mark"],
        chosen["tone"],
        strict=True,
    ):
        text = _block_text(start, one_line(title), one_line(mark), Tone(tone))
        for number, piece in _by_day(start, stop, text, Tone(tone), opening):
            if 0 <= number < len(days):
                pieces[number].append(piece)
    return pieces


def _block_text(start: datetime, title: str, mark: str, tone: Tone) -> str:
    # In black and white print only the mark tells the bound programmes from the others.
    told = f"[{mark}] " if mark and tone is not Tone.PLAIN and mark not in title else ""
    return f"{start:%H:%M} {told}{title}"


def _by_day(
    start: datetime, stop: datetime, text: str, tone: Tone, opening: datetime
) -> Iterator[tuple[int, WeekPiece]]:
    begins = int((start - opening).total_seconds() // 60)
    # A change of clocks can put the printed end before the start.
    ends = max(int(-(-(stop - opening).total_seconds() // 60)), begins + 1)
    for number in range(max(0, begins // 1440), min(7, -(-ends // 1440))):
        midnight = number * 1440
        opens, closes = max(begins - midnight, 0), min(ends - midnight, 1440)
        yield number, WeekPiece(opens, closes, text if begins >= midnight else f"… {text}", tone)


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

    Where they share a line, the gravest get what the others, cut to their time, leave.
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
