from __future__ import annotations

import pytest

from tests.fixtures.tables import read_csv, told, walls

HEAD = "Күні;Уақыты;Атауы;Ұзақтығы\n"
ROWS = "04.03.2024;21:00;А;1:00\n04.03.2024;22:00;Б;1:00\n"


@pytest.mark.parametrize(
    "row",
    ["Итого;2;;2:00", "Барлығы:;;2 хабар;", "Всего передач;2;;", "ИТОГО;02:00;2;", "Total;;;120"],
)
def test_a_sum_of_the_rows_above_is_no_programme_and_no_fault(row: str) -> None:
    reading = read_csv(f"{HEAD}{ROWS}{row}\n05.03.2024;21:00;В;\n")
    assert walls(reading) == ["2024-03-04 21:00", "2024-03-04 22:00", "2024-03-05 21:00"]
    assert not told(reading)
    assert "sum of the rows above" in {str(one.name) for one in reading.account}


@pytest.mark.parametrize(
    "row",
    [
        "Итого;2;18+;",
        "Итого (Е18);2;;",
        ";;Всего передач: 2;",
        "Total Recall;25;;",
        "Итоги недели;21;;",
    ],
)
def test_what_may_be_a_programme_or_has_a_mark_is_no_sum(row: str) -> None:
    assert [place for _code, place, _text in told(read_csv(f"{HEAD}{ROWS}{row}\n"))] == ["line 4"]


@pytest.mark.parametrize(
    "row", ["Тел.: +7 727 000-00-00", "Бас директор ______ А. Ахметов", "г. Алматы", "Стр. 2 из 3"]
)
def test_text_below_the_last_programme_is_no_fault(row: str) -> None:
    assert not told(read_csv(f"{HEAD}{ROWS}{row};;;\n"))


@pytest.mark.parametrize(
    "row",
    [
        "красным: 18+;;;",
        "уақыт мәскеулік;;;",
        "Время московское;;;",
        "МСК;;;",
        "23:30 В;;;",
        "Среда;;;",
        ";;В;",
        "***;;;",
    ],
)
def test_text_below_that_may_matter_is_told(row: str) -> None:
    reading = read_csv(f"{HEAD}{ROWS}{row}\n")
    assert [place for _code, place, _text in told(reading)] == ["line 4"]


def test_a_notice_among_programmes_is_told() -> None:
    reading = read_csv(f"{HEAD}{ROWS}Профилактика;;;\n05.03.2024;21:00;В;\n")
    assert [place for _code, place, _text in told(reading)] == ["line 4"]


def test_the_number_of_a_page_may_be_anywhere() -> None:
    assert not told(read_csv(f"{HEAD}{ROWS}Бет 2;;;\n05.03.2024;21:00;В;\n"))
