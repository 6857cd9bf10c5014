"""What officers decided on findings: a row for each decision, the newest in force."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils import timezone

from schedcheck.portal.models.accounts import Account, Channel
from schedcheck.portal.models.append_only import AppendOnly
from schedcheck.results.finding import Outcome


class Decision(AppendOnly):
    """A decision on a finding in the schedule of a channel for a ``week`` (``2026-W48``).

    ``finding``: its fingerprint, which is the same in later versions and after re-judging;
    ``number`` counts the decisions on it from 1, and the last is in force. ``version``: of the
    delivery that the officer had before him; ``evidence``: the finding as it was there, as JSON.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="decisions")
    week = models.CharField(max_length=8)
    finding = models.CharField(max_length=45)
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=[(one.value, one.name) for one in Outcome])
    reason = models.TextField()
    evidence = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("channel", "week", "finding", "number"), name="one_decision_of_a_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel_id} {self.week} {self.finding} {self.number}: {self.outcome}"

    @property
    def dismisses(self) -> bool:
        """Whether the finding does not count."""
        return bool(self.outcome == Outcome.DISMISSED)

    @property
    def found(self) -> dict[str, Any]:
        """The finding as it was, as in the JSON of ``check``."""
        value: dict[str, Any] = json.loads(self.evidence)
        return value
