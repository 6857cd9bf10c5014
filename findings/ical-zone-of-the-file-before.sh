#!/usr/bin/env bash
# Package: icalendar 7.3.2 and vobject 0.9.9 (PyPI)
# Expected: a calendar that describes its own zone is read by that description, whatever was read
#   before it. Each channel may call its zone "Channel time": a TZID means something in its own
#   file only.
# Seen: both libraries keep the first zone of a name for as long as the process runs. A channel at
#   +05:00, then one at +03:00 with the same name: the second is read as +05:00, two hours early, so
#   that a film of 23:30 seems to start at 21:30. Read first, or alone, it is right. A third file that
#   does not describe the name at all gets the zone of the first with icalendar. No warning.
# Source: RFC 5545, 3.2.19 (TZID, its VTIMEZONE in the same object, no meaning outside it);
#   icalendar's cache_timezone_component, whose docstring names the cache but not its length of life.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install icalendar==7.3.2 vobject==0.9.9 tzdata==2026.6

cat > read.py <<'PY'
import datetime
import logging
import sys
import icalendar
import vobject

logging.disable()

def calendar(offset):
    zone = [
        "BEGIN:VTIMEZONE", "TZID:Channel time", "BEGIN:STANDARD", "DTSTART:20040101T000000",
        "TZOFFSETFROM:+0700", f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE",
    ]
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//schedule//", *(zone if offset else []),
        "BEGIN:VEVENT", "UID:1", "DTSTAMP:20240101T000000Z", "DTSTART;TZID=Channel time:20240305T233000",
        "SUMMARY:Film (18+)", "END:VEVENT", "END:VCALENDAR", "",
    ]
    return "\r\n".join(lines)

for offset in sys.argv[1:]:
    text = calendar(offset)
    starts = {"icalendar": icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["dtstart"].dt}
    if offset:
        starts["vobject"] = vobject.readOne(text).vevent.dtstart.value
    for library, start in starts.items():
        utc = start.astimezone(datetime.UTC).strftime("%H:%M UTC") if start.tzinfo else "no zone"
        print(f"says {offset or 'nothing'}: {library} {start.isoformat()} = {utc}")
PY
seen=$(for order in '+0500 +0300' '+0300 +0500'; do
  echo "read in the order $order"
  # shellcheck disable=SC2086
  venv/bin/python read.py $order ''
done
echo 'read alone'
venv/bin/python read.py '')
printf '%s\n' "$seen"
known='read in the order +0500 +0300
says +0500: icalendar 2024-03-05T23:30:00+05:00 = 18:30 UTC
says +0500: vobject 2024-03-05T23:30:00+05:00 = 18:30 UTC
says +0300: icalendar 2024-03-05T23:30:00+05:00 = 18:30 UTC
says +0300: vobject 2024-03-05T23:30:00+05:00 = 18:30 UTC
says nothing: icalendar 2024-03-05T23:30:00+05:00 = 18:30 UTC
read in the order +0300 +0500
says +0300: icalendar 2024-03-05T23:30:00+03:00 = 20:30 UTC
says +0300: vobject 2024-03-05T23:30:00+03:00 = 20:30 UTC
says +0500: icalendar 2024-03-05T23:30:00+03:00 = 20:30 UTC
says +0500: vobject 2024-03-05T23:30:00+03:00 = 20:30 UTC
says nothing: icalendar 2024-03-05T23:30:00+03:00 = 20:30 UTC
read alone
says nothing: icalendar 2024-03-05T23:30:00 = no zone'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
