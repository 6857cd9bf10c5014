"""What holds for the project as a whole: start-up, size, tests for everything, nothing private."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import schedcheck

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "schedcheck"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = {"babel", "jinja2", "lxml", "numpy", "openpyxl", "pandas", "pendulum", "rich"}

#: module -> where it is tested instead of a test module of its own name, and why.
TESTED_ELSEWHERE = {
    "__init__.py": "test_project.py: names and start-up",
    "__main__.py": "test_project.py: python -m schedcheck",
    "audit.py": "checks/, test_batch.py: every test of a verdict goes through it",
    "channels.py": "checks/: which zone and rules a channel is judged by",
    "checks/__init__.py": "test_docs.py: the table of checks",
    "checks/documentation.py": "test_docs.py: docstrings as parts, and what every check must say",
    "checks/context.py": "checks/: what every check is given",
    "configtable.py": "test_rulebook.py, test_roster.py: what a wrong file is told",
    "annotate/__init__.py": "holds nothing",
    "tasks/annotate/csvtext.py": "annotate/test_texts.py: tables",
    "tasks/annotate/notes.py": "annotate/: what is told in each kind of file",
    "tasks/annotate/original.py": "annotate/: every test goes through it",
    "tasks/annotate/package.py": "annotate/test_xlsx.py: which parts change",
    "tasks/annotate/units.py": "annotate/test_texts.py: bytes come back as they were",
    "tasks/annotate/xlsx_comments.py": "annotate/test_xlsx.py: comments, new and added to",
    "tasks/annotate/xmltv.py": "annotate/test_texts.py: guides",
    "errors.py": "cli/: the one line for wrong configuration",
    "findings.py": "test_docs.py, checks/: plain values",
    "readers/workbooks/missing_values.py": "readers/test_formulas.py: formulas with and without values",
    "readers/__init__.py": "holds nothing",
    "repair/__init__.py": "holds nothing",
    "readers/base.py": "a protocol and a record",
    "reports/__init__.py": "holds nothing",
    "reports/workbook/about.py": "reports/test_workbook.py: the sheet as written",
    "reports/workbook/finding_sheets.py": "reports/test_workbook.py: the sheets as written",
    "tasks/explain/explanation.py": "cli/test_explain.py: every part, as printed",
    "law/rule_text.py": "cli/test_rules.py, cli/test_explain.py: rules as printed",
    "reports/overview.py": "reports/test_summary.py, reports/test_summarypage.py",
    "reports/html/pages.py": "reports/test_summarypage.py: the page in a browser",
    "reports/html/picture.py": "reports/test_summarypage.py: the picture as drawn",
    "reports/placed.py": "reports/test_week.py, reports/test_summarypage.py",
    "reports/html/section.py": "reports/test_summarypage.py: sections as shown",
    "reports/view.py": "reports/test_workbook.py, reports/test_summary.py",
    "reports/workbook/week_grid.py": "reports/test_week.py: the grid as drawn",
    "reports/wording.py": "reports/test_workbook.py, reports/test_terminal.py",
    "results.py": "plain values",
    "rule.py": "test_rulebook.py: rules out of a book",
    "rulebook_toml.py": "test_rulebook.py: what a book says and what is refused",
    "run.py": "cli/: names that are not known are refused, codes are chosen",
    "settings.py": "a record",
    "writers.py": "test_convert.py: what is written is read again",
    "totals.py": "reports/test_summary.py, reports/test_summarypage.py: the sums as shown",
    "cli/__init__.py": "cli/: every command goes through it",
    "cli/watch.py": "test_watching.py: the command itself, in a process",
    "cli/languages.py": "cli/test_check.py, test_locale.py: the language asked for",
    "cli/options.py": "cli/: options through the commands that have them",
    "cli/progress.py": "cli/: output in a pipe and on a terminal",
    "readers/broadcast/eit_json.py": "readers/test_eit.py: both forms of the same tables",
    "readers/broadcast/bxf_text.py": "readers/test_bxf.py: titles, texts and marks of events",
    "readers/broadcast/bxf_time.py": "readers/test_bxf.py: time codes, broadcast dates, nights",
    "readers/broadcast/tva_text.py": "readers/test_tva.py: what descriptions say",
    "readers/broadcast/eit_text.py": "readers/test_eit.py: what descriptors say",
    "readers/tables/columns.py": "readers/test_table.py: which column is what",
    "readers/tables/no_header.py": "readers/test_table.py: tables without a header row",
    "readers/jtv/titles.py": "readers/test_jtv.py: titles of every kind and damage",
    "readers/listings/days.py": "readers/test_listing.py: days, midnights, days given twice",
    "readers/listings/lines.py": "readers/test_listing.py: what each line is",
    "readers/values/listing_words.py": "readers/test_listingclock.py, readers/test_listingdates.py",
    "readers/documents/office_blocks.py": "readers/test_docx.py, readers/test_odt.py",
    "readers/documents/office_xml.py": "readers/test_docx.py, readers/test_odt.py: damaged documents",
    "readers/documents/rtf_parser.py": "readers/test_rtf.py: words and letters",
    "readers/documents/pdf_lines.py": "readers/test_pdf.py: lines and columns of a page",
    "readers/tables/programmes.py": "readers/test_table.py: rows as programmes",
    "readers/tables/rows.py": "readers/test_table.py: the rows of a table",
    "readers/tables/grids/long_table.py": "readers/test_matrix.py, readers/test_blocks.py: what those read",
    "readers/json_guides/entries.py": "readers/test_services.py: entries as programmes",
    "readers/json_guides/mapping_choice.py": "readers/test_services.py: which mapping is taken",
    "readers/json_guides/path.py": "readers/test_services.py: what is a path",
    "readers/json_guides/replies.py": "readers/test_services.py: replies and what is none",
    "readers/json_guides/times.py": "readers/test_services.py: times of every form",
    "readers/json_guides/mapping.py": "readers/test_services.py: what a wrong one is told",
    "readers/xmltv/repair.py": "readers/test_xmltv.py: broken files",
    "readers/xmltv/parallel.py": "readers/test_xmltv.py: the same result in several processes",
    "readers/xmltv/strict.py": "readers/test_xmltv.py: what is in a guide",
    "readers/xmltv/fast_attributes.py": "readers/test_xmltv_scan.py: both halves say the same",
    "readers/xmltv/piece.py": "readers/test_xmltv_scan.py: what a piece says",
    "readers/xmltv/fast_tags.py": "readers/test_xmltv_scan.py: what is plain and what is not",
}


def modules_loaded_by(*words: str) -> set[str]:
    """The top-level modules in ``sys.modules`` when the program has run with these words."""
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
    return set(done.stdout.rsplit("loaded:", 1)[1].split())


@pytest.mark.parametrize(
    "words",
    [["--help"], ["--version"], ["check", "--help"], ["batch", "--help"], ["rules", "--help"]],
    ids=" ".join,
)
def test_help_answers_without_loading_what_is_heavy(words: list[str]) -> None:
    loaded = modules_loaded_by(*words)
    assert "schedcheck" in loaded
    assert not loaded & HEAVY


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
        "import schedcheck.audit",
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


def mirror(module: Path) -> Path:
    relative = module.relative_to(PACKAGE)
    return ROOT / "tests" / relative.with_name(f"test_{relative.name}")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_module_has_a_test_module_or_a_reason(module: Path) -> None:
    name = module.relative_to(PACKAGE).as_posix()
    assert mirror(module).exists() or name in TESTED_ELSEWHERE


def test_the_list_of_reasons_is_not_longer_than_it_must_be() -> None:
    names = {path.relative_to(PACKAGE).as_posix(): path for path in MODULES}
    assert set(TESTED_ELSEWHERE) <= set(names)
    assert not [name for name in TESTED_ELSEWHERE if mirror(names[name]).exists()]
    for reason in TESTED_ELSEWHERE.values():
        for test in re.findall(r"[\w/]+\.py|\b\w+/(?=[:,])", reason.split(":")[0] + ":"):
            assert (ROOT / "tests" / test).exists(), test


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
