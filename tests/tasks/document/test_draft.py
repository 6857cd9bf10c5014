"""A draft of the file of decisions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from schedcheck.errors import ConfigError
from schedcheck.messages import language
from schedcheck.results.decisions import load_decisions
from schedcheck.results.document import Document
from schedcheck.results.finding import CODES, Decision, Finding, Outcome
from schedcheck.results.identity import identity
from schedcheck.results.results import Audit
from schedcheck.tasks.document.draft import SHEET_DRAFT, TEXT_DRAFT, draft, write_drafts
from tests.checks.audited import audited, programme

ROWS = (
    programme("20261124 2030", "20261124 2130", 'Х/ф «Порог» "\\"', rating="18+"),
    programme("20261125 1200", "20261125 1300", "Ток-шоу", rating="18+"),
    programme("20261125 1300", "20261125 1400", "Ән", rating="6+"),
)


def test_a_draft_filled_in_is_a_file_of_decisions(tmp_path: Path) -> None:
    found = audited(*ROWS)
    path = tmp_path / "decisions.toml"
    text = draft(Document(findings=found.findings))
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"decision\[0\]\.outcome"):
        load_decisions(path)
    filled = text.replace('outcome = ""', 'outcome = "confirmed"').replace("# date", "date")
    path.write_text(filled, encoding="utf-8")
    result = audited(*ROWS, decisions=path)
    decided = [one for one in result.findings if one.decision]
    assert [one.title for one in decided] == ['Х/ф «Порог» "\\"', "Ток-шоу"]
    assert {one.decision.day for one in decided if one.decision} == {date(2026, 12, 31)}
    # what was decided on is not asked for again
    assert "[[decision]]" not in draft(Document(findings=result.findings))


def draft_sheet(folder: Path, found: Audit, **filled: str | date) -> Path:
    """The sheet of the draft, the first row of it filled in under these headings."""
    write_drafts(Document(findings=found.findings), folder)
    path = folder / SHEET_DRAFT
    book = load_workbook(path)
    sheet = book.worksheets[0]
    headings = {str(cell.value): number for number, cell in enumerate(sheet[1], 1)}
    for heading, value in filled.items():
        column = headings.setdefault(heading.replace("_", " "), len(headings) + 1)
        sheet.cell(1, column).value = heading.replace("_", " ")
        sheet.cell(2, column).value = value
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("name", "filled"),
    [
        ("en", {"Decision": "confirmed", "Day_of_the_decision": date(2026, 12, 31)}),
        ("ru", {"Решение": "Подтверждено", "Дата_решения": "31.12.2026"}),
        ("kk", {"Шешім": "расталды", "Шешім_күні": "2026-12-31"}),
    ],
)
def test_a_sheet_filled_in_is_a_file_of_decisions(
    tmp_path: Path, name: str, filled: dict[str, str | date]
) -> None:
    found = audited(*ROWS)
    with language(name):
        path = draft_sheet(tmp_path, found, **filled)
    result = audited(*ROWS, decisions=path)
    decided = [one for one in result.findings if one.decision]
    assert [one.title for one in decided] == ['Х/ф «Порог» "\\"']
    assert decided[0].decision == Decision(Outcome.CONFIRMED, date(2026, 12, 31))
    # the row that nothing was decided in is there again, the other is not
    write_drafts(Document(findings=result.findings), tmp_path / "again")
    assert load_decisions(tmp_path / "again" / SHEET_DRAFT).by_finding == {}
    text = (tmp_path / "again" / TEXT_DRAFT).read_text(encoding="utf-8")
    assert text.count("[[decision]]") == 1


@pytest.mark.parametrize(
    ("filled", "words"),
    [
        ({"Decision": "maybe"}, "Decisions!2.outcome: “maybe” is not one of"),
        ({"Decision": "confirmed"}, "Decisions!2.date: is missing"),
        ({"Decision": "confirmed", "Day_of_the_decision": "soon"}, "Decisions!2.date: must be"),
        ({"Reason": "it was so"}, "Decisions!2.outcome: is missing"),
        (
            {"Decision": "dismissed", "Day_of_the_decision": date(2026, 12, 31)},
            "Decisions!2.why: is missing",
        ),
        ({"Penality": "x"}, "Decisions!1.Penality: unknown key"),
        ({"Decision": "confirmed", "Start_with_offset": "soon"}, "Decisions!2.start: not a time"),
    ],
)
def test_a_wrong_row_is_refused_with_its_number_and_key(
    tmp_path: Path, filled: dict[str, str | date], words: str
) -> None:
    path = draft_sheet(tmp_path, audited(*ROWS), **filled)
    with pytest.raises(ConfigError) as refused:
        load_decisions(path)
    assert words in str(refused.value)


def test_a_sheet_of_decisions_is_found_by_its_name_in_any_workbook(tmp_path: Path) -> None:
    path = draft_sheet(
        tmp_path, audited(*ROWS), Decision="confirmed", Day_of_the_decision=date(2026, 12, 31)
    )
    book = load_workbook(path)
    book.create_sheet("Notes", 0)["A1"] = "of our own"
    book.save(path)
    assert len(load_decisions(path).by_finding) == 1
    book.worksheets[1].title = "Another"
    book.save(path)
    with pytest.raises(ConfigError, match="no sheet “Decisions”"):
        load_decisions(path)
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_decisions(path)


def test_a_draft_that_is_filled_in_is_left_as_it_is(tmp_path: Path) -> None:
    found = audited(*ROWS)
    path = draft_sheet(tmp_path, found, Penalty="a warning")
    before = path.read_bytes()
    document = Document(findings=found.findings)
    assert write_drafts(document, tmp_path) == [SHEET_DRAFT]
    assert path.read_bytes() == before
    text = tmp_path / TEXT_DRAFT
    for words in (
        text.read_text(encoding="utf-8").replace('outcome = ""', 'outcome = "x"', 1),
        "[[decision",
        "decision = 1",
    ):
        text.write_text(words, encoding="utf-8")
        assert write_drafts(document, tmp_path) == [TEXT_DRAFT, SHEET_DRAFT]
        assert text.read_text(encoding="utf-8") == words


@given(st.text(max_size=40))
def test_any_title_comes_back(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    (like,) = (one for one in audited(ROWS[1]).findings if one.code == "watershed")
    values = {name: getattr(like, name) for name in ("words", "start", "age_class")}
    one = Finding(code="watershed", severity=CODES["watershed"], channel="c", title=title, **values)
    text = draft(Document(findings=(one,))).replace('outcome = ""', 'outcome = "confirmed"')
    path = tmp_path_factory.mktemp("draft") / "decisions.toml"
    path.write_text(text.replace("# date", "date"), encoding="utf-8")
    assert [*load_decisions(path).by_finding] == [identity(one)]
