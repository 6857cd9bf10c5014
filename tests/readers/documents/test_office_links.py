from __future__ import annotations

import pytest

from schedcheck.readers.documents import docx, odt
from schedcheck.schedule.reading import Reading
from tests.fixtures.papers import odt_xml, office_zip
from tests.fixtures.tables import NO_OPTIONS, notes, source_of

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_R = f'xmlns:r="{_OFFICE}"'
_LINES = ("Понедельник, 12 декабря 2022", "21.00 Ән (6+)")
_FAR = "http://example.org/"


def word(*, more: str = "", header: str = "", **relations: str) -> Reading:
    """A document of two lines; ``relations``: the relationships of its text and its header."""
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _LINES)
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{lines}{more}</w:body></w:document>",
    }
    if header:
        members["word/header1.xml"] = f"<w:hdr {_W} {_R}>{header}</w:hdr>"
    for part, inner in relations.items():
        members[f"word/_rels/{part}.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{inner}</Relationships>"
        )
    return docx.read(source_of(office_zip(members), "a.docx"), NO_OPTIONS)


def relation(kind: str, target: str, mode: str = ' TargetMode="External"') -> str:
    return f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'


@pytest.mark.parametrize("kind", ["hyperlink", "image", "attachedTemplate", "oleObject"])
@pytest.mark.parametrize("part", ["document", "settings", "header1"])
def test_what_a_word_document_links_to_is_named(kind: str, part: str) -> None:
    reading = word(**{part: relation(kind, f"{_FAR}week.png")})
    assert reading.frame["title"].tolist() == ["Ән (6+)"]
    assert f"not followed: {_FAR}week.png" in notes(reading)


def test_parts_of_its_own_are_no_links() -> None:
    reading = word(document=relation("image", "media/image1.png", mode=""))
    assert "not followed" not in notes(reading)


def test_many_links_are_counted_and_long_ones_are_cut() -> None:
    targets = [f"{_FAR}{at}{'a' * 3000}" for at in range(5)]
    relations = "".join(relation("hyperlink", target) for target in (*targets, *targets))
    assert "(+2)" in notes(word(document=relations))
    assert len(notes(word(document=relations))) < 1000


@pytest.mark.parametrize("element", ["altChunk", "subDoc"])
@pytest.mark.parametrize("part", ["document", "header1"])
def test_text_that_is_shown_and_is_elsewhere_is_a_fault(element: str, part: str) -> None:
    text = f'<w:{element} r:id="r1"/>'
    place = {"more": text} if part == "document" else {"header": text}
    reading = word(**place, **{part: relation("aFChunk", "more.html", mode="")})
    (fault,) = reading.faults
    assert (fault.code, fault.text) == ("unread", "more.html")
    assert "(more.html)" in str(fault.reason)
    assert reading.frame["title"].tolist() == ["Ән (6+)"]


def test_text_that_is_elsewhere_without_a_word_on_where_is_a_fault_too() -> None:
    assert [fault.text for fault in word(more="<w:altChunk/>").faults] == ["?"]


@pytest.mark.parametrize(
    ("element", "target", "named"),
    [
        ("text:section-source", f"{_FAR}week.odt", True),
        ("text:section-source", "../week.odt", True),
        ("text:a", "mailto:a@example.org", True),
        ("text:bookmark", "Pictures/1.png", False),
        ("text:bookmark", "./Object 1", False),
        ("text:a", "#heading", False),
    ],
)
def test_what_an_opendocument_text_links_to_is_named(
    element: str, target: str, *, named: bool
) -> None:
    space = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    link = f'<{element} {space} xlink:href="{target}"/>'
    body = "".join(f"<text:p>{line}</text:p>" for line in _LINES) + f"<text:p>{link}</text:p>"
    reading = odt.read(source_of(odt_xml(body), "a.odt"), NO_OPTIONS)
    assert reading.frame["title"].tolist() == ["Ән (6+)"]
    assert (f"not followed: {target}" in notes(reading)) == named
