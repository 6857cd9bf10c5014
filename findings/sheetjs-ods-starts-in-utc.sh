#!/usr/bin/env bash
# Package: xlsx (SheetJS) 0.18.5 (npm), read by pandas 3.1.1 with odfpy 1.4.1 (PyPI)
# Expected: a start of 21:30 on 30 November, written into an ods file on a machine set to Almaty, is 21:30 for
#   every reader: the times of a spreadsheet have no zone.
# Seen: the value of the cell is 16:30 of UTC, with a Z, and only the text beside it says 21:30. SheetJS reads
#   the text and shows nothing of it; pandas has 16:30 UTC. The start at 02:00 of 1 December is of 30 November,
#   at 21:00.
# Source: OpenDocument 1.3, part 3, office:date-value (dateOrDateTime).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install pandas==3.1.1 odfpy==1.4.1
npm install --prefix "$work" --silent --no-audit --no-fund xlsx@0.18.5 > npm.log

cat > write.js <<'JS'
const XLSX = require('xlsx');
const rows = [['Start', 'Title'], [new Date(2026, 10, 30, 21, 30), 'Film (18+)'], [new Date(2026, 11, 1, 2), 'Night']];
const sheet = XLSX.utils.aoa_to_sheet(rows, {cellDates: true, dateNF: 'yyyy-mm-dd hh:mm'});
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, 'Week');
XLSX.writeFile(book, 'week.ods');
const again = XLSX.readFile('week.ods', {cellDates: true}).Sheets.Week;
console.log('sheetjs', JSON.stringify(XLSX.utils.sheet_to_json(again, {raw: false})));
JS
TZ=Asia/Almaty node write.js > seen
venv/bin/python - <<'PY' >> seen
import re
import zipfile
import pandas as pd

content = zipfile.ZipFile("week.ods").read("content.xml").decode()
for value, text in re.findall(r'office:date-value="([^"]*)"[^>]*><text:p>([^<]*)<', content):
    print("cell", value, "shown as", text)
print("pandas", [str(start) for start in pd.read_excel("week.ods", engine="odf")["Start"]])
PY
seen=$(cat seen)
printf '%s\n' "$seen"
known='sheetjs [{"Start":"2026-11-30 21:30","Title":"Film (18+)"},{"Start":"2026-12-01 02:00","Title":"Night"}]
cell 2026-11-30T16:30:00.000Z shown as 2026-11-30 21:30
cell 2026-11-30T21:00:00.000Z shown as 2026-12-01 02:00
pandas ['\''2026-11-30 16:30:00+00:00'\'', '\''2026-11-30 21:00:00+00:00'\'']'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
