"""Jobs that failed, tried again: a bounded number of times, with pauses that grow.

What a file is to blame for is recorded as its fault, and its job has done what it had to. A job
that fails was stopped by something else: a full disk, a database that was gone, memory that others
took. Every job does nothing where it was done already, so that none is done twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

#: After each failure but the last, how long until the job is tried again.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 25, 120))
#: How often a job is begun whose workers are gone before it is done, and after how many the next
#: attempt begins later: the job itself may be what ends them.
MOST_WORKERS, _AT_ONCE = 20, 3
_LONGEST = timedelta(minutes=10)
#: For how long what was done is remembered: what came of it is in the portal's own tables.
_REMEMBERED = timedelta(days=14)
_READY: dict[str, Any] = {"status": "READY", "started_at": None, "finished_at": None}


def give_back(now: datetime) -> int:
    """Put failed jobs into the queue again, each for the end of its pause; how many."""
    given = 0
    for job in DBTaskResult.objects.failed().only("id", "worker_ids", "finished_at"):
        attempts = len(job.worker_ids)
        if attempts > len(PAUSES):
            continue
        # one that no worker has begun has failed at the first attempt too
        later = (job.finished_at or now) + PAUSES[max(attempts, 1) - 1]
        # of two workers one finds it as it was
        failed = DBTaskResult.objects.failed().filter(id=job.id, finished_at=job.finished_at)
        given += failed.update(run_after=later, **_READY)
    return given


def forget_done(now: datetime) -> None:
    """Delete the jobs that were done long ago; those that failed wait for who tries them again."""
    DBTaskResult.objects.successful().filter(finished_at__lt=now - _REMEMBERED).delete()


def after_a_worker(job: DBTaskResult, now: datetime) -> dict[str, Any]:
    """What becomes of a job whose worker is gone: the fields that change."""
    attempts = len(job.worker_ids)
    if attempts >= MOST_WORKERS:
        return {"status": "FAILED", "finished_at": now}
    if attempts <= _AT_ONCE:
        return _READY
    pause = min(timedelta(seconds=2 ** (attempts - _AT_ONCE)), _LONGEST)
    return _READY | {"run_after": now + pause}


def is_given_up(task: Any, about: UUID) -> bool:
    """Whether a task about ``about`` failed as often as it is tried."""
    begun = _jobs(task, about).values_list("worker_ids", flat=True)
    return any(len(workers) > len(PAUSES) for workers in begun)


def again(task: Any, about: UUID) -> int:
    """Have a task that failed done again now, as if for the first time; how many jobs that are."""
    return int(_jobs(task, about).update(worker_ids=[], run_after=timezone.now(), **_READY))


def _jobs(task: Any, about: UUID) -> Any:
    path = task.module_path
    return DBTaskResult.objects.failed().filter(task_path=path, args_kwargs__args__0=str(about))
