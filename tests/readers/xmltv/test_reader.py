from __future__ import annotations

import bz2
import gc
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.source import open_sources
from schedcheck.readers.xmltv import reader as xmltv
from schedcheck.readers.xmltv.parallel import (
    NotInPiecesError,
    pieces_of,
    read_in_pieces,
    spans_of,
)
from schedcheck.schedule.frame import validate
from schedcheck.schedule.reading import Reading
from tests.shared_data import shared_data

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tv>\n'
    '<channel id="ktk.kz"><display-name>КТК</display-name></channel>\n'
)


def programme(title: str, inner: str = "", attributes: str = "") -> str:
    start = 'start="20240304213000 +0500"' if "start=" not in attributes else ""
    opened = f'<programme {start} channel="ktk.kz" {attributes}>'
    return f"{opened}<title>{title}</title>{inner}</programme>\n"


def read(content: bytes | str, options: ReadOptions | None = None, name: str = "a.xml") -> Reading:
    data = content.encode() if isinstance(content, str) else content
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        (source,) = open_sources(path)
        reading = xmltv.read(source, options or ReadOptions())
    validate(reading.frame)
    return reading


def test_a_programme_as_the_dtd_has_it() -> None:
    reading = read(
        HEAD
        + '<programme start="20240304213000 +0500" stop="20240304230000 +0500" channel="ktk.kz">'
        "<title lang='kk'>Түнгі қонақ</title><title lang='ru'>Ночной гость (18+)</title>"
        "<sub-title>1-серия</sub-title><desc>Драма</desc><category>film</category>"
        "<category>drama</category><rating system='KZ'><value>18+</value></rating>"
        "<star-rating><value>8/10</value></star-rating></programme></tv>"
    )
    row = reading.frame.iloc[0]
    assert row["channel"] == "ktk.kz"
    assert row["title"] == "Түнгі қонақ"
    assert row["other_text"] == "Ночной гость (18+) / 1-серия / Драма"
    assert row["category"] == "film; drama"
    assert row["mark_text"] == "KZ:18+"
    assert row["wall_start"] == pd.Timestamp("2024-03-04 21:30")
    assert row["wall_stop"] == pd.Timestamp("2024-03-04 23:00")
    assert row["offset"] == 300
    assert row["stop_from"] == "printed"
    assert row["place"] == "line 4"
    assert reading.names == {"ktk.kz": "КТК"}
    assert reading.default_zone == "UTC"
    assert not reading.faults


@pytest.mark.parametrize(
    ("rating", "mark"),
    [
        ("<rating>18+</rating>", ":18+"),
        ("<rating system='RU'>\n <value> 18+ </value>\n</rating>", "RU:18+"),
        (
            (
                "<rating system='CSA'><value>-12</value></rating>"
                "<rating system='VCHIP'><value>TV-MA</value><icon src='a'/></rating>"
            ),
            "CSA:-12; VCHIP:TV-MA",
        ),
        ("<star-rating><value>18</value></star-rating>", ""),
        ("<rating></rating>", ""),
    ],
)
def test_ratings_as_they_are_found(rating: str, mark: str) -> None:
    frame = read(HEAD + programme("A", rating) + "</tv>").frame
    assert frame["mark_text"].iloc[0] == mark


