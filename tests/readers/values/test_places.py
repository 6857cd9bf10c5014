from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.values.places import city_in, country_in
from schedcheck.zones import names


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Якутск", "Asia/Yakutsk"),
        ("по Якутску", "Asia/Yakutsk"),
        ("якутское", "Asia/Yakutsk"),
        ("Минскпен", ""),
        ("Минскінің", ""),
        ("Минсктің уақыты", "Europe/Minsk"),
        ("Minsk", "Europe/Minsk"),
        ("Нью-Йорку", "America/New_York"),
        ("New York", "America/New_York"),
        ("Ташкент қаласы", "Asia/Tashkent"),
        ("Ереване", "Asia/Yerevan"),
        ("Восток", ""),  # a station in the Antarctic, and half of Russia's feeds
        ("центр", ""),
        ("Минскер", ""),
    ],
)
def test_a_city_is_known_in_three_languages_and_in_its_cases(text: str, zone: str) -> None:
    assert city_in(text)[0] == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Portugal", "Europe/Lisbon"),
        ("Португалии", "Europe/Lisbon"),
        ("South Africa", "Africa/Johannesburg"),
        ("Оңтүстік Африка", "Africa/Johannesburg"),
        ("Беларусь", "Europe/Minsk"),
        ("Brazil", ""),  # has several clocks
        ("Канада", ""),
    ],
)
def test_a_country_counts_where_it_has_one_clock_or_a_main_one(text: str, zone: str) -> None:
    assert country_in(text)[0] == zone


@given(st.text(alphabet="абвгдеминск -", max_size=30) | st.text(max_size=30))
def test_what_is_found_is_a_zone_and_stands_in_the_text(text: str) -> None:
    for find in (city_in, country_in):
        zone, words = find(text)
        assert bool(zone) is bool(words)
        assert not zone or zone in names()
