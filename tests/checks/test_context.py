from __future__ import annotations

import numpy as np
import pytest

from schedcheck.checks.context import CheckContext
from schedcheck.law.rulebook import load_rulebook
from schedcheck.schedule.building import make_frame


@pytest.mark.parametrize(
    ("column", "values", "texts"),
    [
        ("offset", [300, None], ["300", ""]),  # a number
        ("title", ["Кино", None], ["Кино", ""]),  # rows share them
        ("place", ["line 7", None], ["line 7", ""]),  # texts of Arrow
        ("stop_from", ["next", "unknown"], ["next", "unknown"]),  # a category
    ],
)
def test_the_text_in_a_row(column: str, values: list[object], texts: list[str]) -> None:
    frame = make_frame({column: values}, len(values))
    case = CheckContext(frame, np.zeros(len(values), np.intp), (), load_rulebook())
    assert [case.text(column, row) for row in range(len(values))] == texts
    if column != "offset":
        assert case.texts(column).tolist() == texts
        assert case.texts(column, np.array([1, 0])).tolist() == texts[::-1]
