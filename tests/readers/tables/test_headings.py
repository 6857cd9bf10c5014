from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from schedcheck.readers.tables.headings import find_header, is_header, role_of
from schedcheck.readers.values.broadcast_day import known_zone
from schedcheck.readers.values.words import LOCAL, vocabulary


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
