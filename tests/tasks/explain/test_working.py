from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from schedcheck.law.rulebook import load_rulebook
from schedcheck.tasks.explain.working import clock_of, nearest_slots

BOOK = load_rulebook("kz")
RULES = BOOK.applicable("tv", foreign=False, conditional_access=False)[0]
PLAN = BOOK.day_plan(RULES, "E18", film=False)
ALMATY = ZoneInfo("Asia/Almaty")


def test_each_window_is_kept_with_the_part_that_is_filled() -> None:
    start = datetime(2026, 3, 2, 21, tzinfo=ALMATY)
    clock = clock_of(PLAN, "Asia/Almaty", start, start + timedelta(hours=10))
    assert [(one.begins.hour, one.ends.hour, one.minutes) for one in clock.overlaps] == [
        (21, 22, 60.0),
        (6, 7, 60.0),
    ]
    assert clock.overlaps[1].opens.date() == datetime(2026, 3, 3, tzinfo=UTC).date()
    assert clock.minutes("kz-2019-info") == 120.0


def test_of_an_unknown_end_the_start_is_judged() -> None:
    start = datetime(2026, 3, 2, 21, tzinfo=ALMATY)
    assert clock_of(PLAN, "Asia/Almaty", start, None).overlaps
    assert not clock_of(PLAN, "Asia/Almaty", start + timedelta(hours=1), None).overlaps


@given(
    st.datetimes(datetime(2010, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - the zone is UTC's
    st.integers(1, 3 * 1440),
    st.sampled_from(["Asia/Almaty", "Asia/Oral", "Asia/Aqtobe"]),
)
def test_the_sum_is_that_of_the_minutes_and_the_slots_are_lawful(
    moment: datetime, length: int, zone: str
) -> None:
    start = moment.replace(second=0, microsecond=0, tzinfo=UTC).astimezone(ZoneInfo(zone))
    stop = start + timedelta(minutes=length)
    stop = (start.astimezone(UTC) + timedelta(minutes=length)).astimezone(start.tzinfo)
    clock = clock_of(PLAN, zone, start, stop)
    hours = [
        (start.astimezone(UTC) + timedelta(minutes=at)).astimezone(start.tzinfo).hour
        for at in range(length)
    ]
    assert sum(one.minutes for one in clock.overlaps) == sum(6 <= hour < 22 for hour in hours)
    for slot in nearest_slots(PLAN, [zone], start, stop):
        if slot is not None:
            ends = (slot.astimezone(UTC) + timedelta(minutes=length)).astimezone(start.tzinfo)
            assert not clock_of(PLAN, zone, slot, ends).overlaps
