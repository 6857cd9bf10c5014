from __future__ import annotations

import io

import docx as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.documents import docx, odt
from schedcheck.readers.workbooks import reader as spreadsheet
from schedcheck.schedule.reading import Reading
from tests.fixtures.listings import Listing, given_back, lines_of, listings, pairs_of
from tests.fixtures.papers import docx_of, office_zip
from tests.fixtures.tables import NO_OPTIONS, source_of, told, walls, workbook_of

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MONDAY = "Понедельник, 12 декабря 2022"


def read(data: bytes) -> Reading:
    return docx.read(source_of(data, "a.docx"), NO_OPTIONS)


def document(body: str, **members: str) -> bytes:
    main = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    return office_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": main} | members)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p><w:pPr><w:jc/></w:pPr>{''.join(runs)}</w:p>"


@given(listings(), st.sampled_from((" ", "\t", "table")))
def test_what_a_press_office_writes_is_given_back(listing: Listing, between: str) -> None:
    if between == "table":
        rows = [list(pair) if pair[0] else [pair[1]] for pair in pairs_of(listing)]
        data = docx_of([rows])
    else:
        data = docx_of(lines_of(listing, between))
    assert docx.sniff(data[:65536], "a")
    assert given_back(read(data)) == listing.showings


def test_insertions_under_review_are_read_and_deletions_are_not() -> None:
    data = document(
        paragraph(run(MONDAY))
        + paragraph(
            f"<w:ins>{run('21.00 Ән ')}</w:ins>",
            "<w:del><w:r><w:delText>22.00 Күй</w:delText></w:r></w:del>",
            f"<w:ins>{run('(18+)')}</w:ins>",
        )
    )
    assert read(data).frame["title"].tolist() == ["Ән (18+)"]


def test_content_controls_links_and_boxes_are_read() -> None:
    box = f"<w:txbxContent>{paragraph(run('23.00 Жыр'))}</w:txbxContent>"
    data = document(
        f"<w:sdt><w:sdtContent>{paragraph(run(MONDAY))}</w:sdtContent></w:sdt>"
        + paragraph(
            f"<w:hyperlink>{run('21.00 Ән')}</w:hyperlink>", f"<w:drawing>{box}</w:drawing>"
        )
        + f"<w:sdt><w:sdtContent><w:tbl><w:tr><w:tc>{paragraph(run('23.30'))}</w:tc>"
        f"<w:tc>{paragraph(run('Күй'))}</w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>"
    )
    reading = read(data)
    assert reading.frame["title"].tolist() == ["Ән", "Жыр", "Күй"]
    assert reading.frame["place"].tolist() == ["paragraph 2", "paragraph 3", "table 1, row 1"]


def test_raised_minutes_line_breaks_and_hyphens() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    data = document(
        paragraph(run(MONDAY), "<w:r><w:br/></w:r>", run("6"), run("30", raised), run(" Ән"))
        + paragraph(run("7.00"), "<w:r><w:noBreakHyphen/></w:r>", run("8.00 Күй"))
    )
    reading = read(data)
    assert walls(reading) == ["2022-12-12 06:30", "2022-12-12 07:00"]
    assert set(reading.frame["stop_from"]) == {"unknown", "printed"}


def test_the_week_may_stand_in_the_header_of_the_page() -> None:
    paper = library.Document()
    paper.sections[0].header.paragraphs[0].text = "12-18 декабря 2022 г."
    paper.add_paragraph("Понедельник, 12 декабря")
    paper.add_paragraph("6.00 Ән")
    stream = io.BytesIO()
    paper.save(stream)
    assert walls(read(stream.getvalue())) == ["2022-12-12 06:00"]


def test_the_day_it_was_saved_tells_the_year() -> None:
    core = (
        '<c:p xmlns:c="c" xmlns:dcterms="d"><dcterms:modified>2022-12-09T08:00:00Z'
        "</dcterms:modified></c:p>"
    )
    body = paragraph(run("Понедельник, 12 декабря")) + paragraph(run("6.00 Ән"))
    assert walls(read(document(body, **{"docProps/core.xml": core}))) == ["2022-12-12 06:00"]


