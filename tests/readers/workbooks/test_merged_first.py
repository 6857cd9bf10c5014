"""Large workbooks are rewritten so that the library goes through them once, and hold the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest
from python_calamine import CalamineWorkbook

from schedcheck.readers.workbooks.libraries import UnreadableError, sheets_of
from schedcheck.readers.workbooks.merged_first import merged_first
from tests.fixtures.archives import zip_of
from tests.fixtures.tables import workbook_of

LONG = [
    ["Дата", "Время", "Название"],
    *(["04.03.2024", "13:00", f"«Порог» {n} " * 20] for n in range(2500)),
]
SHEET = "xl/worksheets/sheet1.xml"
EMPTY = b"<mergeCells></mergeCells>"


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def with_sheet(old: bytes, new: bytes) -> bytes:
    """The workbook of long rows, the first ``old`` of its sheet being ``new``."""
    parts = members(workbook_of(S=LONG))
    assert old in parts[SHEET]
    parts[SHEET] = parts[SHEET].replace(old, new, 1)
    return zip_of(parts)


def rows_of(data: bytes) -> Sequence[Sequence[object]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_a_large_sheet_gets_an_empty_list_before_its_cells_and_nothing_else() -> None:
    data = workbook_of(S=LONG)
    made, near = merged_first(data)
    assert near == {SHEET}
    parts = members(made)
    assert parts[SHEET].count(EMPTY) == 1
    assert parts[SHEET].index(EMPTY) < parts[SHEET].index(b"<sheetData")
    parts[SHEET] = parts[SHEET].replace(EMPTY, b"")
    assert parts == members(data)
    assert rows_of(made) == rows_of(data)
    (sheet,) = sheets_of(data)
    assert sheet.rows == rows_of(data)


def test_a_small_workbook_is_left_as_it_is() -> None:
    data = workbook_of(S=LONG[:50])
    assert merged_first(data)[0] is data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            b"</sheetData>",
            b'</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
            id="with merged cells",
        ),
        pytest.param(b"<sheetData>", b"<!-- <sheetData> --><sheetData>", id="in a remark"),
    ],
)  # fmt: skip
def test_the_sheet_is_left_as_it_is(old: bytes, new: bytes) -> None:
    data = with_sheet(old, new)
    assert members(merged_first(data)[0]) == members(data)


def test_a_sheet_that_is_cut_off_is_refused() -> None:
    with pytest.raises(UnreadableError):
        list(sheets_of(with_sheet(b"</sheetData>", b"")))


def test_a_blank_sheet_beside_it_changes_nothing() -> None:
    data = workbook_of(S=LONG, T=[])
    assert members(merged_first(data)[0])[SHEET].count(EMPTY) == 1
    assert [sheet.name for sheet in sheets_of(data)] == ["S", "T"]


def test_merged_cells_of_a_large_sheet_are_found() -> None:
    data = with_sheet(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    )
    (sheet,) = sheets_of(data)
    assert sheet.extras.merged == [((1, 0), (2, 0))]


def test_a_package_that_says_less_of_a_sheet_than_it_holds_is_not_unpacked() -> None:
    data = bytearray(workbook_of(S=LONG))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as book:
        size = book.getinfo(SHEET).file_size
    at = data.rindex(size.to_bytes(4, "little"))  # in the list at the end
    data[at : at + 4] = (size - 1000).to_bytes(4, "little")
    assert merged_first(bytes(data))[0] == data


def test_what_is_no_package_or_has_a_member_twice_is_left() -> None:
    assert merged_first(b"\xd0\xcf\x11\xe0")[0] == b"\xd0\xcf\x11\xe0"
    out = io.BytesIO(workbook_of(S=LONG))
    with zipfile.ZipFile(out, "a") as book, pytest.warns(UserWarning, match="Duplicate"):
        book.writestr(SHEET, b"<worksheet/>")
    assert merged_first(out.getvalue())[0] == out.getvalue()


def test_cells_that_lie_far_apart_are_not_called_near() -> None:
    data = with_sheet(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    assert merged_first(data)[1] == frozenset()
    with pytest.raises(UnreadableError):
        list(sheets_of(data))
