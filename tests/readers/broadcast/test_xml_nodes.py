from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck.readers.broadcast.xml_nodes import Node, read_xml
from schedcheck.readers.source import Source, SourceError, open_sources
from schedcheck.schedule.reading import Fault


def source_of(folder: Path, content: str | bytes) -> Source:
    path = folder / "a.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (source,) = open_sources(path)
    return source


def read(folder: Path, content: str | bytes) -> tuple[Node, list[Fault]]:
    return read_xml(source_of(folder, content), ("event",))


def test_names_are_local_and_in_small_letters_and_lines_are_known(tmp_path: Path) -> None:
    root, faults = read(
        tmp_path, '<a:Root xmlns:a="x">\n<a:Event a:Id=" 7 ">one<b/>two</a:Event>\n</a:Root>'
    )
    assert not faults
    event = root.at("event")
    assert event is not None
    assert (root.name, event.line, event.get("none", "id"), event.text) == (
        "root",
        2,
        "7",
        "onetwo",
    )
    assert event.parent is root


def test_lines_are_right_however_many_there_are(tmp_path: Path) -> None:
    """What libxml2 counts is not exact past the 65,535th line."""
    root, _faults = read(tmp_path, "<a>" + "\n<event/>" * 70_000 + "</a>")
    assert [node.line for node in root.children] == list(range(2, 70_002))


def test_ways_through_a_tree(tmp_path: Path) -> None:
    root, _faults = read(
        tmp_path, "<a><b><c>1</c></b><event><c>2</c><event><c>3</c></event></event></a>"
    )
    assert root.text_at("b", "c") == "1"
    assert root.text_at("b", "x") == ""
    assert root.at("x", "y") is None
    assert [node.text for node in root.walk("c")] == ["1", "2", "3"]
    outer = root.all("event")[0]
    assert [node.text for node in outer.walk("c", beside=("event",))] == ["2"]
    inner = next(outer.walk("event"))
    assert inner.above("event") is outer
    assert outer.above("event") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><a>Хабар</a>'
    root, faults = read(tmp_path, text.encode(encoding))
    assert (root.text, faults) == ("Хабар", [])


def test_an_encoding_that_is_not_known_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="klingon"):
        read(tmp_path, '<?xml version="1.0" encoding="klingon"?><a/>')


def test_ampersands_are_mended_and_each_line_told(tmp_path: Path) -> None:
    root, faults = read(
        tmp_path,
        "<a>\n<event>A & B</event>\n<event>caf&eacute;</event>\n<x><![CDATA[C & D]]></x></a>",
    )
    assert [node.text for node in root.children] == ["A & B", "café", "C & D"]
    assert [(fault.code, fault.place) for fault in faults] == [
        ("bad-row", "line 2"),
        ("bad-row", "line 3"),
    ]
    assert faults[0].text == "<event>A & B</event>"


def test_what_is_lost_behind_a_break_is_counted(tmp_path: Path) -> None:
    content = "<a>\n<event>1</event>\n<event>2</even>\n</event></a><event>3</event></a>"
    root, faults = read(tmp_path, content)
    assert [node.text.strip() for node in root.walk("event")] == ["1", "2"]
    assert faults[0].place == "line 3"
    assert "of 3 programmes that begin in the file, 2 are left" in str(faults[-1].reason)


def test_a_file_full_of_breaks_is_told_in_few_faults(tmp_path: Path) -> None:
    _root, faults = read(tmp_path, "<a>" + "\n<event>&</event>" * 500 + "</a>")
    assert len(faults) == 21
    assert "480" in str(faults[-1].reason)


def test_a_document_of_tags_that_never_close_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    root, faults = read(tmp_path, "<a>\n<event>1\n<event>2")
    assert len(list(root.walk("event"))) == 2
    assert faults


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "entities of its own"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "entities of its own"),
        ("<a>" * 300 + "</a>" * 300, "deep"),
        ("no tag at all", "not XML"),
        ("", "not XML"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: str, words: str) -> None:
    source = Source("a.xml") if not content else source_of(tmp_path, content)
    with pytest.raises(SourceError, match=words):
        read_xml(source, ("event",))


def test_an_outside_definition_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "a.dtd").write_text("<!ENTITY x 'y'>", encoding="utf-8")
    root, faults = read(tmp_path, '<!DOCTYPE a SYSTEM "a.dtd"><a>\n<event>1&x;2</event></a>')
    assert root.text_at("event") == "1&x;2"
    assert [fault.place for fault in faults] == ["line 2"]


def test_names_that_are_none_are_read_past(tmp_path: Path) -> None:
    content = "<a xmlns:b='urn:x'><b:event b:x='1'>1</b:event><b7:event>2</b7:event><b:c:e/><x></a>"
    root, faults = read(tmp_path, content)
    first, *_others = root.walk("event")
    assert (first.text, first.get("x")) == ("1", "1")
    assert faults
