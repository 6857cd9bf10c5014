"""Questions to a store, in SQL, answered by DuckDB.

DuckDB is given the Parquet files as datasets of pyarrow, and may then open no file of its own: a
question cannot read or write anything but the store's views, and cannot change that setting.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.tasks.archive.addresses import store_here
from schedcheck.tasks.archive.months import FINDING_COLUMNS, PROGRAMME_COLUMNS
from schedcheck.tasks.archive.store import (
    CHANNELS,
    FINDINGS,
    FOLDERS,
    PROGRAMMES,
    Store,
    open_store,
)

#: The files of a store that questions are answered from.
NEEDED = ("manifest.json", "channels.parquet", "programmes.parquet", "findings.parquet")
_CLOSED = (
    "SET TimeZone = 'UTC'",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def query(store: str | Path, sql: str) -> pd.DataFrame:
    """The answer of a store that ``archive`` wrote to a question in SQL, as a frame.

    Its views are ``programmes``, ``findings`` and ``channels``; see the page on scale for their
    columns. Instants are UTC, ``local_start`` and ``local_stop`` the clock of the channel. Raises
    ConfigError for what is no store, for SQL that is wrong or more than one question, and where
    DuckDB is not installed.
    """
    answer: pd.DataFrame = query_table(store, sql).to_pandas()
    return answer


def query_table(store: str | Path, sql: str) -> pa.Table:
    """The same as a table of Arrow."""
    if not find_spec("duckdb"):
        raise ConfigError(msg("query needs one more package: pip install duckdb"))
    import duckdb  # an extra

    with (
        store_here(store, *NEEDED) as here,
        duckdb.connect(":memory:", config={"python_enable_replacements": "false"}) as connection,
    ):
        for name, dataset in datasets(open_store(here)).items():
            connection.register(name, dataset)
        for setting in _CLOSED:
            connection.execute(setting)
        try:
            statements = connection.extract_statements(sql)
            if [one.type for one in statements] != [duckdb.StatementType.SELECT]:
                raise ConfigError(msg("query takes one SELECT, and nothing else"))
            answer: pa.Table = connection.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            words = msg("the question cannot be answered: %(error)s", error=str(error).strip())
            raise ConfigError(words) from error
    return answer


def datasets(store: Store) -> dict[str, ds.Dataset]:
    """The views of a store: name -> dataset."""
    views: dict[str, ds.Dataset] = {}
    for kind, columns in ((PROGRAMMES, PROGRAMME_COLUMNS), (FINDINGS, FINDING_COLUMNS)):
        schema = pa.schema([*FOLDERS, *columns])
        folder = store.out / kind
        views[kind] = (
            ds.dataset(
                folder,
                schema=schema,
                format="parquet",
                partitioning=ds.partitioning(FOLDERS, flavor="hive"),
            )
            if folder.is_dir()
            else ds.dataset(schema.empty_table())
        )
    if store.channels_file.exists():
        views[CHANNELS] = ds.dataset(store.channels_file, format="parquet")
    return views


def texts(answer: pa.Table) -> list[list[str]]:
    """Each row of an answer as texts; a value that is missing is empty."""
    return [list(map(_text, row)) for row in _rows(answer)]


def dumps(answer: pa.Table, form: Literal["csv", "json"]) -> str:
    """An answer as text: CSV with a line of headings, or JSON, a list of objects.

    Times are ISO 8601; a value that is missing is empty, in JSON null.
    """
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(answer.column_names)
        writer.writerows(texts(answer))
        return out.getvalue()
    names = answer.column_names
    objects = [dict(zip(names, map(_plain, row), strict=True)) for row in _rows(answer)]
    return json.dumps(objects, ensure_ascii=False, indent=2, default=str) + "\n"


def _rows(answer: pa.Table) -> Iterator[tuple[Any, ...]]:
    """The rows in order; two columns may have one name."""
    columns = [column.to_pylist() for column in answer.columns]
    return zip(*columns, strict=True)


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _text(value: Any) -> str:
    plain = _plain(value)
    return "" if plain is None else str(plain)
