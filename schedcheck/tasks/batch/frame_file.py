"""A frame as a file: Arrow's own form of a table, without pickles, always the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from schedcheck.law import marks
from schedcheck.schedule.building import no_texts
from schedcheck.schedule.frame import COLUMNS, INSTANT, LONG_TEXT, STOP_FROM, TEXT, WALL

#: What marks were looked for in; nothing after that asks for it, and it is most of the bytes.
_LEFT_OUT = frozenset({"other_text"})
_FLAG = np.dtype(np.bool_)
#: column -> dtype, of a schedule frame with its marks
_DTYPES: dict[str, Any] = {
    **COLUMNS,
    **{name: _FLAG if name == "film" else TEXT for name in marks.COLUMNS},
}
#: Each text once. As bytes, for Arrow's own texts hold no character that is cut in two.
_TEXTS = pa.dictionary(pa.int32(), pa.large_binary())
_UTF8 = ("utf-8", "surrogatepass")


def _kind(dtype: Any) -> pa.DataType:
    if dtype in (TEXT, LONG_TEXT):
        return _TEXTS
    if dtype in (WALL, INSTANT):
        return pa.int64()
    return pa.int8() if dtype in (STOP_FROM, _FLAG) else pa.int16()


_SCHEMA = pa.schema(
    [(name, _kind(dtype)) for name, dtype in _DTYPES.items() if name not in _LEFT_OUT]
)


def pack(frame: pd.DataFrame, path: Path) -> None:
    """Write a classified schedule frame to ``path``; ``other_text`` is left out."""
    columns = [_packed(frame[name], _DTYPES[name]) for name in _SCHEMA.names]
    with path.open("wb") as out, pa.ipc.new_file(out, _SCHEMA) as writer:
        writer.write_batch(pa.record_batch(columns, schema=_SCHEMA))


def _packed(column: pd.Series[Any], dtype: Any) -> pa.Array:
    if dtype == TEXT:
        return _packed_texts(column.to_numpy())
    if dtype == LONG_TEXT:
        whole = pa.array(column.array)
        whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
        return whole.cast(pa.large_binary()).dictionary_encode()
    if dtype in (WALL, INSTANT):
        return pa.array(column.to_numpy("datetime64[s]").view(np.int64))
    if dtype == STOP_FROM:
        return pa.array(column.cat.codes.to_numpy(np.int8))
    if dtype == _FLAG:
        return pa.array(column.to_numpy().view(np.int8))
    return pa.array(column.to_numpy(np.int16, na_value=0), mask=column.isna().to_numpy())


def _packed_texts(texts: npt.NDArray[np.object_]) -> pa.DictionaryArray:
    try:
        every = pa.array(texts, pa.large_binary(), from_pandas=True)
    except UnicodeEncodeError:
        halves = [text.encode(*_UTF8) if isinstance(text, str) else None for text in texts]
        every = pa.array(halves, pa.large_binary())
    return every.dictionary_encode()


def unpack(paths: Sequence[Path]) -> pd.DataFrame:
    """The frames that :func:`pack` wrote, as one. Raises ValueError or OSError for anything else.

    Rows share their texts: titles and places come again every week.
    """
    tables = [_SCHEMA.empty_table(), *map(_read, paths)]
    table = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    columns = {
        name: _unpacked(table.column(name), _DTYPES[name])
        for name in _DTYPES
        if name not in _LEFT_OUT
    }
    columns["other_text"] = no_texts(len(table))
    return pd.DataFrame({name: columns[name] for name in _DTYPES}, copy=False)


def _read(path: Path) -> pa.Table:
    table = pa.ipc.open_file(pa.BufferReader(path.read_bytes())).read_all()
    if table.schema != _SCHEMA:
        raise ValueError(f"{path}: not the columns of a packed frame")
    table.validate(full=True)
    return table


def _unpacked(column: pa.ChunkedArray, dtype: Any) -> Any:
    if dtype == TEXT:
        return _unpacked_texts(column)
    if dtype == LONG_TEXT:
        return pd.array(column.cast(pa.large_string()), dtype=dtype)
    if dtype in (WALL, INSTANT):
        return pd.array(column.to_numpy().view("datetime64[s]"), dtype=dtype)
    if dtype == STOP_FROM:
        return pd.Categorical.from_codes(column.to_numpy(), dtype=STOP_FROM)
    if dtype == _FLAG:
        return column.to_numpy().astype(np.bool_)
    missing = column.is_null().to_numpy()
    return pd.arrays.IntegerArray(column.fill_null(0).to_numpy(), missing)


def _unpacked_texts(column: pa.ChunkedArray) -> Any:
    whole = column.combine_chunks()
    # the last one is for what is missing
    texts = np.array([*(one.decode(*_UTF8) for one in whole.dictionary.to_pylist()), pd.NA], object)
    codes = whole.indices.fill_null(len(texts) - 1).to_numpy()
    return pd.array(texts[codes], dtype=TEXT)
