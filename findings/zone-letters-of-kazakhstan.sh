#!/usr/bin/env bash
# Package: @electric-sql/pglite 0.5.17 (npm; PostgreSQL 18.7), dateparser 1.5.0, python-dateutil 2.9.0.post0 and
#   pendulum 3.3.0 (PyPI), beside the date library of Debian 12's ruby 3.1
# Expected: "21:30 ALMT", as Java 17 prints a time in Almaty, is at +05:00, on which Almaty has been since 1 March
#   2024, or is refused; so is QYZT, Qyzylorda, which has been there since December 2018. MSK is Moscow, +03:00.
# Seen: PostgreSQL, Ruby and dateparser take letters from tables of their own, not from the zone database that
#   they have too: ALMT is +06:00, an hour early, in all three; QYZT too, but PostgreSQL does not know it. For
#   dateutil letters mean nothing but a warning, and the time has no zone; of that pendulum (strict=False) makes one of
#   UTC, five hours late, MSK too. Ruby's Time.parse puts them on the clock of the machine, while its DateTime.parse
#   knows them. With the name Asia/Almaty PostgreSQL is right.
# Source: tzdata, NEWS of 2024a and 2018h (Kazakhstan), and the file asia (abbreviations are numbers there); PostgreSQL
#   documentation, B.4 (timezone_abbreviations); documentation of Ruby's Time.parse.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install dateparser==1.5.0 python-dateutil==2.9.0.post0 pendulum==3.3.0
npm install --prefix "$work" --silent --no-audit --no-fund @electric-sql/pglite@0.5.17 > npm.log

cat > read.mjs <<'JS'
import {PGlite} from '@electric-sql/pglite';
const database = new PGlite();
for (const zone of ['ALMT', 'QYZT', 'MSK', 'Asia/Almaty']) {
  try {
    const answer = await database.query(`SELECT ('2026-11-02 21:30 ${zone}'::timestamptz AT TIME ZONE 'UTC')::text AS utc`);
    console.log('PostgreSQL', zone, answer.rows[0].utc, 'UTC');
  } catch (error) {
    console.log('PostgreSQL', zone, error.message);
  }
}
JS
cat > read.py <<'PY'
import warnings
import dateparser
import pendulum
from dateutil import parser

warnings.simplefilter("ignore")
for zone in ("ALMT", "QYZT", "MSK"):
    text = f"2026-11-02 21:30 {zone}"
    print("dateparser", zone, dateparser.parse(text))
    print("dateutil", zone, parser.parse(text))
    print("pendulum", zone, pendulum.parse(text, strict=False))
PY
cat > read.rb <<'RB'
require 'date'
require 'time'
%w[ALMT QYZT MSK].each do |zone|
  text = "2026-11-02 21:30 #{zone}"
  puts "Ruby #{zone} DateTime #{DateTime.parse(text)}, Time #{Time.parse(text).iso8601}"
end
RB
seen=$(TZ=UTC node read.mjs; TZ=UTC venv/bin/python read.py; TZ=America/New_York ruby read.rb)
printf '%s\n' "$seen"
known='PostgreSQL ALMT 2026-11-02 15:30:00 UTC
PostgreSQL QYZT invalid input syntax for type timestamp with time zone: "2026-11-02 21:30 QYZT"
PostgreSQL MSK 2026-11-02 18:30:00 UTC
PostgreSQL Asia/Almaty 2026-11-02 16:30:00 UTC
dateparser ALMT 2026-11-02 21:30:00+06:00
dateutil ALMT 2026-11-02 21:30:00
pendulum ALMT 2026-11-02 21:30:00+00:00
dateparser QYZT 2026-11-02 21:30:00+06:00
dateutil QYZT 2026-11-02 21:30:00
pendulum QYZT 2026-11-02 21:30:00+00:00
dateparser MSK 2026-11-02 21:30:00+03:00
dateutil MSK 2026-11-02 21:30:00
pendulum MSK 2026-11-02 21:30:00+00:00
Ruby ALMT DateTime 2026-11-02T21:30:00+06:00, Time 2026-11-02T21:30:00-05:00
Ruby QYZT DateTime 2026-11-02T21:30:00+06:00, Time 2026-11-02T21:30:00-05:00
Ruby MSK DateTime 2026-11-02T21:30:00+03:00, Time 2026-11-02T21:30:00-05:00'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