@pytest.mark.parametrize(
    ("inner", "column", "expected"),
    [
        ("<age>18+</age>", "mark_text", "age:18+"),
        ("<age system='KZ'>18</age>", "mark_text", "KZ:18"),
        ("<ageLimit value='18'/>", "mark_text", "ageLimit value:18"),
        ("<rating><value/><icon src='img/18plus.png'/></rating>", "mark_text", "icon 18plus:18"),
        ("<rating value='18'/>", "mark_text", "rating value:18"),
        ("<rating><age>18</age><value>6+</value></rating>", "mark_text", ":6+; age:18"),
        ("<rating><value>6+</value><value>18+</value></rating>", "mark_text", ":6+; :18+"),
        ("<rating><value><b>18</b>+</value></rating>", "mark_text", ":18+"),
        ("<icon src='img/night-18plus.png'/>", "other_text", "night 18plus"),
        ("<keyword>18+</keyword>", "other_text", "18+"),
        ("<premiere>только 18+</premiere>", "other_text", "только 18+"),
        ("<note>a <b>18+</b> c</note>", "other_text", "a 18+ c"),
        ("<note mark='18+'/>", "other_text", "18+"),
        ("<desc>о<br/>чём <i>18+</i></desc>", "other_text", "о чём 18+"),
        ("<extra><age>18</age></extra>", "mark_text", "age:18"),
        ("<star-rating><value>18/20</value></star-rating>", "mark_text", ""),
        ("<credits><actor>Аян (18+)</actor></credits>", "other_text", ""),
        ("<icon src='http://a.kz/18.jpg'/>", "mark_text", ""),
    ],
)
def test_what_the_dtd_does_not_know_is_searched_for_marks(
    inner: str, column: str, expected: str
) -> None:
    reading = read(HEAD + programme("Кино", inner) + "</tv>")
    assert reading.frame[column].fillna("").tolist() == [expected]


def test_an_attribute_of_a_programme_may_hold_its_mark() -> None:
    reading = read(HEAD + programme("Кино", attributes='age-rating="18+"') + "</tv>")
    assert reading.frame["mark_text"].tolist() == ["age-rating:18+"]


def test_elements_in_a_title_are_part_of_it() -> None:
    reading = read(HEAD + programme("<i>Түнгі</i> кино <b>(18+)</b>!") + "</tv>")
    assert reading.frame["title"].tolist() == ["Түнгі кино (18+)!"]


def test_a_twice_escaped_title_is_shown_as_it_was_meant() -> None:
    frame = read(HEAD + programme("Просто &amp;amp; вкусно") + "</tv>").frame
    assert frame["title"].iloc[0] == "Просто & вкусно"


def test_a_bad_start_is_told_and_no_row() -> None:
    bad = programme("A", attributes='start="20240304 +0500"')
    reading = read(HEAD + bad + programme("B") + "</tv>")
    assert reading.frame["title"].tolist() == ["B"]
    (fault,) = reading.faults
    assert (fault.code, fault.place, fault.text) == ("bad-row", "line 4", "20240304 +0500")


def test_zone_letters_that_mean_many_zones_are_refused_per_row() -> None:
    bad = programme("A", attributes='start="20240304213000 IST"')
    reading = read(HEAD + bad + programme("B") + "</tv>")
    assert len(reading.frame) == 1
    assert reading.faults[0].text == "20240304213000 IST"
    assert "IST" in str(reading.faults[0].reason)


def test_zone_letters_are_read_as_the_other_stamps_decide() -> None:
    both = programme("A", attributes='start="20240304213000 IST" stop="20240304223000 +0530"')
    for more in ("", "<broken></programme>"):
        assert read(HEAD + both + more + "</tv>").frame["offset"].tolist() == [330]


def test_a_missing_start_is_told() -> None:
    reading = read(HEAD + '<programme channel="a"><title>A</title></programme></tv>')
    assert not len(reading.frame)
    assert "without a start" in str(reading.faults[0].reason)


def test_a_bad_stop_is_told_and_the_end_is_unknown() -> None:
    reading = read(HEAD + programme("A", attributes='stop="later"') + "</tv>")
    assert reading.frame["stop_from"].iloc[0] == "unknown"
    assert reading.faults[0].text == "later"


def test_a_stop_with_another_offset_is_told_on_the_clock_of_the_start() -> None:
    attributes = 'start="20240304213000 +0500" stop="20240304180000 +0000"'
    row = read(HEAD + programme("A", attributes=attributes) + "</tv>").frame.iloc[0]
    assert row["wall_stop"] == pd.Timestamp("2024-03-04 23:00")


def test_a_programme_without_channel_is_the_channel_told() -> None:
    text = HEAD + '<programme start="20240304213000 +0500"><title>A</title></programme></tv>'
    assert read(text, ReadOptions(channel="ktk")).frame["channel"].iloc[0] == "ktk"


def _zip(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("week.xml", data)
    return buffer.getvalue()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress, _zip])
def test_compression_is_told_by_content_whatever_the_name_says(
    pack: Callable[[bytes], bytes],
) -> None:
    content = (HEAD + programme("Түн") + "</tv>").encode()
    assert read(pack(content), name="week.csv").frame["title"].tolist() == ["Түн"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "kz1048"])
