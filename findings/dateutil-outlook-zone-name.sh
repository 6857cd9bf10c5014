#!/usr/bin/env bash
# Package: python-dateutil 2.9.0.post0, and ics 0.7.3 that relies on it (PyPI)
# Expected: tz.gettz("(UTC+05:00) Astana"), the name by which Outlook shows the zone of Kazakhstan and
#   which its calendars carry as TZID, is +05:00 or None (not a zone). dateutil documents that it reads
#   the sign of "UTC+5" as people write it, not as POSIX does.
# Seen: "UTC+05:00" is +05:00, but with the brackets it is -05:00, because the text is then no longer
#   known as UTC and falls back to the reversed sign of POSIX. ics reads 23:30 from such a calendar as
#   23:30-05:00: ten hours late, on the next day, with no warning.
# Source: dateutil documentation of tz.gettz and tz.tzstr ("an offset 3 hours ahead" for GMT+3);
#   POSIX names of zones hold letters only, or anything in <>, so brackets are not a POSIX name either.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install python-dateutil==2.9.0.post0 ics==0.7.3

seen=$(venv/bin/python -W ignore - <<'PY'
import datetime
import ics
from dateutil import tz

for name in ("UTC+5", "UTC+05:00", "(UTC+05:00) Astana", "(UTC+05:00) Ashgabat, Tashkent", "Astana"):
    zone = tz.gettz(name)
    print(name, "|", zone and datetime.datetime(2024, 3, 5, tzinfo=zone).strftime("%z"))
lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//schedule//", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20240101T000000Z",
    'DTSTART;TZID="(UTC+05:00) Astana":20240305T233000', "SUMMARY:Film (18+)", "END:VEVENT", "END:VCALENDAR",
]
[event] = ics.Calendar("\r\n".join(lines)).events
print("ics", event.begin.isoformat(), "=", event.begin.to("+05:00").isoformat())
PY
)
printf '%s\n' "$seen"
known='UTC+5 | +0500
UTC+05:00 | +0500
(UTC+05:00) Astana | -0500
(UTC+05:00) Ashgabat, Tashkent | -0500
Astana | None
ics 2024-03-05T23:30:00-05:00 = 2024-03-06T09:30:00+05:00'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
