from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta, timezone
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.values.stamps import parse_stamps, read_by_others
from schedcheck.readers.values.words import vocabulary

_TIMES = st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31)).map(  # noqa: DTZ001 - readings
    lambda time: time.replace(microsecond=0)
)
_OFFSETS = st.integers(-12 * 60, 14 * 60)


def _offset(minutes: int, colon: str = "") -> str:
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}{colon}{abs(minutes) % 60:02d}"


@given(st.lists(st.tuples(_TIMES, _OFFSETS), max_size=20))
def test_ordinary_stamps_are_read_as_datetime_reads_them(
    pairs: list[tuple[datetime, int]],
) -> None:
    texts = [f"{time:%Y%m%d%H%M%S} {_offset(minutes)}" for time, minutes in pairs]
    stamps = parse_stamps(texts)
    assert stamps.wall.tolist() == [
        datetime.strptime(text, "%Y%m%d%H%M%S %z").replace(tzinfo=None) for text in texts
    ]
    assert stamps.offset.tolist() == [minutes for _time, minutes in pairs]
    assert stamps.has_offset.all()
    assert not stamps.bad.any()


@pytest.mark.parametrize(
    ("text", "wall", "offset"),
    [
        ("20240304213000 +0500", "2024-03-04T21:30:00", 300),
        ("20240304213000 +05:00", "2024-03-04T21:30:00", 300),
        ("20240304213000+0500", "2024-03-04T21:30:00", 300),
        ("20240304213000 -0330", "2024-03-04T21:30:00", -210),
        ("20240304213000 Z", "2024-03-04T21:30:00", 0),
        ("20240304213000 UTC", "2024-03-04T21:30:00", 0),
        ("20240304213000 GMT", "2024-03-04T21:30:00", 0),
        ("20240304213000", "2024-03-04T21:30:00", None),
        ("202403042130 +0800", "2024-03-04T21:30:00", 480),
        ("2024030421", "2024-03-04T21:00:00", None),
        ("20240229240000 +0500", "2024-03-01T00:00:00", 300),
        (" 20240304213000 +0500 ", "2024-03-04T21:30:00", 300),
        ("2024-03-04T21:30:00+05:00", "2024-03-04T21:30:00", 300),
        ("2024-03-04 21:30:00 +0500", "2024-03-04T21:30:00", 300),
        ("2024-03-04 21:30", "2024-03-04T21:30:00", None),
        ("2024-03-04T21:30:00.000Z", "2024-03-04T21:30:00", 0),
        ("20240304T213000Z", "2024-03-04T21:30:00", 0),
        ("20240304 2130 +0500", "2024-03-04T21:30:00", 300),
    ],
)
def test_every_form_of_a_stamp(text: str, wall: str, offset: int | None) -> None:
    stamps = parse_stamps([text])
    assert stamps.wall[0] == np.datetime64(wall)
    assert stamps.has_offset[0] == (offset is not None)
    if offset is not None:
        assert stamps.offset[0] == offset
    assert not stamps.bad[0]


@pytest.mark.parametrize(
    "text",
    [
        "20240304",
        "202403",
        "2024",
        "20240304 +0500",
        "20240230120000 +0500",
        "20230229120000 +0500",
        "20241304120000 +0500",
        "20240304250000 +0500",
        "20240304126000 +0500",
        "20240304240100 +0500",
        "20240304120000 IST",
        "20240304120000 XYZ",
        "20240304120000 Q",
        "20240304120000 +9900",
        "20240304120000 +0575",
        "2024x304120000 +0500",
        "２０２４0304120000 +0500",
        "nonsense",
    ],
)
def test_what_is_no_clock_reading_is_bad_and_never_midnight(text: str) -> None:
    stamps = parse_stamps([text])
    assert stamps.bad[0]
    assert np.isnat(stamps.wall[0])


def test_no_stamp_is_neither_read_nor_bad() -> None:
    stamps = parse_stamps(["", "20240304213000 +0500", "  "])
    assert np.isnat(stamps.wall).tolist() == [True, False, True]
    assert not stamps.bad.any()


@given(st.lists(st.text(max_size=22), max_size=20))
def test_any_text_is_read_bad_or_blank(texts: list[str]) -> None:
    stamps = parse_stamps(texts)
    for text, wall, bad in zip(texts, stamps.wall, stamps.bad, strict=True):
        assert np.isnat(wall) == (bad or not text.strip())


def test_a_stamp_is_the_instant_that_datetime_makes_of_it() -> None:
    stamps = parse_stamps(["20240304213000 +0545"])
    instant = stamps.wall[0].item() - timedelta(minutes=int(stamps.offset[0]))
    there = datetime(2024, 3, 4, 21, 30, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    assert instant == (there - timedelta(hours=5, minutes=45)).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("200007281733 BST", 60),  # the example of the DTD
        ("20240304120000 MSK", 180),
        ("20240304120000 cest", 120),
        ("20240304120000 PDT", -420),
        ("20240304120000Z", 0),
    ],
)
def test_letters_with_one_meaning_are_their_offset(text: str, offset: int) -> None:
    stamps = parse_stamps([text])
    assert (stamps.offset[0], stamps.has_offset[0], stamps.bad[0]) == (offset, True, False)


def test_the_letters_are_those_of_the_zones() -> None:
    used: dict[str, set[int]] = {}
    for name in zoneinfo.available_timezones():
        for year, month in product(range(2000, 2027), (1, 7)):
            there = datetime(year, month, 15, tzinfo=UTC).astimezone(zoneinfo.ZoneInfo(name))
            minutes = (there.utcoffset() or timedelta()) // timedelta(minutes=1)
            used.setdefault(there.tzname() or "", set()).add(minutes)
    letters = vocabulary()["letters"]
    for minutes, names in letters.items():
        for name in set(names) - {"Z", "UT", "MEZ", "MESZ"}:
            assert int(minutes) in used[name]
    # two meanings have only those that RFC 822 defines, and what was so for a few years
    several = {name for name, offsets in used.items() if len(offsets) > 1 and name.isalpha()}
    named = {name for names in letters.values() for name in names}
    assert several & named == {"CDT", "PST", "MSK", "KST"}
    for name, meanings in vocabulary()["letters_by_others"].items():
        assert {int(offset) for offset in meanings} & used[name]


@pytest.mark.parametrize(
    ("others", "offset"),
    [
        (["20240304120000 +0530"], 330),
        (["20240304120000 IDT"], 120),
        (["20240304120000 BST"], 60),
        (["20240304120000 +0500"], None),  # nobody's
        (["20240304120000 +0530", "20240304120000 +0100"], None),  # two of them
    ],
)
def test_the_other_stamps_decide_for_letters_with_several_meanings(
    others: list[str], offset: int | None
) -> None:
    texts = ["20240304120000 IST", "20240304130000 IST", *others]
    start, stop = parse_stamps(texts), parse_stamps([""] * len(texts))
    bad = {0: texts[0], 1: texts[1]}
    read_by_others(start, stop, bad, {})
    assert bool(bad) is (offset is None)
    if offset is not None:
        assert start.offset[:2].tolist() == [offset, offset]
        assert not start.bad.any()
        assert start.wall[1] == np.datetime64("2024-03-04T13:00")
