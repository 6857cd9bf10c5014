"""Which row of a table is its header, what its columns are, which cells follow from that, and which
day is above it.

Cells of some columns say the same of each row that they are merged over, and a tick under a heading
says the heading.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from functools import cache, lru_cache
from itertools import chain, islice, pairwise, zip_longest
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from schedcheck.messages import Message, msg
from schedcheck.readers.row_faults import HOURS, RULED
from schedcheck.readers.values.age_names import asks_for_adults
from schedcheck.readers.values.cells import Body, Cell, blank, text_of
from schedcheck.readers.values.clock_names import only_a_zone, unknown_clock, zone_in
from schedcheck.readers.values.day_headings import DayHeading, span_in
from schedcheck.readers.values.moments import is_range
from schedcheck.readers.values.words import best, normalise, vocabulary
from schedcheck.readers.values.years import Years, heading_in

#: How many rows from the top may be before the header.
SEARCHED_ROWS = 40
#: Longer texts are synopses or notices, not headings.
_LONGEST_HEADING = 120
#: The heading of a column whose cells hold whole entries ``system:value``, several joined by
#: ``; ``, and what is in a column of zones beside a reading without an offset that may be UTC:
#: what ``schedcheck convert`` writes is read again as it was. So is the title of a programme that
#: has none, where a row needs a title to be a programme's.
WHOLE_MARKS = "Age mark (system:value)"
LOCAL_OR_UTC = "local or UTC"
UNTITLED = "(no title)"

#: Roles that a second row may name in place of that above it.
_LIKE = dict.fromkeys(("title", "programme"), frozenset(("title", "programme")))

_TITLES = {"title", "programme", "other_title"}
#: Any day and month is one of this year.
_LEAP_YEAR = 2000
_RULED = re.compile(r"(?=[^-=_\u2500-\u257f]*+[-=_\u2500-\u257f])[\s|:+=_\u2500-\u257f-]{3,}+")
_NUMBERS = re.compile(r"[\s.,:/-]*+\d[\d\s.,:/-]*+")


class Heading(Struct, frozen=True):
    """One column: its place from 0, its heading as printed, its role, the zone it names.

    ``role`` is a key of ``[roles]`` in ``headings.toml``, empty where the heading is not known;
    ``zone`` an IANA name, ``UTC+05:00``, :data:`LOCAL` or None.
    """

    index: int
    text: str
    role: str = ""
    zone: str | None = None

    @property
    def place(self) -> str:
        """The place that the heading of a clock names, when no zone is known for it; else empty."""
        return unknown_clock(self.text) if self.zone is None else ""

    @property
    def name(self) -> str:
        """The heading, or the number of its column where there is none."""
        return self.text or str(msg("column %(number)d", number=self.index + 1))


class Header(NamedTuple):
    """A header row: its first row from 0, the first row after it, and its columns."""

    row: int
    body: int
    columns: tuple[Heading, ...]

    def of(self, *roles: str) -> list[Heading]:
        """The columns of the roles given, from left to right."""
        return [column for column in self.columns if column.role in roles]


@lru_cache(maxsize=4096)
def role_of(text: str) -> tuple[str, str | None]:
    """Role and zone of a heading; an empty role where it is not known."""
    role = _role_by_words(text)
    if not role and len(text) <= _LONGEST_HEADING and only_a_zone(text):
        role = "start"
    return role, zone_in(text) if role else None


@lru_cache(maxsize=4096)
def _role_by_words(text: str) -> str:
    """The role of a heading by the words of the vocabulary alone."""
    plain = normalise(text) if len(text) <= _LONGEST_HEADING else ""
    role = best(plain, "roles")[1]
    return role and (best(plain, "roles", without="programme")[1] or role)


def is_seconds(text: str) -> bool:
    """Whether the heading of a duration says that its numbers are seconds."""
    return best(normalise(text), "units")[1] == "seconds"


def is_two_parts(text: str) -> bool:
    """Whether the heading of a duration says that it is written ``mm:ss``."""
    return best(normalise(text), "units")[1] == "minutes_seconds"


def is_actual(text: str) -> bool:
    """Whether a heading says that its column says what was on air, not what was planned."""
    return best(normalise(text), "clocks")[0] > 0


@cache
def _events(kind: str) -> frozenset[str]:
    return frozenset(vocabulary()["events"][kind])


def is_event(text: str, kind: str) -> bool:
    """Whether a cell says that its row is a ``primary`` event, or a ``secondary`` one: one that
    lies over a programme, such as a logo.
    """
    return normalise(text) in _events(kind)


def structure_of(cells: Sequence[Any]) -> Message | None:
    """What the filled cells of a row are that holds no programme: ranges of hours, lines that are
    drawn with signs, as Markdown and terminals do; None for anything else.
    """
    if all(map(is_range, cells)):
        return HOURS
    ruled = all(isinstance(cell, str) and _RULED.fullmatch(cell) for cell in cells)
    return RULED if ruled else None


def _read_row(texts: Sequence[str]) -> tuple[tuple[Heading, ...], int]:
    """The headings of a row, and how many roles they show; 0 when it cannot be a header."""
    if _TITLES.isdisjoint(map(_role_by_words, texts)):
        return (), 0  # most rows: which zones they name need not be known
    columns = _headings(texts)
    roles = {column.role for column in columns} - {""}
    return columns, len(roles) if roles & {"start", "date"} else 0


def _headings(texts: Sequence[str]) -> tuple[Heading, ...]:
    return tuple(Heading(index, text, *role_of(text)) for index, text in enumerate(texts))


def _texts(row: Sequence[Any]) -> list[str] | None:
    """The texts of a row that may be a header; None when it holds dates, times or numbers."""
    texts = []
    for cell in row:
        if isinstance(cell, (date, time, timedelta, int, float)) and not isinstance(cell, bool):
            return None
        text = " ".join(str(cell).split()) if isinstance(cell, str) else ""
        if text and _NUMBERS.fullmatch(text):
            return None
        texts.append(text)
    return texts


def headings_of(row: Sequence[Any]) -> tuple[Heading, ...]:
    """The cells of a row as headings, known or not; none when it holds dates, times or numbers."""
    texts = _texts(row)
    return () if texts is None else _headings(texts)


def is_header(row: Sequence[Any]) -> tuple[Heading, ...] | None:
    """The columns, when a single row is a header."""
    texts = _texts(row)
    if texts is None:
        return None
    columns, score = _read_row(texts)
    return columns if score else None


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows as one header; a merged heading above spans the blank cells to its right."""
    joined, above = [], ""
    for own, text in zip_longest(upper, lower, fillvalue=""):
        above = own or (above if text else "")
        joined.append(f"{above} {text}".strip())
    return joined