def test_encodings(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = HEAD.replace("UTF-8", declared) + programme(
        "Түн, ғасыр" if "1251" not in encoding else "Ночь"
    )
    frame = read((text + "</tv>").encode(encoding)).frame
    assert frame["title"].iloc[0] == ("Түн, ғасыр" if "1251" not in encoding else "Ночь")


def test_an_undeclared_eight_bit_encoding_is_guessed_and_told() -> None:
    text = "<tv>" + programme("Ночной гость возвращается домой") + "</tv>"
    reading = read(text.encode("windows-1251"))
    assert reading.frame["title"].iloc[0] == "Ночной гость возвращается домой"
    assert "cp1251" in str(reading.notes[0])


def test_an_unknown_declared_encoding_is_named() -> None:
    reading = read(HEAD.replace("UTF-8", "klingon-8") + "</tv>")
    assert "klingon-8" in str(reading.faults[0].reason)


def test_own_entities_are_refused_and_nothing_is_fetched() -> None:
    bomb = '<!DOCTYPE tv [<!ENTITY a "18+"><!ENTITY b "&a;&a;">]>'
    reading = read(f"{bomb}<tv>{programme('&b;')}</tv>")
    assert reading.faults[0].code == "unread"
    outside = '<!DOCTYPE tv SYSTEM "file:///etc/passwd">'
    assert read(f"{outside}<tv>{programme('A')}</tv>").frame["title"].tolist() == ["A"]


def test_an_entity_of_an_outside_dtd_is_told_and_its_letter_kept() -> None:
    text = f'<!DOCTYPE tv SYSTEM "x.dtd"><tv>{programme("Caf&eacute;")}{programme("B")}</tv>'
    reading = read(text)
    assert reading.frame["title"].tolist() == ["Café", "B"]
    assert "eacute" in str(reading.faults[0].reason)


@pytest.mark.parametrize(
    ("damage", "titles", "line"),
    [
        ("A & B", ["one", "A & B", "three"], 5),
        ("A < B", ["one", "three"], 5),
        ("A </desc>", ["one", "three"], 5),
        ("A \x01 B", ["one", "three"], 5),
    ],
)
def test_a_break_is_told_and_costs_one_programme_at_most(
    damage: str, titles: list[str], line: int
) -> None:
    text = HEAD + programme("one") + programme(damage) + programme("three") + "</tv>"
    reading = read(text)
    assert set(titles) <= set(reading.frame["title"])
    assert len(reading.frame) == 3
    (fault,) = reading.faults
    assert fault.place == f"line {line}"
    assert "programmes read before: 1" in str(fault.reason)
    assert "kept as far as" in str(fault.reason)
    assert reading.frame["place"].tolist() == ["line 4", "line 5", "line 6"]


def test_a_file_that_is_cut_off_says_so() -> None:
    text = HEAD + programme("one") + programme("two")[:-20]
    reading = read(text)
    assert len(reading.frame) == 2
    assert len(reading.faults) == 1


def test_text_before_the_root_is_passed_over_and_told() -> None:
    reading = read(
        "This XML file does not appear to have any style\n<tv>" + programme("one") + "</tv>"
    )
    assert reading.frame["title"].tolist() == ["one"]
    assert reading.frame["place"].tolist() == ["line 2"]
    assert reading.faults[0].place == "line 1"


def test_two_documents_in_one_file_are_both_read() -> None:
    text = HEAD + programme("one") + "</tv>\n"
    reading = read(text + text)
    assert reading.frame["title"].tolist() == ["one", "one"]
    assert reading.faults


def test_a_programme_inside_another_is_told() -> None:
    lines = [programme("one"), programme("two"), programme("three"), programme("four")]
    # still well-formed: the third programme has become text inside the first
    lines[0] = lines[0].replace("</programme>", " /programme>")
    lines[2] = lines[2].replace("<programme ", " programme ")
    reading = read(HEAD + "".join(lines) + "</tv>")

    assert reading.frame["title"].tolist() == ["one", "two", "four"]
    (fault,) = reading.faults
    assert (fault.code, fault.place, fault.text) == ("bad-row", "line 5", "two")


def _written(rows: list[tuple[str, str, str]]) -> str:
    body = "".join(
        f'<programme start="20240304213000 +0500" channel={quoteattr(channel)}>'
        f"<title>{escape(title)}</title><desc>{escape(desc)}</desc></programme>\n"
        for channel, title, desc in rows
    )
    return f"<tv>\n{body}</tv>"


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=30,
).filter(lambda text: "&" not in text and text.strip() == text and "\ufffe" not in text)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(_TEXT, _TEXT, _TEXT), min_size=1, max_size=8))
def test_what_was_written_is_read(rows: list[tuple[str, str, str]]) -> None:
    frame = read(_written(rows)).frame
    found = zip(frame["channel"], frame["title"], frame["other_text"], strict=True)
    assert list(found) == rows
    assert frame["place"].tolist() == [f"line {number}" for number in range(2, len(rows) + 2)]


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_no_damage_makes_it_fall_or_lose_a_programme_in_silence(data: st.DataObject) -> None:
    content = bytearray((HEAD + "".join(programme(f"t{n}") for n in range(8)) + "</tv>").encode())
    for _time in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    reading = read(bytes(content))
    assert len(reading.frame) == 8 or reading.faults


