"""Templates: only text is ever filled in, a wrong template is refused by name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from schedcheck.errors import ConfigError
from schedcheck.tasks.document.template import BLANK, filled
from tests.make_templates import TEMPLATES, body, templates

HOSTILE = (
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{_{ config }_}",
    "=cmd|'/c calc'!A1",
    '<w:fldSimple w:instr="DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"/>',
    '</w:t></w:r><w:r><w:instrText>INCLUDETEXT "http://example.org"</w:instrText></w:r>',
    "http://example.org/?a=1&b=2",
    "\u202etxt.exe",
    "a\x0cb\x07c\x00d",
    "&lt;b&gt; &#65; \"quoted\" 'single'",
    "{#tr comment #}",
    "{%tr for v in violations %}",
)


def values(title: str) -> dict[str, Any]:
    """What a letter may ask for, with one violation of this title."""
    violation = {
        "number": 1,
        "day": "24.11.2026",
        "start": "12:00",
        "end": "13:00",
        "title": title,
        "mark": title,
        "mark_from": "title",
        "minutes": "60",
        "articles": [title, "17(1)"],
        "prosecution": "24.01.2027",
        "recording": "24.05.2027",
        "repeat": "",
        "decision": "",
    }
    signs = {"name": "A", "place": "B", "address": "C", "contacts": "D", "position": "E"}
    entity = dict.fromkeys(("owner", "bin", "address", "certificate", "contacts"), BLANK)
    return {
        "authority": signs,
        "official": signs,
        "channel": {"id": "ktk", "name": title, "medium": "tv", **entity},
        "period": "P",
        "zone": "Asia/Almaty",
        "blank": BLANK,
        "number": "1",
        "program": "schedcheck",
        "violations": [violation],
        "totals": {},
        "first_due": {"prosecution": None, "recording": None, "repeat": None},
        "checks": "Checks made: watershed.",
        "operator": False,
        "records": ["P"],
    }


def letter(title: str, folder: Path | None = None) -> bytes:
    return filled("letter", "ru", values(title), folder, "sha256:0")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(one.text for one in document.paragraphs)])


def shape(content: bytes) -> list[str]:
    """The elements of the text, without the text."""
    root = etree.fromstring(parts(content)["word/document.xml"])
    return [str(one.tag) for one in root.iter()]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_text_and_nothing_else(title: str) -> None:
    made, plain = letter(title), letter("Порог")
    assert shape(made) == shape(plain)
    assert sorted(parts(made)) == sorted(parts(plain))
    for name, data in parts(made).items():
        assert b"External" not in data, name
        assert not re.search(rb"<w:(instrText|fldSimple|hyperlink|object)\b", data), name
    printable = " ".join(re.sub("[\x00-\x1f\u202e]", "", title).split())
    if printable == title:
        assert title in texts(made)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_any_title_leaves_the_document_in_its_shape(title: str) -> None:
    assert shape(letter(title)) == shape(letter("Порог"))


def test_the_same_values_give_the_same_bytes_without_times() -> None:
    one, two = letter("Порог"), letter("Порог")
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def own(folder: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / "letter.ru.docx"))
    return folder


def test_a_template_of_ones_own_is_taken(tmp_path: Path) -> None:
    made = letter("Порог", own(tmp_path, "Dear {{ channel.name }}, {{ period }}"))
    assert texts(made) == "Dear Порог, P"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{{ chanel.name }}", "channel"),
        ("{{ channel.nam }}", "nam"),
        ("{{ channel.name", "letter.ru.docx"),
        ("{% if operator %}{{ totals.minuts }}{% endif %}", "totals.minuts"),
        ("{% for v in violations if v.titel %}{% endfor %}", "v.titel"),
        (
            "{% for x in records %}{% for v in violations %}{{ v.plac }}{% endfor %}{% endfor %}",
            "v",
        ),
        ("{{ first_due.recoding }}", "first_due.recording"),
        ("{% if channel %}", "letter.ru.docx"),
        ("{{ period.__class__.__mro__ }}", "letter.ru.docx"),
        ("{{ violations.foo() }}", "letter.ru.docx"),
        ("{% include 'x' %}", "letter.ru.docx"),
    ],
)
def test_a_wrong_template_is_refused_by_name(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(ConfigError) as refused:
        letter("Порог", own(tmp_path, line))
    assert "letter.ru.docx" in str(refused.value)
    assert words in str(refused.value)


def test_a_wrong_field_is_refused_also_where_there_is_nothing_to_fill_in(tmp_path: Path) -> None:
    folder = own(tmp_path, "{% for v in violations %}{{ v.titel }}{% endfor %}")
    with pytest.raises(ConfigError, match=r"letter\.ru\.docx: .*v\.titel.*v\.title"):
        filled("letter", "ru", values("") | {"violations": []}, folder, "")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (
            "word/document.xml",
            b"<w:t>{{ period }}</w:t>",
            b"<w:instrText>INCLUDETEXT {{ period }}</w:instrText>",
            "inside of a field",
        ),
        (
            "word/_rels/document.xml.rels",
            b"</Relationships>",
            b'<Relationship Id="x" Type="t" Target="u" TargetMode="External"/></Relationships>',
            "links to something",
        ),
        ("word/vbaProject.bin", b"", b"", "a macro"),
    ],
)
def test_a_template_that_runs_or_fetches_is_refused(
    tmp_path: Path, name: str, old: bytes, new: bytes, words: str
) -> None:
    path = own(tmp_path, "{{ period }}") / "letter.ru.docx"
    held = parts(path.read_bytes())
    held[name] = held.get(name, b"").replace(old, new, 1)
    with zipfile.ZipFile(path, "w") as archive:
        for member, data in held.items():
            archive.writestr(member, data)
    with pytest.raises(ConfigError, match=words):
        letter("Порог", tmp_path)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04"])
def test_what_is_no_word_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "letter.ru.docx").write_bytes(content)
    with pytest.raises(ConfigError, match=r"letter\.ru\.docx"):
        letter("Порог", tmp_path)


def test_the_templates_are_made_of_their_texts() -> None:
    for name, content in templates():
        assert body((TEMPLATES / name).read_bytes()) == body(content), name
