from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.base import ReadOptions
from schedcheck.schedule.reading import Reading
from tests.fixtures.tables import read_book, read_csv, told, walls, workbook_of

CLOCKS = ("18:00", "20:30", "22:00", "23:30")


def table(heading: str, cells: Sequence[Any], *, book: bool = False) -> Reading:
    """A schedule of four programmes with a further column."""
    rows: list[list[Any]] = [["Күні", "Уақыты", "Атауы", heading]]
    rows += [
        ["04.03.2024", clock, f"«{name}»", cell]
        for clock, name, cell in zip(CLOCKS, "АБВГ", cells, strict=True)
    ]
    if book:
        return read_book(workbook_of(S=rows))
    return read_csv("\n".join(";".join(map(str, row)) for row in rows))


@pytest.mark.parametrize("heading", ["Код", "ВЦ", "Категория", "", "Серия"])
@pytest.mark.parametrize("book", [False, True])
def test_a_bare_18_among_marks_is_one_whatever_the_heading(heading: str, book: bool) -> None:  # noqa: FBT001
    reading = table(heading, ["6+", 18, "12 +", "—"], book=book)
    assert [mark.rpartition(":")[2] for mark in reading.frame["mark_text"]][:3] == [
        "6+", "18", "12 +"
    ]  # fmt: skip
    assert not told(reading)


@pytest.mark.parametrize("cells", [["6", "18", "12", "16"], [6, 18.0, 12, 16], ["", "", "18", ""]])
def test_a_column_of_bare_ages_is_told(cells: list[Any]) -> None:
    reading = table("Гр", cells, book=True)
    assert told(reading) == [("bad-row", "S!D1", "Гр")]
    assert "ages" in str(reading.faults[0].reason)


@pytest.mark.parametrize("heading", ["Примечание", "Категория", "Ескерту", "Comment"])
def test_so_is_one_of_remarks_or_kinds(heading: str) -> None:
    assert told(table(heading, ["6", "18", "12", ""])) == [("bad-row", "line 1", heading)]
    assert not told(table(heading, ["6 серий", "повтор", "премьера", "18"]))
    assert not told(table("Серия", ["6", "18", "12", "16"]))


@pytest.mark.parametrize(
    "cells", [["1", "18", "3", "4"], ["18", "45", "60", "18"], ["6", "", "", "12"]]
)
def test_other_numbers_are_no_ages(cells: list[str]) -> None:
    assert not told(table("№", cells))


def test_an_age_that_the_mark_says_too_is_no_fault() -> None:
    text = "Күні;Уақыты;Атауы;Жасы;Гр\n04.03.2024;18:00;А;18+;{}\n;19:00;Б;6+;6\n"
    assert not told(read_csv(text.format("18")))
    assert told(read_csv(text.format("18").replace("18+", "12+"))) == [("bad-row", "line 1", "Гр")]


@pytest.mark.parametrize("heading", ["Выход", "Эфир", "Slot", ""])
@pytest.mark.parametrize("book", [False, True])
def test_clock_readings_that_may_be_the_starts_are_told(heading: str, book: bool) -> None:  # noqa: FBT001
    late = ["20:15", "22:45", "00:15", "01:45"]
    cells: list[Any] = [time.fromisoformat(one) for one in late] if book else late
    reading = table(heading, cells, book=book)
    assert walls(reading)[0] == "2024-03-04 18:00"
    (fault,) = reading.faults
    assert "neither ends nor lengths" in str(fault.reason)


@pytest.mark.parametrize(
    "cells",
    [
        ["20:30", "22:00", "23:30", "00:10"],  # ends
        ["02:10", "01:20", "01:25", "00:40"],  # lengths
        ["18:00", "20:30", "22:00", "23:30"],  # the same again
        ["06:00", "06:00", "18:00", "18:00"],  # blocks
        ["14:00", "09:10", "22:40", "08:15"],  # in no order
        ["", "", "20:00", ""],  # in one row alone
        ["10:00 сағ.", "он", "", "3"],
    ],
)
def test_other_clock_readings_are_not(cells: list[str]) -> None:
    assert not told(table("Шығу", cells))


