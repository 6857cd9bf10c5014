from __future__ import annotations

import pytest

from schedcheck.readers.values.clock_times import Spelling
from schedcheck.readers.values.leading_times import (
    holds_another,
    is_hyphened,
    lead,
    looks_like_lead,
    runs,
)

HALF_PAST_SIX = 6 * 3600 + 1800


def shown(seconds: int | None) -> str:
    return "" if seconds is None else f"{seconds // 3600}:{seconds // 60 % 60:02}"


@pytest.mark.parametrize(
    ("line", "starts", "stop", "text"),
    [
        ("6.30 Ән", "6:30", "", "Ән"),
        ("06:30 Ән", "6:30", "", "Ән"),
        ("6ч30 Ән", "6:30", "", "Ән"),
        ("0.10 Ән", "0:10", "", "Ән"),
        ("24:30 Ән", "24:30", "", "Ән"),
        ("06:30:00 Ән", "6:30", "", "Ән"),
        ("6:30 PM Ән", "18:30", "", "Ән"),
        ("12:10 a.m. Ән", "0:10", "", "Ән"),
        ("06:30\tӘн\t18+", "6:30", "", "Ән | 18+"),
        ("06:30 | Ән", "6:30", "", "Ән"),
        ("06:30 - Ән", "6:30", "", "Ән"),
        ("06:30. Ән", "6:30", "", "Ән"),
        ("• 06:30 Ән", "6:30", "", "Ән"),
        ("[06:30] Ән", "6:30", "", "Ән"),
        ("(06:30 Ән)", "6:30", "", "Ән"),
        ("06:30-07:00 Ән", "6:30", "7:00", "Ән"),
        ("6.30 – 7.00 Ән", "6:30", "7:00", "Ән"),
        ("6.30 до 7.00 Ән", "6:30", "7:00", "Ән"),
        ("06:30, 12:00 Ән", "6:30 12:00", "", "Ән"),
        ("6.30; 9.00 и 12.00 Ән", "6:30 9:00 12:00", "", "Ән"),
        ("6.30, 9.00 және 12.00 Ән", "6:30 9:00 12:00", "", "Ән"),
        ("6.30 5 минут", "6:30", "", "5 минут"),
        ("6.30", "6:30", "", ""),
        ("1.00 -", "1:00", "", "-"),
        ("6.30(16+)", "6:30", "", "(16+)"),
    ],
)
def test_readings_that_begin_a_line(line: str, starts: str, stop: str, text: str) -> None:
    found = lead(line)
    assert found is not None
    assert " ".join(shown(one.start) for one in found.showings) == starts
    assert (shown(found.showings[0].stop), found.text) == (stop, text)


@pytest.mark.parametrize(
    "line", ["12.12.2022", "12.12.22 Ән", "6-30 Ән", "25.75 Ән", "30:00 Ән", "6.3 Ән", "2.50% Ән",
             "13:00 PM Ән", "Ән 6.30", "«6.30»", "", "6"],
)  # fmt: skip
def test_lines_that_do_not_begin_with_a_reading(line: str) -> None:
    assert lead(line) is None


def test_hyphens_are_readings_where_the_listing_writes_them_so() -> None:
    found = lead("6-30 - 7-00 Ән", Spelling.HYPHEN)
    assert found is not None
    assert (found.showings[0].start, found.showings[0].stop) == (HALF_PAST_SIX, 7 * 3600)
    assert is_hyphened("6-30 Ән")
    assert not any(map(is_hyphened, ("10-12 серии", "10-12-я серии", "5-10 лет", "6:30 Ән", "6-7")))


def test_impossible_readings_are_known_by_their_look() -> None:
    assert looks_like_lead("25.75 Ән")
    assert looks_like_lead("6:30 Ән")
    assert not looks_like_lead("12.12.2022")


def test_two_readings_side_by_side_are_kept_apart() -> None:
    found = lead("06:30 07:00 Ән")
    assert found is not None
    assert (shown(found.beside), found.text, len(found.showings)) == ("7:00", "Ән", 1)


