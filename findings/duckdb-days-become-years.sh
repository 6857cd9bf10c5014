#!/usr/bin/env bash
# Package: duckdb 2.0.1 and polars 2.1.0 (PyPI)
# Expected: a column of days as Kazakhstan writes them, 11.03.24 to 14.03.24, is four days of one week of
#   2024; a reader that guesses formats takes the one in which the days of a file belong together, or
#   leaves the texts.
# Seen: with four digits of the year DuckDB reads day, month, year. With two it begins with the year, even
#   where the first part is a day above 12 that grows by one from row to row: the week is the same
#   24 March in 2011, 2012, 2013 and 2014. polars puts it in the year 24. Neither says anything, and the
#   weekday, by which rules for weekends are chosen, is another one.
# Source: DuckDB documentation, "CSV Auto Detection" (formats of dates are tried in order until one fits all
#   rows of the sample); polars documentation, read_csv, try_parse_dates.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install duckdb==2.0.1 polars==2.1.0

printf '%s\n' 'date,start,title' '11.03.2024,21:30,Film' '12.03.2024,21:30,Film' '13.03.2024,21:30,Film' \
  '14.03.2024,21:30,Film' > long.csv
sed 's/2024/24/' long.csv > short.csv
seen=$(venv/bin/python - <<'PY'
import duckdb
import polars

for name in ("long.csv", "short.csv"):
    rows = duckdb.sql(f"SELECT date FROM read_csv('{name}')").fetchall()
    print("duckdb", name, *(f"{day:%a} {day.isoformat()}" for (day,) in rows))
    days = polars.read_csv(name, try_parse_dates=True)["date"]
    print("polars", name, *(f"{day:%a} {day.isoformat()}" for day in days))
PY
)
printf '%s\n' "$seen"
known='duckdb long.csv Mon 2024-03-11 Tue 2024-03-12 Wed 2024-03-13 Thu 2024-03-14
polars long.csv Mon 2024-03-11 Tue 2024-03-12 Wed 2024-03-13 Thu 2024-03-14
duckdb short.csv Thu 2011-03-24 Sat 2012-03-24 Sun 2013-03-24 Mon 2014-03-24
polars short.csv Mon 0024-03-11 Tue 0024-03-12 Wed 0024-03-13 Thu 0024-03-14'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
