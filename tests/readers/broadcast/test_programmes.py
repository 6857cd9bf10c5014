from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.broadcast.programmes import Programme, frame_of, join_texts
from schedcheck.readers.values.iso8601 import parse_date_time, parse_duration, parse_offset
from schedcheck.schedule.frame import validate

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC).replace(tzinfo=None)


def test_programmes_make_a_frame() -> None:
    frame = validate(
        frame_of(
            [
                Programme("ktk", "Бір", NOON, 7, NOON + timedelta(hours=1), 300, lasts=True),
                Programme("ktk", "Екі", NOON + timedelta(hours=1), 9, mark_text="x:18"),
            ],
            "a.xml",
        )
    )
    assert frame["stop_from"].tolist() == ["duration", "unknown"]
    assert frame["offset"].tolist()[0] == 300
    assert frame["offset"].isna().tolist() == [False, True]
    assert frame["place"].tolist() == ["line 7", "line 9"]
    assert len(validate(frame_of([], "a.xml"))) == 0


@pytest.mark.parametrize(("part", "second"), [(499_999, 59), (500_000, 0)])
def test_parts_of_a_second_are_rounded(part: int, second: int) -> None:
    start = NOON.replace(hour=21, minute=59, second=59, microsecond=part)
    (read,) = frame_of([Programme("", "", start, 1)], "a")["wall_start"]
    assert read.second == second


@pytest.mark.parametrize(
    ("text", "wall", "offset"),
    [
        ("2024-03-04T21:30:00Z", "2024-03-04 21:30:00", 0),
        ("2024-03-04T21:30:00+05:00", "2024-03-04 21:30:00", 300),
        (" 2024-03-04 21:30:00-0330 ", "2024-03-04 21:30:00", -210),
        ("2024-03-04T21:30", "2024-03-04 21:30:00", None),
        ("2024-03-04T21:30:00.250Z", "2024-03-04 21:30:00.250000", 0),
        ("2024-03-04T24:00:00Z", "2024-03-05 00:00:00", 0),
    ],
)
def test_dates_with_times(text: str, wall: str, offset: int | None) -> None:
    read, minutes = parse_date_time(text)
    assert (str(read), minutes) == (wall, offset)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-03-04",
        "21:30",
        "2024-02-30T10:00:00",
        "2024-03-04T24:00:01",
        "2024-03-04T21:60:00",
        "2024-03-04T21:30:61",
        "2024-03-04T21:30:00+15:00",
        "2024-03-04T21:30:00+05:75",
        "2024-03-04T21:30:00 BST",
        "9999-12-31T21:30:00",
        "0001-01-01T00:30:00",
    ],
)
def test_what_is_no_date_with_a_time(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_date_time(text)


@given(
    st.datetimes(datetime(1000, 1, 1), datetime(8999, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    st.integers(-14 * 60, 14 * 60),
)
def test_what_isoformat_writes_is_read(moment: datetime, minutes: int) -> None:
    sign = "-" if minutes < 0 else "+"
    zone = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    wall = moment.replace(tzinfo=None)
    assert parse_date_time(wall.isoformat() + zone) == (wall, minutes)
    assert parse_offset(zone) == minutes


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT1H30M", 5400),
        ("PT00H06M00S", 360),
        ("PT90M", 5400),
        ("P1DT1S", 86401),
        ("PT0.5S", 0.5),
        ("P1W", 604800),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    assert parse_duration(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "P", "PT", "P1M", "P1Y", "-PT1H", "1:30", "PT1H30", "90"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_duration(text)


def test_texts_are_joined_once_each() -> None:
    assert join_texts(["a  b", "", "c", "a b", "t"], "t") == "a b / c"
