"""Comments of binary workbooks, in the records that hold them."""

from __future__ import annotations

import struct

import pytest

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.census import unaccounted
from schedcheck.readers.census_binary import comments_of_xls, comments_of_xlsb, texts_around_ages
from schedcheck.schedule.reading import Reading
from tests.fixtures.archives import zip_of
from tests.fixtures.binary_workbook import record as small_record
from tests.fixtures.binary_workbook import text as wide_text
from tests.fixtures.documents import ole_document
from tests.fixtures.tables import read_csv, source_of

WORDS = "только для взрослых"
READ = "Дата;Время;Название\n24.11.2026;15:00;Ночной гость\n24.11.2026;16:00;Новости\n"


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def text_record(text: str, parts: int = 1, *, wide: bool = True) -> bytes:
    size = -(-len(text) // parts)
    encoding = "utf-16-le" if wide else "latin-1"
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return record(0x01B6, bytes(10) + struct.pack("<H", len(text)) + bytes(6)) + b"".join(
        record(0x3C, bytes([wide]) + piece.encode(encoding)) for piece in pieces
    )


def workbook(*comments: bytes, row: int = 7, column: int = 27) -> bytes:
    """A workbook of a sheet «Апта» whose object 5 is a note of a cell."""
    name = record(0x85, bytes(6) + bytes([4, 1]) + "Апта".encode("utf-16-le"))
    book = record(0x0809, struct.pack("<HH", 0x0600, 5)) + name + record(0x0A)
    begin = struct.pack("<I", len(book))
    book = book.replace(name, name[:4] + begin + name[8:])
    sheet = record(0x0809, struct.pack("<HH", 0x0600, 0x10))
    sheet += record(0x5D, struct.pack("<HHHH", 0x15, 18, 0x19, 5) + bytes(14)) + b"".join(comments)
    sheet += record(0x1C, struct.pack("<HHHH", row, column, 0, 5) + b"\0\0") + record(0x0A)
    return ole_document(Workbook=(book + sheet).ljust(5000, b"\0"))


@pytest.mark.parametrize("parts", [1, 3])
def test_comments_of_an_xls_workbook_with_their_cells(parts: int) -> None:
    assert comments_of_xls(workbook(text_record(WORDS, parts))) == [("Апта!AB8", WORDS)]
    latin = text_record("adults only", parts, wide=False)
    assert comments_of_xls(workbook(latin, column=2)) == [("Апта!C8", "adults only")]


def test_notes_of_older_workbooks_hold_their_texts() -> None:
    words = WORDS.encode("cp1251")
    note = record(0x1C, struct.pack("<HHH", 0, 0, len(words)) + words)
    begin = record(0x0809, struct.pack("<HH", 0x0500, 0x10))
    data = ole_document(Book=(begin + note).ljust(5000, b"\0"))
    assert comments_of_xls(data) == [("A1", WORDS)]


def test_what_is_cut_off_has_none() -> None:
    whole = workbook(text_record(WORDS))
    assert comments_of_xls(whole[:700]) == []
    assert comments_of_xls(workbook(record(0x01B6, bytes(3)))) == []
    assert comments_of_xls(ole_document(Workbook=bytes(5000))) == []
    assert comments_of_xls(workbook(record(0x5D, b"\x15"))) == []


def test_comments_of_an_xlsb_workbook() -> None:
    content = small_record(637, b"\0" + wide_text(WORDS)) + small_record(637, b"\0") + b"\x81"
    assert comments_of_xlsb(content) == [WORDS]


@pytest.mark.parametrize("words", [WORDS, "Е18", "возраст: 18", "ересектерге арналған"])
def test_a_comment_for_adults_is_reported_with_its_cell(words: str) -> None:
    reading: Reading = read_csv(READ, ReadOptions())
    (fault, *_more) = unaccounted(source_of(workbook(text_record(words)), "a.xls"), reading)
    assert (fault.code, fault.text) == ("unaccounted", words)
    part = small_record(637, b"\0" + wide_text(words))
    found = unaccounted(source_of(zip_of({"xl/comments1.bin": part}), "a.xlsb"), reading)
    assert words in {fault.text for fault in found}
    assert not unaccounted(source_of(workbook(text_record("Повтор")), "a.xls"), reading)


def test_only_texts_around_ages_are_searched() -> None:
    assert texts_around_ages("..Film 18+..".encode("utf-16-le")) == ["..Film 18+.."]
    assert not texts_around_ages(b"Film 12+")
