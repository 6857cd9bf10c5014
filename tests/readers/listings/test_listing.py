from __future__ import annotations

from datetime import date

import pytest

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.listings.lines import Line
from schedcheck.readers.listings.listing import looks_like_listing, read_listing
from schedcheck.readers.listings.second_clocks import COLUMNS
from schedcheck.readers.row_faults import OTHER_TIME
from schedcheck.schedule.frame import validate
from schedcheck.schedule.reading import Reading
from schedcheck.schedule.week import Week
from tests.fixtures.tables import NO_OPTIONS, notes, stops, told, walls

WEEK = ReadOptions(week=Week(date(2022, 12, 12), date(2022, 12, 18)))
MONDAY = "Понедельник, 12 декабря 2022"


def read(text: str, options: ReadOptions = NO_OPTIONS, name: str = "ktk.txt") -> Reading:
    lines = [Line(f"line {at}", line) for at, line in enumerate(text.split("\n"), 1)]
    reading = read_listing(lines, name, options)
    validate(reading.frame)
    return reading


def titles(reading: Reading) -> list[str]:
    return reading.frame["title"].tolist()


def test_the_hours_after_midnight_stand_under_the_old_day() -> None:
    reading = read(
        "Дүйсенбі, 12 желтоқсан\n3.00 А\n23.30 Б\n0.10 В\n2.35 Г\nСейсенбі, 13 желтоқсан\n3.00 Д",
        WEEK,
    )
    assert not reading.faults
    assert walls(reading) == [
        "2022-12-12 03:00", "2022-12-12 23:30", "2022-12-13 00:10", "2022-12-13 02:35",
        "2022-12-13 03:00",
    ]  # fmt: skip
    assert "placed on the next calendar day: 2" in notes(reading)
    assert reading.frame["place"].tolist()[-1] == "line 7"


def test_an_adult_mark_above_a_listing_is_a_fault_where_programmes_have_none() -> None:
    for legend in ("* – передачи 18+", "* для взрослых", "Фильм «А» только для взрослых"):
        reading = read(f"{legend}\n{MONDAY}\n20.00 А *\n21.00 Б (6+)")
        assert [fault[0] for fault in told(reading)] == ["bad-row"]
        assert not read(f"{legend}\n{MONDAY}\n20.00 А (6+)\n21.00 Б (18+)").faults


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("А (США, для взрос-", "лых)", "А (США, для взрослых)"),
        ("А (США, для", "взрослых)", "А (США, для взрослых)"),
        ("А (только для взрослой ауди-", "тории)", "А (только для взрослой аудитории)"),
        ("А (США, 18", "+)", "А (США, 18 +)"), ("А (США, Е", "18)", "А (США, Е 18)"),
        ("А. Ересектерге ар-", "налған", "А. Ересектерге арналған"),
    ],
)  # fmt: skip
def test_a_mark_that_a_line_breaks_off_is_whole(first: str, second: str, whole: str) -> None:
    reading = read(f"{MONDAY}\n20.00 {first}\n{second}\n21.00 Б")
    assert (titles(reading), reading.faults) == ([whole, "Б"], [])
    lower = read(f"{MONDAY}\n20.00 А\nдрама\n{first}\n{second}\n21.00 Б")
    assert lower.frame["other_text"].tolist()[0].endswith(whole)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("А (США)", "взрослые и дети"), ("А для тех,", "кто живёт среди взрослых"),
        ("А-", "драма"), ("Серия 18", "+7 701 000 00 00"), ("А", "Взрослые и дети"),
    ],
)  # fmt: skip
def test_other_lines_stay_apart(first: str, second: str) -> None:
    reading = read(f"{MONDAY}\n20.00 {first}\n{second}\n21.00 Б")
    assert titles(reading)[0] == first
    assert reading.frame["other_text"].tolist()[0] == second


def test_a_start_on_one_line_and_the_title_on_the_next() -> None:
    reading = read(
        f"Программа\n\n{MONDAY}\n\n06:10\n«А» (12+)\n07:05\n«Б», «В» (12+)\n\n(продолжение)\n"
        "08:00 -\n\n09:00 –\n«Г»"
    )
    assert not reading.faults
    assert titles(reading) == ["«А» (12+)", "«Б», «В» (12+)", "-", "«Г»"]
    assert reading.frame["other_text"].tolist() == ["", "(продолжение)", "", ""]


def test_a_programme_shown_several_times_stands_once_for_each() -> None:
    reading = read(f"{MONDAY}\n06:00, 18:00 и 1:00 Жаңалықтар\n07:00 Ән\n23:00 Күй\n02:00 Жыр")
    assert not reading.faults
    assert walls(reading) == [
        "2022-12-12 06:00", "2022-12-12 18:00", "2022-12-13 01:00", "2022-12-12 07:00",
        "2022-12-12 23:00", "2022-12-13 02:00",
    ]  # fmt: skip


def test_ends_are_read_where_they_are_printed() -> None:
    reading = read(f"{MONDAY}\n06:00-06:30 А\n23:30-00:30 Б\n0.30 В до 1.00")
    assert stops(reading) == ["2022-12-12 06:30", "2022-12-13 00:30", "2022-12-13 01:00"]
    assert set(reading.frame["stop_from"]) == {"printed"}


def test_readings_side_by_side_are_ends_where_they_fit() -> None:
    reading = read(f"{MONDAY}\n06:00 06:30 А\n06:30 08:00 Б\n08:00 09:00 В")
    assert not reading.faults
    assert stops(reading)[0] == "2022-12-12 06:30"
    two_zones = read(f"{MONDAY}\n06:00 09:00 А\n06:30 09:30 Б\n08:00 11:00 В\n09:00 Г")
    assert titles(two_zones) == ["Г"]
    assert [fault.place for fault in two_zones.faults] == ["line 2", "line 3", "line 4"]
    assert "side by side" in str(two_zones.faults[0].reason)


