"""What columns hold that their headings do not say: age marks, and clock times of other starts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from schedcheck.messages import Message, msg
from schedcheck.readers.tables.columns import cells_of
from schedcheck.readers.tables.headings import Header, Heading, says_no
from schedcheck.readers.tables.rows import Rows
from schedcheck.readers.values.cells import DAY, Cell, text_of
from schedcheck.readers.values.leading_times import has_mark
from schedcheck.readers.values.moments import may_be_minutes, parse_moment

MARKS = msg("“%(heading)s” holds age marks, and is read as such")
MAYBE_MARKS = msg(
    "“%(heading)s” holds nothing but numbers that are ages, such as %(age)s: are they age marks? "
    "call the column so, or write 18+; they were not read as marks"
)
MAYBE_CODES = msg(
    "“%(heading)s” holds numbers that are not ages, such as %(age)s: are they codes? write the age "
    "marks themselves, such as 18+"
)
MAYBE_MINUTES = msg(
    "the starts are numbers that may be clock times (1250 for 12:50) or minutes of the day (for "
    "20:50); they were read as clock times: write them as 12:50"
)
MAYBE_TWELVE = msg(
    "all its times are up to 12:59: they may be on the clock of twelve hours without AM and PM, "
    "and were read as they are; write 13:00 for 1:00 PM"
)
OTHER_DATE = msg(
    "prints another day than the date of its row, in %(rows)d rows; the day beside the time was "
    "believed: correct one of the two"
)
MAYBE_STARTS = msg(
    "“%(heading)s” holds clock readings that are neither ends nor lengths: are they the starts? "
    "“%(chosen)s” was believed; say which with --column, or leave only what was on air"
)

#: The roles of columns that may hold marks, or clock readings, of which the heading says nothing.
_OPEN = {"", "category", "other", "programme", "event"}
_AGE = re.compile(r"(\d{1,2})\s?(\+)?")
_LONGEST_AGE = len("18 +")
#: The ages of the classes of this and the neighbouring countries' laws.
_AGES = {"0", "3", "6", "7", "10", "12", "14", "16", "18", "21"}
_ADULT = {"18", "21"}
#: Numbers that are no age in these laws, and the first of a list of codes.
_CODES = {"1", "2", "4", "5"}
#: A column is one of marks where this part of its cells says so, and of clock readings.
_MOST = 0.8
_SAMPLE = 200
_HOUR, _EARLY = 3600, 6 * 3600
#: The night of a date lasts no longer, on the clock.
_NIGHT_ENDS = 12 * 3600
#: So many different starts say something of the clock.
_FEWEST = 4
_CLOCK = re.compile(r"\s*+\d{1,2}[:.]\d\d")

Seconds = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def with_marks_named(
    header: Header, rows: Sequence[Sequence[Cell]]
) -> tuple[Header, list[Message], list[tuple[Heading, Message]]]:
    """``header`` with the role of marks for columns that hold these, notes of them, and the faults
    of columns that may: bare numbers, all of which are ages.

    Of a column with 12+ in it, a bare 18 is a mark too, whatever the heading.
    """
    columns, notes, faults = list(header.columns), [], []
    marks = [cells_of(rows, column.index) for column in header.of("mark")]
    for at, column in enumerate(header.columns):
        if column.role not in _OPEN:
            continue
        cells = cells_of(rows, column.index)
        ages = _ages_in(cells)
        if not ages or has_mark(column.text):
            continue
        if any(plus for _age, plus in ages):
            columns[at] = replace(column, role="mark")
            notes.append(msg(MARKS.text, heading=column.name))
        elif not column.role and (age := _unsaid(cells, marks)):
            faults.append((column, msg(MAYBE_MARKS.text, heading=column.name, age=age)))
    return replace(header, columns=tuple(columns)), notes, faults


def _ages_in(cells: Sequence[Cell]) -> set[tuple[str, str]]:
    """The ages in a column, each with its plus or without; none where it holds other things."""
    if not _are_short(cells[:_SAMPLE]):
        return set()
    counts = Counter(map(text_of, cells))
    texts = [text for text in counts if text and not says_no(text)]
    found = {text: match for text in texts if (match := _AGE.fullmatch(text))}
    ages = {(str(int(match[1])), match[2] or "") for match in found.values()}
    count = sum(counts[text] for text in found)
    many = count and count >= _MOST * sum(counts[text] for text in texts)
    return ages if many and {age for age, _plus in ages} <= _AGES else set()


def _are_short(cells: Sequence[Cell]) -> bool:
    """Whether most cells are as short as an age; the others of a long column need not be read."""
    lengths = [len(text) for text in map(text_of, cells) if text]
    return sum(length <= _LONGEST_AGE for length in lengths) >= _MOST * len(lengths)


def _unsaid(cells: Sequence[Cell], marks: Sequence[Sequence[Cell]]) -> str:
    """An age of adults that a column of ages has, and no column of marks in the same row."""
    for row, text in enumerate(map(text_of, cells)):
        if text in _ADULT and not any(text in text_of(column[row]) for column in marks):
            return text
    return ""


def doubtful_columns(rows: Rows, header: Header) -> Iterator[tuple[Heading, Message]]:
    """A fault for each column that may mean something else than it was read as: starts on another
    clock or in other units, marks that are codes, and clock readings that may be the starts.
    """
    start, kept = Heading(rows.columns.start, rows.columns.start_text), np.flatnonzero(rows.usual)
    for words in _doubts_of_starts(rows, kept):
        yield start, words
    for column in header.of("mark"):
        codes = _CODES.intersection(rows.texts(column.index)[kept].tolist())
        if codes:
            yield column, msg(MAYBE_CODES.text, heading=column.name, age=max(codes))
    # what the caller said of the starts is not doubted
    for column in header.columns if rows.job.options.column is None else ():
        if column.role in _OPEN and column.index != rows.columns.titles[0]:
            sample = cells_of(rows.body[:_SAMPLE], column.index)
            clocks = sum(_clock(cell) is not None for cell in sample)
            if clocks * 2 >= min(len(kept), len(sample)) and _may_be_starts(rows, kept, column):
                yield column, msg(MAYBE_STARTS.text, heading=column.name, chosen=start.name)


def _doubts_of_starts(rows: Rows, kept: npt.NDArray[np.intp]) -> Iterator[Message]:
    """What is in doubt of the starts: their unit, their day, the half of the day."""
    if may_be_minutes(cells_of(rows.body, rows.columns.start)):
        yield MAYBE_MINUTES
    apart = _other_days(rows, kept)
    if apart:
        yield msg(OTHER_DATE.text, rows=apart)
    if _may_be_twelve(rows, kept):
        yield MAYBE_TWELVE


def _other_days(rows: Rows, kept: npt.NDArray[np.intp]) -> int:
    """How many starts print a day that is neither that of their row nor the night after it.

    Clocks that name their zone may have other days than the date.
    """
    starts = rows.starts
    if rows.columns.zone is not None or rows.columns.zones is not None:
        return 0
    plain = np.isnan(starts.offsets) & ~starts.zones.astype(np.bool_) & rows.printed.known
    later = (starts.days - rows.printed.days).astype(np.float64)
    night = (later == 1) & (starts.seconds % DAY < _NIGHT_ENDS)
    wrong = plain & ~np.isnat(starts.days) & (later != 0) & ~night
    return int(wrong[kept].sum())


def _may_be_twelve(rows: Rows, kept: npt.NDArray[np.intp]) -> bool:
    """Whether all starts are from 1:00 to 12:59, and go back more often than days begin, or are
    so early that they may be of the afternoon.
    """
    clocks = rows.starts.seconds[kept] % DAY
    if len(np.unique(clocks)) < _FEWEST or clocks.min() < _HOUR or clocks.max() >= 13 * _HOUR:
        return False
    texts = rows.texts(rows.columns.start)[kept].tolist()
    if any(any(map(str.isalpha, text)) for text in texts):
        return False
    days = [*rows.printed.days[rows.printed.known].tolist(), *rows.starts.days[kept].tolist()]
    runs = len({day for day in days if day}) or 1
    if rows.columns.channel is not None:
        runs *= len(set(rows.texts(rows.columns.channel)[kept].tolist()) - {""}) or 1
    back = int((np.diff(clocks) < 0).sum())
    cells = cells_of(rows.body, rows.columns.start)
    noughts = any(isinstance(cell, str) and cell.lstrip().startswith("0") for cell in cells)
    return back >= runs or (int(clocks.min()) < _EARLY and not noughts)


def _clock(cell: Cell) -> int | None:
    """The clock reading that is all of a cell, in seconds of the day; no bare number is one."""
    if isinstance(cell, (int, float)) or (isinstance(cell, str) and not _CLOCK.match(cell)):
        return None
    moment = parse_moment(cell)
    return None if moment is None or moment.bare_day else moment.seconds % DAY


def _may_be_starts(rows: Rows, kept: npt.NDArray[np.intp], column: Heading) -> bool:
    """Whether clock readings beside the starts may be the starts themselves.

    They are in the order of a schedule, and differ; they are not when programmes end, and not how
    long these are.
    """
    starts = rows.starts.seconds[kept]
    others = rows.cells(column.index).mapped(_clock).where(kept).part(int, -1, np.int64)
    there = others >= 0
    if not len(starts) or there.sum() * 2 < len(starts):
        return False
    first, second = starts[there] % DAY, others[there]
    if (first == second).all() or len(np.unique(second)) * 2 <= len(np.unique(first)):
        return False
    gaps = np.diff(first) % DAY
    ahead = (second - first)[:-1] % DAY
    if len(gaps) and (_fill(ahead, gaps) or _fill(second[:-1], gaps)):
        return False
    back = (np.diff(second) < 0).sum() - (np.diff(first) < 0).sum()
    return bool(back <= 1 + len(first) // 10)


def _fill(lengths: Seconds, gaps: Seconds) -> bool:
    """Whether most lengths take up most of the time up to the next start, and no more."""
    return bool(((lengths > 0) & (lengths <= gaps) & (lengths * 2 >= gaps)).mean() >= _MOST)
