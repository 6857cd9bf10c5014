"""Dates, times, durations, offsets and texts out of the cells of a table; and what is in its
columns, each different cell once.

A cell is what a spreadsheet holds (text, number, date, time, duration) or, from a text
file, text. What each form means is told in ``docs/formats.md``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count, starmap
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from schedcheck.readers.values.day_headings import YEAR_LAST, day_heading, make_day

Cell: TypeAlias = str | float | bool | datetime | date | time | timedelta | None
Texts = npt.NDArray[np.object_]
Kept = npt.NDArray[np.intp]

DAY = 86400
#: Spreadsheets count days from here; a time that went past midnight shows as a date of 1900.
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's clock has no zone
#: A day before this year is a clock reading that went past midnight.
FIRST_YEAR = 1950
#: Numbers of days that may be dates.
SERIALS = range(30000, 80000)  # 1982 to 2118
#: Dates lie closer together when it is by so many times.
_CLOSER = 4

#: A longer text is no date and no length.
_LONGEST = 120
_LENGTH = re.compile(r"(?:tc\s*)?(\d{1,3}):(\d{2})(?::(\d{2}))?(?:[.,](\d{1,6})|[:;]\d{2})?")
_HOUR = r"(?:h|hr|hrs|hours?|ч|час|часа|часов|сағ|сағат)\.?"
_LENGTH_WORDS = re.compile(
    rf"(?:pt)?(?:(\d{{1,2}})\s*+{_HOUR})?\s*+"
    r"(?:(\d{1,4})\s*+(?:m|min|mins|minutes?|мин|минут|минуты|минута|м|минөт|'|′|’)\.?)?\s*+"
    r"(?:(\d{1,5})\s*+(?:s|sec|secs|seconds?|сек|секунд|с)\.?)?"
)
#: Days before the hours, as ISO 8601 and Python write them: «P1DT1H30M», «1 day, 1:30:00».
_LENGTH_DAYS = re.compile(r"p?(\d{1,3}) ?(?:d(?:t|ays?,?)?|д(?:ень|ня|ней|н\.?)|күн),? ?(?=\d|\Z)")
#: 1,5 ч
_HOURS = re.compile(rf"(\d{{1,2}}[.,]\d{{1,2}})\s*+{_HOUR}")
_LENGTH_SHORT = re.compile(r"(\d{1,2})\s*[hч]\s*(\d{2})")
#: Errors of spreadsheets, in English and Russian (Kazakh Excel shows the English ones).
_ERROR = re.compile(
    r"#(?:N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|ERROR|GETTING_DATA|SPILL!"
    r"|Н/Д|ПУСТО!|ДЕЛ/0!|ЗНАЧ!|ССЫЛКА!|ИМЯ\?|ЧИСЛО!)"
)
#: No programme with a part of a minute is shorter.
_FEWEST_MINUTES = 10
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)")
#: Cells of these types equal none of another type.
_PLAIN = {str, type(None)}


def text_of(cell: Cell) -> str:
    """The text of a cell as a person reads it: ``18`` for 18.0, on one line."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


#: So much of a row is shown.
_SHOWN = 200


def shown(cells: Sequence[Cell]) -> str:
    """The raw text of a row, as findings cite it."""
    return " | ".join(text_of(cell) for cell in cells if not blank(cell))[:_SHOWN]


def is_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows of a formula that failed: #N/A, #ССЫЛКА!."""
    return _ERROR.fullmatch(text) is not None


