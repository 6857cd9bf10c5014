#!/usr/bin/env bash
# Package: sqlglot 30.30.0 with duckdb 2.0.1 (PyPI), and the sqlite3 of Python
# Expected: a query for the clock, the weekday or the length of a programme that is translated from the SQL of one database
#   into that of another gives what it gave; or, with unsupported_level=RAISE, is refused.
# Seen: the zone is left out of BigQuery's FORMAT_TIMESTAMP, for DuckDB, PostgreSQL and Spark alike, so that the start of
#   21:30 in Almaty is 16:30, the clock of the session; from Spark's from_utc_timestamp it goes the wrong way, 11:30.
#   Sunday is 1 for the DAYOFWEEK of BigQuery, MySQL and Spark and 6 for the WEEKDAY of the last two; both stay as they are
#   for DuckDB, which has 0. An hour and a half is one whole hour there and two turns of the clock in DuckDB. Programmes of
#   an hour that DuckDB has with 60 minutes have 59 in SQLite at two starts of three. All is translated without a word;
#   EXTRACT(HOUR FROM start AT TIME ZONE ...) and DATETIME(start, zone) are right.
# Source: BigQuery documentation, FORMAT_TIMESTAMP (time_zone), TIMESTAMP_DIFF (whole units) and EXTRACT (DAYOFWEEK: 1 to
#   7, Sunday is 1); Spark SQL documentation, from_utc_timestamp (its example adds the offset), dayofweek and weekday; MySQL
#   manual, DAYOFWEEK, WEEKDAY and TIMESTAMPDIFF; sqlglot, README ("Unsupported Errors") and issue 4894.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install sqlglot==30.30.0 duckdb==2.0.1

cat > read.py <<'PY'
import sqlite3
import duckdb
import sqlglot

def translate(query, source, target):
    return sqlglot.transpile(query, read=source, write=target, unsupported_level=sqlglot.ErrorLevel.RAISE)[0]

base = duckdb.connect()
base.execute("SET TimeZone = 'UTC'")
base.execute(
    "CREATE TABLE guide AS SELECT TIMESTAMPTZ '2026-03-01 16:30:00+00' AS start,"
    " TIMESTAMPTZ '2026-03-01 18:00:00+00' AS stop, DATE '2026-03-01' AS day"
)
print("a film on Sunday, 1 March 2026, 21:30 to 23:00 in Almaty; what is right, what DuckDB says, and the query")
for source, right, query in (
    ("bigquery", "21:30", "FORMAT_TIMESTAMP('%H:%M', start, 'Asia/Almaty')"),
    ("bigquery", "21:30", "FORMAT_DATETIME('%H:%M', DATETIME(start, 'Asia/Almaty'))"),
    ("bigquery", "21", "EXTRACT(HOUR FROM start AT TIME ZONE 'Asia/Almaty')"),
    ("spark", "21:30", "DATE_FORMAT(FROM_UTC_TIMESTAMP(start, 'Asia/Almaty'), 'HH:mm')"),
    ("bigquery", "1", "EXTRACT(DAYOFWEEK FROM day)"),
    ("mysql", "1", "DAYOFWEEK(day)"),
    ("spark", "1", "DAYOFWEEK(day)"),
    ("mysql", "6", "WEEKDAY(day)"),
    ("spark", "6", "WEEKDAY(day)"),
    ("bigquery", "1", "TIMESTAMP_DIFF(stop, start, HOUR)"),
    ("mysql", "1", "TIMESTAMPDIFF(HOUR, start, stop)"),
):
    translated = translate(f"SELECT {query} FROM guide", source, "duckdb")
    print(right, base.execute(translated).fetchone()[0], source, query)
for target in ("bigquery", "postgres", "spark"):
    print(target, translate("SELECT FORMAT_TIMESTAMP('%H:%M', start, 'Asia/Almaty') FROM guide", "bigquery", target))

base.execute(
    "CREATE TABLE day AS SELECT start, start + INTERVAL 60 MINUTE AS stop"
    " FROM range(TIMESTAMP '2026-03-01', TIMESTAMP '2026-03-02', INTERVAL 5 MINUTE) AS t(start)"
)
query = "SELECT date_diff('minute', start, stop) AS minutes, count(*) FROM day GROUP BY minutes ORDER BY minutes"
print("duckdb", base.execute(query).fetchall())
other = sqlite3.connect(":memory:")
other.execute("CREATE TABLE day (start TEXT, stop TEXT)")
other.executemany("INSERT INTO day VALUES (?, ?)", [tuple(map(str, row)) for row in base.execute("FROM day").fetchall()])
print("sqlite", other.execute(translate(query, "duckdb", "sqlite")).fetchall())
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known="a film on Sunday, 1 March 2026, 21:30 to 23:00 in Almaty; what is right, what DuckDB says, and the query
21:30 16:30 bigquery FORMAT_TIMESTAMP('%H:%M', start, 'Asia/Almaty')
21:30 21:30 bigquery FORMAT_DATETIME('%H:%M', DATETIME(start, 'Asia/Almaty'))
21 21 bigquery EXTRACT(HOUR FROM start AT TIME ZONE 'Asia/Almaty')
21:30 11:30 spark DATE_FORMAT(FROM_UTC_TIMESTAMP(start, 'Asia/Almaty'), 'HH:mm')
1 0 bigquery EXTRACT(DAYOFWEEK FROM day)
1 0 mysql DAYOFWEEK(day)
1 0 spark DAYOFWEEK(day)
6 0 mysql WEEKDAY(day)
6 0 spark WEEKDAY(day)
1 2 bigquery TIMESTAMP_DIFF(stop, start, HOUR)
1 2 mysql TIMESTAMPDIFF(HOUR, start, stop)
bigquery SELECT FORMAT_TIMESTAMP('%H:%M', start, 'Asia/Almaty') FROM guide
postgres SELECT TO_CHAR(CAST(start AS TIMESTAMP), 'HH24:MI') FROM guide
spark SELECT DATE_FORMAT(CAST(start AS TIMESTAMP), 'HH:mm') FROM guide
duckdb [(60, 288)]
sqlite [(59, 192), (60, 96)]"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
