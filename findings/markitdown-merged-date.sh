#!/usr/bin/env bash
# Package: markitdown 0.1.9 with markdownify 1.2.3 and mammoth 1.13.0 (PyPI); the Word file is written by
#   python-docx 1.2.0 (with lxml 6.1.3), the Markdown is read by markdown-it-py 4.3.0
# Expected: where the date cell is merged over the programmes of a day, the Markdown table leaves a cell
#   free below it, or repeats the date, so that the starts stay under "Start". Cells merged side by
#   side are filled up in this way.
# Seen: the rows below a merged date are one cell short and slide to the left. Read again, the start
#   23:00 is the date, the title is the start, 18+ is the title, and there is no mark. Word files and
#   web pages alike, with no warning.
# Source: HTML, 4.9.11 (rowspan); GFM specification, tables (a short row is completed with empty cells
#   at its end); markdownify issue 121, open.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install markitdown==0.1.9 markdownify==1.2.3 mammoth==1.13.0 python-docx==1.2.0 \
  markdown-it-py==4.3.0 lxml==6.1.3

cat > read.py <<'PY'
import re
import docx
from markdown_it import MarkdownIt
from markitdown import MarkItDown

rows = [["Date", "Start", "Title", "Mark"], ["04.03.2024", "21:30", "News", "6+"], ["", "23:00", "Film", "18+"]]
document = docx.Document()
table = document.add_table(3, 4)
for row, texts in enumerate(rows):
    for column, text in enumerate(texts):
        table.cell(row, column).text = text
table.cell(1, 0).merge(table.cell(2, 0)).text = "04.03.2024"
document.save("schedule.docx")
cells = ["".join(f"<td>{text}</td>" for text in texts) for texts in (rows[0], rows[1][1:], rows[2][1:])]
with open("schedule.html", "w") as page:
    page.write(f'<table><tr>{cells[0]}</tr><tr><td rowspan="2">{rows[1][0]}</td>{cells[1]}</tr><tr>{cells[2]}</tr></table>')
for name in ("schedule.docx", "schedule.html"):
    markdown = MarkItDown().convert(name).text_content
    print(name, next(line for line in markdown.splitlines() if "23:00" in line))
    page = MarkdownIt("commonmark").enable("table").render(markdown)
    last = page.rpartition("<tr>")[2]
    print(name, "read again", dict(zip(rows[0], re.findall("<td>(.*)</td>", last))))
PY
seen=$(venv/bin/python read.py 2> errors)
printf '%s\n' "$seen"
known="schedule.docx | 23:00 | Film | 18+ |
schedule.docx read again {'Date': '23:00', 'Start': 'Film', 'Title': '18+', 'Mark': ''}
schedule.html | 23:00 | Film | 18+ |
schedule.html read again {'Date': '23:00', 'Start': 'Film', 'Title': '18+', 'Mark': ''}"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
