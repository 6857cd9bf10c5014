"""A draft of the file of decisions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.errors import ConfigError
from schedcheck.results.decisions import load_decisions
from schedcheck.results.document import Document
from schedcheck.results.finding import CODES, Finding
from schedcheck.results.identity import identity
from schedcheck.tasks.document.draft import draft
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


@given(st.text(max_size=40))
def test_any_title_comes_back(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    (like,) = (one for one in audited(ROWS[1]).findings if one.code == "watershed")
    values = {name: getattr(like, name) for name in ("words", "start", "age_class")}
    one = Finding(code="watershed", severity=CODES["watershed"], channel="c", title=title, **values)
    text = draft(Document(findings=(one,))).replace('outcome = ""', 'outcome = "confirmed"')
    path = tmp_path_factory.mktemp("draft") / "decisions.toml"
    path.write_text(text.replace("# date", "date"), encoding="utf-8")
    assert [*load_decisions(path).by_finding] == [identity(one)]
