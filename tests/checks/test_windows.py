from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from schedcheck.reports.terminal import print_audit
from schedcheck.results.finding import Finding, Severity
from tests.checks.audited import audited, found, programme


@pytest.mark.parametrize(
    ("start", "stop", "minutes"),
    [
        ("21:30", "23:00", 30),
        ("12:00", "13:30", 90),
        ("2024-03-05 0510", "2024-03-05 0640", 40),
        ("21:59", "22:30", 1),
        ("05:00", "06:01", 1),
        ("2024-03-04 2200", "2024-03-06 0600", 16 * 60),
    ],
)
def test_a_programme_inside_the_window_is_a_violation(start: str, stop: str, minutes: int) -> None:
    (finding,) = found("watershed", programme(start, stop, "Ночной гость (18+)"))
    assert finding.severity is Severity.VIOLATION
    assert finding.minutes == minutes
    assert finding.rule == "kz-2019-info"
    assert (finding.age_class, finding.mark_from) == ("E18", "title")
    assert finding.start is not None
    assert finding.start.isoformat().endswith("+05:00")
    assert finding.place == "line 2"


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        ("22:00", "23:30"),
        ("04:00", "06:00"),
        ("00:00", "06:00"),
        ("2024-03-04 2200", "2024-03-05 0600"),
    ],
)
def test_the_edges_are_lawful(start: str, stop: str) -> None:
    assert not found("watershed", programme(start, stop, rating="18+"))


def test_16_has_no_window_in_kazakhstan() -> None:
    assert not found("watershed", programme("12:00", "13:00", rating="16+"))


def test_na_is_forbidden_until_midnight() -> None:
    (finding,) = found("watershed", programme("23:00", "2024-03-05 0100", "Фильм [21+]"))
    assert (finding.minutes, finding.rule, finding.age_class) == (60, "kz-2019-films", "NA21")


@pytest.mark.parametrize(
    ("day", "category", "rule"),
    [
        ("2017-02-16", "film", "kz-2012-films"),
        ("2017-02-16", "talk", "kz-2012-harm"),
        ("2024-03-04", "film", "kz-2019-films"),
        ("2024-03-04", "talk", "kz-2019-info"),
        ("2019-01-11", "talk", "kz-2019-info"),
        ("2019-01-10", "talk", "kz-2012-harm"),
    ],
)
def test_the_rule_cited_is_that_of_the_day_and_the_product(
    day: str, category: str, rule: str
) -> None:
    row = programme(f"{day} 1200", f"{day} 1300", rating="18+", category=category, offset=None)
    assert [one.rule for one in found("watershed", row)] == [rule]


def test_before_any_act_was_read_it_is_a_violation_all_the_same() -> None:
    row = programme("2005-05-05 1200", "2005-05-05 1300", rating="18+", offset=None)
    assert len(found("watershed", row)) == 1


def test_a_programme_over_a_change_of_law_is_judged_by_both() -> None:
    row = programme("2019-01-10 2100", "2019-01-11 0700", rating="18+", offset=None)
    findings = found("watershed", row)
    assert [(one.rule, one.minutes) for one in findings] == [
        ("kz-2012-harm", 60),
        ("kz-2019-info", 60),
    ]


def test_an_unknown_end_is_judged_by_the_start_alone() -> None:
    (finding,) = found("watershed", programme("21:30", None, rating="18+"))
    assert finding.minutes is None
    assert finding.stop is None


def test_one_violation_is_told_once() -> None:
    row = programme("12:00", "13:00", rating="18+")
    assert len(found("watershed", row, row)) == 1


def test_another_rulebook_judges_by_its_own_windows() -> None:
    (finding,) = found(
        "watershed",
        programme("22:30", "23:30", rating="18+", offset="+0300"),
        zone="Europe/Moscow",
        rulebook="ru",
    )
    assert finding.minutes == 30


