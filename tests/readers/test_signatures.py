from __future__ import annotations

import pytest

from schedcheck.readers.signatures import TIMED_FIRST_LINE, TIMED_LINE


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("06:30 Новости", 1),
        ("Понедельник\r\n - 06.30 Новости", 1),
        ("День\u2028  24.11.2026 06:30 Новости", 1),
        ("0630 Новости", 1),
        ("0\x006\x00", 1),
        ("\x000\x006", 1),
        ("Today at 06:30", 0),
        ("24.11.2026", 0),
        ("<tv>\n  <programme start='20261124063000'>", 0),
        ("", 0),
    ],
)
def test_lines_that_begin_with_a_clock_reading(text: str, count: int) -> None:
    found = (TIMED_FIRST_LINE.search(text), TIMED_LINE.search(text))
    assert any(found) == bool(count)
