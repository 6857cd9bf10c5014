from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.schedule.building import make_frame
from schedcheck.schedule.frame import STOP_FROM, validate
from schedcheck.schedule.placing import Placed, place, rows_of_each

ALMATY = {"ktk": "Asia/Almaty", "oral": "Asia/Oral", "berlin": "Europe/Berlin"}
Row = tuple[str, str, str | None, int | None]


def _frame(rows: list[Row], sources: list[str] | None = None) -> pd.DataFrame:
    """Rows of channel, start, stop and offset as a schedule frame."""
    stops = [row[2] for row in rows]
    sources = sources or ["printed" if stop else "unknown" for stop in stops]
    return make_frame(
        {
            "channel": [row[0] for row in rows],
            "title": [f"t{number}" for number in range(len(rows))],
            "wall_start": np.array([row[1] for row in rows], "datetime64[s]"),
            "wall_stop": np.array([stop or "NaT" for stop in stops], "datetime64[s]"),
            "offset": pd.array([row[3] for row in rows], dtype="Int16"),
            "stop_from": pd.Categorical(sources, dtype=STOP_FROM),
            "file": ["week.csv"] * len(rows),
            "place": [f"line {number}" for number in range(2, len(rows) + 2)],
        },
        len(rows),
    )


def _placed(rows: list[Row], sources: list[str] | None = None) -> Placed:
    placed = place(_frame(rows, sources), ALMATY)
    validate(placed.frame)
    return placed


def _starts(rows: list[Row]) -> list[str]:
    return [f"{start:%Y-%m-%dT%H:%M}" for start in _placed(rows).frame["start"]]


@pytest.mark.parametrize(
    ("row", "instant"),
    [
        (("ktk", "2024-03-04T21:30", None, None), "2024-03-04T16:30"),
        (("ktk", "2024-02-04T21:30", None, None), "2024-02-04T15:30"),
        (("ktk", "2024-03-04T21:30", None, 360), "2024-03-04T15:30"),
        (("oral", "2024-02-04T21:30", None, None), "2024-02-04T16:30"),
        (("berlin", "2026-07-01T12:00", None, None), "2026-07-01T10:00"),
        (("ktk", "2024-03-04T21:30", None, -210), "2024-03-05T01:00"),
    ],
)
def test_a_printed_offset_is_believed_and_a_bare_reading_is_local(row: Row, instant: str) -> None:
    assert _starts([row]) == [instant]


def test_an_hour_that_happened_twice_goes_on_where_the_clock_went_back() -> None:
    walls = ["22:30", "23:00", "23:30", "23:00", "23:30"]
    rows: list[Row] = [("ktk", f"2024-02-29T{wall}", None, None) for wall in walls]
    rows.append(("ktk", "2024-03-01T00:00", None, None))
    hours = ["16:30", "17:00", "17:30", "18:00", "18:30", "19:00"]
    assert _starts(rows) == [f"2024-02-29T{hour}" for hour in hours]


def test_the_same_row_given_twice_in_that_hour_is_the_same_programme() -> None:
    rows: list[Row] = [("ktk", "2024-02-29T23:00", None, None)] * 2
    assert len(set(_starts(rows))) == 1


def test_a_programme_over_the_change_of_clocks_ends_after_it_begins() -> None:
    frame = _placed([("ktk", "2024-02-29T23:50", "2024-02-29T23:20", None)]).frame
    assert (frame["stop"] - frame["start"]).iloc[0] == pd.Timedelta(minutes=30)


def test_a_duration_is_time_that_passes_and_not_clock_readings() -> None:
    frame = _placed([("ktk", "2024-02-29T22:30", "2024-03-01T00:30", None)], ["duration"]).frame
    assert (frame["stop"] - frame["start"]).iloc[0] == pd.Timedelta(hours=2)
    assert frame["stop_from"].iloc[0] == "duration"


def test_an_hour_that_never_happened_is_placed_behind_the_jump_and_told() -> None:
    placed = _placed([("berlin", "2026-03-29T02:30", None, None)])
    assert placed.frame["start"].iloc[0] == pd.Timestamp("2026-03-29T01:30Z")
    assert "never happened" in str(placed.faults[0].reason)
    assert placed.faults[0].place == "line 2"


