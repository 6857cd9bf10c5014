from __future__ import annotations

import pytest

from schedcheck.schedule.reading import Reading
from tests.fixtures.tables import read_book, workbook_of


def read(title: str, heading: str = "Х", cell: str = "") -> Reading:
    rows = [["Күні", "Уақыты", "Атауы", heading], ["04.03.2024", "18:00", title, cell]]
    rows += [["04.03.2024", f"{hour}:00", f"Хабар {hour}", ""] for hour in (19, 20, 21)]
    return read_book(workbook_of(S=rows))


@pytest.mark.parametrize("heading", ["Для кого", "Примечание", "Категория", ""])
def test_a_word_for_adults_in_a_cell_of_its_own_is_a_mark(heading: str) -> None:
    for cell in ("взрослым", "Для взрослых", "ересектерге"):
        assert read("Кеш", heading, cell).frame["mark_text"].tolist() == [f":{cell}", "", "", ""]
    assert not read("Кеш", heading, "взрослые и дети").frame["mark_text"].str.len().any()


def test_a_word_for_adults_in_a_line_of_a_title_is_another_text() -> None:
    frame = read("Кеш\nдля взрослых").frame
    assert frame["title"][0] == "Кеш для взрослых"
    assert frame["other_text"].tolist() == ["для взрослых", "", "", ""]
    assert not read("Сказка для взрослых").frame["other_text"].str.len().any()
    assert not read("для взрослых\nСказка").frame["other_text"].str.len().any()