@pytest.mark.parametrize("between", [" ", " / ", "\t"])
def test_one_pair_of_readings_is_an_end_only_where_the_next_programme_begins_then(
    between: str,
) -> None:
    pair = f"19:00{between}21:30 Б 18+"
    assert told(read(f"{MONDAY}\n06:00 А\n{pair}\n23:00 В")) == [
        ("bad-row", "line 3", " ".join(pair.split()))
    ]
    reading = read(f"{MONDAY}\n06:00 А\n{pair}\n21:30 В")
    assert (stops(reading)[1], reading.faults) == ("2022-12-12 21:30", [])


def test_the_mark_may_stand_anywhere_and_the_credits_are_no_title() -> None:
    reading = read(
        f"{MONDAY}\n6.30 Х/ф «А» Драма. Режиссер: Б. 18+\nВ ролях: В.\n8.00\t«Г»\t16+\tсериал"
    )
    assert titles(reading) == ["Х/ф «А» Драма.", "«Г» | 16+ | сериал"]
    assert reading.frame["other_text"].tolist() == ["Режиссер: Б. 18+ | В ролях: В.", ""]


def test_what_belongs_to_nothing_is_told() -> None:
    reading = read(
        f"КТК\nтелеарнасы\n{MONDAY}\n6.00 А\nсипаттама\n\nБас редактор: Б.\nтел. 12:30\nфильм 18+"
    )
    assert reading.frame["other_text"].tolist() == ["сипаттама"]
    assert told(reading) == [
        ("bad-row", "line 8", "тел. 12:30"), ("bad-row", "line 9", "фильм 18+")
    ]  # fmt: skip
    assert "above the listing: line 1 “КТК”, line 2" in notes(reading)
    assert "no programme: line 7 “Бас редактор: Б.”" in notes(reading)


def test_a_weekday_that_contradicts_its_date_takes_the_day_from_its_programmes() -> None:
    reading = read("Вторник, 12 декабря 2022\n6.00 А\n22.00 Б 18+\nВторник, 13 декабря\n6.00 В")
    assert walls(reading) == ["2022-12-13 06:00"]
    assert [fault.place for fault in reading.faults] == ["line 1", "line 2", "line 3"]
    assert "weekday" in str(reading.faults[0].reason)


def test_without_a_year_the_way_out_is_told() -> None:
    reading = read("Понедельник, 12 декабря\n6.00 А")
    assert not len(reading.frame)
    assert "--week" in str(reading.faults[0].reason)
    assert walls(read("Понедельник, 12 декабря\n6.00 А", name="ktk 12-18.12.2022.txt")) == [
        "2022-12-12 06:00"
    ]


@pytest.mark.parametrize(
    "heading",
    ["Программа на понедельник, 12 декабря", "ТВ. Понедельник, 12 декабря. Эфир", "12.12 (пн)",
     "Понедельник\n12 декабря", "12 декабря\nПонедельник", "12.12", "Понедельник"],
)  # fmt: skip
def test_headings_of_every_kind(heading: str) -> None:
    reading = read(f"{heading}\n6.00 А\n23.00 Б", WEEK)
    assert not reading.faults
    assert walls(reading) == ["2022-12-12 06:00", "2022-12-12 23:00"]


def test_words_of_days_inside_a_listing_are_no_headings() -> None:
    reading = read(
        f"{MONDAY}\n6.00 А\nПремьера во вторник, 13 декабря\n7.00\nСреда\n12.12 Пятница\n20.00 Б"
    )
    assert not reading.faults
    assert titles(reading) == ["А", "Среда", "Пятница", "Б"]
    assert set(reading.frame["wall_start"].dt.day) == {12}


def test_a_missing_heading_is_seen_by_the_clock() -> None:
    reading = read(f"{MONDAY}\n6.00 А\n12.00 Б\n20.00 В\n2.00 Г\n6.30 Д\n22.00 Е\nВторнег\n6.00 Ё")
    assert titles(reading) == ["А", "Б", "В", "Г"]
    assert [fault.place for fault in reading.faults] == ["line 6", "line 7", "line 9"]
    assert "24 hours" in str(reading.faults[0].reason)


def test_hyphens_where_the_listing_writes_them_and_a_doubt_where_not() -> None:
    reading = read(f"{MONDAY}\n6-00 А\n7-30 Б\n10-12 серии\n9-00-10-30 В")
    assert walls(reading)[-1] == "2022-12-12 09:00"
    assert reading.frame["other_text"].tolist() == ["", "10-12 серии", ""]
    mixed = read(f"{MONDAY}\n6.00 А\n7.00 Б\n8-30 В")
    assert told(mixed) == [("bad-row", "line 4", "8-30 В")]
    assert mixed.frame["other_text"].tolist() == ["", ""]


def test_impossible_readings_and_missing_titles_are_faults() -> None:
    reading = read(f"{MONDAY}\n6.00 А\n25.75 Б\n7.00\n8.00 В\n9.00")
    assert titles(reading) == ["А", "В"]
    assert [fault.place for fault in reading.faults] == ["line 3", "line 4", "line 6"]


def test_programmes_above_every_heading_have_no_day() -> None:
    reading = read(f"6.00 А\n{MONDAY}\n7.00 Б")
    assert [fault.place for fault in reading.faults] == ["line 1"]
    assert titles(reading) == ["Б"]


