from __future__ import annotations

import pytest

from schedcheck.readers.values.age_names import (
    answer_of_restriction,
    asks_for_adults,
    counts_something,
    is_a_mark,
    looks_marked,
    names_an_age,
    number_of_picture,
    picture_name,
)


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("age", True),
        ("AGE", True),
        ("ageRating", True),
        ("agerating", True),
        ("min_age", True),
        ("age-limit", True),
        ("isAdult", True),
        ("contentRating", True),
        ("is_18", True),
        ("18plus", True),
        ("возраст", True),
        ("жас_шегі", True),
        ("field_18", False),
        ("жасаған", False),
        ("language", False),
        ("image", False),
        ("percentage", False),
        ("star-rating", False),
        ("kp_rating", False),
        ("userRating", False),
        ("series-desc", False),
    ],
)
def test_names_of_ages(name: str, *, holds: bool) -> None:
    assert names_an_age(name) is holds


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("img/18plus.png", True),
        ("18+", True),
        ("a?mark=18%2B&b", True),
        ("rated 16-plus", True),
        ("tv2-plus1", False),
        ("text=France+24+News", False),
        ("20240304213000+0500", False),
        ("118+", False),
        ("poster-2024.jpg", False),
    ],
)
def test_texts_that_look_marked(text: str, *, marked: bool) -> None:
    assert looks_marked(text) is marked


@pytest.mark.parametrize(
    ("address", "name", "number"),
    [
        ("http://a.kz/img/18plus.png", "18plus", "18"),
        ("e18.svg", "e18", "18"),
        ("img/night_18%2B.png?w=100", "night 18+", "18"),
        ("pg", "pg", ""),
        ("a/12-of-16.png", "12 of 16", ""),
        ("a/2024.png", "2024", ""),
        ("", "", ""),
    ],
)
def test_pictures(address: str, name: str, number: str) -> None:
    assert picture_name(address) == name
    assert number_of_picture(address) == number


def test_names_that_are_marks() -> None:
    assert all(map(is_a_mark, ("18", "R18", "+18", "К18", "x-18", "pg18", "m_18", "18+")))
    assert not any(map(is_a_mark, ("a18", "18th", "118", "s18", "")))


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [
        ("restricted", ("yes", "1", "", "Да"), ("no", "KZ", "0")),
        ("hasPin", ("true",), ("false", "1234")),
        ("isFamilyFriendly", ("false", "нет"), ("true", "", "?")),
        ("pink", (), ("yes", "no", "")),
        ("kids", (), ("yes", "no", "")),
    ],
)
def test_names_of_what_is_not_for_everyone(
    name: str, yes: tuple[str, ...], no: tuple[str, ...]
) -> None:
    assert [answer_of_restriction(name, answer) for answer in yes] == ["restricted"] * len(yes)
    assert [answer_of_restriction(name, answer) for answer in no] == [""] * len(no)


def test_names_of_numbers_that_count_something_else() -> None:
    assert all(map(counts_something, ("episode", "episodeNumber", "channel_id", "серия")))
    assert not any(map(counts_something, ("limit", "ac", "noise")))


def test_names_that_ask_whether_it_is_for_adults() -> None:
    assert all(map(asks_for_adults, ("adult", "isAdult", "is_18", "plus18", "18plus", "only_21")))
    assert not any(map(asks_for_adults, ("age", "rating18", "island", "series_18", "plus180")))