def _groups(upper: Sequence[str], lower: Sequence[str]) -> Iterator[list[int]]:
    """The columns under each heading that is above several, where the second row names one of
    them as the heading does: «Название» above «HD», «Live» and «Название».
    """
    first = 0
    for end in range(1, max(len(upper), len(lower)) + 1):
        if end < len(upper) and not upper[end]:
            continue
        group = [at for at in range(first, end) if at < len(lower) and lower[at]]
        role = role_of(upper[first])[0] if first < len(upper) else ""
        own = {role_of(lower[at])[0] for at in group}
        if len(group) > 1 and role and own & ({role} | _LIKE.get(role, set())):
            yield group
        if end < len(upper):
            first = end


def _both(upper: Sequence[str], lower: Sequence[str]) -> tuple[tuple[Heading, ...], int]:
    """The headings of two rows as one, and how many roles they show.

    Under a heading above several columns, of which the second row names one by itself, the columns
    that it does not name are not what the heading says.
    """
    columns, score = _read_row(_joined(upper, lower))
    if not score:
        return columns, score
    flags = {at for group in _groups(upper, lower) for at in group if not role_of(lower[at])[0]}
    return tuple(replace(one, role="") if one.index in flags else one for one in columns), score


def find_header(rows: Sequence[Sequence[Any]]) -> Header | None:
    """The first header among the first rows of a table: one row, or two of which both add roles.

    It names a title and a start or a date, and holds no date, time or number itself.
    """
    pairs = pairwise(chain(map(_texts, rows[: SEARCHED_ROWS + 1]), [None]))
    for row, (upper, lower) in enumerate(islice(pairs, SEARCHED_ROWS)):
        # one cell alone above a header is the page's title
        if upper is None or sum(map(bool, upper)) < 2:
            continue
        columns, score = _read_row(upper)
        if lower:
            both, joined_score = _both(upper, lower)
            if joined_score > max(score, _read_row(lower)[1]) or (
                score and any(_groups(upper, lower))
            ):
                return Header(row, row + 2, both)
        if score:
            return Header(row, row + 1, columns)
    return None


#: The columns whose cells say the same of each row that they are merged over; the others count
#: what happens: starts, ends and titles.
_SHARED = {"", "mark", "category", "other", "repeat"}
#: The columns in which a tick may represent the heading.
_TICKED = {"", "mark", "category", "other", "repeat"}
_WITH_DIGIT = re.compile(r"(?<![^\s,;])[^\s,;\d]*+\d[^\s,;]*+")
#: What is allowed from an hour on says no age: «После 22:00».
_HOUR = re.compile(r"(?<!\d)(?:\d?\d[:.]\d\d|22|2[23]h|\d\d?pm)(?!\d)", re.IGNORECASE)

Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


