"""The pages in Kazakh and Russian say what the English ones say, and are as new as they are."""

from __future__ import annotations

import importlib.util
import re
import sys
from importlib import import_module
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

import pytest

from tests.paths import ROOT

DOCS = ROOT / "docs"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE_OR_LINK = re.compile(rf"`[^`]*`|{LINK.pattern}")
#: What people who do not write programs read.
FOR_USERS = {
    "README.md",
    *(
        f"docs/{name}.md"
        for name in (
            "index",
            "install",
            "regulator",
            "broadcaster",
            "law",
            "case-file",
            "missed",
        )
    ),
}


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", DOCS / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module
    spec.loader.exec_module(module)
    return module


script = load_script()
PAGES: dict[Path, tuple[str, str]] = script.translations()
every_page = pytest.mark.parametrize(
    "page", sorted(PAGES), ids=lambda path: path.relative_to(ROOT).as_posix()
)


def language_of(page: Path) -> str:
    return page.stem.rpartition(".")[2]


def english_of(page: Path) -> str:
    return (ROOT / PAGES[page][0]).read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    """What is typed in the fenced blocks: commands of consoles, else all; without comments."""
    found = []
    for kind, block in re.findall(r"^ *```(\w*)\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE):
        lines = [re.sub(r"(^|\s+)# .*$", "", line) for line in block.splitlines()]
        if kind == "console":
            before = ["", *lines]  # a command goes on after a backslash
            lines = [
                line
                for line, last in zip(lines, before, strict=False)
                if line.startswith("$ ") or last.endswith("\\")
            ]
        found.append("\n".join(line for line in lines if line))
    return found


def prose(text: str) -> str:
    """What is neither in fenced blocks nor in comments."""
    return re.sub(r"^ *```.*?^ *```$|<!--.*?-->", "", text, flags=re.DOTALL | re.MULTILINE)


def shape(text: str) -> list[str]:
    """The headings by their level, the tables by their columns, the pictures and the lists."""
    marks = re.findall(r"^(#+ |\|.*\||!\[|\[!\[|!!! \w+|- |\d+\. )", prose(text), re.MULTILINE)
    return [f"{mark.count('|')} columns" if mark[0] == "|" else mark for mark in marks]


@every_page
def test_no_translation_is_older_than_its_english_page(page: Path) -> None:
    assert page not in script.stale(), "run python docs/translations.py"


def test_the_pages_for_users_are_in_every_language() -> None:
    for language in script.LANGUAGES:
        pages = {english for page, (english, _) in PAGES.items() if language_of(page) == language}
        assert pages >= FOR_USERS


@every_page
def test_a_translation_lies_beside_its_english_page(page: Path) -> None:
    assert PAGES[page][0] == page.relative_to(ROOT).as_posix().replace(
        f".{language_of(page)}.", "."
    )


@every_page
def test_what_is_typed_is_the_same(page: Path) -> None:
    assert blocks(page.read_text(encoding="utf-8")) == blocks(english_of(page))


@every_page
def test_nothing_is_left_out(page: Path) -> None:
    assert shape(page.read_text(encoding="utf-8")) == shape(english_of(page))


def test_the_shape_of_a_page_is_its_headings_tables_lists_and_pictures() -> None:
    text = "# A\n\n| a | b |\n|---|---|\n\n```text\n# no\n```\n\n- x\n1. y\n![z](p)\n!!! warning\n"
    assert shape(text) == ["# ", "3 columns", "3 columns", "- ", "1. ", "![", "!!! warning"]
    assert blocks("```console\n$ a --b  # c\nd\n$ e \\\n  f\n```\n\n```toml\nx = 1 # y\n```\n") == [
        "$ a --b\n$ e \\\n  f",
        "x = 1",
    ]


@every_page
def test_links_lead_to_the_same_pages_in_the_language_of_the_page(page: Path) -> None:
    def own(link: str) -> str:
        """The link that a translation has in place of an English one."""
        path, _, _anchor = link.partition("#")
        if path.endswith(".png"):
            return str(PurePosixPath(path).parent / language_of(page) / PurePosixPath(path).name)
        ours = PurePosixPath(path).with_suffix(f".{language_of(page)}.md")
        return str(ours) if path.endswith(".md") and (page.parent / ours).exists() else path

    def links(text: str) -> list[str]:
        lines = [line for line in prose(text).splitlines() if "](README." not in line]
        return [link for link in LINK.findall("\n".join(lines)) if not link.startswith("#")]

    found = sorted(link.partition("#")[0] for link in links(page.read_text(encoding="utf-8")))
    assert found == sorted(own(link) for link in links(english_of(page)))


@every_page
def test_no_sentence_is_left_in_english(page: Path) -> None:
    english = set(prose(english_of(page)).splitlines())
    left = [
        line
        for line in prose(page.read_text(encoding="utf-8")).splitlines()
        if line in english and len(re.findall(r"\b[a-z]{2,}\b", CODE_OR_LINK.sub("", line))) > 6
    ]
    assert left == []


def test_the_site_names_every_page_in_every_language() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = import_module("yaml").safe_load(text.replace("!!python/object/apply:", "#"))

    def titles(nav: list[dict[str, Any]]) -> set[str]:
        found = {title for entry in nav for title in entry}
        inner = [part for entry in nav for part in entry.values() if isinstance(part, list)]
        return found.union(*(titles(part) for part in inner))

    (i18n,) = (entry["i18n"] for entry in settings["plugins"] if "i18n" in entry)
    for language in i18n["languages"]:
        if language["locale"] in script.LANGUAGES:
            codes = {path.stem for path in (DOCS / "checks").glob("*.md")}
            assert titles(settings["nav"]) - codes - {"JSON"} == set(language["nav_translations"])


def test_line_breaks_and_what_commands_print_make_no_translation_stale() -> None:
    text = "One two.\n\n<!-- run: schedcheck x -->\n```console\n$ schedcheck x\n{}\n```\n\nEnd.\n"
    assert script.text_hash(text.format("a")) == script.text_hash(
        text.format("b\n\nc").replace("One two", "One\ntwo")
    )
    assert script.text_hash(text) != script.text_hash(text.replace("two", "three"))


def test_a_translation_is_stale_until_it_is_marked_as_done(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "x.md").write_text("# New\n", encoding="utf-8")
    page = tmp_path / "docs" / "x.ru.md"
    page.write_text("<!-- translation of docs/x.md: 123 -->\n\n# Новое\n", encoding="utf-8")
    assert script.stale(tmp_path) == {page: ("docs/x.md", "123")}
    script.mark_done(page, tmp_path)
    assert script.stale(tmp_path) == {}
    assert page.read_text(encoding="utf-8").endswith(" -->\n\n# Новое\n")
