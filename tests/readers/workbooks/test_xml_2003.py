from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import open_sources
from schedcheck.schedule.reading import Reading
from tests.fixtures.trees import rows

HEAD = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1">'
    '<Font ss:StrikeThrough="1"/></Style></Styles>'
)


def cell(value: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell{more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<Row{more}>{''.join(cells)}</Row>"


HEADER = row(*map(cell, ("Дата", "Начало", "Длительность", "Название", "Возраст")))


def workbook(*rows_of_cells: str, name: str = "Апта") -> str:
    table = "".join((HEADER, *rows_of_cells))
    return f'{HEAD}<Worksheet ss:Name="{name}"><Table>{table}</Table></Worksheet></Workbook>'


def film(start: str = "1899-12-31T21:00:00.000", more: str = "") -> str:
    return row(
        cell("2024-03-04T00:00:00.000", "DateTime"),
        cell(start, "DateTime"),
        cell("1900-01-01T01:30:00.000", "DateTime"),
        cell("Түнгі <B>кино</B>", more=more),
        cell("18", "Number"),
    )


def read(folder: Path, content: str, name: str = "ktk.xls") -> Reading:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    (source,) = open_sources(path)
    return read_source(source, ReadOptions())


@pytest.mark.parametrize("name", ["ktk.xls", "ktk.xml"])
def test_dates_times_and_lengths(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, workbook(film()), name)
    assert not reading.faults
    assert reading.format == "spreadsheet"
    assert rows(reading, "title", "wall_start", "wall_stop", "mark_text", "place") == [
        ("Түнгі кино", "2024-03-04 21:00:00", "2024-03-05 22:30:00", "Возраст:18", "Апта!B2")
    ]


def test_cells_and_rows_may_be_passed_over(tmp_path: Path) -> None:
    later = row(
        cell("05.03.2024"),
        cell("22:00"),
        cell("Концерт", more=' ss:Index="4"'),
        more=' ss:Index="5"',
    )
    reading = read(tmp_path, workbook(film(), later))
    assert rows(reading, "title", "place")[1] == ("Концерт", "Апта!B5")


def test_a_merged_cell_reaches_over_the_cells_behind_it(tmp_path: Path) -> None:
    merged = row(cell("05.03.2024", more=' ss:MergeAcross="1"'), cell("30:00"))
    reading = read(tmp_path, workbook(film(), merged))
    assert [fault.place for fault in reading.faults] == ["Апта!A3"]


@pytest.mark.parametrize(
    "content",
    [
        workbook(film()).replace("</Row>", "", 1),
        workbook(film(start="never")),
        workbook(row(cell("x", more=' ss:Index="300"'))),
        workbook(row(cell("18+", "Number"))),
    ],
)
def test_a_damaged_workbook_is_a_fault(tmp_path: Path, content: str) -> None:
    reading = read(tmp_path, content)
    assert "unread" in {fault.code for fault in reading.faults}
