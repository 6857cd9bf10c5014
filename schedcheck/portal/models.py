"""What the portal remembers: accounts, channels, uploads with their verdicts, and a log."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils import timezone


class Channel(models.Model):
    """A channel of the roster; ``id`` is the roster's."""

    id = models.CharField(primary_key=True, max_length=100)
    names = models.JSONField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        from schedcheck.messages import in_language

        return in_language(self.names) or self.id


class Role(models.TextChoices):
    """What an account may do. A station sees its own channels; the others see all."""

    STATION = "station"
    READER = "reader"
    OFFICER = "officer"
    HEAD = "head"
    ADMINISTRATOR = "administrator"


class AccountManager(BaseUserManager):
    """Makes accounts."""

    def create_account(
        self, name: str, password: str, role: str = Role.STATION, channels: Any = ()
    ) -> Account:
        """A new account with its channels."""
        account: Account = self.model(name=name.strip().casefold(), role=role)
        account.set_password(password)
        account.save()
        account.channels.set(channels)
        return account


class Account(AbstractBaseUser):
    """Who signs in; ``name`` is an e-mail address, in lower case."""

    name = models.EmailField(unique=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.STATION)
    channels = models.ManyToManyField(Channel, related_name="accounts")
    is_active = models.BooleanField(default=True)

    objects = AccountManager()
    USERNAME_FIELD = "name"
    EMAIL_FIELD = "name"

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_station(self) -> bool:
        """Whether it sees its own channels alone, and delivers for them."""
        return bool(self.role == Role.STATION)


def token_hash(token: str) -> str:
    """What is kept of a token, which itself is not."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """A link that makes an account once, until it expires; its token is kept as a hash."""

    token_hash = models.CharField(max_length=64, unique=True)
    name = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.STATION)
    channels = models.ManyToManyField(Channel)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.name)


class UploadQuerySet(models.QuerySet):
    """Uploads, and the one place that says who sees which."""

    def visible_to(self, account: Account) -> UploadQuerySet:
        """What ``account`` sees: a self-check its owner alone, a delivery its channel's accounts.

        Who works for the regulator sees every delivery.
        """
        own = models.Q(owner=account)
        delivered = models.Q(version__isnull=False)
        if account.is_station:
            delivered &= models.Q(channel__in=account.channels.all())
            own &= models.Q(channel__in=account.channels.all())
        return self.filter(own | delivered)


class State(models.TextChoices):
    """How far the judging of an upload is."""

    QUEUED = "queued"
    JUDGED = "judged"
    FAILED = "failed"


class Upload(models.Model):
    """A file that an account uploaded for a week of a channel.

    A self-check until it is sent; then a delivery with a ``version`` and a receipt. ``name`` is the
    name that the browser gave, kept as a text and never used as a path; the file is stored under
    its ``sha256``. ``week``: ``2026-W48``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="uploads")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="uploads")
    week = models.CharField(max_length=8)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    uploaded_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    fault = models.CharField(max_length=20, default="")
    version = models.PositiveIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=150, null=True, unique=True)  # noqa: DJ001 - unique

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("channel", "week", "version"), name="one_upload_for_a_version"
            ),
        )

    def __str__(self) -> str:
        return str(self.receipt or self.name)


class Verdict(models.Model):
    """What was found in an upload by one rulebook; ``findings`` is the JSON of ``check``."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="verdicts")
    rulebook = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    findings = models.TextField()
    violations = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    faults = models.PositiveIntegerField()
    annotated = models.CharField(max_length=20, default="")

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("upload", "rulebook"), name="one_verdict_of_a_rulebook"
            ),
        )

    def __str__(self) -> str:
        return f"{self.upload}: {self.violations}"


class LogEntry(models.Model):
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

    def computed(self) -> str:
        """The hash that the entry must have."""
        parts = [self.number, self.at, self.who, self.what, self.about, self.before]
        text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def log(who: str, what: str, **about: object) -> LogEntry:
    """Append to the log, in the transaction of what it tells of."""
    with transaction.atomic():
        first, _made = LogEntry.objects.get_or_create(number=0, defaults=_FIRST)
        # whoever appends waits here for the one before
        LogEntry.objects.select_for_update().get(number=first.number)
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
        entry.save(force_insert=True)
        return entry


#: The first entry, the same in every log.
_FIRST: dict[str, Any] = {"at": "", "who": "", "what": "begun", "about": {}, "before": ""}
_FIRST["hash"] = LogEntry(number=0, **_FIRST).computed()


def check_log() -> int | None:
    """The number of the first entry that is not as it was written; None where all are."""
    before, expected = "", 0
    for entry in LogEntry.objects.order_by("number").iterator():
        as_written = entry.number == expected and entry.before == before
        if not as_written or entry.hash != entry.computed():
            return int(entry.number)
        before, expected = entry.hash, expected + 1
    return None
