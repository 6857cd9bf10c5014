#!/usr/bin/env bash
# Package: odswriter 0.5.0, read by python-calamine 0.9.1, fastexcel 0.21.0 and
#   odfpy 1.4.1 (PyPI)
# Expected: rows written with odswriter's first example (writerow, no sheet named) are one sheet for
#   every reader. OpenDocument does not require a sheet to have a name.
# Seen: odswriter writes a table without a name, and calamine says that the workbook has no sheet at
#   all: no error, an empty list, so that a loop over the sheets reads no programme and is content.
#   odfpy finds the table and its rows. With new_sheet("A") calamine reads the same rows.
# Source: OpenDocument 1.2 part 1, table:table (the attribute table:name is optional);
#   odswriter's own README.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install odswriter==0.5.0 python-calamine==0.9.1 odfpy==1.4.1 fastexcel==0.21.0

seen=$(venv/bin/python - <<'PY'
import fastexcel
import odswriter
from odf import opendocument, table, teletype
from python_calamine import CalamineWorkbook

rows = [["21:30", "Film", "18+"], ["23:30", "Concert", "6+"]]
with odswriter.writer(open("plain.ods", "wb")) as plain:
    plain.writerows(rows)
with odswriter.writer(open("named.ods", "wb")) as named:
    named.new_sheet("A").writerows(rows)
for name in ("plain.ods", "named.ods"):
    book = CalamineWorkbook.from_path(name)
    print(name, "calamine", [book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names])
    print(name, "fastexcel", fastexcel.read_excel(name).sheet_names)
    tables = opendocument.load(name).body.getElementsByType(table.Table)
    found = [teletype.extractText(cell) for sheet in tables for cell in sheet.getElementsByType(table.TableCell)]
    print(name, "odfpy", found)
PY
)
printf '%s\n' "$seen"
known="plain.ods calamine []
plain.ods fastexcel []
plain.ods odfpy ['21:30', 'Film', '18+', '23:30', 'Concert', '6+']
named.ods calamine [[['21:30', 'Film', '18+'], ['23:30', 'Concert', '6+']]]
named.ods fastexcel ['A']
named.ods odfpy ['21:30', 'Film', '18+', '23:30', 'Concert', '6+']"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