@pytest.mark.processes
def test_pieces_read_by_processes_are_the_same_as_the_whole() -> None:
    rows = [(f"c{n % 3}", f"title {n}", "d" * (n % 17)) for n in range(500)]
    content = _written(rows).encode()
    chunks = (content[at : at + 1000] for at in range(0, len(content), 1000))
    pieces = list(read_in_pieces(pieces_of(chunks, 5000), jobs=2))
    assert len(pieces) > 3
    assert [t for piece in pieces for t in piece.titles.objects()] == [row[1] for row in rows]
    assert [n for piece in pieces for n in piece.lines.tolist()] == list(range(2, 502))


def test_spans_of_a_file_are_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "guide.xml"
    path.write_text(_written([("c", f"t{n}", "ы" * n) for n in range(90)]), encoding="utf-8")
    spans = list(spans_of(path, 1000))
    assert len(spans) > 3
    assert b"".join(span.content() for span in spans) == path.read_bytes()
    assert sum(len(piece.lines) for piece in read_in_pieces(spans, jobs=1)) == 90


def test_a_cut_inside_a_comment_is_noticed() -> None:
    content = b"<tv>" + b"<!-- <programme x> -->".ljust(900) + programme("a").encode() + b"</tv>"
    halves = iter([content[:700], content[700:]])
    with pytest.raises(NotInPiecesError):
        list(read_in_pieces(pieces_of(halves, 600), jobs=1))


def test_pieces_begin_at_programmes() -> None:
    content = _written([("c", "t", "d")] * 50).encode()
    pieces = list(pieces_of(iter([content]), 100))
    assert b"".join(pieces) == content
    assert all(piece.startswith(b"<programme ") for piece in pieces[1:])


@pytest.mark.processes
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("damage", ["", "<programme", "A & B"])
def test_a_large_guide_is_read_the_same_by_one_thread_or_several(
    monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes], damage: str
) -> None:
    monkeypatch.setattr(xmltv, "spans_of", partial(spans_of, size=1 << 18))
    monkeypatch.setattr(xmltv, "pieces_of", partial(pieces_of, size=1 << 18))
    rows = [(f"c{n % 3}", f"title {n} {'x' * 900}", "y") for n in range(2000)]
    content = pack(_written(rows).replace("</tv>", f"{damage}</tv>").encode())
    alone, together = (read(content, ReadOptions(jobs=jobs)) for jobs in (1, 2))
    pd.testing.assert_frame_equal(
        alone.frame.drop(columns="file"), together.frame.drop(columns="file")
    )
    assert [(one.place, one.text) for one in alone.faults] == [
        (one.place, one.text) for one in together.faults
    ]
    assert bool(alone.faults) == bool(damage)


