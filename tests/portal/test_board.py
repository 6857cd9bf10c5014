from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.portal.visitors import WEEK, account, delivered_with, schedule_of, verdict_text

pytestmark = pytest.mark.usefixtures("portal")


def week(name: str = WEEK) -> Any:
    from schedcheck.portal.weeks import DeliveryWeek
    from schedcheck.schedule.week import parse_week

    return DeliveryWeek(parse_week(name).first)


def of_ktk(after: timedelta = timedelta(days=1)) -> Any:
    """What became of the week of ktk, some time after the deadline."""
    from schedcheck.portal.board import board

    made = board([week()], week().deadline + after)
    (cells,) = [cells for channel, cells in made.rows if channel.id == "ktk"]
    return cells[0]


@pytest.mark.parametrize(("after", "state", "late"), [(-1, None, False), (1, "missing", True)])
def test_what_did_not_come_is_missing_from_the_deadline_on(
    *, after: int, state: str | None, late: bool
) -> None:
    one = of_ktk(timedelta(minutes=after))
    assert (one.state, one.late, one.delivered) == (state, late, False)


@pytest.mark.parametrize(("after", "late"), [(-1, False), (1, True)])
def test_a_correction_after_the_deadline_is_not_late(*, after: int, late: bool) -> None:
    text = verdict_text(schedule_of(WEEK), WEEK)
    first, later = week().deadline + timedelta(minutes=after), week().deadline + timedelta(days=2)
    who = account()
    for at in (first, later):
        delivered_with(who, WEEK, text, sent_at=at)
    one = of_ktk(timedelta(days=3))
    assert (one.state, one.late, one.violations, one.undecided) == ("judged in part", late, 1, 1)


def test_the_last_version_counts() -> None:
    who = account()
    delivered_with(who, WEEK, verdict_text(schedule_of(WEEK), WEEK))
    delivered_with(who, WEEK, verdict_text(schedule_of(WEEK).replace(b"18+", b"0+"), WEEK))
    assert (of_ktk().violations, of_ktk().undecided) == (0, 0)


def test_what_is_dismissed_does_not_count() -> None:
    from schedcheck.portal.models import Verdict

    delivered_with(account(), WEEK, verdict_text(schedule_of(WEEK), WEEK))
    Verdict.objects.update(violations=5, dismissed=2, undecided=1)
    assert (of_ktk().violations, of_ktk().undecided) == (3, 1)


@pytest.mark.parametrize(("judging", "state"), [("failed", "not understood"), ("queued", None)])
def test_what_was_not_judged_has_no_verdict(judging: str, state: str | None) -> None:
    from schedcheck.portal.models import Verdict

    made = delivered_with(account(), WEEK, verdict_text(schedule_of(WEEK), WEEK), state=judging)
    Verdict.objects.all().delete()
    made.state = judging
    made.save()
    assert (of_ktk().state, of_ktk().delivered) == (state, True)


def test_self_checks_are_not_on_the_board() -> None:
    text = verdict_text(schedule_of(WEEK), WEEK)
    delivered_with(account(), WEEK, text, version=None, receipt=None, sent_at=None)
    assert of_ktk().state == "missing"


def test_the_board_has_the_television_channels_and_what_else_was_delivered() -> None:
    from schedcheck.portal.board import board

    now = week().deadline
    assert len(board([week()], now).rows) == 46
    text = verdict_text(schedule_of(WEEK), WEEK, "radio-ns")
    delivered_with(account("radio@example.kz", "station", "radio-ns"), WEEK, text, "radio-ns")
    assert "radio-ns" in {channel.id for channel, _cells in board([week()], now).rows}


def test_sums_and_filters() -> None:
    from schedcheck.portal.board import SHOWN, board, weeks_until
    from schedcheck.results.states import State

    who = account("a@example.kz", "station", "ktk", "khabar")
    before = week("2026-W47").deadline - timedelta(days=1)
    for name in ("ktk", "khabar"):
        text = verdict_text(schedule_of(WEEK), WEEK, name)
        delivered_with(who, WEEK, text, name, sent_at=before)
    made = board(weeks_until(week(), 2), week().deadline + timedelta(days=1))
    assert [one.name for one in made.weeks] == ["2026-W47", WEEK]
    assert made.sums == [(0, 46, 0, 0), (2, 44, 2, 2)]
    assert made.states[State.MISSING] == 90
    sizes = {shown: len(made.only(shown).rows) for shown in SHOWN}
    assert sizes == {"": 46, "late": 46, "violations": 2, "undecided": 2}
    assert made.only("violations").sums == [(0, 2, 0, 0), (2, 0, 2, 2)]
    alone = board([week("2026-W50")], week().deadline).only("late")
    assert (alone.rows, alone.sums) == ((), [(0, 0, 0, 0)])


def test_the_board_takes_four_queries_and_no_findings() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from schedcheck.portal.board import board, weeks_until
    from schedcheck.portal.models import Channel

    weeks = weeks_until(week(), 6)
    everything = [one.id for one in Channel.objects.all()][:46]
    who = account("all@example.kz", "station", *everything)
    texts = {one.name: verdict_text(schedule_of(one.name), one.name) for one in weeks}
    counts = []
    for channels in (everything[:2], everything):
        for channel in channels:
            for one in weeks:
                delivered_with(who, one.name, texts[one.name], channel)
        with CaptureQueriesContext(connection) as queries:
            made = board(weeks, week().deadline)
        counts.append(len(queries))
        assert not any("findings" in one["sql"] for one in queries)
    assert counts == [4, 4]
    assert sum(one.delivered for one in made.sums) == 46 * 6
