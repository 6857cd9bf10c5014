from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from schedcheck.readers import files
from schedcheck.readers.files import find_files, litter_in, schedule_files
from tests.fixtures.archives import zip_of


def _write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def _names(root: Path, paths: list[str]) -> list[str]:
    return [Path(path).relative_to(root).as_posix() for path in paths]


def test_files_are_found_below_and_litter_is_passed_over_and_named(tmp_path: Path) -> None:
    _write(tmp_path, "b.xml", "sub/a.csv", ".hidden", "sub/.git/x", "sub/.git/y")
    _write(tmp_path, "~$week.xlsx", "Thumbs.db", "sub/__MACOSX/._a.csv", "sub/DESKTOP.INI")
    assert _names(tmp_path, schedule_files(tmp_path)) == ["b.xml", "sub/a.csv"]
    found = find_files([tmp_path])
    assert _names(tmp_path, found.files) == ["b.xml", "sub/a.csv"]
    assert _names(tmp_path, found.passed_over) == [
        ".hidden",
        "Thumbs.db",
        "sub/.git",
        "sub/DESKTOP.INI",
        "sub/__MACOSX",
        "~$week.xlsx",
    ]


def test_what_is_named_itself_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    _write(tmp_path, ".week/.a.xml", ".week/b.xml")
    assert _names(tmp_path, find_files([tmp_path / ".week"]).files) == [".week/b.xml"]
    file = tmp_path / ".week" / ".a.xml"
    assert find_files([file, str(file), "-"]).files == ["-", str(file)]


def test_links_are_followed_once_and_loops_end(tmp_path: Path) -> None:
    _write(tmp_path, "in/a.xml", "elsewhere/b.xml")
    root = tmp_path / "in"
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "itself").symlink_to(root / "itself")
    (root / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (root / "again").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    found = find_files([root])
    # a link that leads nowhere is told when it is opened
    assert _names(root, found.files) == ["a.xml", "again/b.xml", "itself"]
    assert _names(root, found.passed_over) == ["linked", "loop"]


def test_a_folder_with_nothing_to_read_is_told_as_a_file_is(tmp_path: Path) -> None:
    _write(tmp_path, "empty/.hidden", "full/a.xml")
    empty, full = tmp_path / "empty", tmp_path / "full"
    assert find_files([empty, full]).files == [str(empty), str(full / "a.xml")]
    assert find_files([empty]).passed_over == [str(empty / ".hidden")]


def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert _names(tmp_path, find_files([tmp_path]).passed_over) == ["pipe"]


_LISTING = "".join(f"{hour:02d}:00 Кино\n" for hour in range(9, 14)).encode()
_TABLE = "".join(f"24.11.2026;{hour}:00;Кино;18+\n" for hour in range(9, 14)).encode()
_GUIDE = b'<?xml version="1.0"?>\n<tv><programme start="20261124150000 +0500"/></tv>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("~$ktk.xlsx", zip_of({"[Content_Types].xml": b"", "xl/workbook.xml": b""})),
        (".ktk.txt", _LISTING),
        (".hidden/ktk.csv", _TABLE),
        ("__MACOSX/in/ktk.xml", _GUIDE),
        ("Thumbs.db", _TABLE),
    ],
)
def test_a_schedule_that_is_named_as_litter_is_read(
    tmp_path: Path, name: str, content: bytes
) -> None:
    _write(tmp_path, "a.xml", name)
    (tmp_path / name).write_bytes(content)
    assert sorted(_names(tmp_path, find_files([tmp_path]).files)) == sorted(["a.xml", name])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("~$ktk.xlsx", b"\x05Admin" + bytes(160)),
        ("__MACOSX/._ktk.xml", b"\0\x05\x16\x07\0\x02\0\0Mac OS X" + bytes(4000)),
        (".ktk.txt.part", _LISTING),
        (".ktk.csv.Ab12Cd", _TABLE),
        (".log", b"[24/Nov/2026:12:00:01] GET /\n" * 9),
        ("schedcheck.toml", b"# 12:00 a\n" + _LISTING),
    ],
)
def test_other_litter_is_passed_over(tmp_path: Path, name: str, content: bytes) -> None:
    _write(tmp_path, "a.xml", name)
    (tmp_path / name).write_bytes(content)
    assert _names(tmp_path, find_files([tmp_path]).files) == ["a.xml"]


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


def test_without_a_thread_the_digest_is_computed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoThreads:
        def submit(self, *_work: object) -> None:
            raise RuntimeError("can't start new thread")

    path = tmp_path / "week.csv"
    path.write_bytes(b"a")
    monkeypatch.setattr(files, "_HASHER", NoThreads())
    digest = files.Digest(lambda stack: stack.enter_context(path.open("rb")), [path])
    assert digest.value() == hashlib.sha256(b"a").hexdigest()
