from __future__ import annotations

import pytest

from schedcheck.readers.values.clock_heads import clock_head
from schedcheck.readers.values.clock_times import UNKNOWN_ZONE, begins_with_zone
from tests.fixtures.tables import NO_OPTIONS, read_csv

TITLES = ["Ән", "«Түн» (18+)", "Күй 12+"]


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Минск", "Europe/Minsk"),
        ("(Израиль)", "Asia/Jerusalem"),
        ("[Beijing]", "Asia/Shanghai"),
        ("(Зареченск)", UNKNOWN_ZONE),
        ("YEKT", UNKNOWN_ZONE),
    ],
)
def test_a_place_before_all_titles_names_their_clock(name: str, zone: str) -> None:
    head = clock_head([f"{name} {title}" for title in TITLES])
    assert head is not None
    assert head.zone == zone
    assert [head.behind(f"{name} {title}") for title in TITLES] == TITLES
    assert head.behind("Ән") is None


@pytest.mark.parametrize("name", ["(HD)", "(повтор)", "Сериал", "Зареченск", "(6+)"])
def test_what_else_may_stand_before_all_titles(name: str) -> None:
    assert clock_head([f"{name} {title}" for title in TITLES]) is None


def test_one_title_may_begin_with_a_city() -> None:
    assert clock_head(["Минск слезам не верит", "Ән", "Күй"]) is None
    assert clock_head(["Минск Ән", "Минск Күй"]) is None


def test_lists_in_one_column_have_such_clocks_too() -> None:
    lines = "".join(f"{10 + at}:00 Минск {title};\n" for at, title in enumerate(TITLES))
    reading = read_csv(f"04.03.2024;\n{lines}", NO_OPTIONS)
    assert reading.frame["title"].tolist() == TITLES
    assert set(reading.frame["offset"]) == {180}


def test_a_clock_that_is_named_behind_a_dash() -> None:
    assert begins_with_zone("– МСК, 13:30 Ән")
    assert not begins_with_zone("Москва слезам не верит")
