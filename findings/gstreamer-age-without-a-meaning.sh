#!/usr/bin/env bash
# Package: libgstreamer-plugins-bad1.0-0 1.22.0-4+deb12u8, the library GstMpegts (Debian 12; with
#   libgstreamer1.0-0 1.22.0-2+deb12u1, libglib2.0-0 2.74.6-2+deb12u9, libdw1 and libelf1 0.188-2.1,
#   libunwind8 1.6.2-3, libffi8 3.4.4-1 and libpcre2-8-0 10.42-1+deb12u2)
# Expected: a parental rating off the air is an age where DVB gives it one: 1 to 15 are 4 to 18 years; 0 is
#   undefined, and 16 to 255 mean what the broadcaster says. A length that is all ones is undefined too.
# Seen: every value is an age, of its lower four bits plus 3: 0 is 3 years, fit for nearly all; the
#   broadcaster's own 16, 18 and 32 are 3, 5 and 3 years, and 31 and 255 are 18, as the film of 15 is. The
#   undefined length is 604,065 seconds, a week.
# Source: ETSI EN 300 468, 6.2.28, table 82 (0x00 undefined, 0x01 to 0x0F the minimum age less 3, 0x10 to 0xFF
#   defined by the broadcaster), 5.2.4 (an undefined duration has all bits set).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p lists/partial archives/partial
apt=(-qq -o "Dir::State::Lists=$work/lists" -o "Dir::Cache::Archives=$work/archives" -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update
apt-get "${apt[@]}" download libgstreamer-plugins-bad1.0-0=1.22.0-4+deb12u8 \
  libgstreamer1.0-0=1.22.0-2+deb12u1 libglib2.0-0=2.74.6-2+deb12u9 libdw1=0.188-2.1 libelf1=0.188-2.1 \
  libunwind8=1.6.2-3 libffi8=3.4.4-1 libpcre2-8-0=10.42-1+deb12u2
for package in *.deb; do dpkg-deb --extract "$package" tree; done

cat > read.py <<'PY'
import ctypes
from datetime import date

VALUES = [0, 1, 9, 15, 16, 18, 31, 32, 255]

class Array(ctypes.Structure):
    """GPtrArray."""
    _fields_ = [("at", ctypes.POINTER(ctypes.c_void_p)), ("length", ctypes.c_uint)]

class Rating(ctypes.Structure):
    """GstMpegtsDVBParentalRatingItem."""
    _fields_ = [("country", ctypes.c_char_p), ("age", ctypes.c_uint8)]

class Events(ctypes.Structure):
    """The beginning of GstMpegtsEIT, and of GstMpegtsEITEvent below."""
    _fields_ = [("stream", ctypes.c_uint16), ("network", ctypes.c_uint16), ("segment", ctypes.c_uint8),
                ("last", ctypes.c_uint8), ("now", ctypes.c_int), ("when", ctypes.c_int),
                ("events", ctypes.POINTER(Array))]

class Event(ctypes.Structure):
    _fields_ = [("number", ctypes.c_uint16), ("start", ctypes.c_void_p), ("seconds", ctypes.c_uint32)]

library = ctypes.CDLL("libgstmpegts-1.0.so.0")
ctypes.CDLL("libgstreamer-1.0.so.0").gst_init(None, None)
library.gst_mpegts_initialize()
library.gst_mpegts_parse_descriptors.restype = ctypes.POINTER(Array)
library.gst_mpegts_parse_descriptors.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
library.gst_mpegts_descriptor_parse_dvb_parental_rating.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
items = b"".join(b"KAZ" + bytes([value]) for value in VALUES)
raw = ctypes.create_string_buffer(bytes([0x55, len(items)]) + items, len(items) + 2)
descriptors = library.gst_mpegts_parse_descriptors(ctypes.addressof(raw), len(raw)).contents
ratings = ctypes.POINTER(Array)()
library.gst_mpegts_descriptor_parse_dvb_parental_rating(descriptors.at[0], ctypes.byref(ratings))
for at in range(ratings.contents.length):
    age = ctypes.cast(ratings.contents.at[at], ctypes.POINTER(Rating)).contents.age
    print(f"rating {VALUES[at]}: {age} years")

def checked(section):
    """The section with its CRC."""
    crc = 0xFFFFFFFF
    for byte in section:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1) & 0xFFFFFFFF
    return section + crc.to_bytes(4, "big")

start = (date(2026, 11, 30) - date(1858, 11, 17)).days.to_bytes(2, "big") + b"\x21\x30\x00"
body = b"\0\x01\xc1\0\0\0\x01\0\x02\0\x4e" + b"\0\x07" + start + b"\xff\xff\xff" + b"\x80\0"
section = checked(b"\x4e" + (0xF000 | len(body) + 4).to_bytes(2, "big") + body)
allocated = ctypes.CDLL("libglib-2.0.so.0").g_memdup2
allocated.restype, allocated.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_size_t]
library.gst_mpegts_section_new.restype = ctypes.c_void_p
library.gst_mpegts_section_new.argtypes = [ctypes.c_uint16, ctypes.c_void_p, ctypes.c_size_t]
library.gst_mpegts_section_get_eit.restype = ctypes.POINTER(Events)
library.gst_mpegts_section_get_eit.argtypes = [ctypes.c_void_p]
whole = library.gst_mpegts_section_new(0x12, allocated(section, len(section)), len(section))
events = library.gst_mpegts_section_get_eit(whole).contents.events.contents
event = ctypes.cast(events.at[0], ctypes.POINTER(Event)).contents
print(f"event {event.number}: undefined length is {event.seconds} seconds")
PY
machine=$(uname -m)-linux-gnu
seen=$(LD_LIBRARY_PATH=tree/usr/lib/$machine:tree/lib/$machine python3 read.py)
printf '%s\n' "$seen"
known='rating 0: 3 years
rating 1: 4 years
rating 9: 12 years
rating 15: 18 years
rating 16: 3 years
rating 18: 5 years
rating 31: 18 years
rating 32: 3 years
rating 255: 18 years
event 7: undefined length is 604065 seconds'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
