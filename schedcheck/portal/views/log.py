"""The log: who did what and when."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from schedcheck.portal.access import LOG_READERS, only
from schedcheck.portal.log_check import verify
from schedcheck.portal.log_words import DONE, about_words, done_words
from schedcheck.portal.models import Channel, LogEntry

#: Entries on a page, and the most digits of a number.
_SHOWN, _DIGITS = 50, 18


@require_GET
@only(*LOG_READERS)
def show_log(request: HttpRequest) -> HttpResponse:
    """The entries, the last first; filtered, page by page; with ``check`` also whether it holds."""
    # PostgreSQL takes no NUL in a text
    given = {name: request.GET.get(name, "") for name in ("who", "what", "channel")}
    asked = {name: value.replace("\0", "").strip() for name, value in given.items()}
    before = request.GET.get("before", "")
    entries = _entries(asked)
    if before.isdecimal() and len(before) <= _DIGITS:
        entries = entries.filter(number__lt=int(before))
    found = list(entries.order_by("-number")[: _SHOWN + 1])
    names = {channel.id: str(channel) for channel in Channel.objects.all()}
    chosen = {name: value for name, value in asked.items() if value}
    checked = "check" in request.GET
    values = {
        "entries": [
            (one, _at(one), done_words(one.what), about_words(one, names)) for one in found[:_SHOWN]
        ],
        "asked": asked,
        "whats": [(what, str(words)) for what, words in DONE.items()],
        "channels": sorted(names.items(), key=lambda pair: pair[1].casefold()),
        "older": "?" + urlencode({**chosen, "before": found[_SHOWN - 1].number})
        if len(found) > _SHOWN
        else "",
        "newest": "?" + urlencode(chosen) if before else "",
        "checked": checked,
        "log": verify() if checked else None,
        "count": LogEntry.objects.count() if checked else 0,
    }
    return render(request, "log.html", values)


def _entries(asked: dict[str, str]) -> Any:
    entries = LogEntry.objects.all()
    if asked["who"]:
        entries = entries.filter(who__icontains=asked["who"])
    if asked["what"]:
        entries = entries.filter(what=asked["what"])
    if asked["channel"]:
        channel = asked["channel"]
        entries = entries.annotate(
            several=Cast(KT("about__channels"), TextField()),
            receipt=Cast(KT("about__receipt"), TextField()),
        ).filter(
            Q(about__channel=channel)
            | Q(several__contains=f'"{channel}"')
            | Q(receipt__regex=rf"^[0-9]{{4}}-W[0-9]{{2}}-{re.escape(channel)}-[0-9]+$")
        )
    return entries


def _at(entry: LogEntry) -> Any:
    """When, as an instant; None of the first entry and of one that was tampered with."""
    try:
        at = timezone.datetime.fromisoformat(entry.at)
    except ValueError:
        return None
    return at if timezone.is_aware(at) else None
