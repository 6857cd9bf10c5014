from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.readers.workbooks.formulas import compute_formulas
from schedcheck.readers.workbooks.libraries import bare_formulas
from schedcheck.readers.workbooks.reader import not_computed_in
from tests.fixtures.archives import zip_of
from tests.fixtures.tables import read_book, told, walls, workbook_of

HEAD = ["Күні", "Басталуы", "Атауы", "Ұзақтығы"]


def as_times(data: bytes) -> bytes:
    """The workbook with its second and fourth columns shown as times."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=2):
            for at in (1, 3):
                if at < len(row):
                    row[at].number_format = "hh:mm"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_starts_that_add_up_from_lengths() -> None:
    rows: list[list[Any]] = [
        HEAD,
        [date(2024, 3, 4), time(21, 30), "А", time(1, 45)],
        [None, "=B2+D2", "Б", time(0, 30)],
        [None, "=B3+D3", "В", "=SUM(D2:D3)"],
    ]
    for data in (workbook_of(S=rows), as_times(workbook_of(S=rows))):
        assert bare_formulas(data)
        reading = read_book(data)
        assert not told(reading)
        assert walls(reading) == ["2024-03-04 21:30", "2024-03-04 23:15", "2024-03-04 23:45"]
        assert reading.frame["wall_stop"][2] == datetime(2024, 3, 5, 2)  # noqa: DTZ001 - a clock


def test_references_to_another_sheet() -> None:
    data = workbook_of(
        Настройки=[["Начало", time(6)]],
        Апта=[HEAD, ["04.03.2024", "='Настройки'!B1", "А"], [None, "=B2+TIME(1,0,0)", "Б"]],
    )
    assert walls(read_book(as_times(data))) == ["2024-03-04 06:00", "2024-03-04 07:00"]


def test_what_is_not_computed_is_told_with_its_cells_and_the_way_out() -> None:
    rows: list[list[Any]] = [
        HEAD,
        ["04.03.2024", time(6), "А"],
        [None, "=VLOOKUP(A1,A1:B9,2)", "Б"],
        [None, "=B3+TIME(1,0,0)", "В"],
        [None, "=B5", "Г"],
    ]
    reading = read_book(workbook_of(S=rows))
    assert walls(reading) == ["2024-03-04 06:00"]
    (fault,) = [one for one in reading.faults if "formulas" in str(one.reason)]
    assert (fault.place, fault.text) == ("S!B3", "=VLOOKUP(A1,A1:B9,2)")
    assert "VLOOKUP" in str(fault.reason)
    assert "3 cells" in str(fault.reason)
    assert "save it" in str(fault.reason)
    assert {place for _code, place, _text in told(reading)} >= {"S!C3", "S!C4", "S!C5"}


def test_formulas_of_opendocument_without_values_are_told() -> None:
    cell = '<table:table-cell table:formula="of:=[.B2]+[.C2]"{}/>'
    valued = cell.format(' office:value-type="float" office:value="1"')
    for cells, count in ((cell.format("") * 2 + valued, 2), (valued, 0)):
        words = not_computed_in(zip_of({"content.xml": f"<a>{cells}</a>".encode()}))
        assert (words is not None) == (count > 0)
        assert words is None or f"{count} cells" in str(words)
    assert not_computed_in(zip_of({"mimetype": b"none"})) is None


def test_a_damaged_sheet_is_no_error_here() -> None:
    data = bytearray(
        workbook_of(S=[HEAD, *(["04.03.2024", time(6), f"А {at}"] for at in range(99))])
    )
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    for wrong in range(0, 256, 16):
        data[at : at + 8] = bytes([wrong]) * 8
        assert not bare_formulas(bytes(data))
        assert read_book(bytes(data)).faults


def test_values_that_are_stored_are_believed() -> None:
    assert not bare_formulas(workbook_of(S=[HEAD, ["04.03.2024", time(6), "А"]]))
    assert not bare_formulas(b"PK\x03\x04 no archive")


@pytest.mark.parametrize("upwards", [False, True])
def test_long_chains_of_references(upwards: bool) -> None:  # noqa: FBT001 - a case
    count = 3000
    step = 1 / 1440
    rows: list[list[Any]] = [[f"=A{at + 1}+{step}"] for at in range(1, count)] + [[0.25]]
    if not upwards:
        rows = [[0.25], *([f"=A{at}+{step}"] for at in range(1, count))]
    computed = compute_formulas(workbook_of(S=rows))["S"]
    assert not computed.uncomputed
    last = (0 if upwards else count - 1, 0)
    assert computed.cells[last] == pytest.approx(0.25 + (count - 1) * step)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 60).map(lambda n: 5 * n), min_size=1, max_size=8))
def test_a_day_of_formulas_is_read_back(minutes: list[int]) -> None:
    rows: list[list[Any]] = [HEAD, [date(2024, 3, 4), time(6), "0", minutes[0] / 1440]]
    expected = [datetime(2024, 3, 4, 6)]  # noqa: DTZ001 - a clock
    for at, minute in enumerate(minutes[1:], 3):
        rows.append([None, f"=B{at - 1}+D{at - 1}", str(at), minute / 1440])
        expected.append(expected[-1] + timedelta(minutes=minutes[at - 3]))
    reading = read_book(as_times(workbook_of(S=rows)))
    assert reading.frame["wall_start"].tolist() == expected
