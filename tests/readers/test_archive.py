from __future__ import annotations

import io
import tarfile
from datetime import date

import pytest

from schedcheck.readers.archive import (
    START,
    archive_in,
    encoding_of_names,
    is_archive,
    unread_archive,
)
from tests.fixtures.archives import tar_of, zip_of, zip_with_raw_names

MEMBERS = {"ktk.xml": b"one", "апта/хабар.xml": b"two" * 1000}


@pytest.mark.parametrize(
    "content",
    [
        zip_of(MEMBERS),
        tar_of(MEMBERS),
        tar_of(MEMBERS, form=tarfile.PAX_FORMAT),
        tar_of(MEMBERS, form=tarfile.USTAR_FORMAT),
        tar_of(MEMBERS, encoding="cp1251"),
    ],
    ids=["zip", "gnu tar", "pax", "ustar", "tar with names in cp1251"],
)
def test_members_come_with_name_day_and_content(content: bytes) -> None:
    assert is_archive(content[:START])
    archive = archive_in(io.BytesIO(content))
    assert [member.name for member in archive.members] == [*MEMBERS]
    assert {member.modified for member in archive.members} == {date(2024, 3, 4)}
    assert [archive.open(number).read() for number in (1, 0)] == [b"two" * 1000, b"one"]


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "utf-8"])
def test_names_in_a_zip_are_read_in_the_encoding_they_must_be_in(encoding: str) -> None:
    names = ["КТК.xml", "Первый канал Евразия/новости.xml", "31 канал.csv"]
    content = zip_with_raw_names({name.encode(encoding): b"x" for name in names})
    assert [member.name for member in archive_in(io.BytesIO(content)).members] == names


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("КТК", "cp866"),
        ("Седьмой канал", "cp866"),
        ("Хабар 24, неделя 12", "cp866"),
        ("новости", "cp1251"),
        ("КТК", "cp1251"),
        ("Спас", "cp1251"),
        ("Пятница", "cp1251"),
        ("Français", "cp437"),
        ("Қазақстан", "utf-8"),
        ("week", "utf-8"),
    ],
)
def test_the_encoding_of_one_name(name: str, encoding: str) -> None:
    assert encoding_of_names([name.encode(encoding)]) == encoding


def test_backslashes_part_folders_as_windows_writes_them() -> None:
    content = zip_with_raw_names({b"week\\ktk.xml": b"x"})
    assert archive_in(io.BytesIO(content)).members[0].name == "week/ktk.xml"


def test_a_tar_that_is_cut_off_gives_what_is_before_the_cut_and_says_so() -> None:
    content = tar_of({"a": b"a" * 2000, "b": b"b" * 2000})
    archive = archive_in(io.BytesIO(content[: 512 + 2048 + 300]))
    first, rest = archive.members
    assert (first.name, archive.open(0).read()) == ("a", b"a" * 2000)
    assert (rest.name, "cut off" in str(rest.refusal)) == ("", True)


def test_links_in_a_tar_are_passed_over_and_named() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("twin", tarfile.LNKTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    found = archive_in(io.BytesIO(buffer.getvalue()))
    assert (found.members, found.passed_over) == ([], ["link", "twin"])


@pytest.mark.parametrize("start", [b"", b"\0" * START, b"<tv>", b"a" * START])
def test_what_is_no_archive(start: bytes) -> None:
    assert not is_archive(start)
    assert unread_archive(start) is None


@pytest.mark.parametrize(
    ("start", "kind"), [(b"7z\xbc\xaf\x27\x1c\0\4", "7z"), (b"Rar!\x1a\x07\x01\0", "rar")]
)
def test_archives_that_are_not_read_are_named_with_the_way_out(start: bytes, kind: str) -> None:
    words = str(unread_archive(start))
    assert f"the kind {kind}" in words
    assert "pack it as zip" in words


def test_a_document_of_numbers_is_one_file_and_is_not_read() -> None:
    archive = archive_in(io.BytesIO(zip_of({"Index/Document.iwa": b"x", "preview.jpg": b"y"})))
    assert ["Numbers" in str(member.refusal) for member in archive.members] == [True]
