#!/usr/bin/env bash
# Package: duckdb 2.0.1 with pyarrow 26.0.1 and polars 2.1.0 (PyPI)
# Expected: a stop of 24:00 in a CSV file, which DuckDB knows as a time of day and sorts behind 23:00, is
#   24:00 wherever its table is handed to; or the export that cannot say it fails.
# Seen: by read_csv the column is TIME and holds 24:00:00. DuckDB's own rows give it as a text between
#   the times; the Arrow table made from them has 00:00, before the start; polars has nothing at all,
#   and so have those who read the Parquet file that DuckDB writes. One query, three values, no error.
# Source: DuckDB documentation, "Time Types" (TIME is 00:00:00 to 24:00:00 inclusive); Arrow format,
#   Time64 (0 up to 86,400 seconds, exclusive).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install duckdb==2.0.1 pyarrow==26.0.1 polars==2.1.0

printf '%s\n' 'start,stop,title' '22:00,23:30,Film' '23:30,24:00,News' > schedule.csv
seen=$(venv/bin/python - <<'PY'
import duckdb
import polars
import pyarrow.parquet

query = "SELECT stop FROM read_csv('schedule.csv') ORDER BY stop"
print("type", duckdb.sql(query).types)
print("rows", [str(stop) for (stop,) in duckdb.sql(query).fetchall()])
print("arrow", [str(stop) for stop in duckdb.sql(query).arrow().read_all()["stop"].to_pylist()])
print("polars", [str(stop) for stop in duckdb.sql(query).pl()["stop"].to_list()])
duckdb.sql(f"COPY ({query}) TO 'schedule.parquet'")
print("parquet, pyarrow", [str(stop) for stop in pyarrow.parquet.read_table("schedule.parquet")["stop"].to_pylist()])
print("parquet, polars", [str(stop) for stop in polars.read_parquet("schedule.parquet")["stop"].to_list()])
PY
)
printf '%s\n' "$seen"
known="type [TIME]
rows ['23:30:00', '24:00:00']
arrow ['23:30:00', '00:00:00']
polars ['23:30:00', 'None']
parquet, pyarrow ['23:30:00', '00:00:00']
parquet, polars ['23:30:00', 'None']"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
