from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.values.trailing_times import trailing, until


def test_a_title_may_tell_its_own_end() -> None:
    assert until("Ән. Күй. до 1.00") == 3600
    assert until("Ән (до 1.00)") == 3600
    assert until("Ән до 1.00 и далее") is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Film 9:00 PM", 21 * 3600),
        ("Х/ф «Порог» 15:00", 15 * 3600),
        ("Х/ф «Порог» (18+) 3 p.m.", 15 * 3600),
        ("Ток-шоу «Дорога» 12+ 9.30", 9 * 3600 + 1800),
    ],
)
def test_a_start_may_be_behind_its_title(text: str, seconds: int) -> None:
    assert trailing(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["Повтор 23:00", "Повтор: 23:00", "Смотрите в 21:00", "с 9:00 до 10:00", "героиня ждёт 9:00",
     "Счёт 2:15:00", "Завтра 21.00", "Жаңалықтар қайталануы 23:00", "Серия 12"],
)  # fmt: skip
def test_a_reading_in_a_sentence_is_none(text: str) -> None:
    assert trailing(text) is None


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    found = trailing(text)
    assert found is None or 0 <= found < 30 * 3600
