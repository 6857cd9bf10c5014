#!/usr/bin/env bash
# Package: fastparquet 2026.9.0 with pandas 3.1.1, read by pyarrow 26.0.1, polars 2.1.0 and duckdb 2.0.1 (PyPI)
# Expected: a start of 4 March 2026, 22:30, is written as that instant whichever unit pandas counts it in; what cannot be
#   written is an error, as in pyarrow. A length of 25:30, a marathon, is 25:30 for each reader.
# Seen: a start counted in seconds, as pandas keeps what numpy gives to the minute and as as_unit("s") makes it, is 1
#   January 1970, 00:29:32: its seconds are written as milliseconds, and so are lengths in seconds; fastparquet then
#   cannot read its own file. In other units a length is written as a time of day, which ends at 24 hours: 25:30 is 01:30
#   in Arrow, missing in polars, and an error in DuckDB and in pandas with pyarrow; 1:35 is 01:35 o'clock. There is no
#   warning when it is written. With pyarrow as the engine of pandas the same lengths come back.
# Source: Parquet LogicalTypes (TIME is a time of day; TIMESTAMP counts milliseconds, microseconds or nanoseconds); pandas
#   documentation, to_parquet (engine) and Series.dt.as_unit; README of fastparquet, which names no limit of times.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install fastparquet==2026.9.0 pandas==3.1.1 pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.1

cat > read.py <<'PY'
import duckdb
import fastparquet
import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq

start = np.array(["2026-03-04T22:30"] * 2, dtype="datetime64[m]")
minutes = pd.to_timedelta(pd.Series([95, 1530]), unit="min")
starts = pd.Series(start)
frames = {
    f"start, {starts.dtype}": starts,
    "start, microseconds": starts.dt.as_unit("us"),
    f"length, {minutes.dtype}": minutes,
    "length, seconds": minutes.dt.as_unit("s"),
}

def shown(read):
    try:
        return " and ".join(str(value) for value in read())
    except Exception as error:
        return type(error).__name__

for name, column in frames.items():
    fastparquet.write("week.parquet", column.to_frame("column"))
    print(name)
    for reader, read in {
        "fastparquet": lambda: fastparquet.ParquetFile("week.parquet").to_pandas()["column"],
        "pandas": lambda: pd.read_parquet("week.parquet", engine="pyarrow")["column"],
        "pyarrow": lambda: pq.read_table("week.parquet")["column"].to_pylist(),
        "polars": lambda: pl.read_parquet("week.parquet")["column"],
        "duckdb": lambda: [row[0] for row in duckdb.sql("from 'week.parquet'").fetchall()],
    }.items():
        print(f"  {reader}: {shown(read)}")
try:
    minutes.to_frame("column").to_parquet("week.parquet", engine="pyarrow")
    print("written by pyarrow:", shown(lambda: pd.read_parquet("week.parquet")["column"]))
except Exception as error:
    print("written by pyarrow:", type(error).__name__)
PY
seen=$(venv/bin/python -W ignore read.py)
printf '%s\n' "$seen"
known='start, datetime64[s]
  fastparquet: ValueError
  pandas: 1970-01-01 00:29:32.663000 and 1970-01-01 00:29:32.663000
  pyarrow: 1970-01-01 00:29:32.663000 and 1970-01-01 00:29:32.663000
  polars: 1970-01-01 00:29:32.663000 and 1970-01-01 00:29:32.663000
  duckdb: 1970-01-01 00:29:32.663000 and 1970-01-01 00:29:32.663000
start, microseconds
  fastparquet: 2026-03-04 22:30:00 and 2026-03-04 22:30:00
  pandas: 2026-03-04 22:30:00 and 2026-03-04 22:30:00
  pyarrow: 2026-03-04 22:30:00 and 2026-03-04 22:30:00
  polars: 2026-03-04 22:30:00 and 2026-03-04 22:30:00
  duckdb: 2026-03-04 22:30:00 and 2026-03-04 22:30:00
length, timedelta64[us]
  fastparquet: 0 days 01:35:00 and 1 days 01:30:00
  pandas: ValueError
  pyarrow: 01:35:00 and 01:30:00
  polars: 01:35:00 and None
  duckdb: InvalidInputException
length, seconds
  fastparquet: 0 days 00:00:00 and 0 days 00:00:00
  pandas: 00:00:00.005700 and 00:00:00.091800
  pyarrow: 00:00:00.005700 and 00:00:00.091800
  polars: 00:00:00.005700 and 00:00:00.091800
  duckdb: 00:00:00.005700 and 00:00:00.091800
written by pyarrow: 0 days 01:35:00 and 1 days 01:30:00'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
