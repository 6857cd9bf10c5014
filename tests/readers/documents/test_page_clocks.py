from __future__ import annotations

import pytest

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.documents import html
from schedcheck.schedule.frame import validate
from schedcheck.schedule.reading import Reading
from tests.fixtures.tables import notes, source_of

ALMATY = ReadOptions(zone="Asia/Almaty")


def page(*times: tuple[str, str], options: ReadOptions = ALMATY) -> Reading:
    listed = "".join(
        f'<li><time datetime="{stamp}">{shown}</time> А{at} (6+)</li>'
        for at, (stamp, shown) in enumerate(times)
    )
    body = f"<!DOCTYPE html><html><body><h2>25.11.2026</h2><ul>{listed}</ul></body></html>"
    reading = html.read(source_of(body.encode(), "a.html"), options)
    validate(reading.frame)
    return reading


MOSCOW = [("2026-11-25T04:30+03:00", "04:30"), ("2026-11-25T06:00+03:00", "06:00")]


def test_the_times_behind_the_clocks_say_the_zone() -> None:
    reading = page(*MOSCOW)
    assert not reading.faults
    assert reading.frame["offset"].tolist() == [180, 180]
    assert "the times behind its clocks are those of UTC+03:00" in notes(reading)


@pytest.mark.parametrize(
    "times",
    [
        [("2026-11-25T04:30+05:00", "04:30"), ("2026-11-25T06:00+05:00", "06:00")],
        [("2026-11-24T23:30Z", "04:30"), ("2026-11-25T01:00Z", "06:00")],
        [("2026-11-25T04:30", "04:30"), ("04:30", "06:00"), ("", "07:00")],
    ],
)
def test_the_channels_own_clock(times: list[tuple[str, str]]) -> None:
    reading = page(*times)
    assert not reading.faults
    assert reading.frame["offset"].isna().all()


def test_a_zone_that_the_caller_names_counts() -> None:
    reading = page(*MOSCOW, options=ReadOptions(zone="Asia/Almaty", source_zone="Asia/Almaty"))
    assert reading.frame["offset"].isna().all()


def test_times_that_do_not_agree_are_told() -> None:
    reading = page(MOSCOW[0], ("2026-11-25T06:00+05:00", "06:00"))
    (fault,) = reading.faults
    assert "names the clock of" in fault.reason.text
    reading = page(MOSCOW[0], ("2026-11-25T06:00+02:00", "06:00"))
    assert len(reading.faults) == 1


def test_the_clock_that_is_chosen() -> None:
    chosen = "<select><option>Алматы</option><option selected>Москва (МСК)</option></select>"
    body = f"<!DOCTYPE html><body>{chosen}<p>25.11.2026</p><p>04:30 А</p><p>06:00 Б</p></body>"
    reading = html.read(source_of(body.encode(), "a.html"), ALMATY)
    assert not reading.faults
    assert reading.frame["offset"].tolist() == [180, 180]
