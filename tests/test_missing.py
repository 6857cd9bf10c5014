from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.missing import chromium, libreoffice, missing
from tests.paths import ROOT


@pytest.mark.parametrize(
    ("program", "name"), [(chromium, "Chromium"), (libreoffice, "LibreOffice")]
)
def test_what_is_missing_is_skipped_with_its_name_and_fails_in_ci(
    program: Callable[[], str], name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=f"no {name} on this machine"):
        program()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=f"no {name} on this machine"):
        program()


@pytest.mark.parametrize(("program", "name"), [(chromium, "chromium"), (libreoffice, "soffice")])
def test_what_is_there_is_found(
    program: Callable[[], str], name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if os.name == "nt":
        missing("what can be run is told by its name on this system")
    (tmp_path / name).touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() == str(tmp_path / name)


def test_no_test_is_left_out_in_another_way() -> None:
    others = re.compile(r"\bskipif\b|\bpytest\.skip\(|\bimportorskip\b|\bunittest\.skip")
    files = [path for path in (ROOT / "tests").rglob("*.py") if path.name != "missing.py"]
    assert [path.name for path in files if others.search(path.read_text("utf-8"))] == []
