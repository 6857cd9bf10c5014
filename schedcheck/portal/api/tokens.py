"""Tokens: made, found by what a request says, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from schedcheck.portal.models import Account, Channel, Token, log, token_hash

#: What a token begins with, so that programs that look for secrets in files find it.
PREFIX = "schedcheck_"
#: Its last use is noted to the minute.
_NOTED = timedelta(minutes=1)


def make_token(account: Account, name: str, channels: Sequence[Channel]) -> str:
    """Make a token of an account for channels of it; it is known now and never again."""
    secret = PREFIX + token_urlsafe(32)
    with transaction.atomic():
        made = Token.objects.create(token_hash=token_hash(secret), account=account, name=name)
        made.channels.set(channels)
        ids = [channel.pk for channel in channels]
        log(account.name, "token made", token=made.pk, label=name, channels=ids)
    return secret


def revoke(token: Token, account: Account) -> None:
    """Have a token no longer hold; done twice it is done once."""
    with transaction.atomic():
        held = Token.objects.filter(pk=token.pk, revoked_at__isnull=True)
        if held.update(revoked_at=timezone.now()):
            log(account.name, "token revoked", token=token.pk, label=token.name)


def channels_of(token: Token) -> list[Channel]:
    """The channels that a token is for, of those that its account still has."""
    return list(token.channels.filter(accounts=token.account))


class BearerToken(HttpBearer):
    """The token in the header ``Authorization``; nothing else lets anybody in, no session."""

    def authenticate(self, _request: HttpRequest, token: str) -> Token | None:
        """The token of a request, where it holds."""
        held = Token.objects.select_related("account").filter(
            token_hash=token_hash(token.strip()), revoked_at__isnull=True, account__is_active=True
        )
        found = held.first()
        if found is None or not found.account.is_station:
            return None
        now = timezone.now()
        if found.last_used_at is None or now - found.last_used_at > _NOTED:
            Token.objects.filter(pk=found.pk).update(last_used_at=now)
        return found
