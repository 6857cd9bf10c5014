"""The press-office listings beside the project, judged again by a slow script of its own.

Nothing of the package reckons here but what is tested: days, ends and minutes are counted one by
one, with Python's own zones.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from schedcheck import Audit, audit
from schedcheck.pipeline.run import Settings
from schedcheck.schedule.week import parse_week
from tests.shared_data import shared_data

NAMES = ("ТВ3", "СТС", "5", "ОРТ", "Культура", "Мир", "Спас")
ALMATY, MOSCOW = "Asia/Almaty", "Europe/Moscow"
# a day more than the week: its last hours are after midnight
WEEK = parse_week("2022-12-12..2022-12-19")
_DAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


def counted(path: Path) -> list[tuple[datetime, str]]:
    """Clock reading and text of each line that begins with a time, by the plainest means."""
    lines = [line.strip() for line in re.split("[\r\n]+", path.read_bytes().decode("cp1251"))]
    lines = [line for line in lines if line]
    day, before, found = datetime(2022, 12, 11), -1, []  # noqa: DTZ001 - a wall clock
    for at, line in enumerate(lines):
        weekday = line.lower().split(",")[0].split(" ")[0]
        if weekday in _DAYS and "декабря" in line.lower():
            day, before = datetime(2022, 12, 12 + _DAYS.index(weekday)), -1  # noqa: DTZ001
        match = re.match(r"(\d{1,2})[.:](\d\d)(.*)", line)
        if match:
            minutes = int(match[1]) * 60 + int(match[2])
            if minutes < before:
                day += timedelta(days=1)
            before = minutes
            found.append((day + timedelta(minutes=minutes), match[3].strip() or lines[at + 1]))
    return found


@cache
def audited(name: str, source_zone: str | None) -> tuple[Path, Audit]:
    path = shared_data(f"press-office/{name}.txt")
    return path, audit(
        [path], Settings(zone=ALMATY, source_zone=source_zone, week=WEEK, week_starts=0)
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_line_with_a_time_is_a_programme_on_its_day(name: str) -> None:
    path, result = audited(name, None)
    lines = counted(path)
    frame = result.schedule
    walls = [wall.to_pydatetime() for wall in frame["wall_start"]]
    assert walls == sorted(wall for wall, _text in lines)
    assert [source.faults for source in result.sources] == [0]
    marked = {wall for wall, text in lines if "18+" in text}
    assert {
        w for w, found in zip(walls, frame["age_class"], strict=True) if found == "E18"
    } == marked
    assert len(marked) == path.read_bytes().count(b"18+")


@pytest.mark.parametrize("source_zone", [MOSCOW, None])
@pytest.mark.parametrize("name", NAMES)
def test_the_verdicts_are_those_reckoned_minute_by_minute(
    name: str, source_zone: str | None
) -> None:
    path, result = audited(name, source_zone)
    zone = ZoneInfo(source_zone or ALMATY)
    shown = [(wall.replace(tzinfo=zone).astimezone(UTC), text) for wall, text in counted(path)]
    shown.append((shown[-1][0], ""))
    expected = []
    for (start, text), (stop, _text) in pairwise(sorted(shown)):
        if "18+" not in text:
            continue
        minute, inside = start, 0
        while minute < max(stop, start + timedelta(minutes=1)):
            inside += 6 <= minute.astimezone(ZoneInfo(ALMATY)).hour < 22
            minute += timedelta(minutes=1)
        if inside:
            expected.append((start, inside))
    found = [one for one in result.findings if one.code == "watershed"]
    assert sorted((one.start, one.minutes) for one in found if one.start) == expected


def test_at_least_one_real_listing_breaks_the_law_by_one_clock_and_not_by_the_other() -> None:
    verdicts = [
        [sum(one.code == "watershed" for one in audited(name, zone)[1].findings) for name in NAMES]
        for zone in (MOSCOW, None)
    ]
    assert verdicts[0] != verdicts[1]


def test_half_past_nine_in_moscow_is_past_midnight_in_almaty(tmp_path: Path) -> None:
    path = tmp_path / "арна.txt"
    text = (
        "Понедельник, 12 декабря\n6.00 Новости (0+)\n21.00 Ночной фильм (18+)\n"
        "21.30 Ещё один фильм (18+)\n23.30 Новости (0+)\n0.10 Концерт (12+)\n"
        "Вторник, 13 декабря\n6.00 Новости (0+)\n"
    )
    path.write_text(text, encoding="cp1251")

    def violations(source_zone: str | None) -> list[float]:
        result = audit([path], Settings(zone=ALMATY, source_zone=source_zone, week=WEEK))
        assert [source.programmes for source in result.sources] == [6]
        return [one.minutes or 0 for one in result.findings if one.code == "watershed"]

    assert violations(None) == [30.0, 30.0]
    assert violations(MOSCOW) == []
