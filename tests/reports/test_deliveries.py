from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from schedcheck.reports.deliveries import delivery_lines
from schedcheck.results.codec import document_to_json
from schedcheck.results.results import Missing, NotUnderstood, Outside
from schedcheck.results.states import How, Version
from schedcheck.schedule.coverage import Coverage, Span
from schedcheck.schedule.week import Week
from tests.reports.audits import MONDAY, make_audit, row

ZONE = ZoneInfo("Asia/Almaty")


def moment(day: int, hour: int) -> datetime:
    return datetime(2025, 11, day, hour, tzinfo=ZONE)


def test_whom_to_call_is_told_with_the_hours() -> None:
    holes = ((moment(25, 1), moment(25, 6)), (moment(26, 1), moment(26, 2)))
    outside = Outside(3, moment(17, 6), moment(18, 6), 1)
    audit = make_audit([row(MONDAY, 60, "A")], coverage=Coverage(162.0, 156.0, holes))
    audit = replace(
        audit,
        span=Span(Week(date(2025, 11, 24), date(2025, 11, 30)), "option"),
        missing=(Missing("ntk", "НТК", "tv", "republican", "Asia/Almaty"),),
        channels=(
            audit.channels[0],
            replace(
                audit.channels[0], name="Late", coverage=Coverage(168.0, 0, ()), outside=outside
            ),
        ),
    )
    assert list(delivery_lines(audit)) == [
        "Not judgeable, for want of age marks (1): КТК.",
        "Missing (1): НТК.",
        "Of other days than 24 Nov 2025 – 30 Nov 2025 (1): Late.",
        (
            "КТК: 6 of 162 hours are not covered: 25 Nov 01:00 – 25 Nov 06:00, "
            "26 Nov 01:00 – 26 Nov 02:00."
        ),
        (
            "Late: programmes outside the days asked for (17 Nov 2025 06:00 to 18 Nov 2025 06:00): "
            "3; violations among them, under “Outside the week”: 1."
        ),
    ]
    assert list(delivery_lines(replace(audit, span=None))) == [
        "Not judgeable, for want of age marks (1): КТК."
    ]
    lost = NotUnderstood("ntk", "НТК", "tv", "republican", "Asia/Almaty", ("a.csv",), "no time.")
    assert list(
        delivery_lines(replace(audit, channels=(), missing=(), not_understood=(lost,)))
    ) == ["НТК: not understood: a.csv: no time."]
    nothing = replace(audit, channels=(), missing=(), not_understood=(lost,))
    # where the faults are printed above, the reason is not printed again
    assert list(delivery_lines(nothing, reasons=False)) == ["НТК: not understood: a.csv."]


@pytest.mark.parametrize(
    ("how", "line"),
    [
        (
            How.CONTENTS,
            (
                "КТК: a.xml is superseded by b.xml for 25 Nov 2025 – 26 Nov 2025, which is later "
                "by the date in it; programmes of it that do not count: 7."
            ),
        ),
        (How.ALL, "КТК: a.xml and b.xml differ for 25 Nov 2025 – 26 Nov 2025; both count."),
        (
            How.UNDECIDED,
            (
                "КТК: a.xml and b.xml differ for 25 Nov 2025 – 26 Nov 2025, and nothing says which "
                "is the later one: both count; take one out."
            ),
        ),
    ],
)
def test_versions_are_told_with_both_names(how: How, line: str) -> None:
    one = Version("a.xml", "b.xml", how.value, date(2025, 11, 25), date(2025, 11, 26), 7)
    marked = row(MONDAY, 60, "A", mark="12+", age_class="E12")
    audit = make_audit([marked], versions=(one,))
    assert list(delivery_lines(audit)) == [line]
    told = document_to_json(audit)["channels"][0]["versions"]
    assert told == [
        {
            "file": "a.xml",
            "by": "b.xml",
            "how": how.value,
            "first": "2025-11-25",
            "last": "2025-11-26",
            "programmes": 7,
        }
    ]
