#!/usr/bin/env bash
# Package: xlsx (SheetJS) 0.18.5 (npm); the workbook is written by XlsxWriter 3.3.1
# Expected: a date cell shown as "dd.mm.yyyy", the usual date of Kazakhstan, Russia and Germany, is
#   printed as 04.03.2024 by the library's own CSV, as "dd/mm/yyyy" is printed.
# Seen: the CSV has the bare number 45355; a start of 21:00 shown as "hh.mm" is 0.875. A dot behind a
#   letter of a date is taken for a fraction of a second, the error that follows is swallowed, and
#   the cell has no text. With escaped dots, as Excel itself stores them, all is right.
# Source: ECMA-376 part 1, numFmts; SheetJS issue ssf 97 (the same for Hungarian dates, open).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install xlsxwriter==3.3.1
npm install --prefix "$work" --silent --no-audit --no-fund xlsx@0.18.5 > npm.log

venv/bin/python - <<'PY'
import datetime
import xlsxwriter

start = datetime.datetime(2024, 3, 4, 21, 30)
with xlsxwriter.Workbook("schedule.xlsx") as book:
    sheet = book.add_worksheet()
    patterns = ["dd/mm/yyyy", r"dd\.mm\.yyyy", "dd.mm.yyyy"]
    for row, pattern in enumerate(patterns):
        sheet.write(row, 0, pattern)
        sheet.write_datetime(row, 1, start.replace(hour=0, minute=0), book.add_format({"num_format": pattern}))
    for row, pattern in enumerate(["hh:mm", "hh.mm"], len(patterns)):
        sheet.write(row, 0, pattern)
        sheet.write_number(row, 1, 0.875, book.add_format({"num_format": pattern}))
PY
cat > read.js <<'JS'
const XLSX = require('xlsx');
const book = XLSX.readFile('schedule.xlsx');
console.log(XLSX.utils.sheet_to_csv(book.Sheets[book.SheetNames[0]]));
JS
seen=$(node read.js)
printf '%s\n' "$seen"
known='dd/mm/yyyy,04/03/2024
dd\.mm\.yyyy,04.03.2024
dd.mm.yyyy,45355
hh:mm,21:00
hh.mm,0.875'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
