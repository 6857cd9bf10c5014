"""Findings written into texts: tables and guides."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings
from schedcheck.results.finding import Severity
from schedcheck.tasks.annotate.notes import TOLD, AnnotateError, Note
from schedcheck.tasks.annotate.original import annotate_original
from schedcheck.tasks.annotate.xmltv import annotate as annotate_guide
from tests.shared_data import shared_data

TABLE = (
    "Сетка канала;;\n"
    "Дата;Начало;Конец;Название;Возраст\n"
    "24.11.2026;20:00;21:30;Новый день;12+\n"
    "24.11.2026;21:30;22:30;Кино «Ночь»;18+\n"
    '25.11.2026;14:00;16:00;"Ток;\nшоу";18+\n'
    "25.11.2026;6h??;;Клип;18+\n"
)


def annotated(tmp_path: Path, name: str, data: bytes) -> tuple[bytes, list[str]]:
    path, out = tmp_path / name, tmp_path / f"notes-{name}"
    path.write_bytes(data)
    untold = annotate_original(audit([path]), path, out)
    return out.read_bytes(), untold


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_gets_a_column_and_keeps_its_form(tmp_path: Path, encoding: str, end: str) -> None:
    data = TABLE.replace("\n", end).encode(encoding)
    content, untold = annotated(tmp_path, "ktk.csv", data)
    before, after = data.decode(encoding).split(end), content.decode(encoding).split(end)
    assert untold == []
    assert [at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [
        1,
        3,
        5,
        6,
    ]
    assert after[1] == f"{before[1]};Findings"
    assert after[3].startswith(
        f'{before[3]};"broadcast in forbidden time (watershed): E18 is on air for 30 min'
    )
    assert "Nearest lawful start: 05:00 / 22:00" in after[3]
    assert after[5].startswith(
        f'{before[5]};"broadcast in forbidden time (watershed): E18 is on air for 120 min'
    )
    assert after[6].startswith(f"{before[6]};")
    assert "row not read (bad-row): " in after[6]
    if encoding == "utf-16":
        assert content[:2] == data[:2]


def test_a_short_row_gets_its_note_in_the_last_column(tmp_path: Path) -> None:
    data = "Дата;Начало;Название;Возраст;Жанр\n24.11.2026;14:00;Кино;18+\n".encode()
    content, _untold = annotated(tmp_path, "ktk.csv", data)
    assert content.decode().split("\n")[1].startswith("24.11.2026;14:00;Кино;18+;;")


def test_the_annotated_table_is_judged_the_same(tmp_path: Path) -> None:
    content, _untold = annotated(tmp_path, "ktk.csv", TABLE.encode())
    again = tmp_path / "again"
    again.mkdir()
    (again / "ktk.csv").write_bytes(content)
    first, second = audit([tmp_path / "ktk.csv"]), audit([again / "ktk.csv"])
    assert [(one.code, one.start) for one in first.findings] == [
        (one.code, one.start) for one in second.findings
    ]


GUIDE = (
    '<?xml version="1.0" encoding="{encoding}"?>\n<tv>\n'
    '  <programme start="20261124140000 +0500" stop="20261124150000 +0500" channel="ktk">\n'
    "    <title>Кино</title>\n    <rating><value>18+</value></rating>\n{image}"
    "  </programme>\n"
    '  <programme start="20261124150000 +0500" stop="20261124160000 +0500" channel="ktk">\n'
    "    <title>Мультфильм</title>\n  </programme>\n</tv>\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
@pytest.mark.parametrize("image", ["", "    <image>http://x/y.png</image>\n"])
def test_a_guide_gets_a_review_and_keeps_its_bytes(
    tmp_path: Path, encoding: str, image: str
) -> None:
    data = GUIDE.format(encoding=encoding, image=image).encode(encoding)
    content, untold = annotated(tmp_path, "ktk.xml", data)
    assert untold == []
    (review,) = etree.fromstring(content).iter("review")
    assert review.get("source") == "schedcheck"
    assert (review.text or "").startswith(
        "broadcast in forbidden time (watershed): E18 is on air for 60 min"
    )
    following = review.getnext()
    assert (following is not None) == bool(image)
    text = content.decode(encoding)
    begin, end = text.index("<review"), text.index("</review>") + len("</review>")
    indent = len(text[:begin]) - len(text[:begin].rstrip())
    assert text[: begin - indent] + text[end:] == data.decode(encoding)


def test_a_programme_that_closes_itself_is_opened_for_its_review() -> None:
    data = b'<tv>\n<programme start="20261124140000 +0500" channel="a" />\n</tv>'
    content, told = annotate_guide(data, {"line 2": Note(Severity.VIOLATION, "a < b & c")})
    assert told == {"line 2"}
    (review,) = etree.fromstring(content).iter("review")
    assert review.text == "a < b & c"


def test_a_place_that_is_not_there_is_not_told() -> None:
    data = b"<tv>\n</tv>"
    assert annotate_guide(data, {"line 1": Note(Severity.WARNING, "x")}) == (data, set())
    assert annotate_guide(data, {"line 99": Note(Severity.WARNING, "x")}) == (data, set())


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_real_guide_that_is_not_well_formed(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    data = gzip.decompress(shared_data("xmltv/a4on-malformed-18plus.xml.gz").read_bytes())
    path, out = tmp_path / "guide.xml", tmp_path / "notes.xml"
    path.write_bytes(pack(data))
    result = audit([path], Settings(zone="Asia/Almaty"))
    untold = annotate_original(result, path, out)
    told = {one.place for one in result.findings if one.severity in TOLD} - set(untold)
    assert out.read_bytes().count(b'<review type="text" source="schedcheck"') == len(told) > 21
    # the two bare ampersands are faults of lines that no programme begins on
    assert untold == ["line 8739", "line 8764"]
    again = audit([out], Settings(zone="Asia/Almaty"))
    assert [one.title for one in again.of(Severity.VIOLATION)] == [
        one.title for one in result.of(Severity.VIOLATION)
    ]


def test_other_kinds_are_refused_with_the_way_out(tmp_path: Path) -> None:
    path = shared_data("jtv/sample.zip")
    with pytest.raises(AnnotateError, match="save it as xlsx, docx or CSV"):
        annotate_original(audit([path]), path, tmp_path / "out")
