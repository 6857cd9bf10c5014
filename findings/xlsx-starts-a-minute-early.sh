#!/usr/bin/env bash
# Package: read-excel-file 9.3.17, xlsx (SheetJS) 0.18.5 and exceljs 4.4.0 (npm), xlsx2csv 0.8.6 (PyPI), also as the
#   engine of polars 2.1.0; python-calamine 0.9.1; the workbook is written by openpyxl 3.1.5
# Expected: a start that its cell shows as 22:00 is 22:00, typed or computed. A day with a time is a binary fraction of
#   days, right to a third of a millionth of a second, so that a reader has to round it.
# Seen: read-excel-file and SheetJS (cellDates) cut it off to a millisecond. Of the starts typed at five minutes a third
#   is early, such as 21:59:59.999, which is 21:59 on each clock without fractions; read-excel-file has this for the same
#   times of every day: 22:00, where the watershed is, and 19:00, but never 20:00, 21:00 or 23:00. Where a start is the one
#   before and its length (=B2+C2), the errors add up: in slots of 25 and 5 minutes, or 45 and 15, nearly all starts of the
#   week are early, in those of 30 none is. xlsx2csv keeps a millionth of a second and cuts off the rest of the minute: it
#   has this for such weeks, and for two ninths of what openpyxl writes, which has 16 digits where Excel has 17. calamine
#   and exceljs round to a millisecond; the texts that SheetJS gives of the same cells are right but for two.
# Source: ECMA-376 part 1, 18.17.4 (times are fractions of a day); ECMAScript, TimeClip (a Date drops what is below a
#   millisecond); exceljs pull request 479 and xlsx-populate issue 30, by which the same was mended there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install openpyxl==3.1.5 python-calamine==0.9.1 xlsx2csv==0.8.6 polars==2.1.0
npm install --prefix "$work" --silent --no-audit --no-fund xlsx@0.18.5 read-excel-file@9.3.17 exceljs@4.4.0 > npm.log

cat > write.py <<'PY'
import datetime
import itertools
import re
import zipfile
import openpyxl

DAY = 46083  # 2 March 2026
WEEK = 7 * 1440
grids = {"typed": [5], "openpyxl": [5], "25 and 5": [25, 5], "45 and 15": [45, 15], "30": [30]}
numbers = {}
book = openpyxl.Workbook()
book.remove(book.active)
for place, (name, lengths) in enumerate(grids.items(), 1):
    sheet = book.create_sheet(name)
    sheet.append(["shown", "start", "length"])
    minute, number = 360, DAY + 360 / 1440
    for row, length in enumerate(itertools.cycle(lengths), 2):
        start = datetime.datetime(2026, 3, 2) + datetime.timedelta(minutes=minute)
        sheet.append([start.isoformat(" ", "minutes"), start, length / 1440])
        sheet.cell(row, 2).number_format = "yyyy-mm-dd hh:mm"
        if name != "openpyxl":  # the number that is nearest to the minute, or the sum of those before
            numbers[f"xl/worksheets/sheet{place}.xml", row] = (DAY * 1440 + minute) / 1440 if name == "typed" else number
        minute, number = minute + length, number + length / 1440
        if minute == 360 + WEEK:
            break
book.save("draft.xlsx")
with zipfile.ZipFile("draft.xlsx") as draft, zipfile.ZipFile("week.xlsx", "w") as week:
    for part in draft.namelist():
        def cell(match):  # with 17 digits, as Excel has it
            row = int(match[2])
            computed = f"<f>B{row - 1}+C{row - 1}</f>" if row > 2 and "sheet1" not in part else ""
            found = (part, row) in numbers
            return f"{match[1]}{computed}<v>{numbers[part, row]:.17g}</v>" if found else match[0]

        week.writestr(part, re.sub(r'(<c r="B(\d+)"[^>]*>)<v>[^<]*</v>', cell, draft.read(part).decode()))
PY
cat > read.js <<'JS'
const SheetJS = require('xlsx');
const ExcelJS = require('exceljs');
const readExcelFile = require('read-excel-file/node');