def blank(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def month_first(cells: Iterable[Cell]) -> tuple[bool, bool]:
    """Whether the month stands first in the dates of a column, and whether that is a guess.

    Only ``/`` and ``-`` leave it open. The month stands first where a date of the column can only
    be read so, or where its dates then lie close together, and are months apart otherwise.
    """
    pairs = {
        (int(match[4]), int(match[1]), int(match[3]))
        for cell in cells
        if isinstance(cell, str)
        for match in YEAR_LAST.finditer(cell)
        if match[2] in "/-"
    }
    day_leads = any(first > 12 for _year, first, _second in pairs)
    month_leads = any(second > 12 for _year, _first, second in pairs)
    if day_leads or month_leads or not pairs:
        return month_leads and not day_leads, False
    by_day = _days_apart((year, second, first) for year, first, second in pairs)
    by_month = _days_apart(pairs)
    close = min(by_day, by_month) * _CLOSER < max(by_day, by_month)
    return close and by_month < by_day, not close


def _days_apart(dates: Iterable[tuple[int, int, int]]) -> int:
    """How many days lie between the first and the last of some dates (year, month, day)."""
    days = [day for day in starmap(make_day, dates) if day]
    return (max(days) - min(days)).days if days else 0


def parse_day(cell: Cell, *, month_first: bool = False) -> date | None:
    """The date in a cell that holds a date and nothing else but its weekday, else None.

    A weekday that is not the date's own makes it unreadable: one of the two is wrong.
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell if cell.year >= FIRST_YEAR else None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if int(cell) in SERIALS:
            return (EPOCH + timedelta(days=int(cell))).date()
        cell = text_of(cell)
        return parse_day(cell) if len(cell) == len("20240304") else None
    return _day_of_text(cell, month_first=month_first) if isinstance(cell, str) else None


def _day_of_text(text: str, *, month_first: bool) -> date | None:
    text = " ".join(text.split()).casefold()
    if len(text) > _LONGEST:
        return None
    heading = day_heading(text, month_first=month_first)
    day = heading and heading.whole
    return day if heading and day and heading.weekday in {None, day.isoweekday()} else None


def parse_length(cell: Cell, unit: int = 60, *, two_parts: str = "h:mm") -> int | None:
    """A duration in seconds; None where it is not understood.

    ``unit``: the seconds of a bare number. ``two_parts``: what ``1:30`` is, ``h:mm`` or ``mm:ss``.
    """
    if isinstance(cell, str):
        text = " ".join(cell.split()).casefold()
        return _length_of_text(text, unit, two_parts) if len(text) <= _LONGEST else None
    if isinstance(cell, time):
        cell = datetime.combine(EPOCH, cell)
    if isinstance(cell, datetime):
        # spreadsheets count a 29 February 1900, and the days before it from a day later
        begin = EPOCH + timedelta(days=1) if EPOCH.year < cell.year else EPOCH
        cell = cell - begin if cell.year < FIRST_YEAR else None
    if isinstance(cell, timedelta):
        return round(cell.total_seconds())
    if cell is None or isinstance(cell, (bool, date)):
        return None
    return round(cell * DAY) if 0 < cell < 1 else _in_units(cell, unit)


def _in_units(number: float, unit: int) -> int | None:
    """A bare number of minutes or seconds; 1.5 and 1.30 may be hours, and are not understood."""
    if unit == 60 and 1 <= number < _FEWEST_MINUTES and number != int(number):
        return None
    return round(number * unit)


def _length_of_text(text: str, unit: int, two_parts: str) -> int | None:
    days = _LENGTH_DAYS.match(text)
    if days is None:
        return _length_in_hours(text, unit, two_parts)
    behind = text[days.end() :]
    rest = _length_in_hours(behind, unit, "h:mm") if behind else 0
    return None if rest is None else int(days[1]) * DAY + rest


def _length_in_hours(text: str, unit: int, two_parts: str) -> int | None:
    match = _LENGTH.fullmatch(text)
    if match:
        return _length_with_colons(match, two_parts)
    match = _NUMBER.fullmatch(text) or _HOURS.fullmatch(text)
    if match:
        number = float(match[1].replace(",", "."))
        return _in_units(number, unit) if match[0] == match[1] else round(number * 3600)
    match = _LENGTH_SHORT.fullmatch(text) or _LENGTH_WORDS.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    return sum(int(part or 0) * by for part, by in zip(match.groups(), (3600, 60, 1), strict=False))


def _length_with_colons(match: re.Match[str], two_parts: str) -> int | None:
    """The seconds of a match of :data:`_LENGTH`; None where a part is too large."""
    first, second, third = int(match[1]), int(match[2]), int(match[3] or 0)
    if second > 59 or third > 59:
        return None
    if match[3] is None and two_parts == "mm:ss":
        return first * 60 + second
    return round(first * 3600 + second * 60 + third + float(f"0.{match[4] or 0}"))


def two_part_style(cells: Iterable[Cell]) -> str:
    """``mm:ss`` when a duration of two parts in the column begins with 24 or more."""
    matches = (_LENGTH.fullmatch(cell.strip()) for cell in cells if isinstance(cell, str))
    long = any(match and match[3] is None and int(match[1]) >= 24 for match in matches)
    return "mm:ss" if long else "h:mm"


def cells_of(rows: Sequence[Sequence[Cell]], column: int) -> list[Cell]:
    """One column of a table whose rows may be cut short."""
    try:
        return list(map(itemgetter(column), rows))
    except IndexError:
        return [row[column] if column < len(row) else None for row in rows]


def objects(values: Iterable[Any]) -> Texts:
    """Values of any kind as one array of objects."""
    listed = list(values)
    array = np.empty(len(listed), object)
    array[:] = listed
    return array


class Distinct(NamedTuple):
    """What is in rows, each different value once: ``codes`` are their numbers in ``values``."""

    codes: Kept
    values: list[Any]

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> Distinct:
        """The cells of a column; 1, 1.0 and True are three."""
        # in a column of one type, as most are, what is equal is alike
        alike = len({*map(type, cells)} - _PLAIN) <= 1
        keys: Iterable[Any] = cells if alike else zip(map(type, cells), cells, strict=True)
        numbers: defaultdict[Any, int] = defaultdict(count().__next__)
        codes = np.fromiter(map(numbers.__getitem__, keys), np.intp, len(cells))
        return cls(codes, list(numbers) if alike else [cell for _type, cell in numbers])

    def mapped(self, parse: Callable[[Any], Any]) -> Distinct:
        """``parse`` of each, asked once for each different value."""
        return Distinct(self.codes, list(map(parse, self.values)))

    def where(self, rows: Kept | slice) -> Distinct:
        """What is in some of the rows."""
        return Distinct(self.codes[rows], self.values)

    def counts(self) -> list[int]:
        """In how many rows each value is."""
        counts: list[int] = np.bincount(self.codes, minlength=len(self.values)).tolist()
        return counts

    def spread(self) -> Texts:
        """The value of each row."""
        return objects(self.values)[self.codes]

    def part(self, get: Callable[[Any], Any], empty: Any, dtype: Any) -> npt.NDArray[Any]:
        """One part of the value of each row, ``empty`` where a row or its value has none."""
        parts = [
            empty if value is None or (part := get(value)) is None else part
            for value in self.values
        ]
        return np.array(parts, dtype)[self.codes]


class Body(list[Sequence[Cell]]):
    """The rows under a header. They do not change: each column is gone through once, for all who
    ask what is in it.
    """

    __slots__ = ("_columns",)

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        super().__init__(rows)
        self._columns: dict[int, Distinct] = {}

    @classmethod
    def of(cls, rows: Sequence[Sequence[Cell]]) -> Body:
        """The rows, themselves where they are one already."""
        return rows if isinstance(rows, Body) else cls(rows)

    def cells(self, column: int) -> Distinct:
        """The cells of a column, each different one once."""
        if column not in self._columns:
            self._columns[column] = Distinct.of(cells_of(self, column))
        return self._columns[column]
