#!/usr/bin/env bash
# Package: python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1 and kreuzberg 4.10.4 (PyPI), mammoth 1.13.0, officeparser
#   7.8.0 and word-extractor 1.0.4 (npm); python-docx writes
# Expected: four programmes that Word shows are four in the text that a library extracts, in any library, each with
#   its start at the beginning of a line, below the date that Word shows.
# Seen: no two of seven agree, and one is right, word-extractor, if its text boxes are asked for apart. A programme in
#   a text box is twice there (docx2txt, docx2python: Word stores a box in two forms, for new and old versions) or not
#   at all (python-docx, officeparser); kreuzberg has the box and loses the paragraph that it hangs on. A date that
#   Word keeps as a simple field is not there (python-docx, mammoth). mammoth and officeparser join two lines of one
#   paragraph, "(18+)23:00 News"; officeparser and kreuzberg leave out the tab behind a start: "20:00Show". No warning.
# Source: ECMA-376 part 1, 17.16.19 (fldSimple holds the field's result), 17.3.3.1 (br) and 17.3.3.32 (tab), and part 3,
#   10.2 (of AlternateContent one branch counts); python-mammoth issue 69 (simple fields, open).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 kreuzberg==4.10.4
npm install --prefix "$work" --silent --no-audit --no-fund mammoth@1.13.0 officeparser@7.8.0 word-extractor@1.0.4 > npm.log

cat > make.py <<'PY'
import docx
import docx.oxml.ns
from docx.oxml import parse_xml

names = {
    **{short: docx.oxml.ns.nsmap[short] for short in ("w", "wp", "a")},
    "mc": "http:" + "//schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http:" + "//schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
spaces = " ".join(f'xmlns:{short}="{full}"' for short, full in names.items())

def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

held = f"<w:txbxContent><w:p>{run('23:30 Thriller (18+)')}</w:p></w:txbxContent>"
box = f"""<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="2000000" cy="500000"/><wp:docPr id="1" name="Box"/><a:graphic><a:graphicData uri="{names['wps']}"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx>{held}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:shape style="width:150pt;height:40pt"><v:textbox>{held}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""
document = docx.Document()
body = document.element.body
for content in (
    f'<w:fldSimple w:instr=" DATE ">{run("4 March 2026")}</w:fldSimple>{run(", Wednesday")}',
    f"{run('20:00')}<w:r><w:tab/></w:r>{run('Show (6+)')}",
    f"{run('21:30 Film (18+)')}<w:r><w:br/></w:r>{run('23:00 News (6+)')}",
    run("After the news:") + box,
):
    body.insert(len(body) - 1, parse_xml(f"<w:p {spaces}>{content}</w:p>"))
document.save("week.docx")
PY
cat > read.py <<'PY'
import docx
import docx2python
import docx2txt
import kreuzberg

def show(name, text):
    print(name, repr([line.strip() for line in text.splitlines() if line.strip()]))

show("python-docx", "\n".join(paragraph.text for paragraph in docx.Document("week.docx").paragraphs))
show("docx2txt", docx2txt.process("week.docx"))
show("docx2python", docx2python.docx2python("week.docx").text)
show("kreuzberg", kreuzberg.extract_file_sync("week.docx").content)
PY
cat > read.cjs <<'JS'
const mammoth = require('mammoth');
const {OfficeParser} = require('officeparser');
const WordExtractor = require('word-extractor');

const show = (name, text) => console.log(name, JSON.stringify(text.split('\n').map((line) => line.trim()).filter(Boolean)));
(async () => {
  show('mammoth', (await mammoth.extractRawText({path: 'week.docx'})).value);
  show('officeparser', (await OfficeParser.parseOffice('week.docx')).toText());
  const found = await new WordExtractor().extract('week.docx');
  show('word-extractor', found.getBody());
  show('word-extractor, text boxes', found.getTextboxes());
})();
JS
venv/bin/python make.py
seen=$(venv/bin/python read.py && node read.cjs)
printf '%s\n' "$seen"
known=$(cat <<'TXT'
python-docx [', Wednesday', '20:00\tShow (6+)', '21:30 Film (18+)', '23:00 News (6+)', 'After the news:']
docx2txt ['4 March 2026, Wednesday', '20:00\tShow (6+)', '21:30 Film (18+)', '23:00 News (6+)', 'After the news:', '23:30 Thriller (18+)', '23:30 Thriller (18+)']
docx2python ['4 March 2026, Wednesday', '20:00\tShow (6+)', '21:30 Film (18+)', '23:00 News (6+)', '23:30 Thriller (18+)', '23:30 Thriller (18+)', 'After the news:']
kreuzberg ['4 March 2026, Wednesday', '20:00Show (6+)', '21:30 Film (18+)', '23:00 News (6+)', '23:30 Thriller (18+)']
mammoth [", Wednesday","20:00\tShow (6+)","21:30 Film (18+)23:00 News (6+)","After the news:","23:30 Thriller (18+)"]
officeparser ["4 March 2026, Wednesday","20:00Show (6+)","21:30 Film (18+)23:00 News (6+)","After the news:"]
word-extractor ["4 March 2026, Wednesday","20:00\tShow (6+)","21:30 Film (18+)","23:00 News (6+)","After the news:"]
word-extractor, text boxes ["23:30 Thriller (18+)"]
TXT
)
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
