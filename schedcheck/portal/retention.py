"""Deliveries whose years are over: deleted by an explicit act alone, never by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from schedcheck.portal import store
from schedcheck.portal.choices import choices
from schedcheck.portal.models import Letter, Upload, log
from schedcheck.portal.models.letters import unanswered

_YEAR = timedelta(days=365.25)


def deletable(now: datetime) -> QuerySet:
    """The deliveries sent longer ago than they are kept, without those with an open question."""
    before = now - choices().delivery_years * _YEAR
    open_letters = Letter.objects.filter(unanswered(), delivery=OuterRef("pk"))
    sent = Upload.objects.filter(version__isnull=False, sent_at__lt=before)
    return sent.filter(~Exists(open_letters)).order_by("sent_at", "id")


def delete_deliveries(who: str, now: datetime) -> int:
    """Delete them with their verdicts and letters, each with an entry in the log; how many.

    Their files go an hour later, where no other upload has the same (``sweeping``).
    """
    deleted = 0
    for upload_id in list(deletable(now).values_list("id", flat=True)):
        with transaction.atomic():
            # a question that came meanwhile keeps it
            upload = deletable(now).select_for_update().filter(id=upload_id).first()
            if upload is None:
                continue
            made = [upload.id, *upload.verdicts.values_list("kept", flat=True)]
            log(who, "delivery deleted", receipt=upload.receipt, sha256=upload.sha256)
            Upload.objects.filter(id=upload_id).delete()
        for folder in made:
            if folder is not None:
                store.forget(folder)
        deleted += 1
    return deleted