def filled_down(
    rows: Sequence[Sequence[Cell]], merged: Merged, columns: Iterable[int], starts: int
) -> Sequence[Sequence[Cell]]:
    """The rows with what is in cells of ``columns`` merged over several of them in each.

    Only rows that print a start, in the column ``starts``, take part; merged ranges count rows from
    the first of ``rows`` and may begin above it.
    """
    wanted = set(columns)
    filled: list[Sequence[Cell]] | None = None
    for (top, left), (bottom, right) in merged:
        if not 0 <= top < bottom or not wanted.intersection(range(left, right + 1)):
            continue
        cells = rows[top] if top < len(rows) else ()
        if left >= len(cells) or blank(cells[left]):
            continue
        filled = list(rows) if filled is None else filled
        for row in range(top + 1, min(bottom + 1, len(rows))):
            line = list(rows[row])
            if starts < len(line) and not blank(line[starts]):
                line += [None] * (left + 1 - len(line))
                line[left] = cells[left]
                filled[row] = line
    return rows if filled is None else filled


def shared_columns(header: Header) -> list[int]:
    """The columns of a table whose cells say the same of each row that they are merged over."""
    return [column.index for column in header.columns if column.role in _SHARED]


@cache
def _answers(kind: str) -> frozenset[str]:
    return frozenset(vocabulary()["ticks"][kind])


def says_no(text: str) -> bool:
    """Whether a cell says that its heading does not hold: «нет», a dash."""
    return text.casefold() in _answers("no")


def _answer(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    answer = text_of(cell).casefold().removesuffix("\ufe0f").strip(" .!()")
    return answer[:1] if len(set(answer)) == 1 and not answer.isalnum() else answer or text_of(cell)


def with_headings_for_ticks(
    header: Header, rows: Sequence[Sequence[Cell]]
) -> Sequence[Sequence[Cell]]:
    """The rows under ``header`` with the heading in place of each tick: «да» under «18+» says 18+.

    A column counts where nothing but ticks and refusals is in it.
    """
    said: dict[int, str] = {}
    for column in header.columns:
        if column.role not in _TICKED or not column.text:
            continue
        cells = map(_answer, Body.of(rows).cells(column.index).values)
        digits = None if _HOUR.search(column.text) else _WITH_DIGIT.search(column.text)
        own = {digits[0], digits[0].removesuffix("+")} if digits else set()
        if not _are_ticks(cells, own | _answers("yes")):
            continue
        named = normalise(column.text) in _answers("adults")
        if asks_for_adults(column.text) and "+" not in column.text and not named:
            said[column.index] = f"{column.text} (adults only)"  # is_18, adult_flag
        elif column.role != "mark" or named:
            said[column.index] = column.text.replace("_", " ")
        elif digits:
            said[column.index] = digits[0]
    return [_said(row, said) for row in rows] if said else rows


def _are_ticks(answers: Iterable[str], ticks: Container[str]) -> bool:
    """Whether nothing but ticks and refusals is among ``answers``, and a tick is."""
    ticked = False
    for answer in answers:  # up to the first that is neither: in most columns one of the first
        if answer in ticks:
            ticked = True
        elif answer and answer not in _answers("no"):
            return False
    return ticked


def _said(row: Sequence[Cell], said: dict[int, str]) -> Sequence[Cell]:
    line = list(row)
    for column, text in said.items():
        if column < len(line):
            answer = _answer(line[column])
            yes = answer in _answers("yes") or (answer and answer in text)
            line[column] = text if yes else None
    return line


def days_above(
    above: Sequence[Sequence[Cell]], years: Years
) -> tuple[int, int, list[date | Message]] | None:
    """What the nearest row of days in the rows ``above`` a header says: its number, its column, and
    each day or why it is none; None where there is none.

    A weekday beside its date, in the same row or the next, must be the date's.
    """
    rows = [_days_in_row(cells) for cells in above]
    at = next((at for at in reversed(range(len(rows))) if rows[at]), None)
    if at is None:
        return None
    named, before = [
        [day for _column, day in row] for row in (rows[at], rows[at - 1] if at else [])
    ]
    if before and _are_weekdays(named) is not _are_weekdays(before):
        named += before
    return at, rows[at][0][0], [years.date_of(day) for day in _meant(named)]


def _meant(named: Iterable[DayHeading]) -> set[DayHeading]:
    """The dates among headings of days, joined with the weekday; else weekdays."""
    dated = {one for one in named if one.day is not None}
    weekdays = {one for one in named if one.day is None}
    if len(dated) == len(weekdays) == 1:
        (heading,), (weekday,) = dated, weekdays
        return {heading.joined(weekday) or heading}
    return dated or weekdays


def _days_in_row(cells: Sequence[Cell]) -> list[tuple[int, DayHeading]]:
    """The headings of days in a row, with their columns; of a span of days its first and last."""
    found = []
    for column, cell in enumerate(cells):
        heading = heading_in(cell)
        if heading is not None:
            found.append((column, heading))
        elif isinstance(cell, str):
            whole = span_in(cell)
            span = whole or span_in(cell, _LEAP_YEAR)
            found += [
                (column, DayHeading(day.year if whole else None, day.month, day.day))
                for day in ({span.first, span.last} if span else ())
            ]
    return found


def _are_weekdays(named: Sequence[DayHeading]) -> bool:
    return all(one.day is None for one in named)
