from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.row_faults import BELOW, PAGE, TOTALS
from schedcheck.readers.tables.texts_beside import text_beside
from tests.fixtures.tables import read_book, told, walls, workbook_of


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["Итого", "24"], TOTALS),
        (["Всего передач: 24"], TOTALS),
        (["Total Recall", "24"], None),
        (["Итого", "18+"], None),
        (["Бет 2"], PAGE),
        (["Page Eight"], BELOW),
        (["Бас редактор ______ А. Ахметов"], BELOW),
        (["Сәрсенбі"], None),
        (["Время московское"], None),
        (["с 21:00"], None),
        (["Е18"], None),
        (["* для взрослых"], None),
        (["Выделенные передачи не для детей"], None),
        (["***"], None),
        (["А", "Б"], None),
    ],
)
def test_what_a_text_beside_the_programmes_is(texts: list[str], name: object) -> None:
    assert text_beside(texts, below=True) == name
    assert text_beside(texts, below=False) == (None if name is BELOW else name)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_nothing_with_an_adult_mark_is_left_aside(texts: list[str]) -> None:
    assert text_beside([*texts, "18+"], below=True) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("* для взрослых", "by a sign"),
        ("Красным — ересектерге арналған", "by a sign"),
        ("Выделенные передачи не для детей", "by a sign"),
        ("Программы для взрослых", "under it"),
    ],
)
@pytest.mark.parametrize("place", ["A6", "A1"])
def test_words_for_adults_beside_a_table_are_a_fault(place: str, text: str, reason: str) -> None:
    head = ["Күні", "Басталуы", "Атауы"]
    rows = [["24.11.2026", f"{hour}:00", f"Хабар {hour}"] for hour in range(12, 16)]
    above, below = ([[text]], []) if place == "A1" else ([], [[text]])
    reading = read_book(workbook_of(S=[*above, head, *rows, *below]))
    ((code, where, shown),) = told(reading)
    assert (code, where) == ("bad-row", f"S!{place}")
    assert shown.endswith(text)
    assert reason in str(reading.faults[0].reason)


@pytest.mark.parametrize("place", ["F2", "A1"])
def test_a_legend_beside_or_above_a_table_is_a_fault_and_marks_no_row(place: str) -> None:
    head = ["Күні", "Басталуы", "Атауы", "Жас санаты"]
    rows = [["24.11.2026", f"{hour}:00", f"Хабар {hour}", "12+"] for hour in range(12, 16)]
    if place == "F2":
        rows[0] += ["", "красным — 18+"]
    above = [["красным — 18+"]] if place == "A1" else []
    reading = read_book(workbook_of(S=[*above, head, *rows]))
    ((code, where, text),) = told(reading)
    assert (code, where) == ("bad-row", f"S!{place}")
    assert text.endswith("красным — 18+")
    assert not any("18" in text for text in reading.frame["other_text"])


HALVES = [["Дата", "Время", "", "Название"], ["24.11.2026", "6:00", "AM", "А"],
          ["24.11.2026", "3:00", "PM", "Б"], ["24.11.2026", "10:30", "PM", "В"]]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "words"),
    [("AM/PM", ("AM", "PM")), ("", ("a.m.", "p.m.")), ("Половина", ("утра", "дня"))],
)
def test_the_half_of_the_day_may_have_a_column_of_its_own(
    heading: str, words: tuple[str, str]
) -> None:
    head, *rows = HALVES
    said = [[*row[:2], words[row[2] == "PM"], row[3]] for row in rows[: 3 if "AM" in words else 2]]
    reading = read_book(workbook_of(S=[[*head[:2], heading, head[3]], *said]))
    assert (
        walls(reading) == ["2026-11-24 06:00", "2026-11-24 15:00", "2026-11-24 22:30"][: len(said)]
    )
    times = [[row[0], time.fromisoformat(row[1].zfill(5)), *row[2:]] for row in said]
    assert walls(read_book(workbook_of(S=[[*head[:2], heading, head[3]], *times]))) == walls(
        reading
    )


@pytest.mark.parametrize("words", [("AM", "AM"), ("МСК", "МСК"), ("HD", "SD"), ("PM", "Live")])
def test_other_words_beside_the_starts_change_none(words: tuple[str, str]) -> None:
    head, first, second, _last = HALVES
    rows = [[*row[:2], word, row[3]] for row, word in zip((first, second), words, strict=True)]
    found = walls(read_book(workbook_of(S=[head, *rows])))
    assert found == ["2026-11-24 06:00", "2026-11-24 03:00"]


@pytest.mark.parametrize(
    ("title", "walls_"),
    [
        ("Сетка вещания на 24.11.2026", ["2026-11-24 15:00"]),
        ("Программа передач телеканала КТК на вторник, 24 ноября 2026 года", ["2026-11-24 15:00"]),
        ("Бағдарлама: 2026 жылғы 24 қараша", ["2026-11-24 15:00"]),
        ("Сетка вещания с 24.11.2026 по 25.11.2026", []),
        ("Сетка вещания. Утверждено 20.11.2026", []),
        ("КТК, договор № 5 от 24.11.2026", []),
    ],
)
def test_the_title_above_a_table_may_say_its_day(title: str, walls_: list[str]) -> None:
    rows = [[title], ["Уақыты", "Атауы", "Жасы"], ["15:00", "А", "18+"]]
    assert walls(read_book(workbook_of(S=rows))) == walls_
