#!/usr/bin/env bash
# Package: date-fns-tz 3.2.0 with date-fns 4.1.0, beside luxon 3.7.2 and moment-timezone 0.6.6 (npm)
# Expected: 2024-03-04T24:00, the end of a broadcast day, is midnight between 4 and 5 March (ISO 8601),
#   as JavaScript's own Date, luxon and moment-timezone have it; and 24:30 is refused, as they do.
# Seen: fromZonedTime puts 24:00 at the beginning of 4 March, a whole day early, and takes 24:30 for
#   half past midnight of the morning before. 25:30 is an invalid date. So the last programme of a
#   day ends before its first begins.
# Source: ISO 8601-1:2019/Amd 1:2022 (24:00:00 is the end of the day); ECMA-262, Date Time String Format;
#   issue 255 of date-fns-tz, open.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund \
  date-fns@4.1.0 date-fns-tz@3.2.0 luxon@3.7.2 moment-timezone@0.6.6 > npm.log

cat > read.js <<'JS'
const { fromZonedTime } = require('date-fns-tz');
const { DateTime } = require('luxon');
const moment = require('moment-timezone');
const zone = 'Asia/Almaty';
const text = (date) => (Number.isNaN(date.getTime()) ? 'invalid' : date.toISOString());
for (const start of ['2024-03-04T23:00', '2024-03-04T24:00', '2024-03-04T24:30', '2024-03-04T25:30']) {
  console.log(start, 'Date', text(new Date(`${start}+05:00`)));
  console.log(start, 'luxon', text(DateTime.fromISO(start, { zone }).toJSDate()));
  console.log(start, 'moment', text(moment.tz(start, zone).toDate()));
  console.log(start, 'date-fns-tz', text(fromZonedTime(start, zone)));
}
JS
seen=$(node read.js)
printf '%s\n' "$seen"
known='2024-03-04T23:00 Date 2024-03-04T18:00:00.000Z
2024-03-04T23:00 luxon 2024-03-04T18:00:00.000Z
2024-03-04T23:00 moment 2024-03-04T18:00:00.000Z
2024-03-04T23:00 date-fns-tz 2024-03-04T18:00:00.000Z
2024-03-04T24:00 Date 2024-03-04T19:00:00.000Z
2024-03-04T24:00 luxon 2024-03-04T19:00:00.000Z
2024-03-04T24:00 moment 2024-03-04T19:00:00.000Z
2024-03-04T24:00 date-fns-tz 2024-03-03T19:00:00.000Z
2024-03-04T24:30 Date invalid
2024-03-04T24:30 luxon invalid
2024-03-04T24:30 moment invalid
2024-03-04T24:30 date-fns-tz 2024-03-03T19:30:00.000Z
2024-03-04T25:30 Date invalid
2024-03-04T25:30 luxon invalid
2024-03-04T25:30 moment invalid
2024-03-04T25:30 date-fns-tz invalid'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
