"""What columns hold that their headings do not say: age marks, and clock times of other starts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from schedcheck.messages import Message, msg
from schedcheck.readers.row_faults import CLOCK_ELSEWHERE
from schedcheck.readers.tables.headings import Header, Heading, says_no
from schedcheck.readers.tables.rows import OPEN, Rows
from schedcheck.readers.values.age_names import counts_something, has_mark
from schedcheck.readers.values.cells import DAY, Body, Cell, Distinct, Kept, cells_of, text_of
from schedcheck.readers.values.clock_names import zone_in
from schedcheck.readers.values.clock_times import known_zone, offsets_at
from schedcheck.readers.values.moments import parse_moment

MARKS = msg("“%(heading)s” holds age marks, and is read as such")
MAYBE_MARKS = msg(
    "“%(heading)s” holds nothing but numbers that are ages, such as %(age)s: are they age marks? "
    "call the column so, or write 18+; they were not read as marks"
)
MAYBE_STARTS = msg(
    "“%(heading)s” holds clock readings that are neither ends nor lengths: are they the starts? "
    "“%(chosen)s” was believed; say which with --column, or leave only what was on air"
)

_AGE = re.compile(r"(\d{1,2})\s?(\+)?")
_LONGEST_AGE = len("18 +")
#: The ages of the classes of this and the neighbouring countries' laws.
_AGES = {"0", "3", "6", "7", "10", "12", "14", "16", "18", "21"}
_ADULT = {"18", "21"}
#: A column is one of marks where this part of its cells says so, and of clock readings.
_MOST = 0.8
_SAMPLE = 200
#: A zone by its name, and by letters and hours; no column of zones has more of them.
_AREA = re.compile(r"[A-Z][A-Za-z]{2,12}/[A-Za-z_/-]{3,40}")
_LETTERS = re.compile(r"(?:UTC|GMT|MSK|МСК)\s?(?:[+\u2212-]\s?\d{1,2}(?::?\d\d)?)?", re.IGNORECASE)
_MOST_ZONES = 12
_CLOCK = re.compile(r"\s*+\d{1,2}[:.]\d\d")

Walls = npt.NDArray[np.datetime64]
Seconds = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def with_marks_named(
    header: Header, rows: Body
) -> tuple[Header, list[Message], list[tuple[Heading, Message]]]:
    """``header`` with the role of marks for columns that hold these, notes of them, and the faults
    of columns that may: bare numbers, all of which are ages.

    Of a column with 12+ in it, a bare 18 is a mark too, whatever the heading.
    """
    columns, notes, faults = list(header.columns), [], []
    marks = [cells_of(rows, column.index) for column in header.of("mark")]
    for at, column in enumerate(header.columns):
        if column.role not in OPEN:
            continue
        ages = _ages_in(rows.cells(column.index))
        if not ages or has_mark(column.text):
            continue
        if any(plus for _age, plus in ages):
            columns[at] = replace(column, role="mark")
            notes.append(msg(MARKS.text, heading=column.name))
        elif not counts_something(column.text) and (
            age := _unsaid(cells_of(rows, column.index), marks)
        ):
            faults.append((column, msg(MAYBE_MARKS.text, heading=column.name, age=age)))
    return header._replace(columns=tuple(columns)), notes, faults


def _ages_in(cells: Distinct) -> set[tuple[str, str]]:
    """The ages in a column, each with its plus or without; none where it holds other things."""
    if not _are_short(cells.where(slice(_SAMPLE))):
        return set()
    counts = _counts_of_texts(cells)
    texts = [text for text in counts if text and not says_no(text)]
    found = {text: match for text in texts if (match := _AGE.fullmatch(text))}
    ages = {(str(int(match[1])), match[2] or "") for match in found.values()}
    count = sum(counts[text] for text in found)
    many = count and count >= _MOST * sum(counts[text] for text in texts)
    return ages if many and {age for age, _plus in ages} <= _AGES else set()


def _are_short(cells: Distinct) -> bool:
    """Whether most cells are as short as an age; the others of a long column need not be read."""
    pairs = [(len(text), count) for text, count in _counts_of_texts(cells).items() if text]
    short = sum(count for length, count in pairs if length <= _LONGEST_AGE)
    return short >= _MOST * sum(count for _length, count in pairs)


def _counts_of_texts(cells: Distinct) -> Counter[str]:
    """In how many rows each text is."""
    found: Counter[str] = Counter()
    for cell, count in zip(cells.values, cells.counts(), strict=True):
        if count:
            found[text_of(cell)] += count
    return found


def _unsaid(cells: Sequence[Cell], marks: Sequence[Sequence[Cell]]) -> str:
    """An age of adults that a column of ages has, and no column of marks in the same row."""
    for row, text in enumerate(map(text_of, cells)):
        if text in _ADULT and not any(text in text_of(column[row]) for column in marks):
            return text
    return ""


def zones_said(rows: Rows, header: Header, walls: Walls) -> Iterator[tuple[Heading, Message]]:
    """A fault for each column of which all cells name a zone, «МСК», ``Europe/Moscow``, whatever
    its heading, and one another clock than that which was read; ``walls``: starts that were.
    """
    options, own = rows.job.options, rows.columns.zone or rows.job.options.zone
    if rows.columns.zones is not None or options.source_zone or not len(walls):
        return
    for column in header.of(*OPEN):
        texts = {text for cell in rows.cells(column.index).values if (text := text_of(cell))}
        zones = set(map(_zone_named, texts)) if len(texts) <= _MOST_ZONES else {None}
        known = sorted(zone for zone in zones if zone is not None)
        if len(known) < len(zones):
            continue
        here = offsets_at(own, walls[:1]) if known and own and known_zone(own) else None
        other = next((one for one in known if offsets_at(one, walls[:1]) != here), None)
        if other is not None:
            yield column, msg(CLOCK_ELSEWHERE.text, zone=other)


def _zone_named(text: str) -> str | None:
    """The zone that a text is the name of, in letters of a clock or as ``Area/City``."""
    if _AREA.fullmatch(text) and known_zone(text):
        return text
    return zone_in(text) if _LETTERS.fullmatch(text) else None


def other_clock_readings(rows: Rows, header: Header) -> Iterator[tuple[Heading, Message]]:
    """A fault for each column of clock readings that may be the starts, whatever its heading."""
    written_here = any(not system for system, _column in rows.columns.marks)
    if written_here or rows.job.options.column is not None:
        return  # what ``schedcheck convert`` wrote and what the caller said is not doubted
    kept = np.flatnonzero(rows.usual)
    for column in header.of(*OPEN):
        if column.index != rows.columns.titles[0]:
            sample = rows.cells(column.index).where(slice(_SAMPLE))
            pairs = zip(sample.values, sample.counts(), strict=True)
            clocks = sum(count for cell, count in pairs if count and _clock(cell) is not None)
            if clocks * 2 >= min(len(kept), len(sample.codes)) and _may_be_starts(
                rows, kept, column
            ):
                chosen = rows.columns.start_text
                yield column, msg(MAYBE_STARTS.text, heading=column.name, chosen=chosen)


def _clock(cell: Cell) -> int | None:
    """The clock reading that is all of a cell, in seconds of the day; no bare number is one."""
    if isinstance(cell, (int, float)) or (isinstance(cell, str) and not _CLOCK.match(cell)):
        return None
    moment = parse_moment(cell)
    return None if moment is None or moment.bare_day else moment.seconds % DAY


def _may_be_starts(rows: Rows, kept: Kept, column: Heading) -> bool:
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
