#!/usr/bin/env bash
# Package: pydantic 2.14.4, django-ninja 1.7.1, msgspec 0.22.0 (PyPI)
# Expected: the starts of XMLTV, 20261124203000 and shorter ones, are read as what they are, as far as
#   their digits go, or refused: they are texts, in a field that is a date and a time.
# Seen: a text of digits alone is an instant counted from 1970, in seconds or, where that is far, in
#   milliseconds (printed: JSON, strict JSON, django-ninja, msgspec). 20261124203000 is in the year 2612, 202611242030 in 1976, the day 20261124 in August 1970,
#   the year 2026 half past midnight of 1 January 1970; all are valid, in JSON too, and in the parameters of
#   an interface made with django-ninja. With an offset behind it the same stamp is refused, so of a guide
#   that mixes both only the bare ones are moved. The option that is named for it (val_temporal_unit)
#   chooses the unit only; strict mode changes nothing for JSON. msgspec refuses all six but the last.
# Source: documentation of pydantic ("Datetimes": "str" formats and numbers as Unix time); the DTD of XMLTV
#   ("dates and times": YYYYMMDDhhmmss or some initial part of it, with or without an offset).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install pydantic==2.14.4 django-ninja==1.7.1 msgspec==0.22.0

seen=$(venv/bin/python - <<'PY'
from datetime import datetime

import django
from django.conf import settings

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"], SECRET_KEY="x" * 50)
django.setup()

import msgspec
import ninja
from ninja.testing import TestClient
from pydantic import TypeAdapter, ValidationError

STAMPS = ("20261124203000", "202611242030", "20261124", "2026", "20261124203000 +0500", "2026-11-24T20:30:00+05:00")
api = ninja.NinjaAPI()


@api.get("/starts")
def starts(request, start: datetime):
    return start.isoformat()


def by_pydantic(stamp, strict):
    try:
        return TypeAdapter(datetime).validate_json(f'"{stamp}"', strict=strict).isoformat()
    except ValidationError:
        return "refused"


def by_ninja(stamp):
    answer = TestClient(api).get("/starts", query_params={"start": stamp})
    return answer.json() if answer.status_code == 200 else "refused"


def by_msgspec(stamp):
    try:
        return msgspec.convert(stamp, datetime).isoformat()
    except msgspec.ValidationError:
        return "refused"


for stamp in STAMPS:
    print(stamp, by_pydantic(stamp, False), by_pydantic(stamp, True), by_ninja(stamp), by_msgspec(stamp), sep=" | ")
PY
)
printf '%s\n' "$seen"
known='20261124203000 | 2612-01-19T18:03:23+00:00 | 2612-01-19T18:03:23+00:00 | 2612-01-19T18:03:23+00:00 | refused
202611242030 | 1976-06-03T00:54:02.030000+00:00 | 1976-06-03T00:54:02.030000+00:00 | 1976-06-03T00:54:02.030000+00:00 | refused
20261124 | 1970-08-23T12:05:24+00:00 | 1970-08-23T12:05:24+00:00 | 1970-08-23T12:05:24+00:00 | refused
2026 | 1970-01-01T00:33:46+00:00 | 1970-01-01T00:33:46+00:00 | 1970-01-01T00:33:46+00:00 | refused
20261124203000 +0500 | refused | refused | refused | refused
2026-11-24T20:30:00+05:00 | 2026-11-24T20:30:00+05:00 | 2026-11-24T20:30:00+05:00 | 2026-11-24T20:30:00+05:00 | 2026-11-24T20:30:00+05:00'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
