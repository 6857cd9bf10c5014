#!/usr/bin/env bash
# Package: pylightxl 1.61 and xlsx2csv 0.8.6 (PyPI), ruby-roo 2.10.0-1 with ruby-zip 2.3.2-1 and ruby-nokogiri
#   1.13.10+dfsg-2+b1 (Debian 12, run by its ruby 3.1), beside openpyxl 3.1.5; the workbook is written by
#   XlsxWriter 3.3.1
# Expected: the age 18 in a cell whose format prints words or a colour with the number (0" years", [Red]0"+") is
#   18, or what the cell shows. Letters in quotation marks are text, and a colour is none.
# Seen: the y of "years" or the d of [Red] makes the age a day. For pylightxl and roo 18 years are 17 January
#   1900; so is 18+ in red for pylightxl. xlsx2csv prints the format in place of the number, 0" years", so that
#   every age is 0. In Russian (0" лет") all three are right, so one station's ages are read and another's not.
# Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (text in quotation marks, colours in brackets); what of a format
#   makes a date is in none of the three READMEs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install pylightxl==1.61 xlsx2csv==0.8.6 openpyxl==3.1.5 xlsxwriter==3.3.1
mkdir -p lists/partial archives/partial
apt=(-qq -o "Dir::State::Lists=$work/lists" -o "Dir::Cache::Archives=$work/archives" -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update
apt-get "${apt[@]}" download ruby-roo=2.10.0-1 ruby-zip=2.3.2-1 ruby-nokogiri=1.13.10+dfsg-2+b1
for package in *.deb; do dpkg-deb --extract "$package" tree; done

venv/bin/python - <<'PY'
import xlsxwriter

with xlsxwriter.Workbook("ages.xlsx") as book:
    sheet = book.add_worksheet()
    for row, form in enumerate(('0"+"', '0" years"', '[Red]0"+"', '0" лет"')):
        sheet.write(row, 0, f"as {form}")
        sheet.write(row, 1, 18, book.add_format({"num_format": form}))
PY
cat > read.py <<'PY'
import openpyxl
import pylightxl

book = pylightxl.readxl("ages.xlsx")
for form, age in book.ws(book.ws_names[0]).rows:
    print("pylightxl", form, "->", age)
for form, age in openpyxl.load_workbook("ages.xlsx").active.values:
    print("openpyxl", form, "->", age)
PY
cat > read.rb <<'RB'
require 'roo'
book = Roo::Excelx.new('ages.xlsx')
(1..4).each { |row| puts "roo #{book.cell(row, 1)} -> #{book.cell(row, 2)}" }
RB
folders=$(find "$work/tree" -type d | grep -E '/gems/[^/]+/lib$|/extensions/.*/nokogiri-[0-9.]+$' | paste -sd:)
seen=$(venv/bin/python read.py; RUBYLIB=$folders ruby -W0 read.rb; venv/bin/xlsx2csv --delimiter '|' ages.xlsx)
printf '%s\n' "$seen"
known='pylightxl as 0"+" -> 18
pylightxl as 0" years" -> 1900/01/17 00:00:00
pylightxl as [Red]0"+" -> 1900/01/17
pylightxl as 0" лет" -> 18
openpyxl as 0"+" -> 18
openpyxl as 0" years" -> 18
openpyxl as [Red]0"+" -> 18
openpyxl as 0" лет" -> 18
roo as 0"+" -> 18
roo as 0" years" -> 1900-01-17
roo as [Red]0"+" -> 18
roo as 0" лет" -> 18
"as 0""+"""|18
"as 0"" years"""|"0"" years"""
"as [Red]0""+"""|18
"as 0"" лет"""|18'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