const clock = (date) => date.toISOString().slice(0, 16).replace('T', ' ');
async function main() {
  const dates = SheetJS.readFile('week.xlsx', { cellDates: true });
  const texts = SheetJS.readFile('week.xlsx');
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile('week.xlsx');
  const sheets = await readExcelFile.default('week.xlsx');
  const seen = { 'SheetJS, dates': {}, 'SheetJS, texts': {}, 'read-excel-file': {}, exceljs: {} };
  for (const name of dates.SheetNames) {
    const rows = (read, options) => SheetJS.utils.sheet_to_json(read.Sheets[name], options);
    seen['SheetJS, dates'][name] = rows(dates).map((row) => clock(row.start));
    seen['SheetJS, texts'][name] = rows(texts, { raw: false }).map((row) => row.start);
    const { data } = sheets.find((one) => one.sheet === name);
    seen['read-excel-file'][name] = data.slice(1).map((row) => clock(row[1]));
    const cells = book.getWorksheet(name).getColumn(2).values.slice(2);
    seen.exceljs[name] = cells.map((value) => clock(value.result ?? value));
  }
  console.log(JSON.stringify(seen));
}
main();
JS
cat > compare.py <<'PY'
import csv
import io
import json
import polars
import python_calamine
import xlsx2csv

seen = json.load(open("seen.json"))
wrong = set()
book = python_calamine.load_workbook("week.xlsx")
for place, name in enumerate(book.sheet_names, 1):
    shown, starts, _ = zip(*book.get_sheet_by_name(name).to_python()[1:])
    text = io.StringIO()
    xlsx2csv.Xlsx2csv("week.xlsx").convert(text, sheetid=place)
    frame = polars.read_excel("week.xlsx", sheet_name=name, engine="xlsx2csv", infer_schema_length=0)
    seen.setdefault("xlsx2csv", {})[name] = [row["start"] for row in csv.DictReader(io.StringIO(text.getvalue()))]
    seen.setdefault("polars, xlsx2csv", {})[name] = frame["start"].to_list()
    seen.setdefault("calamine", {})[name] = [f"{start:%Y-%m-%d %H:%M}" for start in starts]
    print(f"{name}: {len(shown)} starts, {sum(' 22:00' in start for start in shown)} of them at 22:00")
    for reader, sheets in seen.items():
        assert len(sheets[name]) == len(shown)
        early = [right for start, right in zip(sheets[name], shown) if start < right]
        late = sum(start > right for start, right in zip(sheets[name], shown))
        if early or late:
            wrong.add(reader)
            print(f"  {reader}: {len(early)} early, {sum(' 22:00' in right for right in early)} of 22:00; {late} late")
            if name == "typed":
                print("    full hours:", *sorted({int(right[11:13]) for right in early if right.endswith(":00")}))
print("always right:", "; ".join(reader for reader in seen if reader not in wrong))
PY
venv/bin/python write.py
TZ=UTC node read.js > seen.json
seen=$(venv/bin/python compare.py)
printf '%s\n' "$seen"
known='typed: 2016 starts, 7 of them at 22:00
  SheetJS, dates: 672 early, 0 of 22:00; 0 late
    full hours:
  read-excel-file: 672 early, 7 of 22:00; 0 late
    full hours: 1 4 7 10 13 16 19 22
openpyxl: 2016 starts, 7 of them at 22:00
  SheetJS, dates: 896 early, 7 of 22:00; 0 late
  read-excel-file: 896 early, 7 of 22:00; 0 late
  xlsx2csv: 448 early, 7 of 22:00; 0 late
  polars, xlsx2csv: 448 early, 7 of 22:00; 0 late
25 and 5: 672 starts, 7 of them at 22:00
  SheetJS, dates: 670 early, 7 of 22:00; 0 late
  SheetJS, texts: 2 early, 0 of 22:00; 0 late
  read-excel-file: 671 early, 7 of 22:00; 0 late
  xlsx2csv: 669 early, 7 of 22:00; 0 late
  polars, xlsx2csv: 669 early, 7 of 22:00; 0 late
45 and 15: 336 starts, 7 of them at 22:00
  SheetJS, dates: 330 early, 7 of 22:00; 0 late
  read-excel-file: 334 early, 7 of 22:00; 0 late
  xlsx2csv: 330 early, 7 of 22:00; 0 late
  polars, xlsx2csv: 330 early, 7 of 22:00; 0 late
30: 336 starts, 7 of them at 22:00
always right: exceljs; calamine'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
