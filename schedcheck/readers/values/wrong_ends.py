"""Ends that are printed as clock readings, and that the start of the next programme contradicts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from schedcheck.readers.values.cells import DAY

_HALF_DAY = np.timedelta64(12, "h")
_APART = 1 << 40
_NAT = np.datetime64("NaT", "s")
Walls = npt.NDArray[np.datetime64]


def drop_wrong_ends(
    starts: Walls,
    stops: Walls,
    channels: npt.NDArray[np.object_],
    printed: npt.NDArray[np.bool_] | None = None,
) -> npt.NDArray[np.intp]:
    """Take away the ends that cannot be meant, and give back where they were.

    ``printed``: which of them are clock readings without a date, where not all are.

    An end that is not after its start is of the next day: 23:30-01:00, also 06:00-06:00. But from
    23:30 to 22:00 is a slip, unless nothing begins before that. The last programme is believed
    where another such one is, or where it lasts a whole day.
    """
    long = stops - starts > _HALF_DAY
    rows = np.flatnonzero(long if printed is None else long & printed)
    seconds = starts.astype(np.int64)
    # channels are kept apart by more than a schedule lasts
    keys = pd.factorize(channels)[0] * _APART + seconds
    every = np.append(np.sort(keys), np.iinfo(np.int64).max)
    until_next = every[np.searchsorted(every, keys[rows], side="right")] - keys[rows]
    lasts = stops[rows].astype(np.int64) - seconds[rows]
    is_last, contradicted = until_next > _APART // 2, until_next < lasts
    wrong = contradicted | (is_last & (lasts < DAY) & (is_last | contradicted).all())
    stops[rows[wrong]] = _NAT
    found: npt.NDArray[np.intp] = rows[wrong]
    return found
