from __future__ import annotations

import io
import zipfile
from datetime import time

import openpyxl
import pytest
from openpyxl.comments import Comment

from schedcheck.readers import census
from schedcheck.readers.workbooks.first_look import first_look
from tests.fixtures.archives import zip_of
from tests.fixtures.tables import read_book, workbook_of

ROWS: list[list[object]] = [
    ["Дата", "Время", "Название", "Возраст"],
    ["04.03.2024", time(6), "Ночь", "18+"],
]
WIDE: list[list[object]] = [["", "", "", "", "А"] for _row in range(20)]  # a cell E18


def without(data: bytes, *names: str) -> bytes:
    """A workbook whose members of these names are damaged."""
    damaged = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in names:
            info = archive.getinfo(name)
            begin = info.header_offset + 30 + len(name)
            damaged[begin : begin + info.compress_size] = b"\xff" * info.compress_size
    return bytes(damaged)


def test_marks_are_those_of_texts() -> None:
    assert first_look(workbook_of(S=ROWS)).marks == frozenset({"18+"})
    assert first_look(workbook_of(S=WIDE)).marks == frozenset()


def test_remarks_are_left_to_the_census() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(ROWS[0])
    book.worksheets[0]["A1"].comment = Comment("18+", "А")
    stream = io.BytesIO()
    book.save(stream)
    assert first_look(stream.getvalue()).marks is None


def test_a_damaged_member_says_nothing_and_hides_no_other() -> None:
    formulas = workbook_of(S=[*ROWS, ["=A2", "=B2+1/24", "Б", "18+"]])
    assert first_look(formulas).bare_formulas
    look = first_look(without(formulas, "xl/theme/theme1.xml"))
    assert look.bare_formulas
    assert not look.says_more
    assert look.marks == frozenset({"18+"})  # themes hold no text
    look = first_look(without(formulas, "xl/worksheets/sheet1.xml"))
    assert not look.bare_formulas
    assert look.marks is None
    assert not first_look(without(formulas, "docProps/app.xml")).bare_formulas


def test_of_two_members_of_one_name_nothing_is_known() -> None:
    stream = io.BytesIO(workbook_of(S=ROWS))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "18+")
    assert first_look(stream.getvalue()).marks is None
    assert first_look(zip_of({"a.xml": b"<a>18+</a>"})).marks == frozenset({"18+"})


def test_the_census_asks_the_members_only_where_a_mark_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def pages_of(_source: object, kind: str, *, lined: bool, encoding: str) -> list[object]:
        asked.append(kind + str(lined) + encoding)
        return []

    monkeypatch.setattr(census, "pages_of", pages_of)
    reading = read_book(workbook_of(S=ROWS))
    assert census.unaccounted(None, reading) == []  # type: ignore[arg-type]
    assert not asked
    reading.marks = frozenset({"другое21+"})
    census.unaccounted(None, reading)  # type: ignore[arg-type]
    assert asked == ["spreadsheetFalse"]
