from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.values.cells import (
    Cell,
    month_first,
    parse_day,
    parse_length,
    text_of,
    two_part_style,
)
from schedcheck.readers.values.moments import (
    Moment,
    is_range,
    number_style,
    parse_moment,
    parse_zone,
)

SIX = 6 * 3600
HALF_PAST_NINE = 21 * 3600 + 30 * 60
MARCH_4 = date(2024, 3, 4)
EVENING = datetime.fromisoformat("2024-03-04 21:30")
# what spreadsheets make of a time that went past midnight
AT_SIX = datetime.fromisoformat("1900-01-02 06:00")
AFTER_MIDNIGHT = datetime.fromisoformat("1900-01-02 00:30")


@pytest.mark.parametrize(
    "cell",
    ["06.00", "6:00", "6-00", "0600", "600", "06:00:00", "06.00.00", " 6:00 ", "6h00", "6:00 am",
     "06:00:28.8", "05:59:59,712", "TC 06:00:00:12", "06:00:00;12", time(6), timedelta(hours=6),
     time(6, 0, 28, 800000), AT_SIX, "1900-01-02 06:00"],
)  # fmt: skip
def test_six_o_clock_however_it_is_printed(cell: Cell) -> None:
    moment = parse_moment(cell)
    assert moment is not None
    assert (moment.seconds, moment.day, moment.offset) == (SIX, None, None)


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("24:00", 86400), ("25:30", 91800), (timedelta(hours=25, minutes=30), 91800),
     ("0:00", 0), (date(1900, 1, 2), 0), (AFTER_MIDNIGHT, 1800), ("12:05 am", 300),
     ("06:00:07", SIX + 7), ("11:30 PM", 23 * 3600 + 1800), (0.0, 0)],
)  # fmt: skip
def test_other_times(cell: Cell, seconds: int) -> None:
    assert parse_moment(cell) == Moment(seconds)


@pytest.mark.parametrize(
    "cell",
    ["", "Новости", "99:00", "18:60", "6", "01.02.21", "01.02.2021", "2024-03-04", "13:00 pm",
     "06:00-06:30", "04.03.2024 06:00-06:30", None, True, 6.0, 6.3,
     "31.02.2024 10:00", "21:30+99:00", timedelta(days=3)],
)  # fmt: skip
def test_what_is_no_time_is_not_guessed(cell: Cell) -> None:
    assert parse_moment(cell) is None


@pytest.mark.parametrize(
    ("cell", "offset"),
    [("2024-03-04T21:30:00+05:00", 300), ("2024-03-04 21:30", None), ("04.03.2024 21:30", None),
     ("20240304213000 +0500", 300), ("202403042130", None), ("2024-03-04T21:30:00.000Z", 0),
     ("4 марта 2024 21:30", None), ("04.03.24 21.30", None), (EVENING, None),
     ("2024-03-04 21:30 UTC+5", 300), ("2024-03-04T21:30-0330", -210)],
)  # fmt: skip
def test_date_and_time_in_one_cell(cell: Cell, offset: int | None) -> None:
    assert parse_moment(cell) == Moment(HALF_PAST_NINE, MARCH_4, offset)


def test_fractions_of_a_second_are_told_as_drift() -> None:
    moments = [parse_moment(cell) for cell in ("06:00:28.8", "06:00:07", time(6, 0, 0, 3000))]
    assert [moment and moment.drift for moment in moments] == [True, False, False]


@pytest.mark.parametrize(
    ("numbers", "style"),
    [([0.25, 0.9, 1.01], "fraction"), ([45355.25], "fraction"), ([600, 1330, 30], "hhmm"),
     ([6, 7, 22], ""), ([6.3, 7.15], ""), ([600, 1375], ""), ([], ""), ([True], "")],
)  # fmt: skip
def test_bare_numbers_are_read_by_their_column(numbers: list[float], style: str) -> None:
    assert number_style(numbers) == style


