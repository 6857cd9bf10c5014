from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from schedcheck.readers.base import ReadOptions
from schedcheck.schedule.reading import Reading
from schedcheck.schedule.week import Week
from tests.fixtures.schedules import (
    SHAPES,
    WEEKDAYS,
    Day,
    as_csv,
    as_workbook,
    heading,
    merged_matrix,
    programmes_of,
    weeks,
)
from tests.fixtures.tables import HEADS, notes, read_book, read_csv, told, walls, workbook_of


def read_back(reading: Reading, days: list[Day]) -> None:
    assert told(reading) == []
    frame = reading.frame
    found = list(zip(frame["wall_start"].dt.to_pydatetime(), frame["title"], strict=True))
    assert found == programmes_of(days)


@settings(max_examples=8, deadline=None)
@given(weeks(), st.sampled_from(sorted(WEEKDAYS)), st.booleans())
@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_what_is_written_in_a_shape_is_read_back(
    shape: str,
    days: list[Day],
    language: str,
    year: bool,  # noqa: FBT001 - drawn
) -> None:
    rows = SHAPES[shape](days, [heading(day, language, year=year) for day, _listed in days])
    read_back(read_csv(as_csv(rows)), days)
    read_back(read_book(as_workbook(rows)), days)


@settings(max_examples=10, deadline=None)
@given(weeks())
def test_merged_cells_end_where_the_next_begins(days: list[Day]) -> None:
    heads = [heading(day, "ru", year=True) for day, _listed in days]
    reading = read_book(merged_matrix(days, heads))
    read_back(reading, days)
    starts, stops = reading.frame["wall_start"], reading.frame["wall_stop"]
    for at in range(len(reading.frame) - 1):
        if stops.notna()[at]:
            assert stops[at] == starts[at + 1] or stops[at] > starts[at]


@settings(max_examples=10, deadline=None)
@given(weeks(), st.booleans())
def test_a_sheet_for_each_day(days: list[Day], dated: bool) -> None:  # noqa: FBT001 - drawn
    sheets: dict[str, list[list[Any]]] = {
        f"{day:%d.%m.%Y}" if dated else WEEKDAYS["kk"][day.weekday()]: [
            ["Уақыты", "Бағдарлама"],
            *[[start.time(), title] for start, title in listed],
        ]
        for day, listed in days
    }
    week = Week(days[0][0], days[-1][0])
    read_back(read_book(workbook_of(**sheets), ReadOptions(week=week)), days)


@settings(max_examples=10, deadline=None)
@given(weeks(most=4), weeks(most=4))
def test_a_sheet_for_each_week(first: list[Day], second: list[Day]) -> None:
    first, second = sorted([first, second], key=lambda days: days[0][0])
    # the same days on both sheets would be one schedule given twice
    assume(first[-1][0] < second[0][0])
    sheets = {
        name: SHAPES["matrix"](days, [heading(day, "en", year=False) for day, _listed in days])
        for name, days in (("1", first), ("2", second))
    }
    read_back(read_book(workbook_of(**sheets)), [*first, *second])


def test_days_without_times_are_refused_with_what_was_seen() -> None:
    reading = read_csv("Пн 04.03.2024;Вт 05.03.2024\nНовости;Кино\n")
    assert [fault.code for fault in reading.faults] == ["unread"]
    assert "side by side" in str(reading.faults[0].reason)


def test_two_weeks_under_each_other() -> None:
    rows = [
        ["", "Пн 04.03.2024", "Вт 05.03.2024"],
        ["06:00", "А", "Б"],
        ["07:00", "", "В"],
        ["", "Ср 06.03.2024", "Чт 07.03.2024"],
        ["06:00", "Г", "Д"],
    ]
    reading = read_book(workbook_of(S=rows))
    assert not reading.faults
    assert walls(reading) == [
        "2024-03-04 06:00", "2024-03-05 06:00", "2024-03-05 07:00", "2024-03-06 06:00",
        "2024-03-07 06:00",
    ]  # fmt: skip
    assert "times down the side" in notes(reading)


@pytest.mark.parametrize("text", ["Бас редактор ______ А. Ахметов", "Стр. 2", "Барлығы 6 хабар"])
@pytest.mark.parametrize("inside", [False, True])
def test_texts_below_a_grid_are_no_programmes(text: str, *, inside: bool) -> None:
    rows: list[list[str]] = [["Уақыты", *HEADS[1:]] if not inside else list(HEADS[1:])]
    for clock in ("20:00", "21:00"):
        titles = [f"{name}{clock[:2]}" for name in "АБВ"]
        rows.append([f"{clock} {one}" for one in titles] if inside else [clock, *titles])
    reading = read_book(workbook_of(S=[*rows, [], [text]]))
    assert (len(reading.frame), told(reading)) == (6, [])


@pytest.mark.parametrize("text", ["22:00 Г", "Г (18+)", "Время московское", "Четверг"])
def test_texts_below_a_grid_that_may_matter_are_told(text: str) -> None:
    rows = [["Уақыты", *HEADS[1:]], ["20:00", "А", "Б", "В"], ["21:00", "А", "Б", "В"], [], [text]]
    assert told(read_book(workbook_of(S=rows)))
