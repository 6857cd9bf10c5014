"""The different texts of a column are those that pandas finds."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.schedule.building import distinct


@given(
    st.lists(st.one_of(st.text(max_size=3), st.just(pd.NA)), min_size=1, max_size=30),
    st.integers(1, 5000),
    st.integers(1, 3),
    st.booleans(),
)
def test_texts_are_numbered_as_pandas_does(
    texts: list[object],
    rows: int,
    step: int,
    copied: bool,  # noqa: FBT001 - drawn
) -> None:
    # the same text also as another object
    every = [*texts, *("".join([*one]) if isinstance(one, str) else one for one in texts)]
    table = np.array([*every, None], object)[:-1]
    picks = np.random.default_rng(rows).integers(0, len(table), rows)
    column = table[picks][::step]
    if copied:
        column = np.array([f"{one}." if isinstance(one, str) else one for one in column], object)
    codes, uniques = distinct(column)
    expected_codes, expected = pd.factorize(column)
    assert codes.tolist() == expected_codes.tolist()
    assert uniques.tolist() == expected.tolist()
