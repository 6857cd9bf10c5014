from __future__ import annotations

import json

import pytest

from schedcheck.errors import ConfigError
from schedcheck.reports.data.json import dumps
from schedcheck.tasks.explain.findings_file import parse_findings
from tests.checks.audited import audited, programme

RESULT = audited(programme("20:30", "23:00", "Ночь (18+)"), programme("23:00", "23:30", "x"))
PLAIN = json.loads(dumps(RESULT))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PLAIN),
        json.dumps(PLAIN["findings"]),
        "\n".join(json.dumps(one) for one in PLAIN["findings"]),
        "\n\n".join(json.dumps(one) + "," for one in PLAIN["findings"]),
    ],
)
def test_a_document_a_list_and_lines_hold_the_same_findings(text: str) -> None:
    findings = parse_findings(text, "x").findings
    assert [one.code for one in findings] == [one.code for one in RESULT.findings]
    first, whole = findings[0], RESULT.findings[0]
    assert (first.start, first.stop, first.nearest) == (whole.start, whole.stop, whole.nearest)
    assert (first.minutes, first.rule, first.place) == (whole.minutes, whole.rule, whole.place)


def test_one_finding_is_enough_and_a_document_says_what_it_rests_on() -> None:
    assert len(parse_findings(json.dumps(PLAIN["findings"][0]), "x").findings) == 1
    document = parse_findings(json.dumps(PLAIN), "x")
    assert document.sha256 == RESULT.rulebook.sha256
    assert document.tzdata == RESULT.tzdata
    assert document.sources[0].sha256 == RESULT.sources[0].sha256


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "line 1: not JSON"),
        ("3", "entry 1 is not a finding"),
        ("{}", "entry 1 is not a finding"),
        ('{"findings": 3}', "no findings"),
        ('{"findings": [], "sources": [3]}', "an entry is not right"),
        ('{"findings": [], "span": {"first": "today"}}', "an entry is not right"),
        ('[{"code": "watershd"}]', "did you mean “watershed”"),
        ('{"code": "gap", "start": "2024-03-04T20:30:00"}', "start is not right"),
        ('{"code": "gap", "stop": 3}', "stop is not right"),
        ('{"code": "gap", "minutes": "x"}', "minutes is not right"),
        ('{"code": "gap", "nearest": 3}', "not right"),
        ('{"code": "gap", "zone": "Asia/Almati"}', "Asia/Almaty"),
    ],
)
def test_what_is_no_finding_is_told(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        parse_findings(text, "x")
