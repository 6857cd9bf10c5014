#!/usr/bin/env bash
# Package: dayjs 1.11.23, beside moment-timezone 0.6.6 (npm)
# Expected: dayjs.tz(text, format, zone) of the XMLTV stamp "20240304213000 +0500", with the offset
#   named in the format (ZZ), is the instant that the stamp names, 16:30 UTC, shown in Almaty as 21:30.
# Seen: it is 16:30 in Almaty, 11:30 UTC: the offset is applied once when the stamp is read, and then
#   the zone is put on the result without a conversion. Every stamp is wrong by its own offset.
#   moment.tz, which dayjs.tz copies, is right, and so is dayjs without tz. With "ISO" stamps
#   (2024-03-04T21:30:00+05:00) it is the same.
# Source: dayjs documentation, "Parsing in zone"; issue 1119 (open): offsets are "not supported at
#   present", yet the format token is accepted and nothing is reported.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund dayjs@1.11.23 moment-timezone@0.6.6 > npm.log

cat > read.js <<'JS'
const dayjs = require('dayjs');
dayjs.extend(require('dayjs/plugin/utc'));
dayjs.extend(require('dayjs/plugin/timezone'));
dayjs.extend(require('dayjs/plugin/customParseFormat'));
const moment = require('moment-timezone');
const zone = 'Asia/Almaty';
const format = 'YYYYMMDDHHmmss ZZ';
for (const stamp of ['20240304213000 +0500', '20240304163000 +0000']) {
  console.log(stamp, 'dayjs', dayjs(stamp, format).toISOString());
  console.log(stamp, 'moment.tz', moment.tz(stamp, format, zone).toISOString());
  console.log(stamp, 'dayjs.tz', dayjs.tz(stamp, format, zone).toISOString());
}
console.log('ISO moment.tz', moment.tz('2024-03-04T21:30:00+05:00', zone).toISOString());
console.log('ISO dayjs.tz', dayjs.tz('2024-03-04T21:30:00+05:00', zone).toISOString());
JS
seen=$(TZ=UTC node read.js)
printf '%s\n' "$seen"
known='20240304213000 +0500 dayjs 2024-03-04T16:30:00.000Z
20240304213000 +0500 moment.tz 2024-03-04T16:30:00.000Z
20240304213000 +0500 dayjs.tz 2024-03-04T11:30:00.000Z
20240304163000 +0000 dayjs 2024-03-04T16:30:00.000Z
20240304163000 +0000 moment.tz 2024-03-04T16:30:00.000Z
20240304163000 +0000 dayjs.tz 2024-03-04T11:30:00.000Z
ISO moment.tz 2024-03-04T16:30:00.000Z
ISO dayjs.tz 2024-03-04T11:30:00.000Z'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
