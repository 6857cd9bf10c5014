from __future__ import annotations

from datetime import date

import pytest

from schedcheck.readers.values.day_headings import (
    DayHeading,
    date_at_head,
    dates_in,
    day_heading,
    read_heading,
    span_in,
)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("ДҮЙСЕНБІ / MONDAY  01.02.2021", DayHeading(2021, 2, 1, 1)),
        ("Понедельник, 12 декабря", DayHeading(None, 12, 12, 1)),
        ("Жұма, 9 ақпан", DayHeading(None, 2, 9, 5)),
        ("Monday\n31.05.", DayHeading(None, 5, 31, 1)),
        ("Mon 1st of June", DayHeading(None, 6, 1, 1)),
        ("сәрсенбі", DayHeading(weekday=3)),
        ("Пн 4", DayHeading(day=4, weekday=1)),
        ("31.05.", DayHeading(None, 5, 31)),
        ("10.12", DayHeading(None, 12, 10, bare=True)),
        ("06.06. 2010.", DayHeading(2010, 6, 6)),
        ("SAMEDI   05 JUIN      2010", DayHeading(2010, 6, 5, 6)),
    ],
)
def test_what_the_heading_of_a_day_prints(text: str, heading: DayHeading) -> None:
    assert day_heading(text) == heading


@pytest.mark.parametrize(
    "text",
    [
        "", "4", "март", "Понедельник вторник", "4 марта 5 апреля", "32.01.2024", "29.02.2023",
        "06.30", "06:30", "Новости", "Суббота с нами", "31.05.-06.06.2010", "январь 2024",
    ],
)  # fmt: skip
def test_what_is_no_heading_of_a_day(text: str) -> None:
    assert day_heading(text) is None


@pytest.mark.parametrize(
    ("line", "weekday", "day", "month", "year"),
    [
        ("Понедельник, 12 декабря", 1, 12, 12, None),
        ("ДҮЙСЕНБІ, 12 ЖЕЛТОҚСАН", 1, 12, 12, None),
        ("12 желтоқсан, дүйсенбі", 1, 12, 12, None),
        ("Monday 12 December", 1, 12, 12, None),
        ("December 12th, 2022 (Monday)", 1, 12, 12, 2022),
        ("12.12.2022", None, 12, 12, 2022),
        ("2022-12-12", None, 12, 12, 2022),
        ("Пн 12/12/22", 1, 12, 12, 2022),
        ("Пн, 12 дек. 2022 г.", 1, 12, 12, 2022),
        ("12.12 (пн)", 1, 12, 12, None),
        ("2022 жылғы 12 желтоқсан, дүйсенбі", 1, 12, 12, 2022),
        ("ДҮЙСЕНБІ / MONDAY  01.02.2021", 1, 1, 2, 2021),
        ("PONEDELJAK  30.11.2009. ", 1, 30, 11, 2009),
        ("ČETVRTAK  03.12.2009.", 4, 3, 12, 2009),
        ("Понедельник 12", 1, 12, None, None),
        ("ВОСКРЕСЕНЬЕ", 7, None, None, None),
        ("Жексенбі", 7, None, None, None),
        ("День: вторник, 13 декабря", 2, 13, 12, None),
    ],
)
def test_a_line_that_is_a_heading(
    line: str, weekday: int | None, day: int | None, month: int | None, year: int | None
) -> None:
    name = read_heading(line)
    assert name is not None
    assert name.exact
    assert (name.weekday, name.day, name.month, name.year) == (weekday, day, month, year)


@pytest.mark.parametrize(
    "line", ["декабрь", "Новости", "12", "31.13", "Понедельник или вторник", "12.12 Премьера"]
)
def test_lines_that_name_no_day(line: str) -> None:
    assert read_heading(line) is None


def test_other_words_make_a_heading_less_sure() -> None:
    for line in ("Программа на вторник, 13 декабря", "Среда обитания", "13 декабря в эфире"):
        name = read_heading(line)
        assert name is not None
        assert not name.exact


def test_12_12_may_be_a_clock_reading() -> None:
    name = read_heading("12.12")
    assert name is not None
    assert name.bare


def test_dates_in_a_text() -> None:
    text = "Программа на неделю с 12.12.2022, изменено 9 декабря 2022 г. (31.02.2022)"
    assert list(dates_in(text)) == [date(2022, 12, 12), date(2022, 12, 9)]


def test_the_date_that_a_title_begins_with() -> None:
    assert date_at_head("(15.07.2026) Ән") == date(2026, 7, 15)
    assert date_at_head("Ән 15.07.2026") is None
    assert date_at_head("15 шілде") is None
    assert read_heading("l6.03.2026") != DayHeading(2026, 3, 6)


@pytest.mark.parametrize(
    "text",
    ["«08» октября 2025 года", '"08" октября 2025', "08-окт.-2025", "08.10.2025 0:00:00",
     "2025-10-08T00:00:00.000", "8 qazan 2025"],
)  # fmt: skip
def test_dates_as_letters_and_spreadsheets_write_them(text: str) -> None:
    heading = day_heading(text)
    assert heading is not None
    assert heading.whole == date(2025, 10, 8)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("с 12 декабря по 18 декабря 2022г.", "2022-12-12", "2022-12-18"),
        ("12-18 желтоқсан 2022 ж.", "2022-12-12", "2022-12-18"),
        ("2022 жылғы 12-18 желтоқсан", "2022-12-12", "2022-12-18"),
        ("с 26 декабря по 1 января 2023 года", "2022-12-26", "2023-01-01"),
        ("26 декабря 2022 – 1 января 2023", "2022-12-26", "2023-01-01"),
        ("26 декабря 2022 – 1 января", "2022-12-26", "2023-01-01"),
        ("December 26 – January 1, 2023", "2022-12-26", "2023-01-01"),
        ("Week 50, 12–18 December 2022", "2022-12-12", "2022-12-18"),
        ("12.12.2022-18.12.2022", "2022-12-12", "2022-12-18"),
        ("12.12–18.12.2022", "2022-12-12", "2022-12-18"),
        ("12-18.12.2022", "2022-12-12", "2022-12-18"),
        ("ktk_12.12-18.12.22", "2022-12-12", "2022-12-18"),
        ("30 11 - 06 12  2009", "2009-11-30", "2009-12-06"),
        ("2022-12-12..2022-12-18", "2022-12-12", "2022-12-18"),
    ],
)
def test_spans_of_days(text: str, first: str, last: str) -> None:
    span = span_in(text)
    assert span is not None
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text", ["с 12 декабря по 18 декабря", "12 декабря 2022", "1-31 февраля 2022", "1990-2022",
             "18 декабря - 12 декабря 2022 - 2023", "с 1 января по 31 декабря 2022"],
)  # fmt: skip
def test_what_is_no_span(text: str) -> None:
    assert span_in(text) is None
