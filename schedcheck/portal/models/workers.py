"""The workers that judge, each with the moment of its last look at the queue."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

#: A worker that has not looked for so long is gone.
PATIENCE = timedelta(seconds=30)


class WorkerQuerySet(models.QuerySet):
    """Workers."""

    def alive(self) -> WorkerQuerySet:
        """Those that looked within the last half minute."""
        return self.filter(looked_at__gt=timezone.now() - PATIENCE)


class WorkerLook(models.Model):
    """A worker, by the id that its jobs have, and when it last looked."""

    id = models.CharField(primary_key=True, max_length=64)
    looked_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.id} {self.looked_at}"