def test_one_day_without_headings_is_that_of_the_name_or_of_the_line_above() -> None:
    assert walls(read("6.00 А\n7.00 Б", name="ktk-2022-12-12.txt"))[0] == "2022-12-12 06:00"
    assert walls(read("Эфир от 12.12.2022:\nКТК\n6.00 А"))[0] == "2022-12-12 06:00"
    one_day = ReadOptions(week=Week(date(2022, 12, 12), date(2022, 12, 12)))
    assert walls(read("6.00 А", one_day)) == ["2022-12-12 06:00"]
    assert len(read("6.00 А\n7.00 Б", WEEK).faults) == 2


def test_ranges_alone_head_blocks_or_begin_programmes() -> None:
    reading = read(f"{MONDAY}\n06:00-12:00\n06:00 А\n12:00-13:00\nБ\n13:00 В")
    assert not reading.faults
    assert titles(reading) == ["А", "Б", "В"]
    assert stops(reading)[1] == "2022-12-12 13:00"


def test_a_day_listed_twice_is_one_listing_in_two_languages_or_a_fault() -> None:
    kazakh, russian = "6.00 Ән\n22.00 Кино", "6.00 Песня\n22.00 Фильм 18+"
    reading = read(f"{MONDAY}\n{kazakh}\n13.12.2022\n6.00 Күй\n{MONDAY}\n{russian}")
    assert not reading.faults
    assert titles(reading) == ["Ән", "Кино", "Күй"]
    assert reading.frame["other_text"].tolist() == ["Песня", "Фильм 18+", ""]
    assert "listed twice" in notes(reading)
    other = read(f"{MONDAY}\n{kazakh}\n{MONDAY}\n5.00 Песня\n22.00 Фильм")
    assert [fault.place for fault in other.faults] == ["line 5", "line 6"]
    going_on = read(f"{MONDAY}\n6.00 А\n{MONDAY} (продолжение)\n8.00 Б")
    assert (len(going_on.frame), going_on.faults) == (2, [])


@pytest.mark.parametrize("words", ["Канал Дубль 3", "Орбита-2", "ТВ (+4)", "КТК +2 часа"])
def test_feeds_shifted_in_time_are_told(words: str) -> None:
    text = f"{words}\n{MONDAY}\n6.00 А"
    [fault] = read(text).faults
    assert "shifted in time" in str(fault.reason)
    assert read(text, ReadOptions(source_zone="UTC+07:00")).faults == []


def test_a_mark_is_no_shift() -> None:
    for words in ("Телеканал 16+, 6+", "Телефон редакции: +7 (727) 250 00 00"):
        assert read(f"{words}\n{MONDAY}\n6.00 А").faults == []


@pytest.mark.parametrize("words", ["Эфир: МСК", "Сетка (UTC+3)"])
def test_a_line_may_name_the_clock_by_letters(words: str) -> None:
    assert read(f"{words}\n{MONDAY}\n6.00 А").frame["offset"].tolist() == [180]


@pytest.mark.parametrize(
    "words", ["Блок для взрослых", "Ересектерге арналған бағдарламалар", "Adult block"]
)
def test_a_line_that_heads_programmes_for_adults_is_a_fault(words: str) -> None:
    for text in (f"{MONDAY}\n6.00 А 0+\n{words}\n20.00 Б", f"{words}\n{MONDAY}\n20.00 Б"):
        [fault] = read(text).faults
        assert "for adults" in str(fault.reason)
    assert read(f"{MONDAY}\n6.00 А\nМультфильм для взрослых и детей").faults == []


def test_the_heading_may_say_whose_clock_it_is() -> None:
    text = f"(время московское)\n{MONDAY}\n6.00 А"
    assert read(text).frame["offset"].tolist() == [180]
    own = read(text, ReadOptions(zone="Europe/Moscow"))
    assert own.frame["offset"].isna().all()
    assert read(f"Телеканал «Москва»\n{MONDAY}\n6.00 А").frame["offset"].isna().all()


def test_several_programmes_in_one_line() -> None:
    reading = read(f"{MONDAY}\n6.00 Ән. 6.30 Фильм 18+. 8.00 «Тағы» 10.00 Күй\n12.00 Б")
    assert titles(reading) == ["Ән.", "Фильм 18+.", "«Тағы»", "Күй", "Б"]


def test_what_looks_like_a_listing() -> None:
    def looks(text: str) -> bool:
        return looks_like_listing([Line("", line) for line in text.split("\n")])

    assert looks(f"{MONDAY}\n6.00 А\n7.00 Б")
    assert looks("Программа с 12.12.2022\n6.00 А\n7.00 Б")
    assert not looks("6.00 А\n7.00 Б")
    assert not looks(f"{MONDAY}\nА\nБ")


@pytest.mark.parametrize("by", [" ", "\t", ", "])
@pytest.mark.parametrize("day", ["04.03.2024", "2024-03-04", "Дүйсенбі, 4 наурыз 2024", "4 марта"])
def test_the_date_may_stand_before_each_clock_reading(day: str, by: str) -> None:
    week = Week(date(2024, 3, 4), date(2024, 3, 10))
    lines = [f"{day}{by}{clock} {title}" for clock, title in (("06.00", "А"), ("23.00", "Б"))]
    lines.append(f"{day}{by}0.30 В")
    reading = read("\n".join(lines), ReadOptions(week=week))
    assert not told(reading)
    assert walls(reading) == ["2024-03-04 06:00", "2024-03-04 23:00", "2024-03-05 00:30"]
    assert titles(reading) == ["А", "Б", "В"]


def test_from_a_moment_to_a_moment_is_no_programme() -> None:
    text = "Отчёт\n4 марта 2024 12:00 – 10 марта 2024 13:00\n1 Jan 2026 10:00 – 1 Jan 2026 11:00\n"
    assert not len(read(text * 3).frame)


