"""Which weeks a channel has to deliver for, from the moment in which it came into the portal."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.portal.test_board import week
from tests.portal.visitors import account, delivered_with, signed_in, words_of

pytestmark = pytest.mark.usefixtures("portal")
#: The portal begins on a Wednesday: the deadline of W48 was on the Friday before.
BEGAN = datetime(2026, 11, 25, 7, tzinfo=UTC)
BEFORE, IN, AFTER = "2026-W47", "2026-W48", "2026-W49"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LATER = datetime(2026, 11, 29, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def begun(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal has a log that began at ``BEGAN``, and its channels came with it."""
    assert portal
    from schedcheck.portal.models import Channel, log

    Channel.objects.update(since=None)
    clock = at(monkeypatch, BEGAN)
    log("", "invited", name="a@example.kz")
    clock.undo()


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> pytest.MonkeyPatch:
    """The clock of the portal shows ``moment``, until the patch is undone."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: moment)
    return monkeypatch


def of(channel: str, name: str, now: datetime = LATER) -> Any:
    """What the board says of a channel in a week."""
    from schedcheck.portal.board import board

    (cells,) = [cells for one, cells in board([week(name)], now).rows if one.id == channel]
    return cells[0]


@pytest.mark.parametrize(("after", "expected"), [(-1, True), (0, True), (1, False)])
def test_a_week_is_expected_whose_deadline_is_not_before_the_beginning(
    *, after: int, expected: bool
) -> None:
    from schedcheck.portal.weeks import is_expected, is_late

    one = week(IN)
    since = one.deadline + timedelta(seconds=after)
    assert is_expected(one, since) is expected
    assert is_late(one, since, since + DAY) is expected
    assert not is_expected(one, None)
    assert not is_late(one, None, since + DAY)


def test_what_was_brought_along_counts_by_its_date() -> None:
    from schedcheck.portal.weeks import is_late

    one = week(BEFORE)
    assert is_late(one, BEGAN, one.deadline + MINUTE)
    assert not is_late(one, BEGAN, one.deadline)
    assert not is_late(one, BEGAN, BEGAN)


def test_the_board_has_nothing_late_of_before_the_portal() -> None:
    from schedcheck.portal.board import board

    made = board([week(name) for name in (BEFORE, IN, AFTER)], LATER)
    assert [one.late for one in made.sums] == [0, 0, 46]
    signs = [of("ktk", name).sign for name in (BEFORE, IN, AFTER)]
    assert signs == ["×", "×", "–"]
    assert of("ktk", AFTER, week(AFTER).deadline).sign == "·"
    delivered_with(account(), IN, _verdict(IN), sent_at=BEGAN + DAY)
    assert (of("ktk", IN).delivered, of("ktk", IN).late) == (True, False)


def _verdict(name: str) -> str:
    from tests.portal.visitors import schedule_of, verdict_text

    return verdict_text(schedule_of(name), name)


def test_a_channel_added_later_is_expected_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from schedcheck.portal.channels import take_roster
    from schedcheck.portal.models import Channel

    Channel.objects.filter(id="ktk").delete()
    added = week(AFTER).deadline + MINUTE
    at(monkeypatch, added)
    take_roster()
    assert Channel.objects.get(id="ktk").since == added
    assert Channel.objects.get(id="khabar").since is None
    assert [of("ktk", AFTER).expected, of("khabar", AFTER).expected] == [False, True]
    assert of("ktk", "2026-W50").expected
    take_roster()
    assert Channel.objects.get(id="ktk").since == added


def test_a_portal_in_which_nothing_was_done_expects_nothing() -> None:
    from schedcheck.portal.models import Channel, LogEntry, begun_at

    LogEntry._base_manager.all().delete()  # noqa: SLF001 - no way of the program
    assert begun_at() is None
    assert {one.since for one in Channel.objects.all()} == {None}
    assert of("ktk", AFTER).sign == "×"


def test_a_first_entry_that_was_tampered_with_hides_no_lateness() -> None:
    from schedcheck.portal.models import LogEntry

    for text in ("nonsense", "2026-11-25T07:00:00", ""):
        LogEntry._base_manager.filter(number=1).update(at=text)  # noqa: SLF001 - the same
        assert of("ktk", BEFORE).late


def test_the_documents_of_a_week_name_as_missing_who_had_to_deliver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from schedcheck.portal import compiling
    from schedcheck.portal.models import Compilation

    monkeypatch.setattr(compiling, "expected", lambda _roster: ("ktk", "khabar", "none"))
    span = [week(name) for name in (BEFORE, IN, AFTER)]
    late = dict(compiling.late(span, LATER))
    assert late == {BEFORE: [], IN: [], AFTER: ["ktk", "khabar"]}
    assert not compiling.has_parts(week(IN), LATER)
    at(monkeypatch, LATER)
    officer = account("officer@example.kz", "officer")
    delivered_with(account(), IN, _verdict(IN))
    for name, missing in ((IN, []), (AFTER, ["ktk", "khabar"])):
        compiling.ask(officer, Compilation.Kind.DOCUMENTS, week(name), week(name))
        parts = Compilation.objects.get(first=name).plan
        assert [one for part in parts for one in part.get("missing", ())] == missing
    compiling.ask(officer, Compilation.Kind.PERIOD, week(BEFORE), week(AFTER))
    (plan,) = Compilation.objects.get(kind=Compilation.Kind.PERIOD).plan
    assert plan["missing"] == {AFTER: ["ktk", "khabar"]}


def test_nobody_is_reminded_of_what_was_due_before_the_portal() -> None:
    from django.core import mail

    from schedcheck.portal.models import Channel, Reminder
    from schedcheck.portal.reminding import remind

    mail.outbox = []
    account("a@example.kz", "station", "ktk", "khabar")
    deadline = week(AFTER).deadline
    Channel.objects.filter(id="ktk").update(since=deadline + MINUTE)
    assert remind(week(IN).deadline + DAY) == 0
    assert not Reminder.objects.exists()
    assert remind(deadline + 2 * MINUTE) == 1
    assert Reminder.objects.get().channel_id == "khabar"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("not expected", "late")),
        ("ru", ("не ожидается", "просрочено")),
        ("kk", ("күтілмейді", "кешіктірілді")),
    ],
)
def test_a_station_reads_it_on_its_own_page_and_the_regulator_on_the_board(
    language: str, words: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from schedcheck.portal.models import Channel

    at(monkeypatch, LATER)
    Channel.objects.filter(id="khabar").update(since=LATER)
    visitor = signed_in(account("a@example.kz", "station", "ktk", "khabar"), language)
    table = words_of(visitor.get("/")).split("<tbody>")[1].split("</tbody>")[0]
    cells = [re.sub("<[^>]*>", "", one) for one in re.findall("<td>(.*?)</td>", table)]
    expected, late = words
    # khabar, then ktk; this week, then the next
    assert cells == [expected, expected, expected, late]
    reader = signed_in(account("reader@example.kz", "reader"), language)
    page = words_of(reader.get(f"/board/ktk/{IN}"))
    assert f'<span class="week hole">×</span> {expected}' in page
    board = words_of(reader.get("/board"))
    assert board.count(f'aria-label="{expected}">×') == 46 * 5 + 1
