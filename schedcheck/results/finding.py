"""Findings: what the checks report, as frozen values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from msgspec import Struct

from schedcheck.law.rule import DueDate
from schedcheck.messages import Message


class Severity(StrEnum):
    """How grave a finding is; also the order in which findings are reported."""

    VIOLATION = "violation"
    WARNING = "warning"
    NOTICE = "notice"
    FAULT = "fault"


#: Every code there is and its severity. Codes are for ever: one may be retired, never reused.
CODES: Mapping[str, Severity] = {
    "watershed": Severity.VIOLATION,
    "watershed-operator": Severity.VIOLATION,
    "watershed-unsure": Severity.WARNING,
    "watershed-elsewhere": Severity.WARNING,
    "foreign-mark": Severity.WARNING,
    "mark-conflict": Severity.WARNING,
    "zone-decides": Severity.WARNING,
    "end-decides": Severity.WARNING,
    "unclear-mark": Severity.WARNING,
    "hidden-mark": Severity.WARNING,
    "promo": Severity.WARNING,
    "unaccounted": Severity.WARNING,
    "unmarked": Severity.NOTICE,
    "unknown-mark": Severity.NOTICE,
    "lost-letters": Severity.NOTICE,
    "overlap": Severity.NOTICE,
    "gap": Severity.NOTICE,
    "duplicate": Severity.NOTICE,
    "odd-length": Severity.NOTICE,
    "bad-row": Severity.FAULT,
    "unread": Severity.FAULT,
}


class Evidence(NamedTuple):
    """Where a finding can be looked up: the file as given, the place in it, the text there."""

    file: str = ""
    place: str = ""
    text: str = ""


class Outcome(StrEnum):
    """What the authority decided on a finding."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Decision(Struct, frozen=True):
    """A decision of the ``day``, and ``why``; of what was confirmed also the ``penalty`` imposed.

    ``rule``: the id of the rule under which it was; empty where the file does not say.
    """

    outcome: Outcome
    day: date
    why: str = ""
    penalty: str = ""
    rule: str = ""

    @property
    def dismisses(self) -> bool:
        """Whether the finding does not count."""
        return self.outcome is Outcome.DISMISSED


class Finding(NamedTuple):
    """One thing found by one check.

    ``start`` and ``stop`` are aware and in ``zone``, the zone judged (``stop`` is None where the
    end is unknown); ``stop_from`` says where the end comes from, as in the schedule (``printed``,
    ``duration``, ``next``, ``unknown``; empty where no one programme is meant). ``minutes`` is the
    overlap with the forbidden window, None where none was calculated or the end is unknown.
    ``mark`` is the text that gave ``age_class`` and ``mark_from`` where it was (``field``,
    ``title``, ``text``). ``rule`` is the id of a rule in the rulebook, ``also_rules`` are those of
    other acts that the programme breaks too. ``known``: it is in the baseline that the run was held
    against. ``outside``: its programme lies outside the week asked for.
    ``in_doubt``: a violation that a warning on the same programme contests, see :data:`CONTESTING`.
    ``dates``: of a violation, those that follow from the day of the offence by the rulebook.
    ``decision``: what the authority decided on it, None where nothing is known of that.
    """

    code: str
    severity: Severity
    words: Message
    channel: str = ""
    title: str = ""
    start: datetime | None = None
    stop: datetime | None = None
    stop_from: str = ""
    zone: str = ""
    age_class: str = ""
    mark: str = ""
    mark_from: str = ""
    minutes: float | None = None
    rule: str = ""
    also_rules: tuple[str, ...] = ()
    evidence: Evidence = Evidence()
    nearest: tuple[datetime | None, datetime | None] | None = None
    known: bool = False
    outside: bool = False
    in_doubt: bool = False
    dates: tuple[DueDate, ...] = ()
    decision: Decision | None = None

    @property
    def message(self) -> str:
        """What was found, in the language chosen; made again each time it is asked for."""
        return str(self.words)

    @property
    def file(self) -> str:
        """The file the finding is on, as it was given."""
        return self.evidence.file

    @property
    def place(self) -> str:
        """The place in the file: ``line 8739`` or ``Sheet1!C14``."""
        return self.evidence.place

    @property
    def dismissed(self) -> bool:
        """Whether the authority decided that it does not count."""
        return self.decision is not None and self.decision.dismisses

    @property
    def counts(self) -> bool:
        """Whether totals have it: it is neither outside the week asked for nor dismissed."""
        return not (self.outside or self.dismissed)

    @property
    def rank(self) -> tuple[Any, ...]:
        """What findings are sorted by: gravity, whether in the week, channel and time."""
        return (
            _RANKS[self.severity],
            self.outside,
            self.channel,
            self.start.timestamp() if self.start else 0,
            self.code,
            self.title,
            self.rule,
            self.file,
            (len(self.place), self.place),
        )


#: The warnings that say a verdict rests on something uncertain: the zone, or the end.
CONTESTING = frozenset({"zone-decides", "end-decides"})
_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class AlikeFaults(Struct, frozen=True):
    """Faults of one file for one reason: the first of them, and how many there are."""

    finding: Finding
    count: int


#: So many faults of a file for one reason are listed each by itself.
_MOST_ALIKE = 3


def alike(faults: Iterable[Finding]) -> list[AlikeFaults]:
    """The faults in order; of more than three of a file for one reason the first stands for all."""
    reasons = [(one, (one.file, one.code, one.channel, one.message)) for one in faults]
    counts = Counter(reason for _one, reason in reasons)
    seen: set[tuple[str, ...]] = set()
    found = []
    for one, reason in reasons:
        count = counts[reason] if counts[reason] > _MOST_ALIKE else 1
        if count == 1 or reason not in seen:
            found.append(AlikeFaults(one, count))
        seen.add(reason)
    return found
