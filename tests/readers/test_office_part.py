from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from schedcheck.readers import registry
from schedcheck.readers.office_part import root_of
from schedcheck.readers.source import SourceError
from schedcheck.schedule.reading import Reading
from tests.fixtures.papers import odt_of, office_zip
from tests.fixtures.tables import NO_OPTIONS, source_of, workbook_of

ROWS = [["дата", "время", "название", "возраст"], ["24.11.2026", "15:00", "Ән", "18+"]]


@pytest.mark.parametrize(
    "declared", ["<!DOCTYPE a>", '<!DOCTYPE a SYSTEM "a.dtd">', '<!DOCTYPE a [<!ENTITY b "18+">]>']
)
def test_a_document_type_is_refused(declared: str) -> None:
    with pytest.raises(SourceError, match="DOCTYPE"):
        root_of(f"{declared}<a/>".encode())
    with pytest.raises(SourceError, match="DOCTYPE"):
        root_of(f'<?xml version="1.0" encoding="UTF-16"?>{declared}<a/>'.encode("utf-16"))


def test_other_parts_are_read_and_broken_ones_raise() -> None:
    assert root_of(b"<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>").text == "<!DOCTYPE a>"
    with pytest.raises(etree.XMLSyntaxError):
        root_of(b"<a>")


def read(data: bytes, name: str) -> Reading:
    return registry.read_source(source_of(data, name), NO_OPTIONS)


def declared(data: bytes, part: str, root: str) -> bytes:
    """An office file whose ``part`` has an entity in the place of its age mark."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    before, begin, rest = members[part].replace("18+", "&mark;").partition(f"<{root}")
    members[part] = f'{before}<!DOCTYPE a [<!ENTITY mark "18+">]>{begin}{rest}'
    return office_zip(members, members.pop("mimetype", ""))


def ods_of(rows: list[list[str]]) -> bytes:
    names = ("office", "table", "text")
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names
    )
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="a">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return office_zip({"content.xml": content}, "application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize(
    ("data", "name", "part", "root"),
    [
        (workbook_of(A=ROWS), "a.xlsx", "xl/worksheets/sheet1.xml", "worksheet"),
        (workbook_of(A=ROWS), "a.xlsx", "xl/workbook.xml", "workbook"),
        (ods_of(ROWS), "a.ods", "content.xml", "office:document-content"),
        (odt_of(["24.11.2026", "15:00 Ән (18+)"]), "a.odt", "content.xml",
         "office:document-content"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_no_office_file_loses_a_mark_in_an_entity(
    data: bytes, name: str, part: str, root: str
) -> None:
    assert read(data, name).frame["title"].tolist()
    reading = read(declared(data, part, root), name)
    assert not len(reading.frame)
    assert [fault.code for fault in reading.faults] == ["unread"]
