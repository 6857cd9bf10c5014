from __future__ import annotations

from pathlib import Path

import pytest

import schedcheck
from schedcheck.readers import source
from schedcheck.readers.source import SourceError, open_sources
from tests.attack.kinds import KINDS


def written(kind: str, size: int, folder: Path) -> Path:
    """A hostile file of about so many bytes."""
    name, content = KINDS[kind][0](size)
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_file_is_read_or_is_a_fault(kind: str, tmp_path: Path) -> None:
    """A small one of each kind; ``make attack`` tries the large ones, with bounds."""
    audit = schedcheck.audit([written(kind, KINDS[kind][1] // 20, tmp_path)])
    assert len(audit.faults) or len(audit.schedule)


@pytest.mark.parametrize(
    ("kind", "size", "words"),
    [
        ("a_sheet_of_repeated_rows", 1000, "too far apart"),
        ("repeated_rows_of_another_prefix", 1000, "too many cells, repeated ones included"),
        ("repeated_rows_of_a_text", 20_000, "more than 250000 cells"),
        ("titles_that_all_share", 40_000, "titles that are too long for any"),
        ("formulas_that_double", 2000, "not computed here (&;"),
        ("a_formula_without_end", 20_000, "1+1+1"),
        ("archives_in_archives", 1000, "more than 5 deep"),
        ("entities_in_entities", 1000, "entit"),
    ],
)
def test_what_grows_beyond_its_file_is_refused(
    kind: str, size: int, words: str, tmp_path: Path
) -> None:
    audit = schedcheck.audit([written(kind, size, tmp_path)])
    assert any(words in str(fault) for fault in audit.faults.to_numpy().ravel())


@pytest.mark.parametrize("kind", ["text_that_unfolds", "size_that_lies", "members_of_one_name"])
def test_the_limit_is_of_the_bytes_that_are_really_unfolded(kind: str, tmp_path: Path) -> None:
    path = written(kind, 20_000, tmp_path)
    assert [one.read() for one in open_sources(path, 100_000_000)]
    with pytest.raises(SourceError, match="more than 60000 bytes"):
        [one.read() for one in open_sources(path, 60_000)]


def test_files_in_an_archive_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written("many_members", 1000, tmp_path)
    monkeypatch.setattr(source, "MEMBERS_LIMIT", 5)
    with pytest.raises(SourceError, match="more than 5 files"):
        list(open_sources(path))
