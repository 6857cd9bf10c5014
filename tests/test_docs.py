"""The documentation says everything there is to say, and nothing that is no longer true."""

from __future__ import annotations

import importlib.util
import inspect
import pkgutil
import re
import sys
from pathlib import Path
from types import ModuleType

import click
import griffe
import pytest

import schedcheck
from schedcheck.checks import CHECKS
from schedcheck.checks.documentation import sections
from schedcheck.cli import cli
from schedcheck.messages import use_language
from schedcheck.readers.registry import READERS
from schedcheck.results.finding import CODES
from schedcheck.schedule.frame import COLUMNS
from tests.fixtures.tables import workbook_of
from tests.paths import ROOT
from tests.test_architecture import NOT_ALLOWED, ROOMS

DOCS = ROOT / "docs"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_pages", DOCS / "make_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_pages"] = module
    spec.loader.exec_module(module)
    return module


make_pages = load_script()


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_made_pages_are_fresh() -> None:
    stale = [
        path.relative_to(ROOT).as_posix()
        for path, text in make_pages.made_pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert not stale, "run python docs/make_pages.py"


def test_commands_shown_print_what_is_shown() -> None:
    pages = make_pages.run_pages()
    assert {ROOT / "README.md", ROOT / "README.ru.md", DOCS / "regulator.md"} <= set(pages)
    stale = [
        path.relative_to(ROOT).as_posix()
        for path, text in pages.items()
        if path.read_text(encoding="utf-8") != text
    ]
    assert not stale, "run python docs/make_pages.py"


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_and_option_stands_in_the_reference(name: str) -> None:
    text = page("commands.md")
    head = f"## schedcheck {name}\n"
    assert head in text
    section = text.split(head, 1)[1].split("\n## ", 1)[0]
    for parameter in cli.commands[name].params:
        if isinstance(parameter, click.Option):
            if parameter.hidden:  # of the program for itself
                continue
            assert parameter.help, parameter.name
            assert all(option in section for option in parameter.opts), parameter.name
        else:
            assert str(parameter.metavar or parameter.name).split("...")[0] in section


def test_every_option_of_the_program_stands_in_the_reference() -> None:
    text = page("commands.md").split("## Exit codes")[0]
    for parameter in cli.params:
        assert all(f"{option}" in text for option in parameter.opts)


def test_every_code_has_a_check_and_every_check_a_code() -> None:
    assert set(CHECKS) == set(CODES)


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_every_check_explains_itself(code: str) -> None:
    parts = sections(inspect.getdoc(CHECKS[code]) or "")
    assert list(parts) == ["", "Why", "Example", "What to do"]
    for head, paragraphs in parts.items():
        assert all(len(text) > 10 for text in paragraphs), head
        assert paragraphs[0], head
    assert (DOCS / "checks" / f"{code}.md").exists()
    assert f"({code}.md)" in page("checks/index.md")


def test_sections_are_told_by_their_heads() -> None:
    parts = sections("What it\nfinds.\n\nMore.\n\nWhy: the law.\n\nBecause.\n\nExample: x.")
    assert parts == {
        "": ["What it finds.", "More."],
        "Why": ["The law.", "Because."],
        "Example": ["X."],
    }


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_stands_in_the_table_over_time(code: str) -> None:
    assert f"| `{code}` |" in page("codes.md")


def test_pages_of_checks_that_are_gone_are_gone() -> None:
    endings = ("", *(f".{language}" for language in make_pages.TRANSLATIONS))
    pages = {path.stem for path in (DOCS / "checks").glob("*.md")}
    assert pages == {f"{code}{ending}" for code in (*CHECKS, "index") for ending in endings}


@pytest.mark.parametrize("name", schedcheck.__all__)
def test_every_public_name_stands_in_the_library_page(name: str) -> None:
    text = page("library.md")
    if name == "__version__":
        assert "`schedcheck.__version__`" in text
        return
    entries = set(re.findall(r"^::: ([\w.]+)$", text, re.MULTILINE))
    home = getattr(schedcheck, name)
    assert f"{home.__module__}.{name}" in entries
    assert inspect.getdoc(home)


@pytest.mark.parametrize("column", [*COLUMNS, "age_class", "level", "mark", "mark_from"])
def test_every_column_of_the_frame_stands_in_the_library_page(column: str) -> None:
    assert re.search(rf"^\| .*`{column}`.* \|", page("library.md"), re.MULTILINE)


@pytest.mark.parametrize("reader", sorted(READERS))
def test_every_reader_stands_in_the_formats_page(reader: str) -> None:
    assert reader in page("formats.md").lower()


def test_every_page_is_in_the_nav_and_the_other_way_round() -> None:
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:\n")[1]
    listed = re.findall(r": (\S+\.md)$", nav, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == {
        path.relative_to(DOCS).as_posix()
        for path in DOCS.rglob("*.md")
        if make_pages.language_of(path) == "en"
    }


def test_the_site_is_strict_and_loads_nothing_from_elsewhere() -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.search(r"^strict: true$", settings, re.MULTILINE)
    assert re.search(r"^  font: false\b", settings, re.MULTILINE)
    assert "//" not in settings


@pytest.mark.parametrize(
    "name", ["README.md", "README.kk.md", "README.ru.md", "CHANGELOG.md", "CONTRIBUTING.md"]
)
def test_relative_links_lead_somewhere(name: str) -> None:
    links = LINK.findall((ROOT / name).read_text(encoding="utf-8"))
    assert name == "CONTRIBUTING.md" or links
    dead = [
        link
        for link in links
        if "://" not in link
        and not link.startswith("#")
        and not (ROOT / link.split("#")[0]).exists()
    ]
    assert not dead


@pytest.mark.parametrize("folder", ["img", "img/kk", "img/ru"])
def test_pictures_are_small(folder: str) -> None:
    sizes = [path.stat().st_size for path in (DOCS / folder).iterdir() if path.is_file()]
    assert max(sizes) < 150_000
    assert sum(sizes) < 650_000


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_each_picture_is_there_in_each_language(language: str) -> None:
    names = {path.name for path in (DOCS / "img").glob("*.png")}
    assert {path.name for path in (DOCS / "img" / language).iterdir()} == names


def examples() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", page("library.md"), re.DOTALL | re.MULTILINE)


def test_the_examples_of_the_library_page_run_and_print_what_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Read from the top as one program; ``# → text`` is what the line above it prints."""
    monkeypatch.chdir(ROOT)
    use_language("en")
    source = "\n".join(examples())
    assert source
    exec(compile(source, "docs/library.md", "exec"), {})  # noqa: S102 - our own page
    printed = capsys.readouterr().out.split("\n")
    shown = re.findall(r"^\s*# → (.*)$", source, re.MULTILINE)
    assert shown
    assert printed[:-1] == shown


def architecture_names() -> list[str]:
    """The dotted names in code that begin with a room of the package."""
    text = page("architecture.md")
    return sorted(
        {name for name in re.findall(r"`([a-z_]+(?:\.\w+)+)`", text) if name.split(".")[0] in ROOMS}
    )


@pytest.mark.parametrize("name", architecture_names())
def test_every_name_on_the_architecture_page_exists(name: str) -> None:
    pkgutil.resolve_name(f"schedcheck.{name}")


def test_every_room_is_on_the_architecture_page_in_its_order() -> None:
    text = page("architecture.md").split("## The rooms\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", text, re.MULTILINE)
    assert [room for room, _not in rows] == list(ROOMS)
    assert {room for room, others in rows if "`readers`" in others} == set(NOT_ALLOWED)


def test_every_path_on_the_architecture_page_exists() -> None:
    paths = re.findall(r"`((?:schedcheck|tests)/[\w./]+)`", page("architecture.md"))
    assert paths
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_the_row_of_the_architecture_page_is_read_and_judged_as_it_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = page("architecture.md")
    table = [line for line in text.splitlines() if line.startswith("| ")]
    at = next(number for number, line in enumerate(table) if "Название" in line)
    rows = [
        [cell.strip() for cell in table[number].strip("|").split("|")] for number in (at, at + 1)
    ]
    monkeypatch.chdir(tmp_path)
    Path("ktk.xlsx").write_bytes(workbook_of(Sheet1=rows))
    programme = schedcheck.read("ktk.xlsx").iloc[0]
    for column in ("title", "mark_text", "place"):
        assert f"`{column}` `{programme[column]}`" in " ".join(text.split())
    result = schedcheck.audit("ktk.xlsx")
    (finding,) = result.findings
    assert (finding.code, finding.minutes, finding.rule) == ("watershed", 90, "kz-2019-films")
    judged = result.schedule.iloc[0]
    for column in ("age_class", "level", "mark", "mark_from"):
        assert f"`{column}` `{judged[column]}`" in " ".join(text.split())
    assert f"{judged['start']:%H:%M} UTC" in text


def test_values_are_shown_as_they_are_made(tmp_path: Path) -> None:
    source = """
from functools import cached_property
from typing import ClassVar, NamedTuple
from msgspec import Struct, field

class First(Struct, kw_only=True):
    zone: str
    names: list[str] = field(default_factory=list)
    known: ClassVar[int] = 3
    @cached_property
    def both(self) -> str: ...

class Second(First):
    day: int = field(default=1)
    zone: str = "UTC"

class Third(NamedTuple):
    start: int
    stop: int | None = None

class Other:
    start: int
"""
    (tmp_path / "values_shown.py").write_text(source, encoding="utf-8")
    extensions = griffe.load_extensions(str(DOCS / "value_signatures.py"))
    package = griffe.load("values_shown", search_paths=[tmp_path], extensions=extensions)
    shown = {name: str(one.signature()) for name, one in package.classes.items() if one.parameters}
    assert shown == {
        "First": "First(*, zone: str, names: list[str] = list())",
        "Second": "Second(zone: str = 'UTC', day: int = 1, *, names: list[str] = list())",
        "Third": "Third(start: int, stop: int | None = None)",
    }
