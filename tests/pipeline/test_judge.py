from __future__ import annotations

import random

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.law.rulebook import load_rulebook
from schedcheck.pipeline.judge import drop_duplicates

BOOK = load_rulebook("kz")
Row = tuple[int, int, str, str, str]


def _settled(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Rows of code, start, title, class and place, in order of code and start, settled."""
    ordered = sorted(rows, key=lambda row: row[:2])
    start = pd.Series(np.array([row[1] for row in ordered], "datetime64[s]")).dt.tz_localize("UTC")
    frame = pd.DataFrame(
        {
            "code": [row[0] for row in ordered],
            "start": start,
            "stop": start + pd.Timedelta(hours=1),
            "title": [row[2] for row in ordered],
            "age_class": [row[3] for row in ordered],
            "level": ["equal" if row[3] else "" for row in ordered],
            "file": "a.csv",
            "place": [row[4] for row in ordered],
        }
    )
    kept, codes, again, _codes = drop_duplicates(frame, frame["code"].to_numpy(), BOOK)
    assert codes.tolist() == kept["code"].tolist()
    return _rows(kept), _rows(again)


def _rows(frame: pd.DataFrame) -> list[Row]:
    starts = (start.timestamp() for start in frame["start"])
    columns = (frame[name] for name in ("title", "age_class", "place"))
    return [
        (code, int(start), *rest)
        for code, start, *rest in zip(frame["code"], starts, *columns, strict=True)
    ]


def test_of_duplicates_the_strictest_stays() -> None:
    rows = [(0, 0, "A", "16+", "line 2"), (0, 0, "A", "E18", "line 3"), (0, 0, "A", "", "line 4")]
    kept, again = _settled(rows)
    assert [row[4] for row in kept] == ["line 3"]
    assert [row[4] for row in again] == ["line 2", "line 4"]


def test_another_title_at_the_same_time_is_no_duplicate() -> None:
    kept, again = _settled([(0, 0, "A", "", "line 2"), (0, 0, "B", "", "line 3")])
    assert len(kept) == 2
    assert not again


_ROWS = st.lists(
    st.tuples(
        st.integers(0, 1), st.integers(0, 2), st.sampled_from("AB"), st.sampled_from(["", "E18"])
    ),
    min_size=1,
    max_size=8,
)


@given(_ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    rows: list[tuple[int, int, str, str]], rng: random.Random
) -> None:
    placed: list[Row] = [(*row, f"line {number}") for number, row in enumerate(rows)]
    shuffled = placed[:]
    rng.shuffle(shuffled)
    assert _settled(placed) == _settled(shuffled)
    kept, again = _settled(placed)
    assert len(kept) == len({row[:3] for row in rows})
    assert len(kept) + len(again) == len(rows)
