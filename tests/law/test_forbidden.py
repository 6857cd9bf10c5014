from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.law.forbidden import (
    REACH,
    Forbidden,
    ForbiddenStarts,
    forbidden,
    forbidden_intervals,
)
from schedcheck.law.rule import Window
from schedcheck.law.rulebook import Rulebook, load_rulebook, shipped_rulebooks
from schedcheck.zones import offsets_over, zone
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


zone("Asia/Almaty")  # the package's zones, not the system's

SLOT_ZONES = (
    "Asia/Almaty",
    "Asia/Aqtau",
    "Asia/Qyzylorda",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
)
BOOKS = {name: load_rulebook(name) for name in shipped_rulebooks()}
CASES = [(name, known) for name, book in BOOKS.items() for known in book.bound_classes]


def instant(text: str, zone_name: str = "Asia/Almaty") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone_name)).timestamp())


def starts(
    zones: tuple[str, ...], around: int, minutes: int, age_class: str = "E18", book: str = "kz"
) -> ForbiddenStarts:
    rulebook = BOOKS[book]
    plan = rulebook.day_plan(rulebook.rules, age_class, film=False)
    return forbidden_intervals(plan, zones, (around, around), minutes * 60).starts(minutes * 60)


def local(moment: int | None, zone_name: str = "Asia/Almaty") -> str:
    if moment is None:
        return ""
    return datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone_name)).isoformat()[:16]


@pytest.mark.parametrize(
    ("start", "minutes", "earlier", "later"),
    [
        ("2024-03-12T14:00", 90, "2024-03-12T04:30", "2024-03-12T22:00"),
        ("2024-03-12T21:30", 60, "2024-03-12T05:00", "2024-03-12T22:00"),
        ("2024-03-12T05:30", 60, "2024-03-12T05:00", "2024-03-12T22:00"),
        ("2024-03-12T14:00", 480, "2024-03-11T22:00", "2024-03-12T22:00"),
        ("2024-03-12T14:00", 481, "", ""),  # longer than any night
    ],
)
def test_the_edges_of_the_window(start: str, minutes: int, earlier: str, later: str) -> None:
    at = instant(start)
    assert tuple(map(local, starts(("Asia/Almaty",), at, minutes).nearest(at))) == (earlier, later)


def test_na_has_only_the_hours_after_midnight() -> None:
    at = instant("2024-03-12T22:30")
    found = starts(("Asia/Almaty",), at, 90, "NA21").nearest(at)
    assert tuple(map(local, found)) == ("2024-03-12T04:30", "2024-03-13T00:00")


def test_every_zone_counts() -> None:
    at = instant("2023-06-01T21:00")  # Aqtau is an hour behind
    found = starts(("Asia/Almaty", "Asia/Aqtau"), at, 60).nearest(at)
    assert tuple(map(local, found)) == ("2023-06-01T05:00", "2023-06-01T23:00")


def test_the_hour_that_happened_twice_is_lawful_for_longer() -> None:
    at = instant("2024-02-29T20:00")
    found = starts(("Asia/Almaty",), at, 9 * 60).nearest(at)
    # the night of 29 February lasted nine hours
    assert found[1] == instant("2024-02-29T22:00")
    assert found[0] is None


def test_a_lawful_start_is_its_own_nearest() -> None:
    at = instant("2024-03-12T23:00")
    assert starts(("Asia/Almaty",), at, 60).nearest(at) == (at, at)


def test_without_rules_every_start_is_lawful() -> None:
    assert forbidden_intervals((), ("Asia/Almaty",), (0, 0), 60).starts(60).nearest(0) == (0, 0)


def lawful(
    rulebook: Rulebook, age_class: str, zones: tuple[str, ...], start: int, end: int
) -> bool:
    """Whether a programme breaks no rule, by the arithmetic that judges it."""
    pair = np.array([start], np.int64), np.array([end], np.int64)
    for name in zones:
        offsets = offsets_over(name, *pair)
        for part in rulebook.day_plan(rulebook.rules, age_class, film=False):
            time = forbidden(part.windows, offsets, (start, end), part.first, part.last)
            if part.rule.judged_by == "start":
                broken = bool(time.holds_at(pair[0])[0])
            else:
                broken = bool(time.overlap(*pair)[0])
            if broken:
                return False
    return True


@settings(max_examples=100)
@given(
    st.sampled_from(CASES),
    st.lists(st.sampled_from(SLOT_ZONES), min_size=1, max_size=3, unique=True).map(tuple),
    st.datetimes(datetime(2016, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001 - made aware below
    st.integers(1, 600),
)
def test_nearest_slots_are_lawful_and_tight(
    case: tuple[str, str], zones: tuple[str, ...], moment: datetime, minutes: int
) -> None:
    name, age_class = case
    book, length = BOOKS[name], minutes * 60
    start = int(moment.replace(second=0, microsecond=0, tzinfo=UTC).timestamp())

    def good(at: int) -> bool:
        return lawful(book, age_class, zones, at, at + length)

    earlier, later = starts(zones, start, minutes, age_class, name).nearest(start)
    if good(start):
        assert (earlier, later) == (start, start)
        return
    for found, step in ((earlier, 60), (later, -60)):
        # minute by minute from the programme to the slot, or as far as slots are sought
        edge = found if found is not None else start - step * (REACH // 60)
        assert found is None or good(found)
        between = range(edge + step, start, step) if found is not None else range(edge, start, step)
        for at in list(between)[:: 1 if len(between) < 40 else len(between) // 40]:
            assert not good(at)
        if found is not None:
            assert not good(found + step)


def test_first_and_last_days_of_a_rule_count() -> None:
    plan = BOOKS["kz"].day_plan(BOOKS["kz"].rules, "E18", film=False)
    assert any(part.last == date(2019, 1, 10) for part in plan)
