from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.reports.wording import one_line, visible
from schedcheck.reports.workbook.sheets import MINUTES as MINUTES_LOOK
from schedcheck.reports.workbook.sheets import TEXT, Book, Column, Shown

COLUMNS = [Column("Title", TEXT, 10, 30), Column("Minutes", MINUTES_LOOK, 6, 10)]


def written(rows: list[list[Any]], path: Path) -> Any:
    book = Book()
    book.table("Sheet", COLUMNS, rows, caption="КТК & Co")
    book.save(path)
    return openpyxl.load_workbook(path)["Sheet"]


@pytest.mark.parametrize(
    "title",
    [
        "=1+1",
        '=HYPERLINK("http://example.org";"Фильм")',
        "+7 (727) 250-00-00",
        "-18",
        "@SUM(A1)",
        "#N/A",
        "#REF!",
        "'quoted",
        "1e5",
        "2025-11-24",
        "TRUE",
    ],
)
def test_text_is_always_text(title: str, tmp_path: Path) -> None:
    cell = written([[title, 1.0]], tmp_path / "a.xlsx")["A2"]
    assert cell.value == title
    assert cell.data_type == "s"
    assert bool(cell.quotePrefix) is (title[0] in "=+-@'")


def test_no_sheet_holds_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    written([["=1+1", 1.0]], path)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b"=1+1" in xml


def test_what_no_sheet_can_hold_is_shown_as_an_escape(tmp_path: Path) -> None:
    title = "Кино\x00\x1b[2J \ud83d\ufffe\tдва\nтри"
    cell = written([[title, 1.0]], tmp_path / "a.xlsx")["A2"]
    assert cell.value == "Кино\\x00\\x1b[2J \\ud83d\\ufffe\tдва\nтри"


@pytest.mark.parametrize("letter", ["ж", "🎬"])
def test_a_text_longer_than_a_cell_is_cut_with_a_mark(letter: str, tmp_path: Path) -> None:
    value = written([[letter * 40_000, 1.0]], tmp_path / "a.xlsx")["A2"].value
    assert value.endswith("…")
    assert value.startswith(letter * 100)
    assert 32_760 <= len(value.encode("utf-16-le")) // 2 <= 32_767


def test_a_text_as_long_as_a_cell_is_kept(tmp_path: Path) -> None:
    title = "ж" * 32_767
    assert written([[title, 1.0]], tmp_path / "a.xlsx")["A2"].value == title


def test_a_table_can_be_filtered_frozen_and_printed(tmp_path: Path) -> None:
    sheet = written([["Фильм", 1.0], ["Ән", 2.5]], tmp_path / "a.xlsx")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.right.text == "Page &P of &N"
    assert sheet.oddHeader.left.text == "КТК && Co"
    assert sheet["B3"].value == 2.5
    assert sheet["B3"].number_format == "0.0"


def test_an_empty_table_says_so_under_its_headings(tmp_path: Path) -> None:
    sheet = written([], tmp_path / "a.xlsx")
    assert [cell.value for cell in sheet[1]] == ["Title", "Minutes"]
    assert sheet["A2"].value == "None found."
    assert sheet.max_row == 2


def test_columns_are_wide_enough_up_to_their_most_and_rows_high_enough(tmp_path: Path) -> None:
    short, long = "Жаңалықтар мен ауа райы", "Художественный фильм " * 6
    sheet = written([[short, 1.0]], tmp_path / "a.xlsx")
    assert len(short) < sheet.column_dimensions["A"].width < len(short) + 4
    assert sheet.row_dimensions[2].height is None
    sheet = written([[short, 1.0], [long, 1.0], ["a\nb\nc", 1.0]], tmp_path / "b.xlsx")
    assert sheet.column_dimensions["A"].width == 31
    assert sheet["A3"].alignment.wrap_text
    assert sheet.row_dimensions[2].height is None
    assert sheet.row_dimensions[3].height >= 5 * 11
    assert 3 * 11 <= sheet.row_dimensions[4].height < 4 * 11


def test_rows_past_the_end_of_a_sheet_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schedcheck.reports.workbook.sheets.MOST_ROWS", 5)
    rows = [[f"Кино {number}", 1.0] for number in range(10)]
    assert written(rows[:4], tmp_path / "a.xlsx").max_row == 5
    values = [cell.value for cell in written(rows, tmp_path / "b.xlsx")["A"]]
    assert values[:4] == ["Title", "Кино 0", "Кино 1", "Кино 2"]
    assert values[4].startswith("7 more rows do not fit")
    assert len(values) == 5


def test_a_value_may_have_a_look_of_its_own(tmp_path: Path) -> None:
    sheet = written([["Фильм", Shown("unknown", TEXT)]], tmp_path / "a.xlsx")
    assert sheet["B2"].value == "unknown"


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        written([["Фильм", 1.0]], tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    properties = openpyxl.load_workbook(tmp_path / "a.xlsx").properties
    assert properties.created == properties.modified == datetime(2000, 1, 1)  # noqa: DTZ001 - naive by openpyxl


def test_sheet_titles_are_made_lawful_and_unique(tmp_path: Path) -> None:
    book = Book()
    for title in ("Week 48 [КТК]: a/b?", "x" * 40, "X" * 40, "'quoted'", "''"):
        book.table(title, [Column("A")], [])
    book.save(tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == [
        "Week 48 -КТК-- a-b-",
        "x" * 31,
        "X" * 27 + " (2)",
        "quoted",
        "Sheet",
    ]


@given(st.text())
def test_visible_text_is_valid_xml_and_one_line_is_one_line(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert not any(ord(letter) < 32 and letter not in "\t\n" for letter in shown)
    assert len(one_line(text).splitlines()) <= 1 or "\u2028" in text
    assert visible(shown) == shown


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn"))))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_a_table_too_wide_to_be_read_on_one_page_is_printed_over_two(tmp_path: Path) -> None:
    columns = [Column(f"C{number}", TEXT, 29, 29) for number in range(10)]
    book = Book()
    book.table("Wide", columns, [["x"] * 10])
    book.table("Narrow", columns[:7], [["x"] * 7])
    book.save(tmp_path / "a.xlsx")
    wide, narrow = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert (wide.page_setup.fitToWidth, wide.page_setup.fitToHeight) == (2, 0)
    # the pages of one row follow each other, and each names the row
    assert wide.page_setup.pageOrder == "overThenDown"
    assert wide.print_title_cols == "$A:$B"
    assert wide.print_title_rows == narrow.print_title_rows == "$1:$1"
    assert narrow.page_setup.fitToWidth == 1
    assert narrow.print_title_cols is None
