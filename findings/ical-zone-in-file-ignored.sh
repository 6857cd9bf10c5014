#!/usr/bin/env bash
# Package: ics 0.7.3 and icalendar 7.3.2 (PyPI), node-ical 0.26.1 and ical.js 2.2.1 (npm)
# Expected: a calendar that describes its own zone (VTIMEZONE, always at +06:00) is read by that
#   description, whatever the zone is called: 23:30 is 17:30 UTC.
# Seen: four libraries, three answers. Called "Channel time" the zone is +06:00 for icalendar and
#   ical.js, but UTC for ics and node-ical: six hours off (node-ical says so, ics does not). Called
#   "Asia/Almaty" only ical.js follows the file; the three others use their own tables, +05:00 since
#   March 2024, so two equal files differ by the name alone.
# Source: RFC 5545, 3.2.19: the time is interpreted by the VTIMEZONE of the same TZID in the file;
#   a name has no meaning of its own unless it begins with "/".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install ics==0.7.3 icalendar==7.3.2 tzdata==2026.6
npm install --prefix "$work" --silent --no-audit --no-fund node-ical@0.26.1 ical.js@2.2.1 > npm.log

for name in 'Channel time' 'Asia/Almaty'; do
  printf '%s\r\n' 'BEGIN:VCALENDAR' 'VERSION:2.0' 'PRODID:-//schedule//' 'BEGIN:VTIMEZONE' "TZID:$name" \
    'BEGIN:STANDARD' 'DTSTART:20041031T030000' 'TZOFFSETFROM:+0700' 'TZOFFSETTO:+0600' 'END:STANDARD' \
    'END:VTIMEZONE' 'BEGIN:VEVENT' 'UID:1' 'DTSTAMP:20240101T000000Z' "DTSTART;TZID=$name:20240305T233000" \
    "DTEND;TZID=$name:20240306T003000" 'SUMMARY:Film (18+)' 'END:VEVENT' 'END:VCALENDAR' > "${name%%/*}.ics"
done
cat > read.py <<'PY'
import datetime
import pathlib
import warnings
import ics
import icalendar

warnings.simplefilter("ignore")
for name in ("Channel time.ics", "Asia.ics"):
    text = pathlib.Path(name).read_bytes().decode()
    [event] = ics.Calendar(text).events
    print(name, "ics", event.begin.to("UTC").strftime("%H:%M"))
    start = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["dtstart"].dt
    print(name, "icalendar", start.astimezone(datetime.UTC).strftime("%H:%M"))
PY
cat > read.mjs <<'JS'
import fs from 'fs';
import ICAL from 'ical.js';
import ical from 'node-ical';
for (const name of ['Channel time.ics', 'Asia.ics']) {
  const text = fs.readFileSync(name, 'utf8');
  const event = Object.values(ical.sync.parseICS(text)).find((part) => part.type === 'VEVENT');
  console.log(name, 'node-ical', event.start.toISOString().slice(11, 16));
  const own = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent'));
  console.log(name, 'ical.js', own.startDate.toJSDate().toISOString().slice(11, 16));
}
JS
seen=$(venv/bin/python read.py && TZ=UTC node read.mjs 2> node.log)
printf '%s\n' "$seen"
known='Channel time.ics ics 23:30
Channel time.ics icalendar 17:30
Asia.ics ics 18:30
Asia.ics icalendar 18:30
Channel time.ics node-ical 23:30
Channel time.ics ical.js 17:30
Asia.ics node-ical 18:30
Asia.ics ical.js 17:30'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
