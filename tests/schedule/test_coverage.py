from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.results.finding import Severity
from schedcheck.schedule.coverage import Coverage, Span, covered, edges, inside, span_of, whole_days
from schedcheck.schedule.placing import NAT
from schedcheck.schedule.week import Week, parse_week
from tests.checks.audited import audited, programme

ALMATY = "Asia/Almaty"
WEEK = parse_week("2026-W48")
MONDAY = int(datetime(2026, 11, 23, tzinfo=ZoneInfo(ALMATY)).timestamp())
HOUR, MINUTE = 3600, 60


def cover(
    *programmes: tuple[float, float | None], week: Week = WEEK, starts_at: int = 0
) -> Coverage:
    """Coverage by programmes given as hours since the week's first midnight."""
    starts = np.array([MONDAY + round(start * HOUR) for start, _stop in programmes], np.int64)
    stops = [NAT if stop is None else MONDAY + round(stop * HOUR) for _start, stop in programmes]
    return covered(week, ALMATY, starts, np.array(stops, np.int64), starts_at)


def hours(coverage: Coverage) -> list[tuple[str, str]]:
    return [(f"{a:%a %H:%M}", f"{b:%a %H:%M}") for a, b in coverage.holes]


def test_a_week_from_midnight_or_from_six_to_six_is_whole() -> None:
    assert cover((0, 168)) == Coverage(168.0, 168.0, ())
    assert cover((6, 174)) == Coverage(162.0, 162.0, ())
    assert cover((6, 174), starts_at=6 * HOUR) == Coverage(168.0, 168.0, ())


def test_what_is_silent_for_more_than_half_an_hour_is_a_hole() -> None:
    found = cover((6, 30), (30.5, 100), (101, 174))
    assert hours(found) == [("Fri 04:00", "Fri 05:00")]
    assert (found.expected, found.covered) == (162.0, 161.0)


def test_what_begins_after_six_and_ends_early_has_two_holes() -> None:
    assert hours(cover((7, 160))) == [("Mon 00:00", "Mon 07:00"), ("Sun 16:00", "Mon 00:00")]


def test_a_programme_that_runs_in_from_the_week_before_covers_its_hours() -> None:
    assert cover((-2, 1), (1, 168)).holes == ()


def test_a_long_programme_under_short_ones_leaves_no_hole() -> None:
    assert cover((0, 24), (1, 2), (24, 168)).holes == ()


def test_an_unknown_end_lasts_an_hour() -> None:
    assert hours(cover((0, 100), (100, None))) == [("Fri 05:00", "Mon 00:00")]


def test_nothing_inside_is_nothing_covered() -> None:
    found = cover((-168, -1))
    assert (found.expected, found.covered, len(found.holes)) == (168.0, 0.0, 1)
    assert cover().covered == 0


def test_a_day_on_which_the_clock_goes_back_has_25_hours() -> None:
    day = Week(date(2024, 2, 29), date(2024, 2, 29))
    begin, end = edges(day, ALMATY, 0)
    assert (end - begin) / HOUR == 25
    assert datetime.fromtimestamp(begin, UTC) == datetime(2024, 2, 28, 18, tzinfo=UTC)


@given(
    st.lists(
        st.tuples(st.integers(-3000, 13000), st.one_of(st.none(), st.integers(1, 900))),
        max_size=12,
    )
)
def test_covered_minutes_equal_a_count_by_minutes(
    parts: list[tuple[int, int | None]],
) -> None:
    parts.sort(key=lambda part: part[0])
    whole = 7 * 24 * 60
    on_air = np.zeros(whole, np.bool_)
    for start, length in parts:
        on_air[max(start, 0) : max(start + (length or 60), 0)] = True
    found = cover(*((a / 60, None if n is None else (a + n) / 60) for a, n in parts))
    silent = np.zeros(whole, np.bool_)
    for begin, end in found.holes:
        a, b = (round((moment.timestamp() - MONDAY) / MINUTE) for moment in (begin, end))
        assert not on_air[a:b].any()
        assert b - a > 30
        silent[a:b] = True
    assert found.covered * 60 + silent.sum() == pytest.approx(found.expected * 60)
    night = round((168 - found.expected) * 60)
    assert night <= 360
    assert not on_air[:night].any()
    # whatever is neither on air nor a hole is a short silence
    short = "".join("s" if quiet else "." for quiet in ~on_air[night:] & ~silent[night:])
    assert all(len(run) <= 30 for run in short.split("."))


