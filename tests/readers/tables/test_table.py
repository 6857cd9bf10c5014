from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.readers.base import ReadOptions
from tests.fixtures.tables import notes, read_book, read_csv, stops, told, walls, workbook_of

ALMATY = ReadOptions(zone="Asia/Almaty")
HEAD = "Дата;Время;Название;Возраст\n"


def test_a_table_as_stations_send_it() -> None:
    reading = read_csv(
        "Телеканал КТК\n\n"
        "Дата;Начало;Конец;Передача;Описание;Жанр;Возрастная категория;Телеканал\n"
        "04.03.2024;21:30;23:00;Түнгі қонақ;Драма;фильм;18+;КТК\n"
        "04.03.2024;23:00;00:15;Жаңалықтар;;;;КТК\n"
    )
    assert not reading.faults
    first, second = (reading.frame.iloc[at] for at in (0, 1))
    assert first["channel"] == "КТК"
    assert (first["title"], first["other_text"], first["category"]) == (
        "Түнгі қонақ", "Драма", "фильм",
    )  # fmt: skip
    assert first["mark_text"] == "Возрастная категория:18+"
    assert (first["file"], first["place"]) == ("a.csv", "line 4")
    assert second["mark_text"] == ""
    assert walls(reading) == ["2024-03-04 21:30", "2024-03-04 23:00"]
    assert stops(reading) == ["2024-03-04 23:00", "2024-03-05 00:15"]
    assert reading.frame["stop_from"].tolist() == ["printed", "printed"]
    assert reading.frame["offset"].isna().all()
    assert reading.names == {"КТК": "КТК"}


def test_a_duration_gives_the_end_where_none_is_printed() -> None:
    reading = read_csv(
        "Күні,Басталуы,Ұзақтығы,Атауы\n2024-03-04,23:30,1:00,А\n2024-03-05,06:00,0:00,Б\n"
        "2024-03-05,07:00,?,В\n"
    )
    assert stops(reading) == ["2024-03-05 00:30", "", ""]
    assert reading.frame["stop_from"].tolist() == ["duration", "unknown", "unknown"]
    assert told(reading) == [("bad-row", "line 4", "2024-03-05 | 07:00 | ? | В")]


def test_a_date_on_the_first_row_of_its_day() -> None:
    reading = read_csv(
        HEAD + "04.03.2024;06:00;А;\n;23:30;Б;\n;00:30;В;\n;05:00;Г;\n05.03.2024;06:00;Д;\n"
    )
    assert walls(reading) == [
        "2024-03-04 06:00", "2024-03-04 23:30", "2024-03-05 00:30", "2024-03-05 05:00",
        "2024-03-05 06:00",
    ]  # fmt: skip
    assert "placed on the next calendar day: 2" in notes(reading)


def test_days_as_headings_with_the_header_repeated() -> None:
    reading = read_csv(
        "Дүйсенбі, 4 наурыз 2024;;\nУақыты;Бағдарлама;Жас санаты\n06:00;А;\n23:30;Б;18+\n"
        "00.00-03.00;;\n00:30;В;\n"
        ";Сейсенбі / Вторник 05.03.2024;\nУақыты;Бағдарлама;Жас санаты\n06:00;Г;\n"
    )
    assert not reading.faults
    assert walls(reading) == [
        "2024-03-04 06:00", "2024-03-04 23:30", "2024-03-05 00:30", "2024-03-05 06:00",
    ]  # fmt: skip


def test_a_heading_of_a_day_that_is_not_understood_takes_the_date_away() -> None:
    reading = read_csv(HEAD + "04.03.2024;06:00;А;\nВторник 5 мартобря;;;\n;06:00;Б;\n")
    assert walls(reading) == ["2024-03-04 06:00"]
    assert [fault[:2] for fault in told(reading)] == [("bad-row", "line 3"), ("bad-row", "line 4")]


def test_a_date_that_is_not_understood_takes_the_date_away() -> None:
    reading = read_csv(HEAD + "04.03.2024;06:00;А;\n01/06/201;06:30;Б;\n;07:00;В;\n")
    assert walls(reading) == ["2024-03-04 06:00"]
    assert [place for _code, place, _text in told(reading)] == ["line 3", "line 4"]
    assert "date" in str(reading.faults[0].reason)


