#!/usr/bin/env bash
# Package: libspreadsheet-xlsx-perl 0.17-1 and libspreadsheet-parseexcel-perl 0.6500-4~deb12u1 (Debian
#   12; with libarchive-zip-perl 1.68-1, libcrypt-rc4-perl 2.02-5, libdigest-perl-md5-perl 1.9-5 and
#   libole-storage-lite-perl 0.20-2); the workbooks are written by XlsxWriter 3.3.1 and xlwt 1.3.0 (PyPI)
# Expected: "[h]:mm", the format for lengths and for a broadcast day that goes on to 25:30, shows hours
#   and minutes: 1:35 and 25:30. Behind "h" or "[h]", "mm" are minutes.
# Seen: both take "mm" behind "[h]" for the month and print its number: 1:35 is 1:01, 25:30 is 25:01,
#   21:30 is 21:01. Whatever the length, its minutes are 01. "h:mm" and "[h]:mm:ss" are right.
# Source: ECMA-376 part 1, 18.8.31 (m directly after h is minutes; [h] is elapsed hours). The manual of
#   Spreadsheet::ParseExcel::Utility names no limit; Spreadsheet::ParseXLSX uses its ExcelFmt as well.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install xlsxwriter==3.3.1 xlwt==1.3.0
mkdir -p lists/partial archives/partial
apt=(-qq -o "Dir::State::Lists=$work/lists" -o "Dir::Cache::Archives=$work/archives" -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update
apt-get "${apt[@]}" download libspreadsheet-xlsx-perl=0.17-1 libarchive-zip-perl=1.68-1 \
  libspreadsheet-parseexcel-perl=0.6500-4~deb12u1 libcrypt-rc4-perl=2.02-5 \
  libdigest-perl-md5-perl=1.9-5 libole-storage-lite-perl=0.20-2
for package in *.deb; do dpkg-deb --extract "$package" tree; done

venv/bin/python - <<'PY'
import xlsxwriter
import xlwt

patterns = ["h:mm", "[h]:mm:ss", "[h]:mm"]
minutes = [95, 21 * 60 + 30, 25 * 60 + 30]
with xlsxwriter.Workbook("schedule.xlsx") as book:
    sheet = book.add_worksheet()
    for row, pattern in enumerate(patterns):
        sheet.write(row, 0, pattern)
        for column, value in enumerate(minutes, 1):
            sheet.write(row, column, value / 1440, book.add_format({"num_format": pattern}))
old = xlwt.Workbook()
sheet = old.add_sheet("A")
for row, pattern in enumerate(patterns):
    sheet.write(row, 0, pattern)
    for column, value in enumerate(minutes, 1):
        sheet.write(row, column, value / 1440, xlwt.easyxf(num_format_str=pattern))
old.save("schedule.xls")
PY
cat > read.pl <<'PL'
use strict;
use warnings;
use Spreadsheet::ParseExcel;
use Spreadsheet::XLSX;

for my $row (0 .. 2) {
    my $sheet = Spreadsheet::XLSX->new('schedule.xlsx')->{Worksheet}[0];
    print join(' ', 'xlsx', map { $sheet->{Cells}[$row][$_]->value } 0 .. 3), "\n";
}
for my $row (0 .. 2) {
    my $sheet = Spreadsheet::ParseExcel->new->parse('schedule.xls')->worksheet(0);
    print join(' ', 'xls', map { $sheet->get_cell($row, $_)->value } 0 .. 3), "\n";
}
PL
seen=$(PERL5LIB=$work/tree/usr/share/perl5 perl read.pl)
printf '%s\n' "$seen"
known='xlsx h:mm 1:35 21:30 1:30
xlsx [h]:mm:ss 1:35:00 21:30:00 25:30:00
xlsx [h]:mm 1:01 21:01 25:01
xls h:mm 1:35 21:30 1:30
xls [h]:mm:ss 1:35:00 21:30:00 25:30:00
xls [h]:mm 1:01 21:01 25:01'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
