"""Programs that deliver with a token."""

from __future__ import annotations

from typing import Any

from tests.portal.visitors import account, schedule_of, this_week


def token(who: Any = None, *channels: str) -> str:
    """A token of an account, for its channels or for those named."""
    from schedcheck.portal.api.tokens import make_token

    who = who or account()
    return make_token(who, "playout", list(who.channels.filter(id__in=channels or ["ktk"])))


def program(secret: str = "", language: str = "en", **more: Any) -> Any:
    """What asks for addresses with a token."""
    from django.test import Client

    headers = {"accept-language": language}
    if secret:
        headers["authorization"] = f"Bearer {secret}"
    return Client(headers=headers, **more)


def post(sender: Any, content: bytes | None = None, *, key: str = "", **form: Any) -> Any:
    """The answer to a file of this week that is delivered for ktk."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    week = this_week()
    content = schedule_of(week) if content is None else content
    fields = {"channel": "ktk", "week": week, "file": SimpleUploadedFile("ktk.csv", content)}
    headers = {"idempotency-key": key} if key else {}
    return sender.post("/api/v1/deliveries", {**fields, **form}, headers=headers)


def judge_all() -> None:
    from schedcheck.portal.jobs import work

    work(alone=True, once=True)
