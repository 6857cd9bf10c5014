from __future__ import annotations

import json
from typing import Any

import pytest

from tests.portal.visitors import WEEK, account, delivered_with, schedule_of, verdict_text

pytestmark = pytest.mark.usefixtures("portal")


def found(week: str = WEEK) -> list[Any]:
    from schedcheck.portal.verdicts import current, found_in, history

    verdict = current("ktk", week)
    assert verdict is not None
    return found_in(verdict.findings, history("ktk", week))


def decided(
    who: Any, outcome: str = "dismissed", reason: str = "live", seen: str = "0", key: str = ""
) -> Any:
    from schedcheck.portal.deciding import Wanted, decide
    from schedcheck.portal.verdicts import current

    verdict = current("ktk", WEEK)
    assert verdict is not None
    wanted = Wanted(key or found()[0].key, outcome, reason, str(verdict.id), seen)
    return decide(who, "ktk", WEEK, wanted)


def counts() -> tuple[int, int, int]:
    from schedcheck.portal.verdicts import current

    verdict = current("ktk", WEEK)
    assert verdict is not None
    return verdict.violations, verdict.dismissed, verdict.undecided


SCHEDULE = schedule_of(WEEK)


def test_a_decision_follows_the_same_finding_to_a_later_version() -> None:
    station, officer = account(), account("officer@example.kz", "officer")
    delivered_with(station, WEEK, verdict_text(SCHEDULE, WEEK))
    decided(officer)
    moved = SCHEDULE.replace(b"age\n", b"age\n2026-11-24;18:00;20:30;Cartoons;0+\n")
    assert moved != SCHEDULE
    delivered_with(station, WEEK, verdict_text(moved, WEEK))
    (one,) = found()
    assert one.finding.place != one.decisions[0].found["place"]
    assert one.decision.version == 1
    assert counts() == (1, 1, 0)


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [(b"20:30;22:10", b"20:00;22:10", 0), (b"22:10", b"21:50", 1), (b"A film", b"A drama", 0)],
)
def test_a_decision_does_not_count_where_the_finding_is_another(
    old: bytes, new: bytes, kept: int
) -> None:
    station, officer = account(), account("officer@example.kz", "officer")
    delivered_with(station, WEEK, verdict_text(SCHEDULE, WEEK))
    first = found()[0]
    decided(officer)
    delivered_with(station, WEEK, verdict_text(SCHEDULE.replace(old, new), WEEK))
    (one,) = [one for one in found() if one.finding.severity == "violation"]
    assert one.decision is None
    assert len(one.decisions) == kept
    assert counts() == (1, 0, 1)
    from schedcheck.portal.verdicts import history, no_longer_found

    gone = [each.finding for each in no_longer_found(found(), history("ktk", WEEK))]
    assert gone == ([] if kept else [first.key])


def test_a_decision_follows_a_finding_that_is_judged_again_by_the_same_rules() -> None:
    from schedcheck.portal.verdicts import record

    station, officer = account(), account("officer@example.kz", "officer")
    text = verdict_text(SCHEDULE, WEEK)
    made = delivered_with(station, WEEK, text)
    decided(officer)
    other = json.loads(text)
    other["rulebook"]["sha256"] = "1" * 64
    record(made, json.dumps(other))
    assert made.verdicts.count() == 2
    assert counts() == (1, 1, 0)
    other["rulebook"]["sha256"] = "2" * 64
    other["findings"][0]["rule"] = "kz-2030"
    record(made, json.dumps(other))
    assert counts() == (1, 0, 1)
    assert found()[0].last.version == 1


def test_decisions_of_one_week_are_not_those_of_another() -> None:
    station, officer = account(), account("officer@example.kz", "officer")
    delivered_with(station, WEEK, verdict_text(SCHEDULE, WEEK))
    decided(officer)
    text = verdict_text(schedule_of("2026-W47"), "2026-W47")
    delivered_with(station, "2026-W47", text)
    (one,) = found("2026-W47")
    assert one.decision is None


def test_findings_are_said_in_the_language_of_the_page_and_known_by_the_same_key() -> None:
    from schedcheck.portal.verdicts import found_in

    text = verdict_text(SCHEDULE, WEEK)
    plain = found_in(text, {})
    told = found_in(text, {}, ["жазба"] * len(json.loads(text)["findings"]))
    assert [one.key for one in told] == [one.key for one in plain]
    assert told[0].finding.message == "жазба"


def test_what_a_file_says_of_another_channel_does_not_count_for_this_one() -> None:
    from schedcheck.portal.verdicts import of_channel

    rows = SCHEDULE.decode().splitlines()
    both = [f"channel;{rows[0]}"]
    both += [f"{channel};{row}" for channel in ("ktk", "khabar") for row in rows[1:]]
    text = verdict_text("\n".join(both).encode(), WEEK)
    delivered_with(account(), WEEK, text)
    assert sum(one["severity"] == "violation" for one in json.loads(text)["findings"]) == 2
    assert counts() == (2, 1, 1)
    own = of_channel(found(), "ktk")
    assert {one.finding.channel for one in own} <= {"ktk", ""}
    assert len(own) < len(found())
    (violation,) = (one for one in own if one.finding.severity == "violation")
    decided(account("officer@example.kz", "officer"), key=violation.key)
    assert counts() == (2, 2, 0)