def test_a_programme_belongs_to_the_week_in_which_it_starts() -> None:
    starts = MONDAY + np.array([-1, 0, 7 * 24 * HOUR - 1, 7 * 24 * HOUR])
    assert inside(WEEK, ALMATY, starts, 0).tolist() == [False, True, True, False]
    assert inside(WEEK, ALMATY, starts + 6 * HOUR).tolist() == [False, True, True, False]


def test_days_with_a_morning_and_an_afternoon_are_whole() -> None:
    starts = MONDAY + np.array([6, 13, 26, 47, 49, 50]) * HOUR
    assert whole_days(ALMATY, starts) == {date(2026, 11, 23), date(2026, 11, 24)}


def test_noon_is_that_of_a_clock_half_an_hour_aside() -> None:
    walls = np.array(["2026-11-23T11:50", "2026-11-23T12:10"], "datetime64[s]").view(np.int64)
    assert whole_days("Asia/Kolkata", walls - 19_800) == {date(2026, 11, 23)}
    assert whole_days("Asia/Kolkata", walls[:0]) == frozenset()


def test_the_days_of_a_run_are_those_asked_for_or_those_of_most_channels() -> None:
    week = [WEEK.first + timedelta(days=number) for number in range(7)]
    before = [day - timedelta(days=7) for day in week]
    assert span_of(WEEK, []) == Span(WEEK, "option")
    assert span_of(None, [week, week, before, []]) == Span(WEEK, "schedules")
    assert span_of(None, [[], []]) is None


def test_a_check_of_a_week_cuts_and_counts_what_lies_outside() -> None:
    rows = [
        programme("2026-11-22 12:00", "2026-11-22 13:00", "Before (18+)"),
        programme("2026-11-29 23:30", "2026-11-30 07:00", "Over midnight (18+)"),
        programme("2026-11-24 12:00", "2026-11-24 13:00", "Inside (18+)"),
        programme("2026-11-30 23:00", "2026-11-30 23:30", "After (18+)"),
    ]
    result = audited(*rows, week=WEEK)
    titles = [one.title for one in result.findings if one.code == "watershed"]
    assert titles == ["Inside (18+)", "Over midnight (18+)", "Before (18+)"]
    assert [one.title for one in result.outside] == ["Before (18+)"]
    assert result.count(Severity.VIOLATION) == 2
    (report,) = result.channels
    assert report.programmes == 2
    assert (result.partly_covered(report), result.of_other_days(report)) == (True, False)
    assert report.outside is not None
    assert (report.outside.programmes, report.outside.violations) == (2, 1)
    assert f"{report.outside.first:%d.%m %H:%M}" == "22.11 12:00"
    assert f"{report.outside.last:%d.%m %H:%M}" == "30.11 23:00"
    assert [source.outside for source in result.sources] == [2]


def test_a_schedule_of_another_week_is_judged_outside_of_it() -> None:
    row = programme("2026-11-16 12:00", "2026-11-16 13:00", "Before (18+)")
    result = audited(row, week=WEEK)
    (report,) = (one for one in result.channels if result.of_other_days(one))
    assert (report.programmes, report.violations, report.first) == (0, 0, None)
    assert [(one.code, one.outside) for one in result.findings] == [("watershed", True)]
    assert result.count(Severity.VIOLATION) == 0


STARTS = st.lists(st.integers(0, 28 * 24 * 60 - 1), min_size=1, max_size=12, unique=True)


@settings(max_examples=25, deadline=None)
@given(STARTS, st.sampled_from([0, 6 * 3600]), st.integers(5, 300))
def test_weeks_on_end_find_every_violation_once(starts: list[int], opens: int, length: int) -> None:
    first = datetime(2026, 11, 16, tzinfo=ZoneInfo(ALMATY))
    rows = []
    for number, minute in enumerate(starts):
        begin = first + timedelta(minutes=minute)
        end = begin + timedelta(minutes=length)
        rows.append(programme(f"{begin:%F %H:%M}", f"{end:%F %H:%M}", f"Film {number} (18+)"))

    def violations(week: Week | None, *, outside: bool) -> list[str]:
        found = audited(*rows, week=week, week_starts=opens)
        codes = [one for one in found.findings if one.severity is Severity.VIOLATION]
        return [one.title for one in codes if one.outside is outside]

    every = sorted(violations(None, outside=False))
    monday = first.date() - timedelta(days=7)
    weeks = [
        Week(day, day + timedelta(days=6))
        for day in (monday + timedelta(days=7 * n) for n in range(6))
    ]
    inner = [violations(week, outside=False) for week in weeks]
    assert sorted(title for titles in inner for title in titles) == every
    assert sorted(inner[2] + violations(weeks[2], outside=True)) == every
