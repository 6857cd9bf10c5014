#!/usr/bin/env bash
# Package: polars 2.1.0 with fastexcel 0.21.0, beside pandas 3.1.1 with openpyxl 3.1.5 and python-calamine
#   0.9.1 (PyPI); the workbook is written by XlsxWriter 3.3.1
# Expected: a column of ages that is 0, 6 and 12 as numbers for some days, and has "18+" as a text on the
#   last, is read whole, or refused, as polars refuses the same values in a list of dicts, in JSON and in CSV.
# Seen: read_excel takes the type from the first 100 rows and makes null of what does not fit it: the marks 18+,
#   and only they, are gone, the titles stay. Ages that first appear in the 101st dict of a list are no column
#   at all; in read_json they are an error. No warning. pandas has all of them.
# Source: polars documentation, read_excel (infer_schema_length: "the maximum number of rows to scan for schema
#   inference") and from_dicts; that values become null is not said there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install polars==2.1.0 fastexcel==0.21.0 pandas==3.1.1 openpyxl==3.1.5 \
  python-calamine==0.9.1 xlsxwriter==3.3.1

cat > read.py <<'PY'
import io
import json
import pandas
import polars
import xlsxwriter

week = [(f"Programme {number}", number % 3 * 6) for number in range(120)]
week += [("Night film", "18+"), ("News", 6), ("Late guest", "18+")]
with xlsxwriter.Workbook("week.xlsx") as book:
    sheet = book.add_worksheet()
    for number, row in enumerate([("title", "age"), *week]):
        sheet.write_row(number, 0, row)
print("polars", polars.read_excel("week.xlsx")["age"].to_list()[-4:])
print("polars, all rows scanned", polars.read_excel("week.xlsx", infer_schema_length=None)["age"].to_list()[-4:])
for engine in ("openpyxl", "calamine"):
    print("pandas,", engine, pandas.read_excel("week.xlsx", engine=engine)["age"].to_list()[-4:])

def attempt(name, make):
    try:
        frame = make()
        print(name, frame.columns, frame["age"].to_list()[-2:] if "age" in frame.columns else "")
    except (polars.exceptions.PolarsError, TypeError) as error:
        print(name, "refuses it:", str(error).splitlines()[0].split(";")[0].split(", consider")[0])

mixed = [{"title": title, "age": age} for title, age in week]
sparse = [{"title": title, "age": age} if age == "18+" else {"title": title} for title, age in week]
for what, rows in (("mixed", mixed), ("sparse", sparse)):
    text = json.dumps(rows).encode()
    attempt(f"{what}, DataFrame", lambda: polars.DataFrame(rows))
    attempt(f"{what}, read_json", lambda: polars.read_json(io.BytesIO(text)))
    print(f"{what}, pandas", list(pandas.DataFrame(rows)), pandas.DataFrame(rows)["age"].to_list()[-1:])
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known='polars [12, None, 6, None]
polars, all rows scanned ['"'"'12'"'"', '"'"'18+'"'"', '"'"'6'"'"', '"'"'18+'"'"']
pandas, openpyxl [12, '"'"'18+'"'"', 6, '"'"'18+'"'"']
pandas, calamine [12, '"'"'18+'"'"', 6, '"'"'18+'"'"']
mixed, DataFrame refuses it: could not append value: "18+" of type: str to the builder
mixed, read_json refuses it: error deserializing value "String("18+")" as numeric.
mixed, pandas ['"'"'title'"'"', '"'"'age'"'"'] ['"'"'18+'"'"']
sparse, DataFrame ['"'"'title'"'"'] 
sparse, read_json refuses it: extra field in struct data: age
sparse, pandas ['"'"'title'"'"', '"'"'age'"'"'] ['"'"'18+'"'"']'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
