"""A finding as pages of the portal show it: evidence, article, decisions, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec import Struct

from schedcheck.law.rulebook import load_rulebook
from schedcheck.messages import in_language
from schedcheck.messages.formats import day_in_words
from schedcheck.messages.message import where_in_words
from schedcheck.portal.models import Decision, Verdict
from schedcheck.portal.verdicts import Found
from schedcheck.reports.html.pages import minutes_of, time_of
from schedcheck.reports.wording import check_name, nearest_starts, one_line
from schedcheck.results.codec import finding_from_json
from schedcheck.results.finding import Finding


class ShownFinding(Struct, frozen=True):
    """A finding in words. ``decision``: the one in force; ``decisions``: all, the oldest first.

    ``lapsed``: the last decision, where it was on the same programme with other minutes or rules,
    and so is not in force.
    """

    found: Found
    head: str
    articles: tuple[str, ...]
    age_class: str

    @property
    def key(self) -> str:
        """The fingerprint."""
        return self.found.key

    @property
    def severity(self) -> str:
        """``violation`` or ``warning``."""
        return self.found.finding.severity.value

    @property
    def title(self) -> str:
        """The title of the programme."""
        return one_line(self.found.finding.title)

    @property
    def when(self) -> str:
        """Day and time on the clock judged by."""
        return when(self.found.finding)

    @property
    def minutes(self) -> str:
        """The minutes inside the forbidden window."""
        return minutes_of(self.found.finding)

    @property
    def mark(self) -> str:
        """The age mark as printed."""
        return one_line(self.found.finding.mark)

    @property
    def place(self) -> str:
        """File and place."""
        return one_line(where_in_words(self.found.finding.file, self.found.finding.place))

    @property
    def message(self) -> str:
        """What was found."""
        return one_line(self.found.finding.message)

    @property
    def nearest(self) -> list[str]:
        """The nearest lawful starts."""
        return nearest_starts(self.found.finding)

    @property
    def in_doubt(self) -> bool:
        """Whether a warning on the same programme contests it."""
        return self.found.finding.in_doubt

    @property
    def decision(self) -> Decision | None:
        """The decision in force."""
        return self.found.decision

    @property
    def lapsed(self) -> Decision | None:
        """The last decision, where it is not in force."""
        return self.found.last if self.found.decision is None else None

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions on it, the oldest first."""
        return self.found.decisions


def when(finding: Finding) -> str:
    """The day and the time of a programme, on the clock that it was judged by."""
    if finding.start is None:
        return ""
    return f"{day_in_words(finding.start)}, {time_of(finding)}"


def shown(verdict: Verdict, found: Iterable[Found]) -> list[ShownFinding]:
    """Findings of a verdict in words, with the articles of the rulebook that it is by."""
    book, citations = load_rulebook("kz"), _citations(verdict)
    made = []
    for each in found:
        one = each.finding
        rules = [rule for rule in (one.rule, *one.also_rules) if rule]
        head = " + ".join(rules) if one.severity == "violation" else check_name(one.code)
        articles = tuple(citations[rule] for rule in rules if rule in citations)
        made.append(ShownFinding(each, head, articles, str(book.label(one.age_class))))
    return made


def _citations(verdict: Verdict) -> dict[str, str]:
    """Rule -> article; of a rulebook that is not shipped in the language of the verdict."""
    book = load_rulebook("kz")
    if verdict.rulebook == book.sha256:
        return {rule.id: in_language(rule.citations) for rule in book.rules}
    cited = json.loads(verdict.findings)["rulebook"]["rules"]
    return {rule["id"]: rule["citation"] for rule in cited}


def decided_words(decision: Decision) -> str:
    """What a decision was on: the title, the day and the time."""
    finding = finding_from_json(decision.found)
    return ", ".join(filter(None, [one_line(finding.title), when(finding)]))
