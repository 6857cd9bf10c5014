from __future__ import annotations

from typing import Any

import pytest

from schedcheck.readers.tables.headings import Header, Heading
from schedcheck.readers.tables.shared_cells import filled_down, with_headings_for_ticks
from tests.fixtures.tables import merged, read_book, read_csv, told, workbook_of

HEAD = ["Дата", "Начало", "Название", "Возраст"]


def test_a_mark_merged_over_programmes_is_that_of_each() -> None:
    rows = [HEAD, *(["24.11.2026", f"{hour}:00", f"{hour}", mark] for hour, mark in
                    ((18, "6+"), (20, "18+"), (21, ""), (22, ""), (23, "")))]  # fmt: skip
    reading = read_book(merged(rows, "D3:D5"))
    assert not told(reading)
    assert [mark.partition(":")[2] for mark in reading.frame["mark_text"]] == [
        "6+", "18+", "18+", "18+", "",
    ]  # fmt: skip


def test_a_mark_merged_over_programmes_in_days_side_by_side() -> None:
    rows = [
        ["Понедельник 23.11.2026", "", "", "Вторник 24.11.2026", "", ""],
        ["Время", "Название", "Возраст"] * 2,
        ["20:00", "А", "18+", "20:00", "В", "6+"],
        ["21:00", "Б", "", "21:00", "Г", ""],
    ]
    frame = read_book(merged(rows, "C3:C4")).frame
    assert dict(zip(frame["title"], frame["mark_text"], strict=True)) == {
        "А": "Возраст:18+", "Б": "Возраст:18+", "В": "Возраст:6+", "Г": "",
    }  # fmt: skip


def test_titles_and_rows_without_a_start_are_not_filled() -> None:
    rows = [["20:00", "18+"], ["", ""], ["21:00", ""], []]
    ranges = [((0, 1), (3, 1)), ((0, 0), (1, 0)), ((9, 1), (12, 1)), ((-2, 1), (2, 1))]
    assert filled_down(rows, ranges, [1], 0) == [["20:00", "18+"], ["", ""], ["21:00", "18+"], []]
    assert filled_down(rows, ranges, [], 0) is rows


@pytest.mark.parametrize("tick", ["да", "ИӘ", "x", "+", "1", "✓", "true"])
def test_a_tick_under_a_mark_is_the_mark(tick: str) -> None:
    text = f"Дата;Начало;Название;18+;HD\n24.11.2026;15:00;А;{tick};x\n;17:00;Б;;\n;18:00;В;нет;\n"
    reading = read_csv(text)
    assert reading.frame["other_text"].tolist() == ["18+ / HD", "", ""]


def test_a_tick_of_a_workbook_may_be_a_number_or_a_truth() -> None:
    for tick in (1, True):
        rows: list[list[Any]] = [[*HEAD[:3], "Возраст 18+"], ["24.11.2026", "15:00", "А", tick]]
        frame = read_book(workbook_of(S=rows)).frame
        assert frame["mark_text"].tolist() == ["Возраст 18+:18+"]


def test_columns_that_say_more_than_ticks_stay() -> None:
    header = Header(0, 1, (Heading(0, "18+"), Heading(1, "Возраст", "mark"), Heading(2, "")))
    rows = [["да", "x", "x"], ["возможно", "", ""]]
    assert with_headings_for_ticks(header, rows) is rows


def test_the_time_of_a_repeat_is_told() -> None:
    text = (
        "Дата;Начало;Название;Возраст;Повтор\n24.11.2026;22:00;А;18+;15:00\n;23:00;Б;6+;\n"
        "25.11.2026;00:30;В;6+;да\n"
    )
    reading = read_csv(text)
    assert len(reading.frame) == 3
    assert [place for _code, place, _text in told(reading)] == ["line 2"]


@pytest.mark.parametrize("error", ["#N/A", "#Н/Д", "#REF!", "#ССЫЛКА!"])
def test_an_error_in_place_of_a_mark_is_told(error: str) -> None:
    text = f"Дата;Начало;Название;Возраст\n24.11.2026;20:00;А;{error}\n;22:00;Б;#18\n"
    assert [place for _code, place, _text in told(read_csv(text))] == ["line 2"]
