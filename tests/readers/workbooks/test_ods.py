from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.readers.values.cells import Cell
from schedcheck.readers.workbooks.ods import ProtectedError, sheets_of
from tests.fixtures.archives import zip_of
from tests.fixtures.tables import notes, read_book, told, walls

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
STRUCK = (
    '<style:style style:name="s"><style:text-properties style:text-line-through-style="solid"/>'
    '</style:style><style:style style:name="h"><style:table-properties table:display="false"/>'
    "</style:style>"
)


def book(*tables: str, styles: str = "", more: dict[str, bytes] | None = None) -> bytes:
    content = (
        f'<office:document-content {_SPACES} xmlns:calcext="{_CALC}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return zip_of({"mimetype": mimetype, "content.xml": content.encode(), **(more or {})})


def table(*rows: str, name: str = "Апта", style: str = "") -> str:
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'
    )


def row(*cells: str, of: str = "") -> str:
    return f"<table:table-row {of}>{''.join(map(_cell, cells))}</table:table-row>"


def _cell(cell: str) -> str:
    return cell if cell.startswith("<") else text(cell)


def text(value: str, of: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {of}><text:p>{value}</text:p>'
        "</table:table-cell>"
    )


def typed(kind: str, value: str, shown: str = "") -> str:
    name = {"float": "value"}.get(kind, f"{kind}-value")
    return (
        f'<table:table-cell office:value-type="{kind}" office:{name}="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


HEAD = row("Күні", "Басталуы", "Атауы", "Жас санаты")
DAY = typed("date", "2026-11-24")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (typed("float", "18", "18"), 18.0),
        (typed("date", "2026-11-24"), date(2026, 11, 24)),
        (typed("date", "2026-11-24T21:00:00.000Z"), datetime(2026, 11, 24, 21)),  # noqa: DTZ001
        (typed("date", "1899-12-30T21:00:00"), time(21)),
        (typed("time", "PT21H30M00S"), time(21, 30)),
        (typed("time", "PT25H30M00S"), timedelta(hours=25, minutes=30)),
        (typed("time", "P1DT1H"), timedelta(hours=25)),
        (typed("time", "half past nine", "21:30"), "21:30"),
        (typed("boolean", "true"), True),
        (text('а<text:s text:c="2"/>б<text:line-break/><text:span>в</text:span>'), "а  б\nв"),
        (text("а</text:p>\n   <text:p>б"), "а\nб"),
    ],
)
def test_values(cell: str, value: Cell) -> None:
    (sheet,) = sheets_of(book(table(row(cell, "x"))))
    assert sheet.rows == [[value, "x"]]


def test_cells_and_rows_that_stand_for_many() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = (
        row(text("а", 'table:number-columns-repeated="2"'), "б", blank),
        row(blank, of='table:number-rows-repeated="3"'),
        row("в", of='table:number-rows-repeated="2"'),
        row(blank, of='table:number-rows-repeated="1048000"'),
    )
    (sheet,) = sheets_of(book(table(*rows)))
    assert sheet.rows == [["а", "а", "б"], [], [], [], ["в"], ["в"]]


def test_times_past_midnight_are_of_the_day_they_stand_under() -> None:
    rows = [row(DAY, typed("time", f"PT{hour}H00M00S"), str(hour), "6+") for hour in (23, 24, 30)]
    reading = read_book(book(table(HEAD, *rows)), name="a.ods")
    assert walls(reading) == ["2026-11-24 23:00", "2026-11-25 00:00", "2026-11-25 06:00"]


def test_indented_xml_is_read() -> None:
    data = book(table(HEAD, row(DAY, "21:00", "А", "18+")).replace("><", ">\n    <"))
    assert read_book(data, name="a.ods").frame["mark_text"].tolist() == ["Жас санаты:18+"]


def test_merged_cells_hidden_rows_and_columns() -> None:
    over = 'table:number-columns-spanned="1" table:number-rows-spanned="2"'
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    data = book(table(
        columns, row("а", text("б", over)), row("в", "<table:covered-table-cell/>"),
        row("г", of='table:visibility="filter"'),
    ))  # fmt: skip
    (sheet,) = sheets_of(data)
    assert sheet.extras.merged == [((0, 1), (1, 1))]
    assert (sheet.extras.hidden_rows, sheet.extras.hidden_columns) == ({2}, {1})


