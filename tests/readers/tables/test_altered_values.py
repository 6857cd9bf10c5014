from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.readers.tables.altered_values import are_closer, exchanged, seconds_late
from tests.fixtures.tables import notes, read_book, read_csv, told, walls, workbook_of

DAY = datetime(2026, 11, 24)  # noqa: DTZ001 - a spreadsheet's date
LATE = timedelta(seconds=48)


def test_only_dates_as_late_prove_it() -> None:
    starts = np.array([48, -1, 3648, 7248])
    assert seconds_late(starts, [DAY + LATE, None, DAY + LATE]) == (48, True)
    assert seconds_late(starts, [DAY + LATE, DAY]) == (48, False)
    assert seconds_late(starts, [date(2026, 11, 24)]) == (48, False)
    assert seconds_late(starts[:3], [DAY + LATE]) == (0, False)
    assert seconds_late(starts + starts % 7, [DAY + LATE]) == (0, False)
    assert seconds_late(np.array([0, 60, 120]), [DAY])[0] == 0


def test_all_clock_readings_late_by_the_same_seconds() -> None:
    rows: list[list[Any]] = [
        ["Дата", "Начало", "Конец", "Название"],
        *(
            [DAY + LATE, DAY + timedelta(hours=at) + LATE, DAY + timedelta(hours=at + 1) + LATE, at]
            for at in (4, 6, 21)
        ),
    ]
    reading = read_book(workbook_of(S=rows))
    assert not told(reading)
    for name, hours in (("wall_start", (4, 6, 21)), ("wall_stop", (5, 7, 22))):
        assert [f"{one:%H:%M:%S}" for one in reading.frame[name]] == [
            f"{hour:02}:00:00" for hour in hours
        ]
    for row in rows[1:]:
        row[0] = DAY
    assert [place for _code, place, _ in told(read_book(workbook_of(S=rows)))] == ["S!B2"]


HEAD = ["Дата", "Начало", "Название"]


def typed(month: int, day: int = 11) -> datetime:
    return datetime(2026, month, day)  # noqa: DTZ001 - a spreadsheet's date


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (typed(9), date(2026, 11, 9)),
        ("2026-09-11", date(2026, 11, 9)),
        (typed(11), None),
        (typed(9, 13), None),
        ("11.09.2026", None),
        (46349.0, None),
        (None, None),
    ],
)
def test_only_dates_of_spreadsheets_can_be_exchanged(cell: Any, day: date | None) -> None:
    assert exchanged(cell) == day


def test_a_column_that_contradicts_itself() -> None:
    days = [typed(9), typed(10), typed(11), typed(12), "13/11/2026"]
    reading = read_book(workbook_of(S=[HEAD, *([day, "21:00", "А"] for day in days)]))
    assert [wall[:10] for wall in walls(reading)] == [f"2026-11-{day:02}" for day in range(9, 14)]
    assert "put back" in notes(reading)


def test_rows_of_days_columns_of_days_and_text() -> None:
    rows: list[list[Any]] = [HEAD[1:], [typed(9)], ["20:00", "А"], [typed(10)], ["20:00", "Б"]]
    assert walls(read_book(workbook_of(S=rows))) == ["2026-11-09 20:00", "2026-11-10 20:00"]
    rows = [["Время", *(typed(month) for month in range(1, 8))], ["20:00", *"АБВГДЕЖ"]]
    reading = read_book(workbook_of(S=rows))
    assert [wall[:10] for wall in walls(reading)] == [f"2026-11-{day:02}" for day in range(1, 8)]
    assert "put back" in notes(reading)
    text = "Дата;Начало;Название\n2026-09-11;20:00;А\n2026-10-11;20:00;Б\n13/11/2026;20:00;В\n"
    assert [wall[:10] for wall in walls(read_csv(text))] == [
        "2026-11-09",
        "2026-11-10",
        "2026-11-13",
    ]


def test_the_weekday_beside_a_date_decides() -> None:
    head = ["Дата", "День недели", "Начало", "Название"]
    for weekday, day in (("Понедельник", "2026-11-09"), ("Пятница", "2026-09-11")):
        reading = read_book(workbook_of(S=[head, [typed(9), weekday, "20:00", "А"]]))
        assert walls(reading) == [f"{day} 20:00"]


def test_the_days_that_the_file_is_named_for_decide() -> None:
    rows: list[list[Any]] = [HEAD, [typed(9), "20:00", "А"]]
    for name, day in (
        ("ktk 9-15.11.2026.xlsx", "2026-11-09"),
        ("ktk 7-13.09.2026.xlsx", "2026-09-11"),
        ("ktk.xlsx", "2026-09-11"),
    ):
        assert walls(read_book(workbook_of(S=rows), name=name)) == [f"{day} 20:00"]


@settings(max_examples=40, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2026, 12, 1)), st.integers(2, 14))
def test_a_week_in_its_right_order_is_never_touched(first: date, count: int) -> None:
    days = [first + timedelta(days=at) for at in range(count)]
    assert not are_closer(days, [exchanged(day) or day for day in days])
    reading = read_book(workbook_of(S=[HEAD, *([day, "21:00", "А"] for day in days)]))
    assert [wall[:10] for wall in walls(reading)] == [day.isoformat() for day in days]
