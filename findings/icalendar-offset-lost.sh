#!/usr/bin/env bash
# Package: icalendar 7.3.2, beside ics 0.7.3 (PyPI)
# Expected: a start of 21:30 at the fixed offset +05:00 (what parsing an XMLTV stamp gives) that
#   icalendar writes and icalendar reads back is still the same instant: 16:30 UTC. iCalendar has no
#   offsets in times, so it should be written in UTC or with a VTIMEZONE.
# Seen: it is written as TZID="UTC+05:00", with no VTIMEZONE, and add_missing_timezones() adds none.
#   Read back by the same library it is a time without a zone; nothing is reported. A zone from the tz
#   database (Asia/Almaty) goes there and back, and ics writes the same start as 163000Z.
# Source: RFC 5545, 3.2.19 (each TZID needs its VTIMEZONE in the same object) and 3.3.5 (UTC, local
#   time, or local time with TZID); its add_missing_timezones (zones it does not know are left out).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install icalendar==7.3.2 ics==0.7.3 tzdata==2026.6

seen=$(venv/bin/python - <<'PY'
import datetime
import zoneinfo
import ics
import icalendar

def there_and_back(zone):
    start = datetime.datetime(2024, 3, 5, 21, 30, tzinfo=zone)
    event = icalendar.Event()
    event.add("uid", "1")
    event.add("dtstamp", datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC))
    event.add("dtstart", start)
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//schedule//")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    text = calendar.to_ical().decode()
    line = next(line for line in text.splitlines() if line.startswith("DTSTART;"))
    back = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["dtstart"].dt
    print(line, "| VTIMEZONE", text.count("BEGIN:VTIMEZONE"), "| back", back.isoformat())

there_and_back(datetime.timezone(datetime.timedelta(hours=5)))
there_and_back(zoneinfo.ZoneInfo("Asia/Almaty"))
event = ics.Event(begin="2024-03-05T21:30:00+05:00")
print("ics", next(line for line in event.serialize().splitlines() if line.startswith("DTSTART")))
PY
)
printf '%s\n' "$seen"
known='DTSTART;TZID="UTC+05:00":20240305T213000 | VTIMEZONE 0 | back 2024-03-05T21:30:00
DTSTART;TZID=Asia/Almaty:20240305T213000 | VTIMEZONE 1 | back 2024-03-05T21:30:00+05:00
ics DTSTART:20240305T163000Z'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
