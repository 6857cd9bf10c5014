from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.messages import Message
from schedcheck.readers.values.day_headings import DayHeading, day_heading, read_heading
from schedcheck.readers.values.years import Years, day_in, known_years
from schedcheck.schedule.week import Week


def years(*texts: str, name: str = "", week: Week | None = None, file: str = "") -> Years:
    return known_years(texts, name, week, file, None)


def shown(text: str, known: Years) -> str:
    """The date that a heading means, or the first words of why none can be told."""
    found = day_in(text, known)
    assert found is not None
    return found.isoformat() if isinstance(found, date) else str(found)


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("Programmes 01.02.2021-07.02.2021", "2021-02-01", "2021-02-07"),
        ("с 12 декабря по 18 декабря 2022г.", "2022-12-12", "2022-12-18"),
        ("Программа передач на 5–11 февраля 2024 г.", "2024-02-05", "2024-02-11"),
        ("31.05.-06.06. 2010.", "2010-05-31", "2010-06-06"),
        ("29 декабря - 4 января 2024 года", "2023-12-29", "2024-01-04"),
        ("4 - 10 наурыз 2024 ж.", "2024-03-04", "2024-03-10"),
        ("ktk_20240304-20240310", "2024-03-04", "2024-03-10"),
        ("Кесте 2024 жылғы 4-10 наурыз", "2024-03-04", "2024-03-10"),
        ("12–18.02.2024", "2024-02-12", "2024-02-18"),
        ("2024-02-12 / 2024-02-18", "2024-02-12", "2024-02-18"),
        ("February 2010 - CLUB", "2010-02-01", "2010-02-28"),
        ("December 2011", "2011-12-01", "2011-12-31"),
        ("od 24-04 do 2-05-2010", "2010-04-24", "2010-05-02"),
        ("30 11 - 06 12  2009", "2009-11-30", "2009-12-06"),
    ],
)
def test_the_days_that_a_title_tells(title: str, first: str, last: str) -> None:
    (span,) = years(title).spans
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@pytest.mark.parametrize("title", ["КТК", "Woche 07/2009", "06:00-10:30", "Listing 45.67", "18+"])
def test_a_title_without_days_tells_none(title: str) -> None:
    assert not years(title).spans


def test_a_year_in_one_title_counts_for_the_others() -> None:
    known = years("February 2010", name="8-14 FEB")
    assert [str(span.first) for span in known.spans] == ["2010-02-01", "2010-02-08"]


def test_the_year_comes_from_the_title_then_the_sheet_then_the_week_then_the_file() -> None:
    week = Week(date(2026, 11, 23), date(2026, 11, 29))
    heading = "Понедельник, 23 ноября"
    assert shown(heading, years("23-29 ноября 2026")) == "2026-11-23"
    assert shown(heading, years(name="23.11.2026-29.11.2026")) == "2026-11-23"
    assert shown(heading, years(week=week)) == "2026-11-23"
    assert shown(heading, years(file="/in/КТК 23-29.11.2026.xlsx")) == "2026-11-23"
    assert shown("Понедельник", years(week=week)) == "2026-11-23"
    assert "give the week" in shown("Понедельник", years())
    assert "give the week" in shown("23 ноября", years())


def test_a_title_beats_the_week_that_was_told() -> None:
    week = Week(date(2026, 11, 23), date(2026, 11, 29))
    assert shown("1 марта", years("01.03.2024 - 07.03.2024", week=week)) == "2024-03-01"


def test_over_the_turn_of_the_year() -> None:
    known = years("29 декабря - 4 января 2024")
    assert shown("31 декабря", known) == "2023-12-31"
    assert shown("1 января", known) == "2024-01-01"


def test_a_weekday_that_contradicts_its_date() -> None:
    for known in (years(), years("04.03.2024-10.03.2024")):
        assert "weekday is not that of 5 Mar 2024" in shown("Понедельник 05.03.2024", known)
    assert "weekday is not that" in shown("Понедельник, 5 марта", years("04.03.2024-10.03.2024"))


def test_the_only_year_near_the_date_of_the_file_whose_weekday_is_right() -> None:
    known = known_years([], "", None, "", date(2022, 12, 10))
    assert shown("Понедельник, 12 декабря", known) == "2022-12-12"
    assert "2022 is the only one near" in str(next(iter(known.used.values())))
    assert "in any year near 2022" in shown("Четверг, 12 декабря", known)
    assert "without a year" in shown("12 декабря", known)


def test_one_day_names_a_week_only_where_it_is_the_first() -> None:
    known = years("1 December 2008")
    assert shown("Monday", known) == "2008-12-01"
    assert shown("Sunday", known) == "2008-12-07"
    assert "which week" in shown("Sunday", years("1 December 2008"))


def test_a_weekday_that_stands_twice_in_the_title_tells_nothing() -> None:
    assert "which week" in shown("Понедельник", years("01.03.2024 - 20.03.2024"))


@given(st.dates(date(1975, 1, 1), date(2060, 1, 1)), st.integers(0, 6))
def test_every_day_of_a_week_is_found_by_any_part_of_its_heading(first: date, ahead: int) -> None:
    day = first + timedelta(days=ahead)
    known = Years(years(f"{first:%d.%m.%Y}-{first + timedelta(days=6):%d.%m.%Y}").spans)
    for heading in (
        DayHeading(None, day.month, day.day),
        DayHeading(weekday=day.isoweekday()),
        DayHeading(day=day.day, weekday=day.isoweekday()),
    ):
        assert known.date_of(heading) == day
    other = DayHeading(None, day.month, day.day, day.isoweekday() % 7 + 1)
    assert isinstance(known.date_of(other), Message)


