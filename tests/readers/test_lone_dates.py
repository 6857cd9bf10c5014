"""Days far from those around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import pytest

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.census import lone_dates
from schedcheck.readers.registry import read_source
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Reading
from tests.fixtures.tables import source_of


def reading_of(days: Sequence[str]) -> Reading:
    starts = pd.to_datetime(pd.Series(days)).to_numpy("datetime64[s]")
    places = [f"row {at}" for at in range(len(days))]
    columns: dict[str, Iterable[Any]] = {
        "wall_start": starts,
        "title": ["А"] * len(days),
        "place": places,
    }
    return Reading("table", make_frame(columns, len(days)))


WEEK = [f"2026-10-{day}" for day in range(12, 19)]


@pytest.mark.parametrize(
    ("days", "place"),
    [
        ([*WEEK[:3], "2025-10-15", "2025-10-15", *WEEK[3:]], "row 3"),
        ([*WEEK[:3], "2026-11-15", *WEEK[3:]], "row 3"),
        (["2025-10-12", *WEEK[1:]], "row 0"),
        ([*WEEK[:6], "2027-10-18"], "row 6"),
        ([*WEEK[:3], "2062-10-15", *WEEK[3:]], "row 3"),
    ],
)
def test_one_date_with_a_wrong_year_or_month_is_a_fault(days: list[str], place: str) -> None:
    (fault,) = lone_dates("a.csv", reading_of(days))
    assert (fault.code, fault.place) == ("bad-row", place)


@pytest.mark.parametrize(
    "days",
    [
        WEEK,
        WEEK[:2],
        ["2025-10-12", *WEEK[:2]],
        [*WEEK, "2026-12-05"],
        [*WEEK, *(f"2027-10-{day}" for day in range(12, 19))],
        [*WEEK[:2], "2025-10-15", *WEEK[2:4], "2025-10-15", *WEEK[4:]],
    ],
)
def test_days_in_their_order_weeks_far_apart_and_other_orders_are_none(days: list[str]) -> None:
    assert lone_dates("a.csv", reading_of(days)) == []


def test_it_is_asked_for_every_text_and_table() -> None:
    rows = [f"1{at}.10.202{5 if at == 5 else 6};20:00;A" for at in range(4, 8)]
    source = source_of("\n".join(["Date;Time;Title", *rows]).encode(), "a.csv")
    faults = read_source(source, ReadOptions()).faults
    assert ["2025" in str(fault.reason) for fault in faults] == [True]
