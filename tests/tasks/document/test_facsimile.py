"""The row of a source as it is in the file."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from openpyxl import Workbook

from schedcheck.tasks.document.facsimile import Facsimiles


def of(path: Path, file: str = "") -> Facsimiles:
    return Facsimiles({file or str(path): hashlib.sha256(path.read_bytes()).hexdigest()})


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
    assert of(path).row(str(path), "line 2") == (
        '<programme start="1"> <title>Порог</title> </programme>'
    )


def test_a_row_of_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Лист 1"
    sheet["B3"], sheet["C3"], sheet["D3"] = "12:00", "Порог", 18
    book.save(path)
    assert of(path).row(str(path), "Лист 1!B3") == " | 12:00 | Порог | 18"
    assert of(path).row(str(path), "Лист 2!B3") == ""


def test_a_member_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.csv", "12:00;Порог\n")
    file = f"{path}/b.csv"
    assert of(path, file).row(file, "line 1") == "12:00;Порог"


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
