"""The scripts of ``findings/`` have the form that is asked of them; they are not run here."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.paths import ROOT

FOLDER = ROOT / "findings"
SCRIPTS = sorted(FOLDER.glob("*.sh"))
ROW = re.compile(r"^\| \[`([a-z0-9-]+)`\]\(\1\.sh\) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
#: ``name==1.2`` of pip, ``name@1.2`` of npm, ``name=1.2`` of apt-get.
PINNED = re.compile(r"^(@?[A-Za-z0-9/._-]+)(==|@|=)(\d[\w.+:~-]*)$")


def packages(script: str) -> list[str]:
    """The packages that the script installs, with their versions, as they are written."""
    whole = script.replace("\\\n", " ")
    installs = re.findall(
        r"^(?:\S*pip|npm|apt-get) .*?\b(?:install|download) (.*)$", whole, re.MULTILINE
    )
    words = " ".join(line.split(">")[0] for line in installs).split()
    return [word for word in words if not word.startswith(("-", '"'))]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_form_of_a_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    first, *lines = text.splitlines()
    assert first == "#!/usr/bin/env bash"
    assert os.access(path, os.X_OK)
    head = "\n".join(line for line in lines[: lines.index("set -euo pipefail")])
    fields = re.findall(r"^# (Package|Expected|Seen|Source): \S", head, re.MULTILINE)
    assert fields == ["Package", "Expected", "Seen", "Source"]
    assert "work=$(mktemp -d)\ntrap 'rm -rf \"$work\"' EXIT\n" in text
    assert "exit 1" in text.splitlines()[-1]
    assert not re.search(r"schedcheck|https?://|--registry|/home/|/root/", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_versions_are_pinned_and_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head = text.split("set -euo pipefail", maxsplit=1)[0]
    installed = packages(text)
    assert installed
    for word in installed:
        match = PINNED.match(word)
        assert match is not None, f"{word} has no version"
        name, _, version = match.groups()
        if name != "tzdata":
            assert version in head, f"the version of {name} is not in the head of the script"


def test_readme_lists_every_script_once() -> None:
    rows = ROW.findall((FOLDER / "README.md").read_text(encoding="utf-8"))
    assert sorted(name for name, _, _ in rows) == [path.stem for path in SCRIPTS]
    assert len(SCRIPTS) >= 8
    for name, package, _ in rows:
        head = (FOLDER / f"{name}.sh").read_text(encoding="utf-8")
        for version in re.findall(r"\d+(?:\.\w+)+", package):
            assert version in head, f"{name}: {version} is not in its script"
