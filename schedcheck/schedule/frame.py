"""The schedule frame: the one table that readers fill and everything after them reads.

One row a programme, in file order. The columns and their dtypes are defined here and nowhere else;
:mod:`schedcheck.schedule.building` makes such frames.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

#: Texts of which most come many times, or that are short: rows share them.
TEXT = pd.StringDtype("python", na_value=pd.NA)
#: Long texts, nearly all different: as Arrow they take the memory of their UTF-8 alone.
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
    "place": TEXT,
}


#: Characters cut in two, which no UTF-8 can hold; a sign that is nothing too is put in their place.
_HALVES = re.compile("[\ud800-\udfff]")


def long_texts(texts: Iterable[str] | pa.Array) -> pa.Array:
    """Texts as an Arrow array of large_string; anything that is missing stays so."""
    if isinstance(texts, pa.Array):
        return texts
    every = list(texts)
    try:
        return pa.array(every, pa.large_string(), from_pandas=True)
    except UnicodeEncodeError:
        whole = [_HALVES.sub("\ufffd", one) if isinstance(one, str) else one for one in every]
        return pa.array(whole, pa.large_string(), from_pandas=True)


def text_chunks(column: pd.Series[Any]) -> Iterator[pa.Array]:
    """A column of :data:`LONG_TEXT` as Arrow arrays, one behind the other; empty where none is."""
    whole = pa.array(column.array).fill_null("")
    yield from whole.chunks if isinstance(whole, pa.ChunkedArray) else [whole]


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
