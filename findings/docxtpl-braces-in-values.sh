#!/usr/bin/env bash
# Package: docxtpl 0.20.2 and python-docx 1.2.0 (PyPI)
# Expected: what a template is filled with comes out as it was given; {_{ and }_}, by which a template
#   writes braces that are none of its own, mean something in the template alone.
# Seen: they are replaced in the finished document, also where they came with a value: a title that holds
#   them is printed as {{ 18+ }}, another title than the one in the schedule, and looks like a placeholder
#   that was forgotten. autoescape, which is for values, does not stop it.
# Source: docxtpl documentation, "Escape special characters" and "Jinja custom filters".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install docxtpl==0.20.2 python-docx==1.2.0

seen=$(venv/bin/python - <<'PY'
import docx
import docxtpl

template = docx.Document()
template.add_paragraph("{{ title }}")
template.save("letter.docx")
for title in ("Film <b> & {18+}", "Film {_{ 18+ }_}"):
    letter = docxtpl.DocxTemplate("letter.docx")
    letter.render({"title": title}, autoescape=True)
    letter.save("filled.docx")
    print(title, "->", docx.Document("filled.docx").paragraphs[0].text)
PY
)
printf '%s\n' "$seen"
known='Film <b> & {18+} -> Film <b> & {18+}
Film {_{ 18+ }_} -> Film {{ 18+ }}'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
