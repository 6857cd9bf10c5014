"""What the templates of the portal know: the words of the program, addresses, days."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from django.templatetags.static import static
from django.urls import reverse

from schedcheck._version import __version__
from schedcheck.messages import current_language
from schedcheck.messages.formats import days_in_words, short_day
from schedcheck.portal.access import ROLE_NAMES
from schedcheck.portal.letters import mail_of
from schedcheck.reports.html.pages import SIGNS, install_words
from schedcheck.results.decisions_sheet import OUTCOMES
from schedcheck.schedule.week import parse_week
from schedcheck.toml_table import LANGUAGES

#: The clock of receipts: of the capital.
CAPITAL = ZoneInfo("Asia/Almaty")
_OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


def environment(**options: Any) -> jinja2.Environment:
    """The environment of the templates, for Django."""
    made = jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        autoescape=True,
        **{
            name: value
            for name, value in options.items()
            if name not in {"undefined", "autoescape"}
        },
    )
    install_words(made)
    made.globals |= {
        "static": static,
        "url": lambda name, *args: reverse(name, args=args),
        "language": current_language,
        "languages": [(code, _OWN_NAMES[code]) for code in LANGUAGES],
        "version": __version__,
        "mail_of": mail_of,
        "moment": moment,
        "week_words": week_words,
        "short_day": short_day,
        "signs": SIGNS,
        "outcomes": OUTCOMES,
        "role_words": lambda role: str(ROLE_NAMES[role]),
    }
    return made


def moment(at: datetime) -> str:
    """An instant on the clock of the capital, with its offset."""
    local = at.astimezone(CAPITAL)
    return f"{local:%Y-%m-%d %H:%M:%S} (UTC{local:%z})"


def week_words(name: str) -> str:
    """``2026-W48`` as its days."""
    week = parse_week(name)
    return days_in_words(week.first, week.last)
