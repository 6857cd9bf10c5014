from __future__ import annotations

import pytest

from schedcheck.readers.values.legends import LEGEND
from tests.fixtures.tables import read_book, told, workbook_of


def ticked(heading: str, yes: object, no: object = "") -> bytes:
    rows = [
        ["24.11.2026", f"{hour:02}:00", f"Хабар {hour}", yes if hour == 15 else no]
        for hour in range(12, 18)
    ]
    return workbook_of(S=[["Күні", "Басталуы", "Атауы", heading], *rows])


@pytest.mark.parametrize("heading", ["18+", "Е18", "Только для взрослых"])
@pytest.mark.parametrize("tick", ["ü", "a", "þ", "R", "смотри"])
def test_ticks_of_other_fonts_and_words_under_an_adult_mark_are_a_fault(
    heading: str, tick: str
) -> None:
    (fault,) = read_book(ticked(heading, tick)).faults
    assert (fault.code, fault.place, tick in str(fault.reason)) == ("bad-row", "S!D1", True)


def test_ticks_of_which_one_says_more_are_a_fault() -> None:
    assert told(read_book(ticked("18+", "да", "да, но 12")))[0][:2] == ("bad-row", "S!D1")


@pytest.mark.parametrize(
    "tick", [True, "да", "ДА.", "✔\ufe0f", "••", "галочка", "\uf0fc", "👍", 1, "18", "(x)"]
)
def test_ticks_that_are_known_say_their_heading(tick: object) -> None:
    reading = read_book(ticked("18+", tick))
    assert not reading.faults
    texts = reading.frame["mark_text"] + reading.frame["other_text"]
    assert ["18+" in text for text in texts] == [False, False, False, True, False, False]


@pytest.mark.parametrize("heading", ["Тұсаукесер", "12+", "Примечание"])
def test_other_headings_may_have_any_ticks(heading: str) -> None:
    assert not read_book(ticked(heading, "ü")).faults


@pytest.mark.parametrize(
    ("headings", "fault"),
    [
        (["", "Программы для взрослых"], True), (["Красный: 18+"], True),
        (["* - только для взрослых"], True), (["Программа для взрослых"], False),
        (["", "18+"], False), (["", "Жанр"], False),
    ],
)  # fmt: skip
def test_a_legend_beside_the_headings_is_a_fault(headings: list[str], fault: object) -> None:
    rows = [["Күні", "Басталуы", "Атауы", *headings], ["24.11.2026", "15:00", "А"]]
    found = [(one.code, one.reason) for one in read_book(workbook_of(S=rows)).faults]
    assert found == ([("bad-row", LEGEND)] if fault else [])
