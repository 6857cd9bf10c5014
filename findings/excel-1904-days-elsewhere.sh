#!/usr/bin/env bash
# Package: pylightxl 1.61 and excelize 0.1.0, beside python-calamine 0.9.1 (PyPI); the workbook is written
#   by XlsxWriter 3.3.1
# Expected: in a workbook that counts its days from 1904, as Excel for Mac wrote them for decades, 4
#   March 2024 and lengths of 1:35 and 25:30 are what Excel shows and what the workbook says it means.
# Seen: pylightxl does not look which count it is: the date is 3 March 2020, four years and a day early,
#   on another day of the week. excelize has the date and the start, but adds the 1,462 days to lengths as
#   well: 1:35 is shown as 35089:35. pylightxl cuts 25:30 to 01:30, with any count. No warning.
# Source: ECMA-376 part 1, 18.2.28 (workbookPr, date1904) and 18.17.4.1 (date bases).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install pylightxl==1.61 excelize==0.1.0 python-calamine==0.9.1 xlsxwriter==3.3.1

cat > read.py <<'PY'
import datetime
import excelize
import pylightxl
import xlsxwriter
from python_calamine import CalamineWorkbook

row = [
    (datetime.datetime(2024, 3, 4), "dd.mm.yyyy"),
    (datetime.time(21, 30), "hh:mm"),
    (datetime.timedelta(minutes=95), "[h]:mm"),
    (datetime.timedelta(hours=25, minutes=30), "[h]:mm"),
]
for name, options in (("1900.xlsx", {}), ("1904.xlsx", {"date_1904": True})):
    with xlsxwriter.Workbook(name, options) as book:
        sheet = book.add_worksheet("A")
        for column, (value, pattern) in enumerate(row):
            sheet.write_datetime(0, column, value, book.add_format({"num_format": pattern}))
    print(name, "calamine", *CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()[0], sep=" | ")
    print(name, "pylightxl", *pylightxl.readxl(name).ws("A").row(1), sep=" | ")
    print(name, "excelize", *excelize.open_file(name).get_rows("A")[0], sep=" | ")
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known='1900.xlsx | calamine | 2024-03-04 | 21:30:00 | 1:35:00 | 1 day, 1:30:00
1900.xlsx | pylightxl | 2024/03/04 | 21:30:00 | 01:35:00 | 01:30:00
1900.xlsx | excelize | 04.03.2024 | 21:30 | 1:35 | 25:30
1904.xlsx | calamine | 2024-03-04 | 21:30:00 | 1:35:00 | 1 day, 1:30:00
1904.xlsx | pylightxl | 2020/03/03 | 21:30:00 | 01:35:00 | 01:30:00
1904.xlsx | excelize | 04.03.2024 | 21:30 | 35089:35 | 35113:30'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
