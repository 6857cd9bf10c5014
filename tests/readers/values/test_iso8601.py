from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schedcheck.readers.values.iso8601 import parse_date_time

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wall", "offset"),
    [
        ("2026-11-25T21:24:00", "2026-11-25 21:24:00", None),  # whose minutes are 24
        ("2026-11-25T01:24:00.0+05:00", "2026-11-25 01:24:00", 300),
        ("2026-11-25T24:00:00Z", "2026-11-26 00:00:00", 0),
        ("2026-11-25T24:00", "2026-11-26 00:00:00", None),
    ],
)
def test_only_the_hour_24_is_the_end_of_a_day(text: str, wall: str, offset: int | None) -> None:
    assert parse_date_time(text) == (datetime.fromisoformat(wall), offset)


@given(st.integers(-30_000_000_000, 220_000_000_000))
@example(1_764_109_440)  # 22:24:00
def test_what_is_written_is_read_back(seconds: int) -> None:
    moment = EPOCH + timedelta(seconds=seconds)
    assert parse_date_time(moment.isoformat()) == (moment.replace(tzinfo=None), 0)
