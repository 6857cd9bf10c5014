"""Letters about a delivery: questions, objections and answers. None is changed or deleted."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple, NoReturn

from django.db import models
from django.utils import timezone

from schedcheck.portal.models.accounts import Account, Role
from schedcheck.portal.models.append_only import AppendOnlyError
from schedcheck.portal.models.uploads import Upload

_REFUSED = "a letter is not changed, and goes with its delivery alone"
#: The most characters of a letter.
LETTER_LIMIT = 5000


class Kind(models.TextChoices):
    """What a letter is. The regulator asks, a station objects, and the other side answers."""

    QUESTION = "question"
    OBJECTION = "objection"
    ANSWER = "answer"


class Mail(NamedTuple):
    """How many letters of the other side nobody on this side has read, and has answered."""

    unread: int
    unanswered: int


class LetterQuerySet(models.QuerySet):
    """Letters; who sees a delivery sees its letters, and nobody else does."""

    def visible_to(self, account: Account) -> LetterQuerySet:
        """The letters about deliveries that ``account`` sees."""
        seen = self.filter(delivery__version__isnull=False)
        if account.is_station:
            seen = seen.filter(delivery__channel__in=account.channels.all())
        return seen

    def to(self, account: Account) -> LetterQuerySet:
        """The letters that the other side has written to that of ``account``."""
        return self.visible_to(account).filter(from_station=not account.is_station)

    def mail(self, account: Account) -> Mail:
        """What waits for the side of ``account``, by one query."""
        counts = self.to(account).aggregate(
            unread=models.Count("id", filter=UNREAD),
            unanswered=models.Count("id", filter=unanswered()),
        )
        return Mail(**counts)

    def update(self, **_values: Any) -> NoReturn:
        """Refused: a letter is not changed."""
        raise AppendOnlyError(_REFUSED)

    def delete(self) -> NoReturn:
        """Refused: a letter goes with its delivery alone."""
        raise AppendOnlyError(_REFUSED)


class Letter(models.Model):
    """A letter about a delivery, by the role that its author had then.

    ``form`` names the page that it was written on, so that a page sent twice is one letter.
    ``finding``: what of a finding names it to people (``code``, ``title``, ``start``, ``place``),
    and its fingerprint ``key``; empty where it is about the delivery as a whole. ``answers``: the
    letter that an answer is to.
    """

    delivery = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="letters")
    form = models.UUIDField(unique=True, default=uuid.uuid4)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="letters")
    role = models.CharField(max_length=20, choices=Role.choices)
    from_station = models.BooleanField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    finding = models.JSONField(default=dict)
    text = models.TextField(max_length=LETTER_LIMIT)
    written_at = models.DateTimeField(default=timezone.now)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind=Kind.ANSWER, answers__isnull=False)
                | (~models.Q(kind=Kind.ANSWER) & models.Q(answers__isnull=True)),
                name="an_answer_is_to_a_letter",
            ),
        )

    def __str__(self) -> str:
        return f"{self.delivery}: {self.kind}"

    def save(self, *args: Any, **named: Any) -> None:
        """Save a new letter; one that is there already is not changed."""
        if not self._state.adding:
            raise AppendOnlyError(_REFUSED)
        super().save(*args, **named)

    def delete(self, *_args: Any, **_named: Any) -> NoReturn:
        """Refused: a letter goes with its delivery alone."""
        raise AppendOnlyError(_REFUSED)


class Reading(models.Model):
    """When the side that a letter is for has first opened it, and who did."""

    letter = models.OneToOneField(
        Letter, on_delete=models.CASCADE, primary_key=True, related_name="reading"
    )
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    read_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.letter_id} {self.read_at}"


UNREAD = models.Q(reading__isnull=True)


def unanswered() -> Any:
    """The condition that a letter waits for an answer."""
    replies = Letter.objects.filter(answers=models.OuterRef("id"))
    return ~models.Q(kind=Kind.ANSWER) & ~models.Exists(replies)
