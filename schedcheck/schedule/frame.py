"""The schedule frame: the one table that readers fill and everything after them reads.

One row a programme, in file order. The columns and their dtypes are defined here and nowhere else;
:mod:`schedcheck.schedule.building` makes such frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

#: Texts of which most come many times, or that are short: rows share them.
TEXT = pd.StringDtype("python", na_value=pd.NA)
#: Texts that are long or nearly all different: as Arrow they take the memory of their UTF-8 alone.
LONG_TEXT = pd.StringDtype("pyarrow", na_value=pd.NA)
STOP_FROM = pd.CategoricalDtype(["printed", "duration", "next", "unknown"])
#: the codes of ``stop_from``
PRINTED, DURATION, NEXT, UNKNOWN = range(4)
WALL = np.dtype("datetime64[s]")
INSTANT = pd.DatetimeTZDtype("s", "UTC")

#: column -> dtype; see ``docs/library.md`` for what each column means.
COLUMNS: Mapping[str, Any] = {
    "channel": TEXT,
    "title": TEXT,
    "other_text": LONG_TEXT,
    "category": TEXT,
    "mark_text": TEXT,
    "wall_start": WALL,
    "wall_stop": WALL,
    "offset": pd.Int16Dtype(),
    "start": INSTANT,
    "stop": INSTANT,
    "stop_from": STOP_FROM,
    "file": TEXT,
    "place": LONG_TEXT,
}


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
