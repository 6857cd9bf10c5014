"""The judging of uploads: a job of the database's queue, done by workers."""

from __future__ import annotations

import json
import logging
import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from schedcheck.portal import (
    channels,
    compiling,
    own_process,
    reminding,
    retrying,
    rulebooks,
    store,
    sweeping,
)
from schedcheck.portal.judge_process import LAW, OUT
from schedcheck.portal.models import State, Upload, WorkerLook, log
from schedcheck.portal.verdicts import record

#: Seconds between two looks for jobs, between two rounds of tidying, between two looks through the
#: whole store; and between two signs of life.
_PAUSE, _ROUND, _SWEEP, _LOOK = 0.5, 60.0, 3600.0, 10.0


@task
def judge(upload_id: str) -> None:
    """Judge an upload. Done twice it does nothing the second time."""
    upload = Upload.objects.filter(id=upload_id, state=State.QUEUED).first()
    if upload is None:
        return
    with TemporaryDirectory(prefix="schedcheck-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        finish(upload, folder / OUT, judged(upload, folder))


def is_given_up(upload: Upload) -> bool:
    """Whether an upload waits to be judged and nobody will, because that failed too often."""
    return upload.state == State.QUEUED and retrying.is_given_up(judge, upload.id)


def finish(upload: Upload, made: Path, fault: str = "") -> None:
    """Record what was made of an upload, or the fault; once, whoever else has judged it too."""
    if not fault:
        store.keep_made(upload.id, made)
    with transaction.atomic():
        taken = Upload.objects.filter(id=upload.id, state=State.QUEUED).update(
            state=State.FAILED if fault else State.JUDGED, fault=fault
        )
        if taken and not fault:
            _record(upload, made)


def judged(upload: Upload, folder: Path) -> str:
    """Have a process judge a copy of the file in ``folder``; what is wrong, or nothing."""
    for made in (OUT, LAW):
        (folder / made).mkdir()
    name = own_process.put_file(upload, folder)
    given = json.dumps(settings_of(upload) | law_of(upload, folder / LAW))
    patience = str(settings.JUDGE_PATIENCE)
    fault = own_process.run("judge_process", name, given, patience, folder=folder)
    return fault or ("" if (folder / OUT / "verdict.json").exists() else "ended")


def law_of(upload: Upload, folder: Path) -> dict[str, str]:
    """Put the rulebook and the roster beside the file; the settings that name them."""
    return channels.put_roster(folder) | rulebooks.put_rulebook(upload.week, folder)


def settings_of(upload: Upload) -> dict[str, Any]:
    """The settings of ``check`` that an upload is judged with; others have their defaults."""
    return {
        "channel": upload.channel_id,
        "week": upload.week,
        "memory_limit": settings.JUDGE_MEMORY,
        "time_limit": settings.JUDGE_SECONDS,
    }


def _record(upload: Upload, made: Path) -> None:
    annotated = next((file.suffix for file in made.glob("annotated*")), "")
    record(upload, (made / "verdict.json").read_text(encoding="utf-8"), annotated)


def release() -> int:
    """Give back to the queue the jobs that were begun by workers that are gone; how many.

    A job whose workers are gone again and again is given back no more.
    """
    alive = set(WorkerLook.objects.alive().values_list("id", flat=True))
    given = 0
    for job in DBTaskResult.objects.running():
        if not alive.intersection(job.worker_ids[-1:]):
            begun = DBTaskResult.objects.running().filter(id=job.id, started_at=job.started_at)
            given += begun.update(**retrying.after_a_worker(job, timezone.now()))
    return given


def look(worker: str) -> None:
    """Note that a worker is there."""
    WorkerLook.objects.update_or_create(id=worker, defaults={"looked_at": timezone.now()})


def _keep_looking(worker: str, ended: threading.Event) -> None:
    """Note again and again that a worker is there, also while it judges, and look for the gone,
    until it has ended.
    """
    while not ended.is_set():
        with suppress(DatabaseError):  # it is tried again
            look(worker)
            release()
        close_old_connections()
        ended.wait(_LOOK)


def delete_expired() -> int:
    """Delete the self-checks whose time is over, with what was made of them; how many."""
    expired = Upload.objects.filter(version__isnull=True, expires_at__lte=timezone.now())
    deleted = 0
    for upload_id in list(expired.values_list("id", flat=True)):
        with transaction.atomic():
            # one that is being sent is waited for, and is a delivery then
            upload = expired.select_for_update().filter(id=upload_id).first()
            if upload is None:
                continue
            upload.delete()
            log("", "expired", upload=upload_id.hex)
        store.forget(upload_id)
        deleted += 1
    return deleted


def work(*, alone: bool, once: bool = False) -> None:
    """Do jobs until the process is ended; with ``once`` until there are none.

    ``alone``: no other worker uses this database, so that every job begun is of one that is gone.
    """
    name = f"{timezone.now():%Y%m%d%H%M%S%f}-{token_hex(4)}"
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
    if alone:
        WorkerLook.objects.all().delete()
    look(name)
    release()
    ended = threading.Event()
    looking = threading.Thread(target=_keep_looking, args=(name, ended), daemon=True)
    try:
        if once:
            _tidy(timezone.now())
            worker.run()
            return
        worker.configure_signals()
        # that it was asked to end, it would say as a warning
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
        looking.start()
        tidied = swept = -_SWEEP
        while worker.running:
            if time.monotonic() - tidied > _ROUND:
                _tidy(timezone.now())
                reminding.remind(timezone.now())
                tidied = time.monotonic()
            if time.monotonic() - swept > _SWEEP:
                sweeping.sweep()
                swept = time.monotonic()
            worker.run()
            time.sleep(_PAUSE)
    finally:
        ended.set()
        if looking.is_alive():
            looking.join(_LOOK)  # else its last look could come behind this
        WorkerLook.objects.filter(id=name).delete()


def _tidy(now: datetime) -> None:
    store.sweep()
    delete_expired()
    compiling.delete_expired(now)
    retrying.give_back(now)
    compiling.give_up()
    WorkerLook.objects.filter(looked_at__lt=now - timedelta(days=1)).delete()
