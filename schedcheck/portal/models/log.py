"""The log: who did what and when, chained by hash."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from schedcheck.portal.models.append_only import AppendOnly


class LogEntry(AppendOnly):
    """Who did what and when: each entry holds the hash of the one before, and none is changed."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    who = models.CharField(max_length=254)
    what = models.CharField(max_length=40)
    about = models.JSONField()
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.at} {self.who} {self.what}"

    @property
    def mark(self) -> str:
        """What names the entry and all before it: ``57:`` and its hash."""
        return f"{self.number}:{self.hash}"

    def computed(self) -> str:
        """The hash that the entry must have."""
        parts = [self.number, self.at, self.who, self.what, self.about, self.before]
        text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def take_turn() -> None:
    """Wait for every other transaction that took its turn; to be called in a transaction."""
    first, _made = LogEntry.objects.get_or_create(number=0, defaults=_FIRST)
    LogEntry.objects.select_for_update().get(number=first.number)


def log(who: str, what: str, **about: object) -> LogEntry:
    """Append to the log, in the transaction of what it tells of."""
    with transaction.atomic():
        take_turn()
        last = LogEntry.objects.order_by("-number")[0]
        entry = LogEntry(
            number=last.number + 1,
            at=timezone.now().isoformat(),
            who=who,
            what=what,
            about=about,
            before=last.hash,
        )
        entry.hash = entry.computed()
        entry.save()
        return entry


#: The first entry, the same in every log.
_FIRST: dict[str, Any] = {"at": "", "who": "", "what": "begun", "about": {}, "before": ""}
_FIRST["hash"] = LogEntry(number=0, **_FIRST).computed()


def begun_at() -> datetime | None:
    """When the portal began to be used: the moment of the first entry; None before there is one.

    Of an entry that was tampered with it is the earliest moment there is; one query.
    """
    first = LogEntry.objects.filter(number__gt=0).order_by("number").values_list("at", flat=True)
    at = first.first()
    if at is None:
        return None
    earliest = datetime.min.replace(tzinfo=UTC)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return earliest
    return moment if moment.tzinfo else earliest


def check_log() -> int | None:
    """The number of the first entry that is not as it was written; None where all are."""
    before, expected = "", 0
    for entry in LogEntry.objects.order_by("number").iterator():
        as_written = entry.number == expected and entry.before == before
        if not as_written or entry.hash != entry.computed():
            return int(entry.number)
        before, expected = entry.hash, expected + 1
    return None
