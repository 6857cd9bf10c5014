from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from schedcheck.readers.issued import issued
from schedcheck.readers.source import Source, open_sources


def told(path: Path) -> str:
    (source,) = open_sources(str(path))
    return issued(source)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<?xml version="1.0"?><tv date="20261120">', "2026-11-20T00:00:00"),
        ('<tv generator-info-name="x"\n date = "202611201530">', "2026-11-20T15:30:00"),
        ("<tv date='20261120153007 +0500'>", "2026-11-20T15:30:07"),
        ('<tv date="20269920">', ""),
        ("<tv>", ""),
        ("Дата;Время\n", ""),
    ],
)
def test_a_guide_says_it_in_its_root(tmp_path: Path, content: str, expected: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(content, encoding="utf-8")
    assert told(path) == expected


def test_a_workbook_says_it_in_its_properties_also_inside_an_archive(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.properties.modified = datetime(2026, 11, 20, 15, 30)  # noqa: DTZ001 - openpyxl wants it so
    book.save(tmp_path / "a.xlsx")
    # openpyxl writes the time of saving
    written = told(tmp_path / "a.xlsx")
    assert datetime.fromisoformat(written) > datetime(2026, 1, 1)  # noqa: DTZ001 - as told
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.xlsx", "ktk.xlsx")
    assert told(tmp_path / "a.zip") == written


@pytest.mark.parametrize("said", ["2026-11-20T15:30:00Z", "2026-11-20T20:30:00+05:00"])
def test_a_document_says_it_in_its_meta_data(tmp_path: Path, said: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("meta.xml", f"<office:meta><dc:date>{said}</dc:date></office:meta>")
    assert told(tmp_path / "a.odt") == "2026-11-20T15:30:00"


def test_a_damaged_package_says_nothing(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("meta.xml", "<dc:date>2026-11-20</dc:date>")
    path = tmp_path / "a.odt"
    path.write_bytes(held.getvalue()[:60])
    assert not issued(Source(str(path), opener=lambda stack: stack.enter_context(path.open("rb"))))
