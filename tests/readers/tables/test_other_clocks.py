from __future__ import annotations

import pytest

from schedcheck.readers.base import ReadOptions
from tests.fixtures.tables import notes, read_book, read_csv, walls, workbook_of

ALMATY = ReadOptions(zone="Asia/Almaty")


def table(head: str, *rows: str) -> str:
    return "\n".join([head, *rows])


@pytest.mark.parametrize(
    ("gmt", "told"),
    [
        ("15:30", ""),
        ("16:30", "in 1 of 2 rows: it should be -6:00 hours from it and is -5:00"),
        ("", ""),
    ],
)
def test_a_stale_column_is_told_with_its_rows_and_its_size(gmt: str, told: str) -> None:
    # in February 2024 the clock of Almaty was six hours before Greenwich
    reading = read_csv(
        table(
            "Date;GMT;Nur-Sultan;Title",
            f"05.02.2024;{gmt};21:30;А",
            "05.02.2024;16:45;22:45;Б",
        ),
        ALMATY,
    )
    assert walls(reading) == ["2024-02-05 21:30", "2024-02-05 22:45"]
    shown = notes(reading)
    assert told in shown
    assert ("contradicts" in shown) is bool(told)


def test_clocks_on_the_other_side_of_midnight_do_not_contradict() -> None:
    reading = read_csv(
        table("Date;GMT;Nur-Sultan;Title", "05.02.2024;20:30;02:30;А", "05.02.2024;00:00;06:00;Б"),
        ALMATY,
    )
    assert "contradicts" not in notes(reading)


def test_a_clock_without_a_zone_is_the_channels_own() -> None:
    reading = read_csv(
        table("Date;Time;MSK;Title", "05.02.2024;21:30;19:30;А"),
        ReadOptions(zone="Asia/Almaty", column="MSK"),
    )
    assert "“Time” contradicts “MSK” in 1 of 1 rows" in notes(reading)
    assert reading.frame["offset"].tolist() == [180]


def test_a_known_zone_goes_before_a_place_that_is_not_known() -> None:
    reading = read_csv(
        table("Date;Time (Springfield);Time (MSK);Title", "05.02.2024;04:30;19:30;А"), ALMATY
    )
    assert walls(reading) == ["2024-02-05 19:30"]
    assert reading.frame["offset"].tolist() == [180]
    assert not reading.faults


def test_the_clock_of_a_place_that_is_not_known_is_told() -> None:
    text = table("Date;Time (Springfield);Title", "05.02.2024;04:30;А")
    reading = read_csv(text, ALMATY)
    (fault,) = reading.faults
    assert "Springfield" in str(fault.reason)
    assert (fault.place, fault.text) == ("line 1", "Time (Springfield)")
    told = ReadOptions(zone="Asia/Almaty", source_zone="Asia/Tokyo")
    assert not read_csv(text, told).faults
    channel = ReadOptions(zone="Asia/Almaty", known=lambda name: name == "Springfield")
    assert not read_csv(text, channel).faults


def test_a_column_of_another_kind_is_no_clock_though_it_is_named_for_a_place() -> None:
    reading = read_csv(
        table("Date;Time (MSK);Almaty;Title", "05.02.2024;19:30;yes;А"),
        ALMATY,
    )
    assert reading.frame["offset"].tolist() == [180]


@pytest.mark.parametrize("sheet", ["МСК", "Сетка (MSK)"])
def test_a_sheet_named_for_a_clock_is_on_that_clock(sheet: str) -> None:
    rows = [["Date", "Time", "Title"], ["05.02.2024", "19:30", "А"]]
    reading = read_book(workbook_of(**{sheet: rows}), ALMATY)
    assert reading.frame["offset"].tolist() == [180]
    assert "says that its clock is that of Europe/Moscow" in notes(reading)
    own = ReadOptions(zone="Europe/Moscow")
    assert read_book(workbook_of(**{sheet: rows}), own).frame["offset"].isna().all()


def test_a_line_above_a_table_names_its_clock() -> None:
    reading = read_csv("Время московское;;\nDate;Time;Title\n05.02.2024;19:30;А\n", ALMATY)
    assert reading.frame["offset"].tolist() == [180]
    unknown = read_csv("Время зареченское;;\nDate;Time;Title\n05.02.2024;19:30;А\n", ALMATY)
    assert "зареченское" in str(unknown.faults[0].reason)


@pytest.mark.parametrize(("utc", "faults"), [("15:30", 1), ("16:30", 0), ("", 0)])
def test_clocks_that_agree_against_the_one_that_is_read(utc: str, faults: int) -> None:
    # 18:30 in Moscow is 15:30 in Greenwich, and was 21:30 in Almaty
    reading = read_csv(
        table("Date;Time;MSK;UTC;Title", f"05.02.2024;20:30;18:30;{utc};А"),
        ALMATY,
    )
    assert walls(reading) == ["2024-02-05 20:30"]
    assert len(reading.faults) == faults


@pytest.mark.parametrize("heading", ["Springfield TV", "Grid"])
def test_one_column_of_times_may_be_headed_by_the_name_of_a_channel(heading: str) -> None:
    rows = f"{heading};23.11.2026;24.11.2026\n20:00;News;News\n21:00;Film;Film\n22:30;Music;Music\n"
    reading = read_csv(rows, ALMATY)
    assert len(reading.frame) == 6
    assert not reading.faults