def test_a_missing_end_is_the_next_later_start_on_the_channel() -> None:
    placed = _placed(
        [
            ("ktk", "2024-03-04T10:00", None, None),
            ("ktk", "2024-03-04T10:00", None, None),
            ("oral", "2024-03-04T10:30", None, None),
            ("ktk", "2024-03-04T11:00", None, None),
        ]
    )
    stops = placed.frame["stop"].tolist()
    assert stops[:2] == [pd.Timestamp("2024-03-04T06:00Z")] * 2
    assert pd.isna(stops[2])
    assert placed.frame["stop_from"].tolist() == ["next", "next", "unknown", "unknown"]
    assert placed.channels == ("ktk", "oral")
    assert placed.codes.tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize(("following", "known"), [("16:00", True), ("16:01", False)])
def test_past_a_silence_of_six_hours_the_end_is_unknown(following: str, known: bool) -> None:  # noqa: FBT001 - a case of a table
    rows: list[Row] = [
        ("ktk", "2024-03-04T10:00", None, None),
        ("ktk", f"2024-03-04T{following}", None, None),
    ]
    assert _placed(rows).frame["stop"].notna().iloc[0] == known


@pytest.mark.parametrize("stop", ["2024-03-04T10:00", "2024-03-04T09:30"])
def test_an_end_that_is_not_after_the_start_is_none(stop: str) -> None:
    rows: list[Row] = [
        ("ktk", "2024-03-04T10:00", stop, None),
        ("ktk", "2024-03-04T11:00", "2024-03-04T12:00", None),
    ]
    frame = _placed(rows).frame
    assert frame["stop_from"].tolist() == ["next", "printed"]
    assert frame["stop"].iloc[0] == frame["start"].iloc[1]


@pytest.mark.parametrize("start", ["0001-01-01T10:00", "1949-12-31T10:00", "2100-01-01T00:00"])
def test_a_year_that_cannot_be_is_told_and_not_judged(start: str) -> None:
    placed = _placed([("ktk", start, None, None), ("ktk", "2024-03-04T10:00", None, None)])
    assert len(placed.frame) == 1
    assert placed.faults[0].place == "line 2"


def test_an_empty_schedule_is_placed_as_well() -> None:
    assert not len(_placed([]).frame)


_WALLS = st.datetimes(datetime(2016, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001 - readings
    lambda time: time.replace(second=0, microsecond=0, fold=0)
)


@given(st.lists(_WALLS, min_size=1, max_size=10, unique=True), st.sampled_from([*ALMATY]))
def test_bare_readings_are_placed_as_zoneinfo_places_them(
    walls: list[datetime], channel: str
) -> None:
    walls = sorted(walls)
    rows: list[Row] = [(channel, wall.isoformat(), None, None) for wall in walls]
    tz = ZoneInfo(ALMATY[channel])
    expected = sorted(wall.replace(tzinfo=tz).timestamp() for wall in walls)
    found = [start.timestamp() for start in _placed(rows).frame["start"]]
    twice = any(
        wall.replace(tzinfo=tz).utcoffset() != wall.replace(tzinfo=tz, fold=1).utcoffset()
        for wall in walls
    )
    assert found == expected or twice


@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    start = datetime(2024, 3, 4, 10)  # noqa: DTZ001 - a clock reading
    rows: list[Row] = [
        ("ktk" if number % 2 else "oral", (start + timedelta(hours=number)).isoformat(), None, None)
        for number in range(6)
    ]
    shuffled = _placed([rows[number] for number in order]).frame
    columns = ["channel", "start", "stop", "stop_from"]
    pd.testing.assert_frame_equal(shuffled[columns], _placed(rows).frame[columns])


@given(st.lists(st.integers(0, 5), max_size=20))
def test_the_rows_of_each_channel_are_those_with_its_code(codes: list[int]) -> None:
    found = rows_of_each(np.array(codes, np.intp), 6)
    assert [rows.tolist() for rows in found] == [
        [row for row, code in enumerate(codes) if code == wanted] for wanted in range(6)
    ]
