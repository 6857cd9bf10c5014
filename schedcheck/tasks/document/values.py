"""What the templates are filled with: a channel of a document of findings, in one language."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from schedcheck.law.roster import ENTITY, Roster
from schedcheck.law.rule import PERIOD_KINDS
from schedcheck.law.rule_text import offence_lines
from schedcheck.law.rulebook import Rule, Rulebook
from schedcheck.messages import _, current_language, in_language, plural
from schedcheck.messages.formats import (
    clock_beside,
    clock_reading,
    day_in_words,
    days_in_words,
    number_in_words,
    weekday,
)
from schedcheck.messages.message import place_in_words
from schedcheck.reports.wording import (
    check_lines,
    decision_words,
    mark_from,
    off_lines,
    zone_in_words,
)
from schedcheck.results.document import ChannelRecord, Document
from schedcheck.results.finding import AlikeFaults, Finding, Severity, alike
from schedcheck.results.results import Missing, NotUnderstood
from schedcheck.results.states import State
from schedcheck.tasks.document.authority import AUTHORITY, OFFICIAL, Authority
from schedcheck.tasks.document.facsimile import Facsimiles
from schedcheck.tasks.document.template import BLANK, COMMON

#: States in which nothing of a channel was judged.
UNUSABLE = frozenset({State.NOT_UNDERSTOOD, State.OTHER_DAYS})

_Values = dict[str, Any]


class Material(Struct, frozen=True):
    """All that documents are made of: results, law, channels, who signs, and the sources."""

    document: Document
    rulebook: Rulebook
    roster: Roster
    authority: Authority
    facsimiles: Facsimiles

    def of_channel(self, channel: str) -> list[Finding]:
        """The findings of a channel that lie in the days the run is about."""
        return [one for one in self.document.findings if one.channel == channel and not one.outside]


def _lines(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts, a line to fill in for each that is empty."""
    return {key: text or BLANK for key, text in texts.items()}


def common_values(material: Material, channel: ChannelRecord | Missing | NotUnderstood) -> _Values:
    """What every template may ask for."""
    language = current_language()
    signs = material.authority
    entry = material.roster.channels.get(channel.id)
    entity = {key: getattr(entry, key, "") for key in ENTITY}
    span = material.document.span
    days = _days_of(channel)
    period = days_in_words(span.days.first, span.days.last) if span else BLANK
    if not span and days:
        period = days_in_words(min(days), max(days))
    moments = (channel.first, channel.last) if isinstance(channel, ChannelRecord) else ()
    medium = _("radio channel") if channel.medium == "radio" else _("television channel")
    return {
        "authority": _lines(
            {key: signs.authority.get(key, {}).get(language, "") for key in AUTHORITY}
        ),
        "official": _lines(
            {key: signs.official.get(key, {}).get(language, "") for key in OFFICIAL}
        ),
        "channel": {
            "id": channel.id,
            "name": (entry.name if entry else channel.name) or channel.id,
            "medium": medium,
            **_lines(entity),
        },
        "period": period,
        "zone": zone_in_words(channel.zone, *moments),
        "blank": BLANK,
        "number": "_" * 8,
        "program": f"schedcheck {material.document.program}",
    }


def _given_days(channel: ChannelRecord) -> str:
    """The days that the schedule of a channel is of, empty where none is known."""
    given = channel.outside or channel
    if not given.first or not given.last:
        return ""
    opens = timedelta(seconds=channel.week_starts)
    return days_in_words((given.first - opens).date(), (given.last - opens).date())


def _days_of(channel: ChannelRecord | Missing | NotUnderstood) -> list[date]:
    return [day.date for day in channel.days] if isinstance(channel, ChannelRecord) else []


