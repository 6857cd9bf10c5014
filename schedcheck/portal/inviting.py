"""Invitations: a link for each new account, whose token is known to its owner alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from schedcheck.errors import ConfigError, unknown_name
from schedcheck.messages import msg
from schedcheck.portal.models import Account, Channel, Invitation, Role, log, token_hash


def invite(name: str, role: str, channels: Sequence[str], days: float) -> str:
    """Invite ``name``, an e-mail address; returns the path of the link, which holds ``days``.

    Raises ConfigError for a channel that the roster does not have, for a station without a channel
    and where there is such an account already.
    """
    name = name.strip().casefold()
    known = list(Channel.objects.values_list("id", flat=True))
    for channel in channels:
        if channel not in known:
            raise unknown_name(msg("channel"), channel, known)
    if role == Role.STATION and not channels:
        raise ConfigError(msg("a station needs a channel: name one with --channel-id"))
    if Account.objects.filter(name=name).exists():
        raise ConfigError(msg("there is an account “%(name)s” already", name=name))
    token = token_urlsafe(32)
    with transaction.atomic():
        made = Invitation.objects.create(
            token_hash=token_hash(token),
            name=name,
            role=role,
            expires_at=timezone.now() + timedelta(days=days),
        )
        made.channels.set(channels)
        log("", "invited", name=name, role=role, channels=list(channels))
    return reverse("invitation", args=[token])