@given(st.integers(0, 1439))
def test_parts_of_a_day_and_four_digits_give_the_minute(minute: int) -> None:
    assert parse_moment(minute / 1440, "fraction") == Moment(minute * 60)
    assert parse_moment(float(minute // 60 * 100 + minute % 60), "hhmm") == Moment(minute * 60)
    assert parse_moment(45355 + minute / 1440, "fraction") == (
        Moment(minute * 60, MARCH_4) if minute else Moment(0, MARCH_4)
    )


@pytest.mark.parametrize(
    "cell",
    ["04.03.2024", " 04.03.2024", "4.3.24", "04/03/24", "04-03-2024", "2024-03-04", "2024.03.04",
     "20240304", 20240304.0, 45355.0, "04 03 2024", "Понедельник, 4 марта 2024 г.",
     "ДҮЙСЕНБІ / MONDAY  04.03.2024", "2024 жылғы 4 наурыз", "4 наурыз 2024", "March 4, 2024",
     "4th March 2024", "LUNDI    04 MARS      2024", "04.03.2024 (пн)", "2024-03-04 00:00:00",
     "4 mart 2024", MARCH_4, EVENING],
)  # fmt: skip
def test_the_fourth_of_march_however_it_is_printed(cell: Cell) -> None:
    assert parse_day(cell) == MARCH_4


@pytest.mark.parametrize(
    "cell",
    ["", "4 марта", "01/06/201", "31.02.2024", "Marathon 12 2024", "Вторник 04.03.2024", "Thuesday",
     "04.03.2024-10.03.2024", None, 18.0, date(1900, 1, 1), "21:30", "4 марта мая 2024", True],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(cell: Cell) -> None:
    assert parse_day(cell) is None


@given(st.dates(date(1990, 1, 1), date(2069, 12, 31)))
def test_every_date_in_every_order(day: date) -> None:
    for form in ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%y", "%Y-%m-%d", "%Y%m%d"):
        text = day.strftime(form)
        wrong_century = form.endswith("%y") and day.year < 2000 <= 1900 + day.year % 100 + 100 * (
            day.year % 100 < 70
        )
        assert parse_day(text) == day or wrong_century
    assert parse_day(day.strftime("%m/%d/%Y"), month_first=True) == day


@pytest.mark.parametrize(
    ("cells", "leads", "guessed"),
    [(["03/04/2024", "03/25/2024"], True, False), (["03/04/2024", "25/03/2024"], False, False),
     (["03/04/2024"], False, True), (["03.04.2024", "2024-03-04"], False, False),
     (["03/25/2024", "25/03/2024"], False, False),
     (["03/04/2024", "03/05/2024", "03/06/2024"], True, False),
     (["03/04/2024", "04/04/2024", "05/04/2024"], False, False),
     (["03/04/2024", "05/06/2024"], False, True), (["04/04/2024", "05/05/2024"], False, True)],
)  # fmt: skip
def test_day_or_month_first_is_told_by_the_column(
    cells: list[Cell],
    leads: bool,  # noqa: FBT001 - a table of cases
    guessed: bool,  # noqa: FBT001
) -> None:
    assert month_first(cells) == (leads, guessed)


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("1:30", 5400), ("01:30:00", 5400), ("00:13:01,520", 782), ("90", 5400), (90.0, 5400),
     ("90 мин", 5400), ("1 ч 30 мин", 5400), ("1h30", 5400), ("PT1H30M", 5400), ("90'", 5400),
     (0.0625, 5400), (time(1, 30), 5400), (timedelta(hours=1.5), 5400), ("43.0", 2580),
     ("2 часа", 7200), ("00:10:00:12", 600), ("x", None), ("", None), ("1:75", None), (None, None),
     (MARCH_4, None), ("PT25H30M00S", 91800), ("P1DT1H30M", 91800), ("1 day, 1:30:00", 91800),
     ("1 days 01:30:00", 91800), ("2 дня", 172800), ("25:30:00", 91800), ("1 day x", None)],
)  # fmt: skip
def test_durations(cell: Cell, seconds: int | None) -> None:
    assert parse_length(cell) == seconds


def test_two_parts_are_minutes_and_seconds_where_hours_make_no_sense() -> None:
    assert two_part_style(["45:00", "1:30"]) == "mm:ss"
    assert two_part_style(["1:45", "01:30:00"]) == "h:mm"
    assert parse_length("45:30", two_parts="mm:ss") == 2730


@pytest.mark.parametrize(
    ("cell", "zone"),
    [("+05:00", 300), ("UTC+5", 300), ("GMT", 0), (5.0, 300), ("-0330", -210),
     ("MSK", "Europe/Moscow"), ("Asia/Almaty", "Asia/Almaty"), ("Астана", "Asia/Almaty"),
     ("местное", "local"), ("", None), ("xyz", None), (99.0, None)],
)  # fmt: skip
def test_zones(cell: Cell, zone: int | str | None) -> None:
    assert parse_zone(cell) == zone


def test_texts_are_what_people_read() -> None:
    assert [text_of(cell) for cell in (18.0, " a\n b ", None, 1.5)] == ["18", "a b", "", "1.5"]
    assert is_range("00.00-03.00")
    assert not is_range("00.00")


def test_parts_of_an_hour_and_numbers_that_may_be_hours() -> None:
    assert [parse_length(text) for text in ("1,5 ч", "1.5h", "0,75 сағ")] == [5400, 5400, 2700]
    assert [parse_length(cell) for cell in ("1.30", "1,5", 1.5)] == [None, None, None]
    assert [parse_length(cell) for cell in ("90.0", 90.5, "1.0")] == [5400, 5430, 60]
