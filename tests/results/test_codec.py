from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schedcheck.law.rule import DueDate
from schedcheck.messages import language, msg
from schedcheck.results.codec import (
    MemberError,
    document_to_json,
    finding_from_json,
    finding_to_json,
    known_from_json,
    known_to_json,
)
from schedcheck.results.document import document_from_json
from schedcheck.results.finding import CODES, Decision, Evidence, Finding, Outcome
from schedcheck.results.identity import identity
from schedcheck.results.results import Missing
from schedcheck.schedule.coverage import Coverage, Span
from schedcheck.schedule.week import parse_week
from schedcheck.zones import local
from tests.reports.audits import MONDAY, fault, finding_of, make_audit, row

ZONES = st.sampled_from(("Asia/Almaty", "Asia/Aqtobe", "Europe/Moscow"))
LOW, HIGH = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (1990, 2035))


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    code, zone = draw(st.sampled_from(sorted(CODES))), draw(ZONES)
    moments = st.none() | st.integers(LOW, HIGH).map(lambda at: local(at, zone))
    text = st.text(max_size=12)
    return Finding(
        code=code,
        severity=CODES[code],
        words=msg("%(title)s: %(minutes)s min", title=draw(text), minutes=draw(st.floats(0, 99))),
        channel=draw(text),
        title=draw(text),
        start=draw(moments),
        stop=draw(moments),
        stop_from=draw(st.sampled_from(("", "printed", "duration", "next", "unknown"))),
        zone=zone,
        age_class=draw(st.sampled_from(("", "E18", "E16"))),
        mark=draw(text),
        mark_from=draw(st.sampled_from(("", "field", "title", "text"))),
        minutes=draw(st.none() | st.floats(0, 1e5)),
        rule=draw(text),
        evidence=Evidence(draw(text), draw(text), draw(text)),
        nearest=draw(st.none() | st.tuples(moments, moments)),
        known=draw(st.booleans()),
        decision=draw(
            st.none() | st.builds(Decision, st.sampled_from(Outcome), st.dates(), text, text, text)
        ),
        dates=tuple(draw(st.lists(st.builds(DueDate, text, text, st.dates(), st.dates())))),
    )


@given(findings())
def test_a_finding_that_is_written_and_read_is_the_same(finding: Finding) -> None:
    value = json.loads(json.dumps(finding_to_json(finding)))
    back = finding_from_json(value)
    assert finding_to_json(back) == value
    assert back.message == finding.message
    assert back.minutes == pytest.approx(finding.minutes, abs=0.005)
    assert back.start is None or back.start.tzinfo is finding.start.tzinfo  # type: ignore[union-attr]
    changed = {"words", "minutes", "evidence"}  # the text, roundings, and what is not written
    for name in set(Finding._fields) - changed:
        assert getattr(back, name) == getattr(finding, name), name
    assert (back.file, back.place, back.evidence.text) == (finding.file, finding.place, "")


@given(findings())
def test_a_finding_that_is_kept_exactly_comes_back_whole(finding: Finding) -> None:
    kept = finding_to_json(finding, exact=lambda words: words)
    assert finding_from_json(kept, words=lambda words: words) == finding


@given(findings())
def test_what_is_known_comes_back_with_its_number(finding: Finding) -> None:
    known = identity(finding)._replace(text="")
    assert known_from_json(json.loads(json.dumps(known_to_json(known, 3)))) == (known, 3)


def test_a_message_is_read_as_it_was_printed_whatever_the_language() -> None:
    with language("ru"):
        value = finding_to_json(finding_of(row(MONDAY, 60, "Кино", mark="18+", age_class="E18")))
    assert finding_from_json(value).message == value["message"]


def test_a_document_that_is_written_and_read_says_the_same() -> None:
    rows = [row(MONDAY, 60, "Кино", mark="18+", age_class="E18"), row(MONDAY, 30, "Ән")]
    hole = (local(LOW, "Asia/Almaty"), local(LOW + 3600, "Asia/Almaty"))
    audit = make_audit(
        rows, [finding_of(rows[0]), fault()], coverage=Coverage(168.0, 167.0, (hole,))
    )
    audit = replace(
        audit,
        span=Span(parse_week("2025-W48"), "option"),
        missing=(Missing("stv", "СТВ", "tv", "regional", "Asia/Almaty"),),
    )
    value: dict[str, Any] = json.loads(json.dumps(document_to_json(audit)))
    document = document_from_json(value)
    assert (document.rulebook, document.sha256) == (audit.rulebook.id, audit.rulebook.sha256)
    assert document.tzdata == audit.tzdata
    assert [rule.id for rule in document.rules] == [
        rule["id"] for rule in value["rulebook"]["rules"]
    ]
    assert document.span == audit.span
    assert document.missing == audit.missing
    assert [(one.file, one.sha256) for one in document.sources] == [
        (one.file, one.sha256) for one in audit.sources
    ]
    assert [finding_to_json(one) for one in document.findings] == [
        {name: held for name, held in one.items() if name != "also_on"} for one in value["findings"]
    ]
    (channel,), (report,) = document.channels, audit.channels
    for name in ("id", "name", "medium", "tier", "zone", "first", "last", "coverage", "days"):
        assert getattr(channel, name) == getattr(report, name), name


@pytest.mark.parametrize(
    ("member", "value"),
    [("start", "2024-03-04T20:30:00"), ("stop", 3), ("minutes", "x"), ("code", "nonsense")],
)
def test_a_member_that_is_not_right_is_named(member: str, value: object) -> None:
    with pytest.raises(MemberError) as raised:
        finding_from_json({"code": "gap", member: value})
    assert raised.value.member == member
