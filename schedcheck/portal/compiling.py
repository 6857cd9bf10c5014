"""Documents of a week and reports on a period, made by workers from stored verdicts.

A job makes one part, such as the documents of one delivery, and leaves the next to another job, so
that uploads are judged in between. Whenever a worker is ended, at most one part is made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from schedcheck._version import __version__
from schedcheck.portal import document_parts, period_report, retrying, store
from schedcheck.portal.channels import roster_in_force, since
from schedcheck.portal.models import Account, Channel, Compilation, CompiledFile, Upload, log
from schedcheck.portal.stored import expected
from schedcheck.portal.weeks import DeliveryWeek, is_late
from schedcheck.reports.data.json_text import json_text
from schedcheck.tasks.batch.judging import file_names
from schedcheck.tasks.evidence.package import archive_of

Kind = Compilation.Kind
#: What is to be had of the documents of a week; the rest are parts of it.
DOCUMENTS = "documents.zip"
#: So many channels that are late one job writes reminders to.
_AT_ONCE = 8
#: Jobs that nobody waits for come after those that judge.
_LATER = -10


def last_deliveries(first: str, last: str) -> dict[tuple[str, str], Upload]:
    """The last version of each channel and week, from week ``first`` to ``last``, in order."""
    sent = Upload.objects.filter(week__gte=first, week__lte=last, version__isnull=False)
    return {(one.week, one.channel_id): one for one in sent.order_by("week", "channel", "version")}


def late(weeks: Iterable[DeliveryWeek], now: datetime) -> Iterator[tuple[str, list[str]]]:
    """The weeks whose deadline is over, each with the channels that are late for it: none came."""
    over = [week for week in weeks if week.deadline < now]
    if over:
        names = [week.name for week in over]
        came = set(last_deliveries(min(names), max(names)))
        channels = expected(roster_in_force())
        began = since(Channel.objects.filter(id__in=channels))
        for week in over:
            absent = (channel for channel in channels if (week.name, channel) not in came)
            yield (
                week.name,
                [channel for channel in absent if is_late(week, began.get(channel), now)],
            )


def has_parts(week: DeliveryWeek, now: datetime) -> bool:
    """Whether there is anything to make documents of for a week."""
    return any(_plan(Kind.DOCUMENTS, week, week, now))


def ask(account: Account, kind: str, first: DeliveryWeek, last: DeliveryWeek) -> Compilation:
    """Have something made; where it is being made already, that is returned."""
    with transaction.atomic():
        # the log makes two that ask at once come after each other
        log(account.name, "asked to compile", kind=kind, first=first.name, last=last.name)
        known = Compilation.objects.about(kind, first.name, last.name)
        queued: Compilation | None = known.filter(state=Compilation.State.QUEUED).first()
        if queued is not None:
            return queued
        now = timezone.now()
        made = Compilation.objects.create(
            kind=kind,
            first=first.name,
            last=last.name,
            asked_by=account,
            asked_at=now,
            plan=list(_plan(kind, first, last, now)),
        )
        step.enqueue(str(made.id))
    return made


def _plan(
    kind: str, first: DeliveryWeek, last: DeliveryWeek, now: datetime
) -> Iterator[dict[str, Any]]:
    absent = {week: channels for week, channels in late(first.to(last), now) if channels}
    if kind == Kind.PERIOD:
        uploads = [one.id.hex for one in last_deliveries(first.name, last.name).values()]
        yield {"uploads": uploads, "missing": absent}
        return
    came = list(last_deliveries(first.name, last.name).values())
    folders = file_names(one.channel_id for one in came)
    for one in came:
        yield {
            "upload": one.id.hex,
            "channel": one.channel_id,
            "folder": folders[one.channel_id],
            "receipt": one.receipt,
            "sha256": one.sha256,
        }
    late_ones = absent.get(first.name, [])
    for begin in range(0, len(late_ones), _AT_ONCE):
        yield {"missing": late_ones[begin : begin + _AT_ONCE]}


@task(priority=_LATER)
def step(compilation_id: str) -> None:
    """Make the next part of a compilation; after the last one it is whole."""
    held = Compilation.objects.filter(id=compilation_id, state=Compilation.State.QUEUED).first()
    if held is None:
        return
    with TemporaryDirectory(prefix="schedcheck-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if held.done == len(held.plan):
            files, note = {DOCUMENTS: _packed(held)}, ""
        elif held.kind == Kind.PERIOD:
            files, note = period_report.made(held, held.plan[held.done], folder), ""
        else:
            files, note = document_parts.made(held.first, held.plan[held.done], folder)
        record(held, files, note)


def record(held: Compilation, files: dict[str, bytes], note: str) -> None:
    """Record a part with the job of the next one; of two workers that have made it, one does."""
    stored = {name: store.keep([content]) for name, content in files.items()}
    whole = held.done == len(held.plan) or held.kind == Kind.PERIOD
    more: dict[str, Any] = {"done": held.done + 1}
    if note:
        channel = held.plan[held.done].get("channel", "")
        more["notes"] = [*held.notes, {"channel": channel, "why": note}]
    if whole:
        now = timezone.now()
        more |= {"state": Compilation.State.MADE, "made_at": now}
        more["expires_at"] = now + timedelta(days=settings.COMPILATION_DAYS)
    with transaction.atomic():
        queued = Compilation.objects.filter(id=held.id, state=Compilation.State.QUEUED)
        if not queued.filter(done=held.done).update(**more):
            return
        if whole:
            held.files.all().delete()
            about = {"kind": held.kind, "first": held.first, "last": held.last}
            log(
                "",
                "compiled",
                **about,
                sha256=[one.sha256 for _name, one in sorted(stored.items())],
            )
        else:
            step.enqueue(str(held.id))
        CompiledFile.objects.bulk_create(
            CompiledFile(compilation=held, name=name, sha256=one.sha256, size=one.size)
            for name, one in stored.items()
        )
        # see ``taking.take``: until this is recorded a file is nobody's, and may be swept
        for name, one in stored.items():
            if not store.is_kept(one.sha256):
                store.keep([files[name]])


def give_up() -> int:
    """Say of the compilations whose job failed too often that they are not made; how many."""
    count = 0
    for one in Compilation.objects.filter(state=Compilation.State.QUEUED):
        if not retrying.is_given_up(step, one.id):
            continue
        expires_at = timezone.now() + timedelta(days=settings.COMPILATION_DAYS)
        with transaction.atomic():
            queued = Compilation.objects.filter(id=one.id, state=Compilation.State.QUEUED)
            if queued.update(state=Compilation.State.FAILED, expires_at=expires_at):
                log("", "not compiled", kind=one.kind, first=one.first, last=one.last)
                count += 1
    return count


def _packed(held: Compilation) -> bytes:
    """The zip of the documents of a week: the same parts make the same bytes."""
    members = {file.name: store.path_of(file.sha256).read_bytes() for file in held.files.all()}
    why = {note["channel"]: note["why"] for note in held.notes}
    deliveries = [
        {
            **{name: part[name] for name in ("channel", "receipt", "sha256", "folder")},
            "not_made": why.get(part["channel"], ""),
        }
        for part in held.plan
        if "channel" in part
    ]
    manifest = json_text(
        {
            "schedcheck": __version__,
            "week": held.first,
            "deliveries": deliveries,
            "missing": [one for part in held.plan for one in part.get("missing", ())],
            "members": {name: sha256(one).hexdigest() for name, one in sorted(members.items())},
        }
    )
    return archive_of(manifest.encode(), members)


def delete_expired(now: datetime) -> int:
    """Delete the compilations whose time is over; their files go when nothing names them."""
    expired = Compilation.objects.filter(expires_at__lte=now)
    count = 0
    for one in expired:
        with transaction.atomic():
            if Compilation.objects.filter(id=one.id).delete()[0]:  # else another worker was first
                log("", "compilation expired", kind=one.kind, first=one.first, last=one.last)
                count += 1
    return count
