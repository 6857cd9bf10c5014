from __future__ import annotations

from contextlib import suppress
from datetime import time
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.workbooks.formula_functions import FormulaError, Value, compute

CELLS: dict[str, list[Value]] = {
    "A1": [0.25],
    "B1": [None],
    "C1": ["06:30"],
    "D1": ["Кино"],
    "A1:A3": [0.25, None, 0.5],
    "E1": [45355.0],
}


def value(formula: str) -> Value:
    return compute(formula, lambda reference: CELLS[reference])


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=1+2*3", 7), ("=(1+2)*3", 9), ("=-2^2", 4), ("=2^3^1", 8), ("=50%", 0.5), ("=10-4-3", 3),
        ("=A1+TIME(0,30,0)", 0.25 + 30 / 1440), ("=SUM(A1:A3,1)", 1.75), ("=A1+B1", 0.25),
        ("=MOD(A1+0.9,1)", 0.15), ("=C1+A1", 6.5 / 24 + 0.25), ("=TIME(25,0,0)", 1 / 24),
        ('=IF(A1>0.2,"да","нет")', "да"), ('=D1&" "&18&"+"', "Кино 18+"), ("=ROUND(2.5,0)", 3),
        ('=TEXT(A1,"hh:mm")', "06:00"), ('=TEXT(E1,"dd.mm.yyyy")', "04.03.2024"),
        ("=DATE(2024,3,4)", 45355), ("=DATE(2023,14,5)", 45327), ("=HOUR(A1)*60+MINUTE(C1)", 390),
        ("=MAX(A1:A3)-MIN(A1:A3)", 0.25), ("=INT(1.9)+ABS(-1)", 2), ('=TIMEVALUE("12:00")', 0.5),
        ("=D1", "Кино"), ("=A1=0.25", True), ('="a"<>"A"', False), ("=NOT(AND(1,0))", True),
    ],
)  # fmt: skip
def test_what_schedules_reckon(formula: str, expected: Value) -> None:
    found = value(formula)
    if isinstance(expected, str):
        assert found == expected
    else:
        assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    "formula",
    [
        "=VLOOKUP(A1,A1:A3,1)", "=1/0", "=D1+1", "=A1:A3", "=#REF!+1", "=TIME(1)", "=(1", "=",
        "=1+", "=NOW()", '=TEXT(A1,"dddd")', "=Таблица[Начало]",
    ],
)  # fmt: skip
def test_what_is_not_known_is_not_guessed(formula: str) -> None:
    with pytest.raises((FormulaError, KeyError)):
        value(formula)


@given(st.lists(st.integers(1, 600), min_size=1, max_size=20))
def test_a_chain_of_lengths_gives_the_clock(minutes: list[int]) -> None:
    clock = 0.25
    for minute in minutes:
        clock = cast("float", compute("=A+B", {"A": [clock], "B": [minute / 1440]}.__getitem__))
    hours, rest = divmod(360 + sum(minutes), 60)
    shown = compute('=TEXT(A,"hh:mm")', {"A": [clock]}.__getitem__)
    assert shown == f"{time(hours % 24, rest):%H:%M}"


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    with suppress(FormulaError, KeyError):
        value(f"={text}")


@pytest.mark.parametrize(
    "formula", ["=(-8)^0.5", '="' + "a" * 32_000 + '"&"' + "a" * 800 + '"', "=1" + "+1" * 4096]
)
def test_what_no_spreadsheet_computes_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        compute(formula, lambda _reference: [])
