"""Uploads with their verdicts."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from schedcheck.portal.models.accounts import Account, Channel


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
        indexes = (models.Index(fields=("week",), name="uploads_of_a_week"),)

    def __str__(self) -> str:
        return str(self.receipt or self.name)


class Verdict(models.Model):
    """What was found in an upload by one rulebook; ``findings`` is the JSON of ``check``.

    ``delivery``: the state of the delivery, :class:`schedcheck.results.states.State`.
    ``dismissed``: how many of the violations do not count for the channel, by the decisions in
    force or because they are of another channel in the file; ``undecided``: on how many of the rest
    nobody has decided.
    ``made_at``: when it came in force, and the last one is. ``kept``: the folder of its files,
    since one by another rulebook took their place in that of the upload.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="verdicts")
    rulebook = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    findings = models.TextField()
    violations = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    faults = models.PositiveIntegerField()
    annotated = models.CharField(max_length=20, default="")
    kept = models.UUIDField(null=True)
    delivery = models.CharField(max_length=20, default="")
    dismissed = models.PositiveIntegerField(default=0)
    undecided = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("upload", "rulebook"), name="one_verdict_of_a_rulebook"
            ),
        )

    def __str__(self) -> str:
        return f"{self.upload}: {self.violations}"
