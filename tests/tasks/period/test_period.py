from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from schedcheck.errors import ConfigError
from schedcheck.results.codec import document_to_json
from schedcheck.results.document import document_from_json
from schedcheck.results.results import Day, Missing
from schedcheck.results.states import State
from schedcheck.schedule.coverage import Coverage, Span
from schedcheck.schedule.week import Week
from schedcheck.tasks.period.period import Period, join, parse_period
from schedcheck.tasks.period.picture import picture_of
from schedcheck.tasks.period.runs import Overlap, load_runs
from tests.reports.audits import MONDAY, fault, finding_of, make_audit, row

STV = Missing("stv", "СТВ", "tv", "regional", "Asia/Almaty")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026", Week(date(2026, 1, 1), date(2026, 12, 31), calendar=True)),
        ("2024-02", Week(date(2024, 2, 1), date(2024, 2, 29), calendar=True)),
        ("2026-Q4", Week(date(2026, 10, 1), date(2026, 12, 31), calendar=True)),
        ("2026-01-05..2026-02-01", Week(date(2026, 1, 5), date(2026, 2, 1))),
        ("2026-W48", Week(date(2026, 11, 23), date(2026, 11, 29))),
    ],
)
def test_a_period_is_a_year_a_month_a_quarter_a_week_or_a_span(text: str, days: Week) -> None:
    assert parse_period(text) == days


