from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

import jinja2
import pytest

from schedcheck.reports.html import pages
from schedcheck.reports.html.pages import Compiled

TEMPLATE = "Сетка: {{ channel }}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a template."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "week.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def shown(folder: Path) -> str:
    """The template, filled in by an environment of its own."""
    loader = jinja2.FileSystemLoader(folder)
    environment = jinja2.Environment(loader=loader, bytecode_cache=Compiled(), autoescape=True)
    return environment.get_template("week.html").render(channel="КТК")


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").glob("*"))


def compiles(folder: Path) -> bool:
    """Whether the template is compiled anew."""
    with patch.object(jinja2.Environment, "compile", autospec=True) as compiled:
        compiled.side_effect = LookupError
        try:
            assert shown(folder) == "Сетка: КТК"
        except LookupError:
            return True
    return False


def test_a_template_is_compiled_once(folder: Path) -> None:
    assert compiles(folder)
    assert shown(folder) == "Сетка: КТК"
    (file,) = kept(folder)
    assert file.name == f"week.{sys.implementation.cache_tag}.opt-jinja.pyc"
    assert not compiles(folder)


def test_a_changed_template_is_compiled_anew(folder: Path) -> None:
    shown(folder)
    (folder / "week.html").write_text("Апта: {{ channel }}", encoding="utf-8")
    assert shown(folder) == "Апта: КТК"
    assert len(kept(folder)) == 1


def test_another_jinja_takes_nothing_of_this_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(folder)
    monkeypatch.setattr(jinja2, "__version__", "0.0")
    assert compiles(folder)


def test_other_options_take_nothing_of_these(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown(folder)
    monkeypatch.setattr(pages, "OPTIONS", {**pages.OPTIONS, "trim_blocks": False})
    assert compiles(folder)


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9])
def test_a_damaged_file_is_made_again(folder: Path, share: float) -> None:
    shown(folder)
    (file,) = kept(folder)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    assert shown(folder) == "Сетка: КТК"
    assert file.read_bytes() == whole


def test_where_nothing_can_be_written_it_is_compiled_each_time(folder: Path) -> None:
    (folder / "__pycache__").write_text("no folder")
    assert shown(folder) == "Сетка: КТК"
    assert compiles(folder)


def test_who_wants_no_compiled_files_gets_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert shown(folder) == "Сетка: КТК"
    assert kept(folder) == []
