"""A frame as a file: its columns one after the other, without pickles, always the same bytes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from schedcheck.law import marks
from schedcheck.schedule.frame import COLUMNS, INSTANT, LONG_TEXT, STOP_FROM, TEXT, WALL

#: What marks were looked for in; nothing after that asks for it, and it is most of the bytes.
_LEFT_OUT = frozenset({"other_text"})
_FLAG = np.dtype(np.bool_)
#: column -> dtype, of a schedule frame with its marks
_DTYPES: dict[str, Any] = {
    **COLUMNS,
    **{name: _FLAG if name == "film" else TEXT for name in marks.COLUMNS},
}
_MISSING = -1


def pack(frame: pd.DataFrame, path: Path) -> None:
    """Write a classified schedule frame to ``path``; ``other_text`` is left out."""
    with path.open("wb") as out:
        for name, dtype in _DTYPES.items():
            if name in _LEFT_OUT:
                continue
            column = frame[name]
            if dtype == TEXT:
                _pack_texts(column, out)
            elif dtype in (WALL, INSTANT):
                _put(column.to_numpy("datetime64[s]").view(np.int64), out)
            elif dtype == STOP_FROM:
                _put(column.cat.codes.to_numpy(), out)
            elif dtype == _FLAG:
                _put(column.to_numpy(), out)
            else:
                _put(column.to_numpy(np.int16, na_value=0), out)
                _put(column.isna().to_numpy(), out)


def unpack(path: Path, known: dict[str, str] | None = None) -> pd.DataFrame:
    """The frame that :func:`pack` wrote. Raises ValueError or OSError for anything else.

    ``known``: texts met before, which frames share: titles and places come again every week.
    """
    known = {} if known is None else known
    stream = io.BytesIO(path.read_bytes())
    columns: dict[str, Any] = {}
    rows = 0
    for name, dtype in _DTYPES.items():
        if name in _LEFT_OUT:
            continue
        if dtype == TEXT:
            columns[name] = pd.array(_texts(stream, known), dtype=TEXT)
        elif dtype in (WALL, INSTANT):
            columns[name] = pd.array(_get(stream).view("datetime64[s]"), dtype=dtype)
        elif dtype == STOP_FROM:
            columns[name] = pd.Categorical.from_codes(_get(stream), dtype=STOP_FROM)
        elif dtype == _FLAG:
            columns[name] = _get(stream)
        else:
            columns[name] = pd.arrays.IntegerArray(_get(stream), _get(stream))
        rows = len(columns[name])
    columns["other_text"] = pd.array(pa.nulls(rows, pa.large_string()), dtype=LONG_TEXT)
    return pd.DataFrame({name: columns[name] for name in _DTYPES}, copy=False)


def _put(values: npt.NDArray[Any], out: IO[bytes]) -> None:
    np.save(out, values, allow_pickle=False)


def _get(stream: IO[bytes]) -> npt.NDArray[Any]:
    values: npt.NDArray[Any] = np.load(stream, allow_pickle=False)
    return values


def _pack_texts(column: pd.Series[Any], out: IO[bytes]) -> None:
    """Texts that are all the same once; else how long each is, and all of them as one."""
    texts = column.array.to_numpy(object, na_value=None)
    kept = texts[:1] if len(texts) and (texts == texts[0]).all() else texts
    lengths = [_MISSING if text is None else len(text) for text in kept]
    _put(np.array([len(texts)], np.int64), out)
    _put(np.array(lengths, np.int32), out)
    whole = "".join(text for text in kept if text is not None)
    _put(np.frombuffer(whole.encode("utf-8", "surrogatepass"), np.uint8), out)


def _texts(stream: IO[bytes], known: dict[str, str]) -> npt.NDArray[np.object_]:
    count, lengths = int(_get(stream)[0]), _get(stream)
    whole = _get(stream).tobytes().decode("utf-8", "surrogatepass")
    ends = np.cumsum(np.maximum(lengths, 0)).tolist()
    texts = np.empty(len(lengths), object)
    texts[:] = [
        pd.NA if length == _MISSING else known.setdefault(text := whole[end - length : end], text)
        for length, end in zip(lengths.tolist(), ends, strict=True)
    ]
    return np.repeat(texts, count) if len(texts) == 1 else texts
