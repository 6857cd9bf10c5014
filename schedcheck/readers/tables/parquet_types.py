"""Types of Parquet that Arrow does not have: lengths of time, and times of day of UTC.

A time of day of UTC has no day: where that of UTC and that of the channel differ, nothing in the
file says which of both the date beside it is.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Sequence
from datetime import time, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec.structs import replace

from schedcheck.messages import msg
from schedcheck.messages.message import entry_place
from schedcheck.readers.source import SourceError
from schedcheck.readers.values.clock_times import offsets_at
from schedcheck.schedule.account import End, PlaceCount
from schedcheck.schedule.reading import Fault, Reading

#: Months, days and milliseconds (Parquet format, "Logical Types", INTERVAL).
_INTERVAL = struct.Struct("<III")
#: Up to version 21 Arrow called each time of day one of UTC, but has none such (its issue 41476).
_NOT_BELIEVED = "parquet-cpp-arrow"
#: Before this version DuckDB wrote the clock of a time with an offset, and called it one of UTC.
_BY_DUCKDB, _DUCKDB_OF_UTC = re.compile(r"DuckDB version v(\d+)\.(\d+)\.(\d+)"), (1, 5, 5)
#: Writes lengths of time, and nothing else, as times of day of UTC.
_LENGTHS_AS_TIMES = "fastparquet"
#: It also writes seconds as milliseconds or microseconds: what was counted in seconds is then below
#: these, 115 days after 1970 in the one and a second in the other.
_OF_SECONDS = {"datetime64": 10_000_000_000, "timedelta64": 1_000_000}
_SECONDS = re.compile(r"(datetime64|timedelta64)\[s[],]")
#: Marks the columns of such times in the schema of a table.
_OF_UTC = {b"schedcheck": b"time of UTC"}


def with_types_of_parquet(file: pq.ParquetFile, table: pa.Table) -> pa.Table:
    """``table``, which was read from ``file``, with such columns as they were meant.

    Lengths become durations, if none is in months, which have no length. Times of UTC, as DuckDB
    writes those with an offset, become texts with the offset of UTC: Arrow gives them as if they
    were on the clock of the channel. Raises SourceError for times that their writer has damaged.
    """
    writer = file.metadata.created_by or ""
    if _LENGTHS_AS_TIMES in writer:
        _refuse_lost_seconds(file, table)
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
        elif kind["Type"] == "Time" and _LENGTHS_AS_TIMES in writer:
            values = table.column(at)
            counts = values.cast(pa.int32() if pa.types.is_time32(values.type) else pa.int64())
            made = counts.cast(pa.int64()).cast(pa.duration(values.type.unit))
        elif kind["Type"] == "Time" and kind["isAdjustedToUTC"] and _NOT_BELIEVED not in writer:
            _refuse_lost_offsets(writer, column.name)
            made = _of_utc(table.column(at).cast(pa.time64("us"), safe=False).to_pylist())
        else:
            continue
        if made is not None:
            about = _OF_UTC if pa.types.is_string(made.type) else None
            table = table.set_column(at, pa.field(column.name, made.type, metadata=about), made)
    return table


def _refuse_lost_offsets(writer: str, column: str) -> None:
    version = _BY_DUCKDB.match(writer)
    if version and tuple(map(int, version.groups())) < _DUCKDB_OF_UTC:
        raise SourceError(
            msg(
                "the times of the column “%(column)s” have lost their offsets: DuckDB before "
                "version 1.5.5 writes the clock time and calls it one of UTC; write them as "
                "timestamps with a zone, or with a newer DuckDB",
                column=column,
            )
        )


def _refuse_lost_seconds(file: pq.ParquetFile, table: pa.Table) -> None:
    about = file.schema_arrow.pandas_metadata or {}
    for column in about.get("columns", []):
        counted = _SECONDS.match(str(column.get("numpy_type")))
        if counted is None or column.get("name") not in table.column_names:
            continue
        values = table[column["name"]].cast(pa.int64()).drop_null().to_numpy()
        if values.any() and abs(values).max() < _OF_SECONDS[counted[1]]:
            raise SourceError(
                msg(
                    "the times of the column “%(column)s” were counted in seconds, and fastparquet "
                    "has written them as thousandths or less; write them in microseconds "
                    '(as_unit("us")), or with pyarrow',
                    column=column["name"],
                )
            )


def lengths_of(values: Sequence[bytes | None]) -> pa.Array | None:
    """Lengths in months, days and milliseconds, 12 bytes each; None where one has months."""
    parts = [_INTERVAL.unpack(value) if value is not None else None for value in values]
    if any(part is not None and part[0] for part in parts):
        return None
    lengths = [part and timedelta(days=part[1], milliseconds=part[2]) for part in parts]
    return pa.array(lengths, pa.duration("us"))


def _of_utc(values: Sequence[time | None]) -> pa.Array:
    return pa.array([value and f"{value:%H:%M:%S}+00:00" for value in values], pa.string())


def without_doubtful_days(reading: Reading, table: pa.Table, file: str, zone: str) -> Reading:
    """``reading`` without the programmes that ``table`` gives a time of UTC whose day is another
    one in ``zone``; each is a ``bad-row`` fault.
    """
    columns = [table.column(at) for at, of in enumerate(table.schema) if of.metadata == _OF_UTC]
    frame = reading.frame
    if not columns or frame.empty:
        return reading
    walls = frame["wall_start"].to_numpy("datetime64[s]")
    offsets = offsets_at(zone, walls).astype("timedelta64[m]")
    printed = _as_printed(frame["place"].tolist(), columns)
    shown = frame["wall_start"].dt.strftime("%H:%M:%S+00:00").to_numpy(object)
    of_utc = (frame["offset"] == 0).to_numpy(bool, na_value=False) & (printed == shown).any(axis=0)
    doubtful = of_utc & ((walls + offsets).astype("datetime64[D]") != walls.astype("datetime64[D]"))
    for place, title, wall in frame.loc[doubtful, ["place", "title", "wall_start"]].itertuples(
        index=False
    ):
        words = msg(
            "the start is a time of UTC, %(start)s, and the file does not say whether the date "
            "%(date)s is that of UTC or that of the channel, where it is another day; write the "
            "date and the time as one timestamp with its zone",
            start=wall.strftime("%H:%M"),
            date=wall.date(),
        )
        reading.faults.append(Fault("bad-row", file, place, title, words))
    account = _moved(reading.account, int(doubtful.sum()))
    return replace(reading, frame=frame[~doubtful].reset_index(drop=True), account=account)


def _as_printed(places: list[str], columns: list[pa.ChunkedArray]) -> npt.NDArray[np.object_]:
    """The values of columns, one a row, at the places of programmes."""
    texts = [column.to_pylist() for column in columns]
    rows = {entry_place(number): number - 1 for number in range(1, len(texts[0]) + 1)}
    found = [rows.get(place) for place in places]
    return np.array(
        [[None if row is None else values[row] for row in found] for values in texts], object
    )


def _moved(account: Sequence[PlaceCount], count: int) -> list[PlaceCount]:
    """An account in which so many programmes have become faults."""
    moved = [
        replace(one, count=one.count - count) if one.end is End.PROGRAMME else one
        for one in account
    ]
    unit = next((one.unit for one in account if one.end is End.PROGRAMME), None)
    if count and unit is not None:
        moved.append(PlaceCount(unit, End.FAULT, count))
    return moved
