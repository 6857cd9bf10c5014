#!/usr/bin/env bash
# Package: libreoffice-writer-nogui 4:7.4.7-1+deb12u14 and fonts-dejavu 2.37-6 (Debian 12, with what they
#   need), python-docx 1.2.0, pikepdf 10.18.0
# Expected: the same document, converted in the same way with the same profile, gives the same PDF but for the
#   time of its making and the ids and checksum that are made of it, which SOURCE_DATE_EPOCH or a stream
#   editor can settle. A PDF of evidence can then be made once more and compared by its hash.
# Seen: fonts are numbered by where in memory LibreOffice holds them, so that in some runs objects have other
#   numbers and places, with nothing changed about the document. Of a document in the twelve faces of DejaVu
#   about one run in five gives another file, of a letter in three about one in forty. Numbered in the order
#   in which they are met, the objects of all files are equal.
# Source: ISO 32000-1, 7.3.10 (numbers of objects are labels), 14.4 (file identifiers); the specification of
#   SOURCE_DATE_EPOCH, reproducible-builds.org.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv .
bin/python -m pip install -qq --disable-pip-version-check python-docx==1.2.0 pikepdf==10.18.0
# of everything that is needed, as if nothing were installed
mkdir -p lists/partial archives/partial
touch status
apt=(-qq -o "Dir::State::Lists=$work/lists" -o "Dir::State::status=$work/status" -o "Dir::Cache::Archives=$work/archives"
     -o APT::Sandbox::User=root -o Debug::NoLocking=1)
apt-get "${apt[@]}" update
apt-get "${apt[@]}" --yes --no-install-recommends --download-only install \
  libreoffice-writer-nogui=4:7.4.7-1+deb12u14 fonts-dejavu=2.37-6 fonts-dejavu-extra=2.37-6 > apt.log
for package in archives/*.deb; do dpkg-deb --extract "$package" tree; done
# what its installation does: its settings, and where it looks for them
mkdir -p tree/etc/libreoffice/registry
cp -r tree/usr/lib/libreoffice/share/.registry/. tree/etc/libreoffice/registry/
sed -i "s|file:///usr/lib/|file://$work/tree/usr/lib/|; s|file:///etc/|file://$work/tree/etc/|g" \
  tree/usr/lib/libreoffice/program/fundamentalrc
printf '<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>\n' "$work/tree/usr/share/fonts" "$work/cache" > fonts.conf

cat > write.py <<'PY'
import docx

document = docx.Document()
for family in ("DejaVu Sans", "DejaVu Sans Mono", "DejaVu Serif"):
    for bold in (False, True):
        for italic in (False, True):
            run = document.add_paragraph().add_run(f"22:00 {family} (18+)")
            run.font.name, run.bold, run.italic = family, bold, italic
document.save("schedule.docx")
PY
cat > seen.py <<'PY'
import hashlib
import io
import sys
from pathlib import Path

import pikepdf

def numbers_and_hash(content):
    """The numbers of the fonts' objects, and the hash of a PDF numbered anew, without time, ids and checksum."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        fonts = [font.objgen[0] for page in document.pages for font in page.Resources.Font.values()]
        del document.docinfo["/CreationDate"], document.trailer["/DocChecksum"], document.trailer["/ID"]
        document.save(written, deterministic_id=True)
    return tuple(fonts), hashlib.sha256(written.getvalue()).hexdigest()

made = [path.read_bytes() for path in sorted(Path("made").glob("*.pdf"))]
numbered, ordered = map(set, zip(*map(numbers_and_hash, made)))
if len(numbered) > 1:
    print("numbers of the fonts' objects: not always the same")
    print(f"files that differ once all objects are numbered as they are met: {len(ordered) - 1}")
    sys.exit()
sys.exit(1)
PY
bin/python write.py
machine=$(uname -m)-linux-gnu
mkdir made
export LD_LIBRARY_PATH=$work/tree/usr/lib/libreoffice/program:$work/tree/usr/lib/$machine:$work/tree/lib/$machine
export FONTCONFIG_FILE=$work/fonts.conf SOURCE_DATE_EPOCH=1796000000 HOME=$work
seen='always the same'
for number in $(seq 1 80); do
  tree/usr/lib/libreoffice/program/soffice "-env:UserInstallation=file://$work/profile" --headless \
    --convert-to pdf --outdir . schedule.docx > soffice.log 2>&1 || { cat soffice.log; exit 1; }
  mv schedule.pdf "made/$number.pdf"
  if [ "$number" -gt 5 ] && seen=$(bin/python seen.py); then break; fi
done
echo "$seen"
known="numbers of the fonts' objects: not always the same
files that differ once all objects are numbered as they are met: 0"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
