"""Letters written, read and listed: what the pages of the correspondence do with the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from unicodedata import category
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from schedcheck.messages import N_, _
from schedcheck.messages.formats import count_in_words, moment_in_words
from schedcheck.messages.message import place_in_words
from schedcheck.portal.access import DECIDERS
from schedcheck.portal.models import (
    LETTER_LIMIT,
    UNREAD,
    Account,
    Kind,
    Letter,
    Mail,
    Reading,
    Role,
    Upload,
    log,
)
from schedcheck.portal.verdicts import found_in
from schedcheck.reports.wording import check_name, one_line
from schedcheck.results.codec import moment_of

#: Letters of an account within an hour, and findings of a delivery that a form offers.
_PER_HOUR, _OFFERED = 60, 500
#: Characters that are no text: control characters and halves of surrogate pairs.
_NO_TEXT = frozenset({"Cc", "Cs"})
_DONE = {Kind.QUESTION: "asked", Kind.OBJECTION: "objected", Kind.ANSWER: "answered"}
_ROLES = {
    Role.STATION: N_("Station"),
    Role.READER: N_("Reader of the regulator"),
    Role.OFFICER: N_("Officer of the regulator"),
    Role.HEAD: N_("Head at the regulator"),
    Role.ADMINISTRATOR: N_("Administrator of the portal"),
}


def writes(account: Account) -> bool:
    """Whether an account takes part in correspondence, and does not only see it."""
    return account.role in {Role.STATION, *DECIDERS}


def mail_of(account: Account) -> Mail:
    """What waits for an account; nothing for those who only see correspondence."""
    return Letter.objects.mail(account) if writes(account) else Mail(0, 0)


def findings_of(delivery: Upload) -> dict[str, dict[str, str]]:
    """What names the violations and warnings of the last verdict, by the fingerprint of each."""
    verdict = delivery.verdicts.first()
    found: dict[str, dict[str, str]] = {}
    for one in found_in(verdict.findings, {})[:_OFFERED] if verdict else ():
        names = ("code", "title", "start", "zone", "file", "place")
        found[one.key] = {"key": one.key, **{name: one.value[name] or "" for name in names}}
    return found


def finding_words(known: dict[str, str]) -> str:
    """A finding on one line: when, what, which check, where in the file; empty for none."""
    if not known:
        return ""
    start = moment_of(known["start"], known["zone"])
    parts = [
        moment_in_words(start) if start else "",
        one_line(known["title"]),
        check_name(known["code"]),
        place_in_words(known["place"]),
    ]
    return " · ".join(part for part in parts if part)


def written_by(letter: Letter, reader: Account) -> str:
    """Who wrote a letter: to the own side by name, to the other side by role."""
    own = letter.from_station == reader.is_station
    role = _(_ROLES[letter.role])
    return f"{role}, {letter.author.name}" if own else role


def wrong_text(text: str) -> str:
    """Why a text is not taken as a letter; nothing where it is."""
    if not text:
        return _("Write a text.")
    if len(text) > LETTER_LIMIT:
        limit = count_in_words(LETTER_LIMIT)
        return _("A letter may have %(limit)s characters at most.") % {"limit": limit}
    if any(category(sign) in _NO_TEXT and sign not in "\n\t" for sign in text):
        return _("The text has characters that cannot be printed; paste it as plain text.")
    return ""


def too_many(account: Account) -> str:
    """Why an account may not write now; nothing where it may."""
    since = timezone.now() - timedelta(hours=1)
    if account.letters.filter(written_at__gt=since).count() < _PER_HOUR:
        return ""
    return _("More than %(limit)s letters within an hour; wait a little.") % {
        "limit": count_in_words(_PER_HOUR)
    }


def write(  # noqa: PLR0913 - what a letter consists of
    account: Account,
    delivery: Upload,
    kind: str,
    text: str,
    form: UUID,
    *,
    finding: dict[str, str] | None = None,
    answers: Letter | None = None,
) -> None:
    """Write a letter, with its entry in the log; from one page once, however often it is sent."""
    with transaction.atomic():
        made, new = Letter.objects.get_or_create(
            form=form,
            defaults={
                "delivery": delivery,
                "author": account,
                "role": account.role,
                "from_station": account.is_station,
                "kind": kind,
                "text": text,
                "finding": finding or {},
                "answers": answers,
            },
        )
        if new:
            log(
                account.name,
                _DONE[Kind(kind)],
                receipt=delivery.receipt,
                letter=made.id,
                answers=answers.id if answers else None,
                finding=made.finding.get("key", ""),
                sha256=sha256(text.encode()).hexdigest(),
            )


def mark_read(account: Account, delivery: Upload) -> None:
    """Note that the side of ``account`` has opened what the other side wrote about a delivery."""
    if not writes(account):
        return
    unread = list(Letter.objects.to(account).filter(UNREAD, delivery=delivery))
    if not unread:
        return
    with transaction.atomic():
        made = [
            letter
            for letter in unread
            if Reading.objects.get_or_create(letter=letter, defaults={"account": account})[1]
        ]
        if made:
            log(account.name, "read", receipt=delivery.receipt, letters=[one.id for one in made])


def shown(letters: Iterable[Letter], reader: Account) -> Iterator[dict[str, Any]]:
    """The letters of a delivery as its page shows them to ``reader``."""
    held = list(letters)
    answered = {letter.answers_id for letter in held}
    numbers = {letter.id: number for number, letter in enumerate(held, 1)}
    for letter in held:
        own = letter.from_station == reader.is_station
        waits = letter.kind != Kind.ANSWER and letter.id not in answered
        yield {
            "number": numbers[letter.id],
            "letter": letter,
            "own": own,
            "by": written_by(letter, reader),
            "about": finding_words(letter.finding),
            "to": numbers.get(letter.answers_id),
            "waits": waits,
            "asks": waits and not own and writes(reader),
            "read_at": letter.reading.read_at if hasattr(letter, "reading") else None,
        }
