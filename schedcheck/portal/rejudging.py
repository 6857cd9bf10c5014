"""Deliveries judged again by the rulebook that is now in force for their week.

The last verdict on an upload is in force. Its files are in the folder of the upload; those of an
earlier one are kept in a folder of their own, which ``Verdict.kept`` names. A job that is ended at
any point is done again as a whole, and does what is left.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django_tasks import task
from msgspec import Struct

from schedcheck.portal import jobs, rulebooks, store
from schedcheck.portal.judge_process import OUT
from schedcheck.portal.models import State, Upload, Verdict, log
from schedcheck.portal.verdicts import Found, found_of, record


def due() -> list[Upload]:
    """The deliveries that were judged by another rulebook than the one now in force; two queries.

    Each has the rulebook of its last verdict as ``by``.
    """
    last = Verdict.objects.filter(upload=OuterRef("pk")).order_by("-made_at", "-id")
    sent = Upload.objects.filter(version__isnull=False, state=State.JUDGED)
    known = rulebooks.versions()
    wanted: dict[str, str] = {}
    found = []
    for upload in sent.annotate(by=Subquery(last.values("rulebook")[:1])).order_by("week", "id"):
        if upload.week not in wanted:
            version = rulebooks.valid_for(upload.week, known)
            wanted[upload.week] = rulebooks.rulebook_of(version).sha256
        if upload.by != wanted[upload.week]:
            found.append(upload)
    return found


def start(who: str) -> int:
    """Have all deliveries that are due judged again; how many."""
    with transaction.atomic():
        uploads = due()
        for upload in uploads:
            rejudge.enqueue(str(upload.id))
        if uploads:
            weeks = sorted({upload.week for upload in uploads})
            log(who, "judging again", count=len(uploads), weeks=weeks)
    return len(uploads)


@task
def rejudge(upload_id: str) -> None:
    """Judge a delivery by the rulebook in force for its week. Done twice it does nothing more."""
    upload = Upload.objects.filter(id=upload_id, version__isnull=False, state=State.JUDGED).first()
    last = last_verdict(upload) if upload else None
    if upload is None or last is None:
        return
    wanted = rulebooks.wanted(upload.week)
    if last.rulebook == wanted == _files_by(upload.id):
        return
    with TemporaryDirectory(prefix="schedcheck-", ignore_cleanup_errors=True) as name:
        made = Path(name) / OUT
        fault = jobs.judged(upload, Path(name))
        if fault:
            log("", "not judged again", receipt=upload.receipt, fault=fault)
            return
        _keep(last)
        _put_in_force(upload, made)
        store.keep_made(upload.id, made)


def last_verdict(upload: Upload) -> Verdict | None:
    """The verdict in force; None where there is none yet."""
    found: Verdict | None = upload.verdicts.order_by("-made_at", "-id").first()
    return found


def _files_by(upload_id: UUID) -> str:
    """The rulebook of the verdict whose files are in the folder of the upload."""
    path = store.made_of(upload_id) / "verdict.json"
    if not path.exists():
        return ""
    return str(json.loads(path.read_text(encoding="utf-8"))["rulebook"]["sha256"])


def _keep(verdict: Verdict) -> None:
    """Keep the files of the verdict that was in force until now."""
    upload = verdict.upload_id
    if _files_by(upload) == verdict.rulebook:
        kept = uuid5(upload, verdict.rulebook)
        store.keep_made(kept, store.made_of(upload))
        Verdict.objects.filter(id=verdict.id).update(kept=kept)


def _put_in_force(upload: Upload, made: Path) -> None:
    text = (made / "verdict.json").read_text(encoding="utf-8")
    rulebook = json.loads(text)["rulebook"]["sha256"]
    with transaction.atomic():
        Upload.objects.select_for_update().get(id=upload.id)
        last = last_verdict(upload)
        if last is not None and last.rulebook == rulebook:
            return
        again = upload.verdicts.filter(rulebook=rulebook)
        # of a rulebook by which it was judged before, that verdict is in force again
        if not again.update(made_at=timezone.now()):
            annotated = next((file.suffix for file in made.glob("annotated*")), "")
            record(upload, text, annotated)
        log("", "judged again", receipt=upload.receipt, rulebook=rulebook)


class Difference(Struct, frozen=True):
    """What a later verdict finds that an earlier one does not, and the other way round.

    ``changed``: found by both, with other minutes or by other rules; as the later one has it.
    """

    appeared: tuple[Found, ...]
    gone: tuple[Found, ...]
    changed: tuple[Found, ...]


def difference(earlier: Verdict, later: Verdict) -> Difference:
    """The difference of two verdicts on one upload: their violations and warnings."""
    before = {found.key: found for found in found_of(earlier, {})}
    after = {found.key: found for found in found_of(later, {})}
    return Difference(
        tuple(found for key, found in after.items() if key not in before),
        tuple(found for key, found in before.items() if key not in after),
        tuple(_changed(before, after)),
    )


def _changed(before: dict[str, Found], after: dict[str, Found]) -> Iterator[Found]:
    for key, found in after.items():
        if key in before and found.facts != before[key].facts:
            yield found
