#!/usr/bin/env bash
# Package: babel 2.19.0 (PyPI)
# Expected: parse_time and parse_date refuse a text with more in it than a time or a date, as they
#   refuse "24:00" and as strptime does, or leave the rest alone.
# Seen: every number in the text is used, whatever stands beside it. Of "21:30 (18+)" the age mark is the
#   seconds, 21:30:18; of the range 21:30-22:10 the end, 21:30:22; of "21:30 +05:00" the offset. The week
#   "04.03-10.03.2024" is 4 March of the year 2010. In Russian "9:30 PM" is the morning, because that
#   locale has no PM. No error, no warning.
# Source: babel documentation, babel.dates: ParseError is for texts that are not of the format; that
#   the numbers alone are looked at is in no docstring.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install babel==2.19.0

seen=$(venv/bin/python - <<'PY'
from babel.dates import ParseError, parse_date, parse_time

def show(parse, text):
    try:
        print(text, "|", parse(text, locale="ru"))
    except ParseError:
        print(text, "| refused")

for text in ("21:30", "24:00", "21:30 (18+)", "21:30-22:10", "21:30 +05:00", "9:30 PM"):
    show(parse_time, text)
for text in ("04.03.2024", "04.03-10.03.2024"):
    show(parse_date, text)
PY
)
printf '%s\n' "$seen"
known='21:30 | 21:30:00
24:00 | refused
21:30 (18+) | 21:30:18
21:30-22:10 | 21:30:22
21:30 +05:00 | 21:30:05
9:30 PM | 09:30:00
04.03.2024 | 2024-03-04
04.03-10.03.2024 | 2010-03-04'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
