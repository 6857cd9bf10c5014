"""Invitations: a link for each new account, whose token is known to its owner alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from schedcheck.errors import ConfigError, unknown_name
from schedcheck.messages import msg
from schedcheck.portal.models import Account, Channel, Invitation, Role, log, token_hash


def invite(name: str, role: str, channels: Sequence[str], days: float, who: str = "") -> str:
    """Invite ``name``, an e-mail address; returns the path of the link, which holds ``days``.

    Links that were made for the same address before end. ``who``: the account that invites.

    Raises ConfigError for what is not an e-mail address, for a channel that the roster does not
    have, for a station without a channel and where there is such an account already.
    """
    name = name.strip().casefold()
    try:
        validate_email(name)
    except ValidationError:
        raise ConfigError(msg("“%(name)s” is not an e-mail address", name=name)) from None
    known = list(Channel.objects.values_list("id", flat=True))
    for channel in channels:
        if channel not in known:
            raise unknown_name(msg("channel"), channel, known)
    if role == Role.STATION and not channels:
        raise ConfigError(msg("a station needs a channel: name one with --channel-id"))
    if Account.objects.filter(name=name).exists():
        raise ConfigError(msg("there is an account “%(name)s” already", name=name))
    with transaction.atomic():
        made, link = _link(days, name=name, role=role)
        made.channels.set(channels)
        log(who, "invited", name=name, role=role, channels=list(channels))
    return link


def renew(account: Account, days: float, who: str) -> str:
    """The path of a link by which the owner of an account chooses another password, once."""
    with transaction.atomic():
        _made, link = _link(days, name=account.name, role=account.role, account=account)
        log(who, "link for a password", name=account.name)
    return link


def _link(days: float, *, name: str, **values: Any) -> tuple[Invitation, str]:
    """An invitation and the path of its link, in place of those made before for this address."""
    before = Invitation.objects.filter(name=name, used_at__isnull=True)
    before.filter(expires_at__gt=timezone.now()).update(expires_at=timezone.now())
    token = token_urlsafe(32)
    expires_at = timezone.now() + timedelta(days=days)
    made = Invitation.objects.create(
        token_hash=token_hash(token), name=name, expires_at=expires_at, **values
    )
    return made, reverse("invitation", args=[token])