def test_lines_of_a_table_whose_date_stands_in_its_first_row_alone() -> None:
    reading = read("04.03.2024\t06:00\tА\n12:30\tБ\n05.03.2024\t06:00\tВ\n21:30\tГ (18+)")
    assert not told(reading)
    assert walls(reading)[1:3] == ["2024-03-04 12:30", "2024-03-05 06:00"]


def test_a_week_above_a_listing_without_headings_is_no_day() -> None:
    reading = read("Программа передач 4 - 10 марта 2024 г.\n6.00 А\n7.00 Б (18+)")
    assert not len(reading.frame)
    assert {code for code, _place, _text in told(reading)} == {"bad-row"}


def test_an_hour_in_words_is_read_where_it_fits_the_order_of_the_day() -> None:
    reading = read(f"{MONDAY}\n20:30 А\n21 ч. Б (18+)\n22:30 В\n1 ч. 45 мин. Драма\n23:30 Г")
    assert walls(reading) == [
        "2022-12-12 20:30", "2022-12-12 21:00", "2022-12-12 22:30", "2022-12-12 23:30",
    ]  # fmt: skip
    assert told(reading) == [("bad-row", "line 5", "1 ч. 45 мин. Драма")]


def test_four_digits_are_told_where_the_listing_writes_its_times_otherwise() -> None:
    reading = read(f"{MONDAY}\n20:30 А\n2130 Б (18+)\n2012 год, США\n22:30 В")
    assert [fault.place for fault in reading.faults] == ["line 3"]
    assert titles(reading) == ["А", "В"]
    assert not any("18+" in text for text in reading.frame["other_text"])


def test_a_zone_behind_the_clock_counts_for_its_programme() -> None:
    reading = read(f"{MONDAY}\n19:30 МСК А\n20:30-21:30 (мск) Б\n21:30 В")
    assert titles(reading) == ["А", "Б", "В"]
    assert reading.frame["offset"].fillna(-1).tolist() == [180, 180, -1]
    assert stops(reading)[1] == "2022-12-12 21:30"


def test_a_date_before_each_clock_behind_a_dash() -> None:
    reading = read("Вторник, 24 ноября 2026\n23:00 А\nСр. 25.11 – 20:00 – Б\nСр. 25.11 – 21:00 – В")
    assert walls(reading) == ["2026-11-24 23:00", "2026-11-25 20:00", "2026-11-25 21:00"]


CLOCKS = "Среда, 25 ноября 2026\n18:00 Новости\n{line}\n19:30 Маяк (18+)\n21:00 Концерт\n"


def test_a_line_between_the_programmes_names_the_clock_of_those_under_it() -> None:
    reading = read(CLOCKS.format(line="Время московское"), ReadOptions(zone="Asia/Almaty"))
    assert reading.frame["offset"].fillna(0).tolist() == [0, 180, 180]
    assert not reading.faults


def test_the_clock_of_a_place_that_is_not_known_is_told() -> None:
    above = "Время зареченское\n" + CLOCKS.format(line="Время местное")
    (fault,) = read(above).faults
    assert fault.place == "line 1"
    assert not read(above, ReadOptions(source_zone="Asia/Tokyo")).faults
    (fault,) = read(CLOCKS.format(line="Время зареченское")).faults
    assert fault.place == "line 3"


def test_zone_letters_with_several_meanings_behind_a_clock_are_told() -> None:
    reading = read("Wednesday, 25 November 2026\n18:00 IST News\n19:30 PST A film\n21:00 Music\n")
    assert [(fault.place, fault.text) for fault in reading.faults] == [("line 2", "18:00 IST News")]
    assert titles(reading) == ["A film", "Music"]
    assert reading.frame["offset"].tolist()[:1] == [-480]


@pytest.mark.parametrize(
    ("lines", "read_as"),
    [
        (["News (0+)", "20:00 ALMT", "Film (18+)", "21:00 ALMT"], ["News (0+)", "Film (18+)"]),
        (["", "News", "20:00", "", "Film", "21:00"], ["News", "Film"]),
        # a line above the first programme, and the end of the day
        (["The day", "20:00", "Film", "21:00"], ["Film"]),
        (["20:00", "News (0+)", "21:00", "Film (18+)"], ["News (0+)", "Film (18+)"]),
    ],
)
def test_titles_that_stand_above_their_times(lines: list[str], read_as: list[str]) -> None:
    reading = read("\n".join(["Wednesday, 25 November 2026", *lines]))
    assert titles(reading) == read_as
    assert [wall[-5:] for wall in walls(reading)] == ["20:00", "21:00"][: len(read_as)]


SLIPPED = f"{MONDAY}\n19:00 Жаңалықтар (0+)\n{{line}}\n22:45 Концерт (6+)"


@pytest.mark.parametrize(
    "head",
    [
        "21,30", "21;30", "21/30", "21_30", "21..30", "21 30", "21: 30", "21·30", "21：30",
        "21.3О", "2l:30", "21.З0", "21-30", "• 21,30", "3) 21:30", "№4. 21.30", "~21:30", "➢21.30",
    ],
)  # fmt: skip
def test_a_slip_in_the_clock_is_read_where_it_fits_the_order_of_the_day(head: str) -> None:
    reading = read(SLIPPED.format(line=f"{head} Фильм (18+)"))
    assert walls(reading)[1:2] == ["2022-12-12 21:30"]
    assert titles(reading)[1] == "Фильм (18+)"
    assert not reading.faults


