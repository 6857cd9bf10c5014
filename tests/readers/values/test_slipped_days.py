from __future__ import annotations

import pytest

from schedcheck.readers.values.slipped_days import is_like_heading


@pytest.mark.parametrize(
    "text",
    ["16 мрата 2026", "16,03,2026", "16..03.2026", "16.O3.2026", "Понеделник",
     "дүйсенби, 16 наурыз", "70.04.2026", "0710.2026", "Вторник 70.04.2026"],
)  # fmt: skip
def test_what_may_head_a_day_and_has_a_slip(text: str) -> None:
    assert is_like_heading(text)


@pytest.mark.parametrize(
    "text",
    ["", "серия 12", "Парад 9 мая", "май 1945", "тел. 23-45-67", "20:00 16 мрата", "2026",
     "Среда обитания", "Маркс", "12+"],
)  # fmt: skip
def test_what_heads_no_day(text: str) -> None:
    assert not is_like_heading(text)
