from __future__ import annotations

import pytest
from hypothesis import given, settings

from schedcheck.readers.documents import pdf
from schedcheck.schedule.reading import Reading
from tests.fixtures.listings import Listing, given_back, lines_of, listings
from tests.fixtures.papers import below, pdf_of
from tests.fixtures.tables import NO_OPTIONS, source_of, told, walls

MONDAY, TUESDAY = "Понедельник, 12 декабря 2022", "Сейсенбі, 13 желтоқсан 2022"


def read(data: bytes) -> Reading:
    return pdf.read(source_of(data, "a.pdf"), NO_OPTIONS)


@settings(max_examples=25)
@given(listings())
def test_what_a_press_office_writes_is_given_back(listing: Listing) -> None:
    data = pdf_of(below(lines_of(listing)))
    assert pdf.sniff(data[:65536], "a")
    assert given_back(read(data)) == listing.showings


def test_columns_are_read_one_after_the_other() -> None:
    first = below([MONDAY, "6.00 А", "7.00 Б", "23.00 В"])
    second = below([TUESDAY, "6.30 Г", "7.30 Д", "22.00 Е"], left=110)
    mixed = [text for pair in zip(first, second, strict=True) for text in pair]
    reading = read(pdf_of(mixed))
    assert not reading.faults
    assert reading.frame["title"].tolist() == ["А", "Б", "В", "Г", "Д", "Е"]
    assert walls(reading)[3] == "2022-12-13 06:30"


def test_a_table_of_times_and_titles_is_a_line_a_row() -> None:
    rows = [("6.00", "А"), ("7.00", "Б 18+"), ("8.00", "В"), ("9.00", "Г")]
    texts = [(20.0, 20.0, MONDAY)]
    for at, (clock, title) in enumerate(rows, 1):
        texts += [(60, 20 + 6 * at, title), (20, 20 + 6 * at, clock)]
    reading = read(pdf_of(texts))
    assert not reading.faults
    assert reading.frame["title"].tolist() == ["А", "Б 18+", "В", "Г"]
    assert reading.frame["place"].tolist()[0] == "page 1, line 2"


def test_a_day_goes_on_over_the_page() -> None:
    reading = read(pdf_of(below([MONDAY, "6.00 А"]), below(["23.00 Б", "0.30 В"])))
    assert walls(reading) == ["2022-12-12 06:00", "2022-12-12 23:00", "2022-12-13 00:30"]


def test_a_scanned_document_is_refused_with_that_word_and_a_page_of_it_is_told() -> None:
    reading = read(pdf_of([]))
    assert [fault[0] for fault in told(reading)] == ["unread"]
    assert "scanned" in str(reading.faults[0].reason)
    half = read(pdf_of(below([MONDAY, "6.00 А"]), []))
    assert [fault[:2] for fault in told(half)] == [("unread", "page 2")]
    assert len(half.frame) == 1


@pytest.mark.parametrize("cut", [20, 300])
def test_a_damaged_document_is_told(cut: int) -> None:
    reading = read(pdf_of(below([MONDAY, "6.00 А"]))[:cut])
    assert [fault[0] for fault in told(reading)] == ["unread"]


def test_a_password_is_told() -> None:
    reading = read(pdf_of(below([MONDAY, "6.00 А"]), password="x"))  # noqa: S106 - a test's own
    assert "password" in str(reading.faults[0].reason)
