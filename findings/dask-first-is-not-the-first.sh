#!/usr/bin/env bash
# Package: dask 2026.8.0 with pandas 3.1.1 and pyarrow 26.0.1 (PyPI)
# Expected: groupby(...).first() and .last() of a month in daily files give of each programme the entry of the first day
#   and of the last, as pandas does, whatever the number of files: "the first entry of each column within each group".
# Seen: up to 15 files they do. With the sixteenth the groups go by a shuffle on disk, the method where there is no
#   cluster, which does not keep the order of the files: each of 46 channels has its first start of March on the 9th, and
#   its last on the 8th. A film that is delivered again, with an age of 18 in the last file, is as in some file before.
#   The lists of agg(list) have that order too. drop_duplicates, which keeps the first or the last in the same way, is
#   right, and so is first with shuffle_method="tasks". No warning.
# Source: documentation of dask.dataframe, GroupBy.first and DataFrame.drop_duplicates (keep); dask issue 10034 (open).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install "dask[dataframe]==2026.8.0" dask==2026.8.0 pandas==3.1.1 pyarrow==26.0.1

cat > read.py <<'PY'
import dask
import dask.dataframe
import pandas

CHANNELS = [f"channel{number:02}" for number in range(46)]

def day(number):
    """A daily file: each channel shows a programme every two hours."""
    first = pandas.Timestamp("2026-03-01") + pandas.Timedelta(days=number)
    rows = [(name, first + pandas.Timedelta(hours=hour)) for hour in range(0, 24, 2) for name in CHANNELS]
    return pandas.DataFrame(rows, columns=["channel", "start"])

def differ(got, wanted):
    return sum(got[name] != wanted[name] for name in CHANNELS)

with dask.config.set(scheduler="synchronous"):
    for count in (15, 16):
        parts = dask.dataframe.from_map(day, range(count), meta=day(0).iloc[:0])
        whole = pandas.concat(day(number) for number in range(count))
        groups, wanted = parts.groupby("channel").start, whole.groupby("channel").start
        once = lambda keep: parts.drop_duplicates("channel", keep=keep).set_index("channel")
        print(count, "files; channels of 46 that are wrong:")
        for name, got, right in (
            ("first", groups.first(), wanted.first()),
            ("last", groups.last(), wanted.last()),
            ("list", groups.agg(list), wanted.agg(list)),
            ("first, tasks", groups.first(shuffle_method="tasks"), wanted.first()),
            ("drop_duplicates", once("first").start, wanted.first()),
            ("drop_duplicates, last", once("last").start, wanted.last()),
        ):
            print("  ", name, differ(got.compute(), right))
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known="15 files; channels of 46 that are wrong:
   first 0
   last 0
   list 0
   first, tasks 0
   drop_duplicates 0
   drop_duplicates, last 0
16 files; channels of 46 that are wrong:
   first 46
   last 46
   list 46
   first, tasks 0
   drop_duplicates 0
   drop_duplicates, last 0"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
