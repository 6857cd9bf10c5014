from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from schedcheck.cli.options import exit_code
from schedcheck.results.codec import document_to_json
from schedcheck.results.finding import Severity
from schedcheck.results.results import Audit, Missing, NotUnderstood
from schedcheck.results.states import USUAL, Limits, State
from schedcheck.schedule.coverage import Coverage, Span
from schedcheck.schedule.week import DAY, Week
from tests.checks.audited import audited, programme
from tests.reports.audits import MONDAY, finding_of, make_audit, row

HOLE = (MONDAY, MONDAY + timedelta(hours=3))
MARKED = row(MONDAY, 60, "Ән", mark="12+", age_class="E12")
KNOWN = ("СТВ", "tv", "republican", "Asia/Almaty")


def one_channel(covered: float = 168, *, marked: bool = True, limits: Limits = USUAL) -> Audit:
    """A channel with four programmes, one of them marked or none, and so many hours of 168."""
    rows = [MARKED] if marked else []
    rows += [row(MONDAY + timedelta(hours=hour), 60, "Ән") for hour in range(1, 5 - len(rows))]
    holes = () if covered == 168 else (HOLE,)
    audit = make_audit(rows, coverage=Coverage(168, covered, holes))
    return replace(audit, limits=limits)


@pytest.mark.parametrize(
    ("audit", "state"),
    [
        (one_channel(), State.JUDGED),
        (one_channel(152), State.JUDGED),
        (one_channel(151), State.IN_PART),
        (one_channel(151, limits=Limits(covered=0.5)), State.JUDGED),
        (one_channel(0), State.OTHER_DAYS),
        (one_channel(marked=False), State.NOT_JUDGEABLE),
        (one_channel(0, marked=False), State.OTHER_DAYS),
        (one_channel(limits=Limits(marked=0.25)), State.JUDGED),
        (one_channel(limits=Limits(marked=0.5)), State.NOT_JUDGEABLE),
    ],
)
def test_what_became_of_a_delivery(audit: Audit, state: State) -> None:
    assert audit.state(audit.channels[0]) is state
    assert audit.states[state] == 1
    assert exit_code(audit, "violation") == (0 if state is State.JUDGED else 3)


def test_rows_that_could_not_be_placed_are_not_understood() -> None:
    audit = make_audit([row(MONDAY, 60, "Ән")], first=None, last=None)
    assert audit.state(audit.channels[0]) is State.NOT_UNDERSTOOD


def test_what_came_and_what_did_not_are_counted_together() -> None:
    lost = NotUnderstood("stv", *KNOWN, ("stv.csv",), "no time")
    audit = replace(one_channel(), missing=(Missing("ntk", *KNOWN),), not_understood=(lost,))
    assert audit.states == {State.JUDGED: 1, State.MISSING: 1, State.NOT_UNDERSTOOD: 1}
    assert exit_code(audit, "violation") == 3


def test_a_channel_that_is_missing_fails_no_run_and_a_violation_goes_before_all() -> None:
    missing = replace(one_channel(), missing=(Missing("ntk", *KNOWN),))
    assert exit_code(missing, "violation") == 0
    partly = make_audit([MARKED], [finding_of(MARKED)], coverage=Coverage(168, 2, (HOLE,)))
    assert exit_code(partly, "violation") == 1


def test_a_night_of_the_week_before_is_of_other_days() -> None:
    week = Span(Week(MONDAY.date(), MONDAY.date() + 6 * DAY), "schedules")
    before = row(MONDAY - 7 * DAY, 60, "Ән", mark="12+", age_class="E12")
    rows = [before, row(MONDAY - timedelta(hours=2), 60, "Ән")]
    audit = replace(make_audit(rows, coverage=Coverage(168, 6, (HOLE,))), span=week)
    assert audit.state(audit.channels[0]) is State.OTHER_DAYS
    morning = replace(make_audit([MARKED], coverage=Coverage(168, 6, (HOLE,))), span=week)
    assert morning.state(morning.channels[0]) is State.IN_PART


def test_a_violation_is_in_doubt_where_a_warning_on_its_programme_contests_it() -> None:
    late = programme("22:00", "22:50", "Түн", rating="18+", offset="+0600")
    plain = programme("12:00", "12:50", "Күн", rating="18+", offset="+0600")
    result = audited(late, plain)
    told = {one.title: one.in_doubt for one in result.of(Severity.VIOLATION)}
    assert told == {"Түн": True, "Күн": False}
    assert result.in_doubt == 1
    assert document_to_json(result)["totals"]["in_doubt"] == 1
