"""Jobs that something else than their file has stopped: a full disk, a worker that was ended."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from tests.portal.visitors import account, judged, sent, signed_in, text_of, this_week, uploaded

pytestmark = pytest.mark.usefixtures("portal")
MINUTE = timedelta(minutes=1)


def full(*_given: object, **_named: object) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def jobs_of(name: str) -> Any:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(task_path__endswith=f".{name}")


def work() -> None:
    from schedcheck.portal import jobs

    jobs.work(alone=True, once=True)


def until_given_up(name: str) -> list[timedelta]:
    """Have the one job of a name tried as often as it is; the pauses between the attempts."""
    from django.utils import timezone

    from schedcheck.portal import retrying

    pauses: list[timedelta] = []
    for _each in range(20):
        work()
        (job,) = jobs_of(name)
        assert job.status == "FAILED"
        if not retrying.give_back(timezone.now()):
            return pauses
        assert retrying.give_back(timezone.now()) == 0
        again = jobs_of(name).get()
        assert (again.status, again.finished_at) == ("READY", None)
        pauses.append(again.run_after - job.finished_at)
        work()  # not before the pause is over
        assert jobs_of(name).get().status == "READY"
        jobs_of(name).update(run_after=timezone.now())
    pytest.fail("it is tried without an end")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "could not be judged"), ("ru", "Проверить файл не удалось"), ("kk", "тексерілмеді")],
)
def test_a_file_that_a_full_disk_kept_from_being_judged(
    language: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schedcheck.portal import jobs
    from schedcheck.portal.models import LogEntry, Verdict

    visitor = signed_in(account(), language)
    made = uploaded(visitor)
    page = f"/uploads/{made.id}"
    monkeypatch.setattr(jobs, "judged", full)
    assert until_given_up("judge") == [one * MINUTE for one in (1, 5, 25, 120)]
    assert words in text_of(visitor.get(page))
    assert "refresh" not in text_of(visitor.get(page))
    work()
    made.refresh_from_db()
    assert (made.state, made.fault) == ("queued", "")
    monkeypatch.undo()
    for _twice in range(2):
        assert visitor.post(f"{page}/again").url == page
    assert LogEntry.objects.filter(what="tried again").count() == 1
    assert "refresh" in text_of(visitor.get(page))
    work()
    made.refresh_from_db()
    assert made.state == "judged"
    assert Verdict.objects.count() == 1
    assert f"{page}/again" not in text_of(visitor.get(page))


def test_what_fails_once_is_done_at_the_next_attempt_and_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.utils import timezone

    from schedcheck.portal import jobs, retrying

    made = uploaded(signed_in(account()))
    monkeypatch.setattr(jobs, "judged", full)
    work()
    monkeypatch.undo()
    assert not jobs.is_given_up(made)
    retrying.give_back(timezone.now())
    jobs_of("judge").update(run_after=timezone.now())
    work()
    made.refresh_from_db()
    assert (made.state, made.verdicts.count()) == ("judged", 1)
    assert retrying.give_back(timezone.now()) == 0
    assert jobs_of("judge").get().status == "SUCCESSFUL"


def test_a_fault_of_a_file_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings
    from django.utils import timezone

    from schedcheck.portal import retrying

    monkeypatch.setattr(settings, "JUDGE_PATIENCE", 0.01)
    assert judged(signed_in(account())).state == "failed"
    assert retrying.give_back(timezone.now()) == 0


def test_papers_that_could_not_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from schedcheck.portal import own_process, papers

    visitor = signed_in(account())
    made = sent(visitor)
    monkeypatch.setattr(own_process, "run", lambda *_given, **_named: "ended")
    until_given_up("make_papers")
    page = f"/uploads/{made.id}/receipt"
    assert "The receipt as PDF could not be made." in text_of(visitor.get(page))
    assert f'action="/uploads/{made.id}/again"' in text_of(visitor.get(page))
    monkeypatch.undo()
    visitor.post(f"/uploads/{made.id}/again")
    assert "is being made" in text_of(visitor.get(page))
    work()
    assert papers.is_whole(made)
    assert "/files/receipt" in text_of(visitor.get(page))
    assert "/again" not in text_of(visitor.get(page))
    assert jobs_of("make_papers").count() == 1


def test_a_comparison_that_failed_leaves_the_receipt_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from schedcheck.portal import own_process, papers, store

    visitor = signed_in(account())
    sent(visitor)
    work()
    jobs_of("make_papers").delete()
    made = sent(visitor)
    run = own_process.run

    def half(module: str, *given: str, folder: Path) -> str:
        if module == "paper_process":
            (folder / "out" / "receipt-ru.pdf").write_bytes(b"%PDF of the first attempt")
            return "time"
        return run(module, *given, folder=folder)

    monkeypatch.setattr(own_process, "run", half)
    until_given_up("make_papers")
    page = f"/uploads/{made.id}"
    assert "could not be compared" in text_of(visitor.get(page))
    monkeypatch.undo()
    visitor.post(f"{page}/again")
    work()
    assert papers.is_whole(made)
    assert 'id="violations-compared"' in text_of(visitor.get(page))
    kept = store.made_of(made.id)
    assert (kept / "receipt-ru.pdf").read_bytes() == b"%PDF of the first attempt"
    assert not (kept / "receipt-kk.pdf").exists()


def test_documents_of_a_week_that_could_not_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from schedcheck.portal import compiling, document_parts
    from schedcheck.portal.models import Compilation, LogEntry

    monkeypatch.setattr(compiling, "expected", lambda _roster: ("ktk",))
    sent(signed_in(account()))
    work()
    officer = signed_in(account("inga@example.kz", "officer"))
    page = f"/weeks/{this_week()}/documents"
    officer.post(f"{page}/new")
    with monkeypatch.context() as broken:
        broken.setattr(document_parts, "made", full)
        until_given_up("step")
    work()
    assert Compilation.objects.get().state == "failed"
    assert LogEntry.objects.filter(what="not compiled").count() == 1
    text = text_of(officer.get(page))
    assert "could not be made, however often it was tried" in text
    assert "refresh" not in text
    part = ({"channels/ktk/letter-ktk.kk.docx": b"letter"}, "")
    monkeypatch.setattr(document_parts, "made", lambda *_part: part)
    for _twice in range(2):
        officer.post(f"{page}/new")
    assert Compilation.objects.count() == 2
    work()
    assert sorted(one.state for one in Compilation.objects.all()) == ["failed", "made"]
    text = text_of(officer.get(page))
    assert "however often" not in text
    assert "Download the documents" in text


@pytest.mark.parametrize(
    ("workers", "status", "waits"),
    [(1, "READY", False), (3, "READY", False), (4, "READY", True), (19, "READY", True),
     (20, "FAILED", False)],
)  # fmt: skip
def test_a_job_that_outlives_many_workers_waits_and_is_given_up(
    *, workers: int, status: str, waits: bool
) -> None:
    from django.utils import timezone

    from schedcheck.portal import jobs

    made = uploaded(signed_in(account()))
    jobs_of("judge").get().claim("gone")
    jobs_of("judge").update(worker_ids=["gone"] * workers)
    assert jobs.release() == 1
    job = jobs_of("judge").get()
    assert job.status == status
    assert (timezone.now() < job.run_after < timezone.now() + 11 * MINUTE) is waits
    assert jobs.is_given_up(made) is (status == "FAILED")


def test_what_fails_while_the_disk_is_full_is_no_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from schedcheck.portal import own_process

    assert own_process.run("judge_process", folder=tmp_path) == "ended"
    disk = SimpleNamespace(total=1 << 30, used=1 << 30, free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: disk)
    with pytest.raises(OSError, match="No space left"):
        own_process.run("judge_process", folder=tmp_path)


def test_jobs_done_long_ago_are_forgotten_and_those_that_failed_are_not() -> None:
    from django.utils import timezone

    from schedcheck.portal import sweeping

    made = judged(signed_in(account()))
    done = jobs_of("judge").get()
    now = timezone.now()
    for days, state, there in ((13, "SUCCESSFUL", 1), (15, "FAILED", 1), (15, "SUCCESSFUL", 0)):
        jobs_of("judge").update(status=state, finished_at=now - days * 24 * 60 * MINUTE)
        sweeping.sweep()
        assert jobs_of("judge").filter(id=done.id).count() == there
    made.refresh_from_db()
    assert made.state == "judged"
