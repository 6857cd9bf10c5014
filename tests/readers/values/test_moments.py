from __future__ import annotations

import numpy as np
import pytest

from schedcheck.readers.values.moments import (
    last_printed,
    midnights,
    next_after,
    parse_moment,
    past_midnight,
)


def shifts(
    clocks: list[str], days: list[int], printed: list[bool], channels: str = ""
) -> tuple[list[int], list[bool]]:
    seconds = [int(clock[:2]) * 3600 + int(clock[3:]) * 60 for clock in clocks]
    shift, doubt = past_midnight(
        np.array(seconds, np.int64),
        np.array(days, "datetime64[D]"),
        np.array([ord(letter) for letter in channels or "a" * len(clocks)], np.int64),
        np.array(printed, np.bool_),
    )
    return shift.tolist(), doubt.tolist()


def test_the_hours_after_midnight_are_of_the_next_day() -> None:
    clocks = ["06:00", "23:30", "00:30", "05:00", "06:00"]
    for printed in ([True] * 5, [True, False, False, False, True]):
        assert shifts(clocks, [0, 0, 0, 0, 1], printed)[0] == [0, 0, 1, 1, 0]


def test_days_that_begin_at_midnight_stay() -> None:
    clocks = ["00:00", "12:00", "23:30", "00:00", "01:00"]
    assert shifts(clocks, [0, 0, 0, 1, 1], [True] * 5)[0] == [0] * 5


def test_rows_out_of_order_stay_where_they_print_their_date() -> None:
    clocks = ["06:00", "23:30", "00:30", "23:00", "01:00"]
    assert shifts(clocks, [0] * 5, [True] * 5)[0] == [0] * 5
    small = ["06:00", "08:00", "07:55", "23:00"]
    assert shifts(small, [0] * 4, [True, False, False, False])[0] == [0] * 4


def test_without_dates_every_midnight_counts() -> None:
    clocks = ["20:00", "02:00", "20:00", "02:00"]
    assert shifts(clocks, [0] * 4, [True, False, False, False])[0] == [0, 1, 1, 2]


def test_channels_side_by_side_are_reckoned_each_alone() -> None:
    clocks = ["22:00", "06:00", "00:30", "07:00", "01:30", "08:00"]
    assert shifts(clocks, [0] * 6, [True] * 6, "ababab")[0] == [0, 0, 1, 0, 1, 0]


def test_a_next_day_that_begins_earlier_contradicts() -> None:
    clocks = ["06:00", "23:30", "00:30", "00:00", "06:00"]
    assert shifts(clocks, [0, 0, 0, 1, 1], [True] * 5) == ([0] * 5, [False] * 5)
    undated = [True, False, False, True, False]
    assert shifts(clocks, [0, 0, 0, 1, 1], undated)[1] == [False, False, True, False, False]


def test_nothing_in_nothing_out() -> None:
    assert shifts([], [], []) == ([], [])
    assert last_printed(np.array([False, True, False])).tolist() == [-1, 1, 1]


@pytest.mark.parametrize(
    ("before", "clock", "hours"),
    [(22, 23, 23), (23, 1, 25), (23, 22, 22), (23, 17, 17), (23, 16, 40), (49, 3, 51), (0, 0, 0)],
)
def test_a_clock_that_goes_back_far_is_on_the_next_day(before: int, clock: int, hours: int) -> None:
    assert next_after(before * 3600, clock * 3600) == hours * 3600


@pytest.mark.parametrize(
    ("clocks", "passed"),
    [([6, 12, 23, 1, 5], [0, 0, 0, 1, 1]), ([20, 19, 21], [0, 0, 0]),
     ([20, 2, 20, 2], [0, 1, 1, 2]), ([6, 23, 4], [0, 0, 1]), ([3, 2], [0, 1]), ([], [])],
)  # fmt: skip
def test_the_midnights_that_a_day_passes(clocks: list[int], passed: list[int]) -> None:
    assert midnights([hour * 3600 for hour in clocks]) == passed


def test_plus_one_behind_a_clock_may_be_the_next_day() -> None:
    assert parse_moment("05:30+1") is None
    assert parse_moment("05:30 +1") is None
    clock = parse_moment("05:30+01")
    assert clock is not None
    assert clock.offset == 60
