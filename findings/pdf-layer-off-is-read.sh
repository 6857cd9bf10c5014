#!/usr/bin/env bash
# Package: pypdfium2 5.15.2, pypdf 7.1.1 and pdfplumber 0.11.10 (PyPI), unpdf 1.7.0 with the pdf.js that it carries (npm),
#   beside pymupdf 2.0 (PyPI)
# Expected: a PDF has two layers, the draft of Monday, which is switched off, and the final listing, drawn at the same
#   place. Viewers and printers show "23:30 Film 18+" alone, as the file says; its text is what is shown.
# Seen: for four of five extractors the draft is text like the rest: "21:30 Film 16+" stands before the film of 23:30,
#   on one line with it, in pypdf and unpdf without a space. pdfplumber puts the letters of both in order of place,
#   "2213::3300 FFiillmm 1168++". PDFium itself draws the page without the draft, and still gives its text. None says
#   that there are layers; pymupdf alone leaves the draft out.
# Source: ISO 32000-1, 8.11 (optional content: what belongs to a group that is OFF is not shown); the documentation of
#   extract_text() in pypdf and pdfplumber and of pypdfium2's text pages, where layers are not named.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install pypdfium2==5.15.2 pypdf==7.1.1 pdfplumber==0.11.10 pymupdf==2.0
npm install --prefix "$work" --silent --no-audit --no-fund unpdf@1.7.0 > npm.log

cat > read.py <<'PY'
import pdfplumber
import pymupdf
import pypdf
import pypdfium2

HEADING = b"BT /F 12 Tf 40 160 Td (20:30 News 0+) Tj ET\n"
DRAFT = b"/OC /Draft BDC BT /F 12 Tf 40 140 Td (21:30 Film 16+) Tj ET EMC\n"
FINAL = b"/OC /Final BDC BT /F 12 Tf 40 140 Td (23:30 Film 18+) Tj ET EMC\n"

def write(name, content):
    """A page with both layers, of which the catalogue switches the draft off."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [5 0 R 6 0 R]"
        b" /D << /Order [5 0 R 6 0 R] /ON [6 0 R] /OFF [5 0 R] >> >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources <<"
        b" /Font << /F 7 0 R >> /Properties << /Draft 5 0 R /Final 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /OCG /Name (Draft of Monday) >>",
        b"<< /Type /OCG /Name (Final) >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    data = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    with open(name, "wb") as file:
        file.write(data)

def drawn(name):
    return bytes(pypdfium2.PdfDocument(name)[0].render().buffer)

write("layers.pdf", HEADING + DRAFT + FINAL)
write("final.pdf", HEADING + FINAL)
print("PDFium draws the draft:", drawn("layers.pdf") != drawn("final.pdf"))
for name, text in {
    "pypdfium2": pypdfium2.PdfDocument("layers.pdf")[0].get_textpage().get_text_range(),
    "pypdf": pypdf.PdfReader("layers.pdf").pages[0].extract_text(),
    "pdfplumber": pdfplumber.open("layers.pdf").pages[0].extract_text(),
    "pymupdf": pymupdf.open("layers.pdf")[0].get_text(),
}.items():
    print(f"{name}:", " | ".join(text.splitlines()))
PY
cat > read.mjs <<'JS'
import {readFileSync} from 'node:fs';
import {extractText} from 'unpdf';

const {text} = await extractText(new Uint8Array(readFileSync('layers.pdf')));
console.log('unpdf:', text[0].split('\n').join(' | '));
JS
seen=$(venv/bin/python read.py; node read.mjs)
printf '%s\n' "$seen"
known='PDFium draws the draft: False
pypdfium2: 20:30 News 0+ | 21:30 Film 16+ 23:30 Film 18+
pypdf: 20:30 News 0+ | 21:30 Film 16+23:30 Film 18+
pdfplumber: 20:30 News 0+ | 2213::3300 FFiillmm 1168++
pymupdf: 20:30 News 0+ | 23:30 Film 18+
unpdf: 20:30 News 0+ | 21:30 Film 16+23:30 Film 18+'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
