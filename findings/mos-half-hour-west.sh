#!/usr/bin/env bash
# Package: @mos-connection/model 4.3.2 with tslib 2.9.1 (npm), by which Sofie speaks MOS with newsrooms, and mosromgr
#   0.10.0 (PyPI)
# Expected: a time of MOS, 2026-03-04T21:30:00-03:30, as newsrooms in St. John's write it, is 01:00Z of the next day, and is
#   printed as it was read. A running order of three stories, of which one has no length, has three stories, the first
#   two with a start; the third has none.
# Seen: the instant is right, but the time is written back as 22:30:00-03:30, an hour late, and after the next reading as
#   23:30:00-03:30: the minutes of the offset are added where its hours are taken away. East of Greenwich, +05:30, and
#   with whole hours it is right. In mosromgr one story without a length leaves the running order without any: stories
#   and end_time raise a TypeError, though duration "is None" then, and start_time is there.
# Source: MOS protocol 2.8.5, Time (the time zone as an offset in hours and minutes); documentation of mosromgr, Story
#   (offset, start_time: if in the XML) and RunningOrder (end_time, duration); tz database, America/St_Johns.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install mosromgr==0.10.0
npm install --prefix "$work" --silent --no-audit --no-fund @mos-connection/model@4.3.2 tslib@2.9.1 > npm.log

cat > read.cjs <<'JS'
const {getMosTypes} = require('@mos-connection/model');

const {mosTime} = getMosTypes(true);
for (const text of ['2026-03-04T21:30:00-03:30', '2026-03-04T21:30:00-03:00', '2026-03-04T21:30:00+05:30', '2026-03-04T21:30:00Z']) {
  const once = mosTime.stringify(mosTime.create(text));
  const twice = mosTime.stringify(mosTime.create(once));
  const instant = new Date(mosTime.valueOf(mosTime.create(text))).toISOString().slice(0, 16);
  console.log(`${text} is ${instant}Z, ${new Date(text).toISOString().slice(0, 16)}Z by Date; written ${once}, then ${twice}`);
}
JS
cat > read.py <<'PY'
from mosromgr.mostypes import RunningOrder

def story(number, seconds):
    length = f"<StoryDuration>{seconds}</StoryDuration>" if seconds else "<Approved>1</Approved>"
    return (f"<story><storyID>S{number}</storyID><storySlug>Story {number}</storySlug><mosExternalMetadata>"
            f"<mosScope>PLAYLIST</mosScope><mosSchema>schema</mosSchema><mosPayload>{length}</mosPayload>"
            "</mosExternalMetadata></story>")

def order(*lengths):
    stories = "".join(story(number, seconds) for number, seconds in enumerate(lengths, 1))
    return RunningOrder.from_string(
        "<mos><mosID>MOS</mosID><ncsID>NCS</ncsID><messageID>1</messageID><roCreate><roID>RO1</roID><roSlug>Night</roSlug>"
        f"<roEdStart>2026-03-04T22:00:00</roEdStart><roEdDur>02:30:00</roEdDur>{stories}</roCreate></mos>")

def ask(running_order, name, shown):
    try:
        print(" ", name, shown(getattr(running_order, name)))
    except TypeError:
        print(" ", name, "TypeError")

for lengths in ((5400, 1800, 1800), (5400, None, 1800)):
    print("lengths", *lengths)
    for name, shown in (("start_time", str), ("duration", str), ("end_time", str), ("stories", len)):
        ask(order(*lengths), name, shown)
PY
seen=$(TZ=UTC node read.cjs; venv/bin/python read.py)
printf '%s\n' "$seen"
known='2026-03-04T21:30:00-03:30 is 2026-03-05T01:00Z, 2026-03-05T01:00Z by Date; written 2026-03-04T22:30:00,000-03:30, then 2026-03-04T23:30:00,000-03:30
2026-03-04T21:30:00-03:00 is 2026-03-05T00:30Z, 2026-03-05T00:30Z by Date; written 2026-03-04T21:30:00,000-03:00, then 2026-03-04T21:30:00,000-03:00
2026-03-04T21:30:00+05:30 is 2026-03-04T16:00Z, 2026-03-04T16:00Z by Date; written 2026-03-04T21:30:00,000+05:30, then 2026-03-04T21:30:00,000+05:30
2026-03-04T21:30:00Z is 2026-03-04T21:30Z, 2026-03-04T21:30Z by Date; written 2026-03-04T21:30:00,000Z, then 2026-03-04T21:30:00,000Z
lengths 5400 1800 1800
  start_time 2026-03-04 22:00:00
  duration 9000.0
  end_time 2026-03-05 00:30:00
  stories 3
lengths 5400 None 1800
  start_time 2026-03-04 22:00:00
  duration None
  end_time TypeError
  stories TypeError'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
