"""Compilations: the documents of a week, the report on a period, made by a worker and kept."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from schedcheck.portal.models.accounts import Account


class CompilationQuerySet(models.QuerySet):
    """Compilations, the latest first."""

    def about(self, kind: str, first: str, last: str) -> CompilationQuerySet:
        """Those of a kind about the weeks from ``first`` to ``last``."""
        return self.filter(kind=kind, first=first, last=last)


class Compilation(models.Model):
    """What is made of the stored verdicts of the weeks from ``first`` to ``last`` (``2026-W48``).

    ``plan``: the parts that it is made of, as they were when it was asked for; ``done``: how many
    of them are made. ``notes``: the parts that could not be made, with the reason of each.
    """

    class Kind(models.TextChoices):
        """What is made."""

        DOCUMENTS = "documents"
        PERIOD = "period"

    class State(models.TextChoices):
        """How far it is."""

        QUEUED = "queued"
        MADE = "made"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    first = models.CharField(max_length=8)
    last = models.CharField(max_length=8)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    plan = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = CompilationQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at",)
        indexes = (models.Index(fields=("kind", "first", "last"), name="compilation_about"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.first}..{self.last}"


class CompiledFile(models.Model):
    """A file of a compilation, in the store under its ``sha256``; ``name`` may have a folder."""

    compilation = models.ForeignKey(Compilation, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("compilation", "name"), name="one_file_of_a_name_in_a_compilation"
            ),
        )

    def __str__(self) -> str:
        return str(self.name)
