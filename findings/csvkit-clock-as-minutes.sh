#!/usr/bin/env bash
# Package: csvkit 2.2.0 with agate 1.14.2 (PyPI)
# Expected: a column of starts, 21:30 and 24:00, under the heading "start" is a time of day, or is
#   left as it is written; sorting a file must not change what its cells say.
# Seen: csvsort writes 21:30 as 0:21:30. Every "H:MM" is taken for minutes and seconds of a length,
#   so an evening schedule lies between 00:06 and 00:26, inside the hours when 18+ is allowed. No
#   warning, exit code 0. 04.03.2024 becomes 3 April as well.
# Source: agate issue 387 (time of day and length are one type, closed without a solution);
#   csvsort's manual speaks of sorting only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install csvkit==2.2.0 agate==1.14.2

cat > schedule.csv <<'CSV'
date,start,title,mark
04.03.2024,21:30,Film,18+
04.03.2024,06:00,News,0+
04.03.2024,24:00,Concert,12+
CSV
seen=$(venv/bin/csvsort --columns start schedule.csv)
printf '%s\n' "$seen"
known='date,start,title,mark
2024-04-03,0:06:00,News,0+
2024-04-03,0:21:30,Film,18+
2024-04-03,0:24:00,Concert,12+'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
