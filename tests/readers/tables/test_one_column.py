from __future__ import annotations

from tests.fixtures.tables import notes, read_book, read_csv, stops, told, walls, workbook_of


def test_a_list_in_one_column() -> None:
    rows = [
        ["КТК: 04.03.2024 - 10.03.2024"],
        ["Дүйсенбі, 4 наурыз"],
        ["22:00 Кино (18+)"],
        ["23.45-00:30 Ночь\nсерия 2"],
        ["00.30 Парад 9 мая 2020"],
        ["Сейсенбі"],
        ["06:00 А"],
        ["Күн тәртібі"],
    ]
    reading = read_book(workbook_of(S=rows))
    assert walls(reading) == [
        "2024-03-04 22:00", "2024-03-04 23:45", "2024-03-05 00:30", "2024-03-05 06:00",
    ]  # fmt: skip
    assert stops(reading)[1] == "2024-03-05 00:30"
    assert reading.frame["other_text"].tolist() == ["", "серия 2", "", ""]
    assert reading.frame["place"].tolist() == ["S!A3", "S!A4", "S!A5", "S!A7"]
    assert [place for _code, place, _text in told(reading)] == ["S!A1", "S!A8"]
    assert "in one column" in notes(reading)


def test_a_list_without_a_day_is_told() -> None:
    reading = read_csv("06:00 А;\n07:00 Б;\n")
    assert not len(reading.frame)
    assert {code for code, _place, _text in told(reading)} == {"bad-row", "unread"}


def test_a_second_time_or_a_date_behind_the_start_is_told() -> None:
    for second in ("20:30 | 22:30 Б (18+)", "20:30 05.03.2024 Б (18+)"):
        reading = read_csv(f"04.03.2024;\n18:00 А;\n19:00 Б;\n20:00 В;\n{second};\n")
        assert reading.frame["title"].tolist() == ["А", "Б", "В"]
        assert [text for _code, _place, text in told(reading)] == [second]


def test_a_line_above_that_names_the_clock() -> None:
    rows = [["вторник, 4 марта 2025"], ["19:30 Маяк (18+)"], ["21:00 Концерт (6+)"]]
    for line, offset, problems in (
        ("Время московское", 180, 0),
        ("Время Астаны", 300, 0),
        ("Время наших гостей", 300, 1),
    ):
        for above in ([[line], *rows], [rows[0], [line], *rows[1:]]):
            reading = read_book(workbook_of(S=above))
            assert reading.frame["title"].tolist() == ["Маяк (18+)", "Концерт (6+)"]
            assert walls(reading)[0] == "2025-03-04 19:30"
            assert reading.frame["offset"].fillna(300).tolist() == [offset] * 2
            assert len(told(reading)) == problems
    reading = read_book(workbook_of(S=[*rows, ["Время московское"]]))
    assert [place for _code, place, _text in told(reading)] == ["S!A4"]
