"""The findings as SARIF 2.1.0 (OASIS), for code scanning and editors.

A check is a reporting descriptor of the tool, a rule of law is a taxon of the rulebook, a finding
is a result. What could not be read is a result too, and a notification beside: whoever shows only
the one or the other shows it.
"""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from msgspec.structs import asdict

from schedcheck._version import __version__
from schedcheck.checks import CHECKS
from schedcheck.checks.documentation import HEADS, explanation
from schedcheck.law.rulebook import Rulebook
from schedcheck.messages import _, in_language
from schedcheck.messages.formats import moment_in_words
from schedcheck.messages.message import line_number
from schedcheck.reports.data.json_text import json_text
from schedcheck.reports.wording import decision_words, visible, whole_line
from schedcheck.results.codec import finding_to_json
from schedcheck.results.finding import CODES, Finding, Severity
from schedcheck.results.identity import fingerprints
from schedcheck.results.results import Results
from schedcheck.results.source_json import source_to_json

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "schedcheck/v1"
_LEVELS = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.NOTICE: "note",
    Severity.FAULT: "error",
}
_RULES = {code: number for number, code in enumerate(CHECKS)}


def dumps(audit: Results) -> str:
    """The audit as a SARIF log of one run; the same input gives the same text."""
    findings = audit.findings
    taxa = {rule.id: number for number, rule in enumerate(audit.rulebook.rules)}
    faults = [finding for finding in findings if finding.severity is Severity.FAULT]
    run = {
        "tool": {
            "driver": {
                "name": "schedcheck",
                "version": __version__,
                "rules": [_descriptor(code) for code in CHECKS],
                "supportedTaxonomies": [{"name": audit.rulebook.id, "index": 0}],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not any(fault.code == "unread" for fault in faults),
                "toolExecutionNotifications": [_notification(fault) for fault in faults],
                "ruleConfigurationOverrides": [
                    {
                        "descriptor": {"id": one.code, "index": _RULES[one.code]},
                        "configuration": {"enabled": False},
                        "properties": asdict(one),
                    }
                    for one in audit.checks.off
                ],
                "properties": {
                    "checks": audit.checks.to_json(),
                    "sources": [source_to_json(one) for one in audit.sources],
                },
            }
        ],
        "artifacts": [
            {
                "location": {"uri": file_uri(source.file)},
                **({"hashes": {"sha-256": source.sha256}} if source.sha256 else {}),
            }
            for source in audit.sources
        ],
        "taxonomies": [_taxonomy(audit.rulebook)],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, fingerprint, audit.rulebook, taxa)
            for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(log)


def file_uri(file: str) -> str:
    """A file's name as a URI: relative below the working directory, else absolute."""
    path = PurePath(file)
    if path.is_absolute():
        here = Path.cwd()
        if not path.is_relative_to(here):
            return path.as_uri()
        path = path.relative_to(here)
    # a name that begins with a scheme, as in a:b.xml, would be another address
    return quote(path.as_posix(), errors="surrogateescape")


def _descriptor(code: str) -> dict[str, Any]:
    parts = explanation(code)
    plain = [" ".join(parts[""])]
    marked = ["\n\n".join(parts[""])]
    for head in HEADS:
        plain.append(f"{head}: {' '.join(parts[head])}")
        marked.append(f"**{head}:** " + "\n\n".join(parts[head]))
    return {
        "id": code,
        "shortDescription": {"text": parts[""][0]},
        "fullDescription": {"text": " ".join(parts[""])},
        "help": {"text": "\n\n".join(plain), "markdown": "\n\n".join(marked)},
        "defaultConfiguration": {"level": _LEVELS[CODES[code]]},
        "properties": {"severity": CODES[code].value, "tags": [CODES[code].value]},
    }


def _taxonomy(rulebook: Rulebook) -> dict[str, Any]:
    return {
        "name": rulebook.id,
        "fullName": in_language(rulebook.names),
        "shortDescription": {"text": in_language(rulebook.names)},
        "version": rulebook.sha256[:12],
        "properties": {"sha256": rulebook.sha256},
        "taxa": [
            {
                "id": rule.id,
                "shortDescription": {"text": in_language(rule.titles)},
                "fullDescription": {"text": in_language(rule.citations)},
                "help": {
                    "text": "\n".join(
                        [in_language(rule.offences), *map(_, (*rule.unverified, *rule.limits))]
                    )
                },
                "properties": {
                    "first": rule.first.isoformat() if rule.first else None,
                    "last": rule.last.isoformat() if rule.last else None,
                },
            }
            for rule in rulebook.rules
        ],
    }


def _result(
    finding: Finding, fingerprint: str, rulebook: Rulebook, taxa: dict[str, int]
) -> dict[str, Any]:
    plain = finding_to_json(finding)
    about = (
        "severity",
        "channel",
        "title",
        "start",
        "stop",
        "zone",
        "age_class",
        "mark",
        "minutes",
    )
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": _RULES[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(finding)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.known:
        result["baselineState"] = "unchanged"
        result["suppressions"] = [{"kind": "external", "status": "accepted"}]
    if finding.decision and finding.dismissed:
        words = visible(decision_words(finding.decision))
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": words}
        ]
    rules = [rule for rule in (finding.rule, *finding.also_rules) if rule in taxa]
    if rules:
        component = {"name": rulebook.id, "index": 0}
        result["taxa"] = [
            {"id": rule, "index": taxa[rule], "toolComponent": component} for rule in rules
        ]
    result["properties"] = {name: plain[name] for name in about}
    result["properties"]["in_doubt"] = finding.in_doubt
    result["properties"]["nearest"] = plain.get("nearest")
    return result


def _message(finding: Finding) -> str:
    """The finding in a sentence that is complete by itself: which programme, when, what."""
    if finding.start is None:
        return whole_line(finding.message)
    words = {
        "channel": finding.channel,
        "start": moment_in_words(finding.start),
        "title": finding.title,
        "message": finding.message,
    }
    return whole_line(_("%(channel)s, %(start)s, “%(title)s”: %(message)s") % words)


def _location(finding: Finding) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": file_uri(finding.file)}}
    location: dict[str, Any] = {"physicalLocation": physical}
    line = line_number(finding.place)
    if line:
        physical["region"] = {"startLine": line}
    elif finding.place:
        location["logicalLocations"] = [
            {"name": finding.place, "fullyQualifiedName": f"{finding.file}#{finding.place}"}
        ]
    return location


def _notification(fault: Finding) -> dict[str, Any]:
    return {
        "level": "error",
        "descriptor": {"id": fault.code},
        "associatedRule": {"id": fault.code, "index": _RULES[fault.code]},
        "message": {"text": _message(fault)},
        "locations": [_location(fault)],
    }
