from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from schedcheck.readers.workbooks.first_look import first_look
from schedcheck.readers.workbooks.formulas import compute_formulas
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
        assert first_look(data).bare_formulas
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
    assert "cells: 3)" in str(fault.reason)
    assert "save it" in str(fault.reason)
    assert {place for _code, place, _text in told(reading)} >= {"S!C3", "S!C4", "S!C5"}


def test_formulas_of_opendocument_without_values_are_told() -> None:
    cell = '<table:table-cell table:formula="of:=[.B2]+[.C2]"{}/>'
    valued = cell.format(' office:value-type="float" office:value="1"')
    for cells, count in ((cell.format("") * 2 + valued, 2), (valued, 0)):
        words = not_computed_in(zip_of({"content.xml": f"<a>{cells}</a>".encode()}))
        assert (words is not None) == (count > 0)
        assert words is None or f"cells: {count})" in str(words)
    assert not_computed_in(zip_of({"mimetype": b"none"})) is None


def test_a_damaged_sheet_is_no_error_here() -> None:
    data = bytearray(
        workbook_of(S=[HEAD, *(["04.03.2024", time(6), f"А {at}"] for at in range(99))])
    )
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    for wrong in range(0, 256, 16):
        data[at : at + 8] = bytes([wrong]) * 8
        assert not first_look(bytes(data)).bare_formulas
        assert read_book(bytes(data)).faults


def test_values_that_are_stored_are_believed() -> None:
    assert not first_look(workbook_of(S=[HEAD, ["04.03.2024", time(6), "А"]])).bare_formulas
    assert not first_look(b"PK\x03\x04 no archive").bare_formulas


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


def files_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def stored(rows: Sequence[Sequence[Any]], **values: str) -> bytes:
    """A workbook whose formulas have the values given, as libraries write them: cell -> XML."""
    members = files_of(as_times(workbook_of(S=rows)))
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    for cell, value in values.items():
        kind = ' t="str"' if not value[0].isdigit() or value.endswith("+") else ""
        bare = re.compile(rf'(<c r="{cell}"[^>]*)>(<f>.*?</f>)<v ?/?>(?:</v>)?</c>')
        assert bare.search(sheet), sheet
        sheet = bare.sub(rf"\g<1>{kind}>\g<2><v>{value}</v></c>", sheet)
    members["xl/worksheets/sheet1.xml"] = sheet.encode()
    return zip_of(members)


STORED: list[list[Any]] = [
    [*HEAD, "Жасы"],
    [date(2024, 3, 4), time(20, 0), "А", time(1), "6+"],
    [None, "=B2+D2", "Б", time(1, 30), '=IF(D3>0,"18+","6+")'],
]


def test_stored_values_that_formulas_do_not_give_are_told_and_believed() -> None:
    reading = read_book(stored(STORED, B3="0.9791666666", E3="6+"))
    assert walls(reading)[1] == "2024-03-04 23:30"
    found = {fault.place: str(fault.reason) for fault in reading.faults}
    assert list(found) == ["S!B3", "S!E3"]
    assert "(21:00:00; cells: 1)" in found["S!B3"]
    assert "(18+; cells: 1)" in found["S!E3"]


def test_stored_values_that_formulas_give_are_right() -> None:
    assert not told(read_book(stored(STORED, B3="0.875", E3="18+")))


@pytest.mark.parametrize("formula", ["=NOW()", '=TEXT(B2,"чч:мм")', "=VLOOKUP(1,A1:B2,2)"])
def test_what_cannot_be_computed_keeps_its_stored_value(formula: str) -> None:
    rows = [*STORED[:2], [None, formula, "Б", time(1, 30), "6+"]]
    reading = read_book(stored(rows, B3="0.875"))
    assert (walls(reading)[1], told(reading)) == ("2024-03-04 21:00", [])


@pytest.mark.parametrize("mark", ["calcChain", "LibreOffice/24.2"])
def test_stored_values_of_spreadsheet_programs_are_not_computed_again(mark: str) -> None:
    members = files_of(stored(STORED, B3="0.9791666666", E3="18+"))
    if mark == "calcChain":
        members["xl/calcChain.xml"] = b"<calcChain/>"
    else:
        about = members["docProps/app.xml"].replace(b"Microsoft Excel", mark.encode())
        members["docProps/app.xml"] = about
    assert not told(read_book(zip_of(members)))


def test_a_computed_date_counts_from_the_epoch_of_its_workbook() -> None:
    rows: list[list[Any]] = [HEAD[:3], [date(2024, 3, 4), time(21), "А"], ["=A2+1", time(21), "Б"]]
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(S=rows)))
    book.epoch = CALENDAR_MAC_1904
    book["S"]["A3"].number_format = "dd.mm.yyyy"
    stream = io.BytesIO()
    book.save(stream)
    assert walls(read_book(stream.getvalue())) == ["2024-03-04 21:00", "2024-03-05 21:00"]