@pytest.mark.parametrize("text", ["", "26", "2026-13", "2026-Q5", "2026-02-01..2026-01-01", "0000"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="2026-Q1"):
        parse_period(text)


def run(*starts: datetime, week: datetime = MONDAY, **more: Any) -> dict[str, Any]:
    """The findings.json of a week of the channel ktk with violations at these instants."""
    programmes = [row(start, 60, "Кино", mark="18+", age_class="E18") for start in starts]
    programmes = programmes or [row(week, 60, "Ән")]
    findings = [finding_of(one) for one in programmes if one.get("mark")]
    told: dict[str, Any] = {"medium": "tv", "tier": "republican", **more}
    told.setdefault("days", (Day(week.date(), 10, 4),))
    midnight = week.replace(hour=0)
    told.setdefault("coverage", Coverage(168.0, 168.0, ()))
    audit = make_audit(
        programmes, findings, first=midnight, last=midnight + timedelta(days=7), **told
    )
    days = Week(midnight.date(), midnight.date() + timedelta(days=6))
    audit = replace(audit, span=Span(days, "option"), missing=(STV,))
    plain: dict[str, Any] = json.loads(json.dumps(document_to_json(audit)))
    return plain


def period_of(*runs: dict[str, Any], text: str = "2025") -> Period:
    return join([document_from_json(run) for run in runs], parse_period(text))


def test_overlapping_weeks_count_a_finding_a_day_and_an_hour_once() -> None:
    later = MONDAY + timedelta(days=2)
    one = run(MONDAY + timedelta(hours=3), later)
    two = run(later, later + timedelta(days=5), week=later)
    joined = period_of(one, two)
    assert [violation.start.day for violation in joined.violations] == [24, 26, 1]
    total = joined.total
    assert (total.violations, total.programmes, total.marked) == (3, 20, 8)
    assert total.hours == pytest.approx(9 * 24)


def test_a_week_as_period_holds_what_a_batch_of_that_week_found() -> None:
    night = MONDAY.replace(hour=5) + timedelta(days=7)
    morning = MONDAY.replace(hour=5)
    days = tuple(Day((MONDAY + timedelta(days=day)).date(), 3, 1) for day in range(8))
    channel: dict[str, Any] = {"week_starts": 6 * 3600, "days": days}
    one = run(MONDAY.replace(hour=12), night, **channel)
    before = run(morning, week=MONDAY - timedelta(days=7), week_starts=6 * 3600)
    joined = period_of(before, one, text="2025-W48")
    assert [violation.start for violation in joined.violations] == [MONDAY.replace(hour=12), night]
    assert joined.total.programmes == 8 * 3
    assert period_of(before, one, text="2025-W49").total.violations == 0
    # by the calendar both nights are of the day they begin on
    by_month = [
        period_of(before, one, text=month).total.violations for month in ("2025-11", "2025-12")
    ]
    assert by_month == [2, 1]


def test_of_two_runs_of_a_week_the_last_counts_and_is_named() -> None:
    first, again = run(MONDAY), run(week=MONDAY, days=(Day(MONDAY.date(), 12, 6),))
    runs = [replace(document_from_json(one), file=name, written=written)
            for one, name, written in ((again, "b", 2), (first, "a", 1))]  # fmt: skip
    joined = join(runs, parse_period("2025"))
    assert (joined.total.violations, joined.total.programmes) == (0, 12)
    assert joined.overlaps == [Overlap("a", "b", Week(date(2025, 11, 24), date(2025, 11, 30)))]
    assert joined.channels["ktk"].delivered == 1


def test_a_run_of_other_channels_supersedes_nothing() -> None:
    other = run(week=MONDAY)
    other["missing"] = [
        {key: other["channels"][0][key] for key in ("id", "name", "medium", "tier", "zone")}
    ]
    other["channels"] = []
    joined = period_of(run(MONDAY), other)
    assert joined.total.violations == 1
    assert joined.overlaps == []
    assert joined.states["ktk", MONDAY.date()] == State.JUDGED
    assert joined.states["stv", MONDAY.date()] == State.MISSING


def test_holes_and_what_was_not_judged_are_counted() -> None:
    joined = period_of(run(MONDAY), text="2025-11-24..2025-12-14")
    assert (len(joined.reported), joined.holes, joined.unjudged) == (7, 14, 0)
    partly = run(MONDAY)
    partly["channels"][0]["state"] = "judged in part"
    assert period_of(partly).unjudged == 1
    picture = picture_of(period_of(partly, text="2025-11-24..2025-12-07"))
    assert [(cell.text, cell.tone) for cell in picture.rows["ktk"]] == [
        ("½ 1", "bad"),
        ("", "hole"),
    ]
    assert [(cell.text, cell.tone) for cell in picture.rows["stv"]] == [("–", "open"), ("", "hole")]


def test_nothing_is_good_where_nothing_was_judged() -> None:
    for state in State:
        told = run(week=MONDAY)
        told["channels"][0]["state"] = state.value
        (cell,) = picture_of(period_of(told, text="2025-11-24..2025-11-30")).rows["ktk"]
        assert (cell.tone == "good") == (state is State.JUDGED)


def test_the_edge_of_a_week_that_two_runs_share_is_summed() -> None:
    later = MONDAY + timedelta(days=7)
    edge = (Day(later.date(), 3, 1),)
    one = run(MONDAY, days=edge, week_starts=6 * 3600)
    two = run(later, week=later, week_starts=6 * 3600)
    joined = period_of(one, two)
    assert (joined.total.programmes, joined.total.marked) == (13, 5)
    assert joined.overlaps == []


def test_hours_without_a_schedule_are_no_hours_covered() -> None:
    hole = (MONDAY + timedelta(hours=6), MONDAY + timedelta(hours=30))
    joined = period_of(run(coverage=Coverage(168.0, 144.0, (hole,))))
    assert joined.total.hours == pytest.approx(144)
    assert period_of(run(coverage=None)).total.hours == 0


def test_the_first_and_the_repeated_within_a_year() -> None:
    year = timedelta(days=365)
    before = MONDAY - timedelta(days=300)
    runs = [run(before, week=before), run(MONDAY), run(MONDAY + year, week=MONDAY + year)]
    everything = period_of(*runs, text="2025-01-01..2026-12-31")
    assert [one.repeated for one in everything.violations] == [False, True, False]
    # what lies before the period still makes a repetition
    autumn = period_of(*runs, text="2025-11")
    assert [one.repeated for one in autumn.violations] == [True]
    assert (autumn.total.first, autumn.total.repeated) == (0, 1)


def test_another_channel_or_kind_of_rule_is_no_repetition_and_a_successor_is() -> None:
    one = run(MONDAY)
    other = run(MONDAY + timedelta(days=7), week=MONDAY + timedelta(days=7))
    assert [v.repeated for v in period_of(one, other).violations] == [False, True]
    for duty, repeated in (("broadcaster", True), ("operator", False)):
        changed = json.loads(json.dumps(other))
        changed["findings"][0]["rule"] = "kz-new"
        changed["rulebook"]["rules"] = [{**other["rulebook"]["rules"][0], "id": "kz-new"}]
        changed["rulebook"]["rules"][0]["duty"] = duty
        assert [v.repeated for v in period_of(one, changed).violations] == [False, repeated]


def test_sums_by_tier_medium_channel_and_month() -> None:
    december = MONDAY + timedelta(days=7)
    joined = period_of(run(MONDAY), run(december, december + timedelta(days=1), week=december))
    by_month = joined.by(lambda _channel, month: month)
    assert {month: one.violations for month, one in by_month.items()} == {
        "2025-11": 1,
        "2025-12": 2,
    }
    assert joined.by(lambda channel, _month: channel.tier)["republican"].violations == 3
    assert joined.channels["stv"].undelivered == 2
    assert joined.channels["ktk"].delivered == 2


def test_a_fault_that_two_runs_tell_of_one_file_is_one() -> None:
    def faulty() -> dict[str, Any]:
        audit = make_audit([row(MONDAY, 60, "Ән")], [fault()])
        plain: dict[str, Any] = json.loads(json.dumps(document_to_json(audit)))
        return plain

    joined = period_of(faulty(), faulty())
    assert joined.faults == 1
    assert joined.total.violations == 0


def test_what_is_no_result_of_a_batch_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="it has no findings"):
        load_runs([tmp_path])
    (tmp_path / "findings.json").write_text("{", encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_runs([tmp_path])
    (tmp_path / "findings.json").write_text('{"schedcheck": "0.1.0"}', encoding="utf-8")
    with pytest.raises(ConfigError, match="run batch again"):
        load_runs([tmp_path])


def test_a_folder_of_results_is_all_of_them_and_the_same_one_counts_once(tmp_path: Path) -> None:
    for name in ("w47", "w48"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "findings.json").write_text(json.dumps(run(MONDAY)), encoding="utf-8")
    assert len(load_runs([tmp_path, tmp_path / "w47"])) == 2
