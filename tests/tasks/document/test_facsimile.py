"""The row of a source as it is in the file."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from schedcheck.results.results import SourceReport
from schedcheck.tasks.document.facsimile import Facsimiles
from tests.fixtures.papers import pdf_of


def of(path: Path, name: str = "csv", file: str = "") -> Facsimiles:
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    return Facsimiles({file or str(path): SourceReport(file or str(path), sha, name, 1, 0)})


def test_a_line_of_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("время;название\r\n12:00;Порог (18+)\r\n".encode("cp1251"))
    rows = of(path)
    assert rows.row(str(path), "line 2") == "12:00;Порог (18+)"
    assert rows.row(str(path), "line 9") == ""
    assert rows.row(str(path), "paragraph 2") == ""


def test_a_programme_of_a_guide_over_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<tv>\n<programme start="1">\n <title>Порог</title>\n</programme>\n</tv>')
    assert of(path, "xmltv").row(str(path), "line 2") == (
        '<programme start="1"> <title>Порог</title> </programme>'
    )


def test_a_row_of_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Лист 1"
    sheet["B3"], sheet["C3"], sheet["D3"] = "12:00", "Порог", 18
    book.save(path)
    assert of(path, "spreadsheet").row(str(path), "Лист 1!B3") == "| 12:00 | Порог | 18"
    assert of(path, "spreadsheet").row(str(path), "Лист 2!B3") == ""


def test_a_member_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.csv", "12:00;Порог\n")
    file = f"{path}/b.csv"
    assert of(path, file=file).row(file, "line 1") == "12:00;Порог"


def test_of_what_has_changed_or_is_gone_nothing_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("12:00;Порог\n")
    rows = of(path)
    path.write_text("12:00;Другое\n")
    assert rows.row(str(path), "line 1") == ""
    assert rows.row(str(tmp_path / "b.csv"), "line 1") == ""


def test_a_long_row_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x" * 5000)
    assert len(of(path).row(str(path), "line 1")) < 900


def word(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("24 ноября\n12:00 Порог (18+)\n13:00  Ән")
    table = document.add_table(rows=2, cols=2)
    table.cell(1, 0).text, table.cell(1, 1).text = "14:00", "Ток-шоу 18+"
    document.save(str(path))
    return path


def test_a_paragraph_and_a_row_of_a_document(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx")
    rows = of(path, "docx")
    assert rows.row(str(path), "paragraph 1") == "24 ноября 12:00 Порог (18+) 13:00 Ән"
    assert rows.row(str(path), "paragraph 1", "Порог (18+)") == "12:00 Порог (18+)"
    assert rows.row(str(path), "table 1, row 2", "Порог") == "14:00 | Ток-шоу 18+"
    assert rows.row(str(path), "table 1, row 2, column 2") == "14:00 | Ток-шоу 18+"
    assert rows.row(str(path), "table 1, row 9") == ""


def test_a_line_of_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    words = ("24.11.2026", "12:00 Threshold (18+)", "13:00 News", "14:00 Talk show (18+)")
    path.write_bytes(pdf_of([(60, 100 + 20 * at, text) for at, text in enumerate(words)]))
    assert of(path, "pdf").row(str(path), "page 1, line 2") == "12:00 Threshold (18+)"


def test_a_page_has_rows_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><body>\n<p>12:00 Порог (18+)</p>\n"
        "<table><tr><td>14:00</td><td>Ток-шоу</td></tr></table></body></html>",
        encoding="utf-8",
    )
    rows = of(path, "html")
    assert "12:00 Порог (18+)" in rows.row(str(path), "line 2")
    assert rows.row(str(path), "table 1, row 1") == "14:00 | Ток-шоу"


@pytest.mark.parametrize(
    ("text", "place", "row"),
    [
        ('{"a": [{"t": "Порог"}]}', "$.a[0]", '{"t": "Порог"}'),
        ('{"a": [{"t": "Порог"}]}', "$.a[0] (t)", '{"t": "Порог"}'),
        ('{"a b": {"c": 1}}', '$["a b"]', '{"c": 1}'),
        ('{"a": [1]}', "$.a[7]", ""),
        ('{"a": [1]}', "$.a.b", ""),
        ('{"a": [1]}', "$", ""),
        ('{"a": [1]}\n{"a": [2]}\n', "line 2 $.a[0]", "2"),
    ],
)
def test_a_part_of_a_reply(tmp_path: Path, text: str, place: str, row: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    found = of(path, "json").row(str(path), place)
    assert found == row
