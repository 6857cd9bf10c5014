#!/usr/bin/env bash
# Package: dayjs 1.11.23, beside moment 2.31.0 (npm)
# Expected: with the Russian locale "31 декабря 2026", which dayjs itself writes by "D MMMM YYYY", is read by the
#   same pattern as 31 December 2026.
# Seen: it is 31 December 2027. Every date of December in the form that Russian uses in dates is a year late, in
#   Russian and Ukrainian alike, and a strict parse says that it is none; the other eleven months are right. The
#   days of one week before the new year are then those of the next one's end. With a capital letter no month is
#   known. No warning. moment is right.
# Source: documentation of dayjs, "String + Format" (MMMM, the full name of the month; needs the plugin
#   customParseFormat) and "Locale".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund dayjs@1.11.23 moment@2.31.0 > npm.log

cat > read.js <<'JS'
const dayjs = require('dayjs');
dayjs.extend(require('dayjs/plugin/customParseFormat'));
const moment = require('moment');
for (const locale of ['ru', 'uk', 'kk', 'de']) {
  require(`dayjs/locale/${locale}`);
  require(`moment/locale/${locale}`);
  const wrong = {dayjs: [], moment: []};
  for (let month = 0; month < 12; month++) {
    const first = dayjs(new Date(2026, month, 28)).locale(locale);
    const text = first.format('D MMMM YYYY');
    const seen = {dayjs: dayjs(text, 'D MMMM YYYY', locale), moment: moment(text, 'D MMMM YYYY', locale)};
    for (const name of Object.keys(seen)) {
      const day = seen[name].format('YYYY-MM-DD');
      if (day !== first.format('YYYY-MM-DD')) wrong[name].push(`${text} is ${day}`);
    }
  }
  for (const name of ['dayjs', 'moment']) console.log(locale, name, wrong[name].join(', ') || 'all right');
}
const week = ['30 декабря 2026', '31 декабря 2026', '1 января 2027', '2 января 2027'];
console.log('a week', week.map((text) => dayjs(text, 'D MMMM YYYY', 'ru').format('YYYY-MM-DD')).join(' '));
console.log('strict', week.map((text) => dayjs(text, 'D MMMM YYYY', 'ru', true).isValid()).join(' '));
console.log('capital', dayjs('1 Января 2027', 'D MMMM YYYY', 'ru').isValid(), moment('1 Января 2027', 'D MMMM YYYY', 'ru').isValid());
JS
seen=$(node read.js)
printf '%s\n' "$seen"
known='ru dayjs 28 декабря 2026 is 2027-12-28
ru moment all right
uk dayjs 28 грудня 2026 is 2027-12-28
uk moment all right
kk dayjs all right
kk moment all right
de dayjs all right
de moment all right
a week 2027-12-30 2027-12-31 2027-01-01 2027-01-02
strict false false true true
capital false true'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