@pytest.mark.parametrize(
    "line",
    [
        "11,30 Фильм (18+)", "в 21:30 Фильм (18+)", "Начало в 21:30. Фильм (18+)",
        "Ср. 21:30 Фильм (18+)", "2130 Фильм (18+)", "Фильм (18+) — 21:30", "Фильм (18+)",
        "21:3 Фильм (18+)", "Фильм E18",
    ],
)  # fmt: skip
def test_a_line_that_may_be_a_programme_is_never_text_of_the_one_above(line: str) -> None:
    reading = read(SLIPPED.format(line=line))
    assert [fault.place for fault in reading.faults] == ["line 3"]
    assert titles(reading) == ["Жаңалықтар (0+)", "Концерт (6+)"]
    assert not any("18" in text for text in reading.frame["other_text"])


@pytest.mark.parametrize(
    "line",
    ["2012 год, США", "12,50 теңге", "10-12 сериялар", "В 12 лет он уходит из дома", "(0+)",
     "в 21.30 по будням", "триллер, 16+"],
)  # fmt: skip
def test_text_of_a_programme_stays_with_it(line: str) -> None:
    reading = read(SLIPPED.format(line=line))
    assert not reading.faults
    assert reading.frame["other_text"].tolist() == [line, ""]


def test_the_mark_of_a_programme_may_stand_in_the_line_under_it() -> None:
    reading = read(f"{MONDAY}\n21:00 А\nтриллер, 18+\n22:00 Б\nконцерт, 6+")
    assert not reading.faults
    assert reading.frame["other_text"].tolist() == ["триллер, 18+", "концерт, 6+"]


def test_marks_on_both_sides_of_a_clock_reading_are_those_of_two_programmes() -> None:
    reading = read(f"{MONDAY}\n19:00 А (0+), затем в 21:30 Б (18+)\n22:45 В (6+)")
    assert walls(reading) == ["2022-12-12 19:00", "2022-12-12 21:30", "2022-12-12 22:45"]


def test_marks_may_stand_in_the_lines_above_their_programmes() -> None:
    reading = read(f"{MONDAY}\n0+\n19:20 А\n18+\n20:45 Б\n6+\n22:30 В")
    assert not reading.faults
    assert reading.frame["other_text"].tolist() == ["0+", "18+", "6+"]
    below = read(f"{MONDAY}\n19:20 А\n0+\n20:45 Б\n18+\n22:30 В\n6+")
    assert below.frame["other_text"].tolist() == ["0+", "18+", "6+"]


def test_marks_above_that_do_not_pair_are_nobodys() -> None:
    reading = read(f"{MONDAY}\n0+\n19:20 А\n18+\n20:45 Б\n21:00 В\n6+\n22:30 Г")
    assert [fault.place for fault in reading.faults] == ["line 2", "line 4", "line 7"]
    assert reading.frame["other_text"].tolist() == [""] * 4


@pytest.mark.parametrize(
    "heading", ["13 дикабря 2022", "13,12,2022", "13.12.2022 (повтор 20.12.2022)", "l3.12.2022"]
)
def test_a_day_that_is_not_understood_takes_the_day_from_its_programmes(heading: str) -> None:
    reading = read(f"{MONDAY}\n20:00 А\n22:30 Б\n{heading}\n20:00 В\n21:00 Г (18+)")
    assert titles(reading) == ["А", "Б"]
    assert [fault.place for fault in reading.faults] == ["line 4", "line 5", "line 6"]


def test_the_span_of_a_page_is_no_day() -> None:
    reading = read(f"{MONDAY}\n20:00 А\n12-18.12.2022\n22:30 Б")
    assert not reading.faults
    assert titles(reading) == ["А", "Б"]


def test_a_date_behind_the_start_is_not_passed_over() -> None:
    reading = read(f"{MONDAY}\n20:00 А\n20:30 13.12.2022 Б (18+)\n21:00 12.12.2022 В")
    assert titles(reading) == ["А", "12.12.2022 В"]
    assert [fault.place for fault in reading.faults] == ["line 3"]


def test_a_date_without_a_year_before_the_clock() -> None:
    reading = read(f"{MONDAY}\n20:00 А\n13.12 07:10 Б\n13.12 08:20 В")
    assert walls(reading) == ["2022-12-12 20:00", "2022-12-13 07:10", "2022-12-13 08:20"]


def test_a_reading_behind_signs_alone_begins_no_programme() -> None:
    reading = read(f"{MONDAY}\n20:05+21:35 А\n21:40+22:00 Б\n22:10 В")
    assert stops(reading)[:2] == ["2022-12-12 21:35", "2022-12-12 22:00"]


def test_a_second_clock_in_brackets_or_behind_a_name_is_told() -> None:
    reading = read(f"{MONDAY}\n11:30 (13:30) А\n12:00 (14:00) Б\n13:00 (15:00) В")
    assert len(reading.faults) == 3
    named = read(f"{MONDAY}\n11:30 – МСК, 13:30 А\n12:00 Б")
    assert titles(named) == ["Б"]


def test_a_place_in_brackets_behind_one_clock_is_its_zone() -> None:
    reading = read(f"{MONDAY}\n11:30 (Мск.) А\n15:00 Б\n16:00 (Турция) В")
    assert titles(reading) == ["А", "Б", "В"]
    assert reading.frame["offset"].tolist()[::2] == [180, 180]
    assert reading.frame["offset"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    "heading",
    ["Вторник и среда, 13 и 14 декабря 2022", "Будни, 13-16 декабря 2022", "13, 14 желтоқсан 2022",
     "завтра", "?"],
)  # fmt: skip
def test_a_heading_of_several_days_or_of_none_takes_the_day(heading: str) -> None:
    reading = read(f"{MONDAY}\n20:00 А\n22:30 Б\n{heading}\n20:00 В\n21:00 Г (18+)")
    assert titles(reading) == ["А", "Б"]
    assert [fault.place for fault in reading.faults] == ["line 4", "line 5", "line 6"]


