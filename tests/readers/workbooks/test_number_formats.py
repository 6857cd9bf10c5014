from __future__ import annotations

import pytest

from schedcheck.readers.workbooks.number_formats import dated, says_more, text_by


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('[=18]"18+";0"+"', {18: "18+", 6: "6+"}),
        ('[>=18]"18+";[>=12]"12+";"6+"', {21: "18+", 14: "12+", 0: "6+"}),
        ('"18+";;"6+"', {1: "18+", -1: "", 0: "6+"}),
        ('[Red][<18]0;"18+"', {16: "16", 18: "18+"}),
        ('0"+";-0"-"', {18: "18+", 0: "0+"}),
        ('[=1]"18+"', {1: "18+", 2: ""}),
        ("0+", {18: "18+"}),
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