def test_rows_that_are_no_programmes_are_told_with_their_cells() -> None:
    rows: list[list[Any]] = [
        ["Date", "Start", "Title"],
        [date(2024, 3, 4), time(6), "A"],
        [date(2024, 3, 4), "soon", "B"],
        [date(2024, 3, 4), None, "C"],
        [date(2024, 3, 4), time(7), None],
        [None, None, None],
        [None, None, "Total: 3 programmes"],
        [date(2024, 3, 4), time(8), "D"],
    ]
    reading = read_book(workbook_of(Week=rows))
    assert reading.frame["title"].tolist() == ["A", "D"]
    assert [place for _code, place, _text in told(reading)] == [
        "Week!B3", "Week!C4", "Week!B5", "Week!C7",
    ]  # fmt: skip
    assert reading.frame["place"].tolist() == ["Week!B2", "Week!B8"]


def test_a_column_of_weekdays_is_no_column_of_dates() -> None:
    reading = read_csv("День недели;Дата;Время;Передача\nПн;04.03.2024;06:00;А\n;;07:00;Б\n")
    assert walls(reading) == ["2024-03-04 06:00", "2024-03-04 07:00"]


def test_no_date_anywhere_is_no_schedule() -> None:
    reading = read_csv("Время;Название\n06:00;А\n07:00;Б\n")
    assert not len(reading.frame)
    assert [fault.code for fault in reading.faults] == ["bad-row", "bad-row", "unread"]


def test_a_header_alone_is_told() -> None:
    assert told(read_csv(HEAD)) == [("unread", "", "Дата | Время | Название | Возраст")]


def test_a_text_with_the_delimiter_in_it_is_told() -> None:
    reading = read_csv(HEAD + "04.03.2024;06:00;А;6+\n04.03.2024;07:00;Кто; где; когда;18+\n")
    assert reading.frame["title"].tolist() == ["А"]
    assert told(reading)[0][1] == "line 3"


def test_hours_past_twenty_four_are_of_the_next_day() -> None:
    reading = read_csv(HEAD + "04.03.2024;23:30;А;\n04.03.2024;24:00;Б;\n04.03.2024;25:30;В;\n")
    assert walls(reading) == ["2024-03-04 23:30", "2024-03-05 00:00", "2024-03-05 01:30"]


def test_fractions_of_a_second_are_rounded_to_the_minute() -> None:
    reading = read_csv(HEAD + "04.03.2024;07:00:28.8;А;\n04.03.2024;07:59:59.712;Б;\n")
    assert walls(reading) == ["2024-03-04 07:00", "2024-03-04 08:00"]
    assert "rounded to the minute: 2" in notes(reading)


ZONES = "Date;GMT;Moscow;Nur-Sultan;Title\n04.03.2024;16:30;19:30;21:30;А\n"


@pytest.mark.parametrize(
    ("zone", "wall", "offset"),
    [("Asia/Almaty", "21:30", None), ("Europe/Moscow", "19:30", None), (None, "21:30", 300),
     ("Asia/Aqtau", "21:30", 300)],
)  # fmt: skip
def test_of_several_clocks_the_channels_own_is_taken(
    zone: str | None, wall: str, offset: int | None
) -> None:
    reading = read_csv(ZONES, ReadOptions(zone=zone))
    assert walls(reading) == [f"2024-03-04 {wall}"]
    offsets = reading.frame["offset"]
    assert [
        None if missing else int(value)
        for value, missing in zip(offsets, offsets.isna(), strict=True)
    ] == [offset]
    assert "other columns of starts, not used" in notes(reading)


def test_a_clock_without_a_name_comes_before_a_foreign_one() -> None:
    reading = read_csv("Date;Time GMT;Local time;Title\n04.03.2024;16:30;21:30;А\n", ALMATY)
    assert walls(reading) == ["2024-03-04 21:30"]
    assert reading.frame["offset"].isna().all()


def test_a_foreign_clock_prints_its_offset_of_that_day() -> None:
    reading = read_csv("Date;Start CET;Title\n2024-03-30;12:00;A\n2024-03-31;12:00;B\n", ALMATY)
    assert reading.frame["offset"].tolist() == [60, 120]


