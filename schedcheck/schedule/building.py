"""How schedule frames are made: from what a reader found by the column, by hand, and from parts;
the different texts of a column, those that a pattern finds; and the memory that large ones leave.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from schedcheck.schedule.frame import (
    COLUMNS,
    INSTANT,
    LONG_TEXT,
    PRINTED,
    STOP_FROM,
    TEXT,
    UNKNOWN,
    WALL,
)

Walls = npt.NDArray[np.datetime64]
Objects = npt.NDArray[np.object_]
_NAT = np.datetime64("NaT", "s")
#: One for all frames: each of its own would number the names again when it is first asked for one.
_NAMES = pd.Index(COLUMNS)


#: So many rows one behind the other are on average cheaper to refer to than to copy.
_TOGETHER = 64
#: Fewer rows are gone through by their texts.
_FEW = 1000
#: So many leave memory behind that is worth the time of giving it back.
_MANY = 50_000

#: Characters cut in two, which no UTF-8 can hold; a sign that is nothing too is put in their place.
_HALVES = re.compile("[\ud800-\udfff]")


def long_texts(texts: Iterable[str] | pa.Array) -> pa.Array:
    """Texts as an Arrow array of large_string; anything that is missing stays so.

    What is one already, or several of them behind each other (ChunkedArray), is taken as it is.
    """
    if isinstance(texts, pa.Array | pa.ChunkedArray):
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
    if not isinstance(whole, pa.ChunkedArray):
        yield whole
    elif len(whole) < _MANY:  # of many small sources, which take as long as one
        yield whole.combine_chunks()
    else:
        yield from whole.chunks


class Clocks(Struct, frozen=True):
    """Clock readings by the column, as they are printed.

    ``wall``: datetime64[s], NaT where there is none. ``offset``: the printed UTC offset in minutes,
    which counts only where ``has_offset`` is true.
    """

    wall: Walls
    offset: npt.NDArray[np.integer[Any]]
    has_offset: npt.NDArray[np.bool_]

    @classmethod
    def bare(cls, wall: Walls) -> Clocks:
        """Readings without an offset."""
        return Clocks(wall, np.zeros(len(wall), np.int16), np.zeros(len(wall), np.bool_))


#: A column of texts, or the one text of all rows; None for a column that the source does not have.
Texts = Iterable[str] | str | None


class ProgrammeColumns(Struct, frozen=True, kw_only=True):
    """The programmes of one file by the column, an entry a programme in file order.

    ``stop_from`` is the code of where the ends come from, one for all or one for each; rows without
    an end are ``unknown`` whatever it says.
    """

    file: str
    place: Sequence[str] | pa.Array
    start: Clocks
    stop: Clocks | None = None
    stop_from: int | npt.NDArray[np.integer[Any]] = PRINTED
    channel: Texts = ""
    title: Texts = ""
    other_text: Texts = None
    category: Texts = None
    mark_text: Texts = None


def build(columns: ProgrammeColumns) -> pd.DataFrame:
    """Build the schedule frame of the programmes that have a start.

    A stop printed with another offset than its start is put on the clock of the start; a start
    without an offset takes that of its stop.
    """
    start, count = columns.start, len(columns.place)
    stop = columns.stop or Clocks.bare(np.full(count, _NAT))
    moved = np.flatnonzero(start.has_offset & stop.has_offset & (start.offset != stop.offset))
    stop_wall = stop.wall
    if len(moved):
        shift = start.offset[moved].astype(np.int64) - stop.offset[moved]
        stop_wall = stop.wall.copy()
        stop_wall[moved] += (shift * 60).astype("timedelta64[s]")
    offset = np.where(start.has_offset, start.offset, stop.offset).astype(np.int16, copy=False)
    stop_from = np.where(np.isnat(stop.wall), np.int8(UNKNOWN), np.int8(columns.stop_from))
    texts = {
        name: _of_all(text, count) if isinstance(text, str) else text
        for name in ("channel", "title", "other_text", "category", "mark_text", "file")
        if (text := getattr(columns, name)) is not None
    }
    frame = make_frame(
        {
            **texts,
            "wall_start": start.wall,
            "wall_stop": stop_wall,
            "offset": pd.arrays.IntegerArray(offset, ~(start.has_offset | stop.has_offset)),
            "stop_from": pd.Categorical.from_codes(stop_from, dtype=STOP_FROM),
            "place": columns.place,
        },
        count,
    )
    unplaced = np.isnat(start.wall)
    return frame[~unplaced].reset_index(drop=True) if unplaced.any() else frame


def _of_all(value: object, rows: int) -> npt.NDArray[np.object_]:
    """A column with one value in all rows; ``numpy.full`` would make a text anew for each."""
    column = np.empty(rows, object)
    column.fill(value)
    return column


def make_frame(columns: Mapping[str, Iterable[Any]], rows: int) -> pd.DataFrame:
    """A schedule frame of ``rows`` rows from the columns given; the others are empty.

    Raises KeyError for a column that the frame does not have.
    """
    if not columns and not rows:
        return _without_rows().copy()
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise KeyError(f"not columns of the schedule frame: {sorted(unknown)}")
    arrays = {
        number: _array(columns[name], dtype) if name in columns else _empty(dtype, rows)
        for number, (name, dtype) in enumerate(COLUMNS.items())
    }
    frame = pd.DataFrame(arrays, copy=False)
    frame.columns = _NAMES
    return frame


@cache
def _without_rows() -> pd.DataFrame:
    """The frame of nothing, which each reading begins with, and of what could not be read."""
    return pd.DataFrame({name: _empty(dtype, 0) for name, dtype in COLUMNS.items()})


def _array(values: Iterable[Any], dtype: Any) -> Any:
    return pd.array(_values(values, dtype), dtype=dtype, copy=False)


def _values(values: Iterable[Any], dtype: Any) -> Any:
    return long_texts(values) if dtype == LONG_TEXT else values


def _empty(dtype: Any, rows: int) -> Any:
    if dtype == LONG_TEXT:
        return no_texts(rows)
    if dtype in (WALL, INSTANT):
        return pd.array(np.full(rows, np.datetime64("NaT", "s")), dtype=dtype, copy=False)
    if dtype == STOP_FROM:
        return pd.Categorical.from_codes(np.full(rows, UNKNOWN), dtype=dtype)
    return pd.array(_of_all(pd.NA, rows), dtype=dtype)


def matching(
    chunks: Sequence[pa.Array], pattern: str, few: int, jobs: int = 1
) -> Iterator[npt.NDArray[np.intp]]:
    """Of each of the arrays of texts the rows in which Arrow finds a pattern, by ``jobs`` threads,
    which begin before they are asked for the first.

    Of those of ``few`` texts all rows: Arrow compiles the pattern at each search, which takes
    longer than to read them.
    """

    def rows_of(texts: pa.Array) -> npt.NDArray[np.intp]:
        if len(texts) <= few:
            return np.arange(len(texts))
        return np.flatnonzero(pc.match_substring_regex(texts, pattern))

    if jobs == 1 or sum(map(len, chunks)) <= _MANY:
        return map(rows_of, chunks)
    from concurrent.futures import ThreadPoolExecutor  # only large files need it

    pool = ThreadPoolExecutor(jobs)
    found = pool.map(rows_of, chunks)
    pool.shutdown(wait=False)  # it ends when all is done
    return found


def texts_of(column: pd.Series[Any]) -> Objects:
    """The texts of a column, missing ones as empty; where none is missing they are not copied."""
    if column.dtype != TEXT:
        return column.to_numpy(object, na_value="")
    texts = column.to_numpy(object)
    # what is missing is one object, which is found by where it is in a tenth of the time
    missing = _addresses(texts) == id(pd.NA)
    return np.where(missing, "", texts) if missing.any() else texts


def _addresses(texts: Objects) -> npt.NDArray[np.intp]:
    """Where each of the texts is in memory."""
    texts = np.ascontiguousarray(texts)
    return np.ndarray(len(texts), np.intp, buffer=texts)


def no_texts(rows: int) -> Any:
    """A column of :data:`LONG_TEXT` in which everything is missing."""
    some = pa.nulls(min(rows, _MANY), pa.large_string())
    whole = [some] * (rows // _MANY) + [some.slice(0, rows % _MANY)]  # as small as one of them
    return pd.array(pa.chunked_array(whole), dtype=LONG_TEXT)


def taken(frame: pd.DataFrame, order: npt.NDArray[np.intp]) -> pd.DataFrame:
    """The rows of a frame in another order, numbered again; those that stay together are copied at
    once, and their long texts not at all.

    Of many rows each column is taken out of ``frame`` before the next is copied, into the memory
    that it leaves: the system takes longer to give new memory than it takes to copy.
    """
    begins = np.flatnonzero(np.diff(order, prepend=order[:1] - 2) != 1)
    sizes = np.diff(begins, append=len(order))
    spans = [*zip(order[begins].tolist(), (order[begins] + sizes).tolist(), strict=True)]
    apart = len(order) < _TOGETHER * len(begins)

    def moved(part: Any) -> Any:
        if apart:
            return part.take(order).reset_index(drop=True)
        return pd.concat([part.iloc[begin:end] for begin, end in spans], ignore_index=True)

    if len(order) > _MANY:
        return pd.DataFrame({name: moved(frame.pop(name)) for name in [*frame]}, copy=False)
    whole: pd.DataFrame = moved(frame)
    return whole


def join(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Several schedule frames of the same columns as one, rows numbered again."""
    every = list(frames)
    kept = [frame for frame in every if len(frame)] or every[:1]
    if not kept:
        return make_frame({}, 0)
    return kept[0].reset_index(drop=True) if len(kept) == 1 else pd.concat(kept, ignore_index=True)


def give_back_memory(rows: int) -> None:
    """Give the system back what many ``rows`` took and freed; nothing is done for few.

    Arrow keeps some of it for what comes next, and glibc, where that is the C library, half of it
    for its threads.
    """
    if rows <= _MANY:
        return
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        import ctypes  # only large files need it

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


def distinct(
    texts: npt.NDArray[np.object_],
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.object_]]:
    """For each row the number of its text, and the different texts in the order they come first.

    What ``pandas.factorize`` gives, -1 for what is missing; but rows that share one object are
    found by that object, which takes an eighth of the time of comparing what is in it.
    """
    if len(texts) < _FEW:
        return pd.factorize(texts)
    numbers, different = pd.factorize(_addresses(texts))
    if len(different) > len(texts) // 2:
        return pd.factorize(texts)
    first = np.empty(len(different), np.intp)
    first[numbers[::-1]] = np.arange(len(texts))[::-1]
    codes, uniques = pd.factorize(texts[first])
    return codes[numbers], uniques


def lines_of(column: pd.Series[Any]) -> str:
    """The texts of a column, each once in a line of its own."""
    texts = texts_of(column)
    return "\n".join(dict.fromkeys(texts.tolist()) if len(texts) < _FEW else distinct(texts)[1])
