"""Channels, accounts and the invitations that make them."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from schedcheck.toml_table import LANGUAGES


class Channel(models.Model):
    """A channel of the roster; ``id`` is the roster's.

    ``since``: when it was added to a portal that was there already; None of the others.
    """

    id = models.CharField(primary_key=True, max_length=100)
    names = models.JSONField()
    since = models.DateTimeField(null=True)

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
    """Who signs in; ``name`` is an e-mail address, in lower case.

    ``language``: of letters to it, the last one that it has chosen.
    ``second_factor_at``: since when a code is asked for beside the password.
    """

    name = models.EmailField(unique=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.STATION)
    channels = models.ManyToManyField(Channel, related_name="accounts")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default=LANGUAGES[0])
    second_factor_at = models.DateTimeField(null=True)

    objects = AccountManager()
    USERNAME_FIELD = "name"
    EMAIL_FIELD = "name"

    def __str__(self) -> str:
        return str(self.name)

    def get_session_auth_hash(self) -> str:
        """What a session holds as long as neither password nor second factor has changed."""
        since = self.second_factor_at
        return salted_hmac(
            "schedcheck.portal.session",
            f"{self.password} {since.timestamp() if since else ''}",
            algorithm="sha256",
        ).hexdigest()

    @property
    def is_station(self) -> bool:
        """Whether it sees its own channels alone, and delivers for them."""
        return bool(self.role == Role.STATION)


def token_hash(token: str) -> str:
    """What is kept of a token, which itself is not."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """A link that makes an account once, until it expires; its token is kept as a hash.

    ``account``: the one that is there already, whose owner chooses another password by it.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    name = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.STATION)
    channels = models.ManyToManyField(Channel)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True)

    def __str__(self) -> str:
        return str(self.name)
