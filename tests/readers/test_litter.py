from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from schedcheck.readers.files import find_files
from schedcheck.readers.litter import litter_in
from tests.fixtures.archives import zip_of

_LISTING = "".join(f"{hour:02d}:00 Кино\n" for hour in range(9, 14)).encode()
_TABLE = "".join(f"24.11.2026;{hour}:00;Кино;18+\n" for hour in range(9, 14)).encode()
_GUIDE = b'<?xml version="1.0"?>\n<tv><programme start="20261124150000 +0500"/></tv>'

#: What an old workbook begins with, [MS-CFB] 2.2.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000)


def _write(root: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _found(root: Path) -> list[str]:
    return [Path(path).relative_to(root).as_posix() for path in find_files([root]).files]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("~$ktk.xlsx", zip_of({"[Content_Types].xml": b"", "xl/workbook.xml": b""})),
        (".ktk.txt", _LISTING),
        (".hidden/ktk.csv", _TABLE),
        ("__MACOSX/in/ktk.xml", _GUIDE),
        ("Thumbs.db", _TABLE),
        (".ktk.xml", b'<tv><programme start="20261124150000 +0500"/></tv>'),
        (".ktk.xml", _GUIDE.decode().encode("utf-16")),
        (".ktk.xls", _OLD_OFFICE),
    ],
)
def test_a_schedule_that_is_named_as_litter_is_read(
    tmp_path: Path, name: str, content: bytes
) -> None:
    _write(tmp_path, {"a.xml": b"x", name: content})
    assert sorted(_found(tmp_path)) == sorted(["a.xml", name])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("~$ktk.xlsx", b"\x05Admin" + bytes(160)),
        ("__MACOSX/._ktk.xml", b"\0\x05\x16\x07\0\x02\0\0Mac OS X" + bytes(4000)),
        (".ktk.txt.part", _LISTING),
        (".ktk.csv.Ab12Cd", _TABLE),
        ("Thumbs.db", _OLD_OFFICE),  # Windows keeps its pictures in such a file
        ("sub/Thumbs.db", _OLD_OFFICE),
        (".log", b"[24/Nov/2026:12:00:01] GET /\n" * 9),
        ("schedcheck.toml", b"# 12:00 a\n" + _LISTING),
    ],
)
def test_other_litter_is_passed_over(tmp_path: Path, name: str, content: bytes) -> None:
    _write(tmp_path, {"a.xml": b"x", name: content})
    assert _found(tmp_path) == ["a.xml"]


@pytest.mark.parametrize(
    ("name", "litter"),
    [
        ("ktk.xml", None),
        ("./week/ktk.xml", None),
        ("../ktk.xml", None),
        ("/week/ktk.xml", None),
        ("__MACOSX/week/._ktk.xml", "__MACOSX"),
        ("week/.DS_Store", "week/.DS_Store"),
        ("week/~$ktk.docx", "week/~$ktk.docx"),
    ],
)
def test_litter_in_an_archive_is_told_by_the_part_that_makes_it_so(
    name: str, litter: str | None
) -> None:
    assert litter_in(name) == litter
