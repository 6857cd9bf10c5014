"""Which language people are answered in, and its catalogue."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

_DOMAIN, _LOCALE = "schedcheck", str(files("schedcheck.messages") / "locale")
#: Of this thread or task alone: several can answer in several languages at once.
_language: ContextVar[str] = ContextVar("language", default="en")

#: The language that messages are printed in now.
current_language: Callable[[], str] = _language.get


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, _LOCALE, [language], fallback=True)


def catalogue() -> gettext.NullTranslations:
    """The catalogue of the current language."""
    return _catalogue(current_language())


def use_language(language: str) -> None:
    """Print everything from now on in ``language`` (``kk``, ``ru`` or ``en``).

    That holds in the current context (:mod:`contextvars`): in this thread or task, and not in
    others. A thread that is started begins in English.
    """
    _language.set(language)


@contextmanager
def language(name: str) -> Iterator[None]:
    """Print everything inside of the ``with`` block in the language ``name``."""
    before = _language.set(name)
    try:
        yield
    finally:
        _language.reset(before)
