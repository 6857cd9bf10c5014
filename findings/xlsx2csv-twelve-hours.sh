#!/usr/bin/env bash
# Package: xlsx2csv 0.8.6 (PyPI); the workbook is written by XlsxWriter 3.3.1
# Expected: the number format "h:mm" is the 24-hour clock without a leading zero (ECMA-376, part 1,
#   numFmts: 12 hours only where the format holds AM/PM), so "dd.mm.yyyy h:mm" gives 21:30.
# Seen: xlsx2csv writes 09:30 for 21:30 and 12:00 for midnight, with no AM or PM beside it. The same
#   cell with "hh:mm" is right, and so is "h:mm" while the cell holds no date.
# Source: ECMA-376 part 1, numFmts; xlsx2csv replaces "h" by "%I" whatever the format.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install xlsx2csv==0.8.6 xlsxwriter==3.3.1

venv/bin/python - <<'PY'
import datetime
import xlsxwriter

starts = [datetime.datetime(2024, 3, 4, 21, 30), datetime.datetime(2024, 3, 5, 0, 0)]
with xlsxwriter.Workbook("schedule.xlsx") as book:
    sheet = book.add_worksheet()
    for row, pattern in enumerate(["dd.mm.yyyy hh:mm", "dd.mm.yyyy h:mm"]):
        style = book.add_format({"num_format": pattern})
        sheet.write(row, 0, pattern)
        for column, start in enumerate(starts, 1):
            sheet.write_datetime(row, column, start, style)
PY
seen=$(venv/bin/xlsx2csv schedule.xlsx)
printf '%s\n' "$seen"
known='dd.mm.yyyy hh:mm,04.03.2024 21:30,05.03.2024 00:00
dd.mm.yyyy h:mm,04.03.2024 09:30,05.03.2024 12:00'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
