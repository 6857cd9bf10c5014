#!/usr/bin/env bash
# Package: pandas 3.1.1 with pyarrow 26.0.1, beside polars 2.1.0 (PyPI)
# Expected: the rows of one channel, chosen out of the schedules of 46 and written as Parquet, are a file of these rows,
#   whatever the type of the columns is; and a dataset with a folder a channel takes about what one file of all takes.
# Seen: where the titles are a category (or a dictionary of Arrow) each file has the titles of all 46 channels in its
#   dictionary page: a file of 2,000 rows has 0.89 of the bytes of that of all 92,000, the dataset some ninety times those
#   that it has with plain texts, and who gets the file of one channel gets the titles of all others, which no reader of rows shows. Statistics and row
#   counts are right. take() of Arrow does the same. remove_unused_categories() before writing is the
#   way out. polars writes what the rows need.
# Source: Apache Arrow, Columnar format, "Dictionary-encoded Layout": a dictionary may have values that are not
#   referenced; pandas documentation, "Categorical data": filtering keeps the categories. That files then hold them
#   is said of neither.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > measure.py <<'PY'
from pathlib import Path

import pandas
import polars
import pyarrow
import pyarrow.parquet

CHANNELS, ROWS = 46, 92_000
plain = pandas.DataFrame(
    {
        "channel": [f"ch{row % CHANNELS:02}" for row in range(ROWS)],
        "title": [f"programme {row % CHANNELS:02}-{row}" for row in range(ROWS)],
    }
)
category = plain.astype({"title": "category"})


def told(name, one, whole):
    content = one.read_bytes()
    others = sum(f"programme {number:02}-{number}".encode() in content for number in range(CHANNELS) if number != 7)
    print(f"{name}: one channel of {CHANNELS}, {round(one.stat().st_size / whole, 2)} of the file of all; titles of others: {others > 0}")


def dataset(name, frame):
    frame.to_parquet(f"{name}.d", partition_cols=["channel"])
    return sum(part.stat().st_size for part in Path(f"{name}.d").rglob("*.parquet"))


sizes = {}
for name, frame in {"texts": plain, "category": category}.items():
    chosen = frame[frame["channel"] == "ch07"]
    frame.to_parquet(f"{name}.parquet", compression=None)
    chosen.to_parquet(f"{name}-07.parquet", compression=None)
    told(f"pandas, {name}", Path(f"{name}-07.parquet"), Path(f"{name}.parquet").stat().st_size)
    sizes[name] = dataset(name, frame)
chosen["title"] = chosen["title"].cat.remove_unused_categories()
chosen.to_parquet("used-07.parquet", compression=None)
told("pandas, unused categories removed", Path("used-07.parquet"), Path("category.parquet").stat().st_size)
table = pyarrow.table({"title": pyarrow.array(category["title"].to_numpy()).dictionary_encode()})
rows = [row for row in range(ROWS) if row % CHANNELS == 7]
pyarrow.parquet.write_table(table, "arrow.parquet", compression="none")
pyarrow.parquet.write_table(table.take(rows), "arrow-07.parquet", compression="none")
told("Arrow, dictionary, take", Path("arrow-07.parquet"), Path("arrow.parquet").stat().st_size)
print(f"a folder a channel: the category takes {round(sizes['category'] / sizes['texts'], -1):.0f} times the bytes of texts")
every = polars.from_pandas(plain).with_columns(polars.col("title").cast(polars.Categorical))
every.write_parquet("polars.parquet", compression="uncompressed")
every.filter(polars.col("channel") == "ch07").write_parquet("polars-07.parquet", compression="uncompressed")
told("polars, category", Path("polars-07.parquet"), Path("polars.parquet").stat().st_size)
PY
python3 -m venv packages
packages/bin/pip --quiet --quiet install pandas==3.1.1 pyarrow==26.0.1 polars==2.1.0
seen=$(packages/bin/python measure.py)
printf '%s\n' "$seen"
known='pandas, texts: one channel of 46, 0.02 of the file of all; titles of others: False
pandas, category: one channel of 46, 0.89 of the file of all; titles of others: True
pandas, unused categories removed: one channel of 46, 0.02 of the file of all; titles of others: False
Arrow, dictionary, take: one channel of 46, 0.91 of the file of all; titles of others: True
a folder a channel: the category takes 90 times the bytes of texts
polars, category: one channel of 46, 0.02 of the file of all; titles of others: False'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