def test_a_column_of_zones() -> None:
    reading = read_csv(
        "Дата;Время;Часовой пояс;Название\n04.03.2024;06:00;+05:00;А\n04.03.2024;07:00;МСК;Б\n"
        "04.03.2024;08:00;Asia/Almaty;В\n04.03.2024;09:00;;Г\n04.03.2024;10:00;XYZ;Д\n",
        ALMATY,
    )
    offsets = reading.frame["offset"]
    assert offsets.fillna(-1).tolist() == [300, 180, -1, -1]
    assert told(reading) == [("bad-row", "line 6", "04.03.2024 | 10:00 | XYZ | Д")]


def test_start_and_end_with_dates_and_offsets() -> None:
    reading = read_csv(
        "datetime_start\tdatetime_finish\tchannel\ttitle\n"
        "2024-03-04T21:30:00+05:00\t2024-03-04T18:00:00Z\tktk\tА\n"
        "2024-03-05T01:00:00+05:00\t2024-03-05T02:00:00+05:00\tktk\tБ\n"
    )
    assert walls(reading) == ["2024-03-04 21:30", "2024-03-05 01:00"]
    assert stops(reading) == ["2024-03-04 23:00", "2024-03-05 02:00"]
    assert reading.frame["offset"].tolist() == [300, 300]


def test_channels_mixed_in_one_table() -> None:
    reading = read_csv(
        "Канал,Дата,Время,Название\nА,04.03.2024,22:00,1\nБ,04.03.2024,06:00,2\n"
        "А,04.03.2024,00:30,3\n,04.03.2024,01:30,4\n"
    )
    assert reading.frame["channel"].tolist() == ["А", "Б", "А", "А"]
    assert walls(reading) == [
        "2024-03-04 22:00", "2024-03-04 06:00", "2024-03-05 00:30", "2024-03-05 01:30",
    ]  # fmt: skip
    assert "no channel" in notes(reading)


def test_titles_in_three_languages_and_columns_nobody_knows() -> None:
    reading = read_csv(
        "Дата;Время;Название;Название на казахском;Original title;Цвет\n"
        "04.03.2024;06:00;Ночь;Түн;Night;синий 18+\n04.03.2024;07:00;;Таң;;\n"
    )
    assert reading.frame["title"].tolist() == ["Ночь", "Таң"]
    assert reading.frame["other_text"].tolist() == ["Түн / Night / синий 18+", ""]
    assert "Цвет" in notes(reading)


def test_marks_as_numbers_and_in_several_columns() -> None:
    rows: list[list[Any]] = [
        ["Date", "Start", "Title", "Age: mark", "PG Rating"],
        [date(2024, 3, 4), time(6), "A", 18, "TV-MA"],
        [date(2024, 3, 4), time(7), 1984, 18.0, None],
    ]
    frame = read_book(workbook_of(S=rows)).frame
    assert frame["mark_text"].tolist() == ["Age mark:18; PG Rating:TV-MA", "Age mark:18"]
    assert frame["title"].tolist() == ["A", "1984"]


def test_days_side_by_side_are_refused() -> None:
    reading = read_csv("Time;Title;Time;Title\n06:00;A;06:30;B\n")
    assert [fault.code for fault in reading.faults] == ["unread"]
    assert "side by side" in str(reading.faults[0].reason)


def test_a_heading_that_stands_twice_over_the_same_cells_is_no_matrix() -> None:
    reading = read_csv("Date;Time;Title;Time\n04.03.2024;06:00;A;06:00\n")
    assert walls(reading) == ["2024-03-04 06:00"]


def test_another_header_further_down_begins_another_table() -> None:
    reading = read_csv(
        "Дата;Время;Название\n04.03.2024;06:00;А\n\nВремя;Дата;Возраст;Название\n"
        "21:30;05.03.2024;18+;Б\n"
    )
    assert walls(reading) == ["2024-03-04 06:00", "2024-03-05 21:30"]
    assert reading.frame["mark_text"].tolist() == ["", "Возраст:18+"]


def test_programmes_above_the_header_are_told() -> None:
    reading = read_csv("06:00;Таң\nКТК;04.03.2024\nДата;Время;Название\n04.03.2024;07:00;А\n")
    assert walls(reading) == ["2024-03-04 07:00"]
    assert told(reading) == [("bad-row", "line 1", "06:00 | Таң")]


