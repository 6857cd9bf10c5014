#!/usr/bin/env bash
# Package: docx2txt 0.9, docx2python 3.7.1 and kreuzberg 4.10.4 (PyPI), officeparser 7.8.0 and
#   word-extractor 1.0.4 (npm), beside mammoth 1.13.0 and python-docx 1.2.0; python-docx writes
# Expected: 21:30 and 23:00 with Word's non-breaking hyphen between them (Ctrl+Shift+_), which keeps a
#   range on one line, come out with some hyphen.
# Seen: Word stores that hyphen as an element of its own, not as a letter. Five of seven text extractors
#   leave it out without a word: 21:3023:00, no start and no end; E-18 becomes E18.
#   mammoth and python-docx write the hyphen.
# Source: ECMA-376 part 1, 17.3.3.18 (noBreakHyphen is a hyphen of the text).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 kreuzberg==4.10.4
npm install --prefix "$work" --silent --no-audit --no-fund officeparser@7.8.0 word-extractor@1.0.4 > npm.log

cat > read.py <<'PY'
import docx
import docx2txt
import kreuzberg
import mammoth
from docx2python import docx2python
from docx.oxml import OxmlElement

document = docx.Document()
run = document.add_paragraph("21:30").runs[0]
run._r.append(OxmlElement("w:noBreakHyphen"))
run.add_text("23:00 Film (E")
run._r.append(OxmlElement("w:noBreakHyphen"))
run.add_text("18)")
document.save("schedule.docx")
print("python-docx", docx.Document("schedule.docx").paragraphs[0].text)
with open("schedule.docx", "rb") as file:
    print("mammoth", ascii(mammoth.extract_raw_text(file).value.strip()))
print("docx2txt", docx2txt.process("schedule.docx"))
with docx2python("schedule.docx") as read:
    print("docx2python", read.text)
print("kreuzberg", kreuzberg.extract_file_sync("schedule.docx").content)
PY
cat > read.js <<'JS'
const officeparser = require('officeparser');
const WordExtractor = require('word-extractor');
(async () => {
  const read = await officeparser.parseOffice('schedule.docx');
  console.log('officeparser', read.toText().trim());
  const document = await new WordExtractor().extract('schedule.docx');
  console.log('word-extractor', document.getBody().trim());
})();
JS
seen=$(venv/bin/python read.py && node read.js)
printf '%s\n' "$seen"
known="python-docx 21:30-23:00 Film (E-18)
mammoth '21:30\\u201123:00 Film (E\\u201118)'
docx2txt 21:3023:00 Film (E18)
docx2python 21:3023:00 Film (E18)
kreuzberg 21:3023:00 Film (E18)
officeparser 21:3023:00 Film (E18)
word-extractor 21:3023:00 Film (E18)"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
