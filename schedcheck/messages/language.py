"""Which language people are answered in, and its catalogue."""

from __future__ import annotations

import gettext
import os
from functools import cache
from importlib.resources import files

_DOMAIN, _LOCALE = "schedcheck", str(files("schedcheck.messages") / "locale")
_language = "en"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, _LOCALE, [language], fallback=True)


def catalogue() -> gettext.NullTranslations:
    """The catalogue of the current language."""
    return _catalogue(_language)


def use_language(language: str) -> None:
    """Print everything from now on in ``language`` (``kk``, ``ru`` or ``en``).

    Click's own words stand in our catalogues too; it asks the standard library for them.
    """
    global _language  # noqa: PLW0603 - the one switch of a one-language process
    _language = language
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_DOMAIN, _LOCALE)
    gettext.textdomain(_DOMAIN)


def current_language() -> str:
    """The language that messages are printed in now."""
    return _language
