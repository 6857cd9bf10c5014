#!/usr/bin/env bash
# Package: dateparser 1.5.0 (PyPI)
# Expected: the age mark behind a start of a Russian listing is no part of the date. What cannot belong
#   to a date makes the text none, as the library does with a title in it; "в 21 час 30 минут", as
#   announcers write the hour, is half past nine in the evening.
# Seen: "18+" alone is the 18th of this month. Behind a start the mark takes the day, and behind a day and
#   a month the year: "6 марта 21:30 18+" is on the air in 2018, "12+" moves it to 2012. "В 21 час 30
#   минут" is 21 and a half hours ago. A text with a title in it is None, so only the bare cells are wrong.
# Source: documentation of dateparser ("Usage": date parsing of strings in localized formats; settings
#   RELATIVE_BASE and PREFER_DATES_FROM, which decide the missing parts, not the parts that are printed).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install dateparser==1.5.0

seen=$(venv/bin/python - <<'PY'
import datetime
import dateparser

settings = {"RELATIVE_BASE": datetime.datetime(2024, 3, 4, 12, 0)}
for text in ("21:30", "18+", "21:30 18+", "21.30 (16+)", "6 марта 21:30", "6 марта 21:30 18+", "6 марта 21:30 (12+)",
             "21:30 Кино 18+", "в 21 час 30 минут"):
    print(text, "->", dateparser.parse(text, languages=["ru"], settings=settings))
PY
)
printf '%s\n' "$seen"
known='21:30 -> 2024-03-04 21:30:00
18+ -> 2024-03-18 00:00:00
21:30 18+ -> 2024-03-18 21:30:00
21.30 (16+) -> 2024-03-16 21:30:00
6 марта 21:30 -> 2024-03-06 21:30:00
6 марта 21:30 18+ -> 2018-03-06 21:30:00
6 марта 21:30 (12+) -> 2012-03-06 21:30:00
21:30 Кино 18+ -> None
в 21 час 30 минут -> 2024-03-03 14:30:00'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
