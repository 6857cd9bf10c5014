from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.errors import unknown_name
from schedcheck.messages import current_language, msg, plural, use_language
from schedcheck.messages.message import (
    PAGE_HEADER,
    Place,
    cell_place,
    entry_place,
    entry_places,
    line_number,
    line_place,
    line_places,
    page_place,
    paragraph_place,
    place_in_words,
    reply_place,
    row_place,
    table_place,
    where_in_words,
    without_column,
)
from schedcheck.tasks.batch.value_json import dumps, loads


def test_a_message_is_made_when_it_is_printed() -> None:
    words = msg("%(who)s is not %(what)s", who=msg("the file"), what="text")
    assert str(words) == "the file is not text"
    assert words == msg("%(who)s is not %(what)s", who=msg("the file"), what="text")


def test_the_language_can_be_changed_and_english_is_the_source() -> None:
    try:
        use_language("ru")
        assert current_language() == "ru"
    finally:
        use_language("en")
    assert str(msg("a text without a translation")) == "a text without a translation"


def test_counted_messages() -> None:
    assert plural("%(count)d file", "%(count)d files", 1) == "1 file"
    assert plural("%(count)d file", "%(count)d files", 5) == "5 files"


def test_an_unknown_name_offers_the_nearest() -> None:
    assert "“Asia/Oral”" in str(unknown_name(msg("zone"), "asia/oral ", ["Asia/Oral", "UTC"]))
    assert "mean" not in str(unknown_name(msg("zone"), "zzzzz", ["Asia/Oral"]))


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("place", "russian", "kazakh"),
    [
        (line_place(65), "строка 65", "65-жол"),
        (*line_places([7]).to_pylist(), "строка 7", "7-жол"),
        (entry_places(7).to_pylist()[-1], "запись 7", "7-жазба"),
        (line_place(5, page_place(2)), "страница 2, строка 5", "2-бет, 5-жол"),
        (paragraph_place(3), "абзац 3", "3-абзац"),
        (cell_place(table_place(1), 3, 2), "таблица 1, строка 3, столбец 2",
         "1-кесте, 3-қатар, 2-баған"),
        (entry_place(12), "запись 12", "12-жазба"),
        (reply_place(3) + ".epg[4]", "строка 3 $.epg[4]", "3-жол $.epg[4]"),
        (PAGE_HEADER, "верхний колонтитул", "беттің үстіңгі колонтитулы"),
    ],
)  # fmt: skip
def test_a_place_is_told_in_the_language_chosen(place: str, russian: str, kazakh: str) -> None:
    assert place_in_words(place) == place
    use_language("ru")
    assert place_in_words(place) == russian
    use_language("kk")
    assert place_in_words(place) == kazakh


def test_places_are_written_alike_however_many_they_are() -> None:
    many = line_places(range(1, 5001))
    assert many.to_pylist() == [line_place(number) for number in range(1, 5001)]
    assert line_places(range(1, 4)) == many[:3]


@pytest.mark.parametrize(
    "place",
    ["", "line 5!B7", "Лист 1, row 2!A1", "page 1, line 2!B3", "$.line[3]", "row x", "line 3x"],
)
def test_an_address_stands_as_it_is_also_where_its_sheet_is_called_like_a_place(place: str) -> None:
    use_language("ru")
    assert place_in_words(place) == place


@given(st.text())
def test_any_text_is_a_place_and_english_leaves_it_alone(place: str) -> None:
    assert place_in_words(place) == place


def test_a_file_and_its_place() -> None:
    use_language("ru")
    assert where_in_words("неделя.csv", "line 3") == "неделя.csv, строка 3"
    assert where_in_words("неделя.csv", "") == "неделя.csv"


def test_a_place_in_a_message_is_told_when_the_message_is_printed_also_after_a_journey() -> None:
    message = loads(dumps(msg("%(place)s", place=Place("line 3"))))
    assert str(message) == "line 3"
    use_language("kk")
    assert str(message) == "3-жол"


def test_parts_of_a_place() -> None:
    assert line_number(line_place(65)) == 65
    assert line_number(line_place(5, page_place(2))) is None
    assert line_number("line 5!B7") is None
    assert without_column(cell_place("table 1", 3, 2)) == row_place("table 1", 3)
    assert without_column("line 5") == "line 5"
