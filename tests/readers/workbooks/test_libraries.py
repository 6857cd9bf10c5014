from __future__ import annotations

import io
import struct
import zipfile

import openpyxl
import pytest

from schedcheck.readers.workbooks.libraries import areas
from schedcheck.readers.workbooks.sheet_cells import Area
from tests.fixtures.archives import zip_of
from tests.fixtures.tables import read_book, workbook_of

ROWS = [["Дата", "Время", "Название"], ["04.03.2024", "12:00", "Ночной гость (18+)"]]


def astray(cell: str) -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.worksheets[0][cell] = "x"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZ100000", "IV65536"])
def test_a_cell_astray_is_told_and_does_not_take_all_memory(cell: str) -> None:
    reading = read_book(astray(cell))
    assert [fault.code for fault in reading.faults] == ["unread"]
    assert "too far apart" in str(reading.faults[0].reason)


def test_a_cell_a_little_away_is_no_harm() -> None:
    assert len(read_book(astray("Z900")).frame) == 1


def test_the_area_of_a_sheet() -> None:
    (area,) = areas(workbook_of(S=ROWS))
    assert (area.top, area.bottom, area.left, area.right, area.cells) == (1, 2, 0, 2, 6)


@pytest.mark.parametrize("size", [1 << 19, 1 << 20, (1 << 20) + 7])
def test_cells_are_counted_once_wherever_the_text_is_cut(size: int) -> None:
    filler = b"<!--" + b"-" * size + b"-->"
    text = (
        b'<c r="B2"><v>1</v></c><c r="XFD9" s="1"/>'
        + filler
        + b'<c s="1" r="AA30" t="n"><v>1</v></c>'
    )
    (area,) = areas(zip_of({"xl/worksheets/sheet1.xml": text}))
    assert (area.top, area.bottom, area.left, area.right, area.cells) == (2, 30, 1, 26, 2)


def test_the_records_of_xlsb() -> None:
    def record(kind: int, *numbers: int) -> bytes:
        content = struct.pack(f"<{len(numbers)}I", *numbers)
        return bytes([kind, len(content)]) + content

    book = record(0, 3) + record(2, 1, 0) + record(0, 1_000_000) + record(7, 16_000, 0)
    (area,) = areas(zip_of({"xl/worksheets/sheet1.bin": book}))
    assert (area.top, area.bottom, area.left, area.right, area.cells) == (
        3,
        1_000_000,
        1,
        16_000,
        2,
    )
    assert area.scattered


def test_rows_and_cells_of_opendocument_that_stand_for_many() -> None:
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    cell = '<table:table-cell table:number-columns-repeated="{}"{}'
    filled = cell.format(3, "><text:p>x</text:p></table:table-cell>")
    text = "<table:table>{}{}</table:table>".format(
        row.format(2, cell.format(5, "/>") + filled + cell.format(16_000, "/>")),
        row.format(1_000_000, cell.format(16_384, "/>")),
    )
    _before, area = areas(zip_of({"content.xml": text.encode()}))
    assert (area.bottom - area.top, area.left, area.right, area.cells) == (1, 5, 7, 6)
    endless = row.format(1_000_000, filled.replace('"3"', '"16384"'))
    _before, area = areas(zip_of({"content.xml": f"<table:table>{endless}".encode()}))
    assert area.scattered


def test_a_full_sheet_is_never_scattered_but_an_endless_one() -> None:
    assert not Area(8_000_000, 0, 999_999, 0, 7).scattered
    assert not Area(400_000, 0, 999_999, 0, 7).scattered
    assert Area(300_000, 0, 999_999, 0, 7).scattered
    assert Area(50_000_000, 0, 999_999, 0, 49).scattered


def test_a_text_with_the_sign_of_number_nought_is_refused_with_the_reason() -> None:
    book = zipfile.ZipFile(io.BytesIO(workbook_of(S=[*ROWS, ["04.03.2024", "13:00", "QQ"]])))
    parts = {name: book.read(name).replace(b"QQ", b"(1_x0000_8+)") for name in book.namelist()}
    reading = read_book(zip_of(parts))
    assert [fault.place for fault in reading.faults] == ["S"]
    assert "(_x0000_)" in str(reading.faults[0].reason)
