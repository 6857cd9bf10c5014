"""Windows bound to calendars: how they are read, charged and counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.errors import ConfigError
from schedcheck.law.forbidden import forbidden
from schedcheck.law.rule import Window, windows_text
from schedcheck.law.rulebook import Ban, Rule, Rulebook, load_rulebook
from schedcheck.zones import offsets_over
from tests.law.test_rulebook import BANS, KZ, SMALL, book, refuse

CALENDARS = """
[[calendar]]
id = "holidays"
names = { kk = "a", ru = "b", en = "holidays" }
first = 2026-01-01
last = 2026-12-31
days = [2026-01-01, { from = 2026-07-01, to = 2026-07-03 }, 2026-12-31]

[[calendar]]
id = "eves"
names = { kk = "a", ru = "b", en = "eves" }
day_before = "holidays"
"""
ON = BANS.replace('"06:00-22:00"', '{ from = "20:00", to = "22:00", on = "holidays" }')


def with_calendars(window: str) -> str:
    return SMALL.replace(BANS, BANS.replace('"06:00-22:00"', window)) + CALENDARS


def read(tmp_path: Path, window: str) -> tuple[Window, ...]:
    return book(tmp_path, with_calendars(window)).rule("one").windows("18")


def test_a_window_on_the_days_of_a_calendar(tmp_path: Path) -> None:
    (window,) = read(tmp_path, '{ from = "20:00", to = "22:00", on = "holidays" }')
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    held = [day for day in days if window.holds_on(day)]
    assert held == [date(2026, 1, 1), *days[181:184], date(2026, 12, 31)]
    assert window.known == (date(2026, 1, 1), date(2026, 12, 31))
    assert not window.known_on(date(2027, 1, 1))
    assert not window.holds_on(date(2027, 1, 1))


def test_a_window_on_all_days_but_those(tmp_path: Path) -> None:
    (window,) = read(
        tmp_path, '{ from = "08:00", to = "09:00", weekdays = ["wed"], except = "holidays" }'
    )
    assert window.holds_on(date(2026, 7, 8))
    assert not window.holds_on(date(2026, 7, 1))  # a Wednesday, and a holiday
    assert not window.holds_on(date(2026, 7, 9))


def test_the_day_before_each_day_and_over_midnight(tmp_path: Path) -> None:
    evening, morning = read(tmp_path, '{ from = "22:00", to = "06:00", on = "eves" }')
    assert evening.holds_on(date(2025, 12, 31))
    assert morning.holds_on(date(2026, 1, 1))
    assert not evening.holds_on(date(2026, 1, 1))
    assert (evening.opens, evening.closes, morning.opens, morning.closes) == (1320, 1440, 0, 360)


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('on = "holidays"', 'on = "school"', "rule[0].bans[0].windows[0].on", "not declared above"),
        ("last = 2026-12-31", "last = 2025-12-31", "calendar[0].last", "is before first"),
        ("last = 2026-12-31", "last = 2226-12-31", "calendar[0].last", "hundred years"),
        ("last = 2026-12-31", "last = 2026-07-02", "calendar[0].days[1]", "not between"),
        ("last = 2026-12-31\n", "", "calendar[0].last", "is missing"),
        ("days = [2026-01-01,", 'days = ["1 January",', "calendar[0].days[0]", "must be a date"),
        ("to = 2026-07-03", "to = 2026-06-30", "calendar[0].days[1].to", "before from"),
        ("to = 2026-07-03", "till = 2026-07-03", "calendar[0].days[1].to", "is missing"),
        ('day_before = "holidays"', 'day_before = "eves"', "calendar[1].day_before",
         "not declared"),
        ('day_before = "holidays"', 'day_before = "holidays"\ndays = []', "calendar[1].days",
         "unknown key"),
        ('id = "eves"', 'id = "holidays"', "calendar[1].id", "second time"),
        ('product = "any"', 'product = "news"', "rule[0].product", "any, film, other"),
        ('product = "any"', 'product = "any"\nkinds = ["opera"]', "rule[0].kinds[0]", "cinema"),
        ('product = "any"', 'product = "any"\nkinds = []', "rule[0].kinds", "is empty"),
        ('product = "any"', 'product = "any"\nalso = ["one"]', "rule[0].also[0]", "not another"),
        ('product = "any"', 'product = "any"\nalso = ["two"]', "rule[0].also[0]", "not another"),
        ('product = "any"', 'product = "any"\nverdict = "fault"', "rule[0].verdict", "violation"),
        ('product = "any"', 'product = "any"\ndecided_by = { kk = "a", ru = "b" }',
         "rule[0].decided_by.en", "is missing"),
        ('product = "any"', 'product = "any"\nlimits = [""]', "rule[0].limits[0]", "not empty"),
        ('conditional_access = "judged"', 'conditional_access = "none"',
         "rule[0].conditional_access", "exempt, judged, only"),
        ('film_words = ["film"]', 'film_words = ["film"]\nother_words = "news"', "other_words",
         "must be a list"),
    ],
)  # fmt: skip
def test_what_is_not_right_is_refused_by_key_and_reason(
    tmp_path: Path, old: str, new: str, key: str, reason: str
) -> None:
    refuse(tmp_path, SMALL.replace(BANS, ON) + CALENDARS, old, new, key, reason)


def test_calendars_that_share_no_day_are_refused(tmp_path: Path) -> None:
    later = CALENDARS.split("\n\n", 1)[0].replace("2026", "2028")
    later = later.replace("holidays", "later")
    window = '{ from = "20:00", to = "22:00", on = "holidays", except = "later" }'
    with pytest.raises(ConfigError, match=r"windows\[0\]\.except: is known on no day"):
        book(tmp_path, with_calendars(window) + later)


def test_rules_for_kinds_of_channel_for_paid_ones_and_for_what_is_no_film(tmp_path: Path) -> None:
    text = SMALL.replace('product = "any"', 'product = "other"\nkinds = ["children", "sport"]')
    made = book(tmp_path, text.replace('access = "judged"', 'access = "only"'))
    (rule,) = made.rules
    for kind, paid, bound in (
        ("children", True, True),
        ("sport", True, True),
        ("general", True, False),
        ("children", False, False),
    ):
        rules, left_out = made.applicable("tv", False, paid, kind)  # noqa: FBT003 - domestic
        assert (rules == (rule,)) == bound
        assert bool(left_out) != bound
    assert made.day_plan(made.rules, "18", False)  # noqa: FBT003 - no film
    assert not made.day_plan(made.rules, "18", True)  # noqa: FBT003 - a film


def test_the_windows_of_a_day_alone_stand_in_messages() -> None:
    rule = load_rulebook("nz").rule("nz-2020-m")
    assert windows_text(rule, "M", [date(2026, 3, 2)]) == "05:00-09:00, 15:00-19:30"
    assert windows_text(rule, "M", [date(2026, 3, 7)]) == "05:00-09:00, 15:00-19:30, 09:00-15:00"
    assert windows_text(rule, "M", [date(2027, 3, 2)]).endswith("09:00-15:00")


FIRST = date(2024, 1, 1)
#: Days about which calendars speak, and a stretch about which they say anything.
DATES = st.frozensets(
    st.integers(-5, 25).map(lambda n: FIRST + timedelta(days=n)), min_size=1, max_size=12
)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    opens = draw(st.integers(0, 1438))
    closes = draw(st.integers(opens + 1, 1440))
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    only = draw(st.none() | DATES)
    never = draw(st.just(frozenset()) | DATES)
    known = None
    if only is not None or never:
        begin = draw(st.integers(-8, 10))
        known = (
            FIRST + timedelta(days=begin),
            FIRST + timedelta(days=begin + draw(st.integers(0, 25))),
        )
    return Window(opens, closes, weekdays, only, never, known)


@st.composite
def books(draw: st.DrawFn) -> Rulebook:
    made = []
    for number in range(draw(st.integers(1, 3))):
        first, last = (draw(st.none() | st.integers(0, 20)) for _edge in range(2))
        if first is not None and last is not None and last < first:
            first, last = last, first
        made.append(
            Rule(
                id=f"rule-{number}",
                titles={},
                first=None if first is None else FIRST + timedelta(days=first),
                last=None if last is None else FIRST + timedelta(days=last),
                bans=(Ban(("E18",), tuple(draw(st.lists(windows(), min_size=1, max_size=3)))),),
                media=frozenset({"tv"}),
                product=draw(st.sampled_from(["any", "film", "other"])),
                foreign="judged",
                duty="broadcaster",
                conditional_access="judged",
                judged_by="overlap",
                citations={},
                offences={},
                unverified=(),
            )
        )
    return Rulebook("x", {}, "UTC", KZ.classes, tuple(made), (), (), "")


def slowly(made: Rulebook, day: date, minute: int, *, film: bool) -> tuple[str, bool]:
    """The first rule that forbids a minute, and whether one perhaps does: the long way."""
    perhaps = False
    for rule in made.rules:
        held = (rule.first or date.min) <= day <= (rule.last or date.max)
        if not held or rule.product == ("other" if film else "film"):
            continue
        for one in rule.bans[0].windows:
            if day.weekday() not in one.weekdays or not one.opens <= minute < one.closes:
                continue
            if one.known and not one.known[0] <= day <= one.known[1]:
                perhaps = True
            elif (one.only is None or day in one.only) and day not in one.never:
                return rule.id, False
    return "", perhaps


@settings(max_examples=150, deadline=None)
@given(books(), st.booleans())
def test_each_minute_is_charged_as_a_slow_look_up_charges_it(
    made: Rulebook,
    film: bool,  # noqa: FBT001 - drawn
) -> None:
    plan = made.day_plan(made.rules, "E18", film)
    unsure = made.uncertain_plan(made.rules, "E18", film)
    edges = {0, 720, 1439}
    for rule in made.rules:
        for one in rule.bans[0].windows:
            edges |= {one.opens - 1, one.opens, one.closes - 1, one.closes}
    for number in range(-12, 42):
        day = FIRST + timedelta(days=number)
        for minute in edges & set(range(1440)):
            charged, perhaps = slowly(made, day, minute, film=film)
            got = [
                part.rule.id
                for part in plan
                if (part.first or day) <= day <= (part.last or day)
                for one in part.windows
                if one.holds_on(day) and one.opens <= minute < one.closes
            ]
            assert got == ([charged] if charged else [])
            doubted = any(
                one.holds_on(day) and one.opens <= minute < one.closes
                for part in unsure
                if (part.first or day) <= day <= (part.last or day)
                for one in part.windows
            )
            assert doubted == perhaps


@settings(max_examples=60, deadline=None)
@given(books(), st.integers(-3 * 1440, 30 * 1440), st.integers(1, 4 * 1440))
def test_the_sum_of_minutes_is_the_count_minute_by_minute(
    made: Rulebook, begin: int, length: int
) -> None:
    epoch = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())
    starts = np.array([epoch + begin * 60])
    stops = starts + length * 60
    span = int(starts[0]), int(stops[0])
    offsets = offsets_over("UTC", starts, stops)
    total: dict[str, int] = {}
    for part in made.day_plan(made.rules, "E18", True):  # noqa: FBT003 - a film
        time = forbidden(part.windows, offsets, span, part.first, part.last)
        total[part.rule.id] = total.get(part.rule.id, 0) + int(time.overlap(starts, stops)[0]) // 60
    slow: dict[str, int] = {}
    for minute in range(begin, begin + length):
        day = FIRST + timedelta(days=minute // 1440)
        charged, _perhaps = slowly(made, day, minute % 1440, film=True)
        if charged:
            slow[charged] = slow.get(charged, 0) + 1
    assert {rule: minutes for rule, minutes in total.items() if minutes} == slow
