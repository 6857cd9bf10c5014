from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from schedcheck.law.marks import classify
from schedcheck.law.rulebook import load_rulebook
from schedcheck.readers.tables.headings import (
    Header,
    Heading,
    filled_down,
    find_header,
    is_header,
    role_of,
    structure_of,
    with_headings_for_ticks,
)
from schedcheck.readers.values.cells import Cell
from schedcheck.readers.values.clock_times import known_zone
from schedcheck.readers.values.words import LOCAL, vocabulary
from tests.fixtures.tables import merged, read_book, read_csv, told, walls, workbook_of


@pytest.mark.parametrize(
    ("heading", "role", "zone"),
    [
        ("Tx Date", "date", None),
        ("Billed Start", "start", None),
        ("Schedule date (DD/MM/YY)", "date", None),
        ("SCHEDULED TIME 24 HOUR CLOCK (HH:MM) CET/CAT", "start", "Europe/Paris"),
        ("SCHEDULED TIME 24 HOUR CLOCK (HH:MM) EEST", "start", "UTC+03:00"),
        ("SCHEDULED DURATION (HH:MM)", "duration", None),
        ("Censorship code (was called dvb parental rating)", "mark", None),
        ("PG Rating", "mark", None),
        ("Prog Title", "title", None),
        ("Start time Russia", "start", "Europe/Moscow"),
        ("programmeDate DD/MM/YY", "date", None),
        ("Programme Start GMT Time", "start", "UTC"),
        ("programme Rating", "mark", None),
        ("start_time", "start", None),
        ("channel_name", "channel", None),
        ("original_title", "other_title", None),
        ("DATUM", "date", None), ("POČETAK", "start", None), ("KRAJ", "stop", None),
        ("NASLOV", "title", None), ("ŽANR", "category", None), ("DOBNA OZNAKA", "mark", None),
        ("Date de diffusion", "date", None), ("Horaire", "start", None),
        ("Titre de l'épisode", "other", None),
        ("Дата", "date", None), ("Время", "start", None), ("Время начала", "start", None),
        ("Время выхода", "start", None), ("Окончание", "stop", None), ("Конец", "stop", None),
        ("Время окончания", "stop", None), ("Хронометраж", "duration", None),
        ("Длительность", "duration", None), ("Название", "title", None),
        ("Передача", "programme", None), ("Программа", "programme", None),
        ("Наименование", "title", None), ("Название передачи", "title", None),
        ("Описание передачи", "other", None), ("Жанр передачи", "category", None),
        ("Возраст", "mark", None), ("Возрастная категория", "mark", None),
        ("Возрастное ограничение", "mark", None), ("Рейтинг", "mark", None),
        ("Маркировка", "mark", None), ("Жанр", "category", None), ("Канал", "channel", None),
        ("Телеканал", "channel", None), ("Название канала", "channel", None),
        ("Описание", "other", None), ("Серия", "other", None), ("Часовой пояс", "zone", None),
        ("Күні", "date", None), ("Уақыты", "start", None), ("Басталуы", "start", None),
        ("Басталу уақыты", "start", None), ("Аяқталуы", "stop", None),
        ("Ұзақтығы", "duration", None), ("Бағдарлама атауы", "title", None),
        ("Атауы", "title", None), ("Бағдарлама", "programme", None), ("Хабар", "programme", None),
        ("Жас санаты", "mark", None), ("Жас шектеуі", "mark", None), ("Жанры", "category", None),
        ("Арна", "channel", None), ("Телеарна", "channel", None), ("Сипаттамасы", "other", None),
        ("Уақыт белдеуі", "zone", None),
        ("GMT", "start", "UTC"), ("МСК", "start", "Europe/Moscow"), ("МСК+2", "start", "UTC+05:00"),
        ("Nur-Sultan", "start", "Asia/Almaty"), ("Время (Астана)", "start", "Asia/Almaty"),
        ("Ақтау уақыты", "start", "Asia/Aqtau"), ("Time (UTC+5:30)", "start", "UTC+05:30"),
        ("Местное время", "start", LOCAL), ("Жергілікті уақыт", "start", LOCAL),
        ("LANGUAGE", "", None), ("Аудитория", "", None), ("", "", None), ("x" * 200, "", None),
    ],
)  # fmt: skip
def test_the_headings_of_real_tables(heading: str, role: str, zone: str | None) -> None:
    assert role_of(heading) == (role, zone)


