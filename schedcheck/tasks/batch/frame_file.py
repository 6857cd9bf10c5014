"""A frame as a file: Arrow's own form of a table, without pickles, always the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from schedcheck.law import marks
from schedcheck.schedule.building import distinct, no_texts
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
#: So many bytes are written to the file at once.
_AT_ONCE = 1 << 16


def pack(frame: pd.DataFrame) -> pa.RecordBatch:
    """A classified schedule frame as Arrow has it, without ``other_text``; see :func:`write`."""
    columns = [_FORMS[name].packed(frame[name].array) for name in _SCHEMA.names]
    return pa.record_batch(columns, schema=_SCHEMA)


def write(packed: pa.RecordBatch, path: Path, rows: npt.NDArray[np.intp] | None = None) -> None:
    """Write a packed frame, or ``rows`` of it with the texts that these have, to ``path``."""
    own = packed if rows is None else packed.take(pa.array(rows))
    if len(own) < len(packed):
        # whatever rows are taken, a dictionary would be written whole
        columns = [
            column.dictionary_decode().dictionary_encode() if column.type == _TEXTS else column
            for column in own.columns
        ]
        own = pa.record_batch(columns, schema=_SCHEMA)
    with (
        path.open("wb", buffering=0) as file,
        pa.output_stream(file, buffer_size=_AT_ONCE) as out,
        pa.ipc.new_file(out, _SCHEMA) as writer,
    ):
        writer.write_batch(own)


class Part(NamedTuple):
    """Rows of the frame that :func:`write` wrote to ``path``: from ``begin`` to ``end``, or all."""

    path: Path
    begin: int = 0
    end: int | None = None


def unpack(parts: Iterable[Part]) -> pd.DataFrame:
    """Rows of frames that :func:`write` wrote, as one. Raises ValueError or OSError for anything
    else, and where there are not so many rows.

    Rows share their texts: titles and places come again every week.
    """
    tables = [_SCHEMA.empty_table(), *_cut(parts)]
    table = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    columns = {name: _FORMS[name].unpacked(table.column(name)) for name in _SCHEMA.names}
    columns["other_text"] = no_texts(len(table))
    return pd.DataFrame({name: columns[name] for name in _DTYPES}, copy=False)


def _cut(parts: Iterable[Part]) -> Iterator[pa.Table]:
    """The parts as tables; those that follow one another in a file are one."""
    whole: dict[Path, pa.Table] = {}
    spans: list[tuple[Path, int, int]] = []
    for path, begin, end in parts:
        if path not in whole:
            whole[path] = _read(path)
        until = len(whole[path]) if end is None else end
        if until > len(whole[path]):
            raise ValueError(f"{path}: has no {until} rows")
        goes_on = bool(spans) and spans[-1][::2] == (path, begin)
        spans.append((path, spans.pop()[1] if goes_on else begin, until))
    for path, begin, until in spans:
        yield whole[path].slice(begin, until - begin)


def _read(path: Path) -> pa.Table:
    table = pa.ipc.open_file(pa.BufferReader(path.read_bytes())).read_all()
    if table.schema != _SCHEMA:
        raise ValueError(f"{path}: not the columns of a packed frame")
    table.validate(full=True)
    return table


class _Form(NamedTuple):
    """How columns of a dtype are packed: as what, an array of pandas as it, and back."""

    kind: pa.DataType
    packed: Callable[[Any], pa.Array]
    unpacked: Callable[[pa.ChunkedArray], Any]


def _packed_texts(texts: Any) -> pa.DictionaryArray:
    # each text once: Python makes its bytes anew for each object, and keeps them
    numbers, every = distinct(texts.to_numpy(object))
    try:
        kept = pa.array(every, pa.large_binary())
    except UnicodeEncodeError:
        kept = pa.array([text.encode(*_UTF8) for text in every], pa.large_binary())
    return pa.DictionaryArray.from_arrays(
        pa.array(numbers.astype(np.int32), mask=numbers < 0), kept
    )


def _unpacked_texts(column: pa.ChunkedArray) -> Any:
    whole = column.combine_chunks()
    # the last one is for what is missing
    texts = np.array([*(one.decode(*_UTF8) for one in whole.dictionary.to_pylist()), pd.NA], object)
    codes = whole.indices.fill_null(len(texts) - 1).to_numpy()
    return pd.array(texts[codes], dtype=TEXT)


def _packed_long_texts(texts: Any) -> pa.DictionaryArray:
    whole = pa.array(texts)
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    return whole.cast(pa.large_binary()).dictionary_encode()


def _unpacked_long_texts(column: pa.ChunkedArray) -> Any:
    return pd.array(column.cast(pa.large_string()), dtype=LONG_TEXT)


def _packed_times(times: Any) -> pa.Array:
    return pa.array(times.to_numpy("datetime64[s]").view(np.int64))


def _times(dtype: Any) -> _Form:
    return _Form(
        pa.int64(),
        _packed_times,
        lambda column: pd.array(column.to_numpy().view("datetime64[s]"), dtype=dtype),
    )


def _unpacked_numbers(column: pa.ChunkedArray) -> Any:
    missing = column.is_null().to_numpy()
    return pd.arrays.IntegerArray(column.fill_null(0).to_numpy(), missing)


_FORM_OF: Mapping[Any, _Form] = {
    TEXT: _Form(_TEXTS, _packed_texts, _unpacked_texts),
    LONG_TEXT: _Form(_TEXTS, _packed_long_texts, _unpacked_long_texts),
    WALL: _times(WALL),
    INSTANT: _times(INSTANT),
    STOP_FROM: _Form(
        pa.int8(),
        lambda column: pa.array(column.codes.astype(np.int8, copy=False)),
        lambda column: pd.Categorical.from_codes(column.to_numpy(), dtype=STOP_FROM),
    ),
    _FLAG: _Form(
        pa.int8(),
        lambda column: pa.array(column.to_numpy().view(np.int8)),
        lambda column: column.to_numpy().astype(np.bool_),
    ),
    COLUMNS["offset"]: _Form(
        pa.int16(),
        lambda column: pa.array(column.to_numpy(np.int16, na_value=0), mask=column.isna()),
        _unpacked_numbers,
    ),
}
_FORMS = {name: _FORM_OF[dtype] for name, dtype in _DTYPES.items() if name not in _LEFT_OUT}
_SCHEMA = pa.schema([(name, form.kind) for name, form in _FORMS.items()])
