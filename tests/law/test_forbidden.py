from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.law.forbidden import Forbidden, forbidden
from schedcheck.law.rule import Window
from schedcheck.zones import offsets_over
from tests.test_zones import ZONES

DAY = (Window(6 * 60, 22 * 60),)


def _forbidden(  # noqa: PLR0913, PLR0917 - what the program is asked
    zone: str,
    starts: np.ndarray,
    stops: np.ndarray,
    windows: tuple[Window, ...] = DAY,
    first: date | None = None,
    last: date | None = None,
) -> Forbidden:
    span = (int(starts.min()), int(stops.max()))
    return forbidden(windows, offsets_over(zone, starts, stops), span, first, last)


def _minute_by_minute(  # noqa: PLR0913, PLR0917 - the same question asked the slow way
    start: int,
    stop: int,
    zone: str,
    windows: tuple[Window, ...],
    first: date | None,
    last: date | None,
) -> int:
    """What a clerk with a clock would count."""
    count = 0
    for instant in range(start, stop, 60):
        there = datetime.fromtimestamp(instant, ZoneInfo(zone))
        if (first and there.date() < first) or (last and there.date() > last):
            continue
        minute = there.hour * 60 + there.minute
        count += any(
            there.weekday() in w.weekdays and w.opens <= minute < w.closes for w in windows
        )
    return count


# starts near the changes of clocks as well as anywhere
_CHANGES = [
    int(datetime(2024, 2, 29, 18, tzinfo=UTC).timestamp()),
    int(datetime(2018, 12, 20, 18, tzinfo=UTC).timestamp()),
    int(datetime(2021, 3, 28, 1, tzinfo=UTC).timestamp()),
    int(datetime(2021, 10, 31, 1, tzinfo=UTC).timestamp()),
    int(datetime(2021, 3, 14, 7, tzinfo=UTC).timestamp()),
    int(datetime(2021, 11, 7, 6, tzinfo=UTC).timestamp()),
    int(datetime(2021, 4, 3, 15, tzinfo=UTC).timestamp()),
]
_MINUTE = st.integers(0, 30 * 365 * 1440).map(lambda m: 631152000 + m * 60)
_STARTS = st.one_of(
    _MINUTE,
    st.tuples(st.sampled_from(_CHANGES), st.integers(-3 * 1440, 1440)).map(
        lambda pair: pair[0] + pair[1] * 60
    ),
)
_LENGTHS = st.one_of(st.integers(1, 300), st.integers(1, 10 * 1440))
_WINDOWS = st.lists(
    st.builds(
        lambda a, b, days: Window(min(a, b), max(a, b) + 1, frozenset(days)),
        st.integers(0, 1439),
        st.integers(0, 1439),
        st.sets(st.integers(0, 6), min_size=1),
    ),
    min_size=1,
    max_size=1,
).map(tuple)


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(ZONES),
    st.lists(st.tuples(_STARTS, _LENGTHS), min_size=1, max_size=4),
    st.one_of(st.just(DAY), _WINDOWS),
    st.sampled_from([None, date(2024, 3, 1), date(2019, 1, 11), date(2021, 3, 28)]),
    st.sampled_from([None, date(2024, 2, 29), date(2018, 12, 20), date(2024, 3, 2)]),
)
def test_overlap_equals_a_count_minute_by_minute(
    zone: str,
    programmes: list[tuple[int, int]],
    windows: tuple[Window, ...],
    first: date | None,
    last: date | None,
) -> None:
    starts = np.array([start for start, _length in programmes])
    stops = np.array([start + length * 60 for start, length in programmes])
    found = _forbidden(zone, starts, stops, windows, first, last).overlap(starts, stops)
    slow = [
        _minute_by_minute(start, stop, zone, windows, first, last)
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
    ]
    assert (found // 60).tolist() == slow
    assert (found % 60 == 0).all()


@pytest.mark.parametrize(
    ("start", "stop", "minutes"),
    [
        ("2024-03-04T22:00", "2024-03-04T23:00", 0),
        ("2024-03-05T05:00", "2024-03-05T06:00", 0),
        ("2024-03-04T21:59", "2024-03-04T23:00", 1),
        ("2024-03-05T05:00", "2024-03-05T06:01", 1),
        ("2024-03-05T05:10", "2024-03-05T06:40", 40),
        ("2024-03-04T00:00", "2024-03-06T00:00", 2 * 16 * 60),
        # over the change of clocks, in an hour that happened twice
        ("2024-02-29T21:00", "2024-03-01T07:00", 60 + 60),
    ],
)
def test_the_window_is_half_open_on_the_local_clock(start: str, stop: str, minutes: int) -> None:
    almaty = ZoneInfo("Asia/Almaty")
    starts, stops = (
        np.array([int(datetime.fromisoformat(text).replace(tzinfo=almaty).timestamp())])
        for text in (start, stop)
    )
    time = _forbidden("Asia/Almaty", starts, stops)
    assert time.overlap(starts, stops)[0] == minutes * 60


def test_an_instant_is_forbidden_from_the_opening_up_to_the_close() -> None:
    noon = int(datetime(2024, 6, 1, 12, tzinfo=ZoneInfo("Asia/Oral")).timestamp())
    times = np.array([noon - 6 * 3600 - 1, noon - 6 * 3600, noon + 10 * 3600 - 1, noon + 36000])
    held = _forbidden("Asia/Oral", times, times + timedelta(days=1).seconds).holds_at(times)
    assert held.tolist() == [False, True, True, False]


def test_no_window_forbids_nothing() -> None:
    times = np.array([0, 1000])
    time = _forbidden("Asia/Oral", times, times + 60, windows=())
    assert not time.holds_at(times).any()
    assert time.overlap(times, times + 60).tolist() == [0, 0]
