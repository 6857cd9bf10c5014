"""Requests that come twice: the same key and content give the same delivery."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from schedcheck.messages import _
from schedcheck.portal.api.problems import ProblemError
from schedcheck.portal.models import Account, IdempotencyKey, Upload

_LONGEST = 255


def digest(sha256: str, channel: str, week: str, *, send: bool) -> str:
    """What a request asks for, as a hash; the name of the file is no part of it."""
    return hashlib.sha256(json.dumps([sha256, channel, week, send]).encode()).hexdigest()


def answered(account: Account, key: str, request: str) -> Upload | None:
    """The upload that came of the same request before; None where it is new.

    Raises ProblemError for a key that is not right, and for one given with another request.
    """
    if not (key.isascii() and key.isprintable() and 0 < len(key) <= _LONGEST):
        words = _("Idempotency-Key takes up to 255 printable characters of ASCII.")
        raise ProblemError(400, words)
    known = IdempotencyKey.objects.filter(account=account, key=key, made_at__gt=_oldest())
    found = known.select_related("upload", "upload__channel").first()
    if found is None:
        return None
    if found.request != request:
        words = _("This Idempotency-Key was used for another file, channel or week already.")
        raise ProblemError(422, words)
    upload: Upload = found.upload
    return upload


def remember(account: Account, key: str, request: str, upload: Upload) -> None:
    """Keep the key with its upload, in the transaction that records it.

    Raises IntegrityError where another request with the key was first.
    """
    IdempotencyKey.objects.filter(account=account, key=key, made_at__lte=_oldest()).delete()
    IdempotencyKey.objects.create(account=account, key=key, request=request, upload=upload)


def forget_old() -> None:
    """Delete the keys whose time is over."""
    IdempotencyKey.objects.filter(made_at__lte=_oldest()).delete()


def _oldest() -> timezone.datetime:
    return timezone.now() - timedelta(days=settings.IDEMPOTENCY_DAYS)
