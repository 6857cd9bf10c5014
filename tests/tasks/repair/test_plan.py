from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck.pipeline.run import Settings
from schedcheck.results.finding import Severity
from schedcheck.tasks.repair.plan import Plan, plan_repair
from tests.paths import SAMPLES
from tests.shared_data import shared_data

WEEK = SAMPLES / "week"
HEAD = "Дата;Начало;Конец;Название;Возраст;Жанр\n"


def planned(tmp_path: Path, *rows: str) -> Plan:
    path = tmp_path / "ktk.csv"
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    return plan_repair([path], Settings())


def starts(plan: Plan) -> dict[str, str]:
    schedule = plan.after.schedule
    local = schedule["start"].dt.tz_convert("Asia/Almaty").dt.strftime("%d %H:%M")
    return dict(zip(schedule["title"], local, strict=True))


FILM = "24.11.2026;14:00;15:30;Фильм;18+;"
NIGHT = "24.11.2026;22:00;23:30;Сериал;12+;"


def test_two_programmes_change_places_and_the_week_is_clean(tmp_path: Path) -> None:
    plan = planned(tmp_path, FILM, NIGHT)
    (move,) = plan.moves
    assert (move.channel, move.longer, move.unmarked, move.mends) == ("ktk", 0, False, 1)
    assert starts(plan) == {"Сериал": "24 14:00", "Фильм": "24 22:00"}
    assert plan.before.count(Severity.VIOLATION) == 1
    assert plan.after.count(Severity.VIOLATION) == 0
    assert plan.unmended == ()


def test_a_clean_week_is_left_alone(tmp_path: Path) -> None:
    plan = planned(tmp_path, NIGHT)
    assert plan.moves == ()
    assert plan.after is plan.before


def test_each_keeps_its_length_and_the_difference_is_told(tmp_path: Path) -> None:
    plan = planned(tmp_path, FILM, "24.11.2026;22:00;23:25;Сериал;;")
    (move,) = plan.moves
    assert (move.longer, move.unmarked) == (300, True)
    lasted = plan.after.schedule["stop"] - plan.after.schedule["start"]
    assert sorted(lasted.dt.total_seconds()) == [85 * 60, 90 * 60]


@pytest.mark.parametrize(
    ("film", "night", "reason"),
    [
        (FILM.replace("Фильм", "Новости"), NIGHT, "never moved"),
        (FILM.replace("18+;", "18+;прямой эфир"), NIGHT, "never moved"),
        (FILM, NIGHT.replace("Сериал", "Кешкі жаңалықтар"), "no programme of similar length"),
        (FILM, "24.11.2026;22:00;22:30;Сериал;12+;", "no programme of similar length"),
        (FILM, NIGHT.replace("12+", "18+"), "no programme of similar length"),
        ("24.11.2026;06:00;21:00;Марафон;18+;", NIGHT, "longer than any lawful stretch"),
        ("25.11.2026;14:00;;Фильм;18+;", NIGHT, "its end is not known"),
    ],
)
def test_what_cannot_be_mended_is_told_with_the_reason(
    tmp_path: Path, film: str, night: str, reason: str
) -> None:
    plan = planned(tmp_path, film, night)
    assert plan.moves == ()
    (left,) = plan.unmended
    assert reason in str(left.reason)
    assert left.finding.severity is Severity.VIOLATION


def test_a_partner_that_another_needs_is_told(tmp_path: Path) -> None:
    plan = planned(tmp_path, FILM, FILM.replace("14:00;15:30;Фильм", "16:00;17:30;Второй"), NIGHT)
    assert len(plan.moves) == 1
    (left,) = plan.unmended
    assert "needed for another" in str(left.reason)
    assert plan.after.count(Severity.VIOLATION) == 1


def test_the_sample_week_is_mended_or_the_rest_explained() -> None:
    plan = plan_repair([WEEK])
    before = plan.before.count(Severity.VIOLATION)
    assert before > 10
    assert plan.after.count(Severity.VIOLATION) == len(plan.unmended)
    assert len(plan.moves) == before - len(plan.unmended)
    assert {entry.finding.channel for entry in plan.unmended} == {"almaty-tv", "saryarqa"}
    moved = {(move.channel, row) for move in plan.moves for row in move.rows}
    assert len(moved) == 2 * len(plan.moves)


def test_nothing_gets_lost_or_longer_in_a_real_guide() -> None:
    path = shared_data("xmltv/a4on-malformed-18plus.xml.gz")
    plan = plan_repair([path], Settings(zone="Asia/Almaty"))
    before, after = plan.before.schedule, plan.after.schedule
    key = ["channel", "title", "file", "place"]
    assert sorted(map(tuple, before[key].to_numpy())) == sorted(map(tuple, after[key].to_numpy()))
    assert plan.before.count(Severity.VIOLATION) == 21
    assert plan.after.count(Severity.VIOLATION) == len(plan.unmended)
    assert all(str(entry.reason) for entry in plan.unmended)
