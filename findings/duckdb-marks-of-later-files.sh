#!/usr/bin/env bash
# Package: duckdb 2.0.1, beside pyarrow 26.0.1 and polars 2.1.0 (PyPI)
# Expected: read_json of the replies of 46 channels, a file each, has every field that is in them; with
#   sample_size=-1, "scan all", at the latest. A field that is left out is named, or the read fails, as a value
#   of another type fails.
# Seen: the columns are those of the first 32 files, whatever the sample size. The age of a film, which the
#   replies give only where there is one, is in the files 41 to 46: no column, 1,104 programmes, no word. Of one
#   file with a year of programmes the fields of the first 20,480 count. Arrow reads the one file whole, polars
#   stops looking after 100 programmes; of several files both look at the first.
# Source: DuckDB documentation, "JSON Loading Functions" (sample_size, maximum_sample_files, union_by_name);
#   what becomes of a field that was not in the sample is not said there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install duckdb==2.0.1 pyarrow==26.0.1 polars==2.1.0

cat > read.py <<'PY'
import json
import duckdb
import polars
import pyarrow.dataset
import pyarrow.json

files = []
for channel in range(1, 47):
    day = [{"start": f"2026-11-02T{hour:02}:00", "title": f"Programme {hour}"} for hour in range(24)]
    if channel > 40:
        day[13]["age"] = 18
    files.append(f"channel{channel:02}.ndjson")
    with open(files[-1], "w") as file:
        file.write("\n".join(map(json.dumps, day)))
count = duckdb.sql("SELECT count(*) FROM 'channel*.ndjson'").fetchall()[0][0]
print(count, "programmes of", len(files), "channels; channels 41 to 46 have a film of age 18 each")
for options in ("", ", sample_size=-1", ", maximum_sample_files=46", ", union_by_name=true"):
    print("duckdb", options or "  (as it is)", duckdb.sql(f"FROM read_json('channel*.ndjson'{options})").columns)
print("arrow", pyarrow.dataset.dataset(files, format="json").schema.names)
print("polars", polars.read_ndjson("channel*.ndjson").columns)

year = [{"start": number, "title": "Programme"} for number in range(20_500)]
year[20_490]["age"] = 18
with open("year.ndjson", "w") as file:
    file.write("\n".join(map(json.dumps, year)))
print("one file of 20,500 programmes, of which number 20,490 has an age")
print("duckdb", duckdb.sql("FROM 'year.ndjson'").columns)
print("arrow", pyarrow.json.read_json("year.ndjson").column_names)
print("polars", polars.read_ndjson("year.ndjson").columns)
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known="1104 programmes of 46 channels; channels 41 to 46 have a film of age 18 each
duckdb   (as it is) ['start', 'title']
duckdb , sample_size=-1 ['start', 'title']
duckdb , maximum_sample_files=46 ['start', 'title', 'age']
duckdb , union_by_name=true ['start', 'title', 'age']
arrow ['start', 'title']
polars ['start', 'title']
one file of 20,500 programmes, of which number 20,490 has an age
duckdb ['start', 'title']
arrow ['start', 'title', 'age']
polars ['start', 'title']"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
