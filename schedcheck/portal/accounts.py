"""What the administrator does with accounts; every act is in the log."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.portal.models import Account, Invitation, Role, log


def change(who: str, account_id: int, role: str, channels: Sequence[str]) -> None:
    """Give an account another role and other channels.

    Raises ConfigError for a station without a channel and for the last administrator.
    """
    with transaction.atomic():
        account = _held(account_id)
        if role != Role.ADMINISTRATOR:
            _leave_an_administrator(account)
        if role == Role.STATION and not channels:
            raise ConfigError(msg("choose a channel: a station needs one"))
        before = [account.role, *_channels(account)]
        account.role = role
        account.save(update_fields=["role"])
        account.channels.set(channels if role == Role.STATION else [])
        own = _channels(account)
        if [role, *own] != before:
            log(who, "account changed", name=account.name, role=role, channels=own, before=before)


def switch(who: str, account_id: int, *, on: bool) -> None:
    """Let an account sign in, or end its sessions and let it in no more.

    None of the sessions comes back when it is switched on again.

    Raises ConfigError for the last administrator.
    """
    with transaction.atomic():
        account = _held(account_id)
        if not on:
            _leave_an_administrator(account)
        if account.is_active != on:
            account.is_active = on
            account.save(update_fields=["is_active"])
            if on:
                log(who, "account switched on", name=account.name)
            else:
                _end_sessions(account)
                log(who, "account switched off", name=account.name)


def withdraw(who: str, invitation_id: int) -> None:
    """End an invitation that was not used."""
    with transaction.atomic():
        open_ = Invitation.objects.filter(id=invitation_id, used_at__isnull=True)
        for invitation in open_.filter(expires_at__gt=timezone.now()):
            invitation.expires_at = timezone.now()
            invitation.save(update_fields=["expires_at"])
            log(who, "invitation withdrawn", name=invitation.name)


def _held(account_id: int) -> Account:
    """The account; whoever changes the administrators comes after each other."""
    list(Account.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("id"))
    return Account.objects.select_for_update().get(id=account_id)


def _end_sessions(account: Account) -> None:
    """End its sessions for good, and the links by which it could choose another password."""
    Invitation.objects.filter(account=account, used_at__isnull=True).update(
        expires_at=timezone.now()
    )
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            session.delete()


def _channels(account: Account) -> list[str]:
    return sorted(account.channels.values_list("id", flat=True))


def _leave_an_administrator(account: Account) -> None:
    others = Account.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    last = account.role == Role.ADMINISTRATOR and account.is_active
    if last and not others.exclude(id=account.id).exists():
        raise ConfigError(msg("this is the last administrator: make another one first"))
