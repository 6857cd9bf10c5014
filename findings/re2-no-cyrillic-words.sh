#!/usr/bin/env bash
# Package: duckdb 2.0.1, pyarrow 26.0.1, polars 2.1.0 and pandas 3.1.1 (PyPI)
# Expected: the same pattern finds the same titles of a table in each of them, and in one library whatever
#   type of strings the column has; \bСериал\b is the word Сериал.
# Seen: for DuckDB and Arrow a Cyrillic letter is no part of a word, so that \b stands before no word of a
#   Russian or Kazakh title and \bСериал\b finds nothing, while the English \bSeries\b is found; \s is not
#   the no-break space of "18 +". polars, and pandas with its own strings, find both. pandas with Arrow's
#   strings (read_parquet with dtype_backend="pyarrow") answers as Arrow does: one frame, two counts of
#   serials and of marks, and no word about it.
# Source: RE2 wiki, "Syntax" (\b, \w and \s are ASCII); Python documentation, re (they are Unicode for str);
#   pandas documentation, "PyArrow Functionality".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install duckdb==2.0.1 pyarrow==26.0.1 polars==2.1.0 pandas==3.1.1

seen=$(venv/bin/python - <<'PY'
import duckdb
import pandas
import polars
import pyarrow
import pyarrow.compute

titles = ["Сериал «Порог»", "Ток-шоу «Порог» 18\N{NO-BREAK SPACE}+", "Series “Doorstep”", "Телехикая «Табалдырық» (18+)"]
query = "SELECT count(*) FROM (SELECT unnest(?) AS title) WHERE regexp_matches(title, ?)"
arrow = pandas.ArrowDtype(pyarrow.string())
for pattern in (r"\bSeries\b", r"\bСериал\b", r"(?i)\bтелехикая\b", r"18\s?\+"):
    counts = {
        "duckdb": duckdb.execute(query, [titles, pattern]).fetchone()[0],
        "arrow": sum(pyarrow.compute.match_substring_regex(pyarrow.array(titles), pattern).to_pylist()),
        "polars": polars.Series(titles).str.contains(pattern).sum(),
        "pandas": int(pandas.Series(titles).str.contains(pattern).sum()),
        "pandas-on-arrow": int(pandas.Series(titles, dtype=arrow).str.contains(pattern).sum()),
    }
    print(pattern, *(f"{name} {count}" for name, count in counts.items()))
PY
)
printf '%s\n' "$seen"
known='\bSeries\b duckdb 1 arrow 1 polars 1 pandas 1 pandas-on-arrow 1
\bСериал\b duckdb 0 arrow 0 polars 1 pandas 1 pandas-on-arrow 0
(?i)\bтелехикая\b duckdb 0 arrow 0 polars 1 pandas 1 pandas-on-arrow 0
18\s?\+ duckdb 1 arrow 1 polars 2 pandas 2 pandas-on-arrow 1'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
