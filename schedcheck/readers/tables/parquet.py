"""Parquet and Arrow files (Feather): tables by the column, whose values have types."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.messages.message import entry_place
from schedcheck.readers.base import NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.signatures import ARROW, PARQUET
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.parquet_types import with_types_of_parquet, without_doubtful_days
from schedcheck.readers.tables.table import read_grid
from schedcheck.readers.values.cells import Cell, text_of
from schedcheck.schedule.account import End, PlaceCount, Unit
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.frame import COLUMNS, STOP_FROM
from schedcheck.schedule.reading import Fault, Reading
from schedcheck.zones import zone

NAME = "parquet"

#: Times to the nanosecond, which cells do not hold -> to the microsecond.
_EXACT = {
    pa.time64("ns"): pa.time64("us"),
    pa.duration("ns"): pa.duration("us"),
}
#: A larger table is no schedule, or of many years.
_MOST_CELLS = 50_000_000
#: The zone of a channel that is not known.
_HOME = "Asia/Almaty"
_TEXTS = ("channel", "title", "other_text", "category", "mark_text")
_NO_START = msg("a programme without a start; write one, or leave the row out")


def sniff(head: bytes, name: str) -> Likelihood:  # noqa: ARG001 - the bytes say it
    """How likely ``head`` begins such a file."""
    return SIGNATURE if head.startswith((PARQUET, ARROW)) else NOT_THIS


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the table in ``source``; places are ``entry 12``, counted from 1.

    The names of the columns are the headings. A schedule frame that ``convert`` wrote is taken as
    it is, but for what it derives: instants, and places in other files.
    """
    try:
        table = table_in(source.read())
        if set(COLUMNS) <= set(table.column_names):
            return _of_frame(table, source.file)
        rows = _rows(table)
    except SourceError as error:
        fault = Fault("unread", source.file, "", "", error.words)
        return Reading(NAME, make_frame({}, 0), [fault])
    reading = read_grid(Grid(rows, _place), source.file, options, source.modified)
    reading.format = NAME
    return without_doubtful_days(reading, table, source.file, options.zone or _HOME)


def _of_frame(table: pa.Table, file: str) -> Reading:
    """A schedule frame as a reading of ``file``."""
    count = table.num_rows
    try:
        columns: dict[str, Any] = {
            name: table[name].cast(pa.large_string()).to_pylist() for name in _TEXTS
        }
        columns |= {
            name: table[name].cast(pa.timestamp("s"), safe=False).to_numpy()
            for name in ("wall_start", "wall_stop")
        }
        columns["offset"] = table["offset"].cast(pa.int16()).to_pylist()
        ends = table["stop_from"].cast(pa.string()).to_pylist()
    except (pa.ArrowException, ValueError) as error:
        raise _damaged(error) from error
    columns["stop_from"] = pd.Categorical(ends, dtype=STOP_FROM).fillna("unknown")
    columns["file"] = [file] * count
    columns["place"] = [entry_place(number) for number in range(1, count + 1)]
    frame = make_frame(columns, count)
    there = frame["wall_start"].notna()
    reading = Reading(NAME, frame[there].reset_index(drop=True))
    for place, title in frame.loc[~there, ["place", "title"]].itertuples(index=False):
        reading.faults.append(Fault("bad-row", file, place, title, _NO_START))
    # a time on which a verdict depends has none: it may be one of UTC
    reading.default_zone = "UTC" if None in columns["offset"] else None
    reading.account = [
        PlaceCount(Unit.ENTRY, End.PROGRAMME, int(there.sum())),
        PlaceCount(Unit.ENTRY, End.FAULT, len(reading.faults)),
    ]
    left = [name for name in table.column_names if name not in COLUMNS]
    if left:
        words = msg(
            "columns beside those of a schedule frame, which were not read: %(columns)s",
            columns=", ".join(left),
        )
        reading.notes.append(words)
    return reading


def table_in(data: bytes) -> pa.Table:
    """The table in the bytes of a Parquet or Arrow file.

    Raises SourceError for one that is damaged or too large.
    """
    try:
        if data.startswith(PARQUET):
            file = pq.ParquetFile(pa.BufferReader(data))
            _allow(file.metadata.num_rows, len(file.schema_arrow.names))
            return with_types_of_parquet(file, file.read())
        batches = pa.ipc.open_file(pa.BufferReader(data))
        count = sum(
            batches.get_batch(number).num_rows for number in range(batches.num_record_batches)
        )
        _allow(count, len(batches.schema.names))
        return batches.read_all()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(error) from error


def texts_in(data: bytes) -> Iterator[tuple[Any, ...]]:
    """The rows of such a file, but for numbers and times: texts, lists and structures of them."""
    table = table_in(data)
    kept = [
        column.to_pylist()
        for column in table.columns
        if not (pa.types.is_primitive(column.type) or pa.types.is_decimal(column.type))
    ]
    return zip(*kept, strict=True)


def _damaged(error: Exception) -> SourceError:
    return SourceError(
        msg("damaged (%(error)s); ask for a new copy of the file", error=Reason.of(error))
    )


def _allow(rows: int, columns: int) -> None:
    if rows * columns > _MOST_CELLS:
        raise SourceError(
            msg(
                "a table of more than %(count)d cells; write it in parts, such as a month each",
                count=_MOST_CELLS,
            )
        )


def _place(row: int, _column: int) -> str:
    return entry_place(row)


def _rows(table: pa.Table) -> list[list[Cell]]:
    """The headings and the rows. Raises SourceError for values that no cell can have."""
    try:
        columns = [list(_cells(column)) for column in table.columns]
    except (pa.ArrowException, ValueError, OverflowError) as error:
        raise _damaged(error) from error
    return [list(table.column_names), *map(list, zip(*columns, strict=True))]


def _cells(column: pa.ChunkedArray) -> Iterator[Cell]:
    """The values of a column as cells; an instant is a text with the offset of its zone."""
    kind = column.type
    if pa.types.is_timestamp(kind):
        seconds = column.cast(pa.timestamp("s", kind.tz), safe=False).cast(pa.timestamp("s"))
        return _moments(seconds.to_numpy(), kind.tz)
    if kind in _EXACT:
        column = column.cast(_EXACT[kind], safe=False)
    return map(_cell, column.to_pylist())


def _moments(values: npt.NDArray[np.datetime64], tz: str | None) -> Iterator[Cell]:
    """Timestamps as cells: without a zone as clock readings, else on the clock of the zone.

    One in a year that no calendar has is a text.
    """
    clock = _zone(tz) if tz else None
    for value in values.astype("datetime64[s]").astype(object):
        if isinstance(value, int):
            yield str(np.datetime64(value, "s"))
        elif value is None or clock is None:
            yield value
        else:
            yield value.replace(tzinfo=UTC).astimezone(clock).isoformat()


def _zone(tz: str) -> tzinfo:
    """The zone of a column, an IANA name or an offset; UTC, in which it counts, for any other."""
    try:
        return datetime.strptime(tz, "%z").tzinfo or UTC if tz[0] in "+-" else zone(tz)
    except (ConfigError, ValueError):
        return UTC


def _cell(value: Any) -> Cell:
    """A value as a cell: a number that is none is blank, lists and structures are their texts."""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return ":".join(text_of(_cell(one)) for one in value.values())
    if isinstance(value, list):
        return "; ".join(text_of(_cell(one)) for one in value)
    if isinstance(value, float) and math.isnan(value):
        return None
    return cast("Cell", value)