HEADER = ["Дата", "Время", "Название"]


@pytest.mark.parametrize("above", range(0, 39, 7))
def test_the_header_is_found_by_its_words(above: int) -> None:
    rows = [["Программа передач на неделю"]] * above + [HEADER, ["04.03.2024", "06:00", "Время"]]
    header = find_header(rows)
    assert header is not None
    assert (header.row, header.body) == (above, above + 1)
    assert [column.role for column in header.columns] == ["date", "start", "title"]


@pytest.mark.parametrize(
    "row",
    [["Дата", "Время"], ["Название", "Жанр"], ["Время", "Программа", time(6)],
     ["06:00", "Время", "Дата"], ["Программа передач на неделю"], [], [None, ""]],
)  # fmt: skip
def test_what_is_no_header(row: list[Any]) -> None:
    assert find_header([row]) is None
    assert is_header(row) is None


def test_a_header_in_two_rows_with_merged_cells() -> None:
    header = find_header(
        [
            ["Дата", "Время", None, "Передача", ""],
            ["", "начало", "окончание", "название", "возраст"],
            ["04.03.2024", "06:00", "06:30", "Жаңалықтар", "6+"],
        ]
    )
    assert header is not None
    assert header.body == 2
    roles = [column.role for column in header.columns]
    assert roles == ["date", "start", "stop", "title", "mark"]


@pytest.mark.parametrize(
    ("above", "start", "stop"),
    [
        ("Время", "Начало", "Конец"), ("Эфирное время", "с", "до"), ("Время", "", "окончание"),
        ("Время эфира", "Старт", "Завершение"), ("Уақыты", "басталуы", "соңы"),
        ("Time", "Start", "Finish"),
    ],
)  # fmt: skip
def test_an_end_under_a_heading_of_times_is_an_end(above: str, start: str, stop: str) -> None:
    header = find_header([["Дата", above, None, "Передача"], [None, start, stop, "Название"]])
    assert header is not None
    assert [column.role for column in header.columns[1:3]] == ["start", "stop"]


def test_a_title_above_the_header_is_not_part_of_it() -> None:
    header = find_header([["Канал Қазақстан", "", ""], HEADER])
    assert header is not None
    assert (header.row, header.body) == (1, 2)


def test_every_zone_of_the_vocabulary_is_known() -> None:
    assert [name for name in vocabulary()["zones"] if name != LOCAL and not known_zone(name)] == []


def test_no_heading_has_two_roles() -> None:
    roles = vocabulary()["roles"]
    seen: dict[str, str] = {}
    for role, phrases in roles.items():
        for phrase in phrases:
            assert seen.setdefault(phrase, role) == role, phrase
            assert phrase == phrase.casefold()


def test_a_title_above_several_columns_is_the_one_that_the_second_row_names() -> None:
    rows = [
        ["Дата", "Время", "Название", "", "", "Описание"],
        ["", "", "HD", "Live", "Название передачи", ""],
        ["24.11.2026", "20:00", "HD", "", "Новости", "Главное"],
    ]
    header = find_header(rows)
    assert header is not None
    assert header.body == 2
    assert [column.role for column in header.columns] == [
        "date", "start", "", "", "title", "other",
    ]  # fmt: skip


def test_a_title_above_its_languages_stays_one_in_each() -> None:
    header = find_header([["Время", "Название", ""], ["Начало", "на русском", "на казахском"]])
    assert header is not None
    assert [column.role for column in header.columns] == ["start", "title", "other_title"]


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


