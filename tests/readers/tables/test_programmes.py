from __future__ import annotations

import pytest

from schedcheck.readers.row_faults import OTHER_TIME
from tests.fixtures.tables import read_csv, stops, told, walls

ENDS = ("06:10", "06:15", "06:17")


@pytest.mark.parametrize(
    ("starts", "lengths", "ends"),
    [
        # one length of more than a day among hours and minutes
        (("06:00", "07:30", "09:00"), ("1:30", "1:30", "25:30"), ("07:30", "09:00", "10:30")),
        # minutes and seconds, none of them 24 or more
        (
            ("06:00:00", "06:10:00", "06:15:30"),
            ("10:00", "5:30", "2:00"),
            ("06:10", "06:15", "06:17"),
        ),
        # no start says which: a length of 25 or more parts is of minutes
        (("06:00", "09:00", "21:00"), ("25:30", "5:00", "2:00"), ("06:25", "09:05", "21:02")),
    ],
)
def test_the_next_starts_say_what_lengths_of_two_parts_mean(
    starts: tuple[str, ...], lengths: tuple[str, ...], ends: tuple[str, ...]
) -> None:
    rows = [f"04.03.2024;{at};{length};T" for at, length in zip(starts, lengths, strict=True)]
    reading = read_csv("\n".join(["Дата;Начало;Длительность;Название", *rows]))
    assert tuple(reading.frame["wall_stop"].dt.strftime("%H:%M")) == ends


def test_a_title_in_which_another_programme_begins_is_told() -> None:
    rows = [
        "04.03.2024;19:00;Новости (12+) 21:30 Кино (18+)",
        "04.03.2024;23:00;Вести в 23:00 (12+)",
    ]
    reading = read_csv("\n".join(["Дата;Начало;Название", *rows]))
    assert len(reading.frame) == 2
    assert [fault.place for fault in reading.faults] == ["line 2"]


@pytest.mark.parametrize("table", ["Дата;Начало;Название\n#;21:00;А", "Начало;Название\n# 21:00;А"])
@pytest.mark.parametrize("day", ["26-04-16", "16-04-26"])
def test_one_date_whose_year_may_be_first_is_a_fault(table: str, day: str) -> None:
    reading = read_csv(table.replace("#", day))
    assert "may be" in str(reading.faults[0].reason)
    assert read_csv(table.replace("#", "26.04.2016")).faults == []


def test_dates_of_many_years_are_a_fault() -> None:
    days = ["26-04-16", "26-04-17", "26-04-18"]
    dated = "".join(f"{day};21:00;А\n{day};22:00;Б\n" for day in days)
    assert walls(read_csv(f"Дата;Начало;Название\n{dated}"))[::2] == [
        f"20{day} 21:00" for day in days
    ]
    rows = "".join(f"{day} 21:00;А\n{day} 22:00;Б\n" for day in days)
    reading = read_csv(f"Начало;Название\n{rows}")
    assert "is the year first" in " ".join(str(one.reason) for one in reading.faults)
    plain = read_csv(f"Начало;Название\n{rows.replace('26-04-', '2026-04-')}")
    assert plain.faults == []


@pytest.mark.parametrize(
    ("clock", "day"), [("12:00", 24), ("08:00", 24), ("07:30", 25), ("01:00", 25)]
)
def test_a_row_with_its_date_is_of_the_next_day_only_in_hours_of_the_night(
    clock: str, day: int
) -> None:
    rows = f"24.11.2026;21:00;A\n24.11.2026;23:00;B\n24.11.2026;{clock};Кино (18+)\n"
    reading = read_csv(f"Дата;Время;Передача\n{rows}")
    assert walls(reading)[-1] == f"2026-11-{day} {clock}"


@pytest.mark.parametrize("nothing", ["-", "—", "нет", "н/д"])
def test_a_dash_is_no_length_and_no_end_and_no_fault(nothing: str) -> None:
    text = f"Дата;Начало;Конец;Длит;Название\n04.03.2024;21:00;{nothing};{nothing};А\n"
    reading = read_csv(text)
    assert (stops(reading), told(reading)) == ([""], [])


def test_of_columns_of_ends_that_with_clock_readings_counts() -> None:
    text = (
        "Дата;Начало;Дата окончания;Конец;Название\n"
        "04.03.2024;23:00;05.03.2024;06:30;А\n05.03.2024;23:00;05.03.2024;23:30;Б\n"
    )
    reading = read_csv(text)
    assert stops(reading) == ["2024-03-05 06:30", "2024-03-05 23:30"]
    assert not told(reading)


