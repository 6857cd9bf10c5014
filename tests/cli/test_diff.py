from __future__ import annotations

import json
from pathlib import Path

import pytest

from schedcheck.errors import ConfigError
from tests.checks.audited import programme
from tests.cli.test_check import run

FILM = "Х/ф «Порог»"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return guide(tmp_path / "old.xml", "12:00"), guide(tmp_path / "new.xml", "23:00")


def guide(path: Path, start: str) -> Path:
    rows = [
        programme("06:00", "07:00", "Ән", rating="0+"),
        programme(start, f"{start[:2]}:50", FILM, rating="18+"),
    ]
    path.write_text("<tv>\n" + "\n".join(rows) + "\n</tv>", encoding="utf-8")
    return path


def test_it_ends_as_check_does_for_the_new_delivery(pair: tuple[Path, Path]) -> None:
    old, new = pair
    mended = run("diff", old, new)
    assert mended.exit_code == 0
    assert "Violations: new 0, mended 1, unchanged 0." in mended.output
    worse = run("diff", new, old)
    assert worse.exit_code == 1
    assert "Moved:" in worse.output


def test_what_was_not_read_of_the_old_one_gives_3(pair: tuple[Path, Path]) -> None:
    old, new = pair
    old.write_bytes(b"")
    assert run("diff", old, new).exit_code == 3


def test_it_is_written_to_a_file_and_never_over_a_delivery(pair: tuple[Path, Path]) -> None:
    old, new = pair
    out = old.parent / "out.json"
    assert run("diff", old, new, "--format", "json", "-o", out).exit_code == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["programmes"]["moved"]) == 1
    before = new.read_bytes()
    refused = run("diff", old, new, "--format", "json", "-o", new)
    assert isinstance(refused.exception, ConfigError)
    assert run("diff", old, new, "--format", "xlsx").exit_code == 2
    assert new.read_bytes() == before
