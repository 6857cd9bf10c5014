from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.documents import odt
from schedcheck.schedule.reading import Reading
from tests.fixtures.listings import Listing, given_back, lines_of, listings, pairs_of
from tests.fixtures.papers import odt_of, odt_xml
from tests.fixtures.tables import NO_OPTIONS, source_of, told, walls

MONDAY = "<text:h>Дүйсенбі, 12 желтоқсан 2022</text:h>"


def read(data: bytes) -> Reading:
    return odt.read(source_of(data, "a.odt"), NO_OPTIONS)


@given(listings(), st.sampled_from((" ", "\t", "table")))
def test_what_a_press_office_writes_is_given_back(listing: Listing, between: str) -> None:
    if between == "table":
        data = odt_of([[list(pair) for pair in pairs_of(listing)]])
    else:
        data = odt_of(lines_of(listing, between))
    assert odt.sniff(data[:65536], "a")
    assert given_back(read(data)) == listing.showings


def test_lists_boxes_links_and_raised_minutes() -> None:
    style = (
        '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/>'
        "</style:style>"
    )
    body = (
        f'{MONDAY}<text:list><text:list-item><text:p>6<text:span text:style-name="T1">30'
        "</text:span> Ән</text:p></text:list-item></text:list>"
        "<text:p><text:a>7.00<text:s/>Күй</text:a><text:line-break/>8.00\nЖыр</text:p>"
        "<text:p><frame><text-box><text:p>9.00 Термe</text:p></text-box></frame></text:p>"
    )
    reading = read(odt_xml(body, style))
    assert walls(reading) == [f"2022-12-12 0{hour}" for hour in ("6:30", "7:00", "8:00", "9:00")]


def test_deletions_and_comments_are_not_read() -> None:
    body = (
        "<text:tracked-changes><text:p>5.00 Ескі</text:p></text:tracked-changes>"
        f"{MONDAY}<text:p>6.00 Ән<office:annotation><text:p>18+?</text:p></office:annotation>"
        "</text:p>"
    )
    assert read(odt_xml(body)).frame["title"].tolist() == ["Ән"]


def test_covered_and_repeated_cells() -> None:
    body = (
        f"<table:table><table:table-row><table:table-cell>{MONDAY}</table:table-cell>"
        "<table:covered-table-cell/></table:table-row><table:table-row>"
        "<table:table-cell><text:p>6.00</text:p></table:table-cell>"
        "<table:table-cell><text:p>Ән</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/>'
        "</table:table-row></table:table>"
    )
    reading = read(odt_xml(body))
    assert walls(reading) == ["2022-12-12 06:00"]
    assert not reading.faults


def test_the_day_it_was_saved_tells_the_year() -> None:
    body = "<text:p>Дүйсенбі, 12 желтоқсан</text:p><text:p>6.00 Ән</text:p>"
    assert walls(read(odt_xml(body))) == ["2022-12-12 06:00"]


def test_a_damaged_document_is_told() -> None:
    assert [fault[0] for fault in told(read(odt_of(["а"])[:300]))] == ["unread"]


def test_what_is_struck_through_is_not_on_air_and_is_noted() -> None:
    style = (
        '<style:style style:name="Gone"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="T1" style:parent-style-name="Gone"/>'
        '<style:style style:name="T2"><style:text-properties '
        'style:text-line-through-style="none"/></style:style>'
    )
    body = (
        f'{MONDAY}<text:p><text:span text:style-name="T1">23.00</text:span>'
        '<text:span text:style-name="T2">21.00 Ән</text:span></text:p>'
        '<text:p text:style-name="Gone">22.00 Күй</text:p>'
    )
    reading = read(odt_xml(body, style))
    assert walls(reading) == ["2022-12-12 21:00"]
    assert "22.00 Күй" in " ".join(map(str, reading.notes))


@pytest.mark.parametrize(
    "hidden",
    [
        '<text:p><text:span text:style-name="H">{0}</text:span></text:p>',
        '<text:p text:style-name="W">{0}</text:p>',
        '<text:p text:style-name="S">{0}</text:p>',
        '<text:p>{0}<text:hidden-paragraph text:is-hidden="true"/></text:p>',
        '<text:p><text:hidden-text text:string-value="{0}" text:is-hidden="true"/></text:p>',
        '<text:section text:display="none"><text:p>{0}</text:p></text:section>',
        (
            '<table:table><table:table-row table:visibility="collapse"><table:table-cell>'
            "<text:p>{0}</text:p></table:table-cell></table:table-row></table:table>"
        ),
    ],
)
def test_hidden_text_changes_nothing_and_is_a_fault(hidden: str) -> None:
    looks = {"H": 'text:display="none"', "W": 'fo:color="#ffffff"', "S": 'fo:font-size="1pt"'}
    style = "".join(
        f'<style:style style:name="{name}"><style:text-properties {look}/></style:style>'
        for name, look in looks.items()
    )
    for text in ("13 декабря 2022", "21.30 Жыр (18+)"):
        body = f"{MONDAY}<text:p>20.00 Күй</text:p>{hidden.format(text)}<text:p>22.00 Ән</text:p>"
        reading = read(odt_xml(body, style))
        assert walls(reading) == ["2022-12-12 20:00", "2022-12-12 22:00"]
        assert [fault.text for fault in reading.faults] == [text]


def test_white_on_a_colour_is_shown() -> None:
    style = (
        '<style:style style:name="W"><style:text-properties fo:color="#ffffff"/></style:style>'
        '<style:style style:name="Blue"><style:table-cell-properties '
        'fo:background-color="#000080"/></style:style>'
    )
    cell = (
        '<table:table><table:table-row><table:table-cell table:style-name="Blue">'
        '<text:p text:style-name="W">21.00 Ән (18+)</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    reading = read(odt_xml(MONDAY + cell, style))
    assert (walls(reading), reading.faults) == (["2022-12-12 21:00"], [])
