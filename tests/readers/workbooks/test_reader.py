from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.tables import csv as csvtext
from schedcheck.readers.workbooks import reader as spreadsheet
from tests.fixtures.documents import ole_document
from tests.fixtures.tables import (
    notes,
    read_book,
    source_of,
    stops,
    told,
    walls,
    workbook_of,
)

HEAD = ["Күні", "Басталуы", "Ұзақтығы", "Бағдарлама атауы", "Жас санаты"]
DAY = date(2024, 3, 4)


def biff2(rows: list[tuple[str | float, ...]]) -> bytes:
    """A workbook as old as BIFF 2, without an OLE document around it."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    cells = []
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HH", at, column) + bytes(3)
            if isinstance(value, str):
                text = value.encode("ascii")
                cells.append(record(0x04, place + bytes([len(text)]) + text))
            else:
                cells.append(record(0x03, place + struct.pack("<d", value)))
    return record(0x09, struct.pack("<HH", 2, 0x10)) + b"".join(cells) + record(0x0A, b"")


def test_real_dates_and_times() -> None:
    reading = read_book(
        workbook_of(Апта=[
            HEAD,
            [DAY, time(21, 30), time(1, 30), "Түнгі қонақ", 18],
            [datetime(2024, 3, 4), time(23), timedelta(hours=1, minutes=15), "Б", "6+"],  # noqa: DTZ001
        ])
    )  # fmt: skip
    assert not reading.faults
    assert walls(reading) == ["2024-03-04 21:30", "2024-03-04 23:00"]
    assert stops(reading) == ["2024-03-04 23:00", "2024-03-05 00:15"]
    assert reading.frame["mark_text"].tolist() == ["Жас санаты:18", "Жас санаты:6+"]
    assert reading.frame["place"].tolist() == ["Апта!B2", "Апта!B3"]


def test_times_that_went_past_midnight_show_as_dates_of_1900() -> None:
    rows: list[list[Any]] = [HEAD]
    rows += [[DAY, serial, 0.02, f"{serial}", ""] for serial in (0.25, 0.98, 1.0, 1.0625)]
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(S=rows)))
    for row in book["S"].iter_rows(min_row=2, min_col=2, max_col=2):
        row[0].number_format = "hh:mm"
    stream = io.BytesIO()
    book.save(stream)
    for data in (stream.getvalue(), workbook_of(S=rows)):
        reading = read_book(data)
        assert [wall[:13] for wall in walls(reading)] == [
            "2024-03-04 06", "2024-03-04 23", "2024-03-05 00", "2024-03-05 01",
        ]  # fmt: skip


def test_numbers_that_are_no_times_for_sure_are_told() -> None:
    rows: list[list[Any]] = [HEAD, [DAY, 6, "", "А", ""], [DAY, 6.3, "", "Б", ""]]
    reading = read_book(workbook_of(S=rows))
    assert [fault.place for fault in reading.faults] == ["S!B2", "S!B3", "S"]
    hours: list[list[Any]] = [HEAD, [DAY, 600, "", "А", ""], [DAY, 1330, "", "Б", ""]]
    assert walls(read_book(workbook_of(S=hours))) == ["2024-03-04 06:00", "2024-03-04 13:30"]


def test_every_sheet_is_read_and_those_without_a_header_are_told() -> None:
    day: list[list[Any]] = [["Время", "Название"], [time(6), "А"]]
    # names that are no identifiers
    sheets: dict[str, list[list[Any]]] = {
        "04.03.2024": day,
        "05.03.2024": day,
        "Contents": [["Genre", "Deal"], ["Travel", "ok"]],
        "Blank": [],
        "Blanks": [["", " "], [None, ""]],
    }
    reading = read_book(workbook_of(**sheets))
    assert walls(reading) == ["2024-03-04 06:00", "2024-03-05 06:00"]
    assert told(reading) == [("unread", "Contents", "Genre | Deal")]
    assert "names the sheet" in notes(reading)


def test_merged_dates_and_channels_reach_down() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Арна", "Күні", "Уақыты", "Атауы"],
        ["КТК", DAY, time(6), "А"],
        ["", "", time(7), "Б"],
        ["31", DAY, time(6), "В"],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    stream = io.BytesIO()
    book.save(stream)
    reading = read_book(stream.getvalue())
    assert reading.frame["channel"].tolist() == ["КТК", "КТК", "31"]
    assert walls(reading) == ["2024-03-04 06:00", "2024-03-04 07:00", "2024-03-04 06:00"]


def test_formulas_that_were_never_computed_are_told() -> None:
    reading = read_book(workbook_of(S=[HEAD, [DAY, "=B1+C1", "", "А", ""]]))
    assert [fault.code for fault in reading.faults] == ["bad-row", "bad-row", "unread"]
    assert "formulas" in str(reading.faults[2].reason)
    assert reading.faults[0].place == "S!B2"


def test_a_table_without_headings_is_read_where_its_cells_tell_the_columns_apart() -> None:
    rows = [
        ["MTV", DAY, time(6), "A", "long text"],
        ["MTV", DAY, time(22), "B", "long text"],
        ["MTV", DAY, time(1), "C", "long text"],
    ]
    reading = read_book(workbook_of(S=rows))
    assert reading.frame["title"].tolist() == ["A", "B", "C"]
    assert reading.frame["channel"].tolist() == ["MTV"] * 3
    assert walls(reading) == ["2024-03-04 06:00", "2024-03-04 22:00", "2024-03-05 01:00"]
    assert "no headings" in notes(reading)


@pytest.mark.parametrize(
    "rows",
    [
        [[time(6), "Mon", "Tue"], [time(7), "A", "B"]],  # days side by side
        [[DAY, time(6), time(7), "A"], [DAY, time(7), time(8), "B"]],  # which of the two?
        [[DAY, DAY, time(6), "A"], [DAY, DAY, time(7), "B"]],
        [[DAY, time(6), "A"], [DAY, time(7), "A"]],  # no column that differs
    ],
)
def test_a_table_without_headings_that_leaves_a_doubt_is_refused(rows: list[list[Any]]) -> None:
    reading = read_book(workbook_of(S=rows))
    assert not len(reading.frame)
    assert [fault.code for fault in reading.faults] == ["unread"]


def test_an_ancient_workbook_without_an_ole_document() -> None:
    data = biff2([
        ("Tx Date", "Billed Start", "Title"),
        (" 04/03/2024", 0.25, "A"),
        (" 04/03/2024", 0.979166666, "B"),
        (" 04/03/2024", 0.0625, "C"),
    ])  # fmt: skip
    assert spreadsheet.sniff(data, "a.dat")
    reading = read_book(data, name="a.xls")
    assert not reading.faults
    assert walls(reading) == ["2024-03-04 06:00", "2024-03-04 23:30", "2024-03-05 01:30"]
    assert reading.frame["place"].tolist()[0].endswith("!B2")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (workbook_of(S=[HEAD])[:900], "save it again"),
        (b"PK\x03\x04garbage", "save it again"),
        (ole_document(EncryptionInfo=b"", EncryptedPackage=bytes(5000)), "password"),
        (ole_document(Workbook=bytes(5000)), "blank"),
        (workbook_of(S=[]), "blank"),
        (ole_document(Workbook=bytes(5000))[:-600], "cut off"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00garbage", "save it again"),
        (b"", "save it again"),
    ],
)
def test_a_broken_or_locked_workbook_is_told_with_the_way_out(data: bytes, words: str) -> None:
    reading = read_book(data)
    assert not len(reading.frame)
    (fault,) = reading.faults
    assert fault.code == "unread"
    assert words in str(fault.reason)


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return stream.getvalue()


ODS = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


@pytest.mark.parametrize(
    ("head", "name", "taken"),
    [
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a", True),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.xlsx", False),
        (zipped("a.csv"), "a.zip", False),
        (ODS, "a", True),
        (ole_document(Workbook=b""), "a", True),
        (ole_document(WordDocument=b""), "a.xls", False),
        (ole_document(), "a.doc", False),
        (ole_document(), "a.xls", True),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a", False),
        (b"\x09\x08\x08\x00\x00\x05\x05\x00", "a", True),
        ("Дата;Время;Название\n".encode(), "a.xlsx", False),
        (b"\x09Tab;\n", "a.xls", False),
        (b"", "a.xlsx", False),
    ],
)
def test_what_is_taken_for_a_workbook(head: bytes, name: str, taken: bool) -> None:  # noqa: FBT001 - a case
    assert bool(spreadsheet.sniff(head, name)) is taken


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\x09\x04\x06\x00\x00\x00"]))
def test_garbage_never_raises(data: bytes, magic: bytes) -> None:
    for reader in (spreadsheet, csvtext):
        reader.sniff(magic + data, "a.csv")
        reading = reader.read(source_of(magic + data), ReadOptions())
        assert not len(reading.frame)
        assert reading.faults


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 120), min_size=1, max_size=40))
def test_what_is_written_is_read_back(lengths: list[int]) -> None:
    start = datetime(2024, 2, 28, 6)  # noqa: DTZ001 - a wall clock
    rows: list[list[Any]] = [HEAD]
    starts = []
    for at, minutes in enumerate(lengths):
        listed = (start - timedelta(hours=6)).date()
        rows.append([listed, start.time(), timedelta(minutes=minutes), f"Хабар {at}", 18])
        starts.append(start)
        start += timedelta(minutes=minutes)
    reading = read_book(workbook_of(S=rows))
    assert not reading.faults
    assert reading.frame["wall_start"].tolist() == starts
    assert reading.frame["wall_stop"].tolist() == [*starts[1:], start]


@pytest.mark.parametrize(
    ("name", "count"), [("Черновик", 1), ("old", 1), ("Апта (көшірме)", 1), ("Бірінші", 0)]
)
def test_a_sheet_that_may_not_be_on_air_is_told(name: str, count: int) -> None:
    rows: list[list[Any]] = [
        HEAD,
        [DAY, time(21), "1:00", "Түн", "18+"],
        [DAY, time(22), "1:00", "Таң", "6+"],
    ]
    other: list[list[Any]] = [
        HEAD,
        [DAY, time(21, 30), "1:00", "Түн", "18+"],
        [DAY, time(23), "1:00", "Таң", "6+"],
    ]
    reading = read_book(workbook_of(**{"Апта": rows, name: other}))
    assert [fault[1] for fault in told(reading)] == [name] * count
    alone = read_book(workbook_of(**{name: rows}))
    assert not told(alone)


@pytest.mark.parametrize(
    ("name", "mark", "count"),
    [("18+", "", 1), ("18+", "12+", 1), ("Adults", "12+", 1), ("18+", "18+", 0),
     ("Лист1", "", 0), ("Е18", "", 1), ("Недели 18+19", "", 0)],
)  # fmt: skip
def test_a_sheet_that_is_named_for_adults_is_told(name: str, mark: str, count: int) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    sheet.append(["Дата", "Начало", "Название", "Возраст"])
    for hour in range(9, 15):
        sheet.append(["24.11.2026", f"{hour}:00", "Кино", mark])
    content = io.BytesIO()
    book.save(content)
    faults = spreadsheet.read(source_of(content.getvalue(), "ktk.xlsx"), ReadOptions()).faults
    assert [fault.place for fault in faults if "for adults" in str(fault.reason)] == [name] * count
