from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from schedcheck.readers.workbooks.libraries import sheets_of
from schedcheck.readers.workbooks.sheet_cells import Extras
from tests.fixtures.tables import notes, read_book, stops, told, walls, workbook_of

HEAD = ["Дата", "Начало", "Название", "Возраст"]
DAY = date(2026, 11, 24)


def book(change: Callable[[Any], None], *rows: list[Any]) -> bytes:
    """A workbook of the rows, its sheet changed before it is saved."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Апта"
    for line in [HEAD, *rows]:
        sheet.append(line)
    change(sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def patched(data: bytes, pattern: str, by: str) -> bytes:
    """The workbook with something else in the XML of its sheets."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            new.writestr(name, re.sub(pattern, by, content) if "worksheets/" in name else content)
    return stream.getvalue()


def test_what_is_struck_through_is_not_on_air() -> None:
    def strike(sheet: Any) -> None:
        for cell in sheet[3]:
            cell.font = Font(strike=True)
        gone = TextBlock(InlineFont(strike=True), "(18+)")
        sheet["C2"] = CellRichText("Новости ", gone)

    rows = [
        [DAY, time(20), "", "0+"],
        [DAY, time(21), "Гость", "18+"],
        [DAY, time(23), "Гость", "18+"],
    ]
    reading = read_book(book(strike, *rows))
    assert not told(reading)
    assert walls(reading) == ["2026-11-24 20:00", "2026-11-24 23:00"]
    assert reading.frame["title"].tolist() == ["Новости", "Гость"]
    assert "struck through, left out: 4" in notes(reading)


def test_hidden_rows_are_judged_and_told_once() -> None:
    def hide(sheet: Any) -> None:
        for row in (3, 4):
            sheet.row_dimensions[row].hidden = True

    rows = [[DAY, time(hour), f"{hour}", "18+"] for hour in (20, 21, 22)]
    reading = read_book(book(hide, *rows))
    assert len(reading.frame) == 3
    assert told(reading) == [("bad-row", "Апта!B3", "21")]
    assert not told(read_book(book(lambda _sheet: None, *rows)))


def test_hidden_columns_are_told() -> None:
    def hide(sheet: Any) -> None:
        sheet.column_dimensions["B"].hidden = True

    reading = read_book(book(hide, [DAY, time(20), "А", ""]))
    assert told(reading) == [("bad-row", "Апта!B2", "А")]
    assert "hidden columns, which were read like the others: B" in notes(reading)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_beside_one_that_is_shown_is_told_and_not_mixed_in(state: str) -> None:
    def draft(sheet: Any) -> None:
        other = sheet.parent.create_sheet("Черновик")
        other.append(HEAD)
        other.append([DAY, time(20), "Б", "18+"])
        other.sheet_state = state

    reading = read_book(book(draft, [DAY, time(20), "А", "6+"]))
    assert reading.frame["title"].tolist() == ["А"]
    assert told(reading) == [("bad-row", "Черновик", "Б")]
    alone = read_book(book(draft))
    assert alone.frame["title"].tolist() == ["Б"]


def test_errors_in_place_of_values_are_told_once_a_column() -> None:
    rows: list[list[Any]] = [[DAY, time(hour), "А", "#N/A"] for hour in (20, 21)]
    reading = read_book(book(lambda _sheet: None, *rows))
    assert told(reading) == [("bad-row", "Апта!D2", "#N/A")]
    assert "read as blank: 2)" in str(reading.faults[0].reason)
    assert reading.frame["mark_text"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ('0"+"', 18, "18+"),
        ("0\\+", 18, "18+"),
        ('"18+"', 1, "18+"),
        ('00"+";-0', 6, "06+"),
        ('General"+"', 16, "16+"),
        ("0+", 18, "18+"),
        ("+0", 18, "+18"),
        ('0" мин"', 18, "18"),
        ("0.0", 18, "18"),
    ],
)
def test_a_number_format_that_adds_to_the_number(code: str, value: int, shown: str) -> None:
    def form(sheet: Any) -> None:
        sheet["D2"].number_format = code

    reading = read_book(book(form, [DAY, time(20), "А", value]))
    assert reading.frame["mark_text"].tolist() == [f"Возраст:{shown}"]


def test_bare_numbers_of_a_workbook_that_counts_from_1904() -> None:
    def later(sheet: Any) -> None:
        sheet.parent.epoch = CALENDAR_MAC_1904
        sheet["A3"] = DAY

    data = book(later, [46350 - 1462, time(20), "А", ""], [None, time(21), "Б", ""])
    reading = read_book(data)
    assert not told(reading)
    assert walls(reading) == ["2026-11-24 20:00", "2026-11-24 21:00"]


