"""A film that breaks two acts: one finding, and both acts with who decides, in every report."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from rich.console import Console

from schedcheck.cli import cli
from schedcheck.messages import use_language
from schedcheck.reports.data import json as json_report
from schedcheck.reports.data import sarif
from schedcheck.reports.terminal import print_audit
from schedcheck.reports.view import all_channels
from schedcheck.reports.workbook.workbook import write_workbook
from schedcheck.results.finding import Severity
from schedcheck.results.results import Audit
from tests.checks.audited import audited, programme

RULES = ["kz-2019-films", "kz-2019-info"]


@pytest.fixture
def film() -> Audit:
    return audited(programme("12:00", "13:30", "Х/ф «Порог» (18+)"))


def test_it_is_one_finding(film: Audit) -> None:
    (one,) = (one for one in film.findings if one.severity is Severity.VIOLATION)
    assert [one.rule, *one.also_rules] == RULES
    assert one.minutes == 90


def test_json_has_both_rules_and_who_decides(film: Audit) -> None:
    plain = json.loads(json_report.dumps(film))
    (one,) = (one for one in plain["findings"] if one["severity"] == "violation")
    assert [one["rule"], *one["also_rules"]] == RULES
    films, info = plain["rulebook"]["rules"]
    assert [films["id"], info["id"]] == RULES
    assert "156(1)(3)" in films["offence"]
    assert "akim" in films["decided_by"]
    assert "804(3)" in films["drawn_up_by"]
    assert "156-1(1)(2)" in info["offence"]
    assert info["decided_by"] == "the court"
    assert "804(1)(62)" in info["drawn_up_by"]
    # what is not verified is kept apart from the evidence
    assert films["unverified"]
    assert any("scientific" in point for point in info["limits"])
    assert "not read" not in films["citation"] + films["offence"] + films["decided_by"]


def test_json_has_the_dates_with_their_articles(film: Audit) -> None:
    plain = json.loads(json_report.dumps(film))
    (one,) = (one for one in plain["findings"] if one["severity"] == "violation")
    assert [(due["kind"], due["since"], due["day"]) for due in one["dates"]] == [
        ("prosecution", "2024-03-04", "2024-05-04"),
        ("recording", "2024-03-04", "2024-09-04"),
    ]
    periods = {period["id"]: period for period in plain["rulebook"]["periods"]}
    assert [periods[due["period"]]["label"] for due in one["dates"]] == [
        "CAO, art. 62(1)",
        "Law No. 545-IV, art. 18(2)(1)",
    ]
    assert periods["kz-prosecution"]["unverified"]


def test_the_workbook_has_the_dates_with_their_articles(film: Audit, tmp_path: Path) -> None:
    write_workbook(all_channels(film), tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    texts = [str(cell.value) for row in book["Violations"].iter_rows() for cell in row]
    assert any("prosecute\n(CAO, art. 62(1))" in text for text in texts)
    assert any(text.startswith("2024-05-04") for text in texts)
    about = [str(cell.value) for row in book["About"].iter_rows() for cell in row]
    assert any("art. 62(1): 2 months" in text for text in about)


def test_the_terminal_names_both(film: Audit) -> None:
    stream = io.StringIO()
    print_audit(film, Console(file=stream, width=200))
    text = stream.getvalue()
    assert "kz-2019-films + kz-2019-info" in text
    assert "Decided by: the court" in text
    assert "Decided by: the akim" in text
    assert text.count("Protocol drawn up by: ") == 2


def test_sarif_names_both(film: Audit) -> None:
    (run,) = json.loads(sarif.dumps(film))["runs"]
    (one,) = (one for one in run["results"] if one["ruleId"] == "watershed")
    assert [taxon["id"] for taxon in one["taxa"]] == RULES


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Decided by: the court", "Protocol drawn up by: officials of the akimat")),
        ("ru", ("Рассматривает дело: суд", "Протокол составляют: должностные лица акимата")),
        ("kk", ("Істі қарайтын: сот", "Хаттаманы жасайтындар: әкімдіктің лауазымды адамдары")),
    ],
)
def test_the_workbook_has_both_in_the_language_chosen(
    tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    source, book = tmp_path / "guide.csv", tmp_path / "book.xlsx"
    source.write_text(
        "channel,date,start,end,title\nktk,2026-09-09,12:00,13:30,Х/ф «Порог» (18+)\n",
        encoding="utf-8",
    )
    try:
        CliRunner().invoke(
            cli, ["check", str(source), "--lang", language, "--format", "xlsx", "-o", str(book)]
        )
    finally:
        use_language("en")
    rows = [
        row
        for sheet in load_workbook(book)
        for row in sheet.iter_rows(values_only=True)
        if any(row)
    ]
    (row,) = (row for row in rows if "kz-2019-films\nkz-2019-info" in row)
    cells = "\n".join(str(cell) for cell in row)
    for part in (*words, "212-VI", "169-VI"):
        assert part in cells
