#!/usr/bin/env bash
# Package: pyexcel-ods 0.6.0 with pyexcel-io 0.6.8 and odfpy 1.4.1 (PyPI), read by
#   python-calamine 0.9.1 (PyPI) and xlsx (SheetJS) 0.18.5 (npm)
# Expected: a start of date and time and a length of 1:35 written to ods are cells of the types "date"
#   and "time", the only ones that OpenDocument has for them.
# Seen: the file has cells of the types "datetime" and "timedelta", which no version of OpenDocument
#   knows. Only pyexcel-ods itself reads it back; calamine and SheetJS refuse the whole workbook for
#   one such cell, and neither error names the cell.
# Source: OpenDocument 1.2 part 1, office:value-type (boolean, currency, date, float, percentage, string,
#   time, void).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install pyexcel-ods==0.6.0 pyexcel-io==0.6.8 odfpy==1.4.1 python-calamine==0.9.1
npm install --prefix "$work" --silent --no-audit --no-fund xlsx@0.18.5 > npm.log

venv/bin/python - <<'PY' > seen
import datetime
import re
import zipfile
import pyexcel_ods
from python_calamine import CalamineWorkbook

row = [datetime.datetime(2024, 3, 4, 21, 30), datetime.timedelta(minutes=95), "Film", "18+"]
pyexcel_ods.save_data("schedule.ods", {"A": [row]})
content = zipfile.ZipFile("schedule.ods").read("content.xml").decode()
print("types", re.findall(r'office:value-type="([^"]*)"', content))
try:
    print("calamine", CalamineWorkbook.from_path("schedule.ods").get_sheet_by_index(0).to_python())
except Exception as error:
    print("calamine refuses it:", error)
PY
cat > read.js <<'JS'
const XLSX = require('xlsx');
try {
  console.log('sheetjs', XLSX.readFile('schedule.ods').SheetNames);
} catch (error) {
  console.log('sheetjs refuses it:', error.message);
}
JS
node read.js >> seen
seen=$(cat seen)
printf '%s\n' "$seen"
known="types ['datetime', 'timedelta', 'string', 'string']
calamine refuses it: Parse float error: invalid float literal
sheetjs refuses it: Unsupported value type datetime"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
