#!/usr/bin/env bash
# Package: officeparser 7.8.0 (npm) and kreuzberg 4.10.4 (PyPI); the workbooks are written by XlsxWriter
#   3.3.1 and odfpy 1.4.1
# Expected: the text that an extractor makes of a schedule says what the sheet shows: 21:30, 25:30, a length
#   of 1:35, the mark 18+ (a number with "+" in its format) and a comment apart from it.
# Seen: officeparser writes the stored number, 0.895833 for 21:30, and 18; from an ods file it gives 21:30,
#   but the comment is one word with the mark: "was 12+18+". kreuzberg makes every clock a day of 1899:
#   21:30 is 1899-12-31 21:30:00, the length 1:35 is 1899-12-31 01:35:00, and 25:30 is 01:30 of another
#   day, 1900-01-01; in ods 21:30 is "DURATION: PT21H30M00S". A search for "21:30" or "18+" finds nothing in either.
# Source: ECMA-376 part 1, 18.8.30 (the number format decides what a cell shows); OpenDocument 1.2 part 1,
#   office:annotation (a note, no part of the text of its cell).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install kreuzberg==4.10.4 xlsxwriter==3.3.1 odfpy==1.4.1
npm install --prefix "$work" --silent --no-audit --no-fund officeparser@7.8.0 > npm.log

cat > make.py <<'PY'
import kreuzberg
import xlsxwriter
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

with xlsxwriter.Workbook("schedule.xlsx") as book:
    sheet = book.add_worksheet("A")
    for column, (value, pattern) in enumerate([(21.5, "hh:mm"), (25.5, "[h]:mm"), (95 / 60, "[h]:mm"), (18 * 24, '0"+"')]):
        sheet.write(0, column, value / 24, book.add_format({"num_format": pattern}))
book = OpenDocumentSpreadsheet()
table, row = Table(name="A"), TableRow()
clock = TableCell(valuetype="time", timevalue="PT21H30M00S")
clock.addElement(P(text="21:30"))
mark, note = TableCell(valuetype="string"), Annotation()
note.addElement(P(text="was 12+"))
mark.addElement(note)
mark.addElement(P(text="18+"))
row.addElement(clock)
row.addElement(mark)
table.addElement(row)
book.spreadsheet.addElement(table)
book.save("schedule.ods")
print("kreuzberg xlsx", kreuzberg.extract_file_sync("schedule.xlsx").tables[0].cells)
print("kreuzberg ods", kreuzberg.extract_file_sync("schedule.ods").tables[0].cells)
PY
cat > read.js <<'JS'
const { parseOffice } = require('officeparser');
(async () => {
  for (const kind of ['xlsx', 'ods']) {
    const read = await parseOffice(`schedule.${kind}`);
    console.log('officeparser', kind, JSON.stringify(read.toText().trim()));
  }
})();
JS
seen=$(venv/bin/python make.py && node read.js)
printf '%s\n' "$seen"
known="kreuzberg xlsx [['1899-12-31 21:30:00', '1900-01-01 01:30:00', '1899-12-31 01:35:00', '18']]
kreuzberg ods [['DURATION: PT21H30M00S', '18+']]
officeparser xlsx \"0.8958333333333334\\n1.0625\\n0.06597222222222222\\n18\"
officeparser ods \"21:30\\nwas 12+18+\""
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
