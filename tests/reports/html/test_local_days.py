from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schedcheck.reports.html.local_days import ClockFace, DayPart, Lane

ALMATY, LONDON = "Asia/Almaty", "Europe/London"
LEAP = date(2024, 2, 29)


def instant(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


SIX = 6 * 3600


def face(zone: str, first: str, last: str, day_starts: int = 0) -> ClockFace:
    return ClockFace(zone, instant(first), instant(last), day_starts)


def test_a_stretch_over_midnight_falls_on_two_days() -> None:
    clock = face(ALMATY, "2025-11-20T00:00+05:00", "2025-11-30T00:00+05:00")
    start, stop = instant("2025-11-24T23:30+05:00"), instant("2025-11-25T00:45+05:00")
    assert list(clock.parts(start, stop)) == [
        DayPart(date(2025, 11, 24), 1410, 1440),
        DayPart(date(2025, 11, 25), 0, 45),
    ]
    assert clock.changes == ()


def test_days_that_begin_at_six_hold_the_night_after_them() -> None:
    clock = face(ALMATY, "2026-11-20T00:00+05:00", "2026-12-04T00:00+05:00", SIX)
    whole = clock.parts(instant("2026-11-23T06:00+05:00"), instant("2026-11-25T06:00+05:00"))
    assert list(whole) == [
        DayPart(date(2026, 11, 23), 0, 1440),
        DayPart(date(2026, 11, 24), 0, 1440),
    ]
    night = clock.parts(instant("2026-11-30T05:10+05:00"), instant("2026-11-30T06:40+05:00"))
    assert list(night) == [
        DayPart(date(2026, 11, 29), 1390, 1440),
        DayPart(date(2026, 11, 30), 0, 40),
    ]


def test_a_change_of_clocks_at_night_is_on_the_day_before_where_days_begin_at_six() -> None:
    clock = face(LONDON, "2025-03-24T00:00+00:00", "2025-04-01T00:00+00:00", SIX)
    (change,) = clock.changes
    assert list(clock.changed(date(2025, 3, 29))) == [(change, 1140, 1200)]
    assert list(clock.changed(date(2025, 3, 30))) == []


def test_the_hour_that_came_twice_has_two_halves() -> None:
    clock = face(ALMATY, "2024-02-26T00:00+06:00", "2024-03-04T00:00+05:00")
    (change,) = clock.changes
    assert change.back
    assert list(clock.changed(LEAP)) == [(change, 1380, 1440)]
    assert list(clock.changed(date(2024, 3, 1))) == []
    over_both = clock.parts(instant("2024-02-29T22:30+06:00"), instant("2024-03-01T00:30+05:00"))
    assert list(over_both) == [
        DayPart(LEAP, 1350, 1380),
        DayPart(LEAP, 1380, 1440, Lane.FIRST),
        DayPart(LEAP, 1380, 1440, Lane.SECOND),
        DayPart(date(2024, 3, 1), 0, 30),
    ]
    first = clock.parts(instant("2024-02-29T23:10+06:00"), instant("2024-02-29T23:20+06:00"))
    second = clock.parts(instant("2024-02-29T23:10+05:00"), instant("2024-02-29T23:20+05:00"))
    assert list(first) == [DayPart(LEAP, 1390, 1400, Lane.FIRST)]
    assert list(second) == [DayPart(LEAP, 1390, 1400, Lane.SECOND)]


def test_the_hour_that_never_was_is_passed_over() -> None:
    clock = face(LONDON, "2025-03-24T00:00+00:00", "2025-04-01T00:00+00:00")
    day = date(2025, 3, 30)
    (change,) = clock.changes
    assert not change.back
    assert list(clock.changed(day)) == [(change, 60, 120)]
    over = clock.parts(instant("2025-03-30T00:30+00:00"), instant("2025-03-30T02:30+01:00"))
    assert list(over) == [DayPart(day, 30, 60), DayPart(day, 120, 150)]


@given(
    st.sampled_from([ALMATY, LONDON, "Asia/Qyzylorda", "America/St_Johns", "Australia/Lord_Howe"]),
    st.datetimes(datetime(2015, 1, 1), datetime(2026, 1, 1)),  # noqa: DTZ001 - drawn naive
    st.integers(1, 3 * 86400),
    st.sampled_from([0, SIX, 5 * 3600 + 1800]),
)
def test_no_second_is_lost_or_told_twice(
    zone: str, start: datetime, seconds: int, day_starts: int
) -> None:
    begin = int(start.replace(tzinfo=UTC).timestamp())
    clock = ClockFace(zone, begin - 86400, begin + seconds + 86400, day_starts)
    parts = list(clock.parts(begin, begin + seconds))
    assert abs(sum(part.closes - part.opens for part in parts) * 60 - seconds) < 1e-3
    places = [(part.day, part.opens, part.closes, part.lane) for part in parts]
    assert len(set(places)) == len(places)
    assert all(0 <= part.opens < part.closes <= 1440 for part in parts)
    assert all(part.day - start.date() < timedelta(days=6) for part in parts)
