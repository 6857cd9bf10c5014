#!/usr/bin/env bash
# Package: xmlschema 4.3.2 with elementpath 5.1.4, and lxml 6.1.3 with its libxml2 2.14.6 (PyPI)
# Expected: a schema admits trailers from 06:00 to 22:00 (minInclusive, maxExclusive). With bounds at +05:00 16:30Z, 21:30
#   in Almaty, is inside and 18:30Z outside. With bounds that have no offset, and a value that has one, the order is
#   undecided within 14 hours, so that 23:30+05:00 is not "less than 22:00" and is refused.
# Seen: with bounds without an offset xmlschema lets 23:30+05:00 through, for xs:time and for xs:dateTime, libxml2 for
#   xs:dateTime: half past eleven at night is taken as 18:30 and the bound as one of UTC. With bounds at +05:00 libxml2
#   refuses each xs:time in UTC, 16:30Z too, and xmlschema takes 12:00 without an offset as 17:00 in Almaty. Of eleven
#   values they differ on three, and err together on one. A list is "valid", and a trailer of the night is in it.
# Source: W3C XML Schema Part 2, 3.2.7.4 (order of dateTime: with and without a time zone, plus and minus 14 hours), 3.2.8
#   (time: as dateTime, of any day) and 4.3.7 (maxExclusive: less than); documentation of xmlschema and of lxml, where
#   no other order is named.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install xmlschema==4.3.2 elementpath==5.1.4 lxml==6.1.3

cat > check.py <<'PY'
import xmlschema
from lxml import etree

SPACE = "http:" + "//www.w3.org/2001/XMLSchema"
SCHEMA = f"""<xs:schema xmlns:xs="{SPACE}">
<xs:element name="trailer"><xs:complexType><xs:attribute name="at" type="daytime"/></xs:complexType></xs:element>
<xs:simpleType name="daytime"><xs:restriction base="xs:{{kind}}">
<xs:minInclusive value="{{day}}06:00:00{{offset}}"/><xs:maxExclusive value="{{day}}22:00:00{{offset}}"/>
</xs:restriction></xs:simpleType></xs:schema>"""

def check(kind, offset, clocks):
    day = "2026-03-04T" if kind == "dateTime" else ""
    text = SCHEMA.format(kind=kind, day=day, offset=offset)
    both = xmlschema.XMLSchema(text), etree.XMLSchema(etree.fromstring(text))
    print(f"{kind}, 06:00{offset} to 22:00{offset}")
    for clock in clocks:
        document = f'<trailer at="{day}{clock}"/>'
        mine, theirs = both[0].is_valid(document), both[1].validate(etree.fromstring(document))
        print(f"  {clock}: xmlschema {'valid' if mine else 'not'}, libxml2 {'valid' if theirs else 'not'}")

for kind in ("time", "dateTime"):
    check(kind, "", ["21:30:00", "23:30:00", "23:30:00+05:00"])
check("time", "+05:00", ["21:30:00+05:00", "23:30:00+05:00", "16:30:00Z", "18:30:00Z", "12:00:00"])
PY
seen=$(venv/bin/python check.py)
printf '%s\n' "$seen"
known='time, 06:00 to 22:00
  21:30:00: xmlschema valid, libxml2 valid
  23:30:00: xmlschema not, libxml2 not
  23:30:00+05:00: xmlschema valid, libxml2 not
dateTime, 06:00 to 22:00
  21:30:00: xmlschema valid, libxml2 valid
  23:30:00: xmlschema not, libxml2 not
  23:30:00+05:00: xmlschema valid, libxml2 valid
time, 06:00+05:00 to 22:00+05:00
  21:30:00+05:00: xmlschema valid, libxml2 valid
  23:30:00+05:00: xmlschema not, libxml2 not
  16:30:00Z: xmlschema valid, libxml2 not
  18:30:00Z: xmlschema not, libxml2 not
  12:00:00: xmlschema valid, libxml2 not'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
