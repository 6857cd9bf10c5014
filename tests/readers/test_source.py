from __future__ import annotations

import bz2
import gzip
import lzma
import os
import threading
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from schedcheck import given_files
from schedcheck.readers import source as module
from schedcheck.readers.signatures import HEAD
from schedcheck.readers.source import (
    DEPTH_LIMIT,
    SIZE_LIMIT,
    Source,
    SourceError,
    open_sources,
)
from tests.fixtures.archives import tar_of, zip_of
from tests.pipes import endless


def _sources(path: Path, content: bytes, size_limit: int = SIZE_LIMIT) -> list[Source]:
    path.write_bytes(content)
    return list(open_sources(path, size_limit))


def _refused(source: Source) -> str:
    with pytest.raises(SourceError) as error:
        source.read()
    return str(error.value)


def test_a_member_of_an_archive_is_a_source_of_its_own(tmp_path: Path) -> None:
    content = zip_of({"a.xml": b"one", "folder/b.xml.gz": gzip.compress(b"two")})
    sources = _sources(tmp_path / "week.zip", content)
    assert [source.file.removeprefix(str(tmp_path)) for source in sources] == [
        "/week.zip/a.xml",
        "/week.zip/folder/b.xml.gz",
    ]
    assert [source.read() for source in sources] == [b"one", b"two"]
    assert len({source.sha256 for source in sources}) == 1


def test_an_office_document_is_one_source_though_it_is_azip_of(tmp_path: Path) -> None:
    content = zip_of({"[Content_Types].xml": b"", "xl/workbook.xml": b""})
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
        (zip_of({}) + b"", "nothing in it"),
        (b"PK\x03\x04" + bytes(50), "damaged archive"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z.*pack it as zip"),
        (b"\x1f\x8b\x08", "cannot be opened"),
    ],
)
def test_what_cannot_be_opened_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    if content.startswith(b"PK\x05\x06"):
        content = zip_of({"folder/": b""})
    with pytest.raises(SourceError, match=words):
        _sources(tmp_path / "a", content)


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "zip": lambda content: zip_of({"inner": content}),
    "tar": lambda content: tar_of({"inner": content}),
    "tar.gz": lambda content: gzip.compress(tar_of({"inner": content})),
    "tar.xz": lambda content: lzma.compress(tar_of({"inner": content})),
    "tar.bz2": lambda content: bz2.compress(tar_of({"inner": content})),
    "zip.gz": lambda content: gzip.compress(zip_of({"inner": content})),
}


@pytest.mark.parametrize("outer", PACKED)
@pytest.mark.parametrize("inner", PACKED)
def test_an_archive_in_an_archive_is_opened_too(tmp_path: Path, outer: str, inner: str) -> None:
    content = PACKED[outer](PACKED[inner](b"one"))
    path = tmp_path / "week"
    path.write_bytes(content)
    # read while the archive is open, and again when it was closed
    during = [(source.file, source.read()) for source in open_sources(path)]
    assert during == [(f"{path}/inner/inner", b"one")]
    (after,) = open_sources(path)
    assert (after.read(), after.modified) == (b"one", date(2024, 3, 4))


def test_members_are_not_kept_open(tmp_path: Path) -> None:
    path = tmp_path / "week.zip"
    path.write_bytes(zip_of({"a": b"one", "b": b"two"}))
    before = len(list(Path("/proc/self/fd").iterdir()))
    sources = [source for _again in range(50) for source in open_sources(path)]
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert {source.read() for source in sources} == {b"one", b"two"}


def test_damaged_and_encrypted_members_do_not_stop_the_others(tmp_path: Path) -> None:
    inner = zip_of({"x": b"x" * 100})
    content = bytearray(
        zip_of({"a": b"one", "secret": b"s", "b": b"", "c.7z": b"7z\xbc\xaf\x27\x1c", "d": b"two"})
    )
    at = content.find(b"secret", content.find(b"PK\x01\x02"))
    content[at - 46 + 8] |= 1
    sources = _sources(tmp_path / "week.zip", bytes(content))
    found = {source.file.rsplit("/", 1)[1]: source for source in sources}
    assert list(found) == ["a", "secret", "b", "c.7z", "d"]
    assert [found[name].read() for name in ("a", "d")] == [b"one", b"two"]
    assert "encrypted" in _refused(found["secret"])
    assert "empty" in _refused(found["b"])
    assert "7z" in _refused(found["c.7z"])
    broken = _sources(tmp_path / "week.tar", tar_of({"in.zip": inner[:-30], "d": b"two"}))
    assert "damaged archive" in _refused(broken[0])
    assert broken[1].read() == b"two"


def test_a_tar_that_breaks_off_is_told_beside_its_members(tmp_path: Path) -> None:
    content = tar_of({"a": b"one", "b": b"two"})
    first, rest = _sources(tmp_path / "week.tar", content[:1024] + b"\1" * 2000)
    assert (first.read(), rest.file) == (b"one", str(tmp_path / "week.tar"))
    assert "cut off; members before that: 1;" in _refused(rest)


def test_a_member_whose_content_is_damaged_says_so_when_it_is_read(tmp_path: Path) -> None:
    content = bytearray(zip_of({"a": os.urandom(5000), "b": b"two"}))
    content[2000] ^= 0xFF
    damaged, whole = _sources(tmp_path / "week.zip", bytes(content))
    assert "damaged" in _refused(damaged)
    assert whole.read() == b"two"