def test_a_row_of_cells_is_no_line() -> None:
    reading = read(f"{MONDAY}\n19:00;А (0+);19:30;Б (0+)\n20:50;В (0+);21:00;Г (18+)\n23:00 Д")
    assert titles(reading) == ["Д"]
    assert [fault.place for fault in reading.faults] == ["line 2", "line 3"]


def test_a_cell_of_starts_that_is_not_read_is_no_text() -> None:
    lines = [
        Line("1", MONDAY),
        Line("2", "19:00\tА", "Возраст:0+", timed=True),
        Line("3", "20:5\tБ", "Возраст:18+", timed=True),
        Line("4", "23:00\tВ", "Возраст:6+", timed=True),
    ]
    reading = read_listing(lines, "a.rtf", NO_OPTIONS)
    assert titles(reading) == ["А", "В"]
    assert [fault.place for fault in reading.faults] == ["3"]


def test_a_span_of_days_is_no_clock_time() -> None:
    reading = read(f"{MONDAY}\n19:00 А\n12–18 декабря 2022\n20:00 Б")
    assert not reading.faults
    doubtful = read(f"{MONDAY}\n19:00 А\n9-15 декабря (18+)\n20:00 Б")
    assert [fault.place for fault in doubtful.faults] == ["line 3"]


def test_programmes_of_several_columns_on_one_line_are_told() -> None:
    reading = read(f"{MONDAY}\n19:00 А (0+) 19:00 Б (0+)\n22:10 В (12+) 20:50 Г (18+)\n23:00 Д")
    assert titles(reading) == ["Д"]
    assert [fault.place for fault in reading.faults] == ["line 2", "line 3"]


def test_two_clocks_on_lines_with_their_dates_are_no_ends() -> None:
    lines = "12.12.2022 17:00 19:00 А\n12.12.2022 18:50 20:50 А"
    reading = read(f"{lines}\n12.12.2022 20:40 22:40 Б")
    assert len(reading.faults) == 3


@pytest.mark.parametrize(
    "said",
    ["(время московское)", "(мск)", "— МСК", "(UTC+3)", ", московское время", "(Мәскеу уақыты)"],
)
def test_the_clock_beside_a_day_is_that_of_the_programmes_under_it(said: str) -> None:
    text = f"{MONDAY} {said}\n19.00 А\n21.00 Б\nВторник, 13 декабря 2022 {said}\n19.00 В"
    reading = read(text, ReadOptions(zone="Asia/Almaty"))
    assert not reading.faults
    assert reading.frame["offset"].tolist() == [180, 180, 180]
    assert "says that its clock is that of" in notes(reading)


def test_a_city_beside_a_day_is_no_clock() -> None:
    reading = read(f"{MONDAY}, Москва\n19.00 А\n21.00 Б", ReadOptions(zone="Asia/Almaty"))
    assert reading.frame["offset"].isna().all()


@pytest.mark.parametrize("line", ["* Время указано московское", "МСК", "Время (UTC+3)"])
def test_a_clock_named_below_all_programmes_is_told(line: str) -> None:
    text = f"{MONDAY}\n19.00 А\n21.00 Б\n\n{line}"
    reading = read(text, ReadOptions(zone="Asia/Almaty"))
    assert [fault.place for fault in reading.faults] == ["line 5"]
    assert "not above the programmes" in str(reading.faults[0].reason)
    known = ReadOptions(zone="Asia/Almaty", source_zone="Europe/Moscow")
    assert not read(text, known).faults


def test_the_own_clock_named_below_is_no_fault() -> None:
    text = f"{MONDAY}\n19.00 А\n21.00 Б\n\nВремя астанинское"
    assert not read(text, ReadOptions(zone="Asia/Almaty")).faults


EVENING = "18:00 Ән\n19:00 Күй\n21:00 Порог 18+\n23:30 Түн\n"
OTHER = EVENING.replace("Порог", "Мост")


def faults_of(text: str) -> list[str]:
    return [fault.text for fault in read(text).faults]


def test_a_start_behind_its_title_is_a_fault() -> None:
    day = "24.11.2026\n09:00 Ән\n{}\n17:00 Күй\n"
    assert faults_of(day.format("Порог 3:00 PM")) == ["Порог 3:00 PM"]
    assert not faults_of(day.format("Повтор в 15:00"))
    assert not faults_of(day.format("Порог 18:00"))  # not between them


def test_a_list_of_evenings_whose_next_heading_is_missing_or_wrong() -> None:
    missing = f"23.11.2026\n{EVENING}{OTHER}25.11.2026\n{EVENING}"
    twice = f"23.11.2026\n{EVENING}23.11.2026\n{OTHER}25.11.2026\n{EVENING}"
    for text in (missing, twice):
        assert "Мост 18+" in faults_of(text)
        assert len(faults_of(text)) == 4
    languages = f"23.11.2026\n{EVENING}24.11.2026\n{EVENING}23.11.2026\n{OTHER}24.11.2026\n{OTHER}"
    assert not faults_of(languages)


def test_a_clock_named_below_a_day_may_be_that_of_its_programmes() -> None:
    day = "06:00 Ән\n21:00 Порог 18+\nвремя московское\n"
    assert faults_of(f"24.11.2026\n{day}25.11.2026\n{day}") == ["время московское"]