def test_what_is_struck_through_is_left_out() -> None:
    line = row(DAY, "20:00", 'А <text:span text:style-name="s">(18+)</text:span>', "6+")
    gone = row(
        *(text(value, 'table:style-name="s"') for value in ("24.11.2026", "21:00", "Б", "18+"))
    )
    reading = read_book(book(table(HEAD, line, gone), styles=STRUCK), name="a.ods")
    assert not told(reading)
    assert reading.frame["title"].tolist() == ["А"]
    assert "struck through" in notes(reading)


def test_a_number_that_is_shown_as_a_mark_is_one() -> None:
    line = row(DAY, "20:00", "А", typed("float", "18", "18+"))
    reading = read_book(book(table(HEAD, line)), name="a.ods")
    assert reading.frame["mark_text"].tolist() == ["Жас санаты:18+"]


def test_errors_and_hidden_sheets_are_told() -> None:
    error = text("#N/A", 'calcext:value-type="error"')
    shown = table(HEAD, row(DAY, "20:00", "А", error))
    hidden = table(HEAD, row(DAY, "20:00", "Б", "18+"), name="Черновик", style="h")
    reading = read_book(book(shown, hidden, styles=STRUCK), name="a.ods")
    assert reading.frame["title"].tolist() == ["А"]
    assert told(reading) == [("bad-row", "Черновик", "Б"), ("bad-row", "Апта!D2", "#N/A")]
    alone = read_book(book(hidden, styles=STRUCK), name="a.ods")
    assert alone.frame["title"].tolist() == ["Б"]


def test_a_workbook_with_a_password_is_told() -> None:
    data = book(table(HEAD), more={"META-INF/manifest.xml": b"<manifest:encryption-data/>"})
    with pytest.raises(ProtectedError):
        sheets_of(data)
    assert "password" in str(read_book(data, name="a.ods").faults[0].reason)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 47 * 60), st.text("аб<&", max_size=3)), max_size=6))
def test_times_and_texts_are_read_back(lines: list[tuple[int, str]]) -> None:
    rows = [
        row(
            typed("time", f"PT{at // 60}H{at % 60}M00S"),
            title.replace("&", "&amp;").replace("<", "&lt;") or "-",
        )
        for at, title in lines
    ]
    (sheet,) = sheets_of(book(table(*rows)))
    for cells, (at, title) in zip(sheet.rows, lines, strict=True):
        length = cells[0]
        assert length == (time(at // 60, at % 60) if at < 1440 else timedelta(minutes=at))
        assert cells[1] == (title or "-")


def test_bare_numbers_of_a_workbook_that_counts_from_1904() -> None:
    settings = (
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/>'
        "</table:calculation-settings>"
    )
    line = row(typed("float", "44888", "44888"), "20:00", "А", "6+")
    data = book(settings, table(HEAD, line))
    assert walls(read_book(data, name="a.ods")) == ["2026-11-24 20:00"]


def test_a_date_with_an_offset_is_what_it_says_and_not_the_wall_clock() -> None:
    stamp = "2026-04-16T15:50:00.000Z"
    [sheet] = sheets_of(book(table(row(typed("date", stamp, "2026-04-16 20:50")))))
    assert sheet.rows == [[stamp]]


def test_formulas_with_noughts_alone_were_never_computed() -> None:
    def formula(value: int) -> str:
        return (
            f'<table:table-cell table:formula="of:={value}+0" office:value-type="float" '
            f'office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        )

    head = row("Дата", "Начало", "Название", "Возраст")
    for values, told_of in (((0, 0), 2), ((0, 18), 0)):
        rows = [row("16.04.2026", f"2{at}:00", "А", formula(n)) for at, n in enumerate(values)]
        faults = read_book(book(table(head, *rows))).faults
        assert [f"cells: {told_of})" in str(fault.reason) for fault in faults] == (
            [True] if told_of else []
        )


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (typed("float", "12", "18+"), "18+"),
        (typed("float", "18", "12+"), "12+"),
        (text("18+", 'office:string-value="12+"'), "18+"),
        (text("12+", 'office:string-value="18+"'), "12+"),
    ],
)
def test_a_mark_that_is_stored_otherwise_than_shown_is_a_fault_and_no_violation(
    cell: str, shown: str
) -> None:
    reading = read_book(book(table(HEAD, row(DAY, "21:00", "А", cell))), name="a.ods")
    assert told(reading) == [("bad-row", "Апта!D2", shown)]
    assert "18" not in reading.frame["mark_text"][0]
