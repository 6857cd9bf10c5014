from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.law.forbidden import ForbiddenStarts
from schedcheck.tasks.repair.exchanges import (
    LIKE,
    Exchange,
    PlannedProgramme,
    best_exchanges,
    lawful_exchanges,
)

HOUR = 3600
FREE = ForbiddenStarts(np.zeros(0, np.int64), np.zeros(0, np.int64))


def by_day(length: int, opens: int = 6, closes: int = 22) -> ForbiddenStarts:
    """No start between 06:00 and 22:00 of the first days, nor one that reaches in."""
    days = np.arange(-2, 10, dtype=np.int64) * 24 * HOUR
    return ForbiddenStarts(days + opens * HOUR - length + 1, days + closes * HOUR)


def place(
    hour: float,
    minutes: int = 60,
    *,
    strict: bool = False,
    fixed: bool = False,
    marked: bool = True,
) -> PlannedProgramme:
    start, length = int(hour * HOUR), minutes * 60
    forbidden = by_day(length) if strict else FREE
    broken = bool(length) and forbidden.holds(start)
    day = int((start - 6 * HOUR) // (24 * HOUR))
    return PlannedProgramme(start, length, day, forbidden, broken, fixed, marked)


def chosen(*places: PlannedProgramme) -> list[tuple[int, int]]:
    found = best_exchanges(lawful_exchanges(places))
    return [(exchange.one, exchange.other) for exchange in found]


def test_a_film_by_day_changes_places_with_one_by_night() -> None:
    assert chosen(place(14, strict=True), place(23)) == [(0, 1)]


def test_the_same_day_comes_before_an_equal_length_and_a_nearer_hour() -> None:
    assert chosen(place(14, strict=True), place(23, 65), place(24 + 23)) == [(0, 1)]
    # 03:00 belongs to the broadcast day before
    assert chosen(place(14, strict=True), place(3), place(23)) == [(0, 2)]


def test_a_programme_with_a_mark_comes_before_one_without() -> None:
    assert chosen(place(14, strict=True), place(22, marked=False), place(25)) == [(0, 2)]


def test_the_same_length_comes_before_the_nearer_hour() -> None:
    assert chosen(place(14, strict=True), place(22, 65), place(25)) == [(0, 2)]


def test_news_stays_where_it_is() -> None:
    assert chosen(place(14, strict=True, fixed=True), place(23)) == []
    assert chosen(place(14, strict=True), place(23, fixed=True)) == []


def test_unlike_lengths_and_unknown_ends_change_no_places() -> None:
    assert chosen(place(14, 60, strict=True), place(23, 60 + LIKE // 60 + 1)) == []
    assert chosen(place(14, strict=True), place(23, 0)) == []


def test_what_would_be_unlawful_there_is_no_partner() -> None:
    assert chosen(place(14, strict=True), place(23, strict=True)) == []
    # it would reach into the window at six
    assert chosen(place(14, 65, strict=True), place(5, 60)) == []


def test_two_violations_share_the_night_without_being_moved_twice() -> None:
    found = chosen(place(12, strict=True), place(14, strict=True), place(22), place(23))
    assert sorted(one for one, _other in found) == [0, 1]
    assert sorted(other for _one, other in found) == [2, 3]


def test_a_dearer_partner_is_taken_where_both_are_mended_so() -> None:
    # the second can only change with the first night's programme, which the first would prefer
    second = place(14, 70, strict=True)
    assert chosen(place(12, 60, strict=True), second, place(22, 65), place(49, 55)) == [
        (0, 3),
        (1, 2),
    ]


def test_one_exchange_may_mend_two() -> None:
    morning = PlannedProgramme(
        8 * HOUR, HOUR, 0, by_day(HOUR, 6, 12), broken=True, fixed=False, marked=True
    )
    evening = PlannedProgramme(
        20 * HOUR, HOUR, 0, by_day(HOUR, 14, 22), broken=True, fixed=False, marked=True
    )
    found = best_exchanges(lawful_exchanges([morning, evening, place(23)]))
    assert [(exchange.one, exchange.other, exchange.mends) for exchange in found] == [(0, 1, 2)]


@st.composite
def weeks(draw: st.DrawFn) -> list[PlannedProgramme]:
    """A few programmes in which classes with windows of their own stand anywhere."""
    made = []
    for _programme in range(draw(st.integers(2, 7))):
        start = draw(st.integers(0, 47)) * HOUR
        length = draw(st.sampled_from([3600, 3600, 3900, 4200, 5400]))
        opens, closes = draw(st.sampled_from([(6, 22), (6, 12), (14, 22), (0, 0), (0, 0)]))
        forbidden = by_day(length, opens, closes) if closes else FREE
        broken = forbidden.holds(start)
        fixed, marked = draw(st.sampled_from([(False, True), (False, False), (True, True)]))
        made.append(
            PlannedProgramme(start, length, start // (24 * HOUR), forbidden, broken, fixed, marked)
        )
    return made


def every_plan(exchanges: Sequence[Exchange]) -> Iterator[tuple[Exchange, ...]]:
    """Every set of exchanges in which no programme moves twice."""
    for count in range(len(exchanges) + 1):
        for plan in combinations(exchanges, count):
            moved = [at for exchange in plan for at in (exchange.one, exchange.other)]
            if len(moved) == len(set(moved)):
                yield plan


def merit(plan: Sequence[Exchange]) -> tuple[int, int, int]:
    mended = sum(exchange.mends for exchange in plan)
    return mended, -len(plan), -sum(exchange.costs for exchange in plan)


@settings(max_examples=60, deadline=None)
@given(weeks())
def test_no_other_plan_is_better(places: list[PlannedProgramme]) -> None:
    possible = list(lawful_exchanges(places))[:12]
    best = max(map(merit, every_plan(possible)))
    assert merit(best_exchanges(possible)) == best


@settings(max_examples=60, deadline=None)
@given(weeks())
def test_every_exchange_is_lawful_on_both_sides_and_mends_what_it_says(
    places: list[PlannedProgramme],
) -> None:
    told = set()
    for exchange in lawful_exchanges(places):
        one, other = places[exchange.one], places[exchange.other]
        assert one.broken
        assert not one.fixed
        assert not other.fixed
        assert not one.forbidden.holds(other.start)
        assert not other.forbidden.holds(one.start)
        assert exchange.mends == 1 + other.broken
        told.add(frozenset((exchange.one, exchange.other)))
    for pair in map(frozenset, combinations(range(len(places)), 2)):
        one, other = (places[at] for at in pair)
        possible = (
            (one.broken or other.broken)
            and not (one.fixed or other.fixed)
            and abs(one.length - other.length) <= LIKE
            and not one.forbidden.holds(other.start)
            and not other.forbidden.holds(one.start)
        )
        assert possible == (pair in told)