@pytest.mark.parametrize(
    "heading",
    ["В ночь с 24 на 25 ноября 2026", "ночь на 25 ноября 2026", "Вторник/среда 24/25.11.2026"],
)
def test_a_heading_of_the_hours_that_two_days_share_gives_no_day(heading: str) -> None:
    reading = read(f"{heading}\n23:00 Ән\n00:30 Күй\n")
    assert not len(reading.frame)
    assert reading.faults


def test_letters_of_a_clock_below_the_programmes_are_a_fault() -> None:
    text = f"{MONDAY}\n19.00 А\n21.00 Б\n\nEET"
    [fault] = read(text, ReadOptions(zone="Asia/Almaty")).faults
    assert fault.text == "EET"


def test_noon_and_midnight_behind_a_clock_of_twelve_hours() -> None:
    text = f"{MONDAY}\n11:00 AM Ән\n12:00 noon Күй\n11:00 PM Би\n12:30 midnight Той\n"
    assert [str(one)[11:16] for one in read(text).frame["wall_start"]] == [
        "11:00", "12:00", "23:00", "00:30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Утверждено 20 ноября 2026 г.", "редакция от 20.11.2026", "по состоянию на 20.11.2026",
        "Версия 2 от 20.11.2026", "Приложение к приказу от 20.11.2026 № 5",
        "Revised November 20, 2026",
        "Бекітілген 20 қараша 2026 ж.",
    ],
)  # fmt: skip
def test_the_date_of_a_document_is_no_day(line: str) -> None:
    programmes = "19:00 Ән\n20:30 Күй\n"
    assert not len(read(f"{line}\n{programmes}").frame)
    assert len(read(f"{line}\nВторник, 24 ноября\n{programmes}").frame) == 2


def test_a_programme_that_was_changed_still_names_its_day() -> None:
    assert len(read("Обновлённая программа на 24 ноября 2026\n19:00 Ән\n20:30 Күй\n").frame) == 2


@pytest.mark.parametrize(
    "heading",
    [
        "Программа на 14 декабря 2022 г.", "ПРОГРАММА ПЕРЕДАЧ НА СРЕДУ 14.12.2022",
        "Эфир на 14.12.2022", "2022 жылдың 14 желтоқсаны", "Sreda, 14 dekabrja 2022",
        "среда 14 декабря 2022-го",
    ],
)  # fmt: skip
def test_the_heading_of_a_later_day_where_the_clock_goes_on(heading: str) -> None:
    reading = read(f"{MONDAY}\n18.00 А\n20.00 Б\n{heading}\n21.00 В\n22.00 Г")
    assert not reading.faults
    assert walls(reading)[2:] == ["2022-12-14 21:00", "2022-12-14 22:00"]


@pytest.mark.parametrize("heading", ["Среда", "СРЕДА:", "Сәрс.", "срд"])
def test_a_weekday_alone_where_the_clock_goes_on_heads_a_day(heading: str) -> None:
    reading = read(f"{MONDAY}\n18.00 А\n20.00 Б\n{heading}\n21.00 В\n22.00 Г")
    assert [place for _code, place, *_more in told(reading)] == ["line 4", "line 5", "line 6"]
    assert titles(reading) == ["А", "Б"]


def test_a_line_of_text_about_another_day_is_no_heading() -> None:
    for text in (
        "Премьера в среду", "Понедельник", "Повтор 14 декабря", "Эфир от 14 декабря",
        "Бағдарлама 14 желтоқсанда түсірілген", "Телепрограмма о событиях 14 декабря",
    ):  # fmt: skip
        reading = read(f"{MONDAY}\n18.00 А\n20.00 Б\n{text}\n21.00 В\n22.00 Г")
        assert not reading.faults
        assert len(reading.frame) == 4


@pytest.mark.parametrize("half", ["РМ", "рм", "РM", "PM"])
def test_pm_typed_with_cyrillic_letters(half: str) -> None:
    reading = read(f"{MONDAY}\n8:00 {half} А\n9:30 {half} Б (18+)")
    assert walls(reading) == ["2022-12-12 20:00", "2022-12-12 21:30"]
    assert titles(reading) == ["А", "Б (18+)"]


def test_an_end_before_the_start_is_a_fault() -> None:
    text = f"{MONDAY}\n20.00-21.00 А\n23.30-#.00 Б\nВторник, 13 декабря\n6.00-10.00 В\n10.00 Г"
    reading = read(text.replace("#", "22"))
    assert told(reading) == [("bad-row", "line 3", "Б")]
    assert stops(reading)[1] == ""
    assert not read(text.replace("#", "3")).faults


@pytest.mark.parametrize(
    "heading",
    ["13-го", "13 числа", "Тринадцатое декабря", "Двадцать пятое", "он үшінші желтоқсан",
     "2022-W50-2", "13XII", "Завтра", "Келесі күн", "Программа на 13-е"],
)  # fmt: skip
def test_the_heading_of_a_day_that_no_date_is_read_from_is_a_fault(heading: str) -> None:
    reading = read(f"{MONDAY}\n6.00 А\n12.00 Б\n{heading}\n17.00 В\n20.00 Г")
    assert titles(reading) == ["А", "Б"]
    assert [fault.place for fault in reading.faults] == ["line 4", "line 5", "line 6"]


@pytest.mark.parametrize(
    "line", ["13-я серия", "Первое", "Он", "Завтра будет дождь", "13", "Второе дыхание", "XIII век"]
)
def test_other_lines_are_more_of_the_programme_above(line: str) -> None:
    reading = read(f"{MONDAY}\n6.00 А\n12.00 Б\n{line}\n17.00 В\n20.00 Г")
    assert titles(reading) == ["А", "Б", "В", "Г"]
    assert not reading.faults


