#!/usr/bin/env bash
# Package: duckdb 1.5.4 and 1.5.5 (PyPI)
# Expected: what DuckDB writes to Parquet it reads back as the same instant: a start of 10:00+05 is 05:00 of UTC.
#   If an offset cannot be kept, the time is moved to UTC or the type is not called one of UTC.
# Seen: up to 1.5.4 the file has the clock time, 10:00, and the sign that it is of UTC; read back it is 10:00+00,
#   15:00 in Almaty. Two starts that are the same instant, 10:00+05 and 05:00+00, are five hours apart in the file,
#   and the offset is nowhere. 1.5.5 writes 05:00 for both. No warning, and only the name of the writer in the file
#   tells the two apart.
# Source: Parquet format, "Logical Types", TIME (isAdjustedToUTC); DuckDB documentation, "Time Types" (TIMETZ);
#   DuckDB issue 23766, whose change 1.5.5 has.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > both.py <<'PY'
import duckdb

duckdb.sql(
    "COPY (SELECT unnest([TIMETZ '10:00:00+05', TIMETZ '05:00:00+00']) AS start) TO 'guide.parquet'"
)
print("DuckDB", duckdb.__version__)
print("  read back", *(row[0] for row in duckdb.sql("SELECT start::VARCHAR FROM 'guide.parquet'").fetchall()))
kind = duckdb.sql("SELECT logical_type FROM parquet_schema('guide.parquet') WHERE name = 'start'").fetchone()[0]
print("  of UTC", "isAdjustedToUTC=1" in kind or "isAdjustedToUTC=true" in kind)
PY
python3 -m venv old
python3 -m venv new
old/bin/pip --quiet --quiet install duckdb==1.5.4
new/bin/pip --quiet --quiet install duckdb==1.5.5
seen=$(old/bin/python both.py && new/bin/python both.py)
printf '%s\n' "$seen"
known='DuckDB 1.5.4
  read back 10:00:00+00 05:00:00+00
  of UTC True
DuckDB 1.5.5
  read back 05:00:00+00 05:00:00+00
  of UTC True'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
