from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.grids.day_row import day_rows, seconds_by, spans, time_columns

Rows = list[list[Any]]


def grid(rows: Rows, *merged: tuple[tuple[int, int], tuple[int, int]]) -> Grid:
    return Grid(rows, lambda row, column: f"{row},{column}", "S", merged)


@pytest.mark.parametrize(
    "row",
    [
        ["Пн", "Вт"],
        ["Уақыты", "Дүйсенбі", "Сейсенбі", "GMT"],
        ["", "Monday 31.05.", "", "", "Tuesday 01.06."],
        [date(2024, 3, 4), datetime(2024, 3, 5)],  # noqa: DTZ001 - a cell
        ["01.02", "02.02", "03.02"],
    ],
)
def test_a_row_of_days(row: list[Any]) -> None:
    (found,) = day_rows(grid([["Телеканал"], row, [time(6), "A"]]))
    assert (found.row, found.body, found.end) == (1, 2, 3)


@pytest.mark.parametrize(
    "row",
    [
        ["Понедельник", "04.03.2024"],  # one day in two cells
        ["Period", "01.03.2024", "07.03.2024"],  # the two ends of a week
        ["Пн", "06:00", "Вт"],
        ["Вт", "Вт"],
        [datetime(2024, 3, 4, 21), datetime(2024, 3, 5, 23), "Кино"],  # noqa: DTZ001 - cells
        ["Пн 04.03.2024", "Новости", "Кино"],
        [1, 2, 3],
    ],
)
def test_what_is_no_row_of_days(row: list[Any]) -> None:
    assert not day_rows(grid([row, [time(6), "A"]]))


def test_a_heading_of_two_rows() -> None:
    for rows in (
        [["01 02 2010", "02 02 2010"], ["Monday", "Tuesday"]],
        [["Monday", "Tuesday"], [date(2010, 2, 1), date(2010, 2, 2)]],
        [["Пн", "Вт"], [1.0, 2.0]],
    ):
        (found,) = day_rows(grid([*rows, ["A", "B"]]))
        assert found.body == 2
        assert [(d.heading.weekday, d.heading.day) for d in found.days] == [(1, 1), (2, 2)]


def test_a_row_of_days_below_the_first_forty_rows_begins_no_schedule() -> None:
    assert not day_rows(grid([["x"]] * 50 + [["Пн", "Вт"]]))


def test_columns_of_times_and_of_days() -> None:
    rows: Rows = [
        ["", "Пн", "", "Вт"],
        ["06:00", "A", "", "B", 0.25],
        ["07:00-08:00", "", "", "C", 0.5],
    ]
    found = grid(rows)
    (days,) = day_rows(found)
    times = time_columns(found, days)
    assert sorted(times) == [0, 4]
    assert [times[0](row[0]) for row in rows[1:]] == [21600, 25200]
    assert spans(days, found) == [range(1, 3), range(3, 5)]
    assert spans(days, grid(rows, ((0, 3), (0, 3)))) == [range(1, 3), range(3, 4)]


def test_ranges() -> None:
    assert seconds_by("")("06.00-07.30") == 21600
    assert seconds_by("fraction")(0.25) == 21600
    assert seconds_by("")(date(2024, 3, 4)) is None


@pytest.mark.parametrize(
    ("dates", "misplaced"),
    [
        (["02.03.2026", "03.03.2026", "04.03.2025", "05.03.2026"], [2]),
        (["02.03.2026", "03.03.2026", "03.03.2026", "05.03.2026"], [1, 2]),
        (["02.03.2026", "03.03.2026", "04.03.2026"], []),
    ],
)
def test_a_date_out_of_order_is_marked_and_the_others_stay(
    dates: list[str], misplaced: list[int]
) -> None:
    (row,) = day_rows(grid([dates, ["06:00 А"] * len(dates)]))
    assert [at for at, day in enumerate(row.days) if day.misplaced] == misplaced


def test_dates_in_no_order_at_all_are_no_row_of_days() -> None:
    assert not day_rows(grid([["05.03.2026", "03.03.2026", "01.03.2026", "02.03.2026"]]))
