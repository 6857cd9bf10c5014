from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.errors import ConfigError
from schedcheck.schedule.week import Week, parse_clock, parse_week
from schedcheck.zones import clock_text

DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@given(DAYS)
def test_an_iso_week_runs_from_monday_to_sunday(day: date) -> None:
    year, number, weekday = day.isocalendar()
    week = parse_week(f"{year}-W{number:02}")
    assert week.first == day - timedelta(days=weekday - 1)
    assert week.last == week.first + timedelta(days=6)


@given(DAYS, st.integers(0, 400))
def test_a_span_is_read_as_it_is_printed(first: date, days: int) -> None:
    week = Week(first, first + timedelta(days=days))
    assert parse_week(str(week)) == week


def test_one_day_is_a_span() -> None:
    assert parse_week("2026-11-23") == Week(date(2026, 11, 23), date(2026, 11, 23))


@pytest.mark.parametrize(
    "text", ["", "2026-W54", "2026-11-31", "2026-11-29..2026-11-23", "48", "2026-W00", "next week"]
)
def test_anything_else_is_refused_with_what_is_wanted(text: str) -> None:
    with pytest.raises(ConfigError, match="2026-W48"):
        parse_week(text)


def test_last_this_and_next_count_from_monday_at_six() -> None:
    night, morning = datetime(2026, 11, 30, 5, 59), datetime(2026, 11, 30, 6)  # noqa: DTZ001 - a wall
    assert parse_week("this", night) == parse_week("2026-W48")
    assert parse_week("last", morning) == parse_week("2026-W48")
    assert parse_week("next", morning) == parse_week("2026-W50")


def test_a_clock_time_is_read_as_it_is_printed() -> None:
    assert clock_text(parse_clock("06:30")) == "06:30"
    for text in ("24:00", "6", "06:60", ""):
        with pytest.raises(ConfigError, match="06:00"):
            parse_clock(text)
