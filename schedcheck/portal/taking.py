"""Uploads taken and sent, whether by the form or by a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple, Protocol
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from schedcheck.messages import _
from schedcheck.messages.formats import count_in_words
from schedcheck.portal import jobs, papers, store
from schedcheck.portal.choices import choices
from schedcheck.portal.models import Account, Channel, State, Upload, log
from schedcheck.portal.weeks import offered

#: Before this turn comes what nobody waits for, such as the documents of a week.
_LAST_TURN = 9


class GivenFile(Protocol):
    """A file of a form, as Django gives it."""

    name: str

    def chunks(self) -> Iterable[bytes]:
        """Its content from the beginning, each time it is called."""


class Refusal(NamedTuple):
    """Why files are not taken: the status of HTTP that says so, and the words."""

    status: int
    words: str


def refusal(account: Account, week: str, sizes: Sequence[int]) -> Refusal | None:
    """Why an account's files of ``sizes`` (bytes) for a week are not taken; None where they are."""
    now = timezone.now()
    if week not in {one.name for one in offered(now)}:
        return Refusal(422, _("Choose a week of the list."))
    if not sizes:
        return Refusal(422, _("Choose a file."))
    if any(size > settings.UPLOAD_LIMIT for size in sizes):
        limit = count_in_words(settings.UPLOAD_LIMIT // 1024**2)
        return Refusal(413, _("A file may have %(limit)s MB at most.") % {"limit": limit})
    if sum(sizes) > settings.FORM_LIMIT:
        limit = count_in_words(settings.FORM_LIMIT // 1024**2)
        words = _("The files together may have %(limit)s MB at most; upload some of them later.")
        return Refusal(413, words % {"limit": limit})
    before = account.uploads.filter(uploaded_at__gt=now - timedelta(hours=1)).count()
    if before + len(sizes) > settings.UPLOADS_PER_HOUR:
        limit = count_in_words(settings.UPLOADS_PER_HOUR)
        words = _("More than %(limit)s files within an hour; wait a little.")
        return Refusal(429, words % {"limit": limit})
    return None


def take(  # noqa: PLR0913 - what an upload is
    account: Account,
    channel: Channel,
    week: str,
    file: GivenFile,
    *,
    send: bool = False,
    also: Callable[[Upload], object] = lambda _upload: None,
    **about: str,
) -> Upload:
    """Take a file: it is there whole, with its job, or not at all.

    ``send``: as a delivery. ``also`` is called in the same transaction; ``about`` is for the log.
    """
    stored = store.keep(file.chunks())
    with transaction.atomic():
        if send:
            _wait_for(channel)
        taken = Upload(
            id=uuid4(),
            owner=account,
            channel=channel,
            week=week,
            name=str(file.name)[-255:],
            sha256=stored.sha256,
            size=stored.size,
            expires_at=timezone.now() + timedelta(days=choices().self_check_days),
        )
        taken.save(force_insert=True)
        also(taken)
        # who has many files waiting comes after who has few
        turn = min(account.uploads.filter(state=State.QUEUED).count() - 1, _LAST_TURN)
        jobs.judge.using(priority=-turn).enqueue(str(taken.id))
        log(
            account.name,
            "uploaded",
            channel=channel.pk,
            week=week,
            upload=taken.id.hex,
            sha256=taken.sha256,
            **about,
        )
        if send:
            _number(taken, account)
        # The log makes sweeping wait until this is recorded. Before, the file was nobody's, and
        # one that was there for long may have been swept.
        if not store.is_kept(taken.sha256):
            store.keep(file.chunks())
    return taken


def deliver(upload: Upload, account: Account) -> None:
    """Make a self-check a delivery; done twice it is one delivery.

    Raises Upload.DoesNotExist where its time was over, and it was deleted first.
    """
    with transaction.atomic():
        _wait_for(upload.channel)
        # of this and ``jobs.delete_expired`` one finds it as it was
        check = Upload.objects.select_for_update().filter(id=upload.id, version__isnull=True)
        found = check.first()
        if found is not None:
            _number(found, account)
        upload.refresh_from_db()


def _wait_for(channel: Channel) -> None:
    """Two that deliver for one channel come after each other."""
    Channel.objects.select_for_update().get(id=channel.pk)


def _number(upload: Upload, account: Account) -> None:
    known = Upload.objects.filter(channel=upload.channel_id, week=upload.week)
    upload.version = (known.aggregate(last=Max("version"))["last"] or 0) + 1
    upload.sent_at, upload.expires_at = timezone.now(), None
    upload.receipt = f"{upload.week}-{upload.channel_id}-{upload.version}"
    upload.save(update_fields=["version", "sent_at", "expires_at", "receipt"])
    papers.make_papers.enqueue(str(upload.id))
    log(
        account.name,
        "sent",
        channel=upload.channel_id,
        week=upload.week,
        receipt=upload.receipt,
        sha256=upload.sha256,
    )
