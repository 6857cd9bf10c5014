from __future__ import annotations

import pytest

from tests.checks.audited import found, programme


@pytest.mark.parametrize(("start", "count"), [("21:50", 1), ("21:59", 0), ("22:00", 0)])
def test_overlap_is_told_past_a_minute(start: str, count: int) -> None:
    rows = [programme("20:00", "22:00", "A"), programme(start, "23:00", "B")]
    assert len(found("overlap", *rows)) == count


@pytest.mark.parametrize(("start", "count"), [("16:00", 1), ("13:31", 1), ("13:30", 0)])
def test_gap_is_told_past_half_an_hour(start: str, count: int) -> None:
    rows = [programme("12:00", "13:00", "A"), programme(start, "17:00", "B")]
    assert len(found("gap", *rows)) == count


def test_a_short_programme_inside_a_long_one_makes_no_gap() -> None:
    rows = [
        programme("10:00", "14:00", "A"),
        programme("10:30", "11:00", "B"),
        programme("14:00", "15:00", "C"),
    ]
    assert not found("gap", *rows)


def test_a_channel_has_its_own_order() -> None:
    rows = [programme("10:00", "14:00", "A"), programme("20:00", "21:00", "B", channel="b")]
    assert not found("gap", *rows)
    rows = [programme("10:00", "14:00", "A"), programme("11:00", "12:00", "B", channel="b")]
    assert not found("overlap", *rows)


def test_a_duplicate_is_told_at_its_own_place() -> None:
    row = programme("10:00", "11:00", "A")
    (finding,) = found("duplicate", row, row)
    assert finding.place == "line 3"


def test_of_duplicates_the_stricter_mark_is_judged() -> None:
    rows = [programme("12:00", "13:00", "A"), programme("12:00", "13:00", "A", rating="18+")]
    for order in (rows, rows[::-1]):
        assert len(found("watershed", *order)) == 1
        assert len(found("duplicate", *order)) == 1


@pytest.mark.parametrize(
    ("start", "stop", "count"),
    [
        ("10:00", "09:30", 1),
        ("10:00", "10:00", 1),
        ("2024-03-04 1000", "2024-03-05 1001", 1),
        ("2024-03-04 1000", "2024-03-05 1000", 0),
        ("10:00", "10:01", 0),
    ],
)
def test_odd_length(start: str, stop: str, count: int) -> None:
    assert len(found("odd-length", programme(start, stop))) == count
