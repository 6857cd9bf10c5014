#!/usr/bin/env bash
# Package: vdr 2.6.0-1.1 and vdr-plugin-streamdev-client 0.6.1+git20180514-5+b1 (Debian 12; with
#   libjpeg62-turbo 1:2.1.5-2, libfontconfig1 2.14.1-4 and libfreetype6 2.12.1+dfsg-5+deb12u4)
# Expected: a guide that is sent again (PUTE), with a cartoon where a film of 18 was and the news moved by
#   half an hour, replaces what it had: the cartoon has no age, and the news are there once.
# Seen: what the new entry does not say stays from the old one at that start. The cartoon is of age 18,
#   of the film's genre, with its subtitle, its description and its number; only the title is new. The
#   news are there at both hours. An age of another form, "R E18", is taken as none. The answer is
#   "EPG data processed" each time. LSTE, and so epg.data, give it further as it is.
# Source: vdr(5), EPG DATA: all tags but E are optional, the event id is unique, R is the minimum age; that
#   optional tags are kept from an earlier entry is not said there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p lists/partial archives/partial conf cache video res
apt=(-qq -o "Dir::State::Lists=$work/lists" -o "Dir::Cache::Archives=$work/archives" -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update
apt-get "${apt[@]}" download vdr=2.6.0-1.1 vdr-plugin-streamdev-client=0.6.1+git20180514-5+b1 \
  libjpeg62-turbo=1:2.1.5-2 libfontconfig1=2.14.1-4 libfreetype6=2.12.1+dfsg-5+deb12u4
for package in *.deb; do dpkg-deb --extract "$package" tree; done

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
echo 127.0.0.1 > conf/svdrphosts.conf
echo 'KTK;Test:11954:HC0S19.2E:S19.2E:27500:163:104:105:0:2:1:1:0' > conf/channels.conf
cp tree/etc/vdr/sources.conf conf
# a receiver that exists by name only: without one VDR does not start
printf 'streamdev-client.%s\n' 'StartClient = 1' 'RemoteIp = 127.0.0.1' 'NumProvidedSystems = 1' > conf/setup.conf
LD_LIBRARY_PATH=$work/tree/usr/lib/$(uname -m)-linux-gnu timeout 60 tree/usr/bin/vdr --no-kbd --lirc=/nonexistent \
  --video=video --config=conf --cachedir=cache --resdir=res --epgfile=- --lib=tree/usr/lib/vdr/plugins \
  --port="$port" --log=0 --plugin=streamdev-client > vdr.log 2>&1 &
recorder=$!

cat > talk.py <<'PY'
import re
import socket
import sys
import time

now = int(time.time()) // 1800 * 1800 + 7200

def guide(*entries):
    lines = ["PUTE", "C S19.2E-1-1-2 KTK"]
    for number, half_hour, *rest in entries:
        lines += [f"E {number} {now + half_hour * 1800} 1800 4E 1", *rest, "e"]
    return [*lines, "c", "."]

def connect():
    for _ in range(60):
        try:
            return socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        except OSError:
            time.sleep(0.5)
    sys.exit("no answer")

with connect() as line, line.makefile("rw", encoding="utf-8", newline="\r\n") as talk:
    def say(lines, answers):
        talk.writelines(f"{text}\n" for text in lines)
        talk.flush()
        for answer in iter(talk.readline, ""):
            print(re.sub(r"(E \d+) (\d+)", lambda m: f"{m[1]} +{(int(m[2]) - now) // 60}min", answer.strip()))
            answers -= answer[3] == " "
            if not answers:
                return

    talk.readline()
    film = ["T Film", "S A thriller", "D Not for children", "G 10", "R 18"]
    say(guide((1, 0, *film), (2, 1, "T News"), (3, 4, "T Late film", "R E18")), 2)
    say(guide((7, 0, "T Cartoon"), (2, 2, "T News")), 2)
    say(["LSTE"], 1)
    say(["QUIT"], 1)
PY
seen=$(python3 talk.py "$port" | grep -v '^221')
kill "$recorder"
wait "$recorder" || true
printf '%s\n' "$seen"
known='354 Enter EPG data, end with "." on a line by itself
250 EPG data processed
354 Enter EPG data, end with "." on a line by itself
250 EPG data processed
215-C S19.2E-1-1-2 KTK
215-E 1 +0min 1800 4E FF
215-T Cartoon
215-S A thriller
215-D Not for children
215-G 10
215-R 18
215-e
215-E 2 +30min 1800 4E FF
215-T News
215-e
215-E 2 +60min 1800 4E FF
215-T News
215-e
215-E 3 +120min 1800 4E FF
215-T Late film
215-e
215-c
215 End of EPG data'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
