"""A small file of each kind that is read: a programme marked 18+ at noon, another at 13:00."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime

from tests.checks.audited import programme
from tests.readers.archives import zip_of
from tests.readers.jtv_files import jtv_zip
from tests.readers.papers import below, pdf_of
from tests.readers.tables import workbook_of

FIRST, SECOND = "Ночной гость (18+)", "Жаңалықтар"
_MOMENTS = (
    (datetime(2024, 3, 4, 12), FIRST),  # noqa: DTZ001 - printed readings
    (datetime(2024, 3, 4, 13), SECOND),  # noqa: DTZ001 - the same
)
_LINES = ("Понедельник, 4 марта 2024", f"12.00 {FIRST}", f"13.00 {SECOND}")


def _bxf(what: str = "ProgramEvent") -> bytes:
    events = "".join(
        "<ScheduledEvent><EventData eventType='Primary' action='add'><EventId><EventId/></EventId>"
        f"<EventTitle>{title}</EventTitle><PrimaryEvent><{what}><ProgramName>{title}</ProgramName>"
        f"</{what}></PrimaryEvent><StartDateTime><SmpteDateTime frameRate='25' "
        f"broadcastDate='{at:%Y-%m-%d}'><SmpteTimeCode>{at:%H:%M:%S}:00</SmpteTimeCode>"
        "</SmpteDateTime></StartDateTime><LengthOption><Duration><SmpteDuration><SmpteTimeCode>"
        "01:00:00:00</SmpteTimeCode></SmpteDuration></Duration></LengthOption></EventData>"
        "</ScheduledEvent>"
        for at, title in _MOMENTS
    )
    return (
        '<?xml version="1.0"?><BxfMessage xmlns="http://smpte-ra.org/schemas/2021/2017/BXF">'
        "<BxfData action='add'><Schedule type='Primary'><Channel shortName='KTK'/>"
        f"{events}</Schedule></BxfData></BxfMessage>"
    ).encode()


def _eit() -> bytes:
    events = "".join(
        f'<event event_id="{number}" start_time="2024-03-04 {7 + number:02d}:00:00" '
        'duration="01:00:00" running_status="undefined" CA_mode="false"><short_event_descriptor '
        f'language_code="kaz"><event_name>{title}</event_name></short_event_descriptor></event>'
        for number, (_at, title) in enumerate(_MOMENTS)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tsduck><EIT type="0" version="1" current="true" '
        'actual="true" service_id="0x0001" transport_stream_id="0x0001" '
        f'original_network_id="0x0001" last_table_id="0x50">{events}</EIT></tsduck>'
    ).encode()


def _tva() -> bytes:
    titles = "".join(
        f'<ProgramInformation programId="crid://a/{number}"><BasicDescription><Title>{title}'
        "</Title></BasicDescription></ProgramInformation>"
        for number, (_at, title) in enumerate(_MOMENTS)
    )
    events = "".join(
        f'<ScheduleEvent><Program crid="crid://a/{number}"/><PublishedStartTime>'
        f"{at:%Y-%m-%dT%H:%M:%S}+05:00</PublishedStartTime><PublishedDuration>PT1H"
        "</PublishedDuration></ScheduleEvent>"
        for number, (at, _title) in enumerate(_MOMENTS)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TVAMain xmlns="urn:tva:metadata:2019">'
        f"<ProgramDescription><ProgramInformationTable>{titles}</ProgramInformationTable>"
        f'<ProgramLocationTable><Schedule serviceIDRef="ktk">{events}</Schedule>'
        "</ProgramLocationTable></ProgramDescription></TVAMain>"
    ).encode()


def _docx() -> bytes:
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _LINES)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zip_of(
        {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
            ).encode(),
            "_rels/.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId1" Type="{office}" Target="word/document.xml"/>'
                "</Relationships>"
            ).encode(),
            "word/document.xml": (
                '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                f"<w:body>{text}</w:body></w:document>"
            ).encode(),
        }
    )


def _odt() -> bytes:
    text = "".join(f"<text:p>{line}</text:p>" for line in _LINES)
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:text="{space}:text:1.0">'
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def _rtf() -> bytes:
    def escaped(line: str) -> str:
        return "".join(one if one.isascii() else f"\\u{ord(one)}?" for one in line)

    return ("{\\rtf1\\ansi " + "\\par ".join(map(escaped, _LINES)) + "\\par}").encode()


def _json() -> bytes:
    """As TVmaze answers."""
    return json.dumps(
        [
            {
                "id": number,
                "airstamp": f"{at:%Y-%m-%dT%H:%M:%S}+05:00",
                "airdate": f"{at:%Y-%m-%d}",
                "airtime": f"{at:%H:%M}",
                "runtime": 60,
                "name": title,
                "show": {"name": title, "network": {"name": "ktk"}},
            }
            for number, (at, title) in enumerate(_MOMENTS)
        ],
        ensure_ascii=False,
    ).encode()


def _csv(*rows: str) -> bytes:
    return ("Дата;Время;Название\n" + "\n".join(rows)).encode()


def _guide(rows: str) -> bytes:
    return f"<tv>{rows}</tv>".encode()


def _html(rows: str) -> bytes:
    head = "<tr><th>Дата</th><th>Время</th><th>Название</th></tr>"
    return f"<!DOCTYPE html><html><body><table>{head}{rows}</table></body></html>".encode()


_HEADINGS = ["Дата", "Время", "Название"]
_TEXTS = [(f"{at:%d.%m.%Y}", f"{at:%H:%M}", title) for at, title in _MOMENTS]

#: Reader -> a file of its kind.
SAMPLES: Mapping[str, bytes] = {
    "pdf": pdf_of(below(list(_LINES))),
    "bxf": _bxf(),
    "csv": _csv(*map(";".join, _TEXTS)),
    "docx": _docx(),
    "eit": _eit(),
    "html": _html(
        "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in _TEXTS)
    ),
    "json": _json(),
    "jtv": jtv_zip({"ktk": _MOMENTS}),
    "listing": "\n".join(_LINES).encode("cp1251", "replace"),
    "odt": _odt(),
    "rtf": _rtf(),
    "spreadsheet": workbook_of(week=[_HEADINGS, *_TEXTS]),
    "tva": _tva(),
    "xmltv": _guide(programme("12:00", "13:00", FIRST) + programme("13:00", "14:00", SECOND)),
}
#: Reader -> files of its kind without one programme.
EMPTY: Mapping[str, bytes] = {
    "bxf": _bxf("NonProgramEvent"),
    "csv": _csv(),
    "eit": b"<tsduck></tsduck>",
    "html": _html(""),
    "json": b"[]",
    "jtv": jtv_zip({"ktk": []}),
    "spreadsheet": workbook_of(week=[_HEADINGS]),
    "tva": b'<TVAMain xmlns="urn:tva:metadata:2019"></TVAMain>',
    "xmltv": _guide(""),
}
