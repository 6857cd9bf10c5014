"""Findings as JSON, written and read: the one place that knows the members and their forms.

The document is contract 3, described by ``reports/data/findings.schema.json``. Times are ISO 8601
with the offset of the zone judged; ``minutes`` and hours are rounded to two decimals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from msgspec.structs import asdict

from schedcheck._version import __version__
from schedcheck.law.rule import DueDate, Period
from schedcheck.law.rulebook import Rule
from schedcheck.messages import Message, _, as_printed, in_language
from schedcheck.results.finding import CODES, Decision, Evidence, Finding, Outcome, Severity
from schedcheck.results.identity import Identity, instant_text
from schedcheck.results.networks import GroupedFinding, group_by_network
from schedcheck.results.results import ChannelReport, Day, Outside, Results
from schedcheck.results.source_json import source_to_json
from schedcheck.results.states import State, Version
from schedcheck.schedule.coverage import Coverage, Span
from schedcheck.zones import clock_text, local, zone

#: Members of a finding that are texts, empty where there is none.
_TEXTS = ("channel", "title", "stop_from", "zone", "age_class", "mark", "mark_from", "rule")
_OF_IDENTITY = ("code", "channel", "start", "title", "age_class")
_T = TypeVar("_T")
#: What reading a value of another shape raises.
WRONG = (KeyError, TypeError, ValueError, AttributeError)


class MemberError(ValueError):
    """A member of a finding that is not right: its name, and what is wrong with it."""

    def __init__(self, member: str, error: Exception) -> None:
        super().__init__(str(error))
        self.member = member
        self.error = error


def moment_text(moment: datetime | None) -> str | None:
    """A time as it is in the JSON: ISO 8601 with its offset, to the second."""
    return None if moment is None else moment.isoformat(timespec="seconds")


def moment_of(text: str | None, zone_name: str = "") -> datetime | None:
    """The time that :func:`moment_text` was given, on the clock of a zone where one is named.

    Raises ValueError for what is not a time, or one without an offset.
    """
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text}: without an offset")
    return local(moment.timestamp(), zone_name) if zone_name else moment


def due_to_json(dates: Iterable[DueDate]) -> list[dict[str, str]]:
    """The dates that follow from an offence, as plain values."""
    days = ((one, one.since.isoformat(), one.day.isoformat()) for one in dates)
    return [
        {"period": one.period, "kind": one.kind, "since": since, "day": day}
        for one, since, day in days
    ]


def due_from_json(value: Mapping[str, Any]) -> DueDate:
    """One of those :func:`due_to_json` was given; raises one of :data:`WRONG` for anything else."""
    since, day = date.fromisoformat(value["since"]), date.fromisoformat(value["day"])
    return DueDate(str(value["period"]), str(value["kind"]), since, day)


def finding_to_json(
    finding: Finding,
    *,
    exact: Callable[[Message], Any] | None = None,
    say: Callable[[Message], str] = str,
    tell: Callable[[datetime | None], str | None] = moment_text,
    due: Callable[[tuple[DueDate, ...]], list[dict[str, str]]] = due_to_json,
) -> dict[str, Any]:
    """One finding as plain values; ``say``, ``tell`` and ``due`` make message, times and dates.

    ``exact`` keeps what the document leaves out: minutes as they are, the text of the evidence, and
    the message as ``exact`` makes it, in no language yet.
    """
    minutes = finding.minutes
    if minutes is not None and exact is None:
        minutes = round(float(minutes), 2)
    plain: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "channel": finding.channel,
        "title": finding.title,
        "start": tell(finding.start),
        "stop": tell(finding.stop),
        "stop_from": finding.stop_from,
        "zone": finding.zone,
        "age_class": finding.age_class,
        "mark": finding.mark,
        "mark_from": finding.mark_from,
        "minutes": minutes,
        "rule": finding.rule,
        "message": (exact or say)(finding.words),
        "file": finding.file,
        "place": finding.place,
    }
    if finding.nearest is not None:
        earlier, later = finding.nearest
        plain["nearest"] = {"earlier": tell(earlier), "later": tell(later)}
    if finding.also_rules:
        plain["also_rules"] = list(finding.also_rules)
    if finding.known:
        plain["known"] = True
    if finding.outside:
        plain["outside"] = True
    if finding.in_doubt:
        plain["in_doubt"] = True
    if finding.dates:
        plain["dates"] = due(finding.dates)
    if finding.decision:
        plain["decision"] = decision_to_json(finding.decision)
    if exact:
        plain["text"] = finding.evidence.text
    return plain


def finding_from_json(
    value: Mapping[str, Any], *, words: Callable[[Any], Message] = as_printed
) -> Finding:
    """The finding that :func:`finding_to_json` was given, its times on the clock of its ``zone``.

    Only ``code`` must be there. ``words``: what makes a message of the member, which is a text
    unless it was kept exactly. Raises MemberError for a member that is not right, ConfigError for
    a zone that is not known.
    """
    member = "code"
    try:
        code = value["code"]
        severity = Severity(value.get("severity") or CODES[code])
        texts = {member: str(value.get(member) or "") for member in _TEXTS}
        zone_name = texts["zone"]
        if zone_name:
            zone(zone_name)
        near = value.get("nearest")
        times: dict[str, datetime | None] = {}
        for member, text in (
            ("start", value.get("start")),
            ("stop", value.get("stop")),
            ("earlier", near and near.get("earlier")),
            ("later", near and near.get("later")),
        ):
            times[member] = moment_of(text, zone_name)
        member = "also_rules"
        also_rules = tuple(map(str, value.get(member) or ()))
        member = "dates"
        dates = tuple(map(due_from_json, value.get(member) or ()))
        member = "decision"
        decision = decision_from_json(value[member]) if value.get(member) else None
        member = "minutes"
        minutes = None if value.get("minutes") is None else float(value["minutes"])
    except WRONG as error:
        raise MemberError(member, error) from error
    file, place, text = (str(value.get(name) or "") for name in ("file", "place", "text"))
    return Finding(
        code=code,
        severity=severity,
        words=words(value.get("message") or ""),
        start=times["start"],
        stop=times["stop"],
        minutes=minutes,
        evidence=Evidence(file, place, text),
        nearest=(times["earlier"], times["later"]) if near else None,
        known=bool(value.get("known")),
        outside=bool(value.get("outside")),
        in_doubt=bool(value.get("in_doubt")),
        also_rules=also_rules,
        dates=dates,
        decision=decision,
        **texts,
    )


def decision_to_json(one: Decision) -> dict[str, str]:
    """What the authority decided, as plain values."""
    return {
        "outcome": one.outcome.value,
        "date": one.day.isoformat(),
        "why": one.why,
        "penalty": one.penalty,
        "rule": one.rule,
    }


def decision_from_json(value: Mapping[str, Any]) -> Decision:
    """What :func:`decision_to_json` was given; raises one of :data:`WRONG` for anything else."""
    texts = (str(value.get(name) or "") for name in ("why", "penalty", "rule"))
    return Decision(Outcome(value["outcome"]), date.fromisoformat(value["date"]), *texts)


def known_to_json(known: Identity, count: int) -> dict[str, Any]:
    """An entry of a baseline: a finding without its place, and how often it was found."""
    return {**{name: getattr(known, name) for name in _OF_IDENTITY}, "count": count}


def known_from_json(value: Mapping[str, Any]) -> tuple[Identity, int]:
    """What :func:`known_to_json` was given; raises one of :data:`WRONG` for anything else."""
    code, channel, start, title, age_class = (str(value[name]) for name in _OF_IDENTITY)
    moment = datetime.fromisoformat(start) if start else None
    known = Identity(
        code, channel, instant_text(moment) if moment else "", " ".join(title.split()), age_class
    )
    return known, int(value.get("count", 1))


def document_to_json(audit: Results) -> dict[str, Any]:
    """The results of a run as plain values, ready for ``json``.

    Programmes without a mark are counted for each channel, not listed.
    """
    cited = {rule for finding in audit.findings for rule in (finding.rule, *finding.also_rules)}
    due = {one.period for finding in audit.findings for one in finding.dates}
    told = group_by_network(audit.findings, audit.channels)
    return {
        "schedcheck": __version__,
        "tzdata": audit.tzdata,
        "rulebook": {
            "id": audit.rulebook.id,
            "sha256": audit.rulebook.sha256,
            "rules": [_rule(rule) for rule in audit.rulebook.rules if rule.id in cited],
            "periods": [_period(one) for one in audit.rulebook.periods if one.id in due],
        },
        "settings": dict(audit.settings),
        "checks": audit.checks.to_json(),
        "span": _span(audit.span),
        "sources": [source_to_json(source) for source in audit.sources],
        "passed_over": list(audit.passed_over),
        "channels": [_channel(report, audit.state(report)) for report in audit.channels],
        "missing": [asdict(missing) for missing in audit.missing],
        "not_understood": [asdict(one) for one in audit.not_understood],
        "findings": _findings(audit.findings, told),
        "totals": {
            "channels": len(audit.channels),
            "states": {state.value: audit.states[state] for state in State},
            # as read; a channel counts each of its programmes once
            "programmes": sum(source.programmes for source in audit.sources),
            "violations": audit.count(Severity.VIOLATION),
            "warnings": audit.count(Severity.WARNING),
            "notices": audit.count(Severity.NOTICE),
            "faults": audit.count(Severity.FAULT),
            **_told_once(told),
            **({"known": audit.known} if audit.known else {}),
            **({"in_doubt": audit.in_doubt} if audit.in_doubt else {}),
            **({"dismissed": len(audit.dismissed)} if audit.dismissed else {}),
            **_outside(audit.outside),
        },
    }


def _outside(findings: Sequence[Finding]) -> dict[str, Any]:
    if not findings:
        return {}
    counts = Counter(one.severity for one in findings)
    names = (Severity.VIOLATION, Severity.WARNING, Severity.NOTICE)
    return {"outside": {f"{severity.value}s": counts[severity] for severity in names}}


def _channel(report: ChannelReport, state: State) -> dict[str, Any]:
    return {
        "id": report.id,
        "name": report.name,
        "medium": report.medium,
        "tier": report.tier,
        "state": state.value,
        "zone": report.zone,
        "zone_from": report.zone_from,
        **({"roster_zone": report.roster_zone} if report.roster_zone else {}),
        "source_zone": report.source_zone,
        "source_zone_from": report.source_zone_from,
        "printed_offsets": report.printed_offsets,
        "from": moment_text(report.first),
        "to": moment_text(report.last),
        "programmes": report.programmes,
        "marked": report.marked,
        "unmarked": report.unmarked,
        "violations": report.violations,
        "warnings": report.warnings,
        "notices": report.notices,
        "minutes": round(float(report.minutes), 2),
        "open_ended": report.open_ended,
        "week_starts": clock_text(report.week_starts),
        "coverage": _coverage(report.coverage),
        "versions": [_version(one) for one in report.versions],
        "files": list(report.files),
        "days": list(map(_day, report.days)),
        **({"outside": _outside_days(report.outside)} if report.outside else {}),
    }


def _outside_days(one: Outside) -> dict[str, Any]:
    return {
        "programmes": one.programmes,
        "violations": one.violations,
        "from": moment_text(one.first),
        "to": moment_text(one.last),
    }


def _day(day: Day) -> dict[str, Any]:
    plain = {"date": day.date.isoformat(), "programmes": day.programmes, "marked": day.marked}
    return plain | {"early": day.early, "early_marked": day.early_marked} if day.early else plain


def _version(one: Version) -> dict[str, Any]:
    days = {"first": one.first.isoformat(), "last": one.last.isoformat()}
    return {**asdict(one), **days}


def _coverage(coverage: Coverage | None) -> dict[str, Any] | None:
    if coverage is None:
        return None
    return {
        "expected": round(coverage.expected, 2),
        "covered": round(coverage.covered, 2),
        "holes": [
            {"from": moment_text(begin), "to": moment_text(end)} for begin, end in coverage.holes
        ],
    }


def _span(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    first, last = span.days.first.isoformat(), span.days.last.isoformat()
    return {"first": first, "last": last, "told_by": span.told_by}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": in_language(rule.titles),
        "citation": in_language(rule.citations),
        "offence": in_language(rule.offences),
        "duty": rule.duty,
        "product": rule.product,
        "drawn_up_by": in_language(rule.drawn_up_by),
        "decided_by": in_language(rule.decided_by),
        "unverified": [_(point) for point in rule.unverified],
        "limits": [_(point) for point in rule.limits],
    }


def _period(period: Period) -> dict[str, Any]:
    return {
        "id": period.id,
        "kind": period.kind,
        "months": period.months,
        "name": in_language(period.names),
        "label": in_language(period.labels),
        "citation": in_language(period.citations),
        "unverified": [_(point) for point in period.unverified],
    }


def _told_once(told: Iterable[GroupedFinding]) -> dict[str, int]:
    """The number of violations told, where a network's programme makes it another."""
    violations = [one for one in told if one.finding.severity is Severity.VIOLATION]
    if not any(one.branches for one in violations):
        return {}
    return {"violations_told_once": len(violations)}


def _findings(findings: Iterable[Finding], told: Iterable[GroupedFinding]) -> list[dict[str, Any]]:
    """Every finding, each with the other channels on which it is the same."""
    groups = {id(finding): one.all for one in told if one.branches for finding in one.all}
    plain = []
    say, tell, due = _once(str), _once(moment_text), _once(due_to_json)
    for finding in findings:
        plain.append(finding_to_json(finding, say=say, tell=tell, due=due))
        others = [one.channel for one in groups.get(id(finding), ()) if one is not finding]
        if others:
            plain[-1]["also_on"] = others
    return plain


def _once(form: Callable[[Any], _T]) -> Callable[[Any], _T]:
    """``form``, asked once for each object: findings share words, dates and many of their times."""
    known: dict[int, tuple[object, _T]] = {}

    def formed(one: object) -> _T:
        if id(one) not in known:
            known[id(one)] = one, form(one)  # kept, so that no other has its number
        return known[id(one)][1]

    return formed
