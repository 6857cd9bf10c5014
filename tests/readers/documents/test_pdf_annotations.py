from __future__ import annotations

import ctypes
import io
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from fpdf import FPDF
from pypdfium2 import raw

from schedcheck.readers import census
from schedcheck.readers.documents import pdf
from schedcheck.schedule.reading import Reading
from tests.fixtures.papers import below, pdf_of
from tests.fixtures.tables import NO_OPTIONS, source_of

DAY = "Понедельник, 12 декабря 2022"
LINES = [DAY, "6.00 Новости 6+", "13.00 Фильм", "23.00 Кино 12+"]
#: From the left and the lower edge, in points: right of the film.
BESIDE_THE_FILM = (120.0, 750.0)


def stamped(text: str, flags: int = 0) -> bytes:
    """A schedule over which a text was stamped beside the film of 13.00."""
    document = pypdfium2.PdfDocument(pdf_of(below(LINES)))
    page = document[0]
    text_object = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 10)
    wide = ctypes.create_string_buffer(f"{text}\0".encode("utf-16-le"))
    raw.FPDFText_SetText(text_object, ctypes.cast(wide, ctypes.POINTER(ctypes.c_ushort)))
    left, bottom = BESIDE_THE_FILM
    raw.FPDFPageObj_Transform(text_object, 1, 0, 0, 1, left, bottom)
    annotation = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_STAMP)
    raw.FPDFAnnot_SetRect(annotation, raw.FS_RECTF(left, bottom + 12, left + 60, bottom - 4))
    raw.FPDFAnnot_AppendObject(annotation, text_object)
    raw.FPDFAnnot_SetFlags(annotation, flags)
    raw.FPDFPage_CloseAnnot(annotation)
    return saved(document)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def read(data: bytes) -> Reading:
    return pdf.read(source_of(data, "a.pdf"), NO_OPTIONS)


def test_a_mark_stamped_over_a_page_is_read() -> None:
    reading = read(stamped("(18+)"))
    assert not reading.faults
    assert reading.frame["title"].tolist() == ["Новости 6+", "Фильм (18+)", "Кино 12+"]
    assert not census.unaccounted(source_of(stamped("(18+)"), "a.pdf"), reading)


def test_what_is_hidden_is_not_read() -> None:
    data = stamped("(18+)", raw.FPDF_ANNOT_FLAG_HIDDEN)
    assert read(data).frame["title"].tolist()[1] == "Фильм"


def test_a_mark_stamped_into_a_ruled_table_is_read() -> None:
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=10)
    rows = [("Date", "Start", "Title", "Rating")]
    rows += [("12.12.2022", f"{hour}:00", "A programme", "6+") for hour in range(8, 23)]
    rows[6] = (*rows[6][:3], "")
    with document.table(text_align="LEFT") as table:
        for row in rows:
            table.row(row)
    opened = pypdfium2.PdfDocument(bytes(document.output()))
    page = opened[0]
    text = page.get_textpage()
    number = text.get_text_range().index("13:00")
    _left, bottom, _right, _top = text.get_charbox(number)
    left = text.get_charbox(text.get_text_range().index("Rating"))[0]
    wide = ctypes.create_string_buffer("18+\0".encode("utf-16-le"))
    text_object = raw.FPDFPageObj_NewTextObj(opened, b"Helvetica", 10)
    raw.FPDFText_SetText(text_object, ctypes.cast(wide, ctypes.POINTER(ctypes.c_ushort)))
    raw.FPDFPageObj_Transform(text_object, 1, 0, 0, 1, left, bottom)
    annotation = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_STAMP)
    raw.FPDFAnnot_SetRect(annotation, raw.FS_RECTF(left, bottom + 10, left + 30, bottom - 3))
    raw.FPDFAnnot_AppendObject(annotation, text_object)
    raw.FPDFPage_CloseAnnot(annotation)
    frame = read(saved(opened)).frame
    marks = dict(zip(frame["title"].index, frame["mark_text"], strict=True))
    assert marks[5].endswith("18+")
    assert sum("18+" in mark for mark in marks.values()) == 1


def test_the_text_of_a_note_is_searched_for_marks_alone() -> None:
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=10)
    for left, top, line in below(["12.12.2022", "6:00 News", "13:00 A film", "23:00 Another"]):
        document.text(left, top, line)
    document.text_annotation(60, 35, "18+ since today")
    data = bytes(document.output())
    reading = read(data)
    assert reading.frame["title"].tolist() == ["News", "A film", "Another"]
    faults = census.unaccounted(source_of(data, "a.pdf"), reading)
    assert [fault.place for fault in faults] == ["page 1"]


def test_highlights_and_boxes_make_no_table() -> None:
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=10)
    with document.highlight("a highlight"):
        for left, top, line in below(["12.12.2022", "6:00 News", "13:00 A film"]):
            document.text(left, top, line)
    assert read(bytes(document.output())).frame["title"].tolist() == ["News", "A film"]


def test_what_a_note_strikes_out_stays_struck_beside_a_stamp() -> None:
    document = pypdfium2.PdfDocument(stamped("(18+)"))
    page = document[0]
    text = page.get_textpage()
    signs = text.get_text_range()
    first, last = (text.get_charbox(signs.index("12+") + at) for at in (0, 2))
    left, bottom, right, top = first[0] - 1, first[1] - 2, last[2] + 1, last[3] + 2
    note = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_STRIKEOUT)
    quad = raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
    raw.FPDFAnnot_AppendAttachmentPoints(note, ctypes.byref(quad))
    raw.FPDFAnnot_SetRect(note, raw.FS_RECTF(left, top, right, bottom))
    raw.FPDFPage_CloseAnnot(note)
    assert read(saved(document)).frame["title"].tolist() == ["Новости 6+", "Фильм (18+)", "Кино"]
