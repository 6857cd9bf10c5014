from __future__ import annotations

from pathlib import Path

import pytest

import schedcheck
from schedcheck.reports.forms import dumps
from schedcheck.reports.wording import LONGEST_LINE, one_line, whole_line

TITLE = "Ф" * 99_998 + " Я"


def test_a_long_text_is_cut_for_people_and_whole_for_programs() -> None:
    assert one_line(TITLE).endswith("Ф … (100000 characters)")
    assert len(one_line(TITLE)) < LONGEST_LINE + 40
    assert whole_line(TITLE) == TITLE
    assert one_line("a\tb\n\x1b[2Jc") == r"a b \x1b[2Jc"


def test_signs_of_direction_are_shown_and_not_obeyed() -> None:
    assert one_line("12+ \u202e+81\u202c") == r"12+ \u202e+81\u202c"


@pytest.mark.parametrize("form", ["json", "csv", "sarif", "junit", "html"])
def test_data_have_the_whole_title(form: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"дата;время;название;возраст\n24.11.2026;15:00;{TITLE};18+\n", "utf-8")
    text = dumps(schedcheck.audit([path]), form)
    assert (TITLE in text) == (form != "html")
