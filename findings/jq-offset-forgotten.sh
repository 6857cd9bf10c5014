#!/usr/bin/env bash
# Package: jq 1.13.0 (PyPI; on Linux, with jq 1.8.2) and gojq 0.12.11-1 (Debian 12)
# Expected: an XMLTV stamp, 20260304213000 +0500, read by strptime("%Y%m%d%H%M%S %z") and mktime, is 16:30 of UTC; a day
#   that does not exist, 31 February, is an error.
# Seen: in jq the offset has to be there, or the stamp is refused, but it counts for nothing: +0500, -0500 and +0000 are
#   one instant, 21:30Z, and todate prints it with a Z. gojq, given the same filter, has 16:30Z: five hours lie between
#   the two. A guide sorted by these instants has channels of two zones in a wrong order. 31 February is 3 March in
#   both. With 24:00, which gojq takes as the next midnight, jq has an error.
# Source: manual of jq 1.8, "Dates" (strptime, mktime, and that formats are those of the C library, where %z is the
#   offset); jqlang/jq, issue 2195, open since 2020; README of gojq, differences from jq, where this one is not named.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install jq==1.13.0
mkdir -p lists/partial archives/partial
apt=(-qq -o "Dir::State::Lists=$work/lists" -o "Dir::Cache::Archives=$work/archives" -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update
apt-get "${apt[@]}" download gojq=0.12.11-1
dpkg-deb --extract gojq_*.deb tree

cat > ask.py <<'PY'
import json
import subprocess

import jq

STAMP = 'strptime("%Y%m%d%H%M%S %z") | mktime | todate'

def gojq(filter_text, value):
    run = subprocess.run(["tree/usr/bin/gojq", filter_text], input=json.dumps(value), capture_output=True, text=True)
    return json.loads(run.stdout) if run.returncode == 0 else "error"

def ask(filter_text, value):
    try:
        answer = jq.compile(filter_text).input_value(value).first()
    except ValueError:
        answer = "error"
    print(f"{value}: jq {answer}, gojq {gojq(filter_text, value)}")

for stamp in ("20260304213000 +0500", "20260304213000 -0500", "20260304213000 +0000", "20260304213000"):
    ask(STAMP, stamp)
for stamp in ("2026-02-31T21:30:00Z", "2026-03-04T24:00:00Z"):
    ask("fromdate | todate", stamp)
PY
seen=$(TZ=UTC venv/bin/python ask.py)
printf '%s\n' "$seen"
known='20260304213000 +0500: jq 2026-03-04T21:30:00Z, gojq 2026-03-04T16:30:00Z
20260304213000 -0500: jq 2026-03-04T21:30:00Z, gojq 2026-03-05T02:30:00Z
20260304213000 +0000: jq 2026-03-04T21:30:00Z, gojq 2026-03-04T21:30:00Z
20260304213000: jq error, gojq error
2026-02-31T21:30:00Z: jq 2026-03-03T21:30:00Z, gojq 2026-03-03T21:30:00Z
2026-03-04T24:00:00Z: jq error, gojq 2026-03-05T00:00:00Z'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
