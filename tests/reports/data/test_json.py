from __future__ import annotations

import json
from datetime import timedelta
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from msgspec.structs import replace

from schedcheck.reports.data.json import dumps
from schedcheck.results.codec import document_to_json
from schedcheck.results.results import Audit, Day, Missing
from schedcheck.results.states import State
from schedcheck.schedule.coverage import Coverage, Span
from schedcheck.schedule.week import Week
from tests.reports.audits import MONDAY, ZONE, believable_week, fault, finding_of, make_audit, row

TOP = [
    "schedcheck",
    "tzdata",
    "rulebook",
    "settings",
    "checks",
    "span",
    "sources",
    "passed_over",
    "channels",
    "missing",
    "not_understood",
    "findings",
    "totals",
]
FINDING = [
    *("code", "severity", "channel", "title", "start", "stop", "stop_from", "zone", "age_class"),
    *("mark", "mark_from", "minutes", "rule", "message", "file", "place"),
]


def validator() -> Draft202012Validator:
    schema = json.loads(
        (files("schedcheck.reports.data") / "findings.schema.json").read_text(encoding="utf-8")
    )
    assert validator_for(schema) is Draft202012Validator
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_fields_stand_in_the_order_of_the_contract(week_audit: Audit) -> None:
    data = document_to_json(week_audit)
    assert list(data) == TOP
    assert list(data["findings"][0]) == FINDING
    assert list(data["channels"][0]) == [
        *("id", "name", "medium", "tier", "state", "zone", "zone_from"),
        *("source_zone", "source_zone_from", "printed_offsets", "from", "to"),
        *("programmes", "marked", "unmarked", "violations", "warnings", "notices"),
        *("minutes", "open_ended", "week_starts", "coverage", "versions", "files", "days"),
    ]
    assert data["totals"] == {
        "channels": 1,
        "states": dict.fromkeys(map(str, State), 0) | {"judged": 1},
        "programmes": len(week_audit.schedule),
        "violations": 5,
        "warnings": 3,
        "notices": 2,
        "faults": 1,
    }


def test_it_follows_its_schema(week_audit: Audit) -> None:
    validator().validate(json.loads(dumps(week_audit)))


def test_what_a_run_over_a_folder_knows_follows_the_schema_too() -> None:
    hole = (MONDAY, MONDAY + timedelta(hours=5))
    audit = replace(
        make_audit(
            [row(MONDAY, 60, "Ән")],
            coverage=Coverage(168.0, 163.0, (hole,)),
            days=(Day(MONDAY.date(), 1, 0),),
            medium="tv",
            tier="republican",
        ),
        span=Span(Week(MONDAY.date(), MONDAY.date() + timedelta(days=6)), "option"),
        missing=(Missing("stv", "СТВ", "tv", "republican", ZONE),),
    )
    data = json.loads(dumps(audit))
    validator().validate(data)
    assert data["span"] == {"first": "2025-11-24", "last": "2025-11-30", "told_by": "option"}
    assert data["missing"][0]["id"] == "stv"
    (channel,) = data["channels"]
    assert channel["days"] == [{"date": "2025-11-24", "programmes": 1, "marked": 0}]
    assert channel["coverage"]["holes"][0]["to"] == "2025-11-24T11:00:00+05:00"


def test_the_schema_refuses_what_the_contract_does_not_have(week_audit: Audit) -> None:
    def valid(change: Any) -> bool:
        data = json.loads(dumps(week_audit))
        change(data)
        return bool(validator().is_valid(data))

    assert valid(lambda _data: None)
    assert not valid(lambda data: data.update(fine="20 MCI"))
    assert not valid(lambda data: data["findings"][0].pop("place"))
    assert not valid(lambda data: data["findings"][0].update(severity="grave"))
    assert not valid(lambda data: data["findings"][0].update(minutes="45"))
    assert not valid(lambda data: data["channels"][0].update(unmarked=-1))
    assert not valid(lambda data: data["rulebook"].update(sha256="5e"))


def test_times_carry_the_offset_of_the_zone_judged_and_minutes_are_rounded() -> None:
    programme = row(MONDAY, 40, "Фильм", mark="18+", age_class="E18", mark_from="field")
    nearest = (MONDAY - timedelta(minutes=40), None)
    finding = finding_of(programme, minutes=100 / 3, nearest=nearest)
    told = document_to_json(make_audit([programme], [finding]))["findings"][0]
    assert told["start"] == "2025-11-24T06:00:00+05:00"
    assert told["stop"] == "2025-11-24T06:40:00+05:00"
    assert told["zone"] == ZONE
    assert told["minutes"] == 33.33
    assert told["nearest"] == {"earlier": "2025-11-24T05:20:00+05:00", "later": None}
    assert list(told) == [*FINDING, "nearest"]


def test_what_is_unknown_is_null_and_an_unasked_nearest_is_left_out() -> None:
    programme = row(MONDAY, None, "Фильм")
    audit = make_audit([programme], [finding_of(programme), fault()])
    violation, broken = document_to_json(audit)["findings"]
    assert violation["stop"] is None
    assert violation["minutes"] is None
    assert "nearest" not in violation
    assert broken["start"] is None
    assert broken["channel"] == ""
    validator().validate(document_to_json(audit))


def test_the_text_is_stable_readable_and_ends_with_a_line_end(week_audit: Audit) -> None:
    text = dumps(week_audit)
    assert text == dumps(week_audit)
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")
    assert "Ночной дозор" in text
    assert json.loads(text) == document_to_json(week_audit)


def test_half_a_surrogate_pair_does_not_break_the_text() -> None:
    programme = row(MONDAY, 30, "Кино \ud83d")
    text = dumps(make_audit([programme], [finding_of(programme)]))
    text.encode("utf-8")
    assert json.loads(text)["findings"][0]["title"] == "Кино \ud83d"


def test_an_audit_of_nothing_is_valid_too() -> None:
    data = document_to_json(make_audit([], [fault()]))
    validator().validate(data)
    assert data["totals"]["faults"] == 1
    assert data["totals"]["channels"] == 0


def test_unmarked_programmes_are_counted_not_listed() -> None:
    rows, _findings = believable_week()
    data = document_to_json(make_audit(rows, []))
    unmarked = sum(not programme["age_class"] for programme in rows)
    assert data["channels"][0]["unmarked"] == unmarked > 0
    assert data["findings"] == []