def test_a_date_that_never_was() -> None:
    assert day_heading("30 февраля 2024") is None


WEEK = Week(date(2022, 12, 26), date(2023, 1, 1))
NEW_YEAR = ("Понедельник, 26 декабря", "Сенбі, 31 желтоқсан", "Sunday 1 January")


def resolved(*headings: str, known: Years) -> list[date | Message]:
    names = [read_heading(heading) for heading in headings]
    return known.dates_of([name for name in names if name is not None])


def dates(days: list[date | Message]) -> list[str]:
    return [day.isoformat() if isinstance(day, date) else "" for day in days]


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (years("26.12.2022-01.01.2023"), "by the title"),
        (years(week=WEEK), "by the week given"),
        (years("20.12.2022"), "by the title: 20.12.2022"),
        (Years(modified=date(2022, 12, 20)), "2022 is the only one near"),
        (Years(modified=date(2026, 11, 24)), "2022 is the only one near"),
    ],
)
def test_the_year_comes_from_what_there_is_over_new_year(known: Years, words: str) -> None:
    days = resolved(*NEW_YEAR, known=known)
    assert dates(days) == ["2022-12-26", "2022-12-31", "2023-01-01"]
    assert words in str(next(iter(known.used.values())))


def test_a_printed_year_tells_that_of_the_others() -> None:
    days = resolved("Понедельник, 26 декабря 2022", *NEW_YEAR[1:], known=years())
    assert dates(days) == ["2022-12-26", "2022-12-31", "2023-01-01"]


def test_without_any_evidence_there_is_no_day() -> None:
    days = resolved(*NEW_YEAR, "Вторник", known=years())
    assert dates(days) == [""] * 4
    assert all("--week" in str(reason) for reason in days)


def test_two_years_that_fit_are_none() -> None:
    # 1 March was a Wednesday in 2017 and in 2023
    assert dates(resolved("1 марта, среда", known=Years(modified=date(2022, 3, 1)))) == [""]
    assert dates(resolved("1 марта, среда", known=Years(modified=date(2023, 3, 1)))) == [
        "2023-03-01"
    ]
    assert dates(resolved("1 марта", known=Years(modified=date(2023, 3, 1)))) == [""]


def test_a_weekday_that_contradicts_its_date_leaves_no_day() -> None:
    days = resolved("Вторник, 26 декабря", *NEW_YEAR[1:], known=years("26.12.2022-01.01.2023"))
    assert dates(days) == ["", "2022-12-31", "2023-01-01"]
    assert "26 Dec 2022" in str(days[0])
    days = resolved("Вторник, 26 декабря 2022", known=years())
    assert dates(days) == [""]


def test_the_most_weekdays_tell_the_year_and_the_odd_one_is_a_fault() -> None:
    known = Years(modified=date(2022, 12, 20))
    days = resolved("Вторник, 26 декабря", *NEW_YEAR[1:], known=known)
    assert dates(days) == ["", "2022-12-31", "2023-01-01"]


def test_weekdays_alone_are_of_the_week_that_is_known() -> None:
    days = resolved("Понедельник", "Вторник 27", "Жексенбі", known=years(week=WEEK))
    assert dates(days) == ["2022-12-26", "2022-12-27", "2023-01-01"]
    longer = Week(date(2022, 12, 26), date(2023, 1, 8))
    assert dates(resolved("Понедельник", known=years(week=longer))) == [""]


def test_a_day_that_the_calendar_has_not() -> None:
    days = resolved("31 ноября", "Вторник, 31.11.2022", known=years(week=WEEK))
    assert dates(days) == ["", ""]
    assert all("no such date" in str(reason) for reason in days)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["26-04-16"], ["it may be 26 Apr 2016, or 16 Apr 2026"]),
        (["16-04-26"], ["it may be 16 Apr 2026, or 26 Apr 2016"]),
        (["05-04-26"], ["2026-04-05"]),
        (["26.04.16"], ["2016-04-26"]),
        (["чт 26-04-16"], ["2026-04-16"]),
        (["вт 26-04-16"], ["2016-04-26"]),
        (["26-04-16", "26-04-17"], ["2026-04-16", "2026-04-17"]),
        (["16-04-26", "17-04-26"], ["2026-04-16", "2026-04-17"]),
        (["26-04-16", "15.04.2026"], ["2026-04-16", "2026-04-15"]),
        (["26-04-16", "15.04.2016"], ["2016-04-26", "2016-04-15"]),
    ],
)
def test_other_dates_say_which_number_is_the_year(texts: list[str], expected: list[str]) -> None:
    headings = [heading for text in texts if (heading := read_heading(text))]
    found = years().dates_of(headings)
    assert [str(day)[: len(one)] for day, one in zip(found, expected, strict=True)] == expected


@pytest.mark.parametrize(("text", "day"), [("26-04-16", 16), ("16-04-26", 16)])
def test_the_week_says_which_number_is_the_year(text: str, day: int) -> None:
    week = Week(date(2026, 4, 13), date(2026, 4, 19))
    assert day_in(text, years(week=week)) == date(2026, 4, day)


def test_a_date_whose_year_may_be_first_says_nothing_of_other_days() -> None:
    assert years("26-04-16", file="ktk 26-04-16.txt").spans == []
