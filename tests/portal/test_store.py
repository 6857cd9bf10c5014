from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(max_size=300))
def test_a_plain_name_is_the_last_part_of_a_path_and_nothing_else(name: str) -> None:
    from schedcheck.portal.store import plain_name

    plain = plain_name(name)
    assert plain
    assert plain[0] not in ".- "
    assert PurePosixPath(plain).name == PureWindowsPath(plain).name == plain
    assert len(plain.encode()) <= 255
    assert "\0" not in plain
    assert plain_name(plain) == plain


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\week\\ктк 24.11.xlsx", "ктк 24.11.xlsx"),
        ("..", "file"),
        ("--format.csv", "format.csv"),
        ("a:b|c.csv", "a_b_c.csv"),
        ("Айғақ №2.csv", "Айғақ №2.csv"),
    ],
)
def test_names_keep_what_they_say(name: str, plain: str) -> None:
    from schedcheck.portal.store import plain_name

    assert plain_name(name) == plain


def test_a_file_is_stored_under_its_hash_and_half_a_file_not_at_all(portal: Path) -> None:
    from schedcheck.portal import store

    stored = store.keep([b"one ", b"two"])
    assert stored == (hashlib.sha256(b"one two").hexdigest(), 7)
    assert store.path_of(stored.sha256).read_bytes() == b"one two"

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - as it was raised
        store.keep(broken())
    files = [path for path in (portal / "uploads").rglob("*") if path.is_file()]
    assert files == [store.path_of(stored.sha256)]


def test_parts_of_processes_that_were_ended_are_swept(portal: Path) -> None:
    from schedcheck.portal import store

    store.keep([b"whole"])
    old, new = portal / "uploads/part-old", portal / "uploads/part-new"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert store.sweep() == 1
    assert new.exists()
    assert not old.exists()


def test_no_file_that_was_made_is_missing_while_it_is_made_again(
    portal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where a process is ended in between: what shows by what all was made comes last."""
    from schedcheck.portal import store

    upload, names = uuid4(), ("page-kk.html", "verdict.json", "workbook-kk.xlsx")
    for name in names:
        (tmp_path / name).write_text("first")
    store.keep_made(upload, tmp_path)
    place = store.made_of(upload)
    (place / "receipt-kk.pdf").write_text("of no verdict")
    for name in names:
        (tmp_path / name).write_text("second")
    seen: list[list[str]] = []
    replace = Path.replace

    def looked(part: Path, target: Path) -> Path:
        seen.append([(place / name).read_text() for name in names])
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", looked)
    store.keep_made(upload, tmp_path)
    assert len(seen) == 3
    assert all(verdict == "first" for _page, verdict, _workbook in seen)
    assert [(place / name).read_text() for name in names] == ["second"] * 3
    assert (place / "receipt-kk.pdf").exists()
    assert place.is_relative_to(portal)
    assert not list(place.parent.glob("part-*"))
