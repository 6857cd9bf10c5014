from __future__ import annotations

import pytest

from schedcheck.readers.values.clock_times import times_at
from schedcheck.readers.values.moments import parse_moment, parse_zone


@pytest.mark.parametrize(
    ("text", "zone", "rest"),
    [
        (" МСК Фильм", "Europe/Moscow", " Фильм"),
        (" (msk) A", "Europe/Moscow", " A"),
        ("[CET] A", "Europe/Paris", " A"),
        (" UTC−3 A", "UTC-03:00", " A"),
        (" МСК+2 А", "UTC+05:00", " А"),
        (" +05:00 А", "UTC+05:00", " А"),
        (" по московскому времени А", "Europe/Moscow", " А"),
        (" АЛМ А", "Asia/Almaty", " А"),
    ],
)
def test_a_zone_behind_a_clock_reading(text: str, zone: str, rest: str) -> None:
    found = times_at(f"21:30{text}")
    assert found is not None
    assert (found[0].zone, f"21:30{text}"[found[0].end :]) == (zone, rest)


@pytest.mark.parametrize(
    "text",
    [" Алматы. Жаңалықтар", " -05:00", " +7 новостей", " МСКА", " Московские тайны", " CETA",
     " Oral", " +100500", " UK today", " +99:00 A"],
)  # fmt: skip
def test_what_may_begin_a_title_is_no_zone(text: str) -> None:
    found = times_at(f"21:30{text}")
    assert found is not None
    assert (found[0].zone, found[0].end) == ("", len("21:30"))


def test_zones_that_are_all_of_a_cell_beside_its_time() -> None:
    moment = parse_moment("21:30 Астана")
    assert moment is not None
    assert moment.clock_zone == "Asia/Almaty"
    assert parse_moment("21:30 Астана сегодня") is None
    assert [parse_zone(text) for text in ("+05:00", "-0330", "+5", "+15:00")] == [
        300,
        -210,
        300,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        (" (Минск) Новости", "Europe/Minsk"),
        (" (по Минску) Новости", "Europe/Minsk"),
        (" по Минску Новости", "Europe/Minsk"),
        (" [Yerevan time] News", "Asia/Yerevan"),
        (" По Минску пешком", ""),  # a title
        (" (Минск слезам не верит)", ""),
        (" Минск", ""),
        (" (Springfield) News", ""),
    ],
)
def test_a_city_behind_a_clock_reading_names_its_zone(text: str, zone: str) -> None:
    found = times_at(f"21:30{text}")
    assert found is not None
    assert found[0].zone == zone
