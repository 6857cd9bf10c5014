from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck.cli.defaults import KEYS
from tests.cli.test_check import run


def rows(*arguments: str) -> dict[str, str]:
    result = run("config", *arguments)
    assert result.exit_code == 0, result.output
    return {line.split()[0]: " ".join(line.split()[1:]) for line in result.output.splitlines()}


def test_each_setting_is_shown_with_where_it_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    path = tmp_path / "schedcheck.toml"
    path.write_text('channel = "ktk"\nselect = ["gap", "overlap"]\nquiet = true\n', "utf-8")
    shown = rows("--lang", "en", "--zone", "Asia/Oral")
    assert list(shown) == list(KEYS)
    assert shown["channel"] == f"ktk {path}"
    assert shown["select"] == f"gap, overlap {path}"
    assert shown["quiet"] == f"yes {path}"
    assert shown["zone"] == "Asia/Oral command line"
    assert shown["lang"] == "en command line"
    assert shown["rulebook"] == "kz default"
    assert shown["source-zone"] == "– default"
    assert rows("--lang", "en", "--no-config")["channel"] == "– default"
