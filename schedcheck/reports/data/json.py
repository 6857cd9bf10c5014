"""The findings as JSON: contract 3, described by ``findings.schema.json`` beside this module."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from schedcheck._version import __version__
from schedcheck.law.rulebook import Rule
from schedcheck.messages import in_language
from schedcheck.reports.data.json_text import json_text
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.networks import GroupedFinding, told_once
from schedcheck.results.results import ChannelReport, Missing, Results, SourceReport
from schedcheck.schedule.coverage import Coverage, Span


def audit_json(audit: Results) -> dict[str, Any]:
    """The audit as plain values, ready for ``json``.

    Times are ISO 8601 with the offset of the zone judged, ``minutes`` are rounded to two
    decimals. Programmes without a mark are counted per channel, not listed.
    """
    cited = {finding.rule for finding in audit.findings}
    told = told_once(audit.findings, audit.channels)
    return {
        "schedcheck": __version__,
        "tzdata": audit.tzdata,
        "rulebook": {
            "id": audit.rulebook.id,
            "sha256": audit.rulebook.sha256,
            "rules": [_rule(rule) for rule in audit.rulebook.rules if rule.id in cited],
        },
        "span": _span(audit.span),
        "sources": [_source(source) for source in audit.sources],
        "passed_over": list(audit.passed_over),
        "channels": [_channel(report) for report in audit.channels],
        "missing": [_missing(missing) for missing in audit.missing],
        "findings": _findings(audit.findings, told),
        "totals": {
            "channels": len(audit.channels),
            # as read; a channel counts each of its programmes once
            "programmes": sum(source.programmes for source in audit.sources),
            "violations": audit.count(Severity.VIOLATION),
            "warnings": audit.count(Severity.WARNING),
            "notices": audit.count(Severity.NOTICE),
            "faults": audit.count(Severity.FAULT),
            **_told_once(told),
            **({"known": audit.known} if audit.known else {}),
        },
    }


def dumps(audit: Results) -> str:
    """``audit_json`` as text."""
    return json_text(audit_json(audit))


def _source(source: SourceReport) -> dict[str, Any]:
    return {
        "file": source.file,
        "sha256": source.sha256,
        "format": source.format,
        "programmes": source.programmes,
        "faults": source.faults,
    }


def _channel(report: ChannelReport) -> dict[str, Any]:
    return {
        "id": report.id,
        "name": report.name,
        "medium": report.medium,
        "tier": report.tier,
        "zone": report.zone,
        "zone_from": report.zone_from,
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
        "coverage": _coverage(report.coverage),
        "days": [
            {"date": day.date.isoformat(), "programmes": day.programmes, "marked": day.marked}
            for day in report.days
        ],
    }


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


def _missing(missing: Missing) -> dict[str, Any]:
    return {
        "id": missing.id,
        "name": missing.name,
        "medium": missing.medium,
        "tier": missing.tier,
        "zone": missing.zone,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": in_language(rule.titles),
        "citation": in_language(rule.citations),
        "offence": in_language(rule.offences),
        "duty": rule.duty,
        "product": rule.product,
    }


def _told_once(told: Iterable[GroupedFinding]) -> dict[str, int]:
    """The number of violations told, where a network's programme makes it another."""
    violations = [one for one in told if one.finding.severity is Severity.VIOLATION]
    if not any(one.branches for one in violations):
        return {}
    return {"violations_told_once": len(violations)}


def _findings(findings: Iterable[Finding], told: Iterable[GroupedFinding]) -> list[dict[str, Any]]:
    """Every finding, each with the other channels on which it is the same."""
    groups = {id(finding): one.all for one in told for finding in one.all if one.branches}
    plain = []
    for finding in findings:
        plain.append(finding_json(finding))
        others = [one.channel for one in groups.get(id(finding), ()) if one is not finding]
        if others:
            plain[-1]["also_on"] = others
    return plain


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding as plain values."""
    plain: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "channel": finding.channel,
        "title": finding.title,
        "start": moment_text(finding.start),
        "stop": moment_text(finding.stop),
        "stop_from": finding.stop_from,
        "zone": finding.zone,
        "age_class": finding.age_class,
        "mark": finding.mark,
        "mark_from": finding.mark_from,
        "minutes": None if finding.minutes is None else round(float(finding.minutes), 2),
        "rule": finding.rule,
        "message": finding.message,
        "file": finding.file,
        "place": finding.place,
    }
    if finding.nearest is not None:
        earlier, later = finding.nearest
        plain["nearest"] = {"earlier": moment_text(earlier), "later": moment_text(later)}
    if finding.known:
        plain["known"] = True
    return plain


def moment_text(moment: datetime | None) -> str | None:
    """A time as it stands in the JSON: ISO 8601 with its offset."""
    return None if moment is None else moment.isoformat(timespec="seconds")
