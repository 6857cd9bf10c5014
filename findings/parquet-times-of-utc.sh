#!/usr/bin/env bash
# Package: duckdb 2.0.1 and pyarrow 26.0.1, polars 2.1.0, pandas 3.1.1 (PyPI); the old file is written by pyarrow 21.0.0
# Expected: a start of 23:30+05 that DuckDB writes to Parquet is 23:30 at +05 for whoever reads it, or a time of
#   UTC, or refused; a start of 23:30 without a zone, as pandas and Arrow have it, comes into DuckDB without one.
# Seen: DuckDB writes 18:30 and a sign that it is of UTC. Arrow, polars and pandas have no such type and give
#   the bare 18:30, before the hour from which the film may be on air; the offset is nowhere. And the file that
#   pyarrow 21 made of a bare 23:30 has the sign too: in DuckDB it is 23:30 of UTC, half past four in Almaty.
#   Since its version 22 Arrow does not write it. No warning on either way.
# Source: Parquet format, "Logical Types", TIME (isAdjustedToUTC); Arrow issue 41476 (it was fixed as true);
#   DuckDB documentation, "Time Types" (TIMETZ).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
python3 -m venv old
venv/bin/pip --quiet --quiet install duckdb==2.0.1 pyarrow==26.0.1 polars==2.1.0 pandas==3.1.1
old/bin/pip --quiet --quiet install pyarrow==21.0.0

cat > write.py <<'PY'
import sys
from datetime import time
import pyarrow
import pyarrow.parquet

pyarrow.parquet.write_table(pyarrow.table({"start": [time(23, 30)]}), sys.argv[1])
PY
venv/bin/python write.py arrow26.parquet
old/bin/python write.py arrow21.parquet
cat > read.py <<'PY'
import duckdb
import pandas
import polars
import pyarrow.parquet

duckdb.sql("COPY (SELECT TIMETZ '23:30:00+05' AS start) TO 'duckdb.parquet'")
print("DuckDB itself", duckdb.sql("SELECT TIMETZ '23:30:00+05' AS start").fetchall()[0][0])
for name in ("duckdb", "arrow26", "arrow21"):
    file = f"{name}.parquet"
    print(f"{name}: of UTC" if "isAdjustedToUTC=true" in str(pyarrow.parquet.ParquetFile(file).schema) else f"{name}: without a zone")
    print("  DuckDB", *duckdb.sql(f"SELECT start::VARCHAR, typeof(start) FROM '{file}'").fetchall()[0])
    print("  Arrow", pyarrow.parquet.read_table(file)["start"].to_pylist()[0])
    print("  polars", polars.read_parquet(file)["start"].to_list()[0])
    print("  pandas", pandas.read_parquet(file)["start"].tolist()[0])
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known='DuckDB itself 23:30:00+05:00
duckdb: of UTC
  DuckDB 18:30:00+00 TIME WITH TIME ZONE
  Arrow 18:30:00
  polars 18:30:00
  pandas 18:30:00
arrow26: without a zone
  DuckDB 23:30:00 TIME
  Arrow 23:30:00
  polars 23:30:00
  pandas 23:30:00
arrow21: of UTC
  DuckDB 23:30:00+00 TIME WITH TIME ZONE
  Arrow 23:30:00
  polars 23:30:00
  pandas 23:30:00'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
