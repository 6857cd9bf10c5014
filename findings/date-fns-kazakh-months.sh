#!/usr/bin/env bash
# Package: date-fns 4.4.0, beside moment 2.31.0 and luxon 3.7.2 (npm)
# Expected: with the Kazakh locale parse reads the twelve months and the seven weekdays that format writes with
#   the same locale and the same pattern.
# Seen: "5 маусым 2026", which is June, is read as May; September, October and November, қыркүйек, қазан and
#   қараша, as January. Their first letter decides. Сейсенбі, Tuesday, is no date. No error for the months, whose
#   abbreviations are right; the Russian locale is right too, as are moment and luxon in Kazakh.
# Source: documentation of date-fns, parse (MMMM: January, February; do not parse what format has not written);
#   CLDR, kk.xml, months.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund date-fns@4.4.0 moment@2.31.0 luxon@3.7.2 > npm.log

cat > read.js <<'JS'
const {format, parse, isValid} = require('date-fns');
const {kk, ru} = require('date-fns/locale');
const moment = require('moment');
require('moment/locale/kk');
require('moment/locale/ru');
const {DateTime} = require('luxon');

const readers = {
  'date-fns': (text, locale) => {
    const day = parse(text, 'd MMMM yyyy', new Date(2026, 0, 1), {locale: {kk, ru}[locale]});
    return isValid(day) ? format(day, 'yyyy-MM-dd') : 'no date';
  },
  moment: (text, locale) => moment(text, 'D MMMM YYYY', locale).format('YYYY-MM-DD'),
  luxon: (text, locale) => DateTime.fromFormat(text, 'd MMMM yyyy', {locale}).toISODate(),
};
for (const [name, read] of Object.entries(readers)) {
  for (const [locale, table] of Object.entries({kk, ru})) {
    const wrong = [];
    for (let month = 0; month < 12; month++) {
      const day = new Date(2026, month, 5);
      const text = format(day, 'd MMMM yyyy', {locale: table});
      const seen = read(text, locale);
      if (seen !== format(day, 'yyyy-MM-dd')) wrong.push(`${text} is ${seen}`);
    }
    console.log(name, locale, wrong.length ? wrong.join(', ') : 'all right');
  }
}
for (const locale of [kk, ru]) {
  const days = [2, 3, 4, 5, 6, 7, 8].map((day) => format(new Date(2026, 10, day), 'EEEE', {locale}));
  console.log('weekdays that are no date:', days.filter((day) => !isValid(parse(day, 'EEEE', new Date(), {locale}))).join());
}
JS
seen=$(node read.js)
printf '%s\n' "$seen"
known='date-fns kk 5 маусым 2026 is 2026-05-05, 5 қыркүйек 2026 is 2026-01-05, 5 қазан 2026 is 2026-01-05, 5 қараша 2026 is 2026-01-05
date-fns ru all right
moment kk all right
moment ru all right
luxon kk all right
luxon ru all right
weekdays that are no date: сейсенбі
weekdays that are no date: '
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
