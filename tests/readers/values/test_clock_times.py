from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.values.clock_times import known_zone, offsets_at, times_at
from schedcheck.readers.values.moments import (
    parse_moment,
    parse_zone,
)


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
        ("Z A", "UTC", " A"),
        (" Z+3 А", "UTC+03:00", " А"),
    ],
)
def test_a_zone_behind_a_clock_reading(text: str, zone: str, rest: str) -> None:
    found = times_at(f"21:30{text}")
    assert found is not None
    assert (found[0].zone, f"21:30{text}"[found[0].end :]) == (zone, rest)


@pytest.mark.parametrize(
    "text",
    [" Алматы. Жаңалықтар", " -05:00", " +7 новостей", " МСКА", " Московские тайны", " CETA",
     " Oral", " +100500", " UK today", " +99:00 A",
     " Z Nation", "Z-Nation", " Z-2", "Zorro", " z+3"],
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


YEARS = datetime.fromisoformat("2005-01-01"), datetime.fromisoformat("2030-01-01")


@given(
    st.sampled_from(["Asia/Almaty", "Europe/Moscow", "Europe/Paris", "Asia/Qyzylorda"]),
    st.lists(st.datetimes(*YEARS), max_size=20),
)
def test_offsets_are_those_of_zoneinfo(zone: str, walls: list[datetime]) -> None:
    wanted, existing = [], []
    for wall in walls:
        aware = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
        offset = aware.utcoffset()
        assert offset is not None
        # an hour that never happened has no offset to compare
        if aware.replace(fold=1).utcoffset() == offset:
            wanted.append(int(offset.total_seconds()) // 60)
            existing.append(wall)
    found = offsets_at(zone, np.array(existing, "datetime64[s]"))
    assert found.tolist() == wanted


@pytest.mark.parametrize(("zone", "minutes"), [("UTC", 0), ("UTC+05:00", 300), ("UTC-03:30", -210)])
def test_fixed_offsets(zone: str, minutes: int) -> None:
    assert offsets_at(zone, np.array(["2024-03-04"], "datetime64[s]")).tolist() == [minutes]
    assert known_zone(zone)
    assert not known_zone("Asia/Nowhere")


@pytest.mark.parametrize(
    "between", ["÷", " ⇒ ", "…", "...", " .. ", " – по ", "-ден ", "﹣", "=>", " — ок. ", "—"]
)
def test_any_sign_or_word_may_part_the_end(between: str) -> None:
    ending = "-ге дейін" if "ден" in between else ""
    found = times_at(f"20:05{between}21:35{ending} Ән")
    assert found is not None
    start, stop = found
    assert stop is not None
    assert (start.seconds, stop.seconds) == (20 * 3600 + 300, 21 * 3600 + 2100)
    assert stop.end == len(f"20:05{between}21:35{ending}")


@pytest.mark.parametrize("between", [" / ", ", ", " + ", " «", " ("])
def test_signs_that_may_join_other_things_part_no_end(between: str) -> None:
    found = times_at(f"20:05{between}21:35 Ән")
    assert found is not None
    assert found[1] is None


@pytest.mark.parametrize(
    ("text", "hours"), [("8 вечера", 20), ("2:00 дня", 14), ("7:00 утра", 7), ("12 ночи", 0)]
)
def test_a_half_of_the_day_in_words(text: str, hours: int) -> None:
    found = times_at(f"{text} Концерт")
    assert found is not None
    assert (found[0].seconds, found[0].end) == (hours * 3600, len(text))
    title = times_at("9:00 Вечера на хуторе")
    assert title is not None
    assert title[0].seconds == 9 * 3600
