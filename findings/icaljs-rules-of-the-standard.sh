#!/usr/bin/env bash
# Package: ical.js 2.2.1, beside rrule 2.8.1 and rrule-temporal 2.2.8 with temporal-polyfill 1.0.8 (npm)
# Expected: programmes that a calendar repeats by a rule are on the days that the rule names. RFC 5545 gives two
#   of the rules below as examples, with their days: the 20th Monday of the year, and Monday of week 20.
# Seen: ical.js, the library of Thunderbird, puts a programme of once a year on every Monday from then on. One
#   of the second Monday of each month, at 6:30 and 22:30, is also on the 1st of the month at 22:30, and has
#   every time of a rule where BYSETPOS leaves one of them. No error. The two other libraries are right in all.
# Source: RFC 5545, 3.3.10 and 3.8.5.3 ("Every 20th Monday of the year, forever", "Monday of week number 20").
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund ical.js@2.2.1 rrule@2.8.1 rrule-temporal@2.2.8 \
  temporal-polyfill@1.0.8 > npm.log

cat > read.mjs <<'JS'
import ICAL from 'ical.js';
import rrule from 'rrule';
import {RRuleTemporal} from 'rrule-temporal';
import 'temporal-polyfill/global';

const rules = [
  ['1997-05-19T22:30:00', 'FREQ=YEARLY;BYDAY=20MO;COUNT=4'],
  ['1997-05-12T22:30:00', 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=4'],
  ['2026-03-09T06:30:00', 'FREQ=MONTHLY;BYDAY=2MO;BYHOUR=6,22;COUNT=4'],
  ['2026-03-09T06:30:00', 'FREQ=DAILY;BYHOUR=6,22;BYSETPOS=1;COUNT=4'],
  ['2026-03-09T06:30:00', 'FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=6,22;COUNT=4'],
];
const libraries = {
  'ical.js': (start, rule) => {
    const days = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateTimeString(start));
    return [1, 2, 3, 4].map(() => days.next().toString());
  },
  rrule: (start, rule) => rrule.rrulestr(`DTSTART:${start.replace(/[-:]/g, '')}Z\nRRULE:${rule}`).all().map((day) => day.toISOString()),
  'rrule-temporal': (start, rule) => new RRuleTemporal({rruleString: `DTSTART:${start.replace(/[-:]/g, '')}Z\nRRULE:${rule}`})
    .all().map((day) => day.toPlainDateTime().toString()),
};
for (const [start, rule] of rules) {
  console.log(rule);
  for (const [name, days] of Object.entries(libraries)) {
    console.log(' ', name.padEnd(14), days(start, rule).map((day) => day.slice(0, 16).replace('T', ' ')).join(', '));
  }
}
JS
seen=$(node read.mjs)
printf '%s\n' "$seen"
known='FREQ=YEARLY;BYDAY=20MO;COUNT=4
  ical.js        1997-05-19 22:30, 1997-05-26 22:30, 1997-06-02 22:30, 1997-06-09 22:30
  rrule          1997-05-19 22:30, 1998-05-18 22:30, 1999-05-17 22:30, 2000-05-15 22:30
  rrule-temporal 1997-05-19 22:30, 1998-05-18 22:30, 1999-05-17 22:30, 2000-05-15 22:30
FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=4
  ical.js        1997-05-19 22:30, 1997-05-26 22:30, 1997-06-02 22:30, 1997-06-09 22:30
  rrule          1997-05-12 22:30, 1998-05-11 22:30, 1999-05-17 22:30, 2000-05-15 22:30
  rrule-temporal 1997-05-12 22:30, 1998-05-11 22:30, 1999-05-17 22:30, 2000-05-15 22:30
FREQ=MONTHLY;BYDAY=2MO;BYHOUR=6,22;COUNT=4
  ical.js        2026-03-09 06:30, 2026-03-09 22:30, 2026-04-01 22:30, 2026-04-13 06:30
  rrule          2026-03-09 06:30, 2026-03-09 22:30, 2026-04-13 06:30, 2026-04-13 22:30
  rrule-temporal 2026-03-09 06:30, 2026-03-09 22:30, 2026-04-13 06:30, 2026-04-13 22:30
FREQ=DAILY;BYHOUR=6,22;BYSETPOS=1;COUNT=4
  ical.js        2026-03-09 06:30, 2026-03-09 22:30, 2026-03-10 06:30, 2026-03-10 22:30
  rrule          2026-03-09 06:30, 2026-03-10 06:30, 2026-03-11 06:30, 2026-03-12 06:30
  rrule-temporal 2026-03-09 06:30, 2026-03-10 06:30, 2026-03-11 06:30, 2026-03-12 06:30
FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=6,22;COUNT=4
  ical.js        2026-03-09 06:30, 2026-03-09 22:30, 2026-03-12 06:30, 2026-03-12 22:30
  rrule          2026-03-09 06:30, 2026-03-09 22:30, 2026-03-12 06:30, 2026-03-12 22:30
  rrule-temporal 2026-03-09 06:30, 2026-03-09 22:30, 2026-03-12 06:30, 2026-03-12 22:30'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
