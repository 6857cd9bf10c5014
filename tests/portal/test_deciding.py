from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.portal.test_verdicts import SCHEDULE, counts, decided, found
from tests.portal.visitors import WEEK, account, delivered_with, verdict_text

pytestmark = pytest.mark.usefixtures("portal")


def test_a_decision_is_kept_with_the_evidence_and_in_the_log() -> None:
    from schedcheck.portal.models import LogEntry, check_log

    station, officer = account(), account("officer@example.kz", "officer")
    delivered_with(station, WEEK, verdict_text(SCHEDULE, WEEK))
    assert counts() == (1, 0, 1)
    made = decided(officer, reason="  a live broadcast\x00 ")
    assert (made.number, made.version, made.reason) == (1, 1, "a live broadcast\\x00")
    assert made.found["title"] == "A film"
    assert counts() == (1, 1, 0)
    entry = LogEntry.objects.latest("number")
    assert (entry.who, entry.what) == ("officer@example.kz", "dismissed")
    assert entry.about["channel"] == "ktk"
    assert entry.about["week"] == WEEK
    assert check_log() is None


def test_a_decision_is_revised_and_the_old_one_stays() -> None:
    from schedcheck.portal.models import Decision

    officer, head = account("officer@example.kz", "officer"), account("head@example.kz", "head")
    delivered_with(account(), WEEK, verdict_text(SCHEDULE, WEEK))
    decided(officer)
    decided(head, "confirmed", "", seen="1")
    assert counts() == (1, 0, 0)
    (one,) = found()
    assert [each.outcome for each in one.decisions] == ["dismissed", "confirmed"]
    assert one.decision.by == head
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(
    ("outcome", "reason", "seen", "status"),
    [
        ("dismissed", " \n ", "0", 400),
        ("postponed", "why", "0", 400),
        ("dismissed", "a" * 4001, "0", 400),
        ("confirmed", "", "1", 409),
        ("confirmed", "", "", 409),
    ],
)
def test_what_is_refused_leaves_nothing(outcome: str, reason: str, seen: str, status: int) -> None:
    from schedcheck.portal.deciding import RefusedDecision
    from schedcheck.portal.models import Decision, LogEntry

    delivered_with(account(), WEEK, verdict_text(SCHEDULE, WEEK))
    with pytest.raises(RefusedDecision) as refused:
        decided(account("officer@example.kz", "officer"), outcome, reason, seen)
    assert refused.value.status == status
    assert Decision.objects.count() == LogEntry.objects.count() == 0
    assert counts() == (1, 0, 1)


def test_a_decision_that_is_not_in_the_log_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from schedcheck.portal import deciding
    from schedcheck.portal.models import Decision

    def broken(*_words: object, **_about: object) -> None:
        raise RuntimeError

    delivered_with(account(), WEEK, verdict_text(SCHEDULE, WEEK))
    monkeypatch.setattr(deciding, "log", broken)
    with pytest.raises(RuntimeError):
        decided(account("officer@example.kz", "officer"))
    assert Decision.objects.count() == 0
    assert counts() == (1, 0, 1)


def test_a_page_older_than_the_last_version_decides_nothing() -> None:
    from schedcheck.portal.deciding import RefusedDecision, Wanted, decide
    from schedcheck.portal.verdicts import current

    station, officer = account(), account("officer@example.kz", "officer")
    text = verdict_text(SCHEDULE, WEEK)
    delivered_with(station, WEEK, text)
    old, key = current("ktk", WEEK), found()[0].key
    assert old is not None
    delivered_with(station, WEEK, text)
    wanted = Wanted(key, "confirmed", "", str(old.id), "0")
    with pytest.raises(RefusedDecision, match="later version"):
        decide(officer, "ktk", WEEK, wanted)


def test_of_those_who_decide_at_the_same_time_one_is_heard() -> None:
    from django.db import connection

    from schedcheck.portal.deciding import RefusedDecision
    from schedcheck.portal.models import Decision, LogEntry, check_log

    delivered_with(account(), WEEK, verdict_text(SCHEDULE, WEEK))
    officers = [account(f"officer{number}@example.kz", "officer") for number in range(4)]
    together, heard, refused = threading.Barrier(len(officers)), [], []

    def decides(who: Any) -> None:
        try:
            together.wait()
            heard.append(decided(who))
        except RefusedDecision as error:
            refused.append(error.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=decides, args=[who]) for who in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(heard), refused) == (1, [409] * 3)
    assert Decision.objects.get().by == heard[0].by
    assert LogEntry.objects.filter(what="dismissed").count() == 1
    assert counts() == (1, 1, 0)
    assert check_log() is None
