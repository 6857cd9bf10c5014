#!/usr/bin/env bash
# Package: icalendar 7.3.2 and tzlocal 5.4.5 (PyPI), node-ical 0.26.1 and windows-iana 5.1.0 (npm)
# Expected: "Central Asia Standard Time", the name under which Outlook and Windows had Almaty and Astana
#   for twenty years, means one clock, whichever table translates it; all copy Unicode's CLDR.
# Seen: the tables are of two ages. For windows-iana, which asks for the country too, it is Asia/Almaty,
#   +05:00 since March 2024; for tzlocal, icalendar and node-ical it is Asia/Bishkek, +06:00. A film of
#   23:30 in a calendar with that name starts an hour apart, and a calendar written in Almaty on a
#   Windows that is set as before is read an hour early by three of the four.
# Source: CLDR-17351 of 2024 (windowsZones.xml: Almaty and Qostanay leave "Central Asia Standard Time"
#   for "West Asia Standard Time"); RFC 5545, 3.2.19 (a TZID has no meaning of its own).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install icalendar==7.3.2 tzlocal==5.4.5 tzdata==2026.6
npm install --prefix "$work" --silent --no-audit --no-fund node-ical@0.26.1 windows-iana@5.1.0 > npm.log

printf '%s\r\n' 'BEGIN:VCALENDAR' 'VERSION:2.0' 'PRODID:-//schedule//' 'BEGIN:VEVENT' 'UID:1' \
  'DTSTAMP:20240101T000000Z' 'DTSTART;TZID=Central Asia Standard Time:20240305T233000' \
  'SUMMARY:Film (18+)' 'END:VEVENT' 'END:VCALENDAR' > schedule.ics
cat > read.py <<'PY'
import datetime
import pathlib
import zoneinfo
import icalendar
from tzlocal.windows_tz import win_tz

start = datetime.datetime(2024, 3, 5, 23, 30, tzinfo=zoneinfo.ZoneInfo(win_tz["Central Asia Standard Time"]))
print("tzlocal", start.tzinfo.key, start.isoformat())
calendar = icalendar.Calendar.from_ical(pathlib.Path("schedule.ics").read_bytes())
start = calendar.walk("VEVENT")[0]["dtstart"].dt
print("icalendar", start.tzinfo.key, start.isoformat())
PY
cat > read.mjs <<'JS'
import ical from 'node-ical';
import { findIana } from 'windows-iana';
const event = Object.values(ical.sync.parseFile('schedule.ics')).find((part) => part.type === 'VEVENT');
console.log('node-ical', event.start.tz, event.start.toISOString());
console.log('windows-iana', findIana('Central Asia Standard Time', 'KZ').join(), findIana('Central Asia Standard Time')[0]);
JS
seen=$(venv/bin/python read.py && TZ=UTC node read.mjs)
printf '%s\n' "$seen"
known='tzlocal Asia/Bishkek 2024-03-05T23:30:00+06:00
icalendar Asia/Bishkek 2024-03-05T23:30:00+06:00
node-ical Asia/Bishkek 2024-03-05T17:30:00.000Z
windows-iana Asia/Almaty,Asia/Qostanay Asia/Almaty'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
