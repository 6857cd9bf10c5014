#!/usr/bin/env bash
# Package: django 5.2.19 (PyPI)
# Expected: in Kazakh, for which Django has a translation, dates and times have the form of the country, as
#   they do in Russian and in the neighbours' Kyrgyz, Uzbek and Tajik: 10.11.2026 and 22:00.
# Seen: Kazakh has words and no formats, so that the American ones hold in their place: 22:00 is printed as
#   "10 Т.Қ." and the day as "Қар. 10, 2026", the short one as 11/10/2026. A form refuses 10.11.2026, the
#   spelling of every schedule in the country, and takes 10/11/2026, which the four others refuse, for
#   11 October.
# Source: documentation of Django ("Format localization": formats of the current language); CLDR, locale kk:
#   dd.MM.yy and HH:mm.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install django==5.2.19

seen=$(venv/bin/python - <<'PY'
from datetime import datetime

import django
from django.conf import settings

settings.configure(USE_TZ=False)
django.setup()

from django import forms
from django.utils import formats, translation


class Day(forms.Form):
    day = forms.DateField()


def read(text):
    form = Day({"day": text})
    return form.cleaned_data["day"].isoformat() if form.is_valid() else "refused"


start = datetime(2026, 11, 10, 22, 0)
for language in ("kk", "ru", "ky", "uz", "tg"):
    with translation.override(language):
        shown = [formats.date_format(start, name) for name in ("TIME_FORMAT", "SHORT_DATE_FORMAT", "DATE_FORMAT")]
        print(language, *shown, read("10.11.2026"), read("10/11/2026"), sep=" | ")
PY
)
printf '%s\n' "$seen"
known='kk | 10 Т.Қ. | 11/10/2026 | Қар. 10, 2026 | refused | 2026-10-11
ru | 22:00 | 10.11.2026 | 10 ноября 2026 г. | 2026-11-10 | refused
ky | 22:00 | 10.11.2026 | 10 Ноябрь 2026 ж. | 2026-11-10 | refused
uz | 22:00 | 10.11.2026 | 10-Noyabr, 2026-yil | 2026-11-10 | refused
tg | 22:00 | 10.11.2026 | 10 ноябр 2026 г. | 2026-11-10 | refused'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
