from __future__ import annotations

import os
from pathlib import Path

import pytest

from schedcheck.reports.files import replacing


def test_a_reader_sees_the_old_file_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "report.txt"
    path.parent.mkdir()
    path.write_text("old")
    with replacing(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
        assert part.parent == path.parent
    assert path.read_text() == "new"
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("old")

    def fail() -> None:
        with replacing(path) as part:
            part.write_text("half")
            raise RuntimeError("no more paper")

    with pytest.raises(RuntimeError, match="no more paper"):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "channels" / "ktk.xlsx"
    with replacing(path) as part:
        part.write_text("new")
    assert path.read_text() == "new"


@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_only_an_ordinary_file_is_replaced(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "target"
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        (tmp_path / "own").write_text("kept")
        path.symlink_to(tmp_path / "own")
    elif hasattr(os, "mkfifo"):
        os.mkfifo(path)
    before = path.lstat().st_mode
    with pytest.raises(OSError, match="target"), replacing(path) as part:
        part.write_text("new")
    assert path.lstat().st_mode == before
    assert sorted(one.name for one in tmp_path.iterdir()) in (["target"], ["own", "target"])


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("kept")
    with pytest.raises(NotADirectoryError, match=r"in\.csv"), replacing(tmp_path / "in.csv" / "x"):
        pass
    assert (tmp_path / "in.csv").read_text() == "kept"


def test_a_report_is_as_readable_as_any_new_file(tmp_path: Path) -> None:
    plain, path = tmp_path / "plain.txt", tmp_path / "report.txt"
    plain.write_text("")
    with replacing(path) as part:
        part.write_text("new")
    assert path.stat().st_mode == plain.stat().st_mode
