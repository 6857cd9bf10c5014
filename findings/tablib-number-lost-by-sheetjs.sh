#!/usr/bin/env bash
# Package: tablib 3.10.0 with odfpy 1.4.1 (PyPI), read by xlsx (SheetJS) 0.18.5 (npm)
# Expected: the age 18, written as a number into an ods file, is 18 for every reader. OpenDocument
#   keeps the value in office:value; the paragraph with its printed form is optional.
# Seen: tablib writes no paragraph for numbers, and SheetJS skips a cell without one: the age is gone
#   from its rows and its CSV, while "18+", a text, and the time of day are there. python-calamine
#   0.9.1 reads 18 from the same file.
# Source: OpenDocument 1.2 part 1, table:table-cell (its paragraphs are optional) and office:value.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install tablib==3.10.0 odfpy==1.4.1 python-calamine==0.9.1
npm install --prefix "$work" --silent --no-audit --no-fund xlsx@0.18.5 > npm.log

venv/bin/python - <<'PY' > seen
import pathlib
import tablib
from python_calamine import CalamineWorkbook

rows = tablib.Dataset(("21:30", "Film", 18), ("23:30", "Concert", "18+"), headers=("Start", "Title", "Age"))
pathlib.Path("schedule.ods").write_bytes(rows.export("ods"))
print("calamine", CalamineWorkbook.from_path("schedule.ods").get_sheet_by_index(0).to_python()[1:])
PY
cat > read.js <<'JS'
const XLSX = require('xlsx');
const book = XLSX.readFile('schedule.ods');
const sheet = book.Sheets[book.SheetNames[0]];
console.log('sheetjs rows', JSON.stringify(XLSX.utils.sheet_to_json(sheet)));
console.log('sheetjs csv', JSON.stringify(XLSX.utils.sheet_to_csv(sheet)));
JS
node read.js >> seen
seen=$(cat seen)
printf '%s\n' "$seen"
known='calamine [['\''21:30'\'', '\''Film'\'', 18.0], ['\''23:30'\'', '\''Concert'\'', '\''18+'\'']]
sheetjs rows [{"Start":"21:30","Title":"Film"},{"Start":"23:30","Title":"Concert","Age":"18+"}]
sheetjs csv "Start,Title,Age\n21:30,Film,\n23:30,Concert,18+"'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
