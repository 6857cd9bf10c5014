"""A record for each week of a run, and a reminder for each week of which nothing came."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from schedcheck.results.codec import document_to_json
from schedcheck.results.document import Document, document_from_json
from schedcheck.schedule.week import Week
from schedcheck.tasks.document import documents
from schedcheck.tasks.document.documents import write_documents
from schedcheck.tasks.document.weeks import in_weeks, week_name
from tests.checks.audited import audited, programme
from tests.tasks.document.test_documents import texts

MONDAY = date(2026, 11, 23)


def showing(day: int, clock: str, title: str, rating: str = "18+") -> str:
    """An hour on the day that is so many after the Monday."""
    at = f"{MONDAY + timedelta(days=day):%Y%m%d} {clock}"
    return programme(at, f"{at[:-4]}{int(clock) + 100:04d}", title, rating=rating)


def document(*rows: str, week: Week | None = None) -> Document:
    return document_from_json(document_to_json(audited(*rows, week=week)))


def weeks(found: Document) -> list[tuple[str, int, int, float]]:
    """Of each week its days, programmes, violations, and hours that are covered."""
    (channel,) = found.channels
    return [
        (
            str(week),
            sum(day.programmes for day in only.days),
            sum(one.code == "watershed" for one in part.findings),
            round(only.coverage.covered if only.coverage else -1),
        )
        for week, part, only in in_weeks(found, channel)
    ]


def test_seven_days_are_one_week_whatever_day_they_begin_on() -> None:
    asked = Week(MONDAY + timedelta(days=2), MONDAY + timedelta(days=8))
    found = document(showing(2, "1200", "A"), showing(8, "1200", "B"), week=asked)
    assert weeks(found) == [("2026-11-25..2026-12-01", 2, 2, 2)]


def test_a_longer_run_has_its_weeks_from_monday_and_each_finding_once() -> None:
    asked = Week(MONDAY + timedelta(days=5), MONDAY + timedelta(days=15))
    rows = (
        showing(5, "1200", "A"),
        showing(7, "0500", "B", "21+"),
        showing(7, "1200", "C"),
        showing(14, "1200", "D"),
        showing(14, "1400", "E"),
    )
    assert weeks(document(*rows, week=asked)) == [
        ("2026-11-28..2026-11-29", 2, 1, 2),
        ("2026-11-30..2026-12-06", 1, 1, 1),
        ("2026-12-07..2026-12-08", 2, 2, 2),
    ]


def test_the_night_after_sunday_is_of_the_week_that_ends() -> None:
    asked = Week(MONDAY, MONDAY + timedelta(days=13))
    found = document(showing(6, "1200", "A"), showing(7, "0200", "B"), week=asked)
    assert [one[1] for one in weeks(found)] == [2, 0]


def test_without_days_asked_for_a_channel_has_the_weeks_of_its_own_schedule() -> None:
    rows = [showing(day, "1200", "A") for day in (0, 7, 35)]
    assert [one[:3] for one in weeks(document(*rows))] == [
        ("2026-11-23..2026-11-29", 1, 1),
        ("2026-11-30..2026-12-06", 1, 1),
        ("2026-12-28..2026-12-28", 1, 1),
    ]


def test_a_schedule_that_ends_in_the_night_is_of_one_week() -> None:
    found = document(showing(0, "1200", "A"), showing(7, "0200", "B"))
    assert [one[:3] for one in weeks(found)] == [("2026-11-23..2026-11-29", 2, 1)]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 23), "2026-W48"),
        (date(2025, 12, 29), "2026-W01"),
        (date(2021, 1, 1), "2020-W53"),
    ],
)
def test_the_name_of_a_week(day: date, name: str) -> None:
    assert week_name(Week(day, day)) == name


def test_records_of_weeks_a_letter_that_names_them_and_a_reminder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "pdf_maker", lambda: "")
    asked = Week(MONDAY, MONDAY + timedelta(days=20))
    found = document(showing(0, "1200", "First"), showing(8, "1200", "Second"), week=asked)
    written = write_documents([("ru", found)], tmp_path).names
    names = [name for name in written if "missing" not in name and found.channels[0].id in name]
    (key,) = {name.partition("-")[2].split("-2026")[0].split(".")[0] for name in names}
    assert names == [
        f"letter-{key}.ru.docx",
        f"record-{key}-2026-W48.ru.docx",
        f"record-{key}-2026-W49.ru.docx",
        f"reminder-{key}-2026-W50.ru.docx",
    ]
    letter, first, second, reminder = (texts(tmp_path / name) for name in names)
    assert "First" in first
    assert "Second" not in first
    assert "Second" in second
    assert "Прочитано передач: 1," in second
    assert "First" in letter
    assert "Second" in letter
    for period in ("23.11.2026 – 29.11.2026", "30.11.2026 – 06.12.2026"):
        assert f"мониторинга за период {period}" in letter
    assert "за период 23.11.2026 – 13.12.2026" in letter
    assert "за период 07.12.2026 – 13.12.2026 не поступила" in reminder
