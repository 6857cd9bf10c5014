"""What the administrator has chosen: settings of the site, and rosters of channels."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Setting(models.Model):
    """A choice of the administrator, by its name; what was never chosen has no row."""

    name = models.CharField(primary_key=True, max_length=40)
    value = models.JSONField()

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class RosterFile(models.Model):
    """A roster in the format of the program; the last one is in force. None is changed.

    ``name`` is what the browser called the file: a text, never a path.
    """

    name = models.CharField(max_length=255)
    content = models.TextField()
    channels = models.PositiveIntegerField()
    by = models.CharField(max_length=254)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.name)
