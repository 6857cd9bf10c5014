from __future__ import annotations

import csv
import io
import json

from schedcheck.law.rule import PERIOD_KINDS
from schedcheck.reports.data import csv as csv_report
from schedcheck.reports.data import json as json_report
from tests.checks.audited import audited, programme


def test_a_row_says_what_the_json_says() -> None:
    result = audited(
        programme("20:30", "23:00", '=cmd|"x"; «Ночь», 1 (18+)'),
        programme("10:00", "11:00", "a\nb"),
    )
    text = csv_report.dumps(result)
    assert text.startswith("code,severity,channel,title,")
    assert "\r\n" in text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    plain = json.loads(json_report.dumps(result))["findings"]
    assert len(rows) == len(plain) > 1
    for row, one in zip(rows, plain, strict=True):
        nearest = one.pop("nearest", {"earlier": None, "later": None})
        also = one.pop("also_rules", [])
        never: dict[str, None] = dict.fromkeys(("outcome", "decided", "why", "penalty"))
        never |= {"known": None, "outside": None, "in_doubt": None}
        due = dict.fromkeys(PERIOD_KINDS) | {at["kind"]: at["day"] for at in one.pop("dates", [])}
        expected = {**one, **nearest, **never, **due, "also_rules": "; ".join(also)}
        assert row == {
            name: "" if value is None else str(value) for name, value in expected.items()
        }
    assert rows[0]["prosecution"] == "2024-05-04"
    assert rows[0]["title"].startswith("=cmd")


def test_half_a_letter_and_nothing_at_all_are_written() -> None:
    result = audited(programme("20:30", "23:00", "Ночь (18+)"), select=["gap"])
    assert csv_report.dumps(result).count("\r\n") == 1
