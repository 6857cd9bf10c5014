"""The schedule frame: the one table that readers fill and everything after them reads.

One row a programme, in file order. The columns, their dtypes and their meaning stand
here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

import numpy as np
import pandas as pd

#: Text columns never use Arrow: the result may not depend on what else is installed.
TEXT = pd.StringDtype("python", na_value=pd.NA)
STOP_FROM = pd.CategoricalDtype(["printed", "duration", "next", "unknown"])
#: the codes of ``stop_from``
PRINTED, DURATION, NEXT, UNKNOWN = range(4)
WALL = np.dtype("datetime64[s]")
INSTANT = pd.DatetimeTZDtype("s", "UTC")

#: column -> dtype; see ``docs/library.md`` for what each column means.
COLUMNS: Mapping[str, Any] = {
    "channel": TEXT,
    "title": TEXT,
    "other_text": TEXT,
    "category": TEXT,
    "mark_text": TEXT,
    "wall_start": WALL,
    "wall_stop": WALL,
    "offset": pd.Int16Dtype(),
    "start": INSTANT,
    "stop": INSTANT,
    "stop_from": STOP_FROM,
    "file": TEXT,
    "place": TEXT,
}


def make_frame(columns: Mapping[str, Iterable[Any]], rows: int) -> pd.DataFrame:
    """A schedule frame of ``rows`` rows from the columns given; the others are empty.

    Raises KeyError for a column that the frame does not have.
    """
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise KeyError(f"not columns of the schedule frame: {sorted(unknown)}")
    arrays = {
        name: pd.array(cast("Any", columns.get(name)), dtype=dtype)
        if name in columns
        else pd.array(_empty(dtype, rows), dtype=dtype)
        for name, dtype in COLUMNS.items()
    }
    return pd.DataFrame(arrays, copy=False)


def _empty(dtype: Any, rows: int) -> Any:
    if dtype in (WALL, INSTANT):
        return np.full(rows, np.datetime64("NaT", "s"))
    if dtype == STOP_FROM:
        return pd.Categorical.from_codes(np.full(rows, UNKNOWN), dtype=dtype)
    return np.full(rows, pd.NA, dtype=object)


def join(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Several schedule frames of the same columns as one, rows numbered anew."""
    every = list(frames)
    kept = [frame for frame in every if len(frame)] or every[:1]
    if not kept:
        return make_frame({}, 0)
    return kept[0].reset_index(drop=True) if len(kept) == 1 else pd.concat(kept, ignore_index=True)


def validate(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` itself, when it has exactly the columns and dtypes of the contract.

    Raises ValueError naming the first column that is missing, superfluous or of another dtype.
    """
    if list(frame.columns) != list(COLUMNS):
        raise ValueError(f"schedule frame: columns {list(frame.columns)}, not {list(COLUMNS)}")
    for name, dtype in COLUMNS.items():
        if frame[name].dtype != dtype:
            raise ValueError(f"schedule frame: {name} is {frame[name].dtype}, not {dtype}")
    return frame