@pytest.mark.parametrize(
    ("line", "following", "parts"),
    [
        ("6.00 Ән. 6.30 Фильм. 8.00 «Тағы»", "9.00", ["6:00 Ән.", "6:30 Фильм.", "8:00 «Тағы»"]),
        ("06.00 «Ән» 07.05-08:00 Күй", "9.00", ["6:00 «Ән»", "7:05 Күй"]),
        ("23.30 Ән 0.30 Күй 2.00 Жыр", "3.00", ["23:30 Ән", "0:30 Күй", "2:00 Жыр"]),
        ("6.00 Матч в 6.30 Спартак", "9.00", ["6:00 Матч в 6.30 Спартак"]),
        ("6.00 Ән. 6.30 және тағы", "9.00", ["6:00 Ән. 6.30 және тағы"]),
        ("6.00 Ән. 10.30 Фильм", "9.00", ["6:00 Ән. 10.30 Фильм"]),
        ("6.00 Ән. 5.30 Фильм", "9.00", ["6:00 Ән. 5.30 Фильм"]),
        ("6.00 Ән (повтор 6.30 Фильм)", "9.00", ["6:00 Ән (повтор 6.30 Фильм)"]),
    ],
)
def test_several_programmes_in_one_line(line: str, following: str, parts: list[str]) -> None:
    first, after = lead(line), lead(following)
    assert first is not None
    assert after is not None
    split = list(runs(first, after.showings[0].start))
    assert [f"{shown(one.showings[0].start)} {one.text}" for one in split] == parts


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("12-30 Сериал «Ұшқын»", True),
        ("6-30 Частный детектив", True),
        ("10-12 серии", False),
        ("10-12-я серия", False),
        ("12-30 сериал", False),
    ],
)
def test_a_title_behind_hyphened_numbers_begins_with_a_capital(text: str, time: bool) -> None:  # noqa: FBT001 - a case
    assert is_hyphened(text) is time


@pytest.mark.parametrize(
    ("text", "title"),
    [("(18+) 22.30 Қонақ", "Қонақ (18+)"), ("[16 +] 7:05 А", "А [16 +]"), ("18+ 22:30 А", "А 18+")],
)
def test_a_mark_may_stand_before_the_reading(text: str, title: str) -> None:
    found = lead(text)
    assert found is not None
    assert found.text == title
    assert lead(f"{text[:5]} Қонақ") is None


@pytest.mark.parametrize(
    "text",
    [
        "15.00-де Көркем фильм", "15:00де Көркем фильм", "15.00 Көркем фильм",
        "15:00 бастап Көркем фильм", "15:00-ден бастап Көркем фильм",
        "15:00 бастап 16:00 Көркем фильм", "15:00-ден бастап 16:00-ге дейін Көркем фильм",
    ],
)  # fmt: skip
def test_the_kazakh_case_behind_a_reading_is_no_title(text: str) -> None:
    found = lead(text)
    assert found is not None
    assert found.text == "Көркем фильм"


def test_a_line_may_begin_with_the_word_for_hour() -> None:
    assert looks_like_lead("сағ. 15.00-де Көркем фильм «Жат»")
    assert looks_like_lead("soat 15:00 Yangiliklar")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Новости (0+) (в 21:30 Маяк 18+)", True),
        ("Новости (0+), позже Маяк (18+) в 21:30", True),
        ("Жаңалықтар (0+), кейін «Маяк» [18+], 21.30", True),
        ("Кино (12+) (Россия, 2010) 18+ до 23:10", False),
        ("Кино (12+) 18+ 22:00", False),
        ("Маяк (18+) США (12+) в 21:30", False),
        ("Новости (0+) в 21:30 о концерте «Маяк»", False),
    ],
)
def test_a_title_that_names_another_programme_with_its_time(title: str, told: bool) -> None:  # noqa: FBT001
    assert holds_another(title) is told
