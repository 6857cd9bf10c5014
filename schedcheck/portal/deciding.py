"""Decisions of officers on findings: made once each, never over what somebody has not seen."""

from __future__ import annotations

import json

from django.db import transaction
from msgspec import Struct

from schedcheck.messages import _
from schedcheck.portal.models import Account, Channel, Decision, Verdict, log
from schedcheck.portal.verdicts import current, found_in, history, recount
from schedcheck.reports.wording import one_line, visible
from schedcheck.results.finding import Outcome

#: The most characters of a reason.
LONGEST_REASON = 4000


class RefusedDecision(ValueError):  # noqa: N818 - it says so itself
    """A decision that is not made, with the words why and the ``status`` of the answer."""

    def __init__(self, words: str, status: int = 409) -> None:
        super().__init__(words)
        self.words = words
        self.status = status


class Wanted(Struct, frozen=True):
    """What a form asks for: ``outcome`` for the ``finding``, a fingerprint, and the ``reason``.

    ``verdict``: the id of the verdict on the page; ``seen``: how many decisions on the finding
    the page showed.
    """

    finding: str
    outcome: str
    reason: str
    verdict: str
    seen: str


def decide(account: Account, channel: str, week: str, wanted: Wanted) -> Decision:
    """Record a decision of ``account`` on a finding of the schedule of a channel for a week.

    Raises RefusedDecision where the page is older than the last version, verdict or decision, where
    there is no such finding, and where a finding would be dismissed without a reason.
    """
    reason = visible(wanted.reason).strip()
    if wanted.outcome not in set(Outcome):
        raise RefusedDecision(_("Choose whether the finding is confirmed or dismissed."), 400)
    if wanted.outcome == Outcome.DISMISSED and not reason:
        raise RefusedDecision(_("A finding is dismissed for a reason: write it down."), 400)
    if len(reason) > LONGEST_REASON:
        words = _("The reason may have %(limit)s characters at most.")
        raise RefusedDecision(words % {"limit": LONGEST_REASON}, 400)
    with transaction.atomic():
        # whoever else decides, sends or judges for this channel comes before or after
        Channel.objects.select_for_update().get(id=channel)
        verdict = current(channel, week)
        if verdict is None or str(verdict.id) != wanted.verdict:
            raise RefusedDecision(
                _("A later version or verdict came while you were reading. Look at it first.")
            )
        made = _made(account, verdict, wanted, reason)
        recount(channel, week)
    return made


def _made(account: Account, verdict: Verdict, wanted: Wanted, reason: str) -> Decision:
    upload = verdict.upload
    decided = history(upload.channel_id, upload.week)
    all_found = found_in(verdict.findings, decided)
    found = next((one for one in all_found if one.key == wanted.finding), None)
    if found is None:
        raise RefusedDecision(_("The last version has no such finding."), 404)
    if str(len(found.decisions)) != wanted.seen:
        raise RefusedDecision(
            _("Somebody else has decided on this finding while you were reading. Look at it first.")
        )
    made = Decision.objects.create(
        channel_id=upload.channel_id,
        week=upload.week,
        finding=found.key,
        number=len(found.decisions) + 1,
        version=upload.version,
        outcome=wanted.outcome,
        reason=reason,
        evidence=json.dumps(found.value, ensure_ascii=False),
        by=account,
    )
    log(
        account.name,
        wanted.outcome,
        channel=upload.channel_id,
        week=upload.week,
        version=upload.version,
        finding=found.key,
        code=found.finding.code,
        title=one_line(found.finding.title),
        start=found.value["start"] or "",
        reason=reason,
        decision=made.number,
    )
    return made
