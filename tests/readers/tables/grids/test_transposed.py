from __future__ import annotations

import io
from datetime import date, time
from itertools import zip_longest

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.schedule.reading import Reading
from tests.fixtures.schedules import (
    SHAPES,
    Day,
    Row,
    as_csv,
    as_workbook,
    heading,
    programmes_of,
    title_of,
    weeks,
)
from tests.fixtures.tables import notes, read_book, read_csv, stops, told, walls, workbook_of

TITLE = "Программа передач на 4 - 10 марта 2024"
TIMES = ["День", "06:00", "07:00", "22:30", "01:00"]


def starts(reading: Reading) -> list[tuple[str, str]]:
    assert not told(reading)
    return list(zip(walls(reading), reading.frame["title"], strict=True))


def test_days_down_the_side_and_times_across_the_top() -> None:
    rows = [
        [TITLE],
        TIMES,
        ["Понедельник", "А", "Б (18+)", "", "В"],
        ["Вторник", "Г", "", "Д", ""],
    ]
    reading = read_book(workbook_of(Апта=rows))
    assert starts(reading) == [
        ("2024-03-04 06:00", "А"),
        ("2024-03-04 07:00", "Б (18+)"),
        ("2024-03-05 01:00", "В"),
        ("2024-03-05 06:00", "Г"),
        ("2024-03-05 22:30", "Д"),
    ]
    assert "rows and columns exchanged" in notes(reading)
    assert reading.frame["place"].tolist()[:2] == ["Апта!B3", "Апта!C3"]


def test_merged_cells_of_such_a_table_go_on_over_the_times_that_they_cover() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        [TITLE],
        ["", time(6), time(7), time(8), time(9)],
        [date(2024, 3, 4), "А", "Б", "", "В"],
        [date(2024, 3, 5), "Г", "", "Д", "Е"],
    ):
        sheet.append(row)
    sheet.merge_cells("C3:D3")
    stream = io.BytesIO()
    book.save(stream)
    reading = read_book(stream.getvalue())
    assert stops(reading)[1] == "2024-03-04 09:00"
    assert len(starts(reading)) == 6


@pytest.mark.parametrize(
    "rows",
    [
        [[TITLE], *([day, "06:00 А", "07.30 Б"] for day in ("Понедельник", "Вторник"))],
        [
            [TITLE],
            *(
                row
                for day in ("Понедельник", "Вторник")
                for row in ([day, "06:00", "07:30"], ["", "А", "Б"])
            ),
        ],
    ],
)
def test_times_inside_or_above_the_cells_of_each_day(rows: list[Row]) -> None:
    assert starts(read_book(workbook_of(S=rows))) == [
        (f"2024-03-0{day} {clock}", title)
        for day in (4, 5)
        for clock, title in (("06:00", "А"), ("07:30", "Б"))
    ]


def test_one_programme_a_day_under_no_header_is_no_such_table() -> None:
    rows: list[Row] = [
        [date(2024, 3, 4 + at), time(21, 30), f"Кино {at}", "18+"] for at in range(5)
    ]
    reading = read_book(workbook_of(S=rows))
    assert "rows and columns exchanged" not in notes(reading)
    assert walls(reading)[:2] == ["2024-03-04 21:30", "2024-03-05 21:30"]


@settings(max_examples=25, deadline=None)
@given(weeks(), st.sampled_from(["matrix", "cells"]), st.sampled_from(["kk", "ru", "en"]))
def test_what_is_written_comes_back(days: list[Day], shape: str, language: str) -> None:
    heads = [heading(day, language, year=False) for day, _listed in days]
    first, *upright = SHAPES[shape](days, heads)
    assert first == [title_of(days)]
    rows = [first, *map(list, zip_longest(*upright, fillvalue=""))]
    for reading in (read_book(as_workbook(rows)), read_csv(as_csv(rows))):
        expected = [(f"{start:%Y-%m-%d %H:%M}", title) for start, title in programmes_of(days)]
        assert starts(reading) == expected
