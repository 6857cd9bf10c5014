#!/usr/bin/env bash
# Package: pandas 3.1.1 with pyarrow 26.0.1, beside pandas 2.3.3 (PyPI)
# Expected: a column of a million rows with four texts, which is a category to save memory, gives these four texts
#   when it is asked for objects: eight bytes a row for the references, as in pandas 2, and as when the same column
#   is cast with astype(object).
# Seen: the texts of categories are Arrow's in pandas 3 wherever pyarrow is installed, and to_numpy(), numpy.asarray,
#   to_list() and itertuples() make a Python text anew for each row: a million of them, eight times the memory of
#   pandas 2. astype(object) shares the four. Whoever asks for an array of a category and keeps it holds more than the
#   column would have taken without the category.
# Source: pandas documentation, "Categorical data", section "Memory usage": that of a category is proportional to the
#   number of categories plus the length of the data. What the objects cost is said nowhere.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > measure.py <<'PY'
import tracemalloc

import numpy
import pandas

ROWS = 1_000_000
KINDS = ["printed", "duration", "next", "unknown"]
column = pandas.Series(pandas.Categorical.from_codes(numpy.arange(ROWS) % len(KINDS), KINDS))


def measure(name, make):
    tracemalloc.start()
    made = make()
    taken, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"  {name}: {round(taken / ROWS)} bytes a row, {len(set(map(id, made)))} texts")


print(f"pandas {pandas.__version__}, the column: {round(column.memory_usage(deep=True) / ROWS)} byte a row")
measure("to_numpy()", column.to_numpy)
measure("numpy.asarray()", lambda: numpy.asarray(column))
measure("to_list()", column.to_list)
measure("itertuples()", lambda: [row.end for row in column.to_frame("end").itertuples()])
measure("astype(object)", lambda: column.astype(object).to_numpy())
PY
python3 -m venv two
two/bin/pip --quiet --quiet install pandas==2.3.3 pyarrow==26.0.1
python3 -m venv three
three/bin/pip --quiet --quiet install pandas==3.1.1 pyarrow==26.0.1
seen=$(two/bin/python measure.py && three/bin/python measure.py)
printf '%s\n' "$seen"
known='pandas 2.3.3, the column: 1 byte a row
  to_numpy(): 8 bytes a row, 4 texts
  numpy.asarray(): 8 bytes a row, 4 texts
  to_list(): 8 bytes a row, 4 texts
  itertuples(): 8 bytes a row, 4 texts
  astype(object): 8 bytes a row, 4 texts
pandas 3.1.1, the column: 1 byte a row
  to_numpy(): 64 bytes a row, 1000000 texts
  numpy.asarray(): 64 bytes a row, 1000000 texts
  to_list(): 64 bytes a row, 1000000 texts
  itertuples(): 64 bytes a row, 1000000 texts
  astype(object): 8 bytes a row, 4 texts'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