def test_the_caller_may_say_which_column_has_the_starts() -> None:
    text = "Дата;Время;Выход;Название\n04.03.2024;20:00;21:15;А\n;21:00;22:15;Б\n;22:00;23:15;В\n"
    assert told(read_csv(text))
    reading = read_csv(text, ReadOptions(column="Выход"))
    assert walls(reading)[0] == "2024-03-04 21:15"
    assert not told(reading)


@pytest.mark.parametrize("marks", ["Age mark (system:value)", "Age mark"])
def test_what_convert_wrote_is_not_doubted(marks: str) -> None:
    rows = [f"Date;Start;Title;Other text;{marks}", "04.03.2024;21:00;A;06:00;kz:16+"]
    told_of = ["neither ends" in str(fault.reason) for fault in read_csv("\n".join(rows)).faults]
    assert told_of == ([] if "value" in marks else [True])


@pytest.mark.parametrize("book", [False, True])
def test_numbers_that_may_be_minutes_of_the_day_are_told(book: bool) -> None:  # noqa: FBT001
    rows: list[list[Any]] = [["Дата", "Время", "Название"]]
    rows += [["04.03.2024", clock, "А"] for clock in (1200, 1250, 1430)]
    data = "\n".join(";".join(map(str, row)) for row in rows)
    reading = read_book(workbook_of(S=rows)) if book else read_csv(data)
    assert walls(reading) == [f"2024-03-04 {clock}" for clock in ("12:00", "12:50", "14:30")]
    assert "minutes of the day" in str(reading.faults[0].reason)


@given(st.lists(st.text("0123456789+: ", max_size=6), min_size=4, max_size=4))
def test_whatever_a_column_holds_no_programme_is_lost(cells: list[str]) -> None:
    assert len(table("Код", cells).frame) == 4


@pytest.mark.parametrize("code", ["1", "4", 5])
def test_numbers_that_are_no_ages_may_be_codes(code: Any) -> None:
    reading = table("Жасы", ["6+", code, "12+", "16+"], book=True)
    (fault,) = reading.faults
    assert f"not ages, such as {code}: are they codes?" in str(fault.reason)


def test_readings_of_two_clocks_in_blocks_of_days_are_told() -> None:
    rows = [["Дс 04.03.2024", "", "", "Сс 05.03.2024", "", ""]]
    rows += [
        [clock, later, f"{name}1", clock, later, f"{name}2"]
        for clock, later, name in zip(
            CLOCKS, ("20:00", "22:30", "00:00", "01:30"), "АБВГ", strict=True
        )
    ]
    reading = read_book(workbook_of(S=rows))
    assert ["neither ends" in str(fault.reason) for fault in reading.faults] == [True]


FULL = ("6:00", "9:00", "12:00", "1:00", "3:00", "6:00", "9:00", "11:00")


def of_twelve(clocks: Sequence[str], days: int = 1, *, book: bool = False) -> bool:
    """Whether days with these starts may be on a clock of twelve hours."""
    rows: list[list[Any]] = [["Күні", "Уақыты", "Атауы"]]
    for day in range(days):
        rows += [
            [f"0{day + 4}.03.2024" if at == 0 else "", one, "А"] for at, one in enumerate(clocks)
        ]
    if book:
        rows[1:] = [[day, time.fromisoformat(one.zfill(5)), name] for day, one, name in rows[1:]]
        reading = read_book(workbook_of(S=rows))
    else:
        reading = read_csv("\n".join(";".join(row) for row in rows))
    return any("twelve hours" in str(fault.reason) for fault in reading.faults)