def record_values(material: Material, channel: ChannelRecord) -> _Values:
    """What the template of a record may ask for."""
    document = material.document
    found = material.of_channel(channel.id)
    violations = [one for one in found if one.severity is Severity.VIOLATION and one.counts]
    sources = _sources(document, channel)
    return {
        **common_values(material, channel),
        "violations": [_violation(material, n, one) for n, one in enumerate(violations, 1)],
        "dismissed": [
            _violation(material, n, one)
            for n, one in enumerate((one for one in found if one.dismissed), 1)
        ],
        "unjudged": [*_unjudged(material, channel, found, set(sources))],
        "totals": _totals(channel, violations, found),
        "notes": [*_notes(material, violations)],
        "sources": [{"file": file, "sha256": sha} for file, sha in sources.items()],
        "tzdata": document.tzdata,
        "checks": _checks(document, all_named=True),
        "rulebook": {"id": document.rulebook, "sha256": document.sha256},
        "command": command(document),
    }


def _checks(document: Document, *, all_named: bool) -> str:
    """The checks that were made and switched off; a letter names none where all were made."""
    return " ".join(check_lines(document.checks, all_named=all_named)) or _("not known")


def letter_values(
    material: Material, channel: ChannelRecord, record: _Values, periods: Sequence[str]
) -> _Values:
    """What the template of a letter may ask for; ``first_due``: the earliest of each date.

    ``record``: what :func:`record_values` says of the same channel. ``periods``: those of the
    records that go with the letter.
    """
    found = [one for one in material.of_channel(channel.id) if one.counts]
    due = [one for finding in found for one in finding.dates]
    first = {}
    for kind in PERIOD_KINDS:
        of_kind = sorted((one for one in due if one.kind == kind), key=lambda one: one.day)
        if of_kind:
            first[kind] = _due(material, of_kind[0].period, of_kind[0].day)
    operator = any(one.code == "watershed-operator" for one in found)
    return {
        **{name: record[name] for name in (*COMMON, "violations", "totals")},
        "checks": _checks(material.document, all_named=False),
        "first_due": {kind: first.get(kind) for kind in PERIOD_KINDS},
        "operator": operator,
        "records": list(periods),
    }


def reminder_values(
    material: Material, channel: ChannelRecord | Missing | NotUnderstood
) -> _Values:
    """What the template of a reminder may ask for; ``state`` says what became of the delivery."""
    state, reason = "missing", ""
    files: tuple[str, ...] = ()
    if isinstance(channel, NotUnderstood):
        state, files = "not understood", channel.files
        # the words of the results are in the language of the document
        faults = (one.message for one in material.document.findings if one.file in files)
        reason = next(faults, channel.reason).partition(". ")[0]
    elif isinstance(channel, ChannelRecord) and channel.state in UNUSABLE:
        state, files = channel.state.value, channel.files
        reason = _given_days(channel)
    elif isinstance(channel, ChannelRecord):  # of the week, nothing was read
        unread = [one for one in material.of_channel(channel.id) if one.code == "unread"]
        if unread:
            state, files = "not understood", tuple(dict.fromkeys(one.file for one in unread))
            reason = unread[0].message.partition(". ")[0]
    return {
        **common_values(material, channel),
        "state": state,
        "files": list(files),
        "reason": reason,
    }


def _violation(material: Material, number: int, one: Finding) -> _Values:
    assert one.start is not None  # noqa: S101 - a programme has a start
    book = {rule.id: rule for rule in material.rulebook.rules}
    rules = [book[name] for name in (one.rule, *one.also_rules) if name in book]
    end = _("unknown") if one.stop is None else clock_beside(one.stop, one.start)
    due = dict.fromkeys(PERIOD_KINDS, "")
    due |= {at.kind: _due(material, at.period, at.day) for at in one.dates}
    return {
        "number": number,
        "day": f"{day_in_words(one.start.date())}, {weekday(one.start)}",
        "start": clock_reading(one.start),
        "end": end,
        "title": one.title,
        "mark": one.mark,
        "mark_from": mark_from(one.mark_from),
        "class": str(material.rulebook.label(one.age_class)),
        "minutes": _("unknown") if one.minutes is None else number_in_words(one.minutes),
        "articles": [in_language(rule.citations) for rule in rules],
        "offences": [" ".join(_sentences(offence_lines(rule))) for rule in rules if rule.offences],
        "in_doubt": one.in_doubt,
        "file": one.file,
        "place": place_in_words(one.place),
        "row": material.facsimiles.row(one.file, one.place, one.title, one.mark, one.start),
        "decision": decision_words(one.decision) if one.decision else "",
        **due,
    }


