"""What the authority decided on findings: a file that people write, and findings marked by it.

The file is described in ``docs/case-file.md``. An entry names a finding by its identity, which is
the same when rows have moved or the file has a new name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from schedcheck.errors import unknown_name
from schedcheck.given_files import content_of
from schedcheck.law.rule import DueDate, Period
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.results.decisions_sheet import decided_rows, is_workbook
from schedcheck.results.finding import CODES, Decision, Finding, Outcome, Severity
from schedcheck.results.identity import Identity, identity, instant_text
from schedcheck.toml_table import TomlTable, parse_toml


class Decisions(NamedTuple):
    """Decisions by the identity of the finding. ``sha256``: of the file, empty where none is."""

    by_finding: Mapping[Identity, Decision]
    sha256: str = ""

    def on(self, findings: Iterable[Finding], periods: Iterable[Period] = ()) -> Iterator[Finding]:
        """The findings, each with its decision, and violations with the repetition they are.

        A violation repeats an offence where a penalty was imposed on its channel before its day, by
        less than the period of kind ``repeat`` among ``periods``; the last such penalty counts.
        """
        penalties: dict[str, list[Decision]] = {}
        for known, decision in self.by_finding.items():
            if decision.penalty:
                penalties.setdefault(known.channel, []).append(decision)
        repeats = [one for one in periods if one.kind == "repeat"]
        for finding in findings:
            made = self.by_finding.get(identity(finding)) if self.by_finding else None
            due = None
            if finding.severity is Severity.VIOLATION and not (made and made.dismisses):
                due = _repeat(finding, penalties.get(finding.channel, ()), repeats)
            dates = (*finding.dates, due) if due else finding.dates
            yield finding._replace(decision=made, dates=dates) if made or due else finding

    def unused(self, findings: Iterable[Finding]) -> tuple[Identity, ...]:
        """The findings decided on that are not among ``findings``, in order."""
        return tuple(sorted(set(self.by_finding) - {identity(one) for one in findings}))


#: Of a run without a file of decisions.
NONE = Decisions({})


def _repeat(
    finding: Finding, penalties: Iterable[Decision], periods: Iterable[Period]
) -> DueDate | None:
    offence = _offence(finding)
    if offence is None:
        return None
    found = [
        DueDate(period.id, period.kind, one.day, period.last_day(one.day))
        for period in periods
        if period.holds_on(offence)
        for one in penalties
        if not one.rule or one.rule in {finding.rule, *finding.also_rules}
        if one.day < offence <= period.last_day(one.day)
    ]
    return max(found, key=lambda due: due.since, default=None)


def _offence(finding: Finding) -> date | None:
    """The local day of an offence."""
    if finding.dates:
        return finding.dates[0].since
    return finding.start.date() if finding.start else None


def load_decisions(path: str | Path) -> Decisions:
    """The decisions in a TOML file, or in a sheet of a workbook.

    Raises ConfigError for a file that cannot be read, with the line, and for an entry that is not
    right, with its number or row, key and the reason.
    """
    content = content_of(path)
    found: dict[Identity, Decision] = {}
    for table in _entries(content, str(path)):
        known = _identity(table)
        if known in found:
            raise table.refuse("", msg("the same finding is decided on a second time here"))
        found[known] = _decision(table)
        table.done()
    return Decisions(found, hashlib.sha256(content).hexdigest())


def _entries(content: bytes, file: str) -> list[TomlTable]:
    if is_workbook(content):
        return decided_rows(content, file)
    top = parse_toml(content, file)
    entries = top.tables("decision", empty=True)
    top.done()
    return entries


def _identity(table: TomlTable) -> Identity:
    code = table.text("code")
    if code not in CODES:
        reason = unknown_name(msg("check"), code, CODES).words
        raise table.refuse("code", reason)
    channel, title = table.text("channel"), table.take("title", str, default="")
    age_class = table.take("age_class", str, default="")
    return Identity(code, channel, _start(table), " ".join(title.split()), age_class)


def _start(table: TomlTable) -> str:
    """The instant of the start: a text as in JSON, or a time of TOML; each with its offset."""
    key = "start"
    given = table.peek(key)
    if isinstance(given, datetime):
        moment = table.take(key, datetime)
    else:
        text = table.text(key)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise table.refuse(key, msg("not a time: %(error)s", error=Reason.of(error))) from error
    if moment.tzinfo is None:
        raise table.refuse(key, msg("the time has no offset, as 2026-11-24T20:30:00+05:00 has"))
    return instant_text(moment)


def _decision(table: TomlTable) -> Decision:
    outcome = Outcome(table.choice("outcome", [one.value for one in Outcome]))
    why, penalty = table.take("why", str, default=""), table.take("penalty", str, default="")
    rule = table.take("rule", str, default="")
    if outcome is Outcome.DISMISSED and not why.strip():
        raise table.refuse("why", msg("is missing: a finding is dismissed for a reason"))
    if outcome is Outcome.DISMISSED and (penalty or rule):
        key = "penalty" if penalty else "rule"
        raise table.refuse(key, msg("is not of a finding that is dismissed"))
    return Decision(outcome, table.take("date", date), why.strip(), penalty.strip(), rule)
