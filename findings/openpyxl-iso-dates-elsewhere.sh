#!/usr/bin/env bash
# Package: openpyxl 3.1.5 (PyPI) writes; exceljs 4.4.0 and xlsx-populate 1.21.0 (npm), polars 2.1.0
#   with fastexcel 0.21.0 and python-calamine 0.9.1 (PyPI) read
# Expected: with iso_dates, openpyxl writes dates and times as text of ISO 8601 in cells of type "d",
#   as Excel itself does in its "Strict Open XML" form; 4 March 2024, 21:30 is that for every reader.
# Seen: exceljs takes the digits before the first "-" or ":" for a day number: the date is 16 July 1905
#   and the start midnight of 20 January 1900. xlsx-populate has empty cells. polars has the date, but
#   the start is null, though the library below it, calamine, has both. openpyxl reads its own file
#   right, so nothing looks wrong where it is written.
# Source: ECMA-376 part 1, 18.18.11 (ST_CellType, "d": ISO 8601); openpyxl documentation, "Dates and Times".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install openpyxl==3.1.5 polars==2.1.0 fastexcel==0.21.0 python-calamine==0.9.1
npm install --prefix "$work" --silent --no-audit --no-fund exceljs@4.4.0 xlsx-populate@1.21.0 > npm.log

cat > read.py <<'PY'
import datetime
import openpyxl
import polars
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook(iso_dates=True)
book.active.append(["date", "start", "title", "mark"])
book.active.append([datetime.date(2024, 3, 4), datetime.time(21, 30), "Film", "18+"])
book.save("schedule.xlsx")
row = CalamineWorkbook.from_path("schedule.xlsx").get_sheet_by_index(0).to_python()[1]
print("calamine", *row)
print("openpyxl", *(cell.value for cell in openpyxl.load_workbook("schedule.xlsx").active[2]))
print("polars", *polars.read_excel("schedule.xlsx").row(0))
PY
cat > read.js <<'JS'
const ExcelJS = require('exceljs');
const XlsxPopulate = require('xlsx-populate');
(async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile('schedule.xlsx');
  console.log('exceljs', JSON.stringify(book.worksheets[0].getRow(2).values.slice(1)));
  const other = await XlsxPopulate.fromFileAsync('schedule.xlsx');
  console.log('xlsx-populate', JSON.stringify(other.sheet(0).usedRange().value()[1]));
})();
JS
seen=$(venv/bin/python read.py && TZ=UTC node read.js)
printf '%s\n' "$seen"
known='calamine 2024-03-04 21:30:00 Film 18+
openpyxl 2024-03-04 21:30:00 Film 18+
polars 2024-03-04 None Film 18+
exceljs ["1905-07-16T00:00:00.000Z","1900-01-20T00:00:00.000Z","Film","18+"]
xlsx-populate [null,null,"Film","18+"]'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
