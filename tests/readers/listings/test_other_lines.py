from __future__ import annotations

import pytest

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.listings.lines import Line
from schedcheck.readers.listings.listing import read_listing
from schedcheck.schedule.reading import Reading
from tests.fixtures.tables import told, walls

DAY = "Вторник, 24 ноября 2026"
BARE = ["06:00 Жаңалықтар", "21:00 Ночной гость*", "22:30 Концерт"]


def read(*lines: str) -> Reading:
    options = ReadOptions()
    named = [Line(f"line {at}", line) for at, line in enumerate([DAY, *lines], 1)]
    return read_listing(named, "a.txt", options)


@pytest.mark.parametrize(
    "legend",
    [
        "* 18+",
        "* — программы 18+",
        "** 18+",
        "¹ 18+",
        "1) 18+",
        "18+ — Ночной гость",
        "18+: передачи после 22:00",
        "(18+) - Ночной гость",
        "Красным цветом выделены передачи 18+",
        "Жұлдызшамен белгіленген бағдарламалар 18+",
        "* для взрослых",
        "Красным цветом выделены передачи не для детей",
    ],
)
def test_the_mark_of_a_legend_is_not_that_of_the_programme_above_it(legend: str) -> None:
    reading = read(*BARE, legend)
    assert told(reading) == [("bad-row", "line 5", legend)]
    texts = "".join(reading.frame["title"] + reading.frame["other_text"])
    assert "18+" not in texts
    assert "для" not in texts


@pytest.mark.parametrize("line", ["Фильм «Ночной гость» 18+", "Жаңалықтар арнасында 18+"])
def test_a_line_that_names_another_programme_keeps_its_mark_from_the_one_above(line: str) -> None:
    assert told(read("06:00 Жаңалықтар", "21:00 «Ночной гость»", "22:30 Концерт", line)) == [
        ("bad-row", "line 5", line)
    ]


@pytest.mark.parametrize("line", ["Эфирде 21.00-де «Қонақ» (18+)", "тек 22:30 Гость 18+"])
def test_a_line_with_a_clock_reading_near_its_head_keeps_its_mark_from_the_one_above(
    line: str,
) -> None:
    assert told(read("06:00 Жаңалықтар", "20:00 Концерт", line)) == [("bad-row", "line 4", line)]


def test_a_letter_behind_the_clock_is_the_half_of_the_day() -> None:
    reading = read("06:00 Жаңалықтар", "9:00p Guest", "22:30 Концерт")
    assert (walls(reading)[1], reading.faults) == ("2026-11-24 21:00", [])


@pytest.mark.parametrize("line", ["(18+)", "18+", "Триллер, 2024 г. 18+", "фильм 18+"])
def test_a_mark_under_a_programme_without_one_is_its_own(line: str) -> None:
    reading = read(*BARE, line)
    assert (reading.frame["other_text"].tolist()[-1], reading.faults) == (line, [])


@pytest.mark.parametrize(("first", "second"), [("(18", "+)"), ("(1", "8+)"), ("(", "18+)")])
def test_a_mark_over_two_lines_is_one(first: str, second: str) -> None:
    reading = read("06:00 Жаңалықтар (0+)", f"21:00 Гость {first}", second, "22:30 Концерт (6+)")
    assert (reading.frame["title"].tolist()[1], reading.faults) == ("Гость (18+)", [])


@pytest.mark.parametrize(
    ("heading", "clock", "faults"),
    [
        ("Вечер", "8:00", 1),
        ("КЕШКІ ЭФИР:", "11:30", 1),
        ("PM", "9:00", 1),
        ("Вечер", "20:00", 0),
        ("Вечер", "00:30", 0),
        ("День", "1:00", 1),
        ("День", "11:00", 0),
        ("Утро", "8:00", 0),
    ],
)
def test_hours_of_twelve_under_a_part_of_the_day(heading: str, clock: str, faults: int) -> None:
    reading = read("6:00 Жаңалықтар", heading, f"{clock} Концерт")
    told_of = [fault for fault in reading.faults if "part of the day" in str(fault.reason)]
    assert len(told_of) == faults


def test_several_days_above_a_listing_are_not_one_day() -> None:
    lines = [Line("line 1", "23, 24 ноября 2026"), Line("line 2", "21:00 Гость 18+")]
    reading = read_listing(lines, "a.txt", ReadOptions())
    assert (walls(reading), [fault.code for fault in reading.faults]) == ([], ["bad-row"])


@pytest.mark.parametrize(
    "line",
    [
        "0+ 6+ 12+ 16+ 18+ — возрастные ограничения",
        "Условные обозначения: 0+, 12+, 18+",
        "© 2026 КТК. 18+",
        "Семья живёт в доме, где 18 лет назад пропал хозяин.",
    ],
)
def test_what_is_said_of_all_programmes_is_no_fault_where_each_has_its_mark(line: str) -> None:
    listing = ["06:00 Жаңалықтар (0+)", "20:00 Гость (12+)", line]
    assert read(*listing).faults == []
    bare = read("06:00 Жаңалықтар", "20:00 Гость", line)
    assert bare.faults or "лет назад" in line or "©" in line


def test_a_week_from_a_date_to_a_date_is_no_programme() -> None:
    lines = ["23.11. – 29.11.2026 г.", "ВТ 24.11", "06:00 Жаңалықтар", "20:00 Гость"]
    named = [Line(f"line {at}", line) for at, line in enumerate(lines, 1)]
    reading = read_listing(named, "a.txt", ReadOptions())
    assert (walls(reading), reading.faults) == (["2026-11-24 06:00", "2026-11-24 20:00"], [])
