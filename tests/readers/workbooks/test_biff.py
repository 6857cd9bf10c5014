from __future__ import annotations

import struct

from schedcheck.readers.workbooks.biff import areas, blank_formulas, extras_of
from schedcheck.readers.workbooks.reader import not_computed_in
from tests.fixtures.documents import ole_document
from tests.fixtures.tables import read_book


def _record(kind: int, *words: int) -> bytes:
    return struct.pack(f"<{2 + len(words)}H", kind, 2 * len(words), *words)


def _sheet(*cells: tuple[int, int]) -> bytes:
    begin, end = _record(0x0809, 0x0600, 0x0010), _record(0x000A)
    return begin + b"".join(_record(0x0201, row, column, 0) for row, column in cells) + end


def area_of(stream: bytes) -> tuple[int, int, int]:
    """Rows, columns and cells of the largest sheet."""
    return max((a.bottom - a.top, a.right - a.left, a.cells) for a in areas(stream))


def test_the_area_of_a_sheet_is_that_between_its_first_and_its_last_cell() -> None:
    assert area_of(_sheet()) == (0, 0, 0)
    assert area_of(_sheet((3, 2))) == (0, 0, 1)
    assert area_of(_sheet((3, 2), (5, 1))) == (2, 1, 2)
    assert area_of(_sheet((0, 0), (9, 9)) + _sheet((50, 50))) == (9, 9, 2)
    assert area_of(_sheet((0, 0)) + _record(0x00BD, 0, 1, 0, 0, 0, 7)) == (0, 6, 7)


def test_what_is_cut_off_or_no_records_ends_the_look() -> None:
    assert area_of(b"") == (0, 0, 0)
    assert area_of(_sheet((0, 0), (9, 9))[:-6]) in {(0, 0, 1), (9, 9, 2)}
    assert area_of(b"\xff" * 100) == (0, 0, 0)


def test_a_workbook_with_a_cell_astray_is_refused_and_does_not_take_all_memory() -> None:
    book = _sheet((0, 0), (121, 51_465)) + b"\0" * 5000
    reading = read_book(ole_document(Workbook=book), name="a.xls")
    assert "too far apart" in str(reading.faults[0].reason)


def _formula(row: int, result: bytes) -> bytes:
    return struct.pack("<HHHHH", 0x0006, 22, row, 1, 0) + result + bytes(8)


def test_formulas_none_of_which_has_a_value_were_never_computed() -> None:
    blank, seven = b"\x03\0\0\0\0\0\xff\xff", struct.pack("<d", 7 / 24)
    assert blank_formulas(_formula(1, blank) + _formula(2, bytes(8))) == 2
    assert blank_formulas(_formula(1, bytes(8)) + _formula(2, seven)) == 0
    assert blank_formulas(_sheet((0, 0))) == 0


def test_a_workbook_that_was_never_computed_is_told() -> None:
    book = _record(0x0809, 0x0600, 0x0010) + _formula(1, bytes(8)) + _record(0x000A)
    words = not_computed_in(ole_document(Workbook=book.ljust(4096, b"\0")))
    assert "cells: 1)" in str(words)
    assert "save it" in str(words)


def _raw(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def test_what_the_records_say_beside_the_values() -> None:
    font = [_raw(0x31, struct.pack("<HH", 200, flags)) for flags in (0, 0, 0, 0, 8)]
    code = _raw(0x041E, struct.pack("<HHB", 170, 4, 0) + b'0"+"')
    text = _raw(0x041E, struct.pack("<HHB", 171, 9, 0) + b'@" (18+)"')
    forms = [
        _raw(0xE0, struct.pack("<HH", font, form))
        for font, form in ((0, 0), (5, 0), (0, 170), (0, 171))
    ]
    head = [_record(0x22, 1), *font, code, text, *forms]
    begin = _record(0x0809, 0x0600, 0x0005)
    at = len(begin) + sum(map(len, head)) + 14 + 4
    head += [_raw(0x85, struct.pack("<IBBBB", at, 1, 0, 1, 0) + b"A"), _record(0x0A)]
    at = sum(map(len, [begin, *head]))
    head[-2] = _raw(0x85, struct.pack("<IBBBB", at, 1, 0, 1, 0) + b"A")
    number = struct.pack("<HHHd", 4, 0, 2, 18.0)
    sheet = b"".join([
        _record(0x0809, 0x0600, 0x0010),
        _raw(0x0208, struct.pack("<8H", 3, 0, 9, 300, 0, 0, 0x20, 0)),
        _record(0x7D, 5, 6, 0, 0, 1),
        _record(0x0201, 1, 0, 1),
        _record(0xBE, 2, 0, 1, 0, 1, 2),
        _raw(0x0205, struct.pack("<HHHBB", 7, 3, 0, 0x2A, 1)),
        _raw(0x0203, number),
        _raw(0xBD, struct.pack("<HHHIHIH", 5, 0, 2, 12 << 2 | 2, 0, 18 << 2 | 2, 1)),
        _raw(0x0006, struct.pack("<HHHd", 6, 0, 2, 16.0) + bytes(8)),
        _raw(0x0006, struct.pack("<HHH", 6, 1, 2) + b"\0\0\0\0\0\0\xff\xff" + bytes(8)),
        _raw(0x00FD, struct.pack("<HHHI", 8, 0, 3, 0)),
        _raw(0x00FD, struct.pack("<HHHI", 8, 1, 2, 0)),
        _record(0x0A),
    ])  # fmt: skip
    (extras,), later = extras_of(b"".join([begin, *head, sheet]))
    assert later
    assert (extras.hidden_rows, extras.hidden_columns) == ({3}, {5, 6})
    assert extras.struck == {(1, 0), (2, 0), (2, 2)}
    assert extras.errors == {(7, 3): "#N/A"}
    assert extras.shown == {(4, 0): "18+", (5, 0): "12+", (6, 0): "16+"}
    assert extras.forms == {(8, 0): "{} (18+)", (8, 1): "{}"}
