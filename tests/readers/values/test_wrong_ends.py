from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from schedcheck.readers.values.wrong_ends import drop_wrong_ends


def ends(*spans: tuple[str, str, str]) -> tuple[list[int], list[str]]:
    """Which of some spans, of channels, are dropped, and the ends that are left."""
    channels, starts, stops = zip(*spans, strict=True)
    walls, until = (np.array([f"2026-11-{one}" for one in part], "datetime64[s]")
                    for part in (starts, stops))  # fmt: skip
    dropped = drop_wrong_ends(walls, until, np.array(channels, object))
    return dropped.tolist(), ["" if np.isnat(one) else str(one)[8:16] for one in until]


@pytest.mark.parametrize(
    ("spans", "dropped"),
    [
        ([("a", "23T23:30", "24T22:00"), ("a", "24T06:00", "24T07:00")], [0]),
        ([("a", "23T23:30", "24T01:00"), ("a", "24T06:00", "24T07:00")], []),
        # nothing begins before its end, or only on another channel
        ([("a", "23T06:00", "24T05:59"), ("a", "24T06:00", "24T07:00")], []),
        ([("a", "23T06:00", "24T05:59"), ("b", "23T12:00", "23T13:00")], [0]),
        # the last is believed where another lasts as long
        ([("a", "23T06:00", "24T05:59"), ("a", "24T06:00", "25T05:59")], []),
        ([("a", "23T20:00", "23T22:00"), ("a", "23T22:00", "24T21:00")], [1]),
    ],
)
def test_an_end_that_others_contradict_is_dropped(
    spans: Sequence[tuple[str, str, str]], dropped: list[int]
) -> None:
    found, left = ends(*spans)
    assert found == dropped
    assert [at for at, end in enumerate(left) if not end] == dropped


@pytest.mark.parametrize(
    ("spans", "dropped"),
    [
        ([("a", "23T10:00", "24T10:00"), ("a", "23T11:00", "23T12:00")], [0]),
        ([("a", "23T00:00", "24T00:00"), ("a", "24T00:00", "25T00:00")], []),
        ([("a", "23T00:00", "24T00:00")], []),
        ([("a", "23T00:00", "24T00:00"), ("a", "24T00:00", "24T23:00")], []),
    ],
)
def test_what_ends_as_it_begins_lasts_a_day_unless_another_begins_in_it(
    spans: Sequence[tuple[str, str, str]], dropped: list[int]
) -> None:
    assert ends(*spans)[0] == dropped
