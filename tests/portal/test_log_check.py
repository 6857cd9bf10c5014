"""What was cut off at the end of the log is seen."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from tests.portal.test_serving import command
from tests.portal.visitors import account, sent, signed_in, this_week, words_of

pytestmark = pytest.mark.usefixtures("portal")


def cut_off(number: int) -> None:
    """Delete the entries from ``number`` on, behind Django's back."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_logentry WHERE number >= %s", [number])


def number_of(what: str) -> int:
    """The number of the last entry that says so."""
    from schedcheck.portal.models import LogEntry

    return int(LogEntry.objects.filter(what=what).last().number)


def decided() -> Any:
    """A delivery of this week with a decision on it and a question about it."""
    from schedcheck.portal.deciding import Wanted, decide
    from schedcheck.portal.verdicts import found_in

    made = sent(signed_in(account()))
    who = account("officer@example.kz", "officer")
    verdict = made.verdicts.get()
    (key,) = [
        one.key for one in found_in(verdict.findings, {}) if one.finding.severity == "violation"
    ]
    wanted = Wanted(key, "dismissed", "a live broadcast", str(verdict.id), "0")
    decide(who, "ktk", this_week(), wanted)
    signed_in(who).post(f"/uploads/{made.id}/letters/new", {"text": "Why?"})
    return made


def test_a_whole_log_holds_and_names_its_last_entry() -> None:
    from schedcheck.portal.log_check import verify
    from schedcheck.portal.models import LogEntry

    assert verify().last == ""
    decided()
    checked = verify()
    last = LogEntry.objects.last()
    assert (checked.holds, checked.faults) == (True, [])
    assert checked.last == f"{last.number}:{last.hash}"
    assert verify(checked.last).holds


@pytest.mark.parametrize(
    ("what", "missing"), [("asked", 1), ("dismissed", 2), ("sent", 3), ("uploaded", 3)]
)
def test_what_was_cut_off_is_missed_by_what_it_is_about(what: str, missing: int) -> None:
    from schedcheck.portal.log_check import verify
    from schedcheck.portal.models import check_log

    made = decided()
    cut_off(number_of(what))
    assert check_log() is None
    checked = verify()
    assert checked.without == (made.receipt,) * missing
    assert not checked.holds
    page = words_of(signed_in(account("head@example.kz", "head")).get("/log?check=1"))
    assert 'role="alert"' in page
    assert made.receipt in page
    assert "as it was written" not in page


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE portal_upload SET sha256 = '0'",
        "UPDATE portal_upload SET receipt = '2026-W01-ktk-1'",
        "UPDATE portal_decision SET outcome = 'confirmed'",
        "UPDATE portal_decision SET reason = 'another one'",
        "UPDATE portal_decision SET week = '2026-W01'",
    ],
)
def test_a_row_that_is_not_what_the_log_says_is_found(change: str) -> None:
    from django.db import connection

    from schedcheck.portal.log_check import verify

    decided()
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert len(verify().without) == 1


def test_an_entry_that_somebody_has_kept_shows_that_others_were_cut_off() -> None:
    from schedcheck.portal.log_check import verify
    from schedcheck.portal.models import check_log, log

    log("a@example.kz", "signed in")
    kept = verify().last
    log("a@example.kz", "signed in")
    assert verify(kept).holds
    cut_off(1)
    log("b@example.kz", "signed in")
    assert check_log() is None
    checked = verify(kept)
    assert (checked.cut, checked.holds) == (kept, False)
    assert kept in checked.faults[0]


def test_a_backup_keeps_the_last_entry_and_so_does_a_receipt(tmp_path: Path) -> None:
    from schedcheck.errors import ConfigError
    from schedcheck.portal.backup import backup
    from schedcheck.portal.jobs import work
    from schedcheck.portal.log_check import mark_in, verify
    from schedcheck.portal.models import LogEntry

    visitor = signed_in(account())
    made = sent(visitor)
    work(alone=True, once=True)
    answer = visitor.get(f"/uploads/{made.id}/files/receipt")
    with pdfplumber.open(io.BytesIO(b"".join(answer.streaming_content))) as opened:
        words = "".join("".join(page.extract_text() for page in opened.pages).split())
    assert LogEntry.objects.get(what="sent").mark in words
    file = tmp_path / "portal.zip"
    held = backup(file)
    assert mark_in(str(file)) == held.last == verify().last
    cut_off(number_of("sent"))
    assert verify(mark_in(str(file))).cut == held.last
    (tmp_path / "other.zip").write_bytes(b"PK")
    for wrong in ("57", "57:ab", str(tmp_path / "other.zip"), str(tmp_path / "none"), "\0"):
        with pytest.raises(ConfigError, match="neither the number and hash"):
            mark_in(wrong)


def test_the_command_prints_the_last_entry_and_verifies_it_later(tmp_path: Path) -> None:
    data, file = tmp_path / "portal", str(tmp_path / "portal.zip")
    words = ("portal", "invite", "a@example.kz", "--channel-id", "ktk")
    assert command(data, *words).startswith("0 ")
    answer = command(data, "portal", "check-log")
    assert answer.startswith("0 ")
    mark = answer.rpartition(" ")[2]
    assert mark.startswith("1:")
    assert mark in command(data, "portal", "backup", file)
    for upto in (mark, file):
        assert command(data, "portal", "check-log", "--upto", upto).startswith("0 ")
    other = mark[:-1] + ("0" if mark[-1] != "0" else "1")
    answer = command(data, "portal", "check-log", "--upto", other)
    assert answer.startswith("1 ")
    assert f"entry {other} is not in it" in answer
    assert command(data, "portal", "check-log", "--upto", "nonsense").startswith("2 ")
    assert "is for check-log" in command(data, "portal", "migrate", "--upto", mark)
