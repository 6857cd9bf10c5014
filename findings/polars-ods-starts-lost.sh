#!/usr/bin/env bash
# Package: polars 2.1.0 with fastexcel 0.21.0, beside pandas 3.1.1 with python-calamine 0.9.1 (PyPI); the
#   workbooks are written by odfpy 1.4.1 and XlsxWriter 3.3.1
# Expected: a column of starts in an ods file, read as text (schema_overrides, or infer_schema_length=0), is
#   "21:30:00" and so on. One asks for text when a start in it was typed as one, "~23:05", for then polars
#   cannot tell the type of the column and says so.
# Seen: as text each real time of day is null, in a clean column too; only what was typed as text is left,
#   so that the programmes are there without their starts. pandas, with the same calamine below it, has
#   them all. From xlsx the same start is the text "1899-12-31 21:30:00". No warning.
# Source: OpenDocument 1.2 part 1, office:time-value; polars documentation, read_ods and read_excel.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install polars==2.1.0 fastexcel==0.21.0 pandas==3.1.1 python-calamine==0.9.1 odfpy==1.4.1 \
  xlsxwriter==3.3.1

cat > read.py <<'PY'
import datetime
import fastexcel
import pandas
import polars
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

starts = ["21:30", "22:10", "~23:05"]

def cell(text):
    clock = text[0].isdigit()
    made = TableCell(valuetype="time", timevalue=f"PT{text[:2]}H{text[3:]}M00S") if clock else TableCell(valuetype="string")
    made.addElement(P(text=text))
    return made

for name, count in (("clean.ods", 2), ("mixed.ods", 3)):
    book = OpenDocumentSpreadsheet()
    table = Table(name="A")
    book.spreadsheet.addElement(table)
    for text in ["start", *starts[:count]]:
        row = TableRow()
        row.addElement(cell(text))
        row.addElement(cell("Film"))
        table.addElement(row)
    book.save(name)
    print(name, "pandas", [str(start) for start in pandas.read_excel(name, engine="calamine")["start"]])
    try:
        print(name, "polars", [str(start) for start in polars.read_ods(name)["start"]])
    except fastexcel.FastExcelError as error:
        print(name, "polars refuses it:", str(error).splitlines()[-1].strip())
    for options in ({"schema_overrides": {"start": polars.String}}, {"infer_schema_length": 0}):
        print(name, "polars, as text", polars.read_ods(name, **options)["start"].to_list())
with xlsxwriter.Workbook("mixed.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write(0, 0, "start")
    sheet.write_datetime(1, 0, datetime.time(21, 30), book.add_format({"num_format": "hh:mm"}))
    sheet.write(2, 0, starts[2])
print("mixed.xlsx polars", polars.read_excel("mixed.xlsx", infer_schema_length=0)["start"].to_list())
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known="clean.ods pandas ['21:30:00', '22:10:00']
clean.ods polars ['21:30:00', '22:10:00']
clean.ods polars, as text [None, None]
clean.ods polars, as text [None, None]
mixed.ods pandas ['21:30:00', '22:10:00', '~23:05']
mixed.ods polars refuses it: 0: could not determine dtype for column start
mixed.ods polars, as text [None, None, '~23:05']
mixed.ods polars, as text [None, None, '~23:05']
mixed.xlsx polars ['1899-12-31 21:30:00', '~23:05']"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
