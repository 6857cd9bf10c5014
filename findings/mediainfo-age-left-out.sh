#!/usr/bin/env bash
# Package: pymediainfo 7.0.1 (PyPI), with the MediaInfo library that its wheel carries
# Expected: of a transport stream MediaInfo lists the events of the guide, a line for each: title, text, genre, a fourth
#   place, length and status. A film with the age 18 of DVB, for Kazakhstan and for Russia, has it in its line; a film
#   with a Kazakh and a Russian title has both; a title of two lines is two words.
# Seen: the fourth place is empty whatever the rating is: a film of 18 and a cartoon for all look the same, while its
#   genre is there. Of two titles the last alone is left, so that a mark in the other one is gone. The line break of DVB
#   is left out: "Фильм" and "(18+)" are one word. A start that is all ones, which means none, is a date without a clock,
#   22 April 2038. No notice; Cyrillic is right in each of the tables, and a length of 25:30 too.
# Source: ETSI EN 300 468: 6.2.28 (parental rating: values 1 to 15 are a minimum age of 4 to 18), 6.2.37 (a short event
#   descriptor for each language), 5.2.4 (an undefined start has all bits set), annex A (0x8A is CR/LF); documentation
#   of MediaInfo, Menu.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install pymediainfo==7.0.1

cat > read.py <<'PY'
from collections import Counter
from datetime import date

from pymediainfo import MediaInfo

DAY = (date(2026, 3, 4) - date(1858, 11, 17)).days.to_bytes(2, "big")
sent = Counter()

def section(table, service, body):
    head = bytes([table]) + (0xF000 | len(body) + 9).to_bytes(2, "big")
    data = head + service.to_bytes(2, "big") + b"\xc1\0\0" + body
    check = 0xFFFFFFFF
    for byte in data:
        check ^= byte << 24
        for _ in range(8):
            check = (check << 1 ^ 0x04C11DB7 if check & 0x80000000 else check << 1) & 0xFFFFFFFF
    return data + check.to_bytes(4, "big")

def packets(pid, data):
    """A section in packets of 188 bytes."""
    data = b"\0" + data
    for place in range(0, len(data), 184):
        first = 0x4000 if place == 0 else 0
        yield b"\x47" + (first | pid).to_bytes(2, "big") + bytes([0x10 | sent[pid] % 16]) + data[place:place + 184].ljust(184, b"\xff")
        sent[pid] += 1

def descriptor(tag, data):
    return bytes([tag, len(data)]) + data

def title(language, text):
    return descriptor(0x4D, language + bytes([len(text)]) + text + b"\0")

def event(start, *descriptors):
    body = b"".join(descriptors)
    return b"\0\x01" + start + b"\x01\x30\x00" + len(body).to_bytes(2, "big") + body

def stream(found):
    tables = (
        (0, section(0, 1, b"\0\x01\xe1\0")),
        (0x100, section(2, 1, b"\xe1\x01\xf0\0\x1b\xe1\x01\xf0\0")),
        (0x12, section(0x4E, 1, b"\0\x01\0\x01\0\x4e" + found)),
    )
    return b"".join(packet for _ in range(40) for pid, data in tables for packet in packets(pid, data))

cyrillic = lambda text: b"\x01" + text.encode("iso8859-5")
start = DAY + b"\x16\x30\x00"
film = title(b"rus", cyrillic("Фильм"))
genre = descriptor(0x54, b"\x10\0")
for name, found in {
    "age 18": event(start, film, genre, descriptor(0x55, b"KAZ\x0fRUS\x0f")),
    "age 4": event(start, film, genre, descriptor(0x55, b"KAZ\x01RUS\x01")),
    "no age": event(start, film, genre),
    "two titles": event(start, title(b"kaz", b"\x15" + "Түнгі (18+)".encode()), title(b"rus", cyrillic("Ночное"))),
    "two lines": event(start, title(b"rus", cyrillic("Фильм") + b"\x8a" + "(18+)".encode("iso8859-5"))),
    "no start": event(b"\xff" * 5, film),
}.items():
    with open("guide.ts", "wb") as file:
        file.write(stream(found))
    for track in MediaInfo.parse("guide.ts").menu_tracks:
        for key, value in track.to_data().items():
            if key.startswith("20"):
                print(f"{name}: {key} {value}")
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known='age 18: 20260304_16_30_00_utc ru:Фильм / ru: / movie/drama /  / 01:30:00 / 
age 4: 20260304_16_30_00_utc ru:Фильм / ru: / movie/drama /  / 01:30:00 / 
no age: 20260304_16_30_00_utc ru:Фильм / ru: / movie/drama /  / 01:30:00 / 
two titles: 20260304_16_30_00_utc ru:Ночное / ru: /  /  / 01:30:00 / 
two lines: 20260304_16_30_00_utc ru:Фильм(18+) / ru: /  /  / 01:30:00 / 
no start: 20380422____utc ru:Фильм / ru: /  /  / 01:30:00 / '
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
