#!/usr/bin/env bash
# Package: xlsx (SheetJS) 0.18.5 (npm)
# Expected: the text (18) in a cell of a web page or a CSV file is an age mark in brackets and stays
#   text, as (18+), [18] and E18 do.
# Seen: it becomes the number -18, as accountants write negative sums, and "1E18" becomes a 1 with 18
#   noughts. sheet_to_json gives -18; from a page even its formatted text is "-18".
# Source: SheetJS documentation, "Parsing options": plain text is read for numbers unless raw is set;
#   nothing there speaks of brackets.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund xlsx@0.18.5 > npm.log

cat > read.js <<'JS'
const XLSX = require('xlsx');
const marks = ['(18)', '(18+)', '[18]', 'E18', '1E18'];
const rows = (text, options) => {
  const book = XLSX.read(text, { type: 'string' });
  return JSON.stringify(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1, ...options })[1]);
};
const cells = (tag, values) => values.map((value) => `<${tag}>${value}</${tag}>`).join('');
const page = `<table><tr>${cells('th', ['a', 'b', 'c', 'd', 'e'])}</tr><tr>${cells('td', marks)}</tr></table>`;
console.log('csv ', rows(`a;b;c;d;e\n${marks.join(';')}\n`));
console.log('html', rows(page));
console.log('html as text', rows(page, { raw: false }));
JS
seen=$(node read.js)
printf '%s\n' "$seen"
known='csv  [-18,"(18+)","[18]","E18",1000000000000000000]
html [-18,"(18+)","[18]","E18",1000000000000000000]
html as text ["-18","(18+)","[18]","E18","1E+18"]'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
