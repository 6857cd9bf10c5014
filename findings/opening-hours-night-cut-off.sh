#!/usr/bin/env bash
# Package: opening_hours 3.15.0 and simple-opening-hours 0.1.1 (npm), opening_hours_py 2.1.4 (PyPI)
# Expected: the hours of a watershed in the notation of OpenStreetMap, from 22:00 to 06:00 and at weekends from 23:00, are
#   seven nights of a week for every evaluator, each until 06:00; or, where a rule for a day replaces the night that has
#   come into it, as the later rule does, all cut off the same night.
# Seen: with "Mo-Fr 22:00-06:00; Sa,Su 23:00-06:00" the night of Friday ends at midnight for both of the large ones, as
#   the rule of Saturday replaces it. The night of Sunday, which the later rule opens and the earlier one does not touch,
#   is whole in JavaScript and ends at midnight in Python; with the rules in the other order JavaScript cuts off Sunday
#   instead of Friday, and Python both again. A comma in place of the semicolon gives whole nights in both. For the small
#   one nothing that passes midnight is ever open. JavaScript has a warning, for the first order, if it is asked for it.
# Source: OpenStreetMap, specification of opening_hours (rules in order, a later one replaces what an earlier one says for its
#   days; times beyond midnight); README of opening-hours-rs, of which opening_hours_py is made ("as close as possible to
#   the core specification"); opening_hours.js issues 87 and 261.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install opening_hours_py==2.1.4
npm install --prefix "$work" --silent --no-audit --no-fund opening_hours@3.15.0 simple-opening-hours@0.1.1 > npm.log

cat > rules.json <<'JSON'
["Mo-Fr 22:00-06:00; Sa,Su 23:00-06:00", "Sa,Su 23:00-06:00; Mo-Fr 22:00-06:00", "Mo-Fr 22:00-06:00, Sa,Su 23:00-06:00"]
JSON
cat > read.py <<'PY'
import datetime
import json
import opening_hours

week = datetime.datetime(2026, 3, 2, 12), datetime.datetime(2026, 3, 9, 12)
for rule in json.load(open("rules.json")):
    nights = [part for part in opening_hours.OpeningHours(rule).intervals(*week) if part[2] == opening_hours.State.OPEN]
    print("python", rule, "|", *(f"{start:%a %H:%M}-{end:%H:%M}" for start, end, *_ in nights))
PY
cat > read.mjs <<'JS'
import fs from 'fs';
import OpeningHours from 'opening_hours';
import Simple from 'simple-opening-hours';

const place = {lat: 43.24, lon: 76.95, address: {country_code: 'kz'}};
const week = [new Date('2026-03-02T12:00'), new Date('2026-03-09T12:00')];
const clock = (time) => time.toTimeString().slice(0, 5);
for (const rule of JSON.parse(fs.readFileSync('rules.json'))) {
  const nights = new OpeningHours(rule, place).getOpenIntervals(...week);
  console.log('javascript', rule, '|', ...nights.map(([start, end]) => `${start.toString().slice(0, 3)} ${clock(start)}-${clock(end)}`));
}
const simple = new Simple.SimpleOpeningHours('Mo-Su 22:00-06:00');
console.log('simple-opening-hours', 'Mo-Su 22:00-06:00', '|', simple.isOpenOn(new Date('2026-03-02T23:00')), simple.isOpenOn(new Date('2026-03-03T02:00')));
JS
seen=$(TZ=Asia/Almaty node read.mjs && venv/bin/python read.py)
printf '%s\n' "$seen"
known="javascript Mo-Fr 22:00-06:00; Sa,Su 23:00-06:00 | Mon 22:00-06:00 Tue 22:00-06:00 Wed 22:00-06:00 Thu 22:00-06:00 Fri 22:00-00:00 Sat 23:00-06:00 Sun 23:00-06:00
javascript Sa,Su 23:00-06:00; Mo-Fr 22:00-06:00 | Mon 22:00-06:00 Tue 22:00-06:00 Wed 22:00-06:00 Thu 22:00-06:00 Fri 22:00-06:00 Sat 23:00-06:00 Sun 23:00-00:00
javascript Mo-Fr 22:00-06:00, Sa,Su 23:00-06:00 | Mon 22:00-06:00 Tue 22:00-06:00 Wed 22:00-06:00 Thu 22:00-06:00 Fri 22:00-06:00 Sat 23:00-06:00 Sun 23:00-06:00
simple-opening-hours Mo-Su 22:00-06:00 | false false
python Mo-Fr 22:00-06:00; Sa,Su 23:00-06:00 | Mon 22:00-06:00 Tue 22:00-06:00 Wed 22:00-06:00 Thu 22:00-06:00 Fri 22:00-00:00 Sat 23:00-06:00 Sun 23:00-00:00
python Sa,Su 23:00-06:00; Mo-Fr 22:00-06:00 | Mon 22:00-06:00 Tue 22:00-06:00 Wed 22:00-06:00 Thu 22:00-06:00 Fri 22:00-00:00 Sat 23:00-06:00 Sun 23:00-00:00
python Mo-Fr 22:00-06:00, Sa,Su 23:00-06:00 | Mon 22:00-06:00 Tue 22:00-06:00 Wed 22:00-06:00 Thu 22:00-06:00 Fri 22:00-06:00 Sat 23:00-06:00 Sun 23:00-06:00"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
