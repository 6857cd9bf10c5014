"""Types of Parquet that Arrow does not have: lengths of time, and times of day of UTC."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from datetime import time, timedelta

import pyarrow as pa
import pyarrow.parquet as pq

#: Months, days and milliseconds (Parquet format, "Logical Types", INTERVAL).
_INTERVAL = struct.Struct("<III")
#: Up to version 21 Arrow called each time of day one of UTC, but has none such (its issue 41476).
_NOT_BELIEVED = "parquet-cpp-arrow"


def with_types_of_parquet(file: pq.ParquetFile, table: pa.Table) -> pa.Table:
    """``table``, which was read from ``file``, with such columns as they were meant.

    Lengths become durations, if none is in months, which have no length. Times of UTC, as DuckDB
    writes those with an offset, become texts with the offset of UTC: Arrow gives them as if they
    were on the clock of the channel.
    """
    writer = file.metadata.created_by or ""
    schema = file.schema
    places: dict[str, int] = {}  # made once: Arrow makes all names anew each time it is asked
    for at, name in enumerate(table.column_names):
        places.setdefault(name, at)
    for number in range(len(schema)):
        column = schema.column(number)
        if column.path != column.name:  # inside a structure
            continue
        kind = json.loads(column.logical_type.to_json())
        at = places[column.name]
        if kind["Type"] == "Interval":
            made = lengths_of(table.column(at).to_pylist())
        elif kind["Type"] == "Time" and kind["isAdjustedToUTC"] and _NOT_BELIEVED not in writer:
            made = _of_utc(table.column(at).cast(pa.time64("us"), safe=False).to_pylist())
        else:
            continue
        if made is not None:
            table = table.set_column(at, column.name, made)
    return table


def lengths_of(values: Sequence[bytes | None]) -> pa.Array | None:
    """Lengths in months, days and milliseconds, 12 bytes each; None where one has months."""
    parts = [_INTERVAL.unpack(value) if value is not None else None for value in values]
    if any(part is not None and part[0] for part in parts):
        return None
    lengths = [part and timedelta(days=part[1], milliseconds=part[2]) for part in parts]
    return pa.array(lengths, pa.duration("us"))


def _of_utc(values: Sequence[time | None]) -> pa.Array:
    return pa.array([value and f"{value:%H:%M:%S}+00:00" for value in values], pa.string())
