from __future__ import annotations

import pytest

from tests.checks.audited import found, programme


def test_a_stale_offset_that_decides_is_told() -> None:
    row = programme("22:00", "23:00", rating="18+", offset="+0600")
    (finding,) = found("zone-decides", row)
    assert "+06:00" in finding.message
    assert "lawful" in finding.message
    assert [one.minutes for one in found("watershed", row)] == [60]


@pytest.mark.parametrize("start", ["12:00", "23:30"])
def test_a_stale_offset_that_does_not_decide_is_no_finding(start: str) -> None:
    row = programme(start, None, rating="18+", offset="+0600")
    assert not found("zone-decides", row)


def test_before_march_2024_the_same_offset_was_right() -> None:
    row = programme("2024-02-05 2200", "2024-02-05 2300", rating="18+", offset="+0600")
    assert not found("zone-decides", row)
    assert not found("watershed", row)


def test_no_offset_at_all_may_be_utc() -> None:
    row = programme("18:00", "19:00", rating="18+", offset=None)
    (finding,) = found("zone-decides", row)
    assert "UTC" in finding.message
    assert not found("zone-decides", programme("02:00", "03:00", rating="16+", offset=None))


def test_who_says_the_source_zone_is_believed() -> None:
    row = programme("18:00", "19:00", rating="18+", offset=None)
    assert not found("zone-decides", row, source_zone="UTC")
    assert not found("watershed", row, source_zone="UTC")
    assert found("watershed", row, source_zone="Asia/Almaty")


def test_an_inferred_end_that_decides_is_told() -> None:
    rows = [programme("04:30", None, rating="18+"), programme("06:15", "07:00", "Новости")]
    (finding,) = found("end-decides", *rows)
    assert finding.minutes == 15
    assert [one.minutes for one in found("watershed", *rows)] == [15]


def test_an_unknown_end_near_the_window_is_told() -> None:
    row = programme("2024-03-05 0430", None, rating="18+")
    assert len(found("end-decides", row)) == 1
    assert not found("watershed", row)


@pytest.mark.parametrize("start", ["22:30", "2024-03-04 2359"])
def test_an_unknown_end_far_from_the_window_is_no_finding(start: str) -> None:
    assert not found("end-decides", programme(start, None, rating="18+"))


def test_a_start_inside_the_window_needs_no_end() -> None:
    assert not found("end-decides", programme("12:00", None, rating="18+"))


def test_a_printed_end_is_no_assumption() -> None:
    assert not found("end-decides", programme("04:30", "06:15", rating="18+"))
