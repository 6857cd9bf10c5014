from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import tomllib
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.errors import ConfigError
from schedcheck.zones import local, meant, names, offsets_of, offsets_over, zone

ZONES = (
    "Asia/Almaty",
    "Asia/Qostanay",
    "Asia/Qyzylorda",
    "Asia/Aqtobe",
    "Asia/Aqtau",
    "Asia/Atyrau",
    "Asia/Oral",
    "Europe/Moscow",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
)


def _instant(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("Asia/Almaty", "2024-02-29T17:59:59+00:00", "2024-02-29T18:00:00+00:00"),
        ("Asia/Qostanay", "2024-02-29T17:59:59+00:00", "2024-02-29T18:00:00+00:00"),
        ("Asia/Qyzylorda", "2018-12-20T17:59:59+00:00", "2018-12-20T18:00:00+00:00"),
    ],
)
def test_the_changes_of_the_kazakh_clocks(name: str, before: str, after: str) -> None:
    offsets = offsets_of(name, 2016, 2026)
    found = offsets.at(np.array([_instant(before), _instant(after)]))
    assert found.tolist() == [6 * 3600, 5 * 3600]


@given(st.sampled_from(ZONES), st.integers(_instant("1990-01-01T00:00+00:00"), 2_000_000_000))
def test_offsets_are_those_of_zoneinfo(name: str, instant: int) -> None:
    there = datetime.fromtimestamp(instant, ZoneInfo(name)).utcoffset()
    assert there is not None
    times = np.array([instant])
    assert offsets_over(name, times).at(times)[0] == there.total_seconds()


@given(st.sampled_from(ZONES), st.integers(_instant("1990-01-01T00:00+00:00"), 2_000_000_000))
def test_readings_become_the_instants_of_zoneinfo(name: str, wall: int) -> None:
    walls = np.array([wall])
    earlier, later, never = offsets_over(name, walls).instants(walls)
    naive = datetime.fromtimestamp(wall, UTC).replace(tzinfo=None)
    first = int(naive.replace(tzinfo=ZoneInfo(name), fold=0).timestamp())
    second = int(naive.replace(tzinfo=ZoneInfo(name), fold=1).timestamp())
    happened = datetime.fromtimestamp(first, ZoneInfo(name)).replace(tzinfo=None) == naive
    assert never[0] == (not happened)
    assert earlier[0] == first
    if happened:
        assert later[0] == second


def test_an_hour_that_happened_twice_has_two_readings() -> None:
    walls = np.array([_instant("2024-02-29T23:30:00+00:00")])
    earlier, later, never = offsets_of("Asia/Almaty", 2024, 2024).instants(walls)
    assert later[0] - earlier[0] == 3600
    assert not never[0]


def test_a_wrong_name_is_refused_with_the_nearest_right_one() -> None:
    with pytest.raises(ConfigError, match="Asia/Almaty"):
        zone("Asia/Almati")


def test_zones_come_from_the_package_and_not_from_the_system(tmp_path: Path) -> None:
    # a system on which Almaty is at +00: what Python itself would take first
    lying = tmp_path / "zoneinfo" / "Asia"
    lying.mkdir(parents=True)
    utc = files("tzdata") / "zoneinfo" / "Etc" / "UTC"
    (lying / "Almaty").write_bytes(utc.read_bytes())
    program = textwrap.dedent(
        """
        import sys
        from datetime import datetime
        from zoneinfo import ZoneInfo
        if sys.argv[1] == "schedcheck":
            import schedcheck.zones
        print(datetime(2024, 6, 1, tzinfo=ZoneInfo("Asia/Almaty")).utcoffset())
        """
    )
    environment = {**os.environ, "PYTHONTZPATH": str(tmp_path / "zoneinfo")}
    told = {
        who: subprocess.run(
            [sys.executable, "-c", program, who],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for who in ("python", "schedcheck")
    }
    assert told == {"python": "0:00:00", "schedcheck": "5:00:00"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("UTC+5", "Asia/Almaty"),
        ("UTC +05:00", "Asia/Almaty"),
        ("GMT+5", "Asia/Almaty"),
        ("+05:00", "Asia/Almaty"),
        ("Астана", "Asia/Almaty"),
        ("Nur Sultan", "Asia/Almaty"),
        ("Asia/Almati", "Asia/Almaty"),
        ("asia/almaty", "Asia/Almaty"),
        ("Oral", "Asia/Oral"),
        ("Asia/Aktobe", "Asia/Aqtobe"),
        ("MSK", "Europe/Moscow"),
        ("Tokyo", "Asia/Tokyo"),
        ("UTC+9", ""),
        ("Asia/Alaska", ""),  # by its letters nearest to a zone of another country
        ("Springfield", ""),
    ],
)
def test_what_people_type_is_the_zone_they_mean(typed: str, name: str) -> None:
    assert meant(typed) == name
    if typed not in names():
        with pytest.raises(ConfigError, match=name or "such as Asia/Almaty"):
            zone(typed)


def test_the_table_of_what_people_type_names_zones() -> None:
    table = tomllib.loads((files("schedcheck") / "zone_names.toml").read_text("utf-8"))["typed"]
    assert set(table) <= names()
    typed = [spelling for spellings in table.values() for spelling in spellings]
    assert len(typed) == len(set(typed))
    assert all(spelling == "".join(spelling.split()).casefold() for spelling in typed)


@given(
    st.sampled_from(["Asia/Almaty", "Asia/Oral", "Europe/Berlin", "America/St_Johns", "UTC"]),
    st.one_of(
        st.integers(-(2**31), 2**32),
        st.integers(1729990800 - 9000, 1729990800 + 9000),  # the night of 27 October 2024
    ),
)
def test_an_instant_on_a_clock_is_what_pendulum_says(name: str, instant: int) -> None:
    ours, theirs = local(instant, name), pendulum.from_timestamp(instant, zone(name))
    assert ours == theirs
    assert ours.isoformat() == theirs.isoformat()
    assert type(ours) is type(theirs)
    assert ours.timezone_name == theirs.timezone_name