@pytest.mark.parametrize("words", ["Эфир +2", "Эфир -2", "КТК −2 часа", "КТК (+4)", "Дубль 3"])
def test_a_shifted_feed_above_a_table_is_a_fault(words: str) -> None:
    text = table(f"{words};;", "Дата;Начало;Название", "05.02.2024;21:30;А")
    [fault] = read_csv(text, ALMATY).faults
    assert "shifted in time" in str(fault.reason)
    assert read_csv(text, ReadOptions(zone="Asia/Almaty", source_zone="UTC+07:00")).faults == []
    phone = text.replace(words, "Телефон +7 727 250")
    assert read_csv(phone, ALMATY).faults == []


def test_columns_of_starts_on_one_clock_that_differ_are_a_fault() -> None:
    text = table("Дата;Начало;Новое начало;Название", "05.02.2024;23:30;21:30;А", ";23:50;23:50;Б")
    [fault] = read_csv(text, ALMATY).faults
    assert "gives another start than “Начало”, which was believed (rows: 1)" in str(fault.reason)
    assert read_csv(text, ReadOptions(zone="Asia/Almaty", column="Начало")).faults == []
    assert read_csv(text.replace("21:30", "23:30"), ALMATY).faults == []


def test_what_was_on_air_counts_and_not_what_was_planned() -> None:
    text = table("Дата;Начало;Время эфира;Название", "05.02.2024;23:30;21:30;А")
    reading = read_csv(text, ALMATY)
    assert walls(reading) == ["2024-02-05 21:30"]
    assert reading.faults == []


def test_several_programmes_in_a_row_are_refused() -> None:
    text = table("Дата;Начало 1;Название 1;Начало 2;Название 2", "05.02.2024;19:00;А;21:30;Б")
    reading = read_csv(text, ALMATY)
    assert [fault.code for fault in reading.faults] == ["unread"]


def test_hours_in_a_heading_are_a_clock_that_is_not_known() -> None:
    text = "Дата;Время +3;Название\n04.03.2024;20:00;А\n04.03.2024;21:00;Б\n"
    (fault,) = read_csv(text).faults
    assert "“+3”" in str(fault.reason)
    text = "Дата;Время;Время (+2);Название\n04.03.2024;20:00;22:00;А\n04.03.2024;21:00;23:00;Б\n"
    (fault,) = read_csv(text).faults
    assert "another start" in str(fault.reason)


@pytest.mark.parametrize(
    ("name", "heading", "count"),
    [
        ("ktk_msk.csv", "Время", 1), ("КТК (мск) 4-10.csv", "Время", 1), ("a-utc.csv", "Время", 1),
        ("ktk_msk.csv", "Время МСК", 0), ("ktk_msk.csv", "Время Астаны", 0),
        ("Москва 24.csv", "Время", 0), ("tmsk.csv", "Время", 0),
    ],
)  # fmt: skip
def test_a_clock_that_only_the_name_of_the_file_names(name: str, heading: str, count: int) -> None:
    text = f"Дата;{heading};Название\n04.03.2024;20:00;А\n04.03.2024;21:00;Б\n"
    reading = read_csv(text, ReadOptions(zone="Asia/Almaty"), name=name)
    assert len(reading.faults) == count
    told_zone = ReadOptions(zone="Asia/Almaty", source_zone="Europe/Moscow")
    assert not read_csv(text, told_zone, name=name).faults


@pytest.mark.parametrize(
    "text", ["* Время указано московское", "Уақыт Мәскеу бойынша", "Примечание: время МСК", "UTC+3"]
)
def test_a_clock_that_is_named_below_or_beside_the_table_is_told(text: str) -> None:
    head, row = "Дата;Время;Название", "04.03.2024;20:00;А"
    for table_ in (
        f"{head}\n{row}\n{text};;\n",
        f"{head};{text}\n{row};\n",
        f"{head}\n{row}\n;;{text}\n",
    ):
        (fault,) = read_csv(table_, ALMATY).faults
        assert "names the clock of" in str(fault.reason)
    told_zone = ReadOptions(zone="Asia/Almaty", source_zone="Europe/Moscow")
    assert not read_csv(f"{head};{text}\n{row};\n", told_zone).faults


def test_the_own_clock_below_a_table_is_no_fault() -> None:
    assert "clock of" not in str(
        read_csv("Дата;Время;Название\n04.03.2024;20:00;А\n", ALMATY).faults
    )
    table_ = "Дата;Время;Название;Время Астаны\n04.03.2024;20:00;А;\n"
    assert not read_csv(table_, ALMATY).faults


@pytest.mark.parametrize(
    ("heads", "told"),
    [
        ("КТК Время;КТК Передача;НТК Время;НТК Передача", True),
        ("Москва Начало;Москва Название;Астана Начало;Астана Название", False),
        ("Время;Передача;Время GMT;Title", False),
    ],
)
def test_channels_side_by_side_with_starts_of_their_own_are_refused(
    heads: str, *, told: bool
) -> None:
    rows = [f"24.11.2026;{hour}:00;А{hour};{hour - 5}:00;Б{hour} (18+)" for hour in range(12, 16)]
    reading = read_csv(table(f"Дата;{heads}", *rows), ALMATY)
    shown = [str(fault.reason) for fault in reading.faults]
    assert any("several channels side by side" in one for one in shown) is told
    assert (len(reading.frame) == 0) is told