@pytest.mark.parametrize("day", ["2017-02-16", "2021-02-16", "2026-11-24"])
def test_the_operator_answers_for_a_retransmitted_foreign_channel(tmp_path: Path, day: str) -> None:
    roster = tmp_path / "mine.toml"
    roster.write_text(
        '[[channel]]\nid = "test"\nnames = { en = "Test" }\nzone = "Asia/Almaty"\nforeign = true\n',
        encoding="utf-8",
    )
    row = programme(f"{day} 1200", f"{day} 1300", rating="18+", offset=None)
    (finding,) = (
        one for one in audited(row, roster=roster).findings if one.severity is Severity.VIOLATION
    )
    assert (finding.code, finding.minutes) == ("watershed-operator", 60)
    assert finding.rule.endswith("-operator")
    assert "on a foreign channel; to restrict access to it is the duty of the operator" in (
        finding.message
    )


def test_a_paid_and_decoded_channel_is_exempt_since_2019_and_it_is_told(tmp_path: Path) -> None:
    roster = tmp_path / "mine.toml"
    roster.write_text(
        '[[channel]]\nid = "test"\nnames = { en = "Test" }\nzone = "Asia/Almaty"\n'
        'conditional_access = "yes"\n',
        encoding="utf-8",
    )
    result = audited(programme("12:00", "13:00", rating="18+"), roster=roster)
    assert not result.count(Severity.VIOLATION)
    assert "kz-2019-info" in [one.rule for one in result.channels[0].left_out]
    row = programme("2017-02-16 1200", "2017-02-16 1300", rating="18+", offset=None)
    assert audited(row, roster=roster).count(Severity.VIOLATION) == 1


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


def test_a_stale_offset_that_decides_is_told() -> None:
    row = programme("22:00", "23:00", rating="18+", offset="+0600")
    (finding,) = found("zone-decides", row)
    assert "+06:00" in finding.message
    assert "lawful" in finding.message
    assert [one.minutes for one in found("watershed", row)] == [60]


@pytest.mark.parametrize("start", ["12:00", "23:30"])
def test_a_stale_offset_that_does_not_decide_is_no_finding(start: str) -> None:
    row = programme(start, None, rating="18+", offset="+0600")
    assert not found("zone-decides", row)


def test_before_march_2024_the_same_offset_was_right() -> None:
    row = programme("2024-02-05 2200", "2024-02-05 2300", rating="18+", offset="+0600")
    assert not found("zone-decides", row)
    assert not found("watershed", row)


def test_no_offset_at_all_may_be_utc() -> None:
    row = programme("18:00", "19:00", rating="18+", offset=None)
    (finding,) = found("zone-decides", row)
    assert "UTC" in finding.message
    assert not found("zone-decides", programme("02:00", "03:00", rating="16+", offset=None))


def test_who_says_the_source_zone_is_believed() -> None:
    row = programme("18:00", "19:00", rating="18+", offset=None)
    assert not found("zone-decides", row, source_zone="UTC")
    assert not found("watershed", row, source_zone="UTC")
    assert found("watershed", row, source_zone="Asia/Almaty")


def test_an_inferred_end_that_decides_is_told() -> None:
    rows = [programme("04:30", None, rating="18+"), programme("06:15", "07:00", "Новости")]
    (finding,) = found("end-decides", *rows)
    assert finding.minutes == 15
    assert [one.minutes for one in found("watershed", *rows)] == [15]


def test_an_unknown_end_near_the_window_is_told() -> None:
    row = programme("2024-03-05 0430", None, rating="18+")
    assert len(found("end-decides", row)) == 1
    assert not found("watershed", row)


@pytest.mark.parametrize("start", ["22:30", "2024-03-04 2359"])
def test_an_unknown_end_far_from_the_window_is_no_finding(start: str) -> None:
    assert not found("end-decides", programme(start, None, rating="18+"))


def test_a_start_inside_the_window_needs_no_end() -> None:
    assert not found("end-decides", programme("12:00", None, rating="18+"))


def test_a_printed_end_is_no_assumption() -> None:
    assert not found("end-decides", programme("04:30", "06:15", rating="18+"))
