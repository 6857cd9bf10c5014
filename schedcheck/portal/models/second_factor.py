"""Recovery codes: what signs in once where the telephone of the second factor is lost."""

from __future__ import annotations

from django.db import models

from schedcheck.portal.models.accounts import Account


class RecoveryCode(models.Model):
    """A code that is kept as a hash, and counts once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "hash"), name="one_recovery_code"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.used_at}"