def test_a_merged_cell_keeps_the_columns_in_their_places() -> None:
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    data = document(
        f"<w:tbl><w:tr><w:tc>{wide}{paragraph(run(MONDAY))}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph(run('6.00'))}</w:tc><w:tc>{paragraph(run('Ән'))}</w:tc></w:tr>"
        "</w:tbl>"
    )
    assert walls(read(data)) == ["2022-12-12 06:00"]


@pytest.mark.parametrize("cut", [40, 400, -200])
def test_damaged_documents_are_told(cut: int) -> None:
    assert [fault[0] for fault in told(read(docx_of([MONDAY, "6.00 Ән"])[:cut]))] == ["unread"]


def test_a_document_without_its_text_or_with_broken_xml_is_told() -> None:
    for members in ({"word/styles.xml": "<a/>"}, {"word/document.xml": "<w:document"}):
        assert [fault[0] for fault in told(read(office_zip(members)))] == ["unread"]


def test_entities_are_never_loaded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    main = f"{bomb}<w:document {_W}><w:body>{paragraph(run('&x;'))}</w:body></w:document>"
    reading = read(office_zip({"word/document.xml": main}))
    assert "root" not in str(reading)


def test_no_other_document_is_taken_for_one() -> None:
    book, paper = workbook_of(A=[["a"]]), docx_of([MONDAY])
    assert not docx.sniff(book[:65536], "a.docx")
    assert not odt.sniff(paper[:65536], "a.odt")
    assert not spreadsheet.sniff(paper[:65536], "a.xlsx")


STRIKE, STAYS = "<w:strike/>", '<w:strike w:val="0"/>'


@pytest.mark.parametrize(
    ("runs", "title"),
    [
        (run("23.00", STRIKE) + run("21.00 Ән (18+)"), "Ән (18+)"),
        (run("21.00 Ән ") + run("(6+)", "<w:dstrike/>") + run("(18+)"), "Ән (18+)"),
        (run("21.00 Ән ") + run("(6+)", '<w:rStyle w:val="Gone"/>') + run("(18+)"), "Ән (18+)"),
        (run("21.00 Ән (18+)", STAYS), "Ән (18+)"),
        (
            run("21.00 Ән (18") + '<w:r><w:sym w:font="Symbol" w:char="F02B"/></w:r>' + run(")"),
            "Ән (18+)",
        ),
    ],
)
def test_what_is_struck_through_is_not_on_air_and_is_noted(runs: str, title: str) -> None:
    styles = (
        f'<w:styles {_W}><w:style w:styleId="Gone"><w:basedOn w:val="Base"/></w:style>'
        f'<w:style w:styleId="Base"><w:rPr>{STRIKE}</w:rPr></w:style></w:styles>'
    )
    data = document(paragraph(run(MONDAY)) + paragraph(runs), **{"word/styles.xml": styles})
    reading = read(data)
    assert (walls(reading), reading.frame["title"].tolist()) == (["2022-12-12 21:00"], [title])
    noted = any("not on air" in str(note) for note in reading.notes)
    assert noted == ("23.00" in runs or "(6+)" in runs)


HIDDEN = (
    "<w:vanish/>",
    '<w:color w:val="FFFFFF"/>',
    '<w:sz w:val="2"/>',
    '<w:rStyle w:val="Unseen"/>',
)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_text_changes_nothing_and_is_a_fault_where_it_looks_like_a_schedule(
    hidden: str,
) -> None:
    style = f'<w:style w:styleId="Unseen"><w:rPr>{HIDDEN[0]}</w:rPr></w:style>'
    styles = {"word/styles.xml": f"<w:styles {_W}>{style}</w:styles>"}
    shown = paragraph(run("20.00 Күй (6+)"))

    def reading_of(*runs: str) -> tuple[list[str], list[str], list[str]]:
        reading = read(document(paragraph(run(MONDAY)) + shown + paragraph(*runs), **styles))
        faults = [fault.text for fault in reading.faults]
        return reading.frame["title"].tolist()[1:], walls(reading)[1:], faults

    film, at = run("21.00 Ән (18+)"), ["2022-12-12 21:00"]
    assert reading_of(run("23.00 ", hidden), film) == (["Ән (18+)"], at, ["23.00 "])
    assert reading_of(run("Сейсенбі, 13 желтоқсан", hidden), film)[1] == at
    assert reading_of(run("21.00 Ән (1"), run("-", hidden), run("8+)")) == (["Ән (18+)"], at, [])
    assert reading_of(run("21.00 Ән (18+)", hidden)) == ([], [], ["21.00 Ән (18+)"])
    assert reading_of(run("21.00 Ән "), run("(18+)", hidden)) == (["Ән"], at, ["(18+)"])