def strict(data: bytes) -> bytes:
    """The workbook under the names that Excel's form "Strict Open XML" has."""
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            b"officeDocument/relationships"
        ),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for usual, other in names.items():
                content = content.replace(usual, b"http://purl.oclc.org/ooxml/" + other)
            new.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("form", [bytes, strict], ids=["usual", "strict"])
def test_dates_and_times_as_texts_of_iso_8601(form: Callable[[bytes], bytes]) -> None:
    def change(sheet: Any) -> None:
        sheet.parent.iso_dates = True
        sheet["D2"].number_format = '0"+"'
        for cell in sheet[3]:
            cell.font = Font(strike=True)

    rows = [[DAY, time(20), "А", 18], [DAY, time(21), "Б", "18+"], [DAY, time(23, 5), "В", ""]]
    data = form(book(change, *rows))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b't="d"' in parts.read("xl/worksheets/sheet1.xml")
    reading = read_book(data)
    assert not told(reading)
    assert walls(reading) == ["2026-11-24 20:00", "2026-11-24 23:05"]
    assert reading.frame["mark_text"].tolist() == ["Возраст:18+", ""]
    assert "struck through" in notes(reading)


def test_a_nought_of_a_formula_that_was_not_computed() -> None:
    rows = [[DAY, time(20), "Түн", '=IF(C2="Түн",18,6)'], [DAY, time(22), "Таң", "=D9*2"]]
    data = patched(book(lambda _sheet: None, *rows), r"</f><v ?/>|</f><v></v>", "</f><v>0</v>")
    reading = read_book(data)
    assert reading.frame["mark_text"].tolist() == ["Возраст:18", "Возраст:0"]
    assert "computed here" in notes(reading)


def test_a_nought_of_a_formula_that_is_not_computed_here() -> None:
    rows = [[DAY, time(20), "А", "=VLOOKUP(C2,X1:Y9,2)"], [DAY, time(22), "Б", "=10+8"]]
    data = book(lambda _sheet: None, *rows)
    every = patched(data, r"</f><v ?/>|</f><v></v>", "</f><v>0</v>")
    assert told(read_book(every)) == [("bad-row", "Апта!D2", "=VLOOKUP(C2,X1:Y9,2)")]
    one = patched(every, r"<f>10\+8</f><v>0</v>", "<f>10+8</f><v>18</v>")
    assert not told(read_book(one))


def test_a_length_of_more_than_a_day() -> None:
    def form(sheet: Any) -> None:
        sheet["E1"] = "Хронометраж"
        sheet["E2"] = timedelta(hours=25, minutes=30)
        sheet["E2"].number_format = "hh:mm"

    reading = read_book(book(form, [DAY, time(22), "А", "18+"]))
    assert stops(reading) == ["2026-11-25 23:30"]


def test_one_styled_cell_in_the_last_corner_is_no_harm() -> None:
    def far(sheet: Any) -> None:
        sheet["XFD1048576"].font = Font(bold=True)

    assert len(read_book(book(far, [DAY, time(22), "А", "18+"])).frame) == 1


def test_the_sheets_in_their_order() -> None:
    def more(sheet: Any) -> None:
        sheet.parent.create_sheet("Вторая").row_dimensions[7].hidden = True
        sheet.parent.move_sheet("Вторая", -1)

    found = [(sheet.name, sheet.extras.hidden_rows) for sheet in sheets_of(book(more))]
    assert found == [("Вторая", {6}), ("Апта", set())]


def test_dates_with_times_stay() -> None:
    moment = datetime(2026, 11, 24, 20, 30)  # noqa: DTZ001 - a spreadsheet's clock
    assert walls(read_book(book(lambda _sheet: None, [DAY, moment, "А", ""]))) == [
        "2026-11-24 20:30"
    ]


def test_what_a_format_says_around_a_text_is_read() -> None:
    rows = [
        ["Күні", "Уақыты", "Атауы"],
        ["04.03.2024", "21:00", "Түн"],
        ["04.03.2024", "22:00", "Таң"],
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(S=rows)))
    book["S"]["C2"].number_format = '@" (18+)"'
    book["S"]["C3"].number_format = '0;-0;0;"{" @'
    stream = io.BytesIO()
    book.save(stream)
    assert read_book(stream.getvalue()).frame["title"].tolist() == ["Түн (18+)", "Таң"]


def test_a_plain_workbook_says_nothing_beside_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the members of it need not be parsed at all."""
    monkeypatch.setitem(sys.modules, "schedcheck.readers.workbooks.xlsx_extras", None)
    (found,) = sheets_of(book(lambda _sheet: None, [DAY, time(20), "А", "18+"]))
    assert found.extras == Extras()