def test_the_order_of_day_and_month_is_told_by_the_whole_column() -> None:
    reading = read_csv("Date,Start,Title\n03/04/2024,06:00,A\n03/25/2024,06:00,B\n")
    assert walls(reading) == ["2024-03-04 06:00", "2024-03-25 06:00"]
    guessed = read_csv("Date,Start,Title\n03/04/2024,06:00,A\n")
    assert walls(guessed) == ["2024-04-03 06:00"]
    assert "the day was taken" in notes(guessed)


# the forms in which a day and a clock reading are printed
DAY_FORMS = ("%d.%m.%Y", "%Y-%m-%d", "%Y%m%d", "%d.%m.%y", "%A %d %B %Y")
CLOCK_FORMS = ("%H:%M", "%H.%M", "%H%M", "%H:%M:%S", "%H-%M")
TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
).filter(
    lambda text: text.strip(".,/|-:") != "" and not text.startswith('="')
)  # the text x as ="x"


@st.composite
def schedules(draw: st.DrawFn) -> list[tuple[datetime, str, str]]:
    """A channel's days, each from 06:00 to before 06:00, in order."""
    rows = []
    first = draw(st.dates(date(2005, 1, 1), date(2035, 1, 1)))
    for day in range(draw(st.integers(1, 3))):
        morning = datetime.combine(first + timedelta(days=day), time(6))
        minutes = draw(st.sets(st.integers(0, 1439), min_size=1, max_size=8))
        # at least every five hours something begins
        for minute in sorted(minutes | set(range(0, 1440, 300))):
            mark = draw(st.sampled_from(["", "18+", "Е 18", "6+"]))
            rows.append((morning + timedelta(minutes=minute), draw(TITLES), mark))
    return rows


