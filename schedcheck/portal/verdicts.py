"""Verdicts as the regulator works with them: their findings, and what was decided on each.

A finding is known by its fingerprint (:mod:`schedcheck.results.identity`), which is the same in
another version of the schedule and after re-judging. A decision follows it there, and counts as
long as the finding is what was decided on: of the same rules, with the same minutes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from msgspec import Struct

from schedcheck.messages import as_printed, current_language
from schedcheck.portal import store
from schedcheck.portal.delivery import delivery_state
from schedcheck.portal.models import Channel, Decision, Upload, Verdict
from schedcheck.results.codec import finding_from_json
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.identity import fingerprints

#: What is decided on; the rest is for the station to correct.
DECIDED_ON = (Severity.VIOLATION, Severity.WARNING)
#: The decisions on each finding of a channel's week, by fingerprint, the oldest first.
History = Mapping[str, tuple[Decision, ...]]


class Found(Struct, frozen=True):
    """A finding of a verdict. ``key``: its fingerprint; ``value``: as it is in the JSON.

    ``decisions``: all on it, the oldest first, of earlier versions too.
    """

    finding: Finding
    key: str
    value: Mapping[str, Any]
    decisions: tuple[Decision, ...] = ()

    @property
    def last(self) -> Decision | None:
        """The last decision on it, whether it still counts or not."""
        return self.decisions[-1] if self.decisions else None

    @property
    def facts(self) -> tuple[Any, ...]:
        """What a decision rests on: the rules broken, and the minutes."""
        return _facts(self.value)

    @property
    def decision(self) -> Decision | None:
        """The decision in force; None where there is none, or the finding is another one since."""
        last = self.last
        return last if last is not None and _facts(last.found) == _facts(self.value) else None


def _facts(value: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a decision rests on: the rules broken, and the minutes."""
    return (value.get("rule"), value.get("also_rules", []), value.get("minutes"))


def history(channel: str, week: str) -> History:
    """Every decision on the schedules of a channel for a week; one query."""
    made: dict[str, tuple[Decision, ...]] = {}
    rows = Decision.objects.filter(channel=channel, week=week).select_related("by")
    for one in rows.order_by("number"):
        made[one.finding] = (*made.get(one.finding, ()), one)
    return made


def is_decided_on(value: Mapping[str, Any]) -> bool:
    """Whether a finding, as in the JSON of ``check``, is one that is decided on."""
    return value["severity"] in DECIDED_ON and not value.get("outside")


def found_in(text: str, decided: History, words: Iterable[str] = ()) -> list[Found]:
    """The violations and warnings of the JSON ``text`` of a verdict, without those of other weeks.

    ``words``: the messages of all its findings in another language than that of the JSON.
    """
    values = json.loads(text)["findings"]
    messages = list(words)
    if len(messages) != len(values):
        messages = [one["message"] for one in values]
    kept = [
        (finding_from_json(value), value, message)
        for value, message in zip(values, messages, strict=True)
        if is_decided_on(value)
    ]
    # by the words of the JSON: a finding is the same in every language
    keys = fingerprints(finding for finding, _value, _message in kept)
    return [
        Found(finding._replace(words=as_printed(message)), key, value, decided.get(key, ()))
        for key, (finding, value, message) in zip(keys, kept, strict=True)
    ]


def found_of(verdict: Verdict, decided: History) -> list[Found]:
    """The same of a verdict, its messages in the language of the page where they are kept."""
    path = store.made_of(verdict.kept or verdict.upload_id) / "words.json"
    words: list[str] = []
    if path.exists():
        words = json.loads(path.read_text("utf-8")).get(current_language(), [])
    return found_in(verdict.findings, decided, words)


def of_channel(found: Iterable[Found], channel: str) -> list[Found]:
    """Those that a delivery of ``channel`` is about: of it, or of no channel of the roster.

    What a file says of another channel is decided on with the delivery of that one.
    """
    others = set(Channel.objects.exclude(id=channel).values_list("id", flat=True))
    return [one for one in found if one.finding.channel not in others]


def current(channel: str, week: str) -> Verdict | None:
    """The verdict that counts: the last one on the last version sent; None before there is one."""
    last = _versions(channel, week).last()
    return last.verdicts.order_by("made_at").select_related("upload").last() if last else None


def _versions(channel: str, week: str) -> Any:
    sent = Upload.objects.filter(channel=channel, week=week, version__isnull=False)
    return sent.order_by("version")


def record(upload: Upload, text: str, annotated: str = "") -> Verdict:
    """Keep the verdict on ``upload``: ``text`` is the JSON of ``check``.

    ``annotated``: the suffix of the file with its findings in it, empty where there is none.
    """
    verdict = json.loads(text)
    severities = [one["severity"] for one in verdict["findings"] if not one.get("outside")]
    with transaction.atomic():
        # decisions on this week come before or after, not in between
        Channel.objects.select_for_update().get(id=upload.channel_id)
        dismissed, undecided = _counted(
            text, history(upload.channel_id, upload.week), upload.channel_id
        )
        return Verdict.objects.create(
            upload=upload,
            rulebook=verdict["rulebook"]["sha256"],
            findings=text,
            violations=severities.count("violation"),
            warnings=severities.count("warning"),
            faults=severities.count("fault"),
            annotated=annotated,
            delivery=delivery_state(verdict, upload.channel_id).value,
            dismissed=dismissed,
            undecided=undecided,
        )


def recount(channel: str, week: str) -> None:
    """Count dismissed and undecided violations again, in each verdict on a channel's week."""
    decided = history(channel, week)
    verdicts = Verdict.objects.filter(upload__channel=channel, upload__week=week, violations__gt=0)
    for one in verdicts.iterator(chunk_size=20):
        dismissed, undecided = _counted(one.findings, decided, channel)
        if (dismissed, undecided) != (one.dismissed, one.undecided):
            Verdict.objects.filter(id=one.id).update(dismissed=dismissed, undecided=undecided)


def _counted(text: str, decided: History, channel: str) -> tuple[int, int]:
    """How many violations do not count for ``channel``, and how many nobody has decided on."""
    violations = [one for one in found_in(text, decided) if one.finding.severity == "violation"]
    own = [one.decision for one in of_channel(violations, channel)]
    dismissed = sum(one is not None and one.dismisses for one in own)
    return len(violations) - len(own) + dismissed, sum(one is None for one in own)


def no_longer_found(found: Iterable[Found], decided: History) -> Iterator[Decision]:
    """The last decision on each finding that is not among ``found``."""
    here = {one.key for one in found}
    for key, decisions in decided.items():
        if key not in here:
            yield decisions[-1]