@pytest.mark.parametrize("heading", ["13 желтоқсанда", "Сутки 13.12."])
def test_more_headings_of_days_are_read(heading: str) -> None:
    reading = read(f"{MONDAY}\n6.00 А\n12.00 Б\n{heading}\n17.00 В\n20.00 Г")
    assert walls(reading)[-1] == "2022-12-13 20:00"


def test_a_city_beside_its_letters_names_the_clock_below_it() -> None:
    text = f"{MONDAY}\n6.00 А\n#\n12.00 Б"
    assert read(text.replace("#", "Москва (МСК)")).frame["offset"].tolist()[1] == 180
    assert read(text.replace("#", "Москва")).frame["offset"].isna().all()


@pytest.mark.parametrize("line", ["Ваш город: Москва", "Регион – Мәскеу", "Your city: Moscow"])
@pytest.mark.parametrize("text", ["#\n{}\n6.00 А\n12.00 Б", "{}\n6.00 А\n#\n12.00 Б"])
def test_a_city_that_was_chosen_on_a_page_is_a_fault(line: str, text: str) -> None:
    page = text.format(MONDAY).replace("#", line)
    almaty = ReadOptions(zone="Asia/Almaty")
    [fault] = read(page, almaty).faults
    assert "Europe/Moscow" in str(fault.reason)
    assert not read(page, ReadOptions(zone="Asia/Almaty", source_zone="Europe/Moscow")).faults
    assert not read(page, ReadOptions(zone="Europe/Moscow")).faults
    for other in (
        "Ваш город: Астана",
        "Город: Наш город",
        "Город Москва",
        "Город: Москва и область",
    ):
        assert not read(text.format(MONDAY).replace("#", other), almaty).faults


def test_the_time_of_a_repeat_of_a_programme_for_adults_is_a_fault() -> None:
    text = f"{MONDAY}\n20.00 А (12+). Повтор в 15.00\n23.00 Б (18+)\n"
    for line in ("23.00 Б (18+). Повтор в 15.00", "23.00 Б (18+)\nПовтор 13 декабря в 15:00"):
        reading = read(text.replace("23.00 Б (18+)", line))
        assert [fault.place for fault in reading.faults] == ["line 3"]
    assert not read(text).faults


def test_another_time_on_air_of_a_programme_for_adults_is_a_fault() -> None:
    for line in ("Б (18+). Эфир 15:00", "Б (18+)\nПоказ в 15.00", "Б (18+) (по Астане 15:00)"):
        reading = read(f"{MONDAY}\n23.30 {line}\n")
        assert [fault.reason for fault in reading.faults] == [OTHER_TIME], line
    for line in (
        "23.30 Б (18+). Эфир 23:30", "23.30 Б (18+). Показ после 22:00",
        "23.30 Б (16+). Эфир 15:00", "0.30 Б (18+). Эфир 00:30",
    ):  # fmt: skip
        assert not read(f"{MONDAY}\n22.00 А\n{line}\n").faults, line


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        # columns of two channels: the second begins earlier, or at the same time
        (["22:00 Алма        14:05 Бота (18+)", "23:00 Вена        15:30 Гимн (18+)"], 2),
        (["14:00 Алма             14:00 Бота", "15:00 Вена             15:00 Гимн (18+)"], 2),
        (["22:00 Алма | 14:05 Бота (18+)", "23:00 Вена | 15:30 Гимн (18+)"], 2),
        (["22:00 Алма\t14:05 «Бота» (18+)", "23:00 Вена\t15:30 Гимн (18+)"], 2),
        (
            [
                "14:00 Алма     14:10 Бота",
                "15:00 Вена     13:30 Гимн (18+)",
                "16:00 Дала     15:00 Есік",
            ],
            3,
        ),
        (
            [
                "14:00 Алма     14:10 Бота",
                "15:00 Вена     15:30 Гимн",
                "16:00 Дала     15:00 Есік (18+)",
            ],
            1,
        ),
        # lengths, ends, the next programme, and a clock in a sentence
        (["20:30 Алма       01:30   Драма   18+", "22:00 Бота       01:00   Шоу"], 0),
        (["20:30 Алма       22:00   Драма   18+", "22:00 Бота       23:00   Шоу"], 0),
        (["20:30 Алма       21:10 Бота (18+)", "22:00 Вена       22:40 Гимн"], 0),
        (["20:30 Алма       18:30 МСК", "22:00 Бота       20:00 МСК"], 0),
        (["20:30 Алма в 15:00 Бота", "22:00 Бота, 14:00 дня"], 0),
    ],
)
def test_programmes_of_two_columns_in_a_line_are_a_fault(lines: list[str], faults: int) -> None:
    reading = read("\n".join([MONDAY, *lines]))
    assert [fault.reason for fault in reading.faults] == [COLUMNS] * faults


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("Фильм «Б» - для взрослых", 1), ("«Б» не рекомендуется детям", 1),
        ("Б: восемнадцать плюс", 1), ("Б кәмелетке толғандарға", 1),
        ("Концерт в восемнадцатом веке", 0), ("Тел. 18 18 18", 0), ("Бас редактор", 0),
    ],
)  # fmt: skip
def test_words_for_adults_in_a_line_of_no_programme_are_a_fault(line: str, faults: int) -> None:
    for rest, told_ in (("21.00 В", faults), ("21.00 В (12+)", faults)):
        reading = read(f"{MONDAY}\n19.00 А (6+)\n20.00 Б\n{rest}\n\n{line}")
        assert len(reading.faults) == told_
    assert not read(f"{MONDAY}\n19.00 А (6+)\n20.00 Б (0+)\n\n{line}").faults
