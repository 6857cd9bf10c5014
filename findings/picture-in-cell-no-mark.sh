#!/usr/bin/env bash
# Package: pandas 3.1.1, openpyxl 3.1.5, python-calamine 0.9.1, polars 2.1.0 with fastexcel 0.21.0 (PyPI), xlsx
#   (SheetJS) 0.18.5, exceljs 4.4.0 and read-excel-file 9.3.17 (npm); the workbook is written by XlsxWriter 3.3.1
# Expected: the picture "18+" that stands in the age column (in Excel: Place in Cell, as new pictures are) is a
#   picture with its text, or an error, so that nobody takes the cell for a blank one.
# Seen: the cell holds the error #VALUE!, and the picture and its text are in parts of the file that none of
#   them reads. pandas, polars, calamine, SheetJS' rows and read-excel-file say that there is nothing in the cell, as
#   of the news without an age; openpyxl and exceljs have #VALUE!. A picture over the cell leaves no trace at all.
# Source: [MS-XLSX] (rich values, which have an error for programs that do not know them); XlsxWriter documentation, embed_image.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install pandas==3.1.1 openpyxl==3.1.5 python-calamine==0.9.1 polars==2.1.0 \
  fastexcel==0.21.0 xlsxwriter==3.3.1
npm install --prefix "$work" --silent --no-audit --no-fund xlsx@0.18.5 exceljs@4.4.0 read-excel-file@9.3.17 > npm.log

cat > read.py <<'PY'
import base64
import io
import zipfile
import openpyxl
import pandas
import polars
import xlsxwriter

dot = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
with xlsxwriter.Workbook("week.xlsx") as book:
    sheet = book.add_worksheet()
    for row, cells in enumerate([("title", "age"), ("Cartoon", "0+"), ("Film"), ("News",)]):
        sheet.write_row(row, 0, [cells] if isinstance(cells, str) else cells)
    sheet.embed_image(2, 1, "18.png", {"image_data": io.BytesIO(dot), "description": "18+"})
with zipfile.ZipFile("week.xlsx") as archive:
    print("18+ is in", *(name for name in archive.namelist() if b"18+" in archive.read(name)))
for engine in ("openpyxl", "calamine"):
    print("pandas,", engine, pandas.read_excel("week.xlsx", engine=engine)["age"].tolist())
print("openpyxl", [cell.value for cell in openpyxl.load_workbook("week.xlsx").active["B"][1:]])
print("polars", polars.read_excel("week.xlsx")["age"].to_list())
PY
cat > read.mjs <<'JS'
import XLSX from 'xlsx';
import ExcelJS from 'exceljs';
import {readSheet} from 'read-excel-file/node';
console.log('SheetJS', JSON.stringify(XLSX.utils.sheet_to_json(XLSX.readFile('week.xlsx').Sheets.Sheet1)));
const book = new ExcelJS.Workbook();
await book.xlsx.readFile('week.xlsx');
console.log('exceljs', JSON.stringify(['B2', 'B3', 'B4'].map((cell) => book.worksheets[0].getCell(cell).value)));
console.log('read-excel-file', JSON.stringify((await readSheet('week.xlsx')).slice(1).map((row) => row[1])));
JS
seen=$(venv/bin/python read.py; node read.mjs)
printf '%s\n' "$seen"
known='18+ is in xl/richData/rdrichvalue.xml
pandas, openpyxl ['"'"'0+'"'"', nan, nan]
pandas, calamine ['"'"'0+'"'"', nan, nan]
openpyxl ['"'"'0+'"'"', '"'"'#VALUE!'"'"', None]
polars ['"'"'0+'"'"', None, None]
SheetJS [{"title":"Cartoon","age":"0+"},{"title":"Film"},{"title":"News"}]
exceljs ["0+",{"error":"#VALUE!"},null]
read-excel-file ["0+",null,null]'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
