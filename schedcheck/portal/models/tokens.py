"""Tokens of programs that deliver for a station, and what each of them asked once already."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from schedcheck.portal.models.accounts import Account, Channel
from schedcheck.portal.models.uploads import Upload


class Token(models.Model):
    """Lets a program deliver for channels of an account, until revoked; kept as a hash alone."""

    token_hash = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    channels = models.ManyToManyField(Channel)
    made_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return str(self.name)


class IdempotencyKey(models.Model):
    """A key that a program gave with a request, what it asked for, and the upload that came of it.

    ``request`` is a hash of the content and of the fields: the same key with another one is an
    error of the program.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "key"), name="one_request_for_a_key"),
        )

    def __str__(self) -> str:
        return str(self.key)
