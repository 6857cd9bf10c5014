#!/usr/bin/env bash
# Package: icalevents 0.3.1 (PyPI), node-ical 0.26.1 and ical.js 2.2.1 (npm), beside recurring-ical-events 3.8.2 with
#   icalendar 7.3.2 (PyPI)
# Expected: a show at 22:00 each day of a week is moved to 23:00 from Wednesday on (RECURRENCE-ID;RANGE=THISANDFUTURE); a
#   film is on air on Monday and, by RDATE, on two days more; another channel's cinema at 22:00 has nothing to do with
#   them. So it is in recurring-ical-events.
# Seen: in icalevents and node-ical the show is at 23:00 on Wednesday alone and at 22:00 again from Thursday on, inside
#   the hours that it was moved out of, and the film is on air once. ical.js moves the show for good, but it moves the
#   cinema of the other channel and the film with it, under the name of the show: an event takes each exception of its
#   calendar as its own. With strictExceptions it compares them, and the calendar is an error. The first showing of the
#   film is not there. No error in the other ones.
# Source: RFC 5545, 3.8.4.4 (RANGE=THISANDFUTURE), 3.8.5.2 (RDATE) and 3.8.4.7 (UID: the identity of an event); README of
#   node-ical and of icalevents, where neither is named as missing; documentation of ical.js, Event (exceptions are those
#   of the component's parent; strictExceptions).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install icalevents==0.3.1 recurring-ical-events==3.8.2 icalendar==7.3.2
npm install --prefix "$work" --silent --no-audit --no-fund node-ical@0.26.1 ical.js@2.2.1 > npm.log

cat > week.txt <<'ICS'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//schedule//EN
BEGIN:VEVENT
UID:show
DTSTAMP:20260101T000000Z
DTSTART:20260302T220000Z
DTEND:20260302T223000Z
RRULE:FREQ=DAILY;COUNT=5
SUMMARY:Show
END:VEVENT
BEGIN:VEVENT
UID:show
DTSTAMP:20260101T000000Z
RECURRENCE-ID;RANGE=THISANDFUTURE:20260304T220000Z
DTSTART:20260304T230000Z
DTEND:20260304T233000Z
SUMMARY:Late show
END:VEVENT
BEGIN:VEVENT
UID:film
DTSTAMP:20260101T000000Z
DTSTART:20260302T120000Z
DTEND:20260302T130000Z
RDATE:20260304T120000Z,20260306T120000Z
SUMMARY:Film
END:VEVENT
BEGIN:VEVENT
UID:cinema
DTSTAMP:20260101T000000Z
DTSTART:20260302T220000Z
DTEND:20260302T223000Z
RRULE:FREQ=DAILY;COUNT=5
SUMMARY:Cinema of another channel
END:VEVENT
END:VCALENDAR
ICS
sed 's/$/\r/' week.txt > week.ics

cat > read.py <<'PY'
from collections import defaultdict
from datetime import datetime, timezone
from pathlib import Path

import icalendar
import recurring_ical_events
from icalevents.icalevents import events

BEGIN, END = (datetime(2026, 3, day, tzinfo=timezone.utc) for day in (1, 10))

def show(name, showings):
    print(name)
    titles = defaultdict(list)
    for start, title in sorted(showings):
        titles[title].append(f"{start:%a %H:%M}")
    for title, starts in sorted(titles.items()):
        print(f"  {title}: {', '.join(starts)}")

calendar = icalendar.Calendar.from_ical(Path("week.ics").read_bytes())
found = recurring_ical_events.of(calendar).between(BEGIN, END)
show("recurring-ical-events", [(event.start, str(event["SUMMARY"])) for event in found])
found = events(file="week.ics", start=BEGIN, end=END)
show("icalevents", [(event.start, str(event.summary)) for event in found])
PY
cat > read.mjs <<'JS'
import {readFileSync} from 'node:fs';
import ical from 'node-ical';
import ICAL from 'ical.js';

const text = readFileSync('week.ics', 'utf8');
const show = (name, showings) => {
  console.log(name);
  const titles = {};
  for (const [start, title] of showings.sort()) (titles[title] ??= []).push(new Date(start).toUTCString().replace(/, .* (\d\d:\d\d):.*/, ' $1'));
  for (const title of Object.keys(titles).sort()) console.log(`  ${title}: ${titles[title].join(', ')}`);
};
const showings = [];
for (const event of Object.values(ical.sync.parseICS(text))) {
  if (event.type !== 'VEVENT') continue;
  const found = ical.expandRecurringEvent(event, {from: new Date('2026-03-01'), to: new Date('2026-03-10')});
  showings.push(...found.map(({start, summary}) => [start.toISOString(), summary]));
}
show('node-ical', showings);
const expand = (options) => {
  const showings = [];
  for (const component of new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(component, options);
    if (event.isRecurrenceException()) continue;
    const times = event.iterator();
    for (let time = times.next(); time; time = times.next()) {
      const {item, startDate} = event.getOccurrenceDetails(time);
      showings.push([startDate.toJSDate().toISOString(), item.summary]);
    }
  }
  return showings;
};
show('ical.js', expand());
try {
  show('ical.js with strictExceptions', expand({strictExceptions: true}));
} catch (error) {
  console.log('ical.js with strictExceptions:', error.message);
}
JS
seen=$(TZ=UTC venv/bin/python read.py; TZ=UTC node read.mjs)
printf '%s\n' "$seen"
known='recurring-ical-events
  Cinema of another channel: Mon 22:00, Tue 22:00, Wed 22:00, Thu 22:00, Fri 22:00
  Film: Mon 12:00, Wed 12:00, Fri 12:00
  Late show: Wed 23:00, Thu 23:00, Fri 23:00
  Show: Mon 22:00, Tue 22:00
icalevents
  Cinema of another channel: Mon 22:00, Tue 22:00, Wed 22:00, Thu 22:00, Fri 22:00
  Film: Mon 12:00
  Late show: Wed 23:00
  Show: Mon 22:00, Tue 22:00, Thu 22:00, Fri 22:00
node-ical
  Cinema of another channel: Mon 22:00, Tue 22:00, Wed 22:00, Thu 22:00, Fri 22:00
  Film: Mon 12:00
  Late show: Wed 23:00
  Show: Mon 22:00, Tue 22:00, Thu 22:00, Fri 22:00
ical.js
  Cinema of another channel: Mon 22:00, Tue 22:00
  Film: Wed 12:00
  Late show: Wed 23:00, Wed 23:00, Thu 23:00, Thu 23:00, Fri 13:00, Fri 23:00, Fri 23:00
  Show: Mon 22:00, Tue 22:00
ical.js with strictExceptions: attempted to relate unrelated exception'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
