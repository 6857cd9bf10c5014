"""Files that are written to or replaced while they are read: a fault for every reader."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import schedcheck
from schedcheck.readers import registry
from schedcheck.results.results import Audit
from schedcheck.schedule.reading import Reading
from tests.fixtures.kinds import SAMPLES

WORDS = "changed while it was read"


def rewritten(path: Path) -> None:
    """Other bytes of the same number, and the time of before."""
    about = path.stat()
    content = path.read_bytes()
    with path.open("r+b") as stream:
        stream.write(bytes([content[0] ^ 1]) + content[1:])
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def replaced(path: Path) -> None:
    """Another file of the same bytes and the same time in its place."""
    about = path.stat()
    other = path.with_name("other.tmp")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(about.st_atime_ns, about.st_mtime_ns))
    other.replace(path)


def touched(path: Path) -> None:
    os.utime(path, ns=(0, 0))


def removed(path: Path) -> None:
    path.unlink()


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Audit]:
    """Audit a file with which something is done as soon as it is read, before anything else."""

    def audit(path: Path, change: Callable[[Path], None], changed: Path | None = None) -> Audit:
        def read_source(*arguments: Any) -> Reading:
            reading = read(*arguments)
            change(changed or path)
            return reading

        read = registry.read_source
        with monkeypatch.context() as patch:
            patch.setattr("schedcheck.pipeline.scan.read_source", read_source)
            return schedcheck.audit(path)

    return audit


def faults(audit: Audit) -> list[str]:
    return [" ".join(map(str, fault)) for fault in audit.faults.to_numpy()]


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("change", [rewritten, replaced, touched, removed])
def test_a_file_that_changes_while_it_is_read_is_a_fault(
    kind: str, change: Callable[[Path], None], tmp_path: Path, audited: Callable[..., Audit]
) -> None:
    path = tmp_path / f"ktk.{kind}"
    path.write_bytes(SAMPLES[kind])
    assert not any(WORDS in words for words in faults(schedcheck.audit(path)))
    audit = audited(path, change)
    assert any(WORDS in words for words in faults(audit))
    assert [source.sha256 for source in audit.sources] == [""]


@pytest.mark.parametrize("change", [rewritten, replaced, touched, removed])
def test_an_archive_that_changes_while_a_member_is_read_is_a_fault(
    change: Callable[[Path], None], tmp_path: Path, audited: Callable[..., Audit]
) -> None:
    path = tmp_path / "week.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("ktk", "khabar"):
            archive.writestr(f"{name}.xml", SAMPLES["xmltv"])
    audit = audited(path, lambda path: change(path) if path.exists() else None)
    assert any(WORDS in words for words in faults(audit))
    assert {source.sha256 for source in audit.sources} == {""}


@pytest.mark.parametrize("change", [rewritten, replaced, touched, removed])
@pytest.mark.parametrize("half", ["ktk.ndx", "ktk.pdt"])
def test_either_of_two_files_of_a_schedule_may_not_change(
    half: str, change: Callable[[Path], None], tmp_path: Path, audited: Callable[..., Audit]
) -> None:
    (tmp_path / "a.zip").write_bytes(SAMPLES["jtv"])
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path)
    audit = audited(tmp_path / "ktk.ndx", change, tmp_path / half)
    assert any(WORDS in words for words in faults(audit))


def test_what_was_read_as_it_is_has_its_hash(tmp_path: Path, audited: Callable[..., Audit]) -> None:
    path = tmp_path / "ktk.csv"
    path.write_bytes(SAMPLES["csv"])
    audit = audited(path, lambda path: path.read_bytes())
    assert not faults(audit)
    assert [len(source.sha256) for source in audit.sources] == [64]
