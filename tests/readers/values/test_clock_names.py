from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.values.clock_names import (
    by_letters,
    clock_heading,
    hours_of_shift,
    letters_beside,
    only_a_zone,
    place_beside,
    sheet_zone,
    unknown_clock,
    zone_in,
)
from schedcheck.readers.values.clock_times import known_zone
from schedcheck.readers.values.places import city_in, country_in
from schedcheck.readers.values.words import normalise, vocabulary


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Время (Минск)", "Europe/Minsk"),
        ("Бакинское время", "Asia/Baku"),
        ("Start time South Africa", "Africa/Johannesburg"),
        ("Time (PDT)", "UTC-07:00"),
        ("Time (pdt)", None),  # letters are written in capitals
        ("Время IST", None),  # of Ireland, Israel or India
        ("Время московское + 2 часа", "UTC+05:00"),
        ("Москва +2", "UTC+05:00"),
        ("МСК\u22121", "UTC+02:00"),
        ("Время Парижа + 2 часа", None),  # its clock changes
        ("Время", None),
        ("Время (Z)", "UTC"),
        ("Start [Z]", "UTC"),
        ("Время Z", "UTC"),
        ("Z+3", "UTC+03:00"),
        ("Generation Z", None),
        ("Z-3", None),
    ],
)
def test_the_zone_that_a_text_names(text: str, zone: str | None) -> None:
    assert zone_in(text) == zone


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Время (Зареченск)", "Зареченск"),
        ("Начало по Зареченску", "Зареченску"),
        ("Start Time Springfield", "Springfield"),
        ("время зареченское", "зареченское"),
        ("Time IST", "IST"),
        ("All times ET", "ET"),
        ("Start (PT)", "PT"),
        ("Heure et date", ""),
        ("Время (Минск)", ""),
        ("Время (чч:мм)", ""),
        ("Время выхода в эфир", ""),
        ("Start Time (Plan)", ""),
        ("Время Начала Передачи", ""),
        ("ВРЕМЯ ЭФИРА", ""),
        ("Время согласно сетке", ""),
        ("Басталу уақыты", ""),
    ],
)
def test_a_name_beside_the_words_of_headings_is_a_place_that_is_not_known(
    text: str, place: str
) -> None:
    assert unknown_clock(text) == place


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("МСК", "Europe/Moscow"),
        ("МСК+2", "UTC+05:00"),
        ("GMT TIME", "UTC"),
        ("Сетка (МСК)", "Europe/Moscow"),
        ("Москва", "Europe/Moscow"),
        ("Программа Минск", "Europe/Minsk"),
        ("Время московское", "Europe/Moscow"),
        ("Израиль", "Asia/Jerusalem"),
        ("Москва 24", None),  # a channel
        ("Москва. Доверие", None),  # another
        ("Лист1", None),
        ("24-30 ноября", None),
    ],
)
def test_a_sheet_named_for_a_clock(name: str, zone: str | None) -> None:
    assert sheet_zone(name) == zone


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Время московское", True),
        ("Минск уақыты", True),
        ("Время Астаны", True),
        ("Все новости к этому часу", False),
        ("В это время на другом конце города герой встречает её", False),
    ],
)
def test_the_heading_of_a_clock(text: str, is_one: bool) -> None:  # noqa: FBT001 - a parameter
    assert clock_heading(text) is is_one


@pytest.mark.parametrize("text", ["Москва", "(Минск)", "UTC+3", "МСК+2", "[CET]"])
def test_a_zone_or_city_alone_is_a_heading_only_where_one_may_be(text: str) -> None:
    assert clock_heading(text, alone=True)
    assert not clock_heading(text)


@pytest.mark.parametrize("text", ["Россия", "Спорт", "Москва слезам не верит", ""])
def test_a_country_or_a_title_is_no_heading_of_a_clock(text: str) -> None:
    assert not clock_heading(text, alone=True)


@given(st.text(max_size=40))
def test_whatever_is_named_is_a_zone(text: str) -> None:
    zone = zone_in(text)
    assert zone is None or zone == "local" or known_zone(zone)
    assert not only_a_zone(text) or zone is not None
    assert zone is None or not unknown_clock(text)


