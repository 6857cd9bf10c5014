#!/usr/bin/env bash
# Package: babel 2.19.0 (PyPI), date-fns 4.4.0, luxon 3.7.2 and moment 2.31.0 (npm)
# Expected: in one language one day is in one week: a schedule "Неделя 10, 2027" in Russian is that of the same
#   seven days, whichever library wrote it and whichever reads it. ISO 8601 has 8 March 2027 in week 10.
# Seen: which week is the first depends on the country, and one that is not named is another one in each library.
#   With the locale "ru" moment and luxon take Russia, where a week belongs to the year of its Thursday; Babel and
#   date-fns take the rule of the world, by which the week of 1 January is the first. All of Kazakhstan's locales,
#   ru-KZ and kk, have that rule in luxon and Babel. Where 1 January is a Friday, a Saturday or a Sunday (2027,
#   2028, 2033), all weeks of the year differ by one. No warning.
# Source: CLDR, supplementalData.xml, weekData (minDays 4 for RU, 1 for 001, which KZ takes); ISO 8601; documentation of
#   babel.dates.format_date ("ww") and date-fns getWeek (firstWeekContainsDate: from the locale).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install babel==2.19.0
npm install --prefix "$work" --silent --no-audit --no-fund date-fns@4.4.0 luxon@3.7.2 moment@2.31.0 > npm.log

cat > weeks.js <<'JS'
const {getWeek} = require('date-fns');
const {kk, ru} = require('date-fns/locale');
const {DateTime} = require('luxon');
const moment = require('moment');
require('moment/locale/kk');
require('moment/locale/ru');
const days = ['2026-03-09', '2026-12-31', '2027-01-01', '2027-03-08', '2028-03-06', '2029-03-05'];
const show = (name, week) => console.log(name.padEnd(16), days.map((day) => String(week(day)).padStart(2)).join(' '));
console.log('                ', days.map((day) => day.slice(2, 4)).join(' '));
show('ISO 8601', (day) => DateTime.fromISO(day).weekNumber);
show('moment ru', (day) => moment(day).locale('ru').week());
for (const locale of ['ru', 'ru-RU', 'ru-KZ', 'kk-KZ']) show(`luxon ${locale}`, (day) => DateTime.fromISO(day, {locale}).localWeekNumber);
show('date-fns ru', (day) => getWeek(new Date(`${day}T12:00`), {locale: ru}));
show('date-fns kk', (day) => getWeek(new Date(`${day}T12:00`), {locale: kk}));
JS
cat > weeks.py <<'PY'
from datetime import date
from babel.dates import format_date

days = ["2026-03-09", "2026-12-31", "2027-01-01", "2027-03-08", "2028-03-06", "2029-03-05"]
for locale in ("ru", "ru_RU", "ru_KZ", "kk_KZ"):
    print(f"babel {locale}".ljust(16), *(format_date(date.fromisoformat(day), "w", locale=locale).rjust(2) for day in days))
PY
seen=$(node weeks.js; venv/bin/python weeks.py)
printf '%s\n' "$seen"
known='                 26 26 27 27 28 29
ISO 8601         11 53 53 10 10 10
moment ru        11 53 53 10 10 10
luxon ru         11 53 53 10 10 10
luxon ru-RU      11 53 53 10 10 10
luxon ru-KZ      11  1  1 11 11 10
luxon kk-KZ      11  1  1 11 11 10
date-fns ru      11  1  1 11 11 10
date-fns kk      11  1  1 11 11 10
babel ru         11  1  1 11 11 10
babel ru_RU      11 53 53 10 10 10
babel ru_KZ      11  1  1 11 11 10
babel kk_KZ      11  1  1 11 11 10'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
