from __future__ import annotations

import io
from datetime import date, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import openpyxl.formatting.rule
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from schedcheck.pipeline.audit import audit
from schedcheck.tasks.annotate.notes import AnnotateError
from schedcheck.tasks.annotate.original import annotate_original

SHEET = "Неделя 48"
ROWS = (
    (date(2026, 11, 24), time(20, 0), time(1, 30), "Новый день", "12+"),
    (date(2026, 11, 24), time(21, 30), time(1, 0), "Кино «Ночь»", "18+"),
    (date(2026, 11, 24), time(22, 30), time(1, 0), "Сериал", "18+"),
    (date(2026, 11, 25), time(14, 0), time(2, 0), "Ток-шоу", "Е 18"),
)


def station_workbook(path: Path, *, comment: bool = True) -> Path:
    """A workbook as a station keeps it: formulas, merged cells, formats, a chart, a comment."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    sheet.merge_cells("A1:F1")
    sheet["A1"] = "КТК, сетка на неделю"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.append(["Дата", "Начало", "Длительность", "Название", "Возраст", "Минуты"])
    for number, row in enumerate(ROWS, 3):
        sheet.append([*row, f"=C{number}*24*60"])
    sheet["B4"].fill = PatternFill("solid", fgColor="CCFFCC")
    sheet["B4"].font = Font(italic=True)
    if comment:
        sheet["B6"].comment = Comment("Уточнить у редакции", "Айгерим")
    rules: Any = openpyxl.formatting.rule
    scale = rules.ColorScaleRule("min", None, "FFFFFF", end_type="max", end_color="63BE7B")
    sheet.conditional_formatting.add("F3:F6", scale)
    red = rules.CellIsRule(
        operator="equal", formula=['"18+"'], font=Font(color="9C0006", bold=True)
    )
    sheet.conditional_formatting.add("E3:E6", red)
    sheet.column_dimensions["D"].width = 31
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=6, min_row=2, max_row=6), titles_from_data=True)
    sheet.add_chart(chart, "H3")
    other = book.create_sheet("Итоги")
    other["A1"] = "Пояснения"
    other["B2"] = f"='{SHEET}'!F3"
    book.save(path)
    return path


def annotated(tmp_path: Path, *, comment: bool = True) -> tuple[Path, Path, list[str]]:
    path = station_workbook(tmp_path / "ktk.xlsx", comment=comment)
    out = tmp_path / "notes.xlsx"
    return path, out, annotate_original(audit([path]), path, out)


@pytest.mark.parametrize("comment", [True, False])
def test_the_offending_cells_are_coloured_and_say_why(tmp_path: Path, comment: bool) -> None:  # noqa: FBT001 - a parameter
    _path, out, _untold = annotated(tmp_path, comment=comment)
    sheet: Any = openpyxl.load_workbook(out)[SHEET]
    told = {cell.coordinate: cell for row in sheet.iter_rows() for cell in row if cell.comment}
    assert set(told) == {"B4", "B6"}
    assert all(cell.fill.fgColor.rgb == "FFF4B6B6" for cell in told.values())
    text = told["B4"].comment.text
    assert "30 min inside 06:00-22:00" in text
    assert "Nearest lawful start: 05:00 / 22:00" in text
    assert told["B6"].comment.text.startswith("Уточнить у редакции\n") == comment
    assert "120 min" in told["B6"].comment.text


def test_all_else_is_as_it_was(tmp_path: Path) -> None:
    path, out, _untold = annotated(tmp_path)
    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(out)
    assert before.sheetnames == after.sheetnames
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        assert {str(one) for one in old.merged_cells.ranges} == {
            str(one) for one in new.merged_cells.ranges
        }
        assert len(old.conditional_formatting) == len(new.conditional_formatting)
        assert old.column_dimensions["D"].width == new.column_dimensions["D"].width
        for row in old.iter_rows():
            for cell in row:
                same = new[cell.coordinate]
                assert same.value == cell.value
                for name in ("font", "border", "alignment", "number_format", "protection"):
                    assert repr(getattr(same, name)) == repr(getattr(cell, name))
                if cell.coordinate not in {"B4", "B6"}:
                    assert repr(same.fill) == repr(cell.fill)


def test_the_parts_that_need_no_change_are_the_same_bytes(tmp_path: Path) -> None:
    path, out, _untold = annotated(tmp_path, comment=False)
    with ZipFile(path) as before, ZipFile(out) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        added = set(after.namelist()) - set(before.namelist())
    assert changed == {
        "[Content_Types].xml",
        "xl/styles.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/worksheets/sheet1.xml",
    }
    assert added == {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}


def test_the_annotated_copy_is_judged_the_same(tmp_path: Path) -> None:
    path, out, _untold = annotated(tmp_path)
    first, second = audit([path]), audit([out])
    assert [(one.code, one.title, one.start) for one in first.findings] == [
        (one.code, one.title, one.start) for one in second.findings
    ]


def test_what_has_no_cell_is_told_to_be_left_out(tmp_path: Path) -> None:
    _path, _out, untold = annotated(tmp_path)
    assert untold == ["Итоги"]


def test_an_old_workbook_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = station_workbook(tmp_path / "ktk.xlsx")
    result = audit([path])
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    path.write_bytes(buffer.getvalue())
    with pytest.raises(AnnotateError, match="xlsx"):
        annotate_original(result, path, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()
