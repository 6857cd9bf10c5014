#!/usr/bin/env bash
# Package: exceljs 4.4.0 (npm)
# Expected: in a CSV file the age " " (one space: no age is known) stays a text or is empty, the channel
#   007 stays what it is, and so does the title 1984.
# Seen: a cell of spaces becomes the number 0, so that a film without a mark is fit for all ages, as
#   "0" is; the empty cell below it stays empty. 007 becomes 7, and a mark 0x12 18. "0+" stays a text.
#   The workbook written from it keeps the 0; no warning.
# Source: exceljs README, "Reading CSV": the default map speaks of numbers, dates and booleans; that
#   a blank is a number comes from ECMA-262, StringToNumber.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund exceljs@4.4.0 > npm.log

printf '%s\n' 'channel,start,title,age' '007,21:30,Film, ' '007,23:00,Concert,' \
  '007,06:00,1984,0+' '007,06:30,News,0x12' > schedule.csv
cat > read.js <<'JS'
const ExcelJS = require('exceljs');
(async () => {
  const book = new ExcelJS.Workbook();
  await book.csv.readFile('schedule.csv');
  await book.xlsx.writeFile('schedule.xlsx');
  const again = new ExcelJS.Workbook();
  await again.xlsx.readFile('schedule.xlsx');
  again.worksheets[0].eachRow((row) => console.log(JSON.stringify(row.values.slice(1))));
})();
JS
seen=$(node read.js)
printf '%s\n' "$seen"
known='["channel","start","title","age"]
[7,"21:30","Film",0]
[7,"23:00","Concert"]
[7,"06:00",1984,"0+"]
[7,"06:30","News",18]'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
