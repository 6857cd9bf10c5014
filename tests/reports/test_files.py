from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from schedcheck.errors import ConfigError
from schedcheck.reports.files import refuse_read, replacing
from tests.missing import missing


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


def test_a_disk_that_takes_nothing_is_named_with_the_file_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.txt"

    def refuse(path: Path, *_how: object, **_more: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(Path, "touch", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OSError, match="report") as raised, replacing(path):
        pass
    assert (raised.value.errno, raised.value.filename) == (errno.EROFS, str(path))


def test_a_short_write_is_told_as_the_system_tells_it(tmp_path: Path) -> None:
    if os.name == "nt":
        missing("there are no limits of a process on this system")
    import resource

    path = tmp_path / "numbers"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="too large") as raised, replacing(path) as part:
            np.zeros(1000).tofile(part)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert raised.value.errno == errno.EFBIG
    assert list(tmp_path.iterdir()) == []


def test_what_is_read_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    refuse_read(path, [path])
    path.write_text("read")
    refuse_read(path, [tmp_path / "another"])
    with pytest.raises(ConfigError, match="to be written and to be read"):
        refuse_read(tmp_path / "." / "report.txt", [path])


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
