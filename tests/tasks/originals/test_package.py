from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import openpyxl

from schedcheck.tasks.originals.package import Package
from schedcheck.tasks.originals.worksheets import cells_of, rows_of, worksheets


def test_a_part_is_changed_and_all_others_keep_their_bytes(tmp_path: Path) -> None:
    path, out = tmp_path / "week.xlsx", tmp_path / "changed.xlsx"
    book = openpyxl.Workbook()
    for name in ("Дүйсенбі", "Сейсенбі"):
        book.create_sheet(name).append([name, None, 18])
    book.save(path)
    package = Package(path)
    parts = worksheets(package)
    assert list(parts) == ["Sheet", "Дүйсенбі", "Сейсенбі"]
    ((number, row),) = rows_of(package.edit(parts["Сейсенбі"]), {1, 2})
    cells = dict(cells_of(row, number))
    assert list(cells) == ["A1", "C1"]
    cells["C1"].find("{*}v").text = "12"
    package.save(out)
    assert openpyxl.load_workbook(out)["Сейсенбі"]["C1"].value == 12
    with ZipFile(path) as before, ZipFile(out) as after:
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == [parts["Сейсенбі"]]
