from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.law.forbidden import forbidden
from schedcheck.law.rulebook import Rulebook, load_rulebook, shipped_rulebooks
from schedcheck.law.slots import REACH, ForbiddenStarts, forbidden_intervals
from schedcheck.zones import offsets_over, zone

zone("Asia/Almaty")  # the package's zones, not the system's

ZONES = (
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
    st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True).map(tuple),
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
