from __future__ import annotations

import struct
from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.readers.workbooks.xlsb import sheets_of
from tests.fixtures.binary_workbook import (
    DATE,
    PLUS,
    STRUCK,
    TIME,
    binary_workbook,
    cell,
    record,
    row,
)
from tests.fixtures.tables import read_book, told, walls

HEAD = ("Күні", "Басталуы", "Атауы", "Жас санаты")


def _head(*, short: bool = False) -> bytes:
    return row(0, *(cell(at, text, short=short and at > 0) for at, text in enumerate(HEAD)))


def _day(at: int, clock: float, title: str, mark: str | float, style: int = 0) -> bytes:
    return row(
        at,
        cell(0, 46350, DATE),
        cell(1, clock, TIME),
        cell(2, title, style),
        cell(3, mark, PLUS if isinstance(mark, float) else style),
    )


def test_dates_and_times_that_are_whole_numbers_are_dates_and_times() -> None:
    data = binary_workbook([_head(), _day(1, 0.875, "А", "6+"), _day(2, 1, "Б", 18.0)])
    (sheet,) = sheets_of(data)
    assert sheet.rows[1][:2] == [date(2026, 11, 24), time(21)]
    reading = read_book(data, name="a.xlsb")
    assert not told(reading)
    assert walls(reading) == ["2026-11-24 21:00", "2026-11-25 00:00"]
    assert reading.frame["mark_text"].tolist() == ["Жас санаты:6+", "Жас санаты:18+"]


def test_cells_in_the_short_form_are_read() -> None:
    line = row(1, cell(0, 46350, DATE), cell(0, 0.875, TIME, short=True), cell(0, "А", short=True))
    assert read_book(binary_workbook([_head(short=True), line])).frame["title"].tolist() == ["А"]


def test_days_that_count_from_1904() -> None:
    line = row(1, cell(0, 46350 - 1462), cell(1, 0.875, TIME), cell(2, "А"))
    typed = row(2, cell(0, 46351 - 1462, DATE), cell(1, 0.875, TIME), cell(2, "Б"))
    data = binary_workbook([_head(), line, typed], later=True)
    assert walls(read_book(data)) == ["2026-11-24 21:00", "2026-11-25 21:00"]


def test_merged_ranges_hidden_rows_and_what_is_struck_through() -> None:
    hidden = row(3, cell(0, 46350, DATE), cell(1, 0.95, TIME), cell(2, "В"), hidden=True)
    data = binary_workbook(
        [_head(), _day(1, 0.25, "А", "6+"), _day(2, 0.875, "Б", "18+", STRUCK), hidden],
        record(176, struct.pack("<4I", 1, 2, 3, 3)),
        record(60, struct.pack("<IIIIH", 4, 5, 0, 0, 1)),
    )
    (sheet,) = sheets_of(data)
    assert sheet.extras.merged == [((1, 3), (2, 3))]
    assert sheet.extras.hidden_columns == {4, 5}
    assert sheet.extras.hidden_rows == {3}
    assert sheet.extras.struck == {(2, 2), (2, 3)}
    reading = read_book(data)
    assert reading.frame["title"].tolist() == ["А", "В"]
    assert [place for _code, place, _text in told(reading)] == ["Апта!B3", "Апта!B4"]


def test_an_error_in_place_of_a_mark_is_told() -> None:
    line = row(1, cell(0, 46350, DATE), cell(1, 0.25, TIME), cell(2, "А"), cell(3, b"\x2a"))
    assert told(read_book(binary_workbook([_head(), line]))) == [("bad-row", "Апта!D2", "#N/A")]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_never_raises(data: st.DataObject) -> None:
    rows = [_head(), _day(1, 0.875, "А", "6+")]
    sheet = bytearray(b"".join(rows))
    for _blow in range(3):
        sheet[data.draw(st.integers(0, len(sheet) - 1))] = data.draw(st.integers(0, 255))
    read_book(binary_workbook([bytes(sheet)]), name="a.xlsb")
