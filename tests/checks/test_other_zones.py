from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from schedcheck.reports.terminal import print_audit
from schedcheck.results.finding import Finding, Severity
from tests.checks.audited import audited, found, programme

REPUBLICAN = "Khabar.kz"  # origin Almaty, received in all seven zones
OTHERS = ("Asia/Aqtobe", "Asia/Aqtau", "Asia/Atyrau", "Asia/Oral")  # at +05 in 2017


def elsewhere(start: str, stop: str | None, **more: Any) -> list[Finding]:
    settings = {key: more.pop(key) for key in ("zone", "source_zone") if key in more}
    more = {"rating": "Е 18", "offset": None, "channel": REPUBLICAN} | more
    return found("watershed-elsewhere", programme(start, stop, **more), **settings)


def test_lawful_in_almaty_and_inside_the_window_in_aqtobe() -> None:
    (finding,) = elsewhere("2017-02-16 2200", "2017-02-16 2330")
    assert (finding.severity, finding.minutes) == (Severity.WARNING, 60)
    assert finding.zone == "Asia/Almaty"
    assert finding.rule == "kz-2012-harm"
    assert finding.start is not None
    assert finding.start.isoformat() == "2017-02-16T22:00:00+06:00"
    assert "06:00-22:00" in finding.message
    for name in OTHERS:
        assert f"{name} (60 min)" in finding.message
    assert "Qyzylorda" not in finding.message  # at +06 then
    assert "Qostanay" not in finding.message


def test_one_zone_may_differ_alone() -> None:
    (finding,) = elsewhere("2019-06-01 2230", "2019-06-01 2330")
    assert finding.message.endswith(", ".join(f"Asia/{z} (30 min)" for z in (
        "Qyzylorda", "Aqtobe", "Aqtau", "Atyrau", "Oral"
    )))  # fmt: skip


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        ("2017-02-16 2300", "2017-02-17 0030"),  # 22:00 in the west
        ("2017-02-17 0430", "2017-02-17 0600"),  # ends at 05:00 in the west
        ("2024-03-04 2200", "2024-03-04 2330"),  # one clock
        ("2024-03-01 0000", "2024-03-01 0130"),
    ],
)
def test_lawful_everywhere(start: str, stop: str) -> None:
    assert not elsewhere(start, stop)


def test_the_last_evening_of_two_clocks() -> None:
    (finding,) = elsewhere("2024-02-29 2200", "2024-02-29 2230")
    assert finding.minutes == 30


def test_a_violation_in_the_origin_zone_is_that_and_no_more() -> None:
    row = programme(
        "2017-02-16 2130", "2017-02-16 2300", rating="Е 18", offset=None, channel=REPUBLICAN
    )
    codes = [one.code for one in audited(row).findings]
    assert "watershed" in codes
    assert "watershed-elsewhere" not in codes


def test_an_unknown_end_is_judged_by_the_start() -> None:
    (finding,) = elsewhere("2017-02-16 2230", None)
    assert finding.minutes is None
    assert "unknown" in finding.message


@pytest.mark.parametrize("channel", ["Altai.kz", "nowhere", "Aqtobe.kz"])
def test_regional_and_unknown_channels_have_no_elsewhere(channel: str) -> None:
    assert not elsewhere("2017-02-16 2200", "2017-02-16 2330", channel=channel)


def test_who_says_the_zone_is_judged_there_alone() -> None:
    assert not elsewhere("2017-02-16 2200", "2017-02-16 2330", zone="Asia/Almaty")
    # read in the origin zone and judged in another, it is a violation there
    row = programme(
        "2017-02-16 2200", "2017-02-16 2330", rating="Е 18", offset=None, channel=REPUBLICAN
    )
    assert found("watershed", row, zone="Asia/Aqtobe", source_zone="Asia/Almaty")


def test_marks_below_are_lawful_everywhere() -> None:
    assert not elsewhere("2017-02-16 2200", "2017-02-16 2330", rating="Е16")


def test_radio_has_no_window_before_2019() -> None:
    for day, count in (("2017-02-16", 0), ("2019-06-01", 1)):
        told = elsewhere(f"{day} 2200", f"{day} 2230", channel="Авторадио Казахстан", rating="18+")
        assert len(told) == count


@pytest.mark.parametrize(
    ("channel", "nearest"), [("Хабр", "khabar"), ("no such station at all", ""), ("Хабар", "")]
)
def test_a_channel_in_no_roster_is_judged_and_told_the_nearest(channel: str, nearest: str) -> None:
    result = audited(programme("12:00", "13:00", rating="18+", channel=channel))
    assert [one.code for one in result.findings] == ["watershed"]
    assert [report.nearest for report in result.channels] == [nearest]
    lines = io.StringIO()
    print_audit(result, Console(file=lines, width=200))
    assert ("--channel khabar" in lines.getvalue()) is bool(nearest)
