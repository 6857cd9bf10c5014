#!/usr/bin/env bash
# Package: lxml 6.1.3 with its libxslt 1.1.43 and libxml2 2.14.6, beside elementpath 5.1.4 (PyPI)
# Expected: the date functions of XSLT (EXSLT) and the XML Schema of one package know the same times. A start without an
#   offset plus its length is an end without an offset; 24:00, which the schema accepts as the end of a day, is
#   midnight, as in XPath 2.
# Seen: date:add makes a time of UTC of a clock time: 22:30 and 90 minutes are "00:00:00Z", 05:00 in Almaty, so that the
#   film is six and a half hours long when the two are compared. An end of 24:00 that has just been validated is no time
#   for date:difference, an empty text, nor for date:seconds, NaN, while PT24H as a length is known. No error.
# Source: EXSLT, date:add and date:difference (what becomes of a time without a zone is not said, nor
#   that 24:00 is none); XML Schema part 2, 3.2.7 (24 is allowed as the hour where minutes and seconds are zero).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install lxml==6.1.3 elementpath==5.1.4

cat > read.py <<'PY'
import elementpath
from lxml import etree

print("libxslt", *etree.LIBXSLT_VERSION, "libxml2", *etree.LIBXML_VERSION)
schema_space = "http:" + "//www.w3.org/2001/XMLSchema"
style_space = "http:" + "//www.w3.org/1999/XSL/Transform"
dates_space = "http:" + "//exslt.org/dates-and-times"

schema = etree.XMLSchema(etree.XML(f'<s:schema xmlns:s="{schema_space}"><s:element name="stop" type="s:dateTime"/></s:schema>'))

def styled(question):
    style = etree.XML(
        f'<x:stylesheet version="1.0" xmlns:x="{style_space}" xmlns:date="{dates_space}"><x:output method="text"/>'
        f'<x:template match="/"><x:value-of select="{question}"/></x:template></x:stylesheet>'
    )
    return str(etree.XSLT(style)(etree.XML("<stop/>")))

def asked(question):
    return elementpath.select(etree.XML("<stop/>"), question, parser=elementpath.XPath2Parser)

bare, start, end = "2026-03-04T22:30:00", "2026-03-04T22:30:00+05:00", "2026-03-04T24:00:00+05:00"
for stop in (end, "2026-03-04T24:30:00+05:00"):
    print("valid", stop, schema.validate(etree.XML(f"<stop>{stop}</stop>")))
for question in (
    f"date:add('{start}', 'PT90M')",
    f"date:add('{bare}', 'PT90M')",
    f"date:difference('{start}', date:add('{start}', 'PT90M'))",
    f"date:difference('{start}', date:add('{bare}', 'PT90M'))",
    f"date:difference('{start}', '{end}')",
    f"date:seconds('{end}')",
    "date:seconds('PT24H')",
):
    print("XSLT", question, "=", repr(styled(question)))
for question in (
    f"xs:dateTime('{bare}') + xs:dayTimeDuration('PT90M')",
    f"xs:dateTime('{end}') - xs:dateTime('{start}')",
):
    print("XPath 2", question, "=", asked(question))
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known=$(cat <<'TXT'
libxslt 1 1 43 libxml2 2 14 6
valid 2026-03-04T24:00:00+05:00 True
valid 2026-03-04T24:30:00+05:00 False
XSLT date:add('2026-03-04T22:30:00+05:00', 'PT90M') = '2026-03-05T00:00:00+05:00'
XSLT date:add('2026-03-04T22:30:00', 'PT90M') = '2026-03-05T00:00:00Z'
XSLT date:difference('2026-03-04T22:30:00+05:00', date:add('2026-03-04T22:30:00+05:00', 'PT90M')) = 'PT1H30M'
XSLT date:difference('2026-03-04T22:30:00+05:00', date:add('2026-03-04T22:30:00', 'PT90M')) = 'PT6H30M'
XSLT date:difference('2026-03-04T22:30:00+05:00', '2026-03-04T24:00:00+05:00') = ''
XSLT date:seconds('2026-03-04T24:00:00+05:00') = 'NaN'
XSLT date:seconds('PT24H') = '86400'
XPath 2 xs:dateTime('2026-03-04T22:30:00') + xs:dayTimeDuration('PT90M') = 2026-03-05T00:00:00
XPath 2 xs:dateTime('2026-03-04T24:00:00+05:00') - xs:dateTime('2026-03-04T22:30:00+05:00') = PT1H30M
TXT
)
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
