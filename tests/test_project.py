"""What holds for the project as a whole: start-up, size, tests for everything, nothing private."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import schedcheck
from tests.paths import ROOT

PACKAGE = ROOT / "schedcheck"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = {"babel", "jinja2", "lxml", "numpy", "openpyxl", "pandas", "pendulum", "rich"}


def modules_loaded_by(*words: str) -> set[str]:
    """The top-level modules in ``sys.modules`` when the program has run with these words.

    Those of the process that does the work too, where that is another one.
    """
    code = (
        "import os, sys, runpy\n"
        "def leave(code):\n"
        "    print('loaded:', *{name.split('.')[0] for name in sys.modules})\n"
        "    sys.exit(code)\n"
        "os._exit = leave\n"
        f"sys.argv = ['schedcheck', *{list(words)!r}]\n"
        "runpy.run_module('schedcheck', run_name='__main__', alter_sys=False)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(" ".join(re.findall(r"^loaded:(.*)$", done.stdout, re.MULTILINE)).split())


@pytest.mark.parametrize(
    "words",
    [["--help"], ["--version"], ["check", "--help"], ["batch", "--help"], ["rules", "--help"]],
    ids=" ".join,
)
def test_help_answers_without_loading_what_is_heavy(words: list[str]) -> None:
    loaded = modules_loaded_by(*words)
    assert "schedcheck" in loaded
    assert not loaded & HEAVY


def test_what_mends_broken_guides_is_not_loaded_for_a_whole_one(tmp_path: Path) -> None:
    guide = ROOT / "samples" / "week" / "ktk.xml"
    told = ("--format=json", "-o", str(tmp_path / "found.json"), "--exit-zero")
    loaded = modules_loaded_by("check", str(guide), *told)
    assert {"schedcheck", "pandas"} <= loaded
    assert not loaded & {"lxml", "openpyxl", "python_calamine", "jinja2"}


def test_the_package_itself_loads_nothing_heavy() -> None:
    code = "import sys, schedcheck; print(*{name.split('.')[0] for name in sys.modules})"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert not set(printed.decode().split()) & HEAVY


@pytest.mark.parametrize(
    "program", [["-m", "schedcheck"], ["-c", "from schedcheck.cli import main; main()"]]
)
def test_version_and_help_are_printed(program: list[str]) -> None:
    for option, expected in (("--version", schedcheck.__version__), ("--help", "Exit codes: 0")):
        done = subprocess.run(
            [sys.executable, *program, option], capture_output=True, text=True, check=True
        )
        assert expected in done.stdout
        assert not done.stderr


@pytest.mark.parametrize(
    "before",
    [
        "pass",
        "import schedcheck.pipeline.audit",
        "import schedcheck.tasks.batch.batch",
        "from schedcheck import Audit",
    ],
)
def test_public_names_are_what_they_say_whatever_was_imported_before(before: str) -> None:
    code = f"""
import inspect
{before}
import schedcheck
assert inspect.isfunction(schedcheck.audit), schedcheck.audit
from schedcheck import audit, read_schedule
assert inspect.isfunction(audit) and inspect.isfunction(read_schedule)
for name in schedcheck.__all__:
    assert name in dir(schedcheck)
    assert not inspect.ismodule(getattr(schedcheck, name)), name
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = schedcheck.nonsense


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_are_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400


def test_values_are_structs_or_named_tuples() -> None:
    """A dataclass takes forty times as long to define, in each run of the program."""
    told = [module for module in MODULES if "dataclass" in module.read_text(encoding="utf-8")]
    assert not told


FOLDERS = sorted({module.parent for module in MODULES} - {PACKAGE})
#: folders of the tests that hold no tests of a folder of the package, and what they hold instead.
_NOT_MIRRORED = {
    "bench": "benchmarks",
    "fixtures": "what tests make and share",
    "schemas": "schemas",
}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_folder_of_the_package_has_its_tests(folder: Path) -> None:
    assert any((ROOT / "tests" / folder.relative_to(PACKAGE)).rglob("test_*.py"))


def test_the_tests_lie_as_the_package_does() -> None:
    folders = {folder.relative_to(PACKAGE).as_posix() for folder in FOLDERS} | {"."}
    tests = ROOT / "tests"
    lone = {path.parent.relative_to(tests).as_posix() for path in tests.rglob("test_*.py")}
    assert lone - folders - set(_NOT_MIRRORED) == set()


def tracked_files() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    names = done.stdout.decode().split("\0")
    return [path for name in names if name and (path := ROOT / name).is_file()]


def test_no_file_names_this_machine_or_a_package_registry() -> None:
    files = tracked_files()
    assert ROOT / "pyproject.toml" in files
    forbidden = {
        str(ROOT).encode(),
        str(ROOT.parent).encode() + b"/",
        b"files." + b"pythonhosted",
        b"pypi." + b"org/",
        b"index" + b"-url",
        b"test.pypi" + b".",
    }
    if len(str(ROOT.parent)) < 2:  # "/" stands in every file
        forbidden.discard(str(ROOT.parent).encode() + b"/")
    found = [
        f"{path.relative_to(ROOT)}: {text.decode()}"
        for path in files
        for text in forbidden
        if text in path.read_bytes()
    ]
    assert not found


def test_no_lock_file_is_kept() -> None:
    locks = {"poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "pylock.toml"}
    assert not [path for path in tracked_files() if path.name in locks]


def test_the_version_stands_in_the_changelog() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(schedcheck.__version__)}\b", changes, re.MULTILINE)


def test_continuous_integration_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    lines = script.read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in lines
    assert lines[-1] == "make test"