def test_white_on_a_colour_is_shown_and_so_is_all_where_nothing_else_is() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    on_blue = run("21.00 Ән (18+)", white + '<w:shd w:fill="000080"/>')
    reading = read(document(paragraph(run(MONDAY)) + paragraph(on_blue)))
    assert (walls(reading), reading.faults) == (["2022-12-12 21:00"], [])
    whole = document(paragraph(run(MONDAY, white)) + paragraph(run("21.00 Ән (18+)", white)))
    assert walls(read(whole)) == ["2022-12-12 21:00"]


def test_a_hidden_row_a_chosen_entry_and_a_table_in_a_page_header() -> None:
    def row(text: str, properties: str = "") -> str:
        cells = "".join(f"<w:tc>{paragraph(run(part))}</w:tc>" for part in text.split("|"))
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    entries = "".join(f'<w:listEntry w:val="{mark}"/>' for mark in ("6+", "18+"))
    chosen = (
        '<w:r><w:fldChar><w:ffData><w:ddList><w:result w:val="1"/>'
        f"{entries}</w:ddList></w:ffData></w:fldChar></w:r>"
    )
    table = f"<w:tbl>{row('20.00|Күй')}{row('21.00|Ән (18+)', '<w:hidden/>')}</w:tbl>"
    head = f"<w:hdr {_W}><w:tbl>{row('КТК|' + MONDAY)}</w:tbl></w:hdr>"
    data = document(table + paragraph(run("22.00 Жыр "), chosen), **{"word/header1.xml": head})
    reading = read(data)
    assert reading.frame["title"].tolist() == ["Күй", "Жыр 18+"]
    assert walls(reading) == ["2022-12-12 20:00", "2022-12-12 22:00"]
    assert "bad-row" in [fault.code for fault in reading.faults]


def test_rows_and_ends_of_paragraphs_deleted_under_review() -> None:
    def row(text: str, properties: str = "") -> str:
        cells = "".join(f"<w:tc>{paragraph(run(part))}</w:tc>" for part in text.split("|"))
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    joined = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('22.00 ')}</w:p>"
    table = f"<w:tbl>{row('20.00|Күй')}{row('21.00|Ән (18+)', '<w:del/>')}</w:tbl>"
    reading = read(document(paragraph(run(MONDAY)) + table + joined + paragraph(run("Жыр"))))
    assert reading.frame["title"].tolist() == ["Күй", "Жыр"]
    assert "Ән" in " ".join(map(str, reading.notes))


def test_a_document_type_and_endless_nesting_are_refused() -> None:
    body = f"<w:body>{paragraph(run(MONDAY))}{paragraph(run('21.00 Ән (&mark;)'))}</w:body>"
    main = f'<!DOCTYPE a [<!ENTITY mark "18+">]><w:document {_W}>{body}</w:document>'
    outside = f'<!DOCTYPE a SYSTEM "a.dtd"><w:document {_W}>{body}</w:document>'
    deep = f"<w:document {_W}>{'<w:sdt>' * 1500}{'</w:sdt>' * 1500}</w:document>"
    for text, reason in ((main, "DOCTYPE"), (outside, "DOCTYPE"), (deep, "nested")):
        data = office_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": text})
        assert [fault.code for fault in read(data).faults] == ["unread"]
        assert reason in str(read(data).faults[0].reason)
