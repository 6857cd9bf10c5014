from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from schedcheck.messages.formats import cell_format
from schedcheck.reports.workbook import sheets
from schedcheck.reports.workbook.sheets import (
    AT_LEAST,
    DATE,
    MINUTES,
    MOMENT,
    TEXT,
    TIME,
    Book,
    Column,
    Look,
    parts_of,
)
from schedcheck.reports.workbook.streaming import (
    Form,
    StreamedRow,
    StreamedRows,
    Styles,
    Value,
    frame,
    save,
    written_cell,
    written_parts,
)

VALUES: tuple[tuple[Value, Look], ...] = (
    ("Ән <b> & «Бал» \"'>", TEXT),
    (" space at both ends ", TEXT),
    ("two\nlines\tand a tab", TEXT),
    ("=1+1", TEXT),
    ("🎬 Ә", TEXT),
    ("", TEXT),
    (None, TEXT),
    (0, TEXT),
    (12, MINUTES),
    (-0.1, MINUTES),
    (1 / 3, MINUTES),
    (1e21, MINUTES),
    (date(2026, 11, 24), DATE),
    (datetime(2026, 11, 24, 23, 59, 30), MOMENT),  # noqa: DTZ001 - cells know no zones
    (time(6, 15), TIME),
)


LOOKS = (
    TEXT,
    AT_LEAST,
    DATE,
    Look(bold=True, fill="C62828", colour="FFFFFF", wrap=False),
    Look(fill="8A949E", ground="FFFFFF"),
    Look("0%", italic=True, size=8.5, border=False, up="center"),
    Look("dd.mm hh:mm", across="center"),
)


def told(cell: Any) -> tuple[Any, ...]:
    looks = (cell.font, cell.fill, cell.border, cell.alignment, cell.number_format)
    return (cell.value, cell.data_type, cell.quotePrefix, *map(repr, looks))


def own_cell(sheet: Worksheet, value: Value, look: Look) -> Cell:
    cell = Cell(sheet, row=0, column=0, value=value or None if isinstance(value, str) else value)
    cell.font, cell.fill, cell.border, cell.alignment = parts_of(look)
    cell.number_format = cell_format(look.number_format)
    cell.quotePrefix = isinstance(value, str) and value.startswith("=")
    if isinstance(cell.value, str):
        cell.data_type = "s"  # text that begins with «=» is text
    return cell


def test_a_streamed_cell_is_the_cell_that_openpyxl_writes(tmp_path: Path) -> None:
    book = Book()
    book.table(
        "Streamed", [Column("A", look) for _value, look in VALUES], [[v for v, _l in VALUES]]
    )
    book.save(tmp_path / "a.xlsx")
    streamed = openpyxl.load_workbook(tmp_path / "a.xlsx")["Streamed"]
    plain: Any = Workbook()
    plain.active.append([own_cell(plain.active, value, look) for value, look in VALUES])
    plain.save(tmp_path / "b.xlsx")
    own = openpyxl.load_workbook(tmp_path / "b.xlsx")["Sheet"]
    assert [told(cell) for cell in streamed[2]] == [told(cell) for cell in own[1]]
    assert streamed["A2"].value == VALUES[0][0]
    assert streamed["B2"].value == VALUES[1][0]


def test_the_styles_of_a_workbook_are_those_that_openpyxl_writes(tmp_path: Path) -> None:
    plain: Any = Workbook()
    normal = Font(name="Arial", size=10)
    plain._named_styles["Normal"].font = normal  # noqa: SLF001
    styles = Styles(normal)
    numbers = []
    for look, quoted in product((*LOOKS, *LOOKS), (False, True)):
        cell: Any = Cell(plain.worksheets[0], row=1, column=1)
        cell.font, cell.fill, cell.border, cell.alignment = parts_of(look)
        cell.number_format, cell.quotePrefix = look.number_format, quoted
        number = styles.number(written_parts(*parts_of(look)), look.number_format, quoted=quoted)
        numbers.append((number, cell.style_id))
    assert {ours for ours, theirs in numbers if ours != theirs} == set()
    plain.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert styles.written() == archive.read("xl/styles.xml").decode()


def test_a_streamed_sheet_tells_its_size_and_the_heights_of_its_rows(tmp_path: Path) -> None:
    lines = [
        StreamedRow([written_cell("a", 0)]),
        StreamedRow([written_cell("b", 0), written_cell(1.5, 0)], 26.2),
    ]
    streamed = StreamedRows("S", lines, 2, 2, frame(Form()))
    save([streamed], Styles(Font()).written, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
        assert {member.date_time[0] for member in archive.infolist()} == {2000}
    assert b'<dimension ref="A1:B2"/>' in xml
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["S"]
    assert (sheet.row_dimensions[1].height, sheet.row_dimensions[2].height) == (None, 26.2)
    assert [cell.value for cell in sheet[2]] == ["b", 1.5]


def test_what_is_around_the_sheets_is_as_openpyxl_writes_it(tmp_path: Path) -> None:
    titles = ("Апта", 'it\'s <A> & "B"', "S-3")
    plain: Any = Workbook()
    plain.active.title = titles[0]
    for title in titles[1:]:
        plain.create_sheet(title)
    second, third = plain.worksheets[1:]
    second.auto_filter.ref = third.auto_filter.ref = "A1:C9"
    second.print_title_rows = third.print_title_rows = "1:1"
    third.print_title_cols = "A:B"
    plain.save(tmp_path / "a.xlsx")
    around, filtered = frame(Form()), "A1:C9"
    streamed = [
        StreamedRows(titles[0], (), 1, 1, around),
        StreamedRows(titles[1], (), 1, 1, around, filtered=filtered, repeated=["$1:$1"]),
        StreamedRows(titles[2], (), 1, 1, around, filtered=filtered, repeated=["$1:$1", "$A:$B"]),
    ]
    save(streamed, Styles(Font()).written, tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as own, zipfile.ZipFile(tmp_path / "b.xlsx") as ours:
        assert ours.namelist() == own.namelist()
        for name in {*own.namelist()} - {"docProps/core.xml", "xl/styles.xml"}:
            if not name.startswith("xl/worksheets/"):
                assert ours.read(name) == own.read(name), name


@dataclass
class Rows:
    """As many rows as are asked for; ``passes`` counts how often they were."""

    count: int
    passes: int = 0

    def __iter__(self) -> Iterator[list[Value]]:
        self.passes += 1
        for number in range(self.count):
            yield [f"Programme {number}", number / 2, f"line {number}"]


def peak_of(rows: Rows, path: Path) -> int:
    tracemalloc.start()
    try:
        book = Book()
        book.table("S", [Column("A"), Column("B", MINUTES), Column("C")], rows)
        book.save(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_long_table_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    few = Rows(10)
    peak_of(few, tmp_path / "a.xlsx")  # what is imported and cached is so for both
    short, long = Rows(8_000), Rows(16_000)
    least, most = (peak_of(rows, tmp_path / "a.xlsx") for rows in (short, long))
    assert most < 1.2 * least
    assert (few.passes, short.passes, long.passes) == (1, 2, 2)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)["S"].max_row == 16_001


def test_a_sheet_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_KEPT", 3)  # else it would not be asked for a second time

    class Failing(Rows):
        def __iter__(self) -> Iterator[list[Value]]:
            if self.passes:
                raise RuntimeError("out of order")
            yield from super().__iter__()

    book = Book()
    book.table("S", [Column("A"), Column("B"), Column("C")], Failing(3))
    with pytest.raises(RuntimeError, match="out of order"):
        book.save(tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())
