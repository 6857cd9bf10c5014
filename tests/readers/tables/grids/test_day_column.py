"""Tests of the cells of one day of a grid."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from tests.fixtures.tables import (
    HEADS,
    merged,
    notes,
    read_book,
    read_csv,
    stops,
    told,
    walls,
    workbook_of,
)


def test_a_cell_over_further_times_ends_with_them() -> None:
    rows: list[list[Any]] = [
        HEADS,
        [time(6), "А", "Б", ""],
        [time(7), "", "", ""],
        [time(8), "В", "", "Г"],
        [time(9), "", "Д", ""],
    ]
    reading = read_book(merged(rows, "B2:B3", "C2:C3", "B4:B5", "D4:D5"))
    assert dict(zip(reading.frame["title"], stops(reading), strict=True)) == {
        "А": "2024-03-04 08:00",
        "Б": "",  # blank cells follow: it may go on
        "В": "2024-03-04 10:00",  # a step after the last time
        "Г": "2024-03-06 10:00",
        "Д": "",
    }


def test_times_inside_the_cells_beat_those_beside_them() -> None:
    rows: list[list[Any]] = [
        ["CET", "Пн 04.03.2024", "Вт 05.03.2024", "GMT"],
        [time(6), "06:00 А", "06:00 Б", time(5)],
        [time(7), "07:00 В (18+)", "07:00 Г", time(6)],
        [time(0, 5), "00:00 Д", "00:05 Е", time(23, 5)],
    ]
    reading = read_book(workbook_of(S=rows))
    assert not told(reading)
    assert walls(reading)[2] == "2024-03-05 00:00"
    assert walls(reading)[5] == "2024-03-06 00:05"
    assert set(reading.frame["offset"]) == {60}
    assert "read by their own: 1" in notes(reading)


@pytest.mark.parametrize("cell", ["Ночной рейс (18+)", "Ночной рейс 18+", "Повтор 21:30"])
def test_a_cell_without_a_time_never_gives_its_mark_to_the_programme_above(cell: str) -> None:
    reading = read_csv(
        f"Время;Понедельник 04.03.2024;Вторник 05.03.2024\n"
        f"20:00;Новости (0+);Новости (0+)\n;{cell};\n22:00;Концерт;Концерт\n23:00;Беседа;Беседа\n",
    )
    assert cell not in " ".join(reading.frame["other_text"])
    assert [(code, place) for code, place, _text in told(reading)] == [("bad-row", "line 3")]


def test_lines_and_cells_under_a_programme_are_text_of_it() -> None:
    rows: list[list[Any]] = [
        HEADS[:3],
        [time(6), "А\nсерия 5 (18+)", "Б"],
        [None, "режиссёр В", ""],
        [time(7), "Г", "Д"],
    ]
    reading = read_book(workbook_of(S=rows))
    assert not told(reading)
    assert reading.frame["other_text"].tolist() == ["серия 5 (18+) / режиссёр В", "", "", ""]
    assert "read as text of it: 1" in notes(reading)


def test_a_time_without_a_title_and_a_time_inside_a_text() -> None:
    reading = read_csv(
        'Пн 04.03.2024;Вт 05.03.2024\n06:00 А;06:00 Б\n07:00 В 08:00 Г;"07:00 Д\n08:00"\n'
    )
    assert reading.frame["title"].tolist() == ["А", "В 08:00 Г", "Б", "Д"]
    reasons = [str(fault.reason) for fault in reading.faults]
    assert len(reasons) == 2
    assert "another time" in reasons[0]
    assert "without a title" in reasons[1]


def test_a_cell_that_may_begin_with_a_time_is_no_text_of_the_programme_above() -> None:
    reading = read_csv(
        "23.11.2026;24.11.2026\n06:00 А;06:00 Б\n2130 В (18+);07:00 Г\n22:00 Д;8:00 Е"
    )
    assert [text for _code, _place, text in told(reading)] == ["2130 В (18+)"]
    assert not any("18+" in text for text in reading.frame["other_text"].fillna(""))
