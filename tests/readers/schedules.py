"""Schedules that hypothesis makes, and the habits in which stations write them into tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from hypothesis import strategies as st

from tests.readers.tables import workbook_of

#: A day of a channel: its date, and start and title of each programme until the next morning.
Day = tuple[date, list[tuple[datetime, str]]]
Row = list[Any]

WEEKDAYS = {
    "kk": ("Дүйсенбі", "Сейсенбі", "Сәрсенбі", "Бейсенбі", "Жұма", "Сенбі", "Жексенбі"),
    "ru": ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}
WORDS = (
    "Жаңалықтар",
    "Новости",
    "Film",
    "Ток-шоу",
    "Әзіл",
    "Кино «Ночь»",
    "Live (18+)",
    "Сериал 6+",
)
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)


@st.composite
def weeks(draw: st.DrawFn, most: int = 7) -> list[Day]:
    """Two to seven days one after the other, each from early morning to before the next."""
    first = draw(st.dates(date(2008, 1, 7), date(2035, 1, 1)))
    days = []
    for n in range(draw(st.integers(2, most))):
        day = first + timedelta(days=n)
        begin = 6 * 60
        minutes = draw(st.sets(st.integers(0, 23 * 12), min_size=1, max_size=6))
        # at least every five hours something begins
        starts = sorted({0} | {5 * m for m in minutes} | set(range(0, 23 * 60, 300)))
        morning = datetime.combine(day, time()) + timedelta(minutes=begin)
        listed = [(morning + timedelta(minutes=minute), draw(TITLES)) for minute in starts]
        days.append((day, listed))
    return days


def programmes_of(days: Sequence[Day]) -> list[tuple[datetime, str]]:
    return [programme for _day, listed in days for programme in listed]


def heading(day: date, language: str, *, year: bool) -> str:
    """``Понедельник, 4 марта 2024`` in a language, with or without its year."""
    words = (
        f"{WEEKDAYS[language][day.weekday()]}, {day.day} {MONTHS[language].split()[day.month - 1]}"
    )
    return f"{words} {day.year}" if year else words


def title_of(days: Sequence[Day]) -> str:
    """What stands above a schedule: its first and last day."""
    return f"Бағдарлама {days[0][0]:%d.%m.%Y} - {days[-1][0]:%d.%m.%Y}"


def day_rows(days: Sequence[Day], heads: Sequence[str]) -> list[Row]:
    """The heading of each day in a row of its own, its programmes under it."""
    rows: list[Row] = [[title_of(days), ""], ["Уақыты", "Бағдарлама"]]
    for (_day, listed), head in zip(days, heads, strict=True):
        rows.append(["", head])
        rows += [[start.time(), title] for start, title in listed]
    return rows


def blocks(days: Sequence[Day], heads: Sequence[str]) -> list[Row]:
    """A pair of columns for each day, start and title, side by side."""
    rows: list[Row] = [[title_of(days)], [cell for head in heads for cell in ("", head)]]
    for at in range(max(len(listed) for _day, listed in days)):
        row: Row = []
        for _day, listed in days:
            start, title = listed[at] if at < len(listed) else (None, "")
            row += [start.time() if start else "", title]
        rows.append(row)
    return rows


def matrix(days: Sequence[Day], heads: Sequence[str]) -> list[Row]:
    """Days as columns, every time of any day down the side, blanks where a programme goes on."""
    clocks = sorted({_since(day, start) for day, listed in days for start, _title in listed})
    rows: list[Row] = [[title_of(days)], ["Уақыты", *heads]]
    for clock in clocks:
        moment = (datetime.combine(days[0][0], time()) + clock).time()
        row: Row = [moment]
        for day, listed in days:
            found = [title for start, title in listed if _since(day, start) == clock]
            row.append(found[0] if found else "")
        rows.append(row)
    return rows


def cells(days: Sequence[Day], heads: Sequence[str]) -> list[Row]:
    """Days as columns, each programme in a cell as ``06:00 Title``, no times beside them."""
    rows: list[Row] = [[title_of(days)], list(heads)]
    for at in range(max(len(listed) for _day, listed in days)):
        row = []
        for _day, listed in days:
            start, title = listed[at] if at < len(listed) else (None, "")
            row.append(f"{start:%H:%M} {title}" if start else "")
        rows.append(row)
    return rows


def piles(days: Sequence[Day], heads: Sequence[str]) -> list[Row]:
    """Days as columns, three programmes in each cell, a line each."""
    rows: list[Row] = [[title_of(days)], list(heads)]
    for at in range(0, max(len(listed) for _day, listed in days), 3):
        parts = [listed[at : at + 3] for _day, listed in days]
        lines = [[f"{start:%H.%M} {title}" for start, title in part] for part in parts]
        rows += [["\n".join(cell) for cell in lines]]
    return rows


def _since(day: date, start: datetime) -> timedelta:
    return start - datetime.combine(day, time())


SHAPES: dict[str, Callable[[Sequence[Day], Sequence[str]], list[Row]]] = {
    shape.__name__: shape for shape in (day_rows, blocks, matrix, cells, piles)
}


def as_csv(rows: Sequence[Row]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(
        [f"{cell:%H:%M}" if isinstance(cell, time) else cell for cell in row] for row in rows
    )
    return stream.getvalue().encode()


def as_workbook(rows: Sequence[Row]) -> bytes:
    return workbook_of(Апта=rows)


def merged_matrix(days: Sequence[Day], heads: Sequence[str]) -> bytes:
    """The matrix with each programme merged down to the next one of its day."""
    rows = matrix(days, heads)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for column in range(1, len(heads) + 1):
        for first, last in _runs([row[column] if column < len(row) else "" for row in rows[2:]]):
            if last > first:
                sheet.merge_cells(None, first + 3, column + 1, last + 3, column + 1)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _runs(cells_: Sequence[str]) -> Iterator[tuple[int, int]]:
    filled = [at for at, cell in enumerate(cells_) if cell]
    for at, after in zip(filled, [*filled[1:], len(cells_)], strict=True):
        yield at, after - 1