REAL = {
    "a4on-malformed-18plus.xml.gz": (1782, 2),
    "canal-pro-three-offsets.xml.gz": (7315, 0),
    "grom-60plus-title.xml.gz": (403, 0),
    "iptvx-external-doctype.xml.gz": (230, 0),
    "mongolia-no-offset.xml.gz": (2215, 0),
    "nz-mixed-offsets.xml.gz": (5510, 0),
    "pearl-no-stop.xml": (38, 0),
    "uk-latin1.xml.gz": (1964, 0),
    "viva-russia-one-second-gaps.xml": (222, 0),
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_are_read_as_lxml_reads_them(name: str) -> None:
    path = shared_data(f"xmltv/{name}")
    (source,) = open_sources(path)
    reading = xmltv.read(source, ReadOptions())
    assert (len(reading.frame), len(reading.faults)) == REAL[name]
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(source.read(), parser)
    programmes = root.findall("programme")
    assert reading.frame["channel"].tolist() == [p.get("channel") for p in programmes]
    assert reading.frame["place"].tolist() == [f"line {p.sourceline}" for p in programmes] or (
        any(int(str(p.sourceline)) >= 65535 for p in programmes)
    )


def test_the_breaks_of_the_real_broken_file_are_named() -> None:
    (source,) = open_sources(shared_data("xmltv/a4on-malformed-18plus.xml.gz"))
    reading = xmltv.read(source, ReadOptions())
    assert [fault.place for fault in reading.faults] == ["line 8739", "line 8764"]
    assert "&M - " in reading.faults[0].text
    assert (reading.frame["mark_text"] == ":18+").sum() == 39


def test_a_file_that_breaks_a_thousand_times_takes_no_more_memory_for_each(tmp_path: Path) -> None:
    row = '<programme start="20240304100000 +0500" channel="a"><title>A</title></programme><b & c>'
    path = tmp_path / "guide.xml"
    path.write_text(f"<tv>{row * 1000}</tv>", encoding="utf-8")
    gc.collect()
    gc.disable()
    try:
        (source,) = open_sources(path)
        reading = xmltv.read(source, ReadOptions())
        # by type: isinstance would wake the lazy objects of other packages
        left = sum(type(one) is expat.XMLParserType for one in gc.get_objects())
    finally:
        gc.enable()
    assert len(reading.frame) == 1000
    assert left < 10


@pytest.mark.parametrize("remark", ["", "<!-- read by elements -->"])
def test_what_reads_a_piece_is_let_go_without_a_collection(tmp_path: Path, remark: str) -> None:
    row = '<programme start="20240304100000 +0500" channel="a"><title>A</title></programme>'
    path = tmp_path / "guide.xml"
    path.write_text(f"<tv>{row}{remark}{row}</tv>", encoding="utf-8")
    gc.collect()
    gc.disable()
    try:
        (source,) = open_sources(path)
        assert len(xmltv.read(source, ReadOptions()).frame) == 2
        assert not any(type(one) is expat.XMLParserType for one in gc.get_objects())
    finally:
        gc.enable()


@pytest.mark.parametrize("cut", range(1, 60, 3))
def test_a_guide_cut_off_within_a_programme_behind_a_break_is_read_to_its_end(
    tmp_path: Path, cut: int
) -> None:
    row = '<programme start="20240304100000 +0500" channel="a"><title>A</title></programme>'
    path = tmp_path / "guide.xml"
    path.write_text(f"<tv>{row}&{row}{row[:cut]}", encoding="utf-8")
    (source,) = open_sources(path)
    reading = xmltv.read(source, ReadOptions())
    assert len(reading.frame) in {2, 3}
    assert reading.faults


@pytest.mark.parametrize(
    ("root", "issued"),
    [
        ('<?xml version="1.0"?><tv date="20261120">', "2026-11-20T00:00:00"),
        ('<tv generator-info-name="x"\n date = "202611201530">', "2026-11-20T15:30:00"),
        ("<tv date='20261120153007 +0500'>", "2026-11-20T15:30:07"),
        ('<tv date="20269920">', ""),
        ("<tv>", ""),
    ],
)
def test_the_root_says_when_the_guide_was_made(tmp_path: Path, root: str, issued: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f"{root}</tv>", encoding="utf-8")
    (source,) = open_sources(path)
    assert xmltv.read(source, ReadOptions()).issued == issued
