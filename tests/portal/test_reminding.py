from __future__ import annotations

import logging
import smtplib
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.portal.visitors import account, signed_in

pytestmark = pytest.mark.usefixtures("portal")
WEEK = "2026-W49"
#: Friday at 18:00 in the capital.
DEADLINE = datetime(2026, 11, 27, 13, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def outbox(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was sent."""
    from django.conf import settings
    from django.core import mail

    if hasattr(settings, "MAILERS"):
        monkeypatch.setattr(settings, "MAILERS", {"default": {"BACKEND": LOCMEM}})
    else:
        monkeypatch.setattr(settings, "EMAIL_BACKEND", LOCMEM)
    mail.outbox = []
    return mail.outbox


def to(box: list[Any]) -> list[str]:
    return [name for one in box for name in one.to]


def delivery(channel: str = "ktk", owner: Any = None) -> None:
    from schedcheck.portal.models import Upload

    Upload.objects.create(
        owner=owner, channel_id=channel, week=WEEK, name="a", sha256="0" * 64, size=1, version=1
    )


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        (DEADLINE - DAY - MINUTE, None),
        (DEADLINE - DAY, "before"),
        (DEADLINE - MINUTE, "before"),
        (DEADLINE, "late"),
        (DEADLINE + 3 * DAY - MINUTE, "late"),
        (DEADLINE + 3 * DAY, None),
    ],
)
def test_what_is_due_follows_from_the_deadline(moment: datetime, kind: str | None) -> None:
    from schedcheck.portal.reminding import due

    assert [(week.name, which) for week, which in due(moment)] == ([(WEEK, kind)] if kind else [])


def test_each_is_reminded_once_before_and_once_after_the_deadline(outbox: list[Any]) -> None:
    from schedcheck.portal.models import LogEntry, Reminder, check_log
    from schedcheck.portal.reminding import remind

    account("a@example.kz", "station", "ktk", "khabar")
    account("b@example.kz", "station", "ktk")
    owner = account("c@example.kz", "station", "31-kanal")
    account("officer@example.kz", "officer")
    delivery("31-kanal", owner)
    assert remind(DEADLINE - 2 * DAY) == 0
    assert remind(DEADLINE - DAY) == 3
    assert remind(DEADLINE - DAY + MINUTE) == remind(DEADLINE - MINUTE) == 0
    delivery("khabar", owner)
    assert remind(DEADLINE) == 2
    assert remind(DEADLINE + DAY) == 0
    assert to(outbox) == ["a@example.kz", "a@example.kz", "b@example.kz",
                          "a@example.kz", "b@example.kz"]  # fmt: skip
    assert Reminder.objects.filter(state="sent").count() == 5
    assert LogEntry.objects.filter(what="reminded").count() == 5
    assert check_log() is None


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", ("КТК", "кесте")), ("ru", ("КТК", "программ")), ("en", ("KTK", "schedule"))],
)
def test_a_reminder_is_in_the_language_of_its_account(
    language: str, words: tuple[str, ...], outbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from schedcheck.portal.models import Account
    from schedcheck.portal.reminding import remind

    monkeypatch.setattr(settings, "SITE_ADDRESS", "https://portal.example.kz")
    account()
    Account.objects.update(language=language)
    remind(DEADLINE - DAY)
    remind(DEADLINE)
    before, late = outbox
    assert before.subject != late.subject
    for one in outbox:
        assert words[0] in one.subject
        assert words[1] in one.body.casefold()
        assert "https://portal.example.kz" in one.body
        assert "2026-11-27 18:00:00 (UTC+0500)" in one.body
        assert one.extra_headers["Auto-Submitted"] == "auto-generated"


def test_what_was_not_taken_is_logged_and_tried_again(
    outbox: list[Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from django.core.mail.backends import locmem

    from schedcheck.portal.models import Reminder
    from schedcheck.portal.reminding import remind

    for name in "abcde":
        account(f"{name}@example.kz", "station", "ktk")
    sending = locmem.EmailBackend.send_messages

    def refused(self: Any, messages: Any) -> int:
        if messages[0].to == ["b@example.kz"]:
            raise smtplib.SMTPRecipientsRefused({"b@example.kz": (550, b"unknown")})
        return int(sending(self, messages))

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refused)
    with caplog.at_level(logging.WARNING):
        assert remind(DEADLINE) == 4
    assert "b@example.kz was not sent" in caplog.text
    failed = Reminder.objects.exclude(state="sent").get()
    assert (failed.state, failed.attempts) == ("waiting", 1)
    assert "SMTPRecipientsRefused" in failed.error
    officer = signed_in(account("officer@example.kz", "officer"))
    page = officer.get(f"/weeks/{WEEK}/documents").content.decode()
    assert page.count("after the deadline") == 5
    assert page.count("not sent") == 1
    monkeypatch.undo()
    from django.conf import settings

    if hasattr(settings, "MAILERS"):
        monkeypatch.setattr(settings, "MAILERS", {"default": {"BACKEND": LOCMEM}})
    else:
        monkeypatch.setattr(settings, "EMAIL_BACKEND", LOCMEM)
    assert remind(DEADLINE + 9 * MINUTE) == 0
    assert remind(DEADLINE + 10 * MINUTE) == 1
    assert to(outbox)[-1] == "b@example.kz"


def test_a_server_that_is_not_there_is_asked_a_few_times_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.core.mail.backends import locmem

    from schedcheck.portal.models import Reminder
    from schedcheck.portal.reminding import remind

    def away(*_given: object) -> None:
        raise ConnectionRefusedError

    for name in "abcde":
        account(f"{name}@example.kz", "station", "ktk")
    monkeypatch.setattr(locmem.EmailBackend, "open", away)
    assert remind(DEADLINE) == 0
    assert sorted(Reminder.objects.values_list("attempts", flat=True)) == [0, 0, 1, 1, 1]


def test_one_whose_worker_was_ended_is_sent_again_later(
    outbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from schedcheck.portal import reminding
    from schedcheck.portal.models import Reminder, log

    class EndedError(BaseException):
        """The process is ended after the server has taken the message."""

    def ended(*_given: object, **_about: object) -> None:
        raise EndedError

    account()
    monkeypatch.setattr("schedcheck.portal.reminding.log", ended)
    with pytest.raises(EndedError):
        reminding.remind(DEADLINE)
    monkeypatch.setattr("schedcheck.portal.reminding.log", log)
    assert Reminder.objects.get().state == "sending"
    assert reminding.remind(DEADLINE + MINUTE) == 0
    assert reminding.remind(DEADLINE + 10 * MINUTE) == 1
    first, second = outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_of_two_workers_one_sends(outbox: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from schedcheck.portal import reminding

    account()
    both = reminding._waiting  # noqa: SLF001 - what the other worker has seen

    def slower(*given: Any) -> Any:
        seen = both(*given)
        monkeypatch.setattr(reminding, "_waiting", both)
        assert reminding.remind(DEADLINE) == 1
        return seen

    monkeypatch.setattr(reminding, "_waiting", slower)
    assert reminding.remind(DEADLINE) == 0
    assert len(outbox) == 1


def test_who_may_not_deliver_is_not_reminded(outbox: list[Any]) -> None:
    from schedcheck.portal.models import Account
    from schedcheck.portal.reminding import remind

    account("gone@example.kz")
    Account.objects.update(is_active=False)
    account("other@example.kz").channels.clear()
    assert remind(DEADLINE) == 0
    assert outbox == []


def test_a_worker_that_stays_reminds(monkeypatch: pytest.MonkeyPatch) -> None:
    from schedcheck.portal import jobs, reminding
    from schedcheck.portal.models import WorkerLook

    class OneRound:
        """A worker that stops after a round."""

        def __init__(self, **_options: object) -> None:
            self.running = True

        def configure_signals(self) -> None:
            """There are none."""

        def run(self) -> None:
            """No jobs."""
            self.running = False

    monkeypatch.setattr(jobs, "Worker", OneRound)
    monkeypatch.setattr(jobs, "_PAUSE", 0)
    asked: list[datetime] = []
    monkeypatch.setattr(reminding, "remind", asked.append)
    jobs.work(alone=True, once=True)
    assert asked == []
    before = set(threading.enumerate())
    jobs.work(alone=True)
    (now,) = asked
    assert now.tzinfo is not None
    # else it would look to others as if it still worked
    assert not set(threading.enumerate()) - before
    assert not WorkerLook.objects.exists()
