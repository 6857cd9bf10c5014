"""The papers of a delivery: its receipt as PDF, and what differs from the version before it.

They are made once, by a job, when a delivery is both sent and judged, whichever comes last.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from schedcheck.messages import _, current_language, language
from schedcheck.messages.formats import count_in_words
from schedcheck.portal import own_process, retrying, store
from schedcheck.portal.fault_words import fault_words
from schedcheck.portal.jobs import judge, law_of, settings_of
from schedcheck.portal.judge_process import LAW, OUT
from schedcheck.portal.models import LogEntry, State, Upload, log
from schedcheck.portal.pages import moment, week_words
from schedcheck.portal.paper_process import NEW, OLD, TASK
from schedcheck.toml_table import LANGUAGES

#: A delivery that is not judged yet is looked at again after a while that grows, for so long.
_LATER, _LONGEST = timedelta(seconds=5), timedelta(days=7)


class PapersError(Exception):
    """The papers of a delivery could not be made: the job has failed, and says so."""


@task
def make_papers(upload_id: str) -> None:
    """Make the papers of a delivery that is judged. Done twice it does nothing the second time.

    Raises PapersError where the process that makes them was ended.
    """
    deliveries = Upload.objects.filter(version__isnull=False).select_related("channel", "owner")
    upload = deliveries.filter(id=upload_id).first()
    if upload is None or is_whole(upload):
        return
    if upload.state == State.QUEUED:
        waited = timezone.now() - upload.sent_at
        if waited < _LONGEST:
            later = timezone.now() + max(_LATER, waited / 10)
            make_papers.using(run_after=later).enqueue(upload_id)
        return
    earlier = before(upload)
    with TemporaryDirectory(prefix="schedcheck-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for made in (OUT, LAW):
            (folder / made).mkdir()
        both = ((NEW, upload), (OLD, earlier)) if earlier else ((NEW, upload),)
        for place, one in both:
            (folder / place).mkdir()
            own_process.put_file(one, folder / place)
        task = json.dumps(_task(upload, folder))
        (folder / TASK).write_text(task, encoding="utf-8", newline="\n")
        ended = own_process.run("paper_process", folder=folder)
        store.keep_made(upload.id, folder / OUT)
    if ended:
        raise PapersError(upload.receipt)


def is_whole(upload: Upload) -> bool:
    """Whether a delivery has its papers."""
    return _has(upload, "receipt", "pdf") and (
        before(upload) is None or _has(upload, "difference", "html")
    )


def is_given_up(upload: Upload) -> bool:
    """Whether papers of a delivery are missing, and making them has failed too often."""
    return not is_whole(upload) and retrying.is_given_up(make_papers, upload.id)


def again(upload: Upload, who: str) -> None:
    """Have what failed too often done again: the judging, or the papers. Once, however often."""
    with transaction.atomic():
        count = retrying.again(judge, upload.id) if upload.state == State.QUEUED else 0
        if upload.version is not None and not is_whole(upload):
            count += retrying.again(make_papers, upload.id)
        if count:
            log(who, "tried again", upload=upload.id.hex, receipt=upload.receipt)


def _has(upload: Upload, kind: str, suffix: str) -> bool:
    return any(paper(upload, kind, suffix, one) for one in LANGUAGES)


def before(upload: Upload) -> Upload | None:
    """The version that was sent before a delivery, if there is one."""
    sent = Upload.objects.filter(channel=upload.channel_id, week=upload.week)
    return sent.filter(version__lt=upload.version).order_by("version").last()


def paper(upload: Upload, kind: str, suffix: str, language: str = "") -> Path | None:
    """A paper of an upload in a language, the chosen one where none is named; None before it is."""
    path = store.made_of(upload.id) / f"{kind}-{language or current_language()}.{suffix}"
    return path if path.exists() else None


def _task(upload: Upload, folder: Path) -> dict[str, Any]:
    receipts = {}
    # after a failure those that were made stay as they are
    for one in () if _has(upload, "receipt", "pdf") else LANGUAGES:
        with language(one):
            receipts[one] = receipt_words(upload)
    return {
        "receipts": receipts,
        "settings": settings_of(upload) | law_of(upload, folder / LAW),
    }


def receipt_words(upload: Upload) -> dict[str, Any]:
    """What the receipt says, in the language chosen."""
    facts = [
        (_("Number"), upload.receipt),
        (_("Channel"), str(upload.channel)),
        (_("Week"), week_words(upload.week)),
        (_("Version"), str(upload.version)),
        (_("Sent"), moment(upload.sent_at)),
        (_("Sent by"), upload.owner.name),
        (_("File"), upload.name),
        ("SHA-256", upload.sha256),
    ]
    entry = LogEntry.objects.filter(what="sent", about__receipt=upload.receipt).last()
    if entry is not None:  # whoever has the receipt can show that the log had it
        facts.append((_("Entry of the log"), entry.mark))
    verdict = upload.verdicts.order_by("made_at").first()
    if verdict is None:
        facts.append((_("Verdict"), fault_words(upload.fault)))
    else:
        facts += [
            (_("Violations"), count_in_words(verdict.violations)),
            (_("Warnings"), count_in_words(verdict.warnings)),
            (_("Faults"), count_in_words(verdict.faults)),
        ]
    return {
        "title": _("Receipt %(number)s") % {"number": upload.receipt},
        "facts": facts,
        "below": [
            _("The portal has received the file with this SHA-256 at the moment named."),
            _(
                "This report judges the schedules that were delivered, not what was on air. A "
                "programme without an age mark was not judged. The report never says which fine is "
                "due."
            ),
        ],
    }