@pytest.mark.parametrize("tick", ["да", "ИӘ", "x", "+", "1", "✓", "true", "ИСТИНА", "18", "18+"])
def test_a_tick_under_a_mark_is_the_mark(tick: str) -> None:
    text = f"Дата;Начало;Название;18+;HD\n24.11.2026;15:00;А;{tick};x\n;17:00;Б;;\n;18:00;В;нет;\n"
    reading = read_csv(text)
    assert reading.frame["other_text"].tolist() == ["18+ / HD", "", ""]


@pytest.mark.parametrize("heading", ["is_18", "18plus", "isAdult", "adult_flag", "adults_only"])
def test_a_tick_under_a_name_that_asks_for_adults_says_so(heading: str) -> None:
    text = f"Дата;Начало;Название;{heading}\n24.11.2026;15:00;А;true\n;17:00;Б;false\n"
    frame = read_csv(text).frame
    said = frame["mark_text"] + frame["other_text"]
    assert ["adults only" in one for one in said] == [True, False]


def test_a_tick_of_a_workbook_may_be_a_number_or_a_truth() -> None:
    for tick in (1, True):
        rows: list[list[Any]] = [[*HEAD[:3], "Возраст 18+"], ["24.11.2026", "15:00", "А", tick]]
        frame = read_book(workbook_of(S=rows)).frame
        assert frame["mark_text"].tolist() == ["Возраст 18+:18+"]


def test_columns_that_say_more_than_ticks_stay() -> None:
    header = Header(0, 1, (Heading(0, "18+"), Heading(1, "Возраст", "mark"), Heading(2, "")))
    rows = [["да", "x", "x"], ["возможно", "", ""]]
    assert with_headings_for_ticks(header, rows) is rows


def test_ticks_under_a_mark_without_an_age() -> None:
    header = Header(0, 1, (Heading(0, "Adult", "mark"), Heading(1, "Rating", "mark")))
    rows: list[list[Cell]] = [["0", "0"], [True, "1"]]
    assert with_headings_for_ticks(header, rows) == [[None, "0"], ["Adult", "1"]]


@pytest.mark.parametrize("heading", ["После 22:00", "С 22.00", "Ночной показ", "After 10pm"])
def test_a_tick_under_an_hour_of_the_night_is_a_mark_and_no_clock(heading: str) -> None:
    reading = read_csv(f"Дата;Начало;Название;{heading}\n24.11.2026;20:00;А;да\n;21:00;Б;нет\n")
    system = heading.replace(":", " ")
    assert reading.frame["mark_text"].tolist() == [f"{system}:да", f"{system}:нет"]
    found = classify(reading.frame, load_rulebook("kz"))
    assert found["level"].tolist() == ["unclear", ""]


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


@pytest.mark.parametrize("heading", ["Adult", "Ересек", "Взрослый контент", "18+"])
@pytest.mark.parametrize("tick", ["x", "да", "✓", True])
def test_a_tick_beside_a_mark_of_its_own_is_a_mark_too(heading: str, tick: Cell) -> None:
    header = find_header([["Время", "Название", "Возраст", heading]])
    assert header is not None
    rows: list[list[Cell]] = [["21:00", "Кино", "12+", tick], ["22:00", "Ән", "6+", ""]]
    assert [row[3] for row in with_headings_for_ticks(header, rows)] == [heading, None]
    expected = ["mark", "" if heading == "18+" else "mark"]
    assert [column.role for column in header.columns[2:]] == expected


@pytest.mark.parametrize("line", ["---", ":-:", "|:---:|---|", "-----+----", "=====", "└──┘"])
def test_a_line_drawn_between_rows_is_none_of_them(line: str) -> None:
    reading = read_csv(f"Дата|Начало|Передача\n{line}\n04.03.2024|21:30|Кино (18+)\n{line}\n")
    assert (walls(reading), told(reading)) == (["2024-03-04 21:30"], [])


@pytest.mark.parametrize("cell", ["-", "—", "--", "- x -", "|", "::::", "---1", 18, None])
def test_a_sign_alone_is_not_a_line(cell: Any) -> None:
    assert structure_of([cell]) is None
    assert structure_of(["---", "---"]) is not None
