#!/usr/bin/env bash
# Package: libdvbv5-0 1.22.1-5+b2 (Debian 12; with libudev1 252.39-1~deb12u2), the library of dvb-tools and Kaffeine
# Expected: a title in an event table off the air is the same in any of the character sets that DVB knows:
#   ISO 8859-5, UTF-8 and 16-bit Unicode. A start that is all ones, undefined, is no instant.
# Seen: in UTF-8 a title ends before the first letter that has a byte of 0x80 to 0x9F, as half of the
#   Russian letters have, and four of the nine that Kazakh adds: «Фильм (18+)» is «Фил», «Новости» is empty,
#   «Түнгі қонақ (18+)» is «Түнг»; the age mark is gone with the rest. In 16-bit Unicode the two bytes of
#   each letter are exchanged. No error is given. The undefined start is an evening of April 2038.
# Source: ETSI EN 300 468, annex A: 0x80 to 0x9F are control codes in the one-byte tables, other ones are in
#   16-bit text and UTF-8 (from 0xE080 on); 16-bit text is big-endian; 5.2.4: an undefined start has all bits
#   set. The same cut in another program: EricBerendsen/dvbinspector, issue 11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p lists/partial archives/partial
apt=(-qq -o "Dir::State::Lists=$work/lists" -o "Dir::Cache::Archives=$work/archives" -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update
apt-get "${apt[@]}" download libdvbv5-0=1.22.1-5+b2 libudev1=252.39-1~deb12u2
for package in *.deb; do dpkg-deb --extract "$package" tree; done

cat > read.py <<'PY'
import ctypes
import sys
from datetime import date

TITLES = ["Film (18+)", "Фильм (18+)", "Новости", "Түнгі қонақ (18+)"]
TABLES = {
    "ISO 8859-5": lambda text: b"\x01" + text.encode("iso8859-5", "replace"),
    "UTF-8": lambda text: b"\x15" + text.encode(),
    "16 bits": lambda text: b"\x11" + text.encode("utf-16-be"),
}
START = (date(2026, 11, 30) - date(1858, 11, 17)).days.to_bytes(2, "big") + b"\x21\x30\x00"

def event(number, start, text):
    """An event of half an hour with a title, in the bytes of EN 300 468."""
    title = b"\x4d" + bytes([len(text) + 5]) + b"kaz" + bytes([len(text)]) + text + b"\0"
    return number.to_bytes(2, "big") + start + b"\x00\x30\x00" + (0x8000 | len(title)).to_bytes(2, "big") + title

def section(events):
    """A whole section of present and following events; the library is given it without its CRC."""
    body = b"\0\x01\xc1\0\0\0\x01\0\x02\0\x4e" + b"".join(events)
    return b"\x4e" + (0xF000 | len(body) + 4).to_bytes(2, "big") + body

library = ctypes.CDLL("libdvbv5.so.0")
library.dvb_fe_dummy.restype = ctypes.c_void_p
library.dvb_table_eit_init.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_void_p]
library.dvb_table_eit_print.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
device = library.dvb_fe_dummy()
for name, encoded in TABLES.items():
    print(name, file=sys.stderr, flush=True)
    data = section([event(at, START, encoded(title)) for at, title in enumerate(TITLES)])
    table, raw = ctypes.c_void_p(), ctypes.create_string_buffer(data, len(data))
    library.dvb_table_eit_init(device, ctypes.addressof(raw), len(data), ctypes.byref(table))
    library.dvb_table_eit_print(device, table)
print("undefined start", file=sys.stderr, flush=True)
data = section([event(9, b"\xff" * 5, b"Film")])
table, raw = ctypes.c_void_p(), ctypes.create_string_buffer(data, len(data))
library.dvb_table_eit_init(device, ctypes.addressof(raw), len(data), ctypes.byref(table))
library.dvb_table_eit_print(device, table)
PY
cat > exchanged.py <<'PY'
import sys

for line in sys.stdin.read().splitlines():
    if line[0] == "'" and any("\u2000" <= letter <= "\u9fff" for letter in line):
        title = line[1:-1].encode("utf-16-be").decode("utf-16-le")
        print(f"'{title}' with its bytes exchanged")
    else:
        print(line)
PY
machine=$(uname -m)-linux-gnu
seen=$(LC_ALL=C.UTF-8 LD_LIBRARY_PATH=tree/usr/lib/$machine:tree/lib/$machine python3 read.py 2>&1 |
  sed -nE "/^(ISO|UTF|16|undefined)/p; s/^\|   +name +('.*')/\1/p; s/^\|   Start +([^ ]*-04-.*)/\1/p" |
  python3 exchanged.py)
printf '%s\n' "$seen"
known="ISO 8859-5
'Film (18+)'
'Фильм (18+)'
'Новости'
'Т?нгі ?она? (18+)'
UTF-8
'Film (18+)'
'Фил'
''
'Түнг'
16 bits
'Film (18+)' with its bytes exchanged
'Фильм (18+)' with its bytes exchanged
'Новости' with its bytes exchanged
'Түнгі қонақ (18+)' with its bytes exchanged
undefined start
2038-04-28 23:47:45 UTC
'Film'"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
