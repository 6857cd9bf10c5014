from __future__ import annotations

from datetime import time
from typing import Any

from schedcheck.readers.base import ReadOptions
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


def test_times_down_the_side_with_blanks_that_go_on() -> None:
    reading = read_csv(
        "Уақыты;Дүйсенбі 04.03.2024;Сейсенбі 05.03.2024\n06:00;А;Б\n07:00;;В\n23:00;Г;\n00:30;Д;Е\n"
    )
    assert not told(reading)
    assert walls(reading) == [
        "2024-03-04 06:00", "2024-03-04 23:00", "2024-03-05 00:30", "2024-03-05 06:00",
        "2024-03-05 07:00", "2024-03-06 00:30",
    ]  # fmt: skip
    assert set(stops(reading)) == {""}  # the next one begins, and the clock knows


def test_a_cell_over_several_days_is_on_each() -> None:
    rows: list[list[Any]] = [HEADS, [time(6), "А", "", "Б"], [time(7), "В", "Г", "Д"]]
    reading = read_book(merged(rows, "B2:C2"))
    assert reading.frame["title"].tolist() == ["А", "В", "А", "Г", "Б", "Д"]
    assert walls(reading)[2] == "2024-03-05 06:00"


def test_clocks_beside_the_matrix() -> None:
    rows: list[list[Any]] = [
        ["Астана", "Пн 05.02.2024", "Вт 06.02.2024", "МСК", "GMT"],
        [time(6), "А", "Б", time(3), time(1)],
        [time(0, 30), "В", "Г", time(21, 30), time(19, 30)],
    ]
    reading = read_book(workbook_of(S=rows), ReadOptions(zone="Asia/Almaty"))
    assert walls(reading) == [
        "2024-02-05 06:00", "2024-02-06 00:30", "2024-02-06 06:00", "2024-02-07 00:30",
    ]  # fmt: skip
    assert reading.frame["offset"].isna().all()
    told_notes = notes(reading)
    assert "“GMT” contradicts “Астана” in 4 of 4 rows" in told_notes
    assert "“МСК” contradicts" not in told_notes
    moscow = read_book(workbook_of(S=rows), ReadOptions(zone="Europe/Moscow"))
    assert walls(moscow) == [
        "2024-02-05 03:00", "2024-02-05 21:30", "2024-02-06 03:00", "2024-02-06 21:30",
    ]  # fmt: skip


def test_ranges_down_the_side() -> None:
    reading = read_csv("Время;Пн 04.03.2024;Вт 05.03.2024\n06:00-07:00;А;Б\n07:30-08:00;В;\n")
    assert stops(reading) == ["2024-03-04 07:00", "2024-03-04 08:00", ""]


def test_what_is_no_programme_is_told_with_its_cell() -> None:
    rows: list[list[Any]] = [
        HEADS[:3],
        [None, "Ночь", ""],
        [time(6), "А", "Б"],
        [time(7), "09:30 В", "Г"],
        ["Утро", "", ""],
        [None, "18+ красным", ""],
    ]
    reading = read_book(workbook_of(S=rows))
    assert reading.frame["title"].tolist() == ["А", "09:30 В", "Б", "Г"]
    assert [place for _code, place, _text in told(reading)] == ["S!B2", "S!B4", "S!B6", "S!A5"]


def test_days_whose_times_cannot_be_told_are_refused() -> None:
    reading = read_csv("Пн 04.03.2024;Вт 05.03.2024\nНовости;06:00 Кино\nСериал;Ток-шоу\n")
    assert not len(reading.frame)
    assert {fault.code for fault in reading.faults} == {"unread"}


def test_a_day_that_no_calendar_has_is_told_and_the_others_are_read() -> None:
    reading = read_csv(";23.11.2026;31.11.2026;26.11.2026\n20:00;А;Б;В\n22:30;Г;Д;Е\n")
    assert [place for _code, place, _text in told(reading)] == ["line 1"]
    assert "no such date" in str(reading.faults[0].reason)
    assert {wall[:10] for wall in walls(reading)} == {"2026-11-23", "2026-11-26"}


def test_a_date_out_of_order_is_told_and_the_others_are_read() -> None:
    reading = read_csv(";23.11.2026;24.11.2025;25.11.2026\n20:00;А;Б;В\n22:30;Г;Д;Е\n")
    assert "does not follow" in str(reading.faults[0].reason)
    assert {wall[:10] for wall in walls(reading)} == {"2026-11-23", "2026-11-25"}


def test_a_zone_behind_the_times_in_the_cells_or_beside_them() -> None:
    inside = read_csv("23.11.2026;24.11.2026\n19:30 МСК А;19:30 МСК Б\n21:00 МСК В;21:00 МСК Г\n")
    beside = read_csv(";23.11.2026;24.11.2026\n19:30 МСК;А;Б\n21:00 МСК;В;Г\n")
    for reading in (inside, beside):
        assert walls(reading)[0] == "2026-11-23 19:30"
        assert reading.frame["offset"].tolist() == [180] * 4


def test_a_day_with_a_slip_is_no_part_of_the_day_before_it() -> None:
    rows = "Время;04.03.2024;70.03.2024;06.03.2024\n20:00;А (6+);Б (18+);В (6+)\n22:00;Г;Д;Е\n"
    reading = read_csv(rows)
    assert reading.frame["title"].tolist() == ["А (6+)", "Г", "В (6+)", "Е"]
    assert not any("18" in text for text in reading.frame["other_text"])
    assert any("calendar" in str(fault.reason) for fault in reading.faults)


def test_dates_with_their_midnight_head_days() -> None:
    reading = read_csv("Время;2024-03-04 00:00:00;2024-03-05 00:00:00\n20:00;А;Б\n22:00;В;Г\n")
    assert walls(reading)[2:] == ["2024-03-05 20:00", "2024-03-05 22:00"]


def test_a_column_of_ends_beside_the_days_is_read_as_such() -> None:
    rows = [["Басталуы", "Аяқталуы", *HEADS[1:]]]
    rows += [["21:00", "22:10", "А", "Б", "В"], ["22:10", "23:00", "Г", "Д", "Е"]]
    reading = read_book(workbook_of(S=rows))
    assert not told(reading)
    assert stops(reading)[:2] == ["2024-03-04 22:10", "2024-03-04 23:00"]


def test_headings_below_the_days_are_no_programmes() -> None:
    rows: list[list[Any]] = [["Уақыты", HEADS[1], None, HEADS[2], None]]
    rows += [[None, *["Хабар", "Жасы"] * 2], ["21:00", "А", "6+", "Б", 18]]
    rows += [["22:00", "В", "12+", "Г", "16+"], ["23:00", "Д", "6+", "Е", "6+"]]
    reading = read_book(workbook_of(S=rows))
    assert not told(reading)
    marks = reading.frame["mark_text"].tolist()
    assert [mark.rpartition(":")[2] for mark in marks] == ["6+", "12+", "6+", "18", "16+", "6+"]
