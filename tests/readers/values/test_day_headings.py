from __future__ import annotations

import pytest

from schedcheck.readers.values.day_headings import DayHeading, day_heading


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
        ("10.12", DayHeading(None, 12, 10, sure=False)),
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
