#!/usr/bin/env bash
# Package: s3fs 2026.9.0 with fsspec 2026.9.0, duckdb 2.0.1 and polars 2.1.0, beside pandas 3.1.1 with pyarrow 26.0.1
#   (PyPI); the bucket is one of moto 5.2.5 on this machine
# Expected: the file "ktk[1].csv", named as old browsers and Outlook name a second copy, is read, copied and deleted by
#   that name, which exists() knows and ls() lists; where a name is taken for a pattern, a file of the very name goes
#   before what the pattern finds.
# Seen: exists() and cat_file() mean that file, but cat(), get(), cp() and rm() of the same file system the other one,
#   ktk1.csv: rm("ktk[1].csv") deletes ktk1.csv and leaves ktk[1].csv; where that is alone, rm() finds nothing.
#   DuckDB and polars read ktk1.csv too, by the name of a file of the disk; pandas and pyarrow read ktk[1].csv.
#   The other file may be the schedule of another week. No warning.
# Source: documentation of fsspec, glob and expand_path; DuckDB, "Reading Multiple Files" (glob syntax); polars, read_csv
#   (glob); what goes before, a name or a pattern, is in none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install s3fs==2026.9.0 fsspec==2026.9.0 duckdb==2.0.1 polars==2.1.0 pandas==3.1.1 \
  pyarrow==26.0.1 "moto[s3,server]"==5.2.5

cat > read.py <<'PY'
import logging
import os
import pathlib

import duckdb
import pandas
import polars
import pyarrow.dataset
import s3fs
from moto.server import ThreadedMotoServer

logging.disable()
name = "ktk[1].csv"
contents = {name: b"title\nasked for\n", "ktk1.csv": b"title\nanother\n"}

for file, content in contents.items():
    pathlib.Path(file).write_bytes(content)
print("duckdb", duckdb.sql(f"from '{name}'").fetchall())
print("polars", polars.read_csv(name).rows())
print("pandas", pandas.read_csv(name).values.tolist())
print("pyarrow", pyarrow.dataset.dataset(name, format="csv").to_table().to_pylist())

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
bucket = s3fs.S3FileSystem(endpoint_url=f"http:{'//'}{host}:{port}", use_listings_cache=False)
bucket.mkdir("week")
for file, content in contents.items():
    bucket.pipe_file(f"week/{file}", content)
print("s3fs exists", bucket.exists(f"week/{name}"))
print("s3fs cat_file", bucket.cat_file(f"week/{name}"))
print("s3fs cat", bucket.cat(f"week/{name}"))
bucket.get(f"week/{name}", "here/")
print("s3fs get", {path.name: path.read_bytes() for path in pathlib.Path("here").iterdir()})
for what in ("cp", "rm", "rm"):
    try:
        getattr(bucket, what)(f"week/{name}", *(["week/copy.csv"] if what == "cp" else []))
    except FileNotFoundError as error:
        print(f"s3fs {what}:", type(error).__name__)
    print(f"s3fs after {what}:", {file: bucket.cat_file(file).decode().split("\n")[1] for file in bucket.find("week")})
server.stop()
PY
seen=$(venv/bin/python read.py 2> errors.txt)
printf '%s\n' "$seen"
known=$(cat <<'TXT'
duckdb [('another',)]
polars [('another',)]
pandas [['asked for']]
pyarrow [{'title': 'asked for'}]
s3fs exists True
s3fs cat_file b'title\nasked for\n'
s3fs cat {'week/ktk1.csv': b'title\nanother\n'}
s3fs get {'ktk1.csv': b'title\nanother\n'}
s3fs after cp: {'week/copy.csv/ktk1.csv': 'another', 'week/ktk1.csv': 'another', 'week/ktk[1].csv': 'asked for'}
s3fs after rm: {'week/copy.csv/ktk1.csv': 'another', 'week/ktk[1].csv': 'asked for'}
s3fs rm: FileNotFoundError
s3fs after rm: {'week/copy.csv/ktk1.csv': 'another', 'week/ktk[1].csv': 'asked for'}
TXT
)
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
