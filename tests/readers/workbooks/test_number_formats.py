from __future__ import annotations

import pytest

from schedcheck.readers.workbooks.number_formats import (
    contradicts,
    dated,
    hides_mark,
    says_more,
    text_by,
)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('[=18]"18+";0"+"', {18: "18+", 6: "6+"}),
        ('[>=18]"18+";[>=12]"12+";"6+"', {21: "18+", 14: "12+", 0: "6+"}),
        ('"18+";;"6+"', {1: "18+", -1: "", 0: "6+"}),
        ('[Red][<18]0;"18+"', {16: "16", 18: "18+"}),
        ('0"+";-0"-"', {18: "18+", 0: "0+"}),
        ('[=1]"18+"', {1: "18+", 2: ""}),
        ("0+", {18: "18+", 17.6: "18+", 18.4: "18+"}),
        ('@"+"', {18: "18+"}),
        ('General"+"', {18: "18+", 1.5: "1.5+"}),
        ('h"+"', {18 / 24: "18+", 18: "0+"}),
        ("[h]+", {18 / 24: "18+", 18: "432+"}),
        ('dd"+"', {18: "18+", 46_344: "18+"}),
    ],
)
def test_the_section_of_a_number_format_is_that_of_the_number(
    code: str, shown: dict[float, str]
) -> None:
    assert says_more(code)
    assert {number: text_by(code, number) for number in shown} == shown


@pytest.mark.parametrize("code", ['dd"18+"mm', "0", '"год" yyyy', "@", "0.00E+00", "##0.0E+0"])
def test_formats_that_say_no_more(code: str) -> None:
    assert not says_more(code)


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("number", [-1.0, 2_958_465.999999999, 1e300, float("inf"), float("nan")])
def test_a_number_that_is_no_day_stays_a_number(number: float, *, later: bool) -> None:
    assert dated(number, "dd.mm.yyyy", later=later) is number


@pytest.mark.parametrize("code", ['hh:mm" (18+)"', 'dd.mm.yyyy" 18+"'])
def test_a_mark_beside_a_time_or_date_is_hidden_in_its_format(code: str) -> None:
    assert hides_mark(code)
    assert not says_more(code)


@pytest.mark.parametrize("code", ['hh:mm" МСК"', 'h"+"', '0"+"', 'dd.mm.yyyy"г."', "General"])
def test_other_formats_hide_no_mark(code: str) -> None:
    assert not hides_mark(code)


@pytest.mark.parametrize(
    ("stored", "shown", "expected"),
    [
        (12.0, "18+", True), (18.0, "12", True), ("12+", "18+", True), ("18+", "12+", True),
        ("Кино 12+", "Кино 18+", True), (18.0, "18+", False), (18.0, "18,00", False),
        (1.0, "18+", False), (12.0, "6+", False), (18.0, "", False), ("18+", "(18+)", False),
        ("Серия 18", "Серия 12", False), (46_344.0, "18.11.2026", False),
    ],
)  # fmt: skip
def test_two_marks_of_one_cell(stored: float | str, shown: str, *, expected: bool) -> None:
    assert contradicts(stored, shown) is expected
