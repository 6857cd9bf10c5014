#!/usr/bin/env bash
# Package: mpeg-ts-parser 1.0.0 (PyPI)
# Expected: get_programme_info gives what is on now and next on one channel of a DVB multiplex: the events
#   of sections 0 and 1 of the same service, whatever their running status, with a Cyrillic title.
# Seen: the first "running" event of any service is now, the first "not running" one of any service is
#   next. Where the sections of two channels follow each other as here, a film at 23:00 of the one stands
#   under the number of the other. Where the status is "undefined" (0), as it may be, there is "no guide".
#   A title in ISO 8859-5 or UTF-8 is read as Latin-1. A start has no date.
# Source: ETSI EN 300 468, 5.2.4 (a table of the present and following event for each service; section 0
#   is the present one, section 1 the following), table 6 (running_status 0: undefined), annex A.2.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install mpeg-ts-parser==1.0.0

cat > read.py <<'PY'
import logging
import mpeg_ts_parser

logging.disable()
TITLES = {(1, 0): "News", (1, 1): "Cartoon", (2, 0): "Concert", (2, 1): "Film (18+)"}

def checked(section):
    """The section with its CRC."""
    crc = 0xFFFFFFFF
    for byte in section:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1) & 0xFFFFFFFF
    return section + crc.to_bytes(4)

def packet(pid, section):
    """One packet of the stream, with a section that fits into it."""
    return bytes([0x47, 0x40 | pid >> 8, pid & 255, 0x10, 0]) + section.ljust(183, b"\xff")

def event_section(service, number, status, title):
    """Section 0 (present) or 1 (following) of the events of a service."""
    descriptor = bytes([0x4D, len(title) + 5]) + b"rus" + bytes([len(title)]) + title + b"\0"
    hour = {(1, 0): 0x21, (1, 1): 0x22, (2, 0): 0x21, (2, 1): 0x23}[service, number]
    event = bytes([0, service * 10 + number, 0xEB, 0xD5, hour, 0, 0, 1, 0, 0, status << 5, len(descriptor)]) + descriptor
    body = bytes([0, service, 0xC1, number, 1, 0, 7, 0, 9, 1, 0x4E]) + event
    return checked(bytes([0x4E, 0xF0, len(body) + 4]) + body)

def stream(name, statuses, encode):
    """A stream of two services, whose sections come in the order that the carousel has."""
    programmes = bytes([0, 1, 0xE0, 0x20, 0, 2, 0xE0, 0x21])
    packets = [packet(0, checked(bytes([0, 0xB0, 9 + len(programmes), 0, 7, 0xC1, 0, 0]) + programmes))]
    for service, number in ((1, 0), (2, 0), (2, 1), (1, 1)):
        section = event_section(service, number, statuses[number], encode(TITLES[service, number]))
        packets.append(packet(0x12, section))
    with open(name, "wb") as file:
        file.write(b"".join(packets))
    found = mpeg_ts_parser.get_programme_info(name)
    print(name, found["status"], "service", found["metadata"].get("service_id"))
    for when in ("present", "next"):
        if found[when]:
            print(name, when, found[when]["start_time"], ascii(found[when]["name"]))

stream("running.ts", (4, 1), str.encode)
stream("undefined.ts", (0, 0), str.encode)
TITLES[1, 0] = "Кино"
stream("cyrillic.ts", (4, 1), lambda title: b"\x01" + title.encode("iso8859-5"))
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known="running.ts success service 1
running.ts present 21-00-00 'News'
running.ts next 23-00-00 'Film (18+)'
undefined.ts eit_unavailable service 1
cyrillic.ts success service 1
cyrillic.ts present 21-00-00 '\\x01\\xba\\xd8\\xdd\\xde'
cyrillic.ts next 23-00-00 '\\x01Film (18+)'"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