def test_litter_in_archives_is_passed_over_and_named(tmp_path: Path) -> None:
    members = {"a": b"one", "__MACOSX/._a": b"x", "__MACOSX/._b": b"x", "sub/Thumbs.db": b"x"}
    path = tmp_path / "week.tar"
    path.write_bytes(tar_of({**members, "in.zip": zip_of(members)}))
    names: list[str] = []
    sources = list(open_sources(path, SIZE_LIMIT, names.append))
    files = [source.file.removeprefix(str(tmp_path)) for source in sources]
    assert files == ["/week.tar/a", "/week.tar/in.zip/a"]
    assert sorted({name.removeprefix(str(tmp_path)) for name in names}) == [
        "/week.tar/__MACOSX",
        "/week.tar/in.zip/__MACOSX",
        "/week.tar/in.zip/sub/Thumbs.db",
        "/week.tar/sub/Thumbs.db",
    ]


def test_a_schedule_in_an_archive_is_read_whatever_its_name(tmp_path: Path) -> None:
    listing = "".join(f"{hour:02d}:00 Кино\n" for hour in range(9, 14)).encode()
    names = ["a", "__MACOSX/ktk.txt", "~$ktk.txt", ".ktk.txt", "ktk.tmp"]
    path = tmp_path / "week.zip"
    path.write_bytes(zip_of(dict.fromkeys(names, listing) | {"__MACOSX/._a": b"\0\x05\x16\x07"}))
    skipped: list[str] = []
    sources = list(open_sources(path, SIZE_LIMIT, skipped.append))
    assert [source.file.removeprefix(f"{path}/") for source in sources] == names
    assert skipped == [f"{path}/__MACOSX"]


def test_the_limit_is_for_all_members_together(tmp_path: Path) -> None:
    members = {"a": bytes(40_000), "b.zip": zip_of({"c": bytes(40_000)}), "d": bytes(40_000)}
    a, c, d = _sources(tmp_path / "week.zip", zip_of(members), size_limit=100_000)
    assert [len(source.read()) for source in (a, a, c)] == [40_000] * 3
    assert "more than 100000 bytes" in _refused(d)


def test_a_bomb_in_an_archive_is_stopped_before_it_is_unfolded(tmp_path: Path) -> None:
    inner = gzip.compress(zip_of({"zeros": bytes(50_000_000)}))
    path = tmp_path / "bomb.zip"
    path.write_bytes(zip_of({"a.gz": inner, "b.xml": gzip.compress(bytes(50_000_000))}))
    words = [_refused(source) for source in open_sources(path, 1_000_000)]
    assert len(words) == 2
    assert all("--size-limit" in text for text in words)


def test_archives_are_opened_to_a_sane_depth(tmp_path: Path) -> None:
    content = b"one"
    for _level in range(DEPTH_LIMIT):
        content = zip_of({"x": content})
    assert _sources(tmp_path / "a", content)[0].read() == b"one"
    (source,) = _sources(tmp_path / "a", zip_of({"x": content}))
    assert "more than 5 deep" in _refused(source)


def test_an_archive_in_an_archive_may_be_larger_than_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_IN_MEMORY", 100)
    inner = zip_of({"a": os.urandom(5000), "b": b"two"})
    sources = _sources(tmp_path / "a.zip", zip_of({"in.zip": inner}))
    assert [len(source.read()) for source in sources] == [5000, 3]


def test_a_pipe_is_read_once_and_opened_as_often_as_is_asked(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(zip_of({"a": b"one"}),))
    writer.start()
    (source,) = open_sources(pipe)
    writer.join()
    assert (source.read(), source.read(), len(source.sha256)) == (b"one", b"one", 64)


def test_a_folder_without_a_schedule_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="without a file"):
        list(open_sources(tmp_path))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SourceError, match="cannot be opened"):
        list(open_sources("no such file"))


def test_a_device_is_refused() -> None:
    with pytest.raises(SourceError, match="cannot be opened"):
        list(open_sources("/dev/zero"))


def test_a_pipe_to_which_nobody_writes_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given_files, "PATIENCE", 0.2)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(SourceError, match="nothing came"):
        list(open_sources(pipe))


def test_a_pipe_that_does_not_end_is_given_up_at_the_size_limit(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with endless(pipe), pytest.raises(SourceError, match="--size-limit"):
        list(open_sources(pipe, 100_000))


def test_a_file_that_changes_while_it_is_read_has_no_hash(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    (source,) = open_sources(path)
    before = source.changed
    path.write_bytes(b"another")
    assert (before, source.changed, source.sha256) == (False, True, "")


def issued(path: Path) -> str:
    (source,) = open_sources(path)
    return source.issued


def test_a_workbook_says_it_in_its_properties_also_inside_an_archive(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.properties.modified = datetime(2026, 11, 20, 15, 30)  # noqa: DTZ001 - openpyxl wants it so
    book.save(tmp_path / "a.xlsx")
    # openpyxl writes the time of saving
    written = issued(tmp_path / "a.xlsx")
    assert datetime.fromisoformat(written) > datetime(2026, 1, 1)  # noqa: DTZ001 - as written
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.xlsx", "ktk.xlsx")
    assert issued(tmp_path / "a.zip") == written


@pytest.mark.parametrize("said", ["2026-11-20T15:30:00Z", "2026-11-20T20:30:00+05:00"])
def test_a_document_says_it_in_its_meta_data(tmp_path: Path, said: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("meta.xml", f"<office:meta><dc:date>{said}</dc:date></office:meta>")
    assert issued(tmp_path / "a.odt") == "2026-11-20T15:30:00"


def test_a_document_with_a_damaged_date_says_nothing(tmp_path: Path) -> None:
    for name, content in (("a", "<dc:date>yesterday</dc:date>"), ("b", "")):
        with zipfile.ZipFile(tmp_path / f"{name}.odt", "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            package.writestr("meta.xml", content)
        assert not issued(tmp_path / f"{name}.odt")
