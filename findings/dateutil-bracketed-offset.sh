#!/usr/bin/env bash
# Package: python-dateutil 2.9.0.post0, and ics 0.7.3 that relies on it (PyPI)
# Expected: tz.gettz("(UTC+05:00) Almaty"), the form in which Windows and .NET show the names of zones,
#   is +05:00 or None (not a zone). dateutil documents that it reads the sign of "UTC+5" as people
#   write it, not reversed as POSIX does.
# Seen: "UTC+05:00" is +05:00, but with the brackets it is -05:00: the text is then no longer known as
#   UTC and gets the reversed sign of POSIX. "(UTC+05:00) Ashgabat, Tashkent" is None. From a calendar
#   whose TZID is such a name, and whose own VTIMEZONE says +05:00, ics reads 23:30-05:00: ten hours
#   late, on the next day, with no warning.
# Source: dateutil documentation of tz.gettz and tz.tzstr ("an offset 3 hours ahead" for GMT+3); POSIX
#   TZ names hold letters only, or stand in <>, so a name in brackets is none; RFC 5545, 3.2.19.
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

for name in ("UTC+5", "UTC+05:00", "(UTC+05:00) Almaty", "(UTC+03:00) Moscow", "(UTC+05:00) Ashgabat, Tashkent"):
    zone = tz.gettz(name)
    print(name, "|", zone and datetime.datetime(2024, 3, 5, tzinfo=zone).strftime("%z"))
lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//schedule//",
    "BEGIN:VTIMEZONE", "TZID:(UTC+05:00) Almaty", "BEGIN:STANDARD", "DTSTART:20240301T000000",
    "TZOFFSETFROM:+0600", "TZOFFSETTO:+0500", "END:STANDARD", "END:VTIMEZONE",
    "BEGIN:VEVENT", "UID:1", "DTSTAMP:20240101T000000Z", 'DTSTART;TZID="(UTC+05:00) Almaty":20240305T233000',
    "SUMMARY:Film (18+)", "END:VEVENT", "END:VCALENDAR",
]
[event] = ics.Calendar("\r\n".join(lines)).events
print("ics", event.begin.isoformat(), "=", event.begin.to("+05:00").isoformat())
PY
)
printf '%s\n' "$seen"
known='UTC+5 | +0500
UTC+05:00 | +0500
(UTC+05:00) Almaty | -0500
(UTC+03:00) Moscow | -0300
(UTC+05:00) Ashgabat, Tashkent | None
ics 2024-03-05T23:30:00-05:00 = 2024-03-06T09:30:00+05:00'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
