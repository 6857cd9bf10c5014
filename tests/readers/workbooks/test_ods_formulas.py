from __future__ import annotations

import pytest

from tests.fixtures.tables import read_book, told
from tests.readers.workbooks.test_ods import DAY, HEAD, book, row, table


def formula(text: str, stored: str, kind: str = "string") -> str:
    name = "value" if kind == "float" else "string-value"
    return (
        f'<table:table-cell table:formula="{text}" office:value-type="{kind}" '
        f'office:{name}="{stored}"><text:p>{stored}</text:p></table:table-cell>'
    )


PLUS = "&quot;+&quot;"


@pytest.mark.parametrize(
    "cell",
    [
        formula(f"of:=&quot;18&quot;&amp;{PLUS}", "12+"),
        formula(f"of:=CONCATENATE(18;{PLUS})", "12+"),
        formula("of:=9*2", "12", "float"),
        formula(f"of:=[.F2]&amp;{PLUS}", "12+"),
        formula(f"of:=[$'Апта'.F2]&amp;{PLUS}", "12+"),
        formula("of:=SUM([.F2:.F3])", "12", "float"),
        formula(f"of:=&quot;12&quot;&amp;{PLUS}", "18+"),
    ],
)
def test_a_formula_that_gives_another_mark_than_is_stored_is_a_fault(cell: str) -> None:
    rows = row(DAY, "21:00", "А", cell, "", "18"), row(DAY, "22:00", "Б", "12+")
    reading = read_book(book(table(HEAD, *rows)), name="a.ods")
    assert ("bad-row", "Апта!D2") in [fault[:2] for fault in told(reading)]


@pytest.mark.parametrize(
    "cell",
    [
        formula(f"of:=&quot;18&quot;&amp;{PLUS}", "18+"),
        formula("of:=9*2", "18", "float"),
        formula("of:=VLOOKUP(1;[.A1:.B2];2)", "12", "float"),
        formula("of:=[.A1:.AMJ1048576]", "12", "float"),
        formula("of:=2*3", "7", "float"),
        formula("of:=9*2", "0", "float"),
    ],
)
def test_other_formulas_are_believed(cell: str) -> None:
    data = book(table(HEAD, row(DAY, "21:00", "А", cell), row(DAY, "22:00", "Б", "12+")))
    reasons = [str(fault.reason) for fault in read_book(data, name="a.ods").faults]
    assert not any("not the one that is shown" in reason for reason in reasons)
