from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from schedcheck.readers.source import HEAD, Source, SourceError, open_sources


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _sources(path: Path, content: bytes, **options: int) -> list[Source]:
    path.write_bytes(content)
    return list(open_sources(path, **options))


def test_a_member_of_an_archive_is_a_source_of_its_own(tmp_path: Path) -> None:
    content = _zip({"a.xml": b"one", "folder/b.xml.gz": gzip.compress(b"two")})
    sources = _sources(tmp_path / "week.zip", content)
    assert [source.file.removeprefix(str(tmp_path)) for source in sources] == [
        "/week.zip/a.xml",
        "/week.zip/folder/b.xml.gz",
    ]
    assert [source.read() for source in sources] == [b"one", b"two"]
    assert len({source.sha256 for source in sources}) == 1


def test_an_office_document_is_one_source_though_it_is_a_zip(tmp_path: Path) -> None:
    content = _zip({"[Content_Types].xml": b"", "xl/workbook.xml": b""})
    (source,) = _sources(tmp_path / "week.xlsx", content)
    assert source.read() == content


def test_the_head_is_decompressed_and_can_be_asked_for_again(tmp_path: Path) -> None:
    (source,) = _sources(tmp_path / "a", gzip.compress(b"x" * (HEAD + 5)))
    assert source.head == source.head == b"x" * HEAD
    assert len(source.read()) == HEAD + 5


def test_a_source_past_the_limit_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (source,) = _sources(tmp_path / "a.gz", gzip.compress(bytes(100_000)), size_limit=99_999)
    with pytest.raises(SourceError, match="--size-limit"):
        source.read()
    (source,) = _sources(tmp_path / "a.gz", gzip.compress(bytes(100_000)), size_limit=100_000)
    assert len(source.read()) == 100_000


def test_a_compression_that_is_cut_off_says_so(tmp_path: Path) -> None:
    cut = gzip.compress(bytes(range(256)) * 4000, compresslevel=0)[:-2000]
    (source,) = _sources(tmp_path / "a.gz", cut)
    with pytest.raises(SourceError, match="cut off"):
        source.read()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (gzip.compress(b"", mtime=0), "empty"),
        (_zip({}) + b"", "nothing in it"),
        (b"PK\x03\x04" + bytes(50), "zip"),
        (b"\x1f\x8b\x08", "cannot be opened"),
    ],
)
def test_what_cannot_be_opened_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    if content.startswith(b"PK\x05\x06"):
        content = _zip({"folder/": b""})
    with pytest.raises(SourceError, match=words):
        _sources(tmp_path / "a", content)


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    content = bytearray(_zip({"a.xml": b"secret"}))
    central = content.find(b"PK\x01\x02")
    content[central + 8] |= 1
    with pytest.raises(SourceError, match="encrypted"):
        _sources(tmp_path / "a.zip", bytes(content))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SourceError, match="cannot be opened"):
        list(open_sources("no such file"))
