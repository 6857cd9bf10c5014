"""Reminders by e-mail to the accounts of channels that have not delivered: before and after."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q

from schedcheck.messages import _, language
from schedcheck.portal import mail
from schedcheck.portal.channels import since
from schedcheck.portal.models import Account, Channel, Reminder, Role, Upload, log
from schedcheck.portal.pages import moment, week_words
from schedcheck.portal.weeks import DeliveryWeek, is_expected, offered

Kind, State = Reminder.Kind, Reminder.State
#: How long after the deadline those who are late are written to.
_LATE_FOR = timedelta(days=3)
#: When one that was not sent is tried again, and how many are sent, and may fail, in a round.
_AGAIN, _AT_ONCE, _MOST_FAILED = timedelta(minutes=10), 50, 3
_record = logging.getLogger(__name__)


def due(now: datetime) -> Iterator[tuple[DeliveryWeek, str]]:
    """The weeks about which to remind now, each with the kind of reminder."""
    before = timedelta(hours=settings.REMIND_HOURS)
    for week in offered(now):
        if week.deadline - before <= now < week.deadline:
            yield week, Kind.BEFORE
        elif week.deadline <= now < week.deadline + _LATE_FOR:
            yield week, Kind.LATE


def remind(now: datetime) -> int:
    """Send the reminders that are due; returns how many were sent.

    Each is sent once for an account, channel, week and kind. What a server does not take is
    recorded and tried again later; nothing of that is raised.
    """
    sent = 0
    for week, kind in due(now):
        waiting = _waiting(week, kind, now)
        if waiting:
            sent += _send(waiting, week, now)
    return sent


def _waiting(week: DeliveryWeek, kind: str, now: datetime) -> list[Reminder]:
    """The reminders to send, made where there are none yet."""
    came = set(
        Upload.objects.filter(week=week.name, version__isnull=False).values_list(
            "channel", flat=True
        )
    )
    about = {"week": week.name, "kind": kind}
    began = since(Channel.objects.all())
    known = set(Reminder.objects.filter(**about).values_list("account", "channel"))
    stations = Account.objects.filter(role=Role.STATION, is_active=True, channels__isnull=False)
    Reminder.objects.bulk_create(
        [
            Reminder(account_id=account, channel_id=channel, next_at=now, **about)
            for account, channel in stations.values_list("id", "channels").order_by("id")
            if channel not in came
            and (account, channel) not in known
            and is_expected(week, began.get(channel))
        ],
        ignore_conflicts=True,  # another worker may be at it
    )
    waiting = Reminder.objects.filter(_free(now), **about).exclude(channel__in=came)
    waiting = waiting.filter(account__is_active=True, account__channels=F("channel"))
    return list(waiting.select_related("account", "channel").order_by("id")[:_AT_ONCE])


def _free(now: datetime) -> Q:
    return ~Q(state=State.SENT) & Q(next_at__lte=now)


def _send(waiting: list[Reminder], week: DeliveryWeek, now: datetime) -> int:
    connection = mail.connection()
    sent = failed = 0
    try:
        for one in waiting:
            claimed = Reminder.objects.filter(_free(now), id=one.id)
            # of two workers one finds it free
            if not claimed.update(
                state=State.SENDING, attempts=F("attempts") + 1, next_at=now + _AGAIN
            ):
                continue
            if _sent(one, week, connection, now):
                sent += 1
            else:
                failed += 1
                if failed == _MOST_FAILED:
                    break
    finally:
        _close(connection)
    return sent


def _sent(one: Reminder, week: DeliveryWeek, connection: BaseEmailBackend, now: datetime) -> bool:
    """Send a reminder and record that it was sent, or why not; whether it was."""
    held = Reminder.objects.filter(id=one.id)
    try:
        connection.open()
        connection.send_messages([letter(one, week)])
    except (OSError, ValueError) as error:  # SMTPException is an OSError
        _record.warning("reminder %s to %s was not sent: %s", one, one.account, error)
        held.update(state=State.WAITING, error=f"{type(error).__name__}: {error}"[:300])
        _close(connection)
        return False
    with transaction.atomic():
        held.update(state=State.SENT, sent_at=now, error="")
        about = {"channel": one.channel_id, "week": one.week, "name": one.account.name}
        log("", "reminded", **about, reminder=one.kind)
    return True


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError:
        _record.debug("the mail server has ended the connection itself")


def letter(one: Reminder, week: DeliveryWeek) -> EmailMessage:
    """The e-mail of a reminder, in the language of its account.

    Its Message-ID is the same whenever it is sent, so that mail programs know one sent twice.
    """
    with language(one.account.language):
        values = {
            "channel": str(one.channel),
            "days": week_words(week.name),
            "deadline": moment(week.deadline),
        }
        if one.kind == Kind.BEFORE:
            subject = _("%(channel)s: the schedule for %(days)s is due by %(deadline)s")
            text = _(
                "The schedule of the channel %(channel)s for %(days)s has not been delivered yet. "
                "It is due by %(deadline)s."
            )
        else:
            subject = _("%(channel)s: the schedule for %(days)s is late")
            text = _(
                "The schedule of the channel %(channel)s for %(days)s was due by %(deadline)s and "
                "has not been delivered. Deliver it as soon as possible."
            )
        lines = [text % values]
        if settings.SITE_ADDRESS:
            lines.append(_("The portal: %(address)s") % {"address": settings.SITE_ADDRESS})
        lines.append(_("The portal has written this message by itself; answers are not read."))
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
        return EmailMessage(
            subject=subject % values,
            body="\n\n".join(lines) + "\n",
            to=[one.account.name],
            headers={
                "Message-ID": f"<reminder-{one.id}@{domain}>",
                "Auto-Submitted": "auto-generated",
            },
        )
