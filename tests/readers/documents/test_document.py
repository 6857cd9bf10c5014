"""What all documents of lines and tables have in common, tried through HTML and docx."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from schedcheck.readers.documents import docx, odt, rtf
from schedcheck.readers.documents import html as webpage
from schedcheck.readers.values.legends import LEGEND
from schedcheck.schedule.frame import validate
from schedcheck.schedule.reading import Reading
from tests.fixtures.papers import Blocks, docx_of, html_of, odt_of, rtf_of
from tests.fixtures.tables import NO_OPTIONS, notes, source_of, stops, walls

MONDAY, TUESDAY = "Понедельник, 12 декабря 2022", "Сейсенбі, 13 желтоқсан 2022"


Read = Callable[[Blocks], Reading]


@pytest.fixture(params=["docx", "odt", "rtf", "html"])
def read(request: pytest.FixtureRequest) -> Read:
    writers: dict[str, tuple[Any, Callable[[Blocks], bytes]]] = {
        "docx": (docx, docx_of), "odt": (odt, odt_of), "rtf": (rtf, rtf_of),
        "html": (webpage, html_of),
    }  # fmt: skip
    reader, write = writers[request.param]

    def reading(blocks: Blocks) -> Reading:
        data = write(blocks)
        assert reader.sniff(data[:65536], "a")
        found: Reading = reader.read(source_of(data, "a"), NO_OPTIONS)
        assert found.format == request.param
        validate(found.frame)
        return found

    return reading


def starts_and_titles(reading: Reading) -> list[tuple[str, str]]:
    assert not reading.faults, reading.faults
    return list(zip(walls(reading), reading.frame["title"], strict=True))


def test_tables_without_headings_are_lines(read: Read) -> None:
    reading = read(["КТК", MONDAY, [["06:00", "А", "6+"], ["23:30", "Б", "18+"], ["00:10", "В"]],
                    TUESDAY, [["06:00", "Г"]]])  # fmt: skip
    assert starts_and_titles(reading) == [
        ("2022-12-12 06:00", "А | 6+"), ("2022-12-12 23:30", "Б | 18+"),
        ("2022-12-13 00:10", "В"), ("2022-12-13 06:00", "Г"),
    ]  # fmt: skip
    assert reading.frame["place"].tolist()[:2] == ["table 1, row 1", "table 1, row 2"]


def test_the_days_may_stand_in_rows_of_the_table(read: Read) -> None:
    reading = read([[[MONDAY], ["06:00", "А"], [TUESDAY, ""], ["06:00", "Б"]]])
    assert starts_and_titles(reading) == [("2022-12-12 06:00", "А"), ("2022-12-13 06:00", "Б")]


def test_headings_say_what_is_a_mark_and_what_an_end(read: Read) -> None:
    reading = read([MONDAY, [
        ["Начало", "Конец", "Название", "Возраст", "Описание"],
        ["21:30", "23:00", "А", "18", "драма"], ["23:00", "00:30", "Б", "", ""],
    ]])  # fmt: skip
    assert starts_and_titles(reading) == [("2022-12-12 21:30", "А"), ("2022-12-12 23:00", "Б")]
    assert stops(reading) == ["2022-12-12 23:00", "2022-12-13 00:30"]
    assert reading.frame["mark_text"].tolist() == ["Возраст:18", ""]
    assert reading.frame["other_text"].tolist() == ["драма", ""]


def test_dates_in_a_column_are_for_the_reader_of_tables(read: Read) -> None:
    reading = read([[
        ["Дата", "Время", "Название", "Возраст"], ["12.12.2022", "06:00", "А", "18"],
        ["13.12.2022", "06:00", "Б", "6"],
    ]])  # fmt: skip
    assert starts_and_titles(reading) == [("2022-12-12 06:00", "А"), ("2022-12-13 06:00", "Б")]
    assert reading.frame["mark_text"].tolist() == ["Возраст:18", "Возраст:6"]
    assert reading.frame["place"].tolist() == ["table 1, row 2", "table 1, row 3"]


def test_days_side_by_side_with_clock_readings_in_the_cells_are_read_day_by_day(read: Read) -> None:
    reading = read([[[MONDAY, TUESDAY], ["06:00 А", "06:30 Б"], ["23:00 В", "22:00 Г"],
                     ["01:00 Д", ""]]])  # fmt: skip
    assert starts_and_titles(reading) == [
        ("2022-12-12 06:00", "А"), ("2022-12-12 23:00", "В"), ("2022-12-13 01:00", "Д"),
        ("2022-12-13 06:30", "Б"), ("2022-12-13 22:00", "Г"),
    ]  # fmt: skip


def test_a_page_laid_out_in_columns(read: Read) -> None:
    reading = read([[[f"{MONDAY}\n06:00 А\n07:00 Б", f"{TUESDAY}\n06:00 В\n07:00 Г"]]])
    assert [title for _wall, title in starts_and_titles(reading)] == ["А", "Б", "В", "Г"]


def test_a_line_may_hold_several(read: Read) -> None:
    reading = read(["12-18 декабря 2022 г.", "Понедельник, 12 декабря\n6.00 А\n6.30\tБ", "сюжет"])
    assert starts_and_titles(reading)[1] == ("2022-12-12 06:30", "Б")
    assert reading.frame["other_text"].tolist()[-1] == "сюжет"
    assert "by the title: 12-18 декабря 2022 г." in notes(reading)


def test_an_empty_document_is_no_schedule(read: Read) -> None:
    reading = read(["Поздравляем с праздником!"])
    assert not len(reading.frame)


def test_a_weekly_matrix_with_the_times_in_its_first_column(read: Read) -> None:
    reading = read([[["Уақыты", MONDAY, TUESDAY], ["06:00", "А", "Б"], ["07:00", "В 18+", "Г"],
                     ["08:00", "Д", "Е"]]])  # fmt: skip
    assert sorted(starts_and_titles(reading)) == [
        ("2022-12-12 06:00", "А"), ("2022-12-12 07:00", "В 18+"), ("2022-12-12 08:00", "Д"),
        ("2022-12-13 06:00", "Б"), ("2022-12-13 07:00", "Г"), ("2022-12-13 08:00", "Е"),
    ]  # fmt: skip


@pytest.mark.parametrize("named", ["(Москва)", "UTC+3", "МСК"])
def test_tables_of_one_document_on_the_clocks_named_above_them(read: Read, named: str) -> None:
    heads = ["Время", "Название", "Возраст"]
    for head in ([heads], []):
        tables: list[str | list[list[str]]] = [
            MONDAY,
            named,
            [*head, ["19:00", "А", "6+"], ["20:30", "Б", "18+"]],
            "UTC+5",
            [*head, ["21:00", "А", "6+"], ["22:30", "Б", "18+"]],
        ]
        reading = read(tables)
        walls = reading.frame["wall_start"].to_numpy("datetime64[m]").astype(int)
        own = reading.frame["offset"].fillna(300).to_numpy(int)
        assert len(set(walls - own)) == 2, (named, reading.frame)


def test_cells_behind_the_headings_are_read(read: Read) -> None:
    head, rest = ["Уақыты", "Атауы"], [["20:00", "В"], ["21:00", "Г"]]
    rows = [head, ["18:00", "А"], ["19:00", "Б", "для взрослых"], *rest]
    reading = read([MONDAY, rows])
    assert reading.frame["title"].tolist() == list("АБВГ")
    assert reading.frame["mark_text"].tolist() == ["", ":для взрослых", "", ""]
    reading = read([MONDAY, [head, ["18:00", "А"], ["19:00", "Б", "Премьера"], *rest]])
    assert reading.frame["other_text"].tolist() == ["", "Премьера", "", ""]


@pytest.mark.parametrize(
    ("cells", "found"),
    [(("12", "18"), "(18)"), (("", "18"), "(18)"), (("50", "18"), "18"), (("12", "6"), "6")],
)
def test_an_age_in_a_column_of_ages_is_an_unclear_mark(
    read: Read, cells: tuple[str, str], found: str
) -> None:
    first, second = cells
    rows = [["Уақыты", "Атауы"], ["18:00", "А", first], ["19:00", "Б", second], ["20:00", "В"]]
    assert read([MONDAY, rows]).frame["other_text"][1] == found


def test_a_footnote_for_adults_is_a_fault(read: Read) -> None:
    rows = [["Уақыты", "Атауы"], ["18:00", "А"], ["19:00", "Б *"], ["20:00", "В"]]
    for text in ("* для взрослых", "** — ересектерге арналған", "Красным: не для детей"):
        (fault,) = read([MONDAY, rows, text]).faults
        assert fault.text == text
    assert not read([MONDAY, rows, "* премьера"]).faults


LEGEND_BESIDE = "* — информационная продукция для лиц старше 18 лет"
DATED = [["Дата", "Время", "Название"], ["12.12.2022", "15:00", "А*"], ["12.12.2022", "22:00", "Б"]]


@pytest.mark.parametrize("at", [1, 2])
def test_a_legend_beside_a_table_with_dates_is_a_fault(read: Read, at: int) -> None:
    blocks: list[str | list[list[str]]] = ["Телеканал «Алатау»", DATED]
    blocks.insert(at, LEGEND_BESIDE)
    reading = read(blocks)
    assert reading.frame["title"].tolist() == ["А*", "Б"]
    assert [fault.reason for fault in reading.faults] == [LEGEND]


def test_a_legend_says_nothing_where_each_programme_has_a_mark(read: Read) -> None:
    head, *rows = DATED
    column = [[*head, "Возраст"], *([*row, "12+"] for row in rows)]
    titles = [head, *([*row[:2], f"{row[2]} (12+)"] for row in rows)]
    for table in (column, titles):
        assert read([LEGEND_BESIDE, table]).faults == read([table, "18+"]).faults == []
