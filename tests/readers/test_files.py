from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from schedcheck.readers import files
from schedcheck.readers.files import find_files, schedule_files


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