def test_an_end_before_the_start_is_a_fault_unless_it_is_of_the_night() -> None:
    rows = ["23.11.2026;21:00;22:00;А", "23.11.2026;#;Ночь", "24.11.2026;06:00;07:00;Утро"]
    table = "\n".join(["Дата;Начало;Конец;Название", *rows])
    reading = read_csv(table.replace("#", "23:30;22:00"))
    assert [(fault.place, fault.text[-4:]) for fault in reading.faults] == [("line 3", "Ночь")]
    assert stops(reading)[1] == ""
    for sound in ("23:30;01:00", "22:00;06:00", "23:30;24.11.2026 22:00"):
        assert not read_csv(table.replace("#", sound)).faults
    ranges = "\n".join(
        ["Дата;Время;Название", *(row.replace(";", "-", 2).replace("-", ";", 1) for row in rows)]
    )
    assert [one.place for one in read_csv(ranges.replace("#", "23:30-22:00")).faults] == ["line 3"]


@pytest.mark.parametrize("told", ["повтор в 15:00", "қайталау 15.00", "фактически 15:00"])
def test_the_time_of_a_repeat_inside_a_text_of_a_programme_for_adults_is_a_fault(told: str) -> None:
    table = "Дата;Начало;Название;Возраст;Примечание\n24.11.2026;23:00;"
    for row in (f"А;18+;{told}", f"А. {told};18;", f"А (18+), {told};;"):
        [fault] = read_csv(f"{table}{row}\n").faults
        assert fault.place == "line 2"
        assert "repeat" in str(fault.reason)
    for row in (f"А;12+;{told}", "А (повтор);18+;", "А;18+;в 15:00", "Повтор дня;18+;15 серия"):
        assert not read_csv(f"{table}{row}\n").faults


@pytest.mark.parametrize(
    ("heading", "cell", "faults"),
    [
        ("Повтор", "24.11 в 15:00", 1), ("Қайталау", "сағат 15.00-де", 1), ("Replay", "15:00", 1),
        ("Второй показ", "в 15.00", 1), ("Екінші көрсетілім", "15:00", 1),
        ("Повтор", "да", 0), ("Повтор", "повтор", 0), ("Replay", "", 0),
    ],
)  # fmt: skip
def test_a_text_with_a_clock_in_a_column_of_repeats_is_a_fault(
    heading: str, cell: str, faults: int
) -> None:
    table = f"Дата;Начало;Название;Возраст;{heading}\n24.11.2026;23:00;А;18+;{cell}\n"
    assert ["repeat" in str(one.reason) for one in read_csv(table).faults] == [True] * faults


ELSEWHERE = [
    "эфир 15:00", "Эфир в 15.00", "также в 15:00", "по Астане 15:00", "показ: 15:00-17:00",
    "эфир 15:00, 23:30", "Астана уақытымен 15:00", "тағы сағат 15.00", "also at 3:00",
]  # fmt: skip
CONSISTENT = ["эфир 23:30", "также в 23.30", "показ 22:00-06:00", "показ после 22:00",
              "показ с 22:00 до 06:00", "эфир 23:30-01:00", "эфир до 22:00 запрещён",
              "эфир 15.00.2026", "Прямой эфир", "еще 15:3", "по МСК 21:30"]  # fmt: skip


@pytest.mark.parametrize("told", ELSEWHERE)
def test_another_time_on_air_in_a_text_of_a_programme_for_adults_is_a_fault(told: str) -> None:
    table = "Дата;Начало;Название;Возраст;Примечание\n24.11.2026;23:30;"
    for row in (f"А;18+;{told}", f"А. {told};18;", f"А (18+), {told};;"):
        assert [fault.reason for fault in read_csv(f"{table}{row}\n").faults] == [OTHER_TIME]
    assert not read_csv(f"{table}А;16+;{told}\n").faults


@pytest.mark.parametrize("told", CONSISTENT)
@pytest.mark.parametrize("start", ["23:30", "23:30:00"])
def test_the_time_of_its_own_start_is_none(told: str, start: str) -> None:
    table = f"Дата;Начало;Название;Возраст;Примечание\n24.11.2026;{start};"
    for row in (f"А;18+;{told}", f"А. {told};18;"):
        assert not read_csv(f"{table}{row}\n").faults


def test_a_column_of_hours_that_a_feed_is_late_by_is_a_fault_and_moves_nothing() -> None:
    table = "Дата;Начало;Название;Сдвиг\n24.11.2026;15:00;А (18+);{0}\n24.11.2026;22:00;Б;{0}\n"
    for hours, faults in (("+2", ["line 1"]), ("0", []), ("", [])):
        reading = read_csv(table.format(hours))
        assert [fault.place for fault in reading.faults] == faults
        assert walls(reading) == ["2026-11-24 15:00", "2026-11-24 22:00"]
        assert reading.frame["offset"].isna().all()
