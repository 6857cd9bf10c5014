#!/usr/bin/env bash
# Package: @electric-sql/pglite 0.5.17 (npm; PostgreSQL 18)
# Expected: SQL has OVERLAPS for two periods given by their ends, also as times of day. A film from 22:30 to 23:30
#   overlaps the night from 22:00 to 06:00, one from 12:00 to 13:00 does not; where an end is before its start, the
#   period goes over midnight or is refused, as a range is. A length of 45:30 is one length, with ".0" behind it or not.
# Seen: the earlier of two times is the start, whichever was written first. The night is the day: noon overlaps it,
#   22:30 to 23:30 does not, and a film from 23:30 to 00:30 overlaps the hours from 06:00 to 22:00. With lengths
#   instead of ends it is the same, since 22:00 and eight hours are 06:00. Two periods without length overlap a third
#   one at its start and not at its end. The length 45:30 is 45 hours and a half, 45:30.0 is 45 minutes and a half.
#   No error, no notice.
# Source: documentation of PostgreSQL, 9.9 (OVERLAPS takes the earlier value of the pair as the start) and 8.5.4
#   (interval input, where that fractions make minutes of hours is not said).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund @electric-sql/pglite@0.5.17 > npm.log

cat > ask.mjs <<'JS'
import {PGlite} from '@electric-sql/pglite';

const database = new PGlite();
const ask = async (question) => {
  const {rows: [{answer}]} = await database.query(`select (${question})::text as answer`);
  console.log(question.padEnd(70), answer);
};
const night = "(time '22:00', time '06:00')";
const day = "(time '06:00', time '22:00')";
await ask(`(time '22:30', time '23:30') overlaps ${night}`);
await ask(`(time '12:00', time '13:00') overlaps ${night}`);
await ask(`(time '22:30', interval '1 hour') overlaps (time '22:00', interval '8 hours')`);
await ask(`(time '12:00', interval '1 hour') overlaps (time '22:00', interval '8 hours')`);
await ask(`(time '23:30', time '00:30') overlaps ${day}`);
await ask(`(time '06:00', time '06:00') overlaps ${day}`);
await ask(`(time '22:00', time '22:00') overlaps ${day}`);
for (const length of ['45:30', '45:30.0', '45:30:00']) await ask(`interval '${length}'`);
try {
  await ask(`tsrange('2026-03-04 22:00', '2026-03-04 06:00')`);
} catch (error) {
  console.log('a range that ends before it starts:', error.message);
}
JS
seen=$(node ask.mjs)
printf '%s\n' "$seen"
known=$(cat <<'TXT'
(time '22:30', time '23:30') overlaps (time '22:00', time '06:00')     false
(time '12:00', time '13:00') overlaps (time '22:00', time '06:00')     true
(time '22:30', interval '1 hour') overlaps (time '22:00', interval '8 hours') false
(time '12:00', interval '1 hour') overlaps (time '22:00', interval '8 hours') true
(time '23:30', time '00:30') overlaps (time '06:00', time '22:00')     true
(time '06:00', time '06:00') overlaps (time '06:00', time '22:00')     true
(time '22:00', time '22:00') overlaps (time '06:00', time '22:00')     false
interval '45:30'                                                       45:30:00
interval '45:30.0'                                                     00:45:30
interval '45:30:00'                                                    45:30:00
a range that ends before it starts: range lower bound must be less than or equal to range upper bound
TXT
)
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