def _sentences(lines: Iterable[str]) -> Iterator[str]:
    return (line if line.endswith(".") else f"{line}." for line in lines)


def _due(material: Material, period: str, day: date) -> str:
    """A date with its article."""
    known = {one.id: one for one in material.rulebook.periods}.get(period)
    words = day_in_words(day)
    return f"{words} ({in_language(known.labels)})" if known else words


def _sources(document: Document, channel: ChannelRecord) -> dict[str, str]:
    """The files of a channel and their hashes."""
    files = {*channel.files}
    files |= {one.file for one in document.findings if one.channel == channel.id and one.file}
    return {one.file: one.sha256 for one in document.sources if one.file in files}


def _unjudged(
    material: Material, channel: ChannelRecord, found: Sequence[Finding], files: set[str]
) -> Iterator[_Values]:
    """What could not be judged, and why: programmes, marks, rows, hours, checks not made."""
    unmarked = sum(day.programmes - day.marked for day in channel.days)
    if unmarked:
        what = plural("%(count)d programme", "%(count)d programmes", unmarked)
        yield {"what": what, "why": _("No age mark: could not be judged.")}
    of_files = [
        one
        for one in material.document.findings
        if one.severity is Severity.FAULT
        and (one.channel == channel.id or (not one.channel and one.file in files))
    ]
    for fault in alike(of_files):
        yield {"what": _where(fault), "why": fault.finding.message}
    for one in found:
        if one.severity is Severity.WARNING and not one.dismissed:
            what = f"{clock_reading(one.start)}, {one.title}" if one.start else one.title
            if one.start:
                what = f"{day_in_words(one.start.date())}, {what}"
            yield {"what": what, "why": one.message}
    coverage = channel.coverage
    if coverage is not None and coverage.holes:
        missing = number_in_words(round(coverage.expected - coverage.covered, 1))
        what = _("%(hours)s hours of the period") % {"hours": missing}
        yield {"what": what, "why": _("no schedule for this time")}
    off = "; ".join(off_lines(material.document.checks))
    if off:
        yield {"what": _("Checks that were switched off"), "why": off}


def _where(fault: AlikeFaults) -> str:
    one = fault.finding
    where = f"{one.file}, {place_in_words(one.place)}" if one.place else one.file
    if fault.count == 1:
        return where
    more = plural("and %(count)d more place", "and %(count)d more places", fault.count - 1)
    return f"{where}, {more}"


def _totals(
    channel: ChannelRecord, violations: Sequence[Finding], found: Sequence[Finding]
) -> _Values:
    minutes = sum(one.minutes or 0 for one in violations)
    return {
        "programmes": sum(day.programmes for day in channel.days),
        "marked": sum(day.marked for day in channel.days),
        "unmarked": sum(day.programmes - day.marked for day in channel.days),
        "violations": len(violations),
        "minutes": number_in_words(round(minutes, 2)),
        "at_least": any(one.minutes is None for one in violations),
        "warnings": sum(one.severity is Severity.WARNING and one.counts for one in found),
        "dismissed": sum(one.dismissed for one in found),
    }


def _notes(material: Material, violations: Iterable[Finding]) -> Iterator[str]:
    """What of the articles cited was not verified, and what does not show in a schedule."""
    findings = list(violations)
    cited = {name for one in findings for name in (one.rule, *one.also_rules)}
    due = {at.period for one in findings for at in one.dates}
    rules: list[Rule] = [rule for rule in material.rulebook.rules if rule.id in cited]
    texts = [(in_language(rule.citations), [*rule.limits, *rule.unverified]) for rule in rules]
    texts += [
        (in_language(one.citations), list(one.unverified))
        for one in material.rulebook.periods
        if one.id in due
    ]
    for citation, points in texts:
        if points:
            yield f"{citation}: {' '.join(map(_, points))}"


def command(document: Document) -> str:
    """The command that gives the same results again, of the folder or files ``SOURCES``."""
    words = ["schedcheck", "batch", "SOURCES", "-o", "OUT"]
    for name, value in document.settings.items():
        for one in value if isinstance(value, list) else [value]:
            words += [f"--{name}", str(one)]
    return shlex.join(words)
