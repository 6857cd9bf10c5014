#!/usr/bin/env bash
# Package: fsspec 2026.9.0, aiohttp 3.14.5 (PyPI)
# Expected: with check_files=True a copy kept by "filecache" is used only while the original has not changed.
#   The server says in each answer how long the file is and when it was last changed, and fsspec's own info()
#   gives both.
# Seen: over HTTP the old copy is read for ever, however the length and the date change: the identifier that
#   is compared is made of the address alone. With a file of the machine itself in place of the address the
#   same option works. So a schedule that was corrected under the same address stays the uncorrected one,
#   in every later process too, without a word.
# Source: documentation of fsspec ("Caching Files Locally"; CachingFileSystem: check_files "Whether to
#   explicitly see if the UID of the remote file matches the stored one before using").
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install fsspec==2026.9.0 aiohttp==3.14.5

seen=$(venv/bin/python - <<'PY'
import os
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

READ = """
import sys, fsspec
address, copies = sys.argv[1:]
with fsspec.open("filecache::" + address, filecache={"cache_storage": copies, "check_files": True}) as file:
    print(file.read().decode())
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
threading.Thread(target=server.serve_forever, daemon=True).start()
schedule = Path("week.csv")
for kind, address in (("http", "http:" + f"//127.0.0.1:{server.server_port}/week.csv"), ("file", schedule.absolute().as_uri())):
    for content, changed in (("21:00 film 18+", 1_700_000_000), ("22:00 film 18+, corrected", 1_700_100_000)):
        schedule.write_text(content)
        os.utime(schedule, (changed, changed))
        words = [sys.executable, "-c", READ, address, f"copies-{kind}"]
        read = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
        print(f"{kind}: there is '{content}', read is '{read}'")
server.shutdown()
PY
)
printf '%s\n' "$seen"
known='http: there is '"'21:00 film 18+', read is '21:00 film 18+'"'
http: there is '"'22:00 film 18+, corrected', read is '21:00 film 18+'"'
file: there is '"'21:00 film 18+', read is '21:00 film 18+'"'
file: there is '"'22:00 film 18+, corrected', read is '22:00 film 18+, corrected'"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
