"""``/api/v1``: a file delivered or checked by a program, and its verdict."""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET
from ninja import File, Form, Header, NinjaAPI
from ninja.files import UploadedFile

from schedcheck._version import __version__
from schedcheck.messages import _, current_language
from schedcheck.portal import store, taking
from schedcheck.portal.api import keys
from schedcheck.portal.api.openapi import DESCRIPTION, RESPONSES, TEXT
from schedcheck.portal.api.problems import ProblemError, add_handlers
from schedcheck.portal.api.tokens import BearerToken, channels_of
from schedcheck.portal.fault_words import fault_words
from schedcheck.portal.models import Channel, State, Token, Upload

#: Seconds between two looks whether an upload is judged, and until a program should ask again.
_LOOK, _AGAIN = 0.25, 2
#: So many requests may wait for a verdict at once: each holds a thread of the server.
_WAITING = BoundedSemaphore(3)

api = NinjaAPI(
    title="schedcheck",
    version=__version__,
    description=DESCRIPTION,
    docs_url=None,
    docs_decorator=require_GET,
    auth=BearerToken(),
    urls_namespace="api",
)
add_handlers(api)


@api.post("/deliveries", url_name="deliveries", openapi_extra={"responses": RESPONSES})
def deliver(  # noqa: PLR0913, PLR0917 - a field of the form each
    request: HttpRequest,
    file: UploadedFile = File(...),  # noqa: B008 - as Ninja has it
    channel: str = Form(...),
    week: str = Form(...),
    send: bool = Form(True),  # noqa: FBT001, FBT003 - the same
    key: str | None = Header(None, alias="Idempotency-Key"),
) -> HttpResponse:
    """Deliver a file for a week of a channel, or with `send` false have it checked and no more."""
    token: Token = request.auth
    account, for_channel = token.account, _channel(token, channel)
    asked = keys.digest(_sha256(file), channel, week, send=send)
    made = None if key is None else keys.answered(account, key, asked)
    if made is None:

        def also(upload: Upload) -> None:
            if key is not None:
                keys.remember(account, key, asked, upload)

        wrong = taking.refusal(account, week, [file.size or 0])
        if wrong:
            raise ProblemError(wrong.status, wrong.words)
        try:
            made = taking.take(
                account, for_channel, week, file, send=send, also=also, token=str(token.pk)
            )
        except IntegrityError:
            # another request with the key came at the same moment, and was first
            made = None if key is None else keys.answered(account, key, asked)
            if made is None:
                raise
    _wait_until_judged(made)
    return _answer(request, made)


@api.get(
    "/deliveries/{number}",
    url_name="delivery",
    openapi_extra={"responses": {code: RESPONSES[code] for code in ("200", "202", "401", "404")}},
)
def delivery(request: HttpRequest, number: str) -> HttpResponse:
    """The verdict of a delivery by its receipt, or of a self-check by its number."""
    return _answer(request, _named(request, number))


@api.get("/deliveries/{number}/text", url_name="delivery-text", openapi_extra={"responses": TEXT})
def delivery_text(request: HttpRequest, number: str) -> HttpResponse:
    """The verdict as `schedcheck check` prints it."""
    path = _made(_named(request, number), "text-{}.txt")
    if not path.exists():
        raise Http404
    headers = {"Content-Language": current_language()}
    return HttpResponse(path.read_bytes(), "text/plain; charset=utf-8", headers=headers)


def _named(request: HttpRequest, number: str) -> Upload:
    """The upload that a token may see; raises Http404."""
    token: Token = request.auth
    named = Q(receipt=number.replace("\0", ""))  # PostgreSQL takes it in no text
    with suppress(ValueError):
        named |= Q(id=UUID(number))
    seen = Upload.objects.visible_to(token.account).filter(named, channel__in=channels_of(token))
    found = seen.select_related("channel").first()
    if found is None:
        raise Http404
    return found


def _channel(token: Token, name: str) -> Channel:
    channels = channels_of(token)
    found = next((channel for channel in channels if channel.pk == name), None)
    if found is None:
        words = _("This token is not for the channel “%(channel)s”, but for: %(channels)s.")
        ids = ", ".join(channel.pk for channel in channels)
        raise ProblemError(403, words % {"channel": name, "channels": ids or "–"})
    return found


def _sha256(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


def _wait_until_judged(upload: Upload) -> None:
    """Wait a while, unless too many wait already."""
    if upload.state != State.QUEUED or not _WAITING.acquire(blocking=False):
        return
    try:
        end = time.monotonic() + settings.API_WAIT
        while upload.state == State.QUEUED and time.monotonic() < end:
            time.sleep(_LOOK)
            upload.refresh_from_db(fields=["state", "fault"])
    finally:
        _WAITING.release()


def _answer(request: HttpRequest, upload: Upload) -> HttpResponse:
    """What ``check --format json`` says of the file, and the delivery; without it status 202."""
    number = upload.receipt or str(upload.pk)
    address = request.build_absolute_uri(reverse("api:delivery", args=[number]))
    value: dict[str, Any] = {}
    if upload.state == State.JUDGED:
        value = json.loads(_verdict(upload))
    value["delivery"] = {
        "number": number,
        "receipt": upload.receipt,
        "version": upload.version,
        "channel": upload.channel_id,
        "week": upload.week,
        "file": upload.name,
        "sha256": upload.sha256,
        "uploaded_at": upload.uploaded_at.isoformat(),
        "sent_at": upload.sent_at.isoformat() if upload.sent_at else None,
        "superseded_by": _superseded_by(upload),
        "state": upload.state,
        "fault": fault_words(upload.fault) if upload.state == State.FAILED else None,
        "address": address,
    }
    waits = upload.state == State.QUEUED
    headers: dict[str, str] = {"Content-Language": current_language(), "Location": address}
    if waits:
        headers["Retry-After"] = str(_AGAIN)
    content = json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
    return HttpResponse(content, "application/json", 202 if waits else 200, headers=headers)


def _superseded_by(upload: Upload) -> str | None:
    """The receipt of the last version, where that is a later one of another content."""
    sent = Upload.objects.filter(channel=upload.channel_id, week=upload.week)
    last = sent.filter(version__gt=upload.version or 0).order_by("version").last()
    if upload.version is None or last is None or last.sha256 == upload.sha256:
        return None
    receipt: str = last.receipt
    return receipt


def _verdict(upload: Upload) -> str:
    """The verdict in the language of the request, as it was written when the file was judged."""
    path = _made(upload, "verdict-{}.json")
    if path.exists():
        return path.read_text("utf-8")
    text: str = upload.verdicts.latest("made_at").findings
    return text


def _made(upload: Upload, name: str) -> Path:
    """A file that was made of an upload, in the language of the request."""
    return store.made_of(upload.pk) / name.format(current_language())
