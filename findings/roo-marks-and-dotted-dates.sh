#!/usr/bin/env bash
# Package: ruby-roo 2.10.0-1 with ruby-zip 2.3.2-1 and ruby-nokogiri 1.13.10+dfsg-2+b1 (Debian 12, run by its
#   ruby 3.1); the workbook is written by XlsxWriter 3.3.1
# Expected: a title with a bold mark in it is "Film (18+)"; formatted_value gives what the cell shows,
#   04.03.2024 and 25:30; starts before and after midnight in one column of "[h]:mm" are of one type.
# Seen: the title is "<html>Film <b>(18+)</b></html>", in CSV files too, while no other cell is HTML.
#   formatted_value of 04.03.2024 21:30 is "dd.30.yyyy 21:30": letters between dots are left, and "mm" is
#   the minute. The start 23:30 is the number 84600, 24:30 a DateTime of 31 December 1899 without its
#   first 24 hours, shown as "[0]:30". No error.
# Source: ECMA-376 part 1, 18.8.30 and 18.4 (rich text is text); the code of Roo::Font and Roo::Excelx:
#   neither the HTML nor the patterns that are known are in its README.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install xlsxwriter==3.3.1
mkdir -p lists/partial archives/partial
apt=(-qq -o "Dir::State::Lists=$work/lists" -o "Dir::Cache::Archives=$work/archives" -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update
apt-get "${apt[@]}" download ruby-roo=2.10.0-1 ruby-zip=2.3.2-1 ruby-nokogiri=1.13.10+dfsg-2+b1
for package in *.deb; do dpkg-deb --extract "$package" tree; done

venv/bin/python - <<'PY'
import datetime
import xlsxwriter

with xlsxwriter.Workbook("schedule.xlsx") as book:
    sheet = book.add_worksheet()
    hours = book.add_format({"num_format": "[h]:mm"})
    for row, minutes in enumerate((23 * 60 + 30, 24 * 60 + 30)):
        start = datetime.datetime(2024, 3, 4, 21, 30)
        sheet.write_datetime(row, 0, start, book.add_format({"num_format": "dd.mm.yyyy hh:mm"}))
        sheet.write_datetime(row, 1, datetime.timedelta(minutes=minutes), hours)
    sheet.write_rich_string(0, 2, "Film ", book.add_format({"bold": True}), "(18+)")
    sheet.write(1, 2, "News (6+)")
PY
cat > read.rb <<'RB'
require 'roo'
book = Roo::Excelx.new('schedule.xlsx')
(1..2).each do |row|
  puts book.row(row).map(&:to_s).join(' | ')
  puts "  shown as #{(1..2).map { |column| book.formatted_value(row, column) }.join(' | ')}"
end
puts book.to_csv
RB
folders=$(find "$work/tree" -type d | grep -E '/gems/[^/]+/lib$|/extensions/.*/nokogiri-[0-9.]+$' | paste -sd:)
seen=$(RUBYLIB=$folders ruby -W0 read.rb)
printf '%s\n' "$seen"
known='2024-03-04T21:30:00+00:00 | 84600 | <html>Film <b>(18+)</b></html>
  shown as dd.30.yyyy 21:30 | [23]:30
2024-03-04T21:30:00+00:00 | 1899-12-31T00:30:00+00:00 | News (6+)
  shown as dd.30.yyyy 21:30 | [0]:30
2024-03-04T21:30:00+00:00,23:30:00,"<html>Film <b>(18+)</b></html>"
2024-03-04T21:30:00+00:00,1899-12-31T00:30:00+00:00,"News (6+)"'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
