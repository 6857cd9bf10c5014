from __future__ import annotations

import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.visitors import account, judged, signed_in, uploaded

if TYPE_CHECKING:
    from schedcheck.portal.models import Account, Upload


@pytest.mark.usefixtures("portal")
def test_an_upload_is_judged_once() -> None:
    from schedcheck.portal import jobs

    made = judged(signed_in(account()))
    verdict = made.verdicts.get()
    assert (made.state, verdict.violations, verdict.annotated) == ("judged", 1, ".csv")
    (found,) = [one for one in json.loads(verdict.findings)["findings"]
                if one["severity"] == "violation"]  # fmt: skip
    assert (found["channel"], found["minutes"]) == ("ktk", 90)
    jobs.judge.call(str(made.id))
    assert made.verdicts.count() == 1


@pytest.mark.usefixtures("portal")
def test_a_job_whose_worker_is_gone_is_done_by_the_next() -> None:
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from schedcheck.portal import jobs
    from schedcheck.portal.models import WorkerLook

    made = uploaded(signed_in(account()))
    job = DBTaskResult.objects.get()
    jobs.look("at work")
    job.claim("at work")
    assert jobs.release() == 0
    jobs.work(alone=False, once=True)
    assert WorkerLook.objects.get().id == "at work"
    made.refresh_from_db()
    assert made.state == "queued"
    WorkerLook.objects.update(looked_at=timezone.now() - timedelta(minutes=1))
    assert jobs.release() == 1
    jobs.work(alone=False, once=True)
    made.refresh_from_db()
    assert made.state == "judged"


@pytest.mark.usefixtures("portal")
def test_who_works_alone_takes_every_job_that_was_begun() -> None:
    from django_tasks_db.models import DBTaskResult

    from schedcheck.portal import jobs

    made = uploaded(signed_in(account()))
    jobs.look("ended a moment ago")
    DBTaskResult.objects.get().claim("ended a moment ago")
    jobs.work(alone=True, once=True)
    made.refresh_from_db()
    assert made.state == "judged"


@pytest.mark.usefixtures("portal")
def test_what_exceeds_its_time_is_a_fault_of_that_upload_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.conf import settings

    visitor = signed_in(account())
    monkeypatch.setattr(settings, "JUDGE_PATIENCE", 0.01)
    late = judged(visitor)
    monkeypatch.undo()
    assert (late.state, late.fault) == ("failed", "time")
    assert "took too long" in visitor.get(f"/uploads/{late.id}").content.decode()
    assert judged(visitor).state == "judged"


def test_self_checks_go_when_their_time_is_over_and_deliveries_stay(portal: Path) -> None:
    from django.utils import timezone

    from schedcheck.portal import jobs, store
    from schedcheck.portal.models import Upload

    visitor = signed_in(account())
    sent, other = judged(visitor), uploaded(visitor, b"else")
    visitor.post(f"/uploads/{sent.id}/send")
    Upload.objects.filter(version__isnull=True).update(expires_at=timezone.now())
    assert jobs.delete_expired() == 1
    assert list(Upload.objects.all()) == [sent]
    assert store.path_of(other.sha256).exists()  # somebody may just upload the same
    assert store.path_of(sent.sha256).exists()
    assert store.made_of(sent.id).is_relative_to(portal)


@pytest.mark.usefixtures("portal")
def test_what_is_sent_in_the_moment_in_which_its_time_is_over_is_not_half_gone() -> None:
    """It is a delivery with its receipt, or a self-check that is gone; here it is the second."""
    from django.db import connection
    from django.db.models.signals import pre_delete
    from django.utils import timezone

    from schedcheck.portal import jobs
    from schedcheck.portal.models import LogEntry, Upload
    from schedcheck.portal.taking import deliver

    made = judged(signed_in(account()))
    Upload.objects.update(expires_at=timezone.now())
    answers: list[str] = []

    def send() -> None:
        try:
            deliver(Upload.objects.get(id=made.id), made.owner)
            answers.append("sent")
        except Upload.DoesNotExist:
            answers.append("gone")
        finally:
            connection.close()

    sending = threading.Thread(target=send)

    def meanwhile(**_about: object) -> None:
        sending.start()
        sending.join(1)  # it waits until the other has ended

    pre_delete.connect(meanwhile, Upload)
    try:
        assert jobs.delete_expired() == 1
    finally:
        pre_delete.disconnect(meanwhile, Upload)
    sending.join()
    assert answers == ["gone"]
    assert not LogEntry.objects.filter(what="sent").exists()
    assert not Upload.objects.exists()


@pytest.mark.usefixtures("portal")
def test_a_self_check_that_is_gone_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    from schedcheck.portal import taking
    from schedcheck.portal.models import Upload

    visitor = signed_in(account())
    made = judged(visitor)
    deliver = taking.deliver

    def gone(upload: Upload, who: Account) -> None:
        Upload.objects.all().delete()
        deliver(upload, who)

    monkeypatch.setattr(taking, "deliver", gone)
    assert visitor.post(f"/uploads/{made.id}/send").status_code == 404


@pytest.mark.usefixtures("portal")
def test_who_uploads_many_files_does_not_keep_the_others_waiting() -> None:
    from django_tasks_db.models import DBTaskResult

    from schedcheck.portal import compiling

    many, few = signed_in(account()), signed_in(account("few@example.kz"))
    for number in range(12):
        uploaded(many, b"%d" % number, f"{number}.csv")
    late = uploaded(few, b"late", "late.csv")
    order = [job.args_kwargs["args"][0] for job in DBTaskResult.objects.ready()]
    assert order.index(str(late.id)) == 1
    assert min(job.priority for job in DBTaskResult.objects.ready()) > compiling._LATER  # noqa: SLF001 - of this package
    # what is judged no longer counts
    type(late).objects.filter(owner=late.owner).update(state="judged")
    next_one = uploaded(few, b"next", "next.csv")
    assert DBTaskResult.objects.get(args_kwargs__args__0=str(next_one.id)).priority == 0
