#!/usr/bin/env bash
# Package: luxon 3.7.2, beside @0dep/piso 5.1.2 (npm); aniso8601 10.0.1 (PyPI)
# Expected: of a period of ISO 8601 the end may leave out what it shares with the start: 2026-03-04T22:00+05:00/23:30 is
#   an hour and a half, /05T06:00 is a night of eight hours; an end without an offset has that of the start. 24:00 is the
#   end of the day.
# Seen: luxon reads an end of its own: the hour and a half lasts until 23:30 of today, months or years, and is another
#   period tomorrow; no error. A whole end without an offset is on the clock of the machine: on a server in UTC the
#   night of eight hours has 13. aniso8601 reads short ends, but 24:00 is the beginning of its day: the period
#   22:00/24:00 ends 22 hours before it starts, and 2026-12-31T24:00 is the first minute of 31 December. A whole end
#   has lost its offset there. piso reads each of them as the standard says.
# Source: ISO 8601-1:2019, 5.5 (time intervals: what the end leaves out is that of the start) and its Amendment 1 of 2022
#   (24:00 again); documentation of luxon, Interval.fromISO ("<start>/<end>"); README of aniso8601 (concise
#   representations are supported), whose own error says that hour 24 is midnight, and not which one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install aniso8601==10.0.1
npm install --prefix "$work" --silent --no-audit --no-fund luxon@3.7.2 @0dep/piso@5.1.2 > npm.log

cat > read.mjs <<'JS'
import {DateTime, Interval} from 'luxon';
import {parseInterval} from '@0dep/piso';

const start = '2026-03-04T22:00+05:00';
for (const end of ['23:30', '05T06:00', '24:00', '2026-03-05T06:00', '2026-03-05T06:00+05:00']) {
  const period = Interval.fromISO(`${start}/${end}`, {setZone: true});
  const today = period.isValid && end.length < 6 && ['23:30', '00:00'].includes(period.end.toFormat('HH:mm')) &&
    period.end.minus({minutes: 1}).hasSame(DateTime.now(), 'day');
  const {startDate, endDate} = parseInterval(`${start}/${end}`);
  console.log(`${end}: luxon ${today ? 'until today' : period.isValid ? `${period.length('hours')} hours` : 'refuses it'},`,
    `piso ${(new Date(endDate.toJSON()) - new Date(startDate.toJSON())) / 3600000} hours`);
}
JS
cat > read.py <<'PY'
import aniso8601

for text in ("2026-03-04T22:00+05:00/23:30", "2026-03-04T22:00+05:00/24:00", "2026-03-04T22:00+05:00/05T06:00",
             "2026-03-04T22:00+05:00/2026-03-05T06:00"):
    print("aniso8601", *(date.isoformat(timespec="minutes") for date in aniso8601.parse_interval(text)))
print("aniso8601", aniso8601.parse_datetime("2026-12-31T24:00").isoformat(timespec="minutes"))
PY
seen=$(TZ=UTC node read.mjs; TZ=UTC venv/bin/python read.py)
printf '%s\n' "$seen"
known='23:30: luxon until today, piso 1.5 hours
05T06:00: luxon refuses it, piso 8 hours
24:00: luxon until today, piso 2 hours
2026-03-05T06:00: luxon 13 hours, piso 8 hours
2026-03-05T06:00+05:00: luxon 8 hours, piso 8 hours
aniso8601 2026-03-04T22:00+05:00 2026-03-04T23:30+05:00
aniso8601 2026-03-04T22:00+05:00 2026-03-04T00:00+05:00
aniso8601 2026-03-04T22:00+05:00 2026-03-05T06:00+05:00
aniso8601 2026-03-04T22:00+05:00 2026-03-05T06:00
aniso8601 2026-12-31T00:00'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
