#!/usr/bin/env bash
# Package: pypdfium2 5.15.2, pdfplumber 0.11.10 and pypdf 7.1.1, beside pymupdf 2.0 (PyPI); the page is
#   written by reportlab 5.1.0, the mark is typed over it with pymupdf
# Expected: the text of a page is what it shows and prints, an age mark too that someone typed over it with the
#   text tool of a PDF program, or put into a field of a form, after the schedule was made.
# Seen: the texts of PDFium, pdfplumber and pypdf have neither, in any mode, though PDFium draws both in the
#   picture that it makes of the same page. pdfplumber's tables are as empty. pymupdf has the typed mark and the
#   field. So the corrected schedule is the uncorrected one, word for word.
# Source: ISO 32000-1, 12.5 (annotations are shown over the page and are no part of its content), 12.5.5
#   (appearance streams); pypdf documentation, "Reading PDF Annotations".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install pypdfium2==5.15.2 pdfplumber==0.11.10 pypdf==7.1.1 pymupdf==2.0 reportlab==5.1.0

cat > read.py <<'PY'
import pdfplumber
import pymupdf
import pypdf
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

page = Canvas("first.pdf", pagesize=(300, 200))
for at, line in enumerate(["Mon 2 Nov 2026", "13:00 Film", "15:00 Guest", "21:00 News 6+"]):
    page.drawString(40, 160 - 30 * at, line)
page.save()

document = pymupdf.open("first.pdf")
sheet = document[0]
sheet.add_freetext_annot(pymupdf.Rect(110, 55, 180, 75), "(18+)").update()
field = pymupdf.Widget()
field.field_name, field.field_type, field.field_value = "mark", pymupdf.PDF_WIDGET_TYPE_TEXT, "E18"
field.rect = pymupdf.Rect(110, 85, 180, 105)
sheet.add_widget(field)
document.save("corrected.pdf")
document.close()

def drawn(name):
    return bytes(pypdfium2.PdfDocument(name)[0].render(draw_annots=True).buffer)

print("PDFium draws", "another picture" if drawn("first.pdf") != drawn("corrected.pdf") else "the same picture")
texts = {
    "PDFium": lambda name: pypdfium2.PdfDocument(name)[0].get_textpage().get_text_range(),
    "pdfplumber": lambda name: pdfplumber.open(name).pages[0].extract_text(),
    "pdfplumber, layout": lambda name: pdfplumber.open(name).pages[0].extract_text(layout=True),
    "pdfplumber, table": lambda name: str(pdfplumber.open(name).pages[0].extract_table({"vertical_strategy": "text"})),
    "pypdf": lambda name: pypdf.PdfReader(name).pages[0].extract_text(),
    "pypdf, layout": lambda name: pypdf.PdfReader(name).pages[0].extract_text(extraction_mode="layout"),
    "pymupdf": lambda name: pymupdf.open(name)[0].get_text(),
}
for library, text in texts.items():
    first, corrected = text("first.pdf"), text("corrected.pdf")
    new = set(corrected.split()) - set(first.split())
    print(library, sorted(new) if new else "has no word more" if first == corrected else "differs")
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known='PDFium draws another picture
PDFium has no word more
pdfplumber has no word more
pdfplumber, layout has no word more
pdfplumber, table has no word more
pypdf has no word more
pypdf, layout has no word more
pymupdf ['"'"'(18+)'"'"', '"'"'E18'"'"']'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
