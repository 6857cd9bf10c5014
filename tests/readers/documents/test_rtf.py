from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.documents import rtf
from schedcheck.schedule.reading import Reading
from tests.fixtures.listings import Listing, given_back, lines_of, listings, pairs_of
from tests.fixtures.papers import rtf_of
from tests.fixtures.tables import NO_OPTIONS, source_of, walls

MONDAY = rb"{\rtf1\ansi\ansicpg1251\uc1 12.12.2022\par "


def read(data: bytes) -> Reading:
    return rtf.read(source_of(data, "a.rtf"), NO_OPTIONS)


def titles(body: bytes, head: bytes = MONDAY) -> list[str]:
    reading = read(head + body + b"}")
    assert not reading.faults
    return reading.frame["title"].tolist()


@given(listings(), st.sampled_from((" ", "\t", "table")), st.booleans())
def test_what_a_press_office_writes_is_given_back(
    listing: Listing,
    between: str,
    by_font: bool,  # noqa: FBT001 - drawn
) -> None:
    if between == "table":
        data = rtf_of([[list(pair) for pair in pairs_of(listing)]], by_font=by_font)
    else:
        data = rtf_of(lines_of(listing, between), by_font=by_font)
    assert rtf.sniff(data[:65536], "a")
    assert given_back(read(data)) == listing.showings


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (rb"6.00 \'c0\'ed\par", "Ан"),
        (rb"6.00 \u1040?\u1085 ?\par", "Ан"),
        (rb"{\uc2 6.00 \u1040\'c0\'c1\u1085\'c2\'c3}\par", "Ан"),
        (rb"6.00 {\b A}\i0  \u-10179?\u-8704?\par", "A 😀"),
        (rb"6.00 \ldblquote A\rdblquote\~\emdash  B\_C\par", "“A” — B-C"),
        (rb"6.00 A{\deleted B}\revised C\par", "AC"),
        (rb"6.00 A{\*\unknown B}{\pict 0102}{\field{\*\fldinst X}{\fldrslt B}}\par", "AB"),
        (b"6.00 A\r\nB\\par", "AB"),
        (rb"6.00 \{A\}\\B\par", "{A}\\B"),
        (rb"6{\super 30} A\par", "A"),
        (rb"6.00\tab A\tab 18+\par", "A | 18+"),
        (rb"6.00 A", "A"),
    ],
)
def test_words_and_letters(body: bytes, title: str) -> None:
    assert titles(body) == [title]


def test_the_code_page_of_a_font_comes_before_that_of_the_document() -> None:
    head = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}"
        rb"{\f2\fcharset238 C;}}12.12.2022\par "
    )
    assert titles(rb"\f1 6.00 \'c0\'ed\f2\'9e\plain\'e9\par", head) == ["Анžé"]


def test_the_day_it_was_saved_tells_the_year() -> None:
    data = rb"{\rtf1{\info{\revtim\yr2022\mo12\dy9}}Monday 12 December\par 6.00 A\par}"
    assert walls(read(data)) == ["2022-12-12 06:00"]


def test_braces_that_do_not_match_and_words_cut_off_end_nowhere() -> None:
    for body in (b"}}}6.00 A\\par", b"{{{{6.00 A\\par", b"6.00 A\\par\\", b"6.00 A\\par\\'4"):
        assert len(read(MONDAY + body).frame) <= 1


@pytest.mark.parametrize(
    "body",
    [
        rb"{\strike 23.00 }21.00 A\par",
        rb"{\striked1 23.00 }21.00 A\par",
        rb"\strike 23.00 \strike0 21.00 A\par",
        rb"\strike 23.00 \plain 21.00 A\par",
        rb"\trowd\intbl {\strike 23.00 }21.00\cell A\cell\row",
    ],
)
def test_what_is_struck_through_is_not_on_air_and_is_noted(body: bytes) -> None:
    reading = read(MONDAY + body + b"}")
    assert walls(reading) == ["2022-12-12 21:00"]
    assert "23.00" in " ".join(map(str, reading.notes))


@pytest.mark.parametrize("hidden", [rb"\v ", rb"\cf1 ", rb"\fs2 "])
def test_hidden_text_changes_nothing_and_is_a_fault(hidden: bytes) -> None:
    colours = rb"{\colortbl;\red255\green255\blue255;\red0\green0\blue128;}"
    bodies = {
        rb"{%b23.00 }21.00 A (18+)\par": ["23.00 "],
        rb"%b23.00 \plain 21.00 A (18+)\par": ["23.00 "],
        rb"21.00 A (1{%b-}8+)\par": [],
        rb"\trowd\intbl {%b23.00 }21.00\cell A (18+)\cell\row": ["23.00 "],
    }
    for body, faults in bodies.items():
        reading = read(MONDAY + colours + body.replace(b"%b", hidden) + b"}")
        assert walls(reading) == ["2022-12-12 21:00"]
        assert reading.frame["title"].tolist() == ["A (18+)"]
        assert [fault.text for fault in reading.faults] == faults
    shown = read(MONDAY + colours + rb"{\cf1\highlight2 21.00 A}\par}")
    assert (walls(shown), shown.faults) == (["2022-12-12 21:00"], [])
