from __future__ import annotations

from datetime import date

import pytest

from schedcheck.readers.listingdates import DayName, day_name
from schedcheck.readers.listingyears import Days, YearEvidence, days_of
from schedcheck.schedule.week import Week

WEEK = Week(date(2022, 12, 26), date(2023, 1, 1))
NEW_YEAR = ("Понедельник, 26 декабря", "Сенбі, 31 желтоқсан", "Sunday 1 January")


def resolved(*headings: str, evidence: YearEvidence) -> Days:
    names = [day_name(heading) for heading in headings]
    assert all(isinstance(name, DayName) for name in names)
    return days_of([name for name in names if name is not None], evidence)


def shown(days: Days) -> list[str]:
    return [day.isoformat() if day else "" for day in days.dates]


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (YearEvidence(spans=[WEEK]), "the document or its name"),
        (YearEvidence(week=WEEK), "--week"),
        (YearEvidence(dates=[date(2022, 12, 20)]), "nearest to 20 Dec 2022"),
        (YearEvidence(modified=date(2022, 12, 20)), "2022 is the only one near"),
        (YearEvidence(modified=date(2026, 11, 24)), "2022 is the only one near"),
    ],
)
def test_the_year_comes_from_what_there_is_over_new_year(
    evidence: YearEvidence, words: str
) -> None:
    days = resolved(*NEW_YEAR, evidence=evidence)
    assert shown(days) == ["2022-12-26", "2022-12-31", "2023-01-01"]
    assert words in str(days.notes[0])


def test_a_printed_year_tells_that_of_the_others() -> None:
    days = resolved("Понедельник, 26 декабря 2022", *NEW_YEAR[1:], evidence=YearEvidence())
    assert shown(days) == ["2022-12-26", "2022-12-31", "2023-01-01"]


def test_without_any_evidence_there_is_no_day() -> None:
    days = resolved(*NEW_YEAR, "Вторник", evidence=YearEvidence())
    assert shown(days) == [""] * 4
    assert all("--week" in str(reason) for reason in days.reasons)


def test_two_years_that_fit_are_none() -> None:
    # 1 March was a Wednesday in 2017 and in 2023
    assert shown(resolved("1 марта, среда", evidence=YearEvidence(modified=date(2022, 3, 1)))) == [
        ""
    ]
    assert shown(resolved("1 марта, среда", evidence=YearEvidence(modified=date(2023, 3, 1)))) == [
        "2023-03-01"
    ]
    assert shown(resolved("1 марта", evidence=YearEvidence(modified=date(2023, 3, 1)))) == [""]


def test_a_weekday_that_contradicts_its_date_leaves_no_day() -> None:
    days = resolved("Вторник, 26 декабря", *NEW_YEAR[1:], evidence=YearEvidence(spans=[WEEK]))
    assert shown(days) == ["", "2022-12-31", "2023-01-01"]
    assert "26 Dec 2022" in str(days.reasons[0])
    days = resolved("Вторник, 26 декабря 2022", evidence=YearEvidence())
    assert shown(days) == [""]


def test_the_most_weekdays_tell_the_year_and_the_odd_one_is_a_fault() -> None:
    evidence = YearEvidence(modified=date(2022, 12, 20))
    days = resolved("Вторник, 26 декабря", *NEW_YEAR[1:], evidence=evidence)
    assert shown(days) == ["", "2022-12-31", "2023-01-01"]


def test_weekdays_alone_are_of_the_week_that_is_known() -> None:
    days = resolved("Понедельник", "Вторник 27", "Жексенбі", evidence=YearEvidence(week=WEEK))
    assert shown(days) == ["2022-12-26", "2022-12-27", "2023-01-01"]
    longer = Week(date(2022, 12, 26), date(2023, 1, 8))
    assert shown(resolved("Понедельник", evidence=YearEvidence(week=longer))) == [""]


def test_a_day_that_the_calendar_has_not() -> None:
    days = resolved("31 ноября", "Вторник, 31.11.2022", evidence=YearEvidence(week=WEEK))
    assert shown(days) == ["", ""]
    assert all("no such day" in str(reason) for reason in days.reasons)