@pytest.mark.parametrize("book", [False, True])
@pytest.mark.parametrize("days", [1, 2])
@pytest.mark.parametrize("clocks", [FULL, FULL[3:], ("7:00", "9:30", "12:15", "1:45", "4:00")])
def test_a_clock_of_twelve_hours_without_halves_is_told(
    clocks: Sequence[str], days: int, *, book: bool
) -> None:
    assert of_twelve(clocks, days, book=book)


@pytest.mark.parametrize(
    "clocks",
    [
        ("6:00", "9:00", "12:00", "13:00", "18:00", "1:00"),
        ("06:00", "08:00", "10:00", "12:00"),
        ("0:10", "2:00", "4:00", "6:00"),
        ("01:00", "03:00", "05:00", "07:00"),
        ("6:00 AM", "9:00 AM", "11:00 AM", "12:00 PM", "1:00 PM"),
        ("1:00", "3:00"),
    ],
)
def test_other_clocks_are_not_of_twelve_hours(clocks: Sequence[str]) -> None:
    assert not of_twelve(clocks)
    assert not of_twelve(clocks, 2)


def test_a_grid_of_twelve_hours_without_halves_is_told() -> None:
    rows = [["Уақыты", "Дс 04.03.2024", "Сс 05.03.2024"]]
    rows += [[clock, f"А{clock}", f"Б{clock}"] for clock in FULL]
    reading = read_book(workbook_of(S=rows))
    assert ["twelve hours" in str(fault.reason) for fault in reading.faults] == [True]


@pytest.mark.parametrize(
    ("starts", "count"),
    [
        (("2024-03-04 21:00", "2024-03-05 00:30"), 0),
        (("2024-03-04 21:00", "2024-03-05 21:00"), 1),
        (("2024-03-03 21:00", "2024-03-03 22:00"), 2),
        (("2024-03-03T21:00:00Z", "2024-03-03T22:00:00Z"), 0),
        (("21:00", "22:00"), 0),
    ],
)
def test_a_day_beside_the_time_that_is_not_that_of_its_row(
    starts: tuple[str, str], count: int
) -> None:
    rows = "".join(f"04.03.2024;{start};А{start}\n" for start in starts)
    faults = read_csv(f"Дата;Начало;Название\n{rows}").faults
    assert [f"(rows: {count})" in str(fault.reason) for fault in faults] == [True] * (count > 0)


def test_a_table_beside_another_without_headings_is_told() -> None:
    text = (
        "Дата;Время;Название;;;;\n04.03.2024;20:00;А;;05.03.2024;20:10;Б\n"
        "04.03.2024;21:00;В;;05.03.2024;15:00;Г\n04.03.2024;22:00;Д;;;;\n"
    )
    assert told(read_csv(text))


@pytest.mark.parametrize(
    ("heading", "cells", "said"),
    [
        ("Зона", ("МСК", "МСК"), True), ("Регион", ("Europe/Moscow", "Europe/Moscow"), True),
        ("Эфирная сетка", ("UTC+5", "UTC+3"), True), ("Зона", ("Asia/Almaty", ""), False),
        ("Зона", ("UTC+5", "UTC+05:00"), False), ("Зона", ("GMT+6", "GMT+6"), True),
        ("Зона", ("МСК", "прайм"), False),
        ("Страна", ("Россия", "Москва"), False), ("Путь", ("Films/Moscow", "Films/A"), False),
    ],
)  # fmt: skip
def test_a_column_of_nothing_but_zones_says_the_clock(
    heading: str, cells: tuple[str, str], *, said: bool
) -> None:
    rows = [
        f"24.11.2026;{hour}:00;А{hour};{cell}" for hour, cell in zip((21, 23), cells, strict=True)
    ]
    reading = read_csv(
        "\n".join([f"Дата;Начало;Название;{heading}", *rows]), ReadOptions(zone="Asia/Almaty")
    )
    assert any("names the clock" in str(one.reason) for one in reading.faults) is said
