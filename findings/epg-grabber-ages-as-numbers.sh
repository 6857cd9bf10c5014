#!/usr/bin/env bash
# Package: epg-grabber 0.46.1 (npm), by which the guides of iptv-org are made; validated by lxml 6.1.3 (PyPI)
# Expected: what the parser of a site hands over is in the guide. Services give an age as a number, {"age": 18}; for
#   a season, a start or a length the library takes numbers as well as texts. What it cannot use is an error.
# Seen: a number as an age is left out, as {value: 18} and as 18: the film has an empty rating or none. A film named
#   1984, as JSON gives it, has no title at all. Season 0, where specials are, is season 1, and a year, 2020, is the
#   day 1 January 1970. A programme with a country and an address, or with an icon and a rating, is not in the
#   order of the XMLTV DTD. No error, no warning; the age '18+' as a text is written.
# Source: README of epg-grabber, "Program Object" (season: String or Number; date: Number; rating: String or Object);
#   XMLTV DTD, programme (its order; at least one title), date (YYYY is allowed) and rating (needs a value).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund epg-grabber@0.46.1 > npm.log
python3 -m venv venv
venv/bin/pip --quiet --quiet install lxml==6.1.3

cat > grab.mjs <<'JS'
import {Channel, EPGGrabber, Program} from 'epg-grabber';

const channel = new Channel({xmltv_id: 'KTK.kz', name: 'KTK', site: 'example.kz', site_id: '1', lang: 'ru', logo: null, url: null, lcn: null, index: 0});
const start = '2026-03-04T15:30:00Z';
const stop = '2026-03-04T17:00:00Z';
const programmes = [
  {title: 'Text', rating: '18+'},
  {title: 'Number', rating: 18},
  {title: 'Object', rating: {system: 'KZ', value: 18}},
  {title: 1984, rating: '16+'},
  {title: 'Special', season: 0, episode: 5},
  {title: 'Year', date: 2020},
  {title: 'Order', icon: 'film.png', country: 'KZ', url: 'film.html'},
].map((found) => Program.fromParserResult({start, stop, ...found}, channel));
process.stdout.write(EPGGrabber.generateXMLTV([channel], programmes));
JS
cat > check.py <<'PY'
import io

from lxml import etree

# the elements above, as the DTD of XMLTV has them
dtd = etree.DTD(io.StringIO("""
<!ELEMENT tv (channel*, programme*)> <!ATTLIST tv date CDATA #IMPLIED>
<!ELEMENT channel (display-name+, icon*, url*)> <!ATTLIST channel id CDATA #REQUIRED>
<!ELEMENT programme (title+, date?, icon*, url*, country*, episode-num*, rating*)>
<!ATTLIST programme start CDATA #REQUIRED stop CDATA #IMPLIED channel CDATA #REQUIRED>
<!ELEMENT rating (value, icon*)> <!ATTLIST rating system CDATA #IMPLIED>
<!ELEMENT icon EMPTY> <!ATTLIST icon src CDATA #REQUIRED>
<!ELEMENT display-name (#PCDATA)> <!ELEMENT url (#PCDATA)> <!ELEMENT value (#PCDATA)> <!ELEMENT date (#PCDATA)>
<!ELEMENT title (#PCDATA)> <!ATTLIST title lang CDATA #IMPLIED>
<!ELEMENT country (#PCDATA)> <!ATTLIST country lang CDATA #IMPLIED>
<!ELEMENT episode-num (#PCDATA)> <!ATTLIST episode-num system CDATA #IMPLIED>
"""))
guide = etree.parse("guide.xml")
for programme in guide.iter("programme"):
    print(*(etree.tostring(part, encoding="unicode", with_tail=False) for part in programme))
dtd.validate(guide)
print("lines with errors:", *sorted({error.line for error in dtd.error_log}))
PY
node grab.mjs > guide.xml
seen=$(venv/bin/python check.py)
printf '%s\n' "$seen"
known='<title lang="ru">Text</title> <rating><value>18+</value></rating>
<title lang="ru">Number</title>
<title lang="ru">Object</title> <rating system="KZ"/>
<rating><value>16+</value></rating>
<title lang="ru">Special</title> <episode-num system="xmltv_ns">0.4.0/1</episode-num> <episode-num system="onscreen">S01E05</episode-num>
<title lang="ru">Year</title> <date>19700101</date>
<title lang="ru">Order</title> <country lang="ru">KZ</country> <url>film.html</url> <icon src="film.png"/>
lines with errors: 5 6 9'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
