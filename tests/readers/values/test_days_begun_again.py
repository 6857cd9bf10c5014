from __future__ import annotations

import numpy as np
import pytest

from schedcheck.readers.values.days_begun_again import begun_again

EVENING = [18, 19, 21, 23]


@pytest.mark.parametrize(
    ("hours", "carried", "expected"),
    [
        ([*EVENING, *EVENING], True, [4, 5, 6, 7]),
        ([*EVENING, *EVENING], False, []),  # each row prints its date: they are out of order
        ([18, 21, 20, 23], True, []),  # one slip
        (EVENING, True, []),
        ([9, 12, 20, 2], True, []),  # over midnight
        ([*EVENING, 18], True, []),  # nothing follows
    ],
)
def test_rows_from_where_a_day_begins_again(
    *,
    hours: list[int],
    carried: bool,
    expected: list[int],
) -> None:
    clock = np.array(hours, np.int64) * 3600
    step, run = np.diff(clock, prepend=clock[0]), np.zeros(len(clock), np.int64)
    found = begun_again(clock, step, run, np.array([carried]))
    assert np.flatnonzero(found).tolist() == expected
