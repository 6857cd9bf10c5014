from __future__ import annotations

from datetime import time
from typing import Any

from tests.fixtures.tables import notes, read_book, read_csv, stops, told, walls, workbook_of


def test_blocks_with_headings_of_their_own() -> None:
    rows: list[list[Any]] = [
        ["Period:", "04.03.-10.03. 2024."],
        ["Monday\n04.03.", "", "", "", "Tuesday\n05.03."],
        ["Time", "Org. title", "Genre", "Age", "Time", "Org. title", "Genre", "Age"],
        [time(21, 30), "Film", "drama", "18+", time(6), "News", "", ""],
        [0.034722222222222224, "Late", "", 12, "", "", "", ""],
    ]
    reading = read_book(workbook_of(W=rows))
    assert not told(reading)
    assert walls(reading) == ["2024-03-04 21:30", "2024-03-05 00:50", "2024-03-05 06:00"]
    assert reading.frame["category"].tolist() == ["drama", "", ""]
    assert reading.frame["mark_text"].tolist() == ["Age:18+", "Age:12", ""]
    assert reading.frame["place"].tolist() == ["W!A4", "W!A5", "W!E4"]
    assert "block by block" in notes(reading)
    assert "04.03.-10.03. 2024." in notes(reading)


def test_blocks_with_an_end_each() -> None:
    reading = read_csv(
        "Пн 04.03.2024;;;Вт 05.03.2024;;\n"
        "Начало;Конец;Передача;Начало;Конец;Передача\n"
        "23:00;00:30;А;06:00;07:00;Б\n"
    )
    assert stops(reading) == ["2024-03-05 00:30", "2024-03-05 07:00"]


def test_blocks_without_headings() -> None:
    reading = read_csv(
        ";Пн 04.03.2024;;Вт 05.03.2024\n06:00;А;06:00;Б\n07:00;;07:30;В\n;Лишнее;;\n"
    )
    assert walls(reading) == ["2024-03-04 06:00", "2024-03-05 06:00", "2024-03-05 07:30"]
    assert [(place, text) for _code, place, text in told(reading)] == [
        ("line 3", "07:00"), ("line 4", "Лишнее"),
    ]  # fmt: skip


def test_a_day_whose_date_is_not_told_is_a_fault_and_not_read() -> None:
    reading = read_csv(";Пн 04.03.2024;;Вт 06.03.2024\n06:00;А;06:00;Б\n07:00;А;07:00;Б\n")
    assert reading.frame["title"].tolist() == ["А", "А"]
    (fault,) = reading.faults
    assert fault.text == "Вт 06.03.2024"
    assert "weekday is not that of 6 Mar 2024" in str(fault.reason)
    assert "not read" in str(fault.reason)


def test_what_stands_beside_the_blocks_is_told() -> None:
    reading = read_book(
        workbook_of(S=[
            ["", "Пн 04.03.2024", "", "Вт 05.03.2024", "", ""],
            ["06:00", "А", "06:00", "Б", "", "Ескерту"],
            ["07:00", "А", "07:00", "Б"],
        ])
    )  # fmt: skip
    assert len(reading.frame) == 4
    assert [place for _code, place, _text in told(reading)] == ["S!F2"]