@settings(max_examples=60, deadline=None)
@given(
    schedules(),
    st.sampled_from(DAY_FORMS),
    st.sampled_from(CLOCK_FORMS),
    st.sampled_from(["each", "first", "heading", "calendar"]),
    st.sampled_from(";,\t|"),
)
def test_what_is_written_is_read_back(
    schedule: list[tuple[datetime, str, str]],
    day_form: str,
    clock_form: str,
    dated: str,
    delimiter: str,
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(["Date", "Start", "Title", "Age mark"])
    last = None
    for start, title, mark in schedule:
        listed = (start if dated == "calendar" else start - timedelta(hours=6)).date()
        day = listed.strftime(day_form)
        if dated == "heading" and listed != last:
            writer.writerow([day, "", "", ""])
        shown = dated in {"each", "calendar"} or (dated == "first" and listed != last)
        writer.writerow([day if shown else "", start.strftime(clock_form), title, mark])
        last = listed
    reading = read_csv(stream.getvalue())
    assert not reading.faults
    assert reading.frame["wall_start"].tolist() == [start for start, _title, _mark in schedule]
    assert reading.frame["title"].tolist() == [title for _start, title, _mark in schedule]
    assert reading.frame["mark_text"].tolist() == [
        f"Age mark:{mark}" if mark else "" for _start, _title, mark in schedule
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), max_size=5), max_size=8))
def test_nothing_is_dropped_silently(body: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([HEAD.strip().split(";"), *body])
    reading = read_csv(stream.getvalue().encode("utf-8", "replace"))
    filled = sum(any(cell.strip() for cell in row) for row in body)
    assert len(reading.frame) + len(reading.faults) >= min(filled, 1)
    assert len(reading.frame) <= filled


def test_an_as_run_list_with_frames_and_secondary_events() -> None:
    reading = read_csv(
        "Air Date,Scheduled Time,Actual Time,Duration,Event Type,House ID,Title\n"
        "03/04/2024,21:30:00:00,21:31:12:08,01:29:10:12,Primary,F123,Film (18+)\n"
        "03/04/2024,21:35:00:00,21:36:00:00,00:00:10:00,Secondary,L1,Logo left\n"
        "03/04/2024,23:00:00:00,23:00:22:20,00:10:00:00,Primary,N1,News\n"
        "03/13/2024,23:10:00:00,23:10:22:20,00:10:00:00,PRIMARY,N2,Weather\n"
    )
    assert not reading.faults
    assert walls(reading) == [
        "2024-03-04 21:31:12", "2024-03-04 23:00:22", "2024-03-13 23:10:22",
    ]  # fmt: skip
    assert stops(reading)[0] == "2024-03-04 23:00:22"
    assert "left out: 1" in notes(reading)
    assert "“Actual Time”" in notes(reading)


def test_a_log_that_was_not_yet_on_air_is_read_by_its_plan() -> None:
    reading = read_csv("Дата;Плановое время;Фактическое время;Название\n04.03.2024;06:00;;А\n")
    assert walls(reading) == ["2024-03-04 06:00"]


def test_nothing_but_secondary_events_is_no_schedule() -> None:
    reading = read_csv("Date;Start;Event type;Title\n04.03.2024;06:00;Logo;Left\n")
    assert not len(reading.frame)
    assert [fault.code for fault in reading.faults] == ["unread"]


def test_days_as_rows_without_headings_of_columns() -> None:
    reading = read_csv(
        "Телеканал КТК;\nПрограмма 04.03.2024 - 10.03.2024;\nДүйсенбі, 4 наурыз;\n23:00;А (18+)\n"
        "00.30;Б\nСейсенбі;\n06:00;В\nЖұма, 7 наурыз;\n06:00;Г\n"
    )
    assert walls(reading) == ["2024-03-04 23:00", "2024-03-05 00:30", "2024-03-05 06:00"]
    assert [place for _code, place, _text in told(reading)] == ["line 8", "line 9"]
    assert "weekday is not that of 7 Mar 2024" in str(reading.faults[0].reason)
    assert "has no headings" in notes(reading)


def test_a_genre_that_is_called_as_a_secondary_event_is_a_programme() -> None:
    table = "Date;Start;Type;Title\n04.03.2024;06:00;Логотип;А\n04.03.2024;07:00;%s;Б\n"
    assert len(read_csv(table % "Film").frame) == 2
    assert len(read_csv(table % "Primary").frame) == 1


def test_a_range_of_hours_is_a_start_and_an_end() -> None:
    reading = read_csv(
        "Күні;Уақыты;Бағдарлама;Жасы\n04.03.2024;06:00-07:00;А;6+\n;21.30 – 22.10;Б;18+\n"
        ";23:40-00:30;В;\n;00.30-03.00;;\n;00:30;Г;\n"
    )
    assert not told(reading)
    assert walls(reading)[1:] == ["2024-03-04 21:30", "2024-03-04 23:40", "2024-03-05 00:30"]
    ends = ["2024-03-04 07:00", "2024-03-04 22:10", "2024-03-05 00:30", ""]
    assert stops(reading) == ends


@pytest.mark.parametrize(
    ("above", "days"),
    [
        ([["Date", date(2026, 11, 25)], ["Day", "Wednesday"]], {"2026-11-25"}),
        ([["Day", "Wednesday"], ["Date", date(2026, 11, 25)]], {"2026-11-25"}),
        ([["Wednesday", date(2026, 11, 25)]], {"2026-11-25"}),
        ([["Day", "Wednesday"], [None], ["Date", "25.11.2026"]], {"2026-11-25"}),
        ([["Day", "Thursday"], ["Date", date(2026, 11, 25)]], set()),
        ([["Revised", date(2026, 11, 1)], ["24 - 30 November"]], set()),
        ([["Revised", date(2026, 11, 1)], ["24 - 30 November 2026"]], set()),
    ],
)
def test_the_day_above_the_header(above: list[list[Any]], days: set[str]) -> None:
    rows = [*above, ["Time", "Title"], ["21:00", "Salt road"], ["22:30", "Concert"]]
    reading = read_book(workbook_of(A=rows))
    assert {wall[:10] for wall in walls(reading)} == days
    assert bool(reading.faults) is not bool(days)


def test_two_dates_in_the_row_of_a_day_leave_the_rows_under_it_without_one() -> None:
    reading = read_csv(
        ";;13.05.2025\nTime;Title;\n01.08.2025;01.08.2024;\n21:00;Film;\n02.08.2025;;\n21:00;News;\n"
    )
    assert walls(reading) == ["2025-08-02 21:00"]
    assert {fault.place for fault in reading.faults} == {"line 3", "line 4"}


def test_the_clock_goes_back_over_a_row_that_is_not_understood() -> None:
    rows = "24.11.2026;;\n20:00;А;\n22:30;Б;\n?;;\n20:00;В;\n21:00;Г (18+);\n"
    reading = read_csv(f"Время;Название;\n{rows}")
    assert reading.frame["title"].tolist() == ["А", "Б"]
    assert [place for _code, place, _text in told(reading)] == ["line 5", "line 6", "line 7"]
