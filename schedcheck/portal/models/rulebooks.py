"""The rulebooks that weeks are judged by."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class RulebookVersion(models.Model):
    """A rulebook, with the Monday from which weeks are judged by it. None is changed or deleted.

    Of those that began by a week the one with the latest ``first`` is in force, and of several with
    the same the one given last. ``shipped``: the name of one that the program ships; else it is
    ``content``, a file that a browser called ``name``. ``rulebook``: its SHA-256 when given.
    """

    first = models.DateField()
    shipped = models.CharField(max_length=40, default="")
    name = models.CharField(max_length=255, default="")
    content = models.TextField(default="")
    rulebook = models.CharField(max_length=64)
    by = models.CharField(max_length=254)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-first", "-id")

    def __str__(self) -> str:
        return f"{self.first} {self.shipped or self.name}"
