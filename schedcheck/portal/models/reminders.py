"""Reminders: who was written to that a schedule is due, or late."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from schedcheck.portal.models.accounts import Account, Channel


class Reminder(models.Model):
    """A reminder to an account that a channel has not delivered for a ``week`` (``2026-W48``).

    It is recorded before it is sent; ``next_at`` is when it may be tried again. One that a worker
    was ended over stays ``sending``, and is sent again then: rather twice than not at all.
    ``error``: why the last attempt failed.
    """

    class Kind(models.TextChoices):
        """When it is sent: before the deadline, or after it."""

        BEFORE = "before"
        LATE = "late"

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="reminders")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="reminders")
    week = models.CharField(max_length=8)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, default="")
    next_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("channel", "kind", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "channel", "week", "kind"), name="one_reminder_of_a_kind"
            ),
        )
        indexes = (models.Index(fields=("week", "kind"), name="reminder_about"),)

    def __str__(self) -> str:
        return f"{self.channel_id} {self.week} {self.kind}"
