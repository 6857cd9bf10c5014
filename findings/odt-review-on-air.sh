#!/usr/bin/env bash
# Package: odfpy 1.4.1, odfdo 3.27.3 and kreuzberg 4.10.4 (PyPI), officeparser 8.1.1 and 7.8.0 (npm), odt2txt 0.5-7 (Debian
#   12); odfpy writes
# Expected: from an OpenDocument text in which a film of age 18 was moved under review from 21:30 to 23:30, and a comment
#   says so, the text of the document comes out: two programmes, at 20:00 and 23:30. All ways to text of one library agree.
# Seen: OpenDocument keeps what was deleted in a list before the text, and three of the five read the list as the
#   first paragraphs: the film is on air at 21:30 too, where it is against the law. odfdo agrees with itself in no way: its
#   paragraphs have the deletion and, behind the mark, the comment, its to_markdown() has neither. For odfpy and odt2txt
#   the editor's name and the time of the comment are one word with the mark, "(18+)Editor2026-03-01T10:05:00was 21:30", and
#   odfpy has the comment a second time, as a paragraph. kreuzberg is right, and so is officeparser 8.1.1; its
#   7.8.0 was not. No warning.
# Source: OpenDocument 1.3, part 3, 5.5.1 (text:tracked-changes) and 5.5.4 (text:deletion: content that was deleted while
#   changes were tracked), 14.1 (office:annotation).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install odfpy==1.4.1 odfdo==3.27.3 kreuzberg==4.10.4
npm install --prefix "$work" --silent --no-audit --no-fund officeparser@8.1.1 > npm.log
npm install --prefix "$work/old" --silent --no-audit --no-fund officeparser@7.8.0 > npm.log
mkdir -p lists/partial archives/partial
apt=(-qq -o "Dir::State::Lists=$work/lists" -o "Dir::Cache::Archives=$work/archives" -o APT::Sandbox::User=root
  -o Debug::NoLocking=1)
apt-get "${apt[@]}" update
apt-get "${apt[@]}" download odt2txt=0.5-7 > apt.log
dpkg-deb --extract odt2txt_*.deb tree

cat > make.py <<'PY'
from odf import dc, office, text
from odf.namespaces import TEXTNS, XMLNS
from odf.opendocument import OpenDocumentText

def signed(parent, minute):
    parent.addElement(dc.Creator(text="Editor"))
    parent.addElement(dc.Date(text=f"2026-03-01T10:{minute}:00"))
    return parent

document = OpenDocumentText()
deletion = text.Deletion()
deletion.addElement(signed(office.ChangeInfo(), "00"))
deletion.addElement(text.P(text="21:30 Film (18+)"))
region = text.ChangedRegion(check_grammar=False)
region.setAttrNS(XMLNS, "id", "change1")
region.setAttrNS(TEXTNS, "id", "change1")
region.addElement(deletion)
changes = text.TrackedChanges()
changes.addElement(region)
document.text.addElement(changes)
document.text.addElement(text.P(text="Monday, 2 March 2026"))
document.text.addElement(text.P(text="20:00 News (6+)"))
film = text.P()
film.addElement(text.Change(changeid="change1"))
film.addText("23:30 Film (18+)")
comment = signed(office.Annotation(), "05")
comment.addElement(text.P(text="was 21:30"))
film.addElement(comment)
document.text.addElement(film)
document.save("week.odt")
PY
cat > read.py <<'PY'
import kreuzberg
import odf.opendocument
import odf.teletype
import odf.text
import odfdo

def show(name, content):
    print(name, [line.strip() for line in content.splitlines() if line.strip()])

document = odf.opendocument.load("week.odt")
show("odfpy", "\n".join(map(odf.teletype.extractText, document.getElementsByType(odf.text.P))))
document = odfdo.Document("week.odt")
show("odfdo, paragraphs", "\n".join(paragraph.inner_text for paragraph in document.body.paragraphs))
show("odfdo, to_markdown", document.to_markdown())
show("kreuzberg", kreuzberg.extract_file_sync("week.odt").content)
PY
cat > read.cjs <<'JS'
const show = (name, text) => console.log(name, JSON.stringify(text.split('\n')));
(async () => {
  show('officeparser 8', (await (await require('officeparser').OfficeParser.parseOffice('week.odt')).to('text')).value);
  show('officeparser 7', (await require('./old/node_modules/officeparser').OfficeParser.parseOffice('week.odt')).toText());
})();
JS
venv/bin/python make.py
seen=$(venv/bin/python read.py && node read.cjs && echo odt2txt && tree/usr/bin/odt2txt.odt2txt --encoding=UTF-8 week.odt | grep -v '^ *$')
printf '%s\n' "$seen"
known=$(cat <<'TXT'
odfpy ['21:30 Film (18+)', 'Monday, 2 March 2026', '20:00 News (6+)', '23:30 Film (18+)Editor2026-03-01T10:05:00was 21:30', 'was 21:30']
odfdo, paragraphs ['21:30 Film (18+)', 'Monday, 2 March 2026', '20:00 News (6+)', '23:30 Film (18+)was 21:30', 'Editor 2026-03-01 10:05:00', 'was 21:30']
odfdo, to_markdown ['Monday, 2 March 2026', '20:00 News (6+)', '23:30 Film (18+)']
kreuzberg ['Monday, 2 March 2026', '20:00 News (6+)', '23:30 Film (18+)']
officeparser 8 ["Monday, 2 March 2026","20:00 News (6+)","23:30 Film (18+)"]
officeparser 7 ["21:30 Film (18+)","Monday, 2 March 2026","20:00 News (6+)","23:30 Film (18+)"]
odt2txt
Editor2026-03-01T10:00:0021:30 Film (18+)
Monday, 2 March 2026
20:00 News (6+)
23:30 Film (18+)Editor2026-03-01T10:05:00was 21:30
TXT
)
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
