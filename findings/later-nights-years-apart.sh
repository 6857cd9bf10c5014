#!/usr/bin/env bash
# Package: @breejs/later 4.2.0 (npm), by which the jobs of Bree are timed
# Expected: hours "after 22:00 and before 06:00", the hours between 22 and 6 and cron's "22-6" are the night, or are
#   refused, as an end before its start; "5-7" in cron is Friday to Sunday, and 7 alone is Sunday, as 0 is.
# Seen: "after 10 pm and before 6 am" is never: 23:00 and 03:00 are not valid, and its next four times are in July 2027,
#   November 2028, April 2030 and August 2031, which it calls not valid itself. Between 22 and 6, and "22-6" in cron,
#   are no condition at all: noon is valid, and the next four times are all now. 7 is Saturday, "5-7" has no Sunday,
#   and Friday to Monday, "5-1", is Saturday alone. There is no error: the text has -1, which means that it was
#   understood. The daytime, after 6 am and before 10 pm, is right.
# Source: documentation of Later: parsers (text, cron), time periods, after and before; crontab(5): "day of week, 0-7 (0
#   or 7 is Sunday)". What a pair over midnight means is not said.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund @breejs/later@4.2.0 > npm.log

cat > ask.cjs <<'JS'
const later = require('@breejs/later');

const now = new Date('2026-03-04T12:00:00Z');
const ask = (name, rule, hours = []) => {
  const plan = later.schedule(rule);
  const next = plan.next(4, now);
  const valid = (date) => (plan.isValid(date) ? 'valid' : 'not valid');
  const asked = hours.map((hour) => `${hour} ${valid(new Date(`2026-03-05T${hour}:00Z`))}`);
  console.log([name, ...asked, `error ${rule.error}`].join(', '));
  console.log(`  next: ${next.map((date) => date.toUTCString().slice(0, 22)).join('; ')}; the first is ${valid(next[0])}`);
};
const recur = later.parse.recur;
const hours = ['03:00', '12:00', '23:00'];
ask('day', later.parse.text('every 1 hour after 6:00 am and before 10:00 pm'), hours);
ask('night', later.parse.text('every 1 hour after 10:00 pm and before 6:00 am'), hours);
ask('night by hours', recur().every(1).hour().after(22).hour().before(6).hour(), hours);
ask('night between', recur().every(1).hour().between(22, 6), hours);
ask('0 22-6 * * *', later.parse.cron('0 22-6 * * *'), hours);
for (const day of ['0', '7', '5-7', '5-1']) ask(`0 22 * * ${day}`, later.parse.cron(`0 22 * * ${day}`));
JS
seen=$(node ask.cjs)
printf '%s\n' "$seen"
known='day, 03:00 not valid, 12:00 valid, 23:00 not valid, error -1
  next: Wed, 04 Mar 2026 12:00; Wed, 04 Mar 2026 13:00; Wed, 04 Mar 2026 14:00; Wed, 04 Mar 2026 15:00; the first is valid
night, 03:00 not valid, 12:00 not valid, 23:00 not valid, error -1
  next: Sat, 17 Jul 2027 22:00; Tue, 28 Nov 2028 22:00; Fri, 12 Apr 2030 22:00; Mon, 25 Aug 2031 22:00; the first is not valid
night by hours, 03:00 not valid, 12:00 not valid, 23:00 not valid, error undefined
  next: Sat, 17 Jul 2027 22:00; Tue, 28 Nov 2028 22:00; Fri, 12 Apr 2030 22:00; Mon, 25 Aug 2031 22:00; the first is not valid
night between, 03:00 valid, 12:00 valid, 23:00 valid, error undefined
  next: Wed, 04 Mar 2026 12:00; Wed, 04 Mar 2026 12:00; Wed, 04 Mar 2026 12:00; Wed, 04 Mar 2026 12:00; the first is valid
0 22-6 * * *, 03:00 valid, 12:00 valid, 23:00 valid, error undefined
  next: Wed, 04 Mar 2026 12:00; Wed, 04 Mar 2026 12:00; Wed, 04 Mar 2026 12:00; Wed, 04 Mar 2026 12:00; the first is valid
0 22 * * 0, error undefined
  next: Sun, 08 Mar 2026 22:00; Sun, 15 Mar 2026 22:00; Sun, 22 Mar 2026 22:00; Sun, 29 Mar 2026 22:00; the first is valid
0 22 * * 7, error undefined
  next: Sat, 07 Mar 2026 22:00; Sat, 14 Mar 2026 22:00; Sat, 21 Mar 2026 22:00; Sat, 28 Mar 2026 22:00; the first is valid
0 22 * * 5-7, error undefined
  next: Fri, 06 Mar 2026 22:00; Sat, 07 Mar 2026 22:00; Fri, 13 Mar 2026 22:00; Sat, 14 Mar 2026 22:00; the first is valid
0 22 * * 5-1, error undefined
  next: Sat, 07 Mar 2026 22:00; Sat, 14 Mar 2026 22:00; Sat, 21 Mar 2026 22:00; Sat, 28 Mar 2026 22:00; the first is valid'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
