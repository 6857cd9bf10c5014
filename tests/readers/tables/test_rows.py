from __future__ import annotations

from datetime import date, time
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.values.cells import Distinct

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 3),
    st.floats(0, 3),
    st.text("ab1", max_size=2),
    st.sampled_from([date(2026, 11, 28), time(6, 30)]),
)


@given(st.lists(CELLS, max_size=12))
def test_each_row_has_its_own_cell(cells: list[Any]) -> None:
    found = Distinct.of(cells).spread().tolist()
    assert [(type(cell), cell) for cell in found] == [(type(cell), cell) for cell in cells]


@given(st.lists(CELLS, max_size=12))
def test_each_different_cell_is_parsed_once(cells: list[Any]) -> None:
    asked: list[Any] = []

    def parse(cell: Any) -> str:
        asked.append(cell)
        return repr(cell)

    parsed = Distinct.of(cells).mapped(parse)
    assert parsed.spread().tolist() == [repr(cell) for cell in cells]
    assert len(asked) == len({(type(cell), cell) for cell in cells})


def test_parts_of_what_is_missing_are_empty() -> None:
    times = Distinct.of(["06:30", "", "07:00", "06:30"]).mapped(
        lambda text: time.fromisoformat(text) if text else None
    )
    hours = times.part(lambda moment: moment.hour, -1, np.int64)
    assert hours.tolist() == [6, -1, 7, 6]
    assert times.where(np.array([2, 1])).part(lambda one: one.hour, -1, np.int64).tolist() == [
        7,
        -1,
    ]
