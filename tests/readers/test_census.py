from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from schedcheck.pipeline.audit import audit
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import open_sources
from tests.fixtures.papers import docx_of

PAGE = """<!DOCTYPE html><html><body><p>Monday, 4 March 2024</p>
<p>20:00 News (0+)</p>
<p>21:00 Film (16+)</p>
{more}
<p>23:00 Music (6+)</p></body></html>"""


def places(path: Path) -> list[tuple[str, str]]:
    """Place and text of what is not accounted for."""
    (source,) = open_sources(path)
    faults = read_source(source, ReadOptions()).faults
    return [(fault.place, fault.text) for fault in faults if fault.code == "unaccounted"]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("<!-- Film (18+) -->", [("line 4", "Film (18+)")]),
        ("<p>21:30 Film</p><!-- E18 -->", [("line 4", "E18")]),
        ("<p>21:30 Film (18+)</p>", []),
        ("<p>The news ends at 18:20</p>", []),
        ("<script>age('18+')</script>", []),
        ("<p>21:30 <b>Film</b> (1<i>8</i>+)</p>", []),
    ],
)
def test_each_adult_mark_of_a_page_is_accounted_for(
    tmp_path: Path, more: str, found: list[tuple[str, str]]
) -> None:
    path = tmp_path / "week.html"
    path.write_text(PAGE.format(more=more), "utf-8")
    assert places(path) == found


def test_marks_in_unread_parts_of_a_package_are_found(tmp_path: Path) -> None:
    data = docx_of(["Monday, 4 March 2024", "20:00 News (0+)", "21:00 Film (16+)", "23:00 Music"])
    packed = io.BytesIO(data)
    with zipfile.ZipFile(packed, "a") as package:
        package.writestr("word/notes.xml", "<w:p><w:t>Film (18</w:t><w:t>+)</w:t></w:p>")
    path = tmp_path / "week.docx"
    path.write_bytes(packed.getvalue())
    assert places(path) == [("word/notes.xml", "Film (18+)")]


def test_what_is_not_accounted_for_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "week.html"
    path.write_text(PAGE.format(more="<!-- Film (18+) -->"), "utf-8")
    result = audit([path])
    assert [one.place for one in result.findings if one.code == "unaccounted"] == ["line 4"]
