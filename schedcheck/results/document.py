"""A document of findings read: what :func:`schedcheck.results.codec.document_to_json` wrote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct, field

from schedcheck.results.codec import finding_from_json, moment_of
from schedcheck.results.finding import Finding
from schedcheck.results.results import (
    NO_CHECKS,
    ChecksMade,
    Day,
    Missing,
    NotUnderstood,
    Outside,
    SourceReport,
)
from schedcheck.results.source_json import source_from_json
from schedcheck.results.states import State
from schedcheck.schedule.coverage import Coverage, Span
from schedcheck.schedule.week import Week, parse_clock


class ChannelRecord(Struct, frozen=True, kw_only=True):
    """A channel as a document tells of it; see :class:`ChannelReport`."""

    id: str
    name: str
    medium: str
    tier: str
    zone: str
    first: datetime | None
    last: datetime | None
    coverage: Coverage | None
    days: tuple[Day, ...]
    week_starts: int = 0
    state: State = State.JUDGED
    files: tuple[str, ...] = ()
    outside: Outside | None = None


class CitedRule(Struct, frozen=True, kw_only=True):
    """A rule that findings cite, its texts in the language of the document; see :class:`Rule`.

    What documents of earlier releases do not say is empty.
    """

    id: str
    title: str
    citation: str
    offence: str
    duty: str
    product: str
    drawn_up_by: str = ""
    decided_by: str = ""
    unverified: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()


class CitedPeriod(Struct, frozen=True, kw_only=True):
    """A period that dates of findings follow from, its texts in the language of the document."""

    id: str
    kind: str
    months: int
    name: str
    label: str
    citation: str
    unverified: tuple[str, ...] = ()


class Document(Struct, frozen=True, kw_only=True):
    """What a document of findings says. ``rulebook``: its id, and ``sha256`` its hash.

    ``program``: the version that wrote it; ``settings``: those that were not the usual ones.

    ``file``: where it was read, if anywhere, and ``written`` when that was written (seconds since
    1970).
    """

    findings: tuple[Finding, ...]
    program: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    rulebook: str = ""
    sha256: str = ""
    tzdata: str = ""
    rules: tuple[CitedRule, ...] = ()
    periods: tuple[CitedPeriod, ...] = ()
    span: Span | None = None
    sources: tuple[SourceReport, ...] = ()
    channels: tuple[ChannelRecord, ...] = ()
    missing: tuple[Missing, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    checks: ChecksMade = NO_CHECKS
    file: str = ""
    written: float = 0.0


def document_from_json(value: Mapping[str, Any]) -> Document:
    """The document that ``codec.document_to_json`` wrote; only ``findings`` must be there.

    Raises one of :data:`schedcheck.results.codec.WRONG` for anything else, MemberError among them.
    """
    book, span = value.get("rulebook") or {}, value.get("span")
    return Document(
        findings=tuple(map(finding_from_json, value["findings"])),
        program=value.get("schedcheck", ""),
        settings=value.get("settings") or {},
        rulebook=book.get("id", ""),
        sha256=book.get("sha256", ""),
        tzdata=value.get("tzdata", ""),
        rules=tuple(map(_rule_of, book.get("rules", ()))),
        periods=tuple(map(_period_of, book.get("periods", ()))),
        span=_span_of(span) if span else None,
        sources=tuple(map(source_from_json, value.get("sources", ()))),
        channels=tuple(map(_channel_of, value.get("channels", ()))),
        missing=tuple(Missing(**one) for one in value.get("missing", ())),
        not_understood=tuple(
            NotUnderstood(**{**one, "files": tuple(one["files"])})
            for one in value.get("not_understood", ())
        ),
        checks=ChecksMade.from_json(value.get("checks", {})),
    )


def _rule_of(value: Mapping[str, Any]) -> CitedRule:
    points = {name: tuple(value.get(name, ())) for name in ("unverified", "limits")}
    return CitedRule(**{**value, **points})


def _period_of(value: Mapping[str, Any]) -> CitedPeriod:
    return CitedPeriod(**{**value, "unverified": tuple(value.get("unverified", ()))})


def _span_of(value: Mapping[str, Any]) -> Span:
    days = Week(date.fromisoformat(value["first"]), date.fromisoformat(value["last"]))
    return Span(days, value["told_by"])


def _channel_of(value: Mapping[str, Any]) -> ChannelRecord:
    zone_name = value["zone"]
    coverage = value["coverage"]
    return ChannelRecord(
        **{name: value[name] for name in ("id", "name", "medium", "tier")},
        zone=zone_name,
        first=moment_of(value["from"], zone_name),
        last=moment_of(value["to"], zone_name),
        coverage=coverage and _coverage_of(coverage, zone_name),
        days=tuple(
            Day(**{**day, "date": date.fromisoformat(day["date"])}) for day in value["days"]
        ),
        week_starts=parse_clock(value.get("week_starts", "00:00")),
        state=State(value.get("state", State.JUDGED)),
        files=tuple(value.get("files", ())),
        outside=_outside_of(value.get("outside"), zone_name),
    )


def _outside_of(value: Mapping[str, Any] | None, zone_name: str) -> Outside | None:
    if not value:
        return None
    first, last = (moment_of(value[name], zone_name) for name in ("from", "to"))
    return (
        Outside(value["programmes"], first, last, value["violations"]) if first and last else None
    )


def _coverage_of(value: Mapping[str, Any], zone_name: str) -> Coverage:
    holes = []
    for hole in value["holes"]:
        begin, end = moment_of(hole["from"], zone_name), moment_of(hole["to"], zone_name)
        if begin is None or end is None:
            raise ValueError(hole)
        holes.append((begin, end))
    return Coverage(value["expected"], value["covered"], tuple(holes))
