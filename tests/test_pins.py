"""The pinned versions are in step with ``pyproject.toml``, and the documents say how to install."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import schedcheck
from tests.make_pins import PINS, pins, project, required
from tests.paths import ROOT

RUN = [Requirement(text) for text in project()["project"]["dependencies"]]
_EXTRAS = project()["project"]["optional-dependencies"]
OPTIONAL = [
    Requirement(text) for extra, needs in _EXTRAS.items() if extra != "all" for text in needs
]
FILES = ("audit.txt", "build.txt", "dev.txt", "lowest.txt", "portal.txt", "run.txt")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.y*ml")]


def test_there_are_these_files_and_no_others() -> None:
    assert sorted(path.name for path in PINS.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_a_version_or_a_hash_and_none_an_address(name: str) -> None:
    text = (PINS / name).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    for entry in entries:
        first, *hashes = entry.split(" \\\n")
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][\w.!+]*( ; [\w '<>=!.]+)?", first), first
        assert hashes, first
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}", line) for line in hashes), first


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("audit.txt", required("audit")),
        ("build.txt", required("build")),
        ("run.txt", RUN),
        ("portal.txt", [*RUN, *(Requirement(text) for text in _EXTRAS["portal"])]),
        ("dev.txt", [*RUN, *OPTIONAL, *required("dev")]),
        ("lowest.txt", [*RUN, *OPTIONAL, *required("test")]),
    ],
)
def test_what_the_project_asks_for_is_pinned_within_its_range(
    name: str, needs: list[Requirement]
) -> None:
    known = pins(name)
    stale = [str(need) for need in needs if known.get(canonicalize_name(need.name), "") == ""]
    stale += [
        f"{need}: {known[canonicalize_name(need.name)]}"
        for need in needs
        if str(need) not in stale and known[canonicalize_name(need.name)] not in need.specifier
    ]
    assert stale == [], "run `make pins`"


@pytest.mark.parametrize("name", ["build.txt", "portal.txt", "run.txt"])
def test_tests_run_with_what_is_installed_elsewhere(name: str) -> None:
    assert pins(name).items() <= pins("dev.txt").items()


def test_the_lowest_versions_are_the_lower_bounds() -> None:
    known = pins("lowest.txt")
    for need in (*RUN, *OPTIONAL):
        (lower,) = (part.version for part in need.specifier if part.operator == ">=")
        assert Version(known[canonicalize_name(need.name)]) == Version(lower), need


def test_only_that_of_which_private_parts_are_used_has_an_upper_bound() -> None:
    groups = [need for group in project()["dependency-groups"] for need in required(group)]
    bounded = {
        need.name
        for need in (*RUN, *OPTIONAL, *groups)
        if {part.operator for part in need.specifier} != {">="}
    }
    assert bounded == {"openpyxl"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_installs_what_no_index_has_or_another_version(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.findall(r"pip3? install (?:-\S+ )*['\"]?schedcheck(?![\w.-]*\.whl)", text)
    versions = set(re.findall(r"schedcheck-([0-9][\w.]*?)-py3", text))
    assert versions <= {schedcheck.__version__}