def test_no_place_is_called_by_words_of_headings_alone() -> None:
    headings = {
        word
        for table in ("roles", "clocks", "units", "events", "months", "weekdays")
        for phrases in vocabulary()[table].values()
        for phrase in phrases
        for word in normalise(phrase).split()
    }
    named = {word for word in headings if city_in(word)[0] or country_in(word)[0]}
    assert named == {"utc", "gmt"}  # which are zones before that


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("All times CET", "Europe/Paris"),
        ("Times are UTC", "UTC"),
        ("All times in GMT", "UTC"),
        ("Times shown in Moscow time", "Europe/Moscow"),
        ("Эфир по Москве", "Europe/Moscow"),
        ("Мәскеу бойынша", "Europe/Moscow"),
        ("Máskeý ýaqyty", "Europe/Moscow"),
        ("(GMT+03:00) Москва, Санкт-Петербург", "UTC+03:00"),
        ("TZ=Europe/Moscow", "Europe/Moscow"),
        ("Turkish time", "Europe/Istanbul"),
        ("время среднеевропейское", "Europe/Paris"),
    ],
)
def test_lines_that_name_the_clock_of_all(line: str, zone: str) -> None:
    assert clock_heading(line, alone=True)
    assert zone_in(line) == zone


@pytest.mark.parametrize("line", ["Прогулка по Москве", "Программа Москва", "Ночь в Москве"])
def test_lines_that_name_a_place_and_no_clock(line: str) -> None:
    assert not clock_heading(line, alone=True)


def test_letters_alone_name_a_clock() -> None:
    assert by_letters("EET")
    assert by_letters("Эфир: МСК+2")
    assert not by_letters("Москва")


def test_a_sheet_is_named_for_a_clock_beside_its_word() -> None:
    assert sheet_zone("Указано московское время") == "Europe/Moscow"
    assert sheet_zone("Turkish time (TRT)") == "Europe/Istanbul"
    assert sheet_zone("Прайм-тайм") is None


@pytest.mark.parametrize(
    ("heading", "zone"),
    [
        ("Вторник, 24 ноября 2026 (Стамбул)", "Europe/Istanbul"),
        ("24.11.2026 – Баку", "Asia/Baku"),
        ("24 ноября, Россия", ""),
        ("24 ноября, футбол в Стамбуле", ""),
        ("Вторник, 24 ноября 2026", ""),
        ("24.11.2026 (EST)", "UTC-05:00"),
        ("Tuesday 24 November CET", "Europe/Paris"),
        ("24 ноября, матч в EST", ""),
        ("24.11.2026 ET", ""),
    ],
)
def test_a_city_or_letters_beside_a_day_and_nothing_else(heading: str, zone: str) -> None:
    assert place_beside(heading) == zone


@pytest.mark.parametrize(
    ("heading", "letters"),
    [
        ("24.11.2026 (ET)", "ET"),
        ("Tuesday, 24 November 2026 IST", "IST"),
        ("24.11.2026 et", ""),
        ("24.11.2026 CT и PT", ""),
        ("24.11.2026 (EST)", ""),
        ("Вторник, 24 ноября", ""),
    ],
)
def test_letters_of_several_zones_beside_a_day(heading: str, letters: str) -> None:
    assert letters_beside(heading) == letters


@pytest.mark.parametrize("text", ["Москва (МСК)", "Europe/Moscow", "(Мәскеу, МСК)"])
def test_one_zone_by_two_names(text: str) -> None:
    assert only_a_zone(text)
    assert zone_in(text) == "Europe/Moscow"


@pytest.mark.parametrize("text", ["Москва слезам не верит", "Москва, Минск", "г. Алматы", "Asia"])
def test_more_than_one_zone(text: str) -> None:
    assert not only_a_zone(text)


@pytest.mark.parametrize(
    ("heading", "cells", "said"),
    [
        ("Смещение", ["+2", "+2"], "Смещение +2"), ("Сдвиг", [2.0, None], "Сдвиг 2.0"),
        ("Сдвиг, ч", ["0", "-1 ч"], "Сдвиг, ч -1 ч"), ("Сдвиг +2", [], "Сдвиг +2"),
        ("Уақыт ығысуы", ["2 сағ"], "Уақыт ығысуы 2 сағ"), ("Сдвиг", [0, "+0", ""], ""),
        ("Смещение", ["+05:00"], None), ("Смещение", ["+5"], None), ("Смещение", ["МСК"], None),
        ("Смещение от UTC", ["+3"], None), ("UTC offset", ["+3"], None), ("Zone", ["+3"], None),
    ],
)  # fmt: skip
def test_hours_of_a_shifted_feed(heading: str, cells: list[object], said: str | None) -> None:
    assert hours_of_shift(heading, cells) == said
