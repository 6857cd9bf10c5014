"""The row of a source as it is in the file."""

from __future__ import annotations

import hashlib
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from schedcheck.pipeline.audit import gather
from schedcheck.pipeline.run import Settings, prepare
from schedcheck.results.results import SourceReport
from schedcheck.tasks.document.facsimile import Facsimiles
from tests.checks.audited import programme
from tests.fixtures.jtv_files import pair
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


def read(path: Path) -> tuple[Facsimiles, Any]:
    """The facsimiles of what is read of a file, and its programmes."""
    job = gather(str(path), prepare(Settings()))
    return Facsimiles({one.file: one.report() for one in job.sources}), job.frame


def shown(path: Path) -> list[str]:
    """The row of each programme of a file, as a record shows it."""
    rows, frame = read(path)
    return [
        rows.row(file, place, title, start=start.to_pydatetime())
        for file, place, title, start in zip(
            frame["file"], frame["place"], frame["title"], frame["start"], strict=True
        )
    ]


def test_a_guide_on_one_line_has_the_programme_meant(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    rows = (
        programme(f"20261124 {hour}00", f"20261124 {hour}30", title, rating="18+")
        for hour in ("12", "13", "14")  # at +0500, and the channel's clock may be another
        for title in ("Порог & дом", "Ән")
    )
    path.write_text(f"<tv>{''.join(map(str.strip, rows))}</tv>", encoding="utf-8")
    found = shown(path)
    assert len(found) == 6
    for row, hour in zip(found[::2], ("12", "13", "14"), strict=True):
        assert row.count("<programme") == 1
        assert f"20261124{hour}00" in row
        assert "Порог &amp; дом" in row


def test_a_record_of_several_lines_of_a_table_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        'Дата;Время;Название;Возраст\n24.11.2026;20:30;"Х/ф\n«Порог»\x85";18+\n'
        "24.11.2026;22:30;Ән;0+\n",
        encoding="utf-8",
    )
    first, second = shown(path)
    assert first == '24.11.2026;20:30;"Х/ф «Порог» ";18+'
    assert second == "24.11.2026;22:30;Ән;0+"


def test_of_a_long_row_title_and_mark_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"12:00;{'x' * 2000};Порог;{'y' * 2000};18+;{'z' * 2000}\n", encoding="utf-8")
    row = of(path).row(str(path), "line 1", "Порог", "18+")
    assert row.startswith("12:00;xxx")
    assert "xxx;Порог;yyy" in row
    assert "yyy;18+;zzz" in row
    assert len(row) < 1200


def test_an_entry_of_jtv_is_bytes_start_and_title(tmp_path: Path) -> None:
    at = datetime(2026, 11, 24, 20, 30)  # noqa: DTZ001 - a clock reading
    packed = tmp_path / "guide.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("A", "B"):
            halves = pair([(at, f"Порог {name} (18+)")])
            for ending, content in zip((".ndx", ".pdt"), halves, strict=True):
                archive.writestr(name + ending, content)
                (tmp_path / (name + ending)).write_bytes(content)
    for path in (packed, tmp_path / "A.ndx"):
        rows = shown(path)
        assert rows[0].endswith("| 2026-11-24T20:30:00 | Порог A (18+)")
        assert re.match(r"00 00( [0-9A-F]{2}){10} \| ", rows[0])


EVENT = """<tsduck><EIT type="0" service_id="1" transport_stream_id="2" original_network_id="3">
<event event_id="7" start_time="2026-11-24 15:30:00" duration="01:40:00">
<short_event_descriptor language_code="rus"><event_name>Порог</event_name><text>Драма</text>
</short_event_descriptor><parental_rating_descriptor>
<country country_code="KAZ" rating="0x0F"/></parental_rating_descriptor></event></EIT></tsduck>"""
TVA = """<TVAMain xmlns="urn:tva:metadata:2019"><ProgramDescription><ProgramInformationTable>
<ProgramInformation programId="crid://a/1"><BasicDescription><Title>Порог</Title>
<ParentalGuidance><mpeg7:MinimumAge xmlns:mpeg7="urn:mpeg:mpeg7:schema:2001">18
</mpeg7:MinimumAge></ParentalGuidance></BasicDescription></ProgramInformation>
</ProgramInformationTable><ProgramLocationTable><Schedule serviceIDRef="ktk"><ScheduleEvent>
<Program crid="crid://a/1"/><PublishedStartTime>2026-11-24T20:30:00+05:00</PublishedStartTime>
<PublishedDuration>PT1H40M</PublishedDuration></ScheduleEvent></Schedule>
</ProgramLocationTable></ProgramDescription></TVAMain>"""
CALENDAR = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
DTSTART:20261124T153000Z\r
SUMMARY:Пор\r
 ог\r
DESCRIPTION:18+\r
END:VEVENT\r
END:VCALENDAR\r
"""
RECORDER = """C S19.2E-1-1-1 KTK
E 7 1795534200 6000 4E 1
T Порог
R 18
e
c
"""


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.xml", EVENT, ['start_time="2026-11-24 15:30:00"', "Порог", 'rating="0x0F"']),
        ("a.xml", EVENT.replace("\n", ""), ["Порог", 'rating="0x0F"']),
        ("a.xml", TVA, ["2026-11-24T20:30:00+05:00", "<title>Порог", ">18</minimumage>"]),
        ("a.ics", CALENDAR, ["DTSTART:20261124T153000Z SUMMARY:Порог DESCRIPTION:18+ END:VEVENT"]),
        ("epg.data", RECORDER, ["E 7 1795534200 6000 4E 1 T Порог R 18 e"]),
        ("a.txt", "24.11.2026\n12:00 Порог (18+)\x0b13:00 Ән\n", ["12:00 Порог (18+)"]),
    ],
)
def test_a_record_has_its_fields_with_title_and_mark(
    tmp_path: Path, name: str, content: str, expected: list[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode())
    first, *_more = shown(path)
    for text in expected:
        assert text in first


def test_a_row_of_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    columns = {"start": ["2026-11-24 12:00", "2026-11-24 13:00"], "title": ["Ән", "Порог 18+"]}
    pq.write_table(pa.table(columns), path)
    assert shown(path)[1] == '{"start": "2026-11-24 13:00", "title": "Порог 18+"}'


def test_a_sheet_of_excel_2003(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Апта"><Table>'
        "<Row><Cell><Data>Начало</Data></Cell><Cell><Data>Название</Data></Cell></Row>"
        "<Row><Cell><Data>24.11.2026 12:00</Data></Cell><Cell><Data>Порог 18+</Data></Cell></Row>"
        "</Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    assert shown(path) == ["24.11.2026 12:00 | Порог 18+"]


def test_members_of_one_name_are_told_apart_by_title(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    table = "Дата;Время;Название\n24.11.2026;12:00;{}\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.csv", table.format("Порог (18+)"))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("b.csv", table.format("Ән (0+)"))
    rows = of(path, file=f"{path}/b.csv")
    assert rows.row(f"{path}/b.csv", "line 2", "Ән (0+)") == "24.11.2026;12:00;Ән (0+)"
