from __future__ import annotations

import os
from pathlib import Path

import pytest

from schedcheck.errors import ConfigError
from schedcheck.pipeline.run import Settings, prepare
from schedcheck.schedule.week import parse_week
from schedcheck.tasks.batch.work_folder import (
    WorkFolder,
    kept_behind,
    key_of_file,
    key_of_run,
    recall,
    remember,
)


def test_what_is_remembered_is_recalled_and_what_is_damaged_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert recall(path) is None
    remember(path, {"a": [1, "б", None]})
    assert recall(path) == {"a": (1, "б", None)}
    path.write_bytes(path.read_bytes()[:-3])
    assert recall(path) is None
    path.write_text('{"@": "Path"}', encoding="utf-8")
    assert recall(path) is None


def test_what_is_kept_behind_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for kept in (b"", b"<section>\r\n\n\xd2\x9b</section>\n", bytes(range(256))):
        remember(path, "a\nb", kept)
        assert recall(path) == "a\nb"
        assert kept_behind(path) == kept
    path.unlink()
    with pytest.raises(FileNotFoundError):
        kept_behind(path)


def test_half_written_files_go_and_fresh_takes_all(tmp_path: Path) -> None:
    work = WorkFolder(tmp_path)
    work.make()
    remember(work.scans / "a.json", 1)
    (work.scans / ".b.json.x.part").write_text("half")
    (tmp_path / "channels" / ".ktk.xlsx.x.part").write_text("half")
    (tmp_path / "own.txt").write_text("mine")
    work.make()
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"a.json", "own.txt"}
    work.keep_only([], [])
    assert not list(work.scans.iterdir())
    remember(work.scans / "a.json", 1)
    work.make(fresh=True)
    assert not list(work.scans.iterdir())
    assert (tmp_path / "own.txt").exists()


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ConfigError, match="cannot be written"):
        WorkFolder(tmp_path / "out").make()


@pytest.mark.parametrize("given", [".", "channels", ".schedcheck/scans"])
def test_results_are_not_written_where_the_schedules_lie(tmp_path: Path, given: str) -> None:
    work = WorkFolder(tmp_path / "out")
    work.keep_apart(tmp_path)
    with pytest.raises(ConfigError, match="write to another folder"):
        work.keep_apart(tmp_path / "out" / given)


def test_a_key_changes_with_all_that_a_result_depends_on(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[channel]]\nid = "x"\nzone = "Asia/Almaty"\nnames = { en = "X" }\n')
    mapping = tmp_path / "map.toml"
    text = 'id = "{}"\nlist = "a[]"\ntitle = "t"\nstart = {{path = "s", form = "epoch"}}\n'
    mapping.write_text(text.format("one"))
    changes: list[dict[str, object]] = [
        {},
        {"zone": "Asia/Oral"},
        {"source_zone": "Asia/Oral"},
        {"channel": "ktk"},
        {"rulebook": "ru"},
        {"roster": own},
        {"ignore": ("gap",)},
        {"week": parse_week("2026-W48")},
        {"column": "МСК"},
        {"mapping": mapping},
    ]
    keys = [key_of_run(prepare(Settings(**change))) for change in changes]  # type: ignore[arg-type]
    assert len(set(keys)) == len(keys)
    assert key_of_run(prepare(Settings(jobs=7))) == keys[0]
    mapping.write_text(text.format("two"))
    assert key_of_run(prepare(Settings(mapping=mapping))) != keys[-1]


def test_a_file_is_known_by_name_content_and_other_half(tmp_path: Path) -> None:
    path = tmp_path / "a.ndx"
    path.write_bytes(b"1")
    first = key_of_file(str(path), "run")
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime))
    assert key_of_file(str(path), "run") == first
    (tmp_path / "a.pdt").write_bytes(b"titles")
    whole = key_of_file(str(path), "run")
    (tmp_path / "a.pdt").write_bytes(b"others")
    assert len({first, whole, key_of_file(str(path), "run"), key_of_file(str(path), "x")}) == 4
